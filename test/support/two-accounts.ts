/** Two accounts in one store, each with a companion of its own; everything that the first one's ids could open. */
import fc from 'fast-check'
import { ADMIN, AGENT, COMPLIANCE, type Harness } from './companion-harness.ts'
import { newTicketId, openedTicket, readyDraft, startDesk } from './drafting-desk.ts'
import { type CallPlace, methodOf, ROUTE_CALLS } from './route-calls.ts'

export const OTHER = 'globex'
const OTHER_ENV = {
  VOUCH_ACCOUNT_ORIGIN: 'https://globex.zendesk.com',
  VOUCH_WEBHOOK_SECRET: 'another secret of 24 characters',
}
export const STAFF = { agent: AGENT, staff: ADMIN, admin: ADMIN, compliance: COMPLIANCE }
/** Of the first account, and of nobody else. */
export const OWN_REQUESTER = '360000000777'
export const OWN_WORDS = 'zwetschgendatschi'
/** They end what the others need, or wait for an outside that is not there. */
const NOT_ONCE = /syncs|kill-switch|drills|live|roles|erasures|retention/

export interface TwoAccounts {
  readonly first: Harness
  readonly second: Harness
  readonly place: CallPlace
  /** What opens something of the first account, by the kind that it is of. */
  readonly ids: readonly Owned[]
  /** Secrets that open a page or a route for the first account. */
  readonly links: readonly string[]
  readonly token: string
}
export interface Owned {
  readonly kind: string
  readonly id: string
}

async function enroll(desk: Harness): Promise<void> {
  await desk.api(ADMIN, 'PUT', `/console/roles/${COMPLIANCE}`, { roles: ['compliance'] })
}

/** Every route once, in order: what it makes has ids. */
async function live(desk: Harness, at: CallPlace): Promise<string> {
  let answers = ''
  for (const [name, { who, path, body }] of Object.entries(ROUTE_CALLS)) {
    if (NOT_ONCE.test(name)) continue
    const given = body === null ? {} : { body: body(at) }
    answers += (await desk.call(methodOf(name), `/api/v1${path(at)}`, { as: STAFF[who], ...given })).text
  }
  return answers
}

const ID_COLUMN = /(?:_id|_ref|_hash|digest|^idx|version)$/

type Row = Readonly<Record<string, unknown>>

/** Every table's rows of one account, on either engine. */
export function rowsOf(
  desk: Harness,
  accountId: string,
): readonly (readonly [table: string, rows: readonly Row[]])[] {
  const tables = JSON.parse(desk.dump()) as [string, Row[]][]
  return tables.map(([table, rows]) => [table, rows.filter((row) => row.account_id === accountId)] as const)
}

/** Of each column of ids some values. */
function idsOf(first: Harness): readonly Owned[] {
  return rowsOf(first, 'acme').flatMap(([table, rows]) => {
    const columns = Object.keys(rows[0] ?? {}).filter(
      (column) => ID_COLUMN.test(column) && column !== 'account_id',
    )
    return columns.flatMap((column) => {
      const values = [...new Set(rows.map((row) => String(row[column])))]
      return values.slice(-3).map((id) => ({ kind: `${table}.${column}`, id }))
    })
  })
}

export async function twoAccounts(): Promise<TwoAccounts> {
  const first = await startDesk()
  await enroll(first)
  const { ticketId, draft } = await readyDraft(first)
  const place = { ticketId, draftId: draft.id }
  const said = await openedTicket(first, OWN_REQUESTER)
  const asked = await first.api(AGENT, 'POST', `/tickets/${said}/consent/requests`, {})
  await first.api(AGENT, 'POST', `/tickets/${said}/consent/events`, {
    event: 'withdraw',
    channel: 'phone',
    evidence: OWN_WORDS,
  })
  const [person] = first.rows(`select requester_ref from ticket where ticket_id = '${ticketId}'`)
  const made = await first.api(COMPLIANCE, 'POST', '/console/requesters/packages', {
    ...{ requesterRef: person?.requester_ref, locale: 'de', maskOthers: true },
  })
  const linked = await first.api(
    COMPLIANCE,
    'POST',
    `/console/requesters/packages/${made.body.packageId}/links`,
  )
  const opened = await first.api(COMPLIANCE, 'POST', '/console/requests', {
    ...{ kind: 'access', channel: 'email', who: { userId: OWN_REQUESTER }, locale: 'fr', another: true },
    receivedOn: first.world.now().toISOString().slice(0, 10),
  })
  const identity = await first.api(
    COMPLIANCE,
    'POST',
    `/console/requests/${opened.body.request.caseId}/identity-links`,
    { version: 1 },
  )
  const answers = await live(first, place)
  const token = /vouch_pat_[\w-]+/.exec(answers)?.[0] ?? ''
  const links = [asked, linked, identity].map(({ body }) => new URL(body.url).pathname)
  const ids = idsOf(first)
  const second = await startDesk({ dataDir: first.dataDir, world: first.world, env: OTHER_ENV })
  await enroll(second)
  return { first, second, place, ids, links, token }
}

/** An id of the same form that never was. */
export function neverWas(id: string, seed: number): string {
  if (/^\d+$/.test(id)) return String(900_000_000 + seed) + newTicketId()
  let state = seed + 7
  // The letters and digits after the first three change; what names the form stays.
  return id.replace(/[0-9a-z]/gi, (sign, at: number) => {
    if (at < 3 || /[-_]/.test(sign) || id[at - 1] === '-') return sign
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
    return /\d/.test(sign)
      ? String(state % 10)
      : sign === sign.toLowerCase()
        ? 'abcdef'.charAt(state % 6)
        : 'ABCDEF'.charAt(state % 6)
  })
}

export interface CrossCall {
  readonly name: string
  /** Where in the call the id stands: a parameter, the query, or a place of the body. */
  readonly place: number
  readonly id: number
  readonly seed: number
}

export function crossCalls(names: readonly string[], ids: readonly Owned[]): fc.Arbitrary<CrossCall> {
  return fc.record({
    name: fc.constantFrom(...names),
    place: fc.nat(40),
    id: fc.nat(ids.length - 1),
    seed: fc.nat(1_000_000),
  })
}

const SLOT = '~slot~'

/** The route's own good call with one of its values open. `null`: it has none. */
function openedAt(name: string, at: CallPlace, place: number): { path: string; body: unknown } | null {
  const call = ROUTE_CALLS[name]
  if (call === undefined) return null
  const declared = name.split(' ')[1] ?? ''
  const [path = '', query] = call.path(at).split('?')
  const parts = declared.split('/').flatMap((part, index) => (part.startsWith(':') ? [index] : []))
  const body = JSON.stringify(call.body?.(at) ?? null)
  const leaves = [...body.matchAll(/:("(?:[^"\\]|\\.)*"|\d+|null)/g)]
  const slots = parts.length + leaves.length + 1
  const chosen = place % slots
  if (chosen < parts.length) {
    const pieces = path.split('/')
    pieces[parts[chosen] ?? 0] = SLOT
    return { path: pieces.join('/') + (query === undefined ? '' : `?${query}`), body: JSON.parse(body) }
  }
  const leaf = leaves[chosen - parts.length]
  if (leaf !== undefined) {
    const start = leaf.index + 1
    return {
      path: call.path(at),
      body: JSON.parse(`${body.slice(0, start)}"${SLOT}"${body.slice(start + (leaf[1]?.length ?? 0))}`),
    }
  }
  return { path: `${path}?before=${SLOT}&id=${SLOT}&ticketId=${SLOT}`, body: JSON.parse(body) }
}

export function withId(
  name: string,
  at: CallPlace,
  place: number,
  id: string,
): { path: string; body: unknown } {
  const opened = openedAt(name, at, place) ?? { path: '/', body: null }
  return {
    path: `/api/v1${opened.path.replaceAll(SLOT, encodeURIComponent(id))}`,
    body: JSON.parse(JSON.stringify(opened.body).replaceAll(SLOT, id)),
  }
}
