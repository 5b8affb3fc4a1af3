/**
 * Whom an incident touches, counted from the audit log, which also knows of persons who were erased since: they are
 * counted and cannot be named. Reads page by page, so that nobody else waits for it.
 */
import { z } from 'zod'
import type { AccountId } from '../../src/domain/account.ts'
import { Fault } from '../../src/domain/fault.ts'
import type { AffectedQuery, AffectedReport } from '../../src/domain/incident-api.ts'
import type { AuditRows } from '../audit/index.ts'
import { type Keyring, monthOf, type Transact, type World, wrappedUnder } from '../keys.ts'

export interface TouchedTicket {
  readonly ticketRef: string
  readonly ticketId: string
  readonly requesterRef: string
  readonly wrappedKey: string
  /** Of somebody who was erased since. */
  readonly erased: boolean
}

export interface AffectedRows extends AuditRows {
  /** Those of the tickets that are still there. */
  touchedTickets(accountId: AccountId, ticketRefs: readonly string[]): Promise<readonly TouchedTicket[]>
  /** Every version of an article that ever stood here, also what only erased persons' drafts quoted. */
  versionsOfArticle(accountId: AccountId, articleId: string): Promise<readonly string[]>
}

export interface AffectedRooms {
  readonly world: World
  readonly keys: Keyring
  readonly transact: Transact<AffectedRows>
  /** Lets everybody else have a turn: a server that counts goes on drafting. */
  readonly pause: () => Promise<void>
  /** Asked before each page; throws when nobody waits for the report any longer. */
  readonly goOn?: () => void
}

/** Read at once. A smaller page would be one more transaction. */
const PAGE = 250
/** Of a page, looked at with nobody else having a turn: a millisecond. */
const ENTRIES_AT_ONCE = 50
const TICKETS_AT_ONCE = 100
/** Drafts looked at without a pause: a millisecond or two. */
const DRAFTS_AT_ONCE = 500
const SHOWN_TICKETS = 500

const WANTED = ['gate.decided', 'egress.sent', 'draft.made'] as const
const entrySchema = z.object({
  index: z.int(),
  at: z.string(),
  type: z.enum(WANTED),
  actor: z.object({ ref: z.string() }),
  object: z.object({ ref: z.string() }),
  decision: z.string(),
  detail: z.object({
    draft: z.string().optional(),
    summary: z.string().optional(),
    provider: z.string().optional(),
    host: z.string().optional(),
    region: z.string().optional(),
    bytes: z.number().optional(),
    fields: z.array(z.string()).optional(),
    articles: z.array(z.string()).optional(),
    scope: z.string().optional(),
    ticket: z.string().optional(),
  }),
})
/** What happens to somebody's data; the gate only lets it. */
const HAPPENINGS = ['egress.sent', 'draft.made'] as const
type Entry = z.infer<typeof entrySchema>

/** One draft or summary, as the log tells of it. */
interface Touch {
  ticketRef: string | null
  agentRef: string
  scopeHash: string | null
  entry: number
  readonly articles: Set<string>
  readonly sent: { provider: string; recipient: string; bytes: number; fields: readonly string[] }[]
  /** Something of it happened within the window. */
  within: boolean
}

/** The entry's time, read without the rest: millions of them may be looked at. */
const AT = /"at":"([^"]+)"/
const timeOf = (header: string): string => {
  const at = AT.exec(header)?.[1]
  if (at === undefined) throw new Fault('AUDIT_CHAIN_BROKEN', 'an entry of the audit log cannot be read')
  return at
}

/** What names a draft or a summary in an entry; canonical JSON spells each of them one way. */
const NAMES = /"(?:draft|summary|ref)":"([^"]+)"/g
const OBJECT = /"object":\{"kind":"[^"]*","ref":"([^"]+)"/
const isType = (header: string, types: readonly string[]) =>
  types.some((type) => header.includes(`"type":"${type}"`))

function parseEntry(header: string): Entry {
  const parsed = entrySchema.safeParse(JSON.parse(header))
  if (parsed.success) return parsed.data
  throw new Fault('AUDIT_CHAIN_BROKEN', 'an entry of the audit log cannot be read')
}

function note(touches: Map<string, Touch>, entry: Entry, within: boolean): void {
  const { detail } = entry
  const ref = entry.type === 'gate.decided' ? (detail.draft ?? detail.summary) : entry.object.ref
  if (ref === undefined || (entry.type === 'gate.decided' && entry.decision !== 'allow')) return
  let touch = touches.get(ref)
  if (touch === undefined) {
    touch = {
      ticketRef: null,
      agentRef: entry.actor.ref,
      scopeHash: null,
      entry: entry.index,
      articles: new Set(),
      sent: [],
      within: false,
    }
    touches.set(ref, touch)
  }
  touch.ticketRef ??= entry.type === 'gate.decided' ? entry.object.ref : (detail.ticket ?? null)
  for (const hash of detail.articles ?? []) touch.articles.add(hash)
  if (entry.type === 'gate.decided') return
  touch.within ||= within
  touch.entry = entry.index
  touch.scopeHash ??= detail.scope ?? null
  if (entry.type === 'egress.sent' && within)
    touch.sent.push({
      provider: detail.provider ?? '',
      recipient: `${detail.provider} ${detail.host} ${detail.region}`,
      bytes: detail.bytes ?? 0,
      fields: detail.fields ?? [],
    })
}

interface Wanted {
  readonly query: AffectedQuery
  readonly agentRef: string | null
  readonly versions: ReadonlySet<string> | null
}

function matches(touch: Touch, { query, agentRef, versions }: Wanted): boolean {
  if (!touch.within) return false
  if (agentRef !== null && touch.agentRef !== agentRef) return false
  if (query.scopeHash !== undefined && touch.scopeHash !== query.scopeHash) return false
  if (query.provider !== undefined && !touch.sent.some(({ provider }) => provider === query.provider))
    return false
  return versions === null || [...touch.articles].some((hash) => versions.has(hash))
}

async function ticketsOf(
  rooms: AffectedRooms,
  accountId: AccountId,
  refs: readonly string[],
): Promise<ReadonlyMap<string, TouchedTicket>> {
  const found = new Map<string, TouchedTicket>()
  for (let at = 0; at < refs.length; at += TICKETS_AT_ONCE) {
    const page = refs.slice(at, at + TICKETS_AT_ONCE)
    for (const ticket of await rooms.transact((tx) => tx.touchedTickets(accountId, page)))
      found.set(ticket.ticketRef, ticket)
  }
  return found
}

async function forEach<T>(
  all: Iterable<T>,
  pause: AffectedRooms['pause'],
  act: (one: T) => void,
): Promise<void> {
  let done = 0
  for (const one of all) {
    act(one)
    done += 1
    if (done % DRAFTS_AT_ONCE === 0) await pause()
  }
}

const counted = (counts: Record<string, number>, name: string) => {
  counts[name] = (counts[name] ?? 0) + 1
}

async function wantedOf(rooms: AffectedRooms, accountId: AccountId, query: AffectedQuery): Promise<Wanted> {
  const { articleId, versionHash, agentId } = query
  const hashes =
    versionHash !== undefined
      ? [versionHash]
      : articleId === undefined
        ? null
        : await rooms.transact((tx) => tx.versionsOfArticle(accountId, articleId))
  return {
    query,
    agentRef: agentId === undefined ? null : rooms.keys.digest('agent', accountId, agentId),
    versions: hashes === null ? null : new Set(hashes),
  }
}

/** Every entry up to `size`, in pieces between which others have their turn. @throws Fault `AUDIT_CHAIN_BROKEN` where one is missing. */
async function* piecesOf(
  rooms: AffectedRooms,
  accountId: AccountId,
  size: number,
): AsyncGenerator<readonly string[]> {
  let next = 0
  while (next < size) {
    rooms.goOn?.()
    const page = await rooms.transact((tx) => tx.auditEntries(accountId, next, Math.min(PAGE, size - next)))
    const last = page.at(-1)
    if (last === undefined) throw new Fault('AUDIT_CHAIN_BROKEN', `entry ${next} of the audit log is missing`)
    for (let at = 0; at < page.length; at += ENTRIES_AT_ONCE) {
      await rooms.pause()
      yield page.slice(at, at + ENTRIES_AT_ONCE).map(({ header }) => header)
    }
    next = last.index + 1
  }
}

/**
 * A clock can be set back and forth, so that neither the order of the log nor a search in it says which entries lie
 * within the window: all are looked at, twice. What happened within it first, then everything of those drafts.
 */
async function readTouches(rooms: AffectedRooms, accountId: AccountId, { from, to }: AffectedQuery) {
  const size = (await rooms.transact((tx) => tx.auditHead(accountId)))?.tree.size ?? 0
  const isWithin = (at: string) => at >= from && at <= to
  const refs = new Set<string>()
  for await (const piece of piecesOf(rooms, accountId, size))
    for (const header of piece)
      if (isType(header, HAPPENINGS) && isWithin(timeOf(header)))
        refs.add(OBJECT.exec(header)?.[1] ?? parseEntry(header).object.ref)
  const touches = new Map<string, Touch>()
  if (refs.size === 0) return { touches, size }
  const isOurs = (header: string) =>
    isType(header, WANTED) && [...header.matchAll(NAMES)].some(([, name]) => refs.has(name ?? ''))
  for await (const piece of piecesOf(rooms, accountId, size))
    for (const header of piece.filter(isOurs)) {
      const entry = parseEntry(header)
      note(touches, entry, isWithin(entry.at))
    }
  return { touches, size }
}

/** @param all lists every ticket, not only the first ones. */
export async function affectedBy(
  rooms: AffectedRooms,
  accountId: AccountId,
  query: AffectedQuery,
  all = false,
): Promise<AffectedReport> {
  if (query.from > query.to) throw new Fault('BAD_REQUEST', 'the window ends before it begins')
  const wanted = await wantedOf(rooms, accountId, query)
  const { touches, size } = await readTouches(rooms, accountId, query)
  const found: { readonly draftId: string; readonly touch: Touch }[] = []
  const refs = new Set<string>()
  await forEach(touches, rooms.pause, ([draftId, touch]) => {
    if (!matches(touch, wanted)) return
    found.push({ draftId, touch })
    if (touch.ticketRef !== null) refs.add(touch.ticketRef)
  })
  const tickets = await ticketsOf(rooms, accountId, [...refs])
  const hasKey = (ref: string | null) => {
    if (query.keyMonth === undefined) return true
    const ticket = ref === null ? undefined : tickets.get(ref)
    // Of an erased person nobody knows any more which month's key it was: it may have been this one.
    if (ticket === undefined || ticket.erased) return true
    return monthOf(wrappedUnder(ticket.wrappedKey)) === query.keyMonth
  }
  const [fields, recipients]: [Record<string, number>, Record<string, number>] = [{}, {}]
  const drafts = new Map<string, { draftId: string; entry: number }[]>()
  const [persons, erased] = [new Set<string>(), new Set<string>()]
  let [made, requests, bytes] = [0, 0, 0]
  await forEach(found, rooms.pause, ({ draftId, touch }) => {
    if (!hasKey(touch.ticketRef)) return
    made += 1
    for (const sent of touch.sent) {
      requests += 1
      bytes += sent.bytes
      counted(recipients, sent.recipient)
      for (const field of sent.fields) counted(fields, field)
    }
    const ticket = touch.ticketRef === null ? undefined : tickets.get(touch.ticketRef)
    if (ticket === undefined || ticket.erased) {
      erased.add(touch.ticketRef ?? draftId)
      return
    }
    persons.add(ticket.requesterRef)
    const held = drafts.get(ticket.ticketId) ?? []
    held.push({ draftId, entry: touch.entry })
    drafts.set(ticket.ticketId, held)
  })
  const listed = [...drafts].slice(0, all ? drafts.size : SHOWN_TICKETS)
  return {
    query,
    at: rooms.world.now().toISOString(),
    entries: size,
    logSize: size,
    drafts: made,
    requests,
    bytes,
    fields,
    recipients,
    persons: persons.size,
    erasedTickets: erased.size,
    countries: null,
    tickets: listed.map(([ticketId, of]) => ({ ticketId, drafts: of })),
    more: drafts.size - listed.length,
  }
}

/** One line a draft; numbers and ids alone, so that no cell can be a formula. */
export function affectedCsv(report: AffectedReport): string {
  const lines = report.tickets.flatMap(({ ticketId, drafts }) =>
    drafts.map(({ draftId, entry }) => `${ticketId},${draftId},${entry}`),
  )
  return ['ticket,draft,audit_entry', ...lines, ''].join('\r\n')
}
