/** Two accounts in one store, each with a companion of its own; everything that the first one's ids could open. */
import fc from 'fast-check'
import { ADMIN, AGENT, COMPLIANCE, type Harness } from './companion-harness.ts'
import { ARTICLES, newTicketId, openedTicket, readyDraft, startDesk } from './drafting-desk.ts'
import { liveOn } from './lived-account.ts'
import { type CallPlace, methodOf, ROUTE_CALLS } from './route-calls.ts'
import { POSTGRES } from './test-database.ts'

export const STAFF = { agent: AGENT, staff: ADMIN, admin: ADMIN, compliance: COMPLIANCE }
/** Of the first account, and of nobody else. */
export const OWN_REQUESTER = '360000000777'
export const OWN_WORDS = 'zwetschgendatschi'
export const OTHER_SECRET = 'another secret of 24 characters'
/** The one article that both have. */
const SHARED_ARTICLE = 'refund'
/** They end what the others need, or wait for an outside that is not there. */
const NOT_ONCE = /syncs|kill-switch|drills|live|roles|erasures|retention/

export interface FirstAccount {
  readonly desk: Harness
  readonly place: CallPlace
  /** What opens something of it, by the kinds that it is of. */
  readonly ids: readonly Owned[]
  /** Titles that no other account has. */
  readonly titles: readonly string[]
  /** Secrets that open a page or a route for it. */
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

const ID_COLUMN =
  /(?:_id|_ref|_hash|digest|^idx|^kid|^hash|^ref|^sha256|^subject|_key|case_number|version|made_by|by_agent)$/

type Row = Readonly<Record<string, unknown>>
export type Rows = ReadonlyMap<string, readonly Row[]>

/** Written by servers while nobody acts: whose turn it is, and which servers there are. */
const OF_SERVERS = ['account_lock', 'lease', 'call_allowance']
const WITH_ACCOUNT =
  POSTGRES === null
    ? `select m.name as name from sqlite_master m join pragma_table_info(m.name) c on c.name = 'account_id'
        where m.type = 'table' order by m.name`
    : `select table_name as name from information_schema.columns
        where table_schema = 'public' and column_name = 'account_id' order by table_name`

/** Every table's rows of one account, on either engine, and nothing of the others'. */
export function rowsOf(desk: Harness, accountId: string): Rows {
  const tables = desk
    .rows(WITH_ACCOUNT)
    .map(({ name }) => String(name))
    .filter((name) => !OF_SERVERS.includes(name))
  if (POSTGRES === null)
    return new Map(
      tables.map((name) => [
        name,
        desk.rows(`select * from ${name} where account_id = '${accountId}' order by rowid`),
      ]),
    )
  const found = desk.rows(
    tables
      .map(
        (name) =>
          `select '${name}' as name, (select json_agg(t order by t::text collate "C") from ${name} t
            where account_id = '${accountId}') as rows`,
      )
      .join(' union all '),
  )
  return new Map(found.map(({ name, rows }) => [String(name), (rows ?? []) as Row[]]))
}

export const textOf = (rows: Rows): string => JSON.stringify([...rows])

/** Names of the tables that are not the same in both. */
export function changedRows(before: Rows, after: Rows): readonly string[] {
  return [...before.keys()].filter(
    (table) => JSON.stringify(before.get(table)) !== JSON.stringify(after.get(table)),
  )
}

/** Makes these tables' rows of the account what they were. */
export function putBack(desk: Harness, accountId: string, rows: Rows, tables: readonly string[]): void {
  desk.tamper((database) => {
    for (const table of tables) {
      const kept = rows.get(table) ?? []
      const away = `delete from ${table} where account_id = '${accountId}'`
      if (POSTGRES === null) {
        database.exec(away)
        for (const row of kept)
          database
            .prepare(`insert into ${table} values (${Object.keys(row).map(() => '?')})`)
            .run(...Object.values(row))
      } else {
        // A question mark would be taken for a place of a value.
        const written = JSON.stringify(kept).replaceAll("'", "''").replaceAll('?', '\\u003f')
        database.exec(
          `${away}; insert into ${table} select * from json_populate_recordset(null::${table}, '${written}')`,
        )
      }
    }
  })
}

/** Every value of each column of ids, and every id that an answer has named. */
function idsOf(rows: Rows, answers: string): readonly Owned[] {
  const kinds = new Map<string, string[]>()
  const add = (id: string, kind: string) => {
    const known = kinds.get(id) ?? []
    if (known.length === 0) kinds.set(id, known)
    if (!known.includes(kind)) known.push(kind)
  }
  for (const [table, each] of rows)
    for (const row of each)
      for (const [column, value] of Object.entries(row))
        if (ID_COLUMN.test(column) && column !== 'account_id' && value !== null && value !== '')
          add(String(value), `${table}.${column}`)
  for (const [id] of answers.matchAll(/\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f-]{22}\b/g)) add(id, 'an answer')
  return [...kinds].map(([id, of]) => ({ id, kind: of.join(', ') }))
}

export async function firstAccount(given?: Harness): Promise<FirstAccount> {
  const desk = given ?? (await startDesk())
  await enroll(desk)
  const { ticketId, draft } = await readyDraft(desk)
  const place = { ticketId, draftId: draft.id }
  const said = await openedTicket(desk, OWN_REQUESTER)
  const asked = await desk.api(AGENT, 'POST', `/tickets/${said}/consent/requests`, {})
  await desk.api(AGENT, 'POST', `/tickets/${said}/consent/events`, {
    event: 'withdraw',
    channel: 'phone',
    evidence: OWN_WORDS,
  })
  const [person] = desk.rows(`select requester_ref from ticket where ticket_id = '${ticketId}'`)
  const made = await desk.api(COMPLIANCE, 'POST', '/console/requesters/packages', {
    ...{ requesterRef: person?.requester_ref, locale: 'de', maskOthers: true },
  })
  const linked = await desk.api(
    COMPLIANCE,
    'POST',
    `/console/requesters/packages/${made.body.packageId}/links`,
  )
  const opened = await desk.api(COMPLIANCE, 'POST', '/console/requests', {
    ...{ kind: 'access', channel: 'email', who: { userId: OWN_REQUESTER }, locale: 'fr', another: true },
    receivedOn: desk.world.now().toISOString().slice(0, 10),
  })
  const identity = await desk.api(
    COMPLIANCE,
    'POST',
    `/console/requests/${opened.body.request.caseId}/identity-links`,
    { version: 1 },
  )
  const answers = await live(desk, place)
  await liveOn(desk)
  const token = /vouch_pat_[\w-]+/.exec(answers)?.[0] ?? ''
  const links = [asked, linked, identity].map(({ body }) => new URL(body.url).pathname)
  const ids = [...idsOf(rowsOf(desk, 'acme'), answers), { kind: 'ticket.requester_id', id: OWN_REQUESTER }]
  const titles = ARTICLES.filter(({ articleId }) => articleId !== SHARED_ARTICLE).map(({ title }) => title)
  return { desk, place, ids, titles, links, token }
}

export interface SecondAccount {
  readonly desk: Harness
  readonly accountId: string
  /** A ticket and a ready draft of its own. */
  readonly place: CallPlace
}

/** Another account in the store of the first, with one of its articles, a ticket and a draft. */
export async function secondAccount(first: Harness, accountId: string): Promise<SecondAccount> {
  const desk = await startDesk({
    articles: ARTICLES.filter(({ articleId }) => articleId === SHARED_ARTICLE),
    dataDir: first.dataDir,
    world: first.world,
    env: {
      VOUCH_ACCOUNT_ORIGIN: `https://${accountId}.zendesk.com`,
      VOUCH_WEBHOOK_SECRET: OTHER_SECRET,
    },
  })
  await enroll(desk)
  const { ticketId, draft } = await readyDraft(desk)
  return { desk, accountId, place: { ticketId, draftId: draft.id } }
}

/** An attempt may have taken the roles of those who attempt. */
export function rolesAgain({ desk, accountId }: SecondAccount): void {
  desk.tamper((database) => {
    for (const [agentId, role] of [
      [ADMIN, 'admin'],
      [COMPLIANCE, 'compliance'],
    ])
      database
        .prepare('insert or ignore into agent_role values (?, ?, ?, ?)')
        .run(accountId, agentId, role, '2026-01-01T00:00:00.000Z')
  })
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
  /** What else the call names is the second account's own, or the first one's too. */
  readonly own: boolean
  /** Where in the call the id stands: a parameter, a place of the body, or the query. */
  readonly place: number
  readonly id: number
  readonly seed: number
}

interface Slot {
  /** The parameter's or the property's; in a list that of the list. */
  readonly name: string
  /** In the body. `null`: in the address. */
  readonly path: readonly (string | number)[] | null
}

function leavesOf(value: unknown, name: string, path: readonly (string | number)[]): readonly Slot[] {
  if (typeof value !== 'object' || value === null)
    return path.length === 0 || typeof value === 'boolean' ? [] : [{ name, path }]
  if (Array.isArray(value)) return value.flatMap((each, at) => leavesOf(each, name, [...path, at]))
  return Object.entries(value).flatMap(([key, each]) => leavesOf(each, key, [...path, key]))
}

/** The places of the route's own good call that an id can stand in; after them comes its query. */
function slotsOf(name: string, at: CallPlace): readonly Slot[] {
  const parameters = [...name.matchAll(/:(\w+)/g)].map(([, parameter = '']) => ({
    name: parameter,
    path: null,
  }))
  return [...parameters, ...leavesOf(ROUTE_CALLS[name]?.body?.(at) ?? null, '', [])]
}

function changedAt(value: unknown, [key, ...rest]: readonly (string | number)[], to: string): unknown {
  if (key === undefined) return to
  if (Array.isArray(value)) return value.map((each, at) => (at === key ? changedAt(each, rest, to) : each))
  return { ...Object(value), [key]: changedAt(Reflect.get(Object(value), key), rest, to) }
}

export function withId(
  name: string,
  at: CallPlace,
  place: number,
  id: string,
): { path: string; body: unknown } {
  const slots = slotsOf(name, at)
  const chosen = place % (slots.length + 1)
  const slot = slots[chosen]
  const call = ROUTE_CALLS[name]
  const [path = '', query] = (call?.path(at) ?? '/').split('?')
  const body = call?.body?.(at) ?? null
  const given = encodeURIComponent(id)
  if (slot === undefined)
    return { path: `/api/v1${path}?before=${given}&id=${given}&ticketId=${given}`, body }
  const rest = query === undefined ? '' : `?${query}`
  if (slot.path !== null) return { path: `/api/v1${path}${rest}`, body: changedAt(body, slot.path, id) }
  const declared = (name.split(' ')[1] ?? '').split('/')
  const pieces = path.split('/')
  pieces[declared.indexOf(`:${slot.name}`)] = given
  return { path: `/api/v1${pieces.join('/')}${rest}`, body }
}

/** Columns whose ids fit a place that has another name. */
const FITS: Readonly<Record<string, readonly string[]>> = {
  otherId: ['run_id'],
  index: ['idx'],
  stopIds: ['stop_id'],
  userId: ['requester_id'],
  values: ['requester_id'],
  ref: ['article_id', 'ref', 'draft_id'],
  sentenceIds: ['passage_id'],
  replayId: ['answer'],
  reviewBy: [],
}

function fits(slot: Slot, { kind }: Owned): boolean {
  const columns = FITS[slot.name] ?? [slot.name.replace(/[A-Z]/g, (sign) => `_${sign.toLowerCase()}`)]
  return kind.split(', ').some((each) => columns.includes(each.split(/[. ]/).at(-1) ?? ''))
}

/** Each id in each place of each route that is made for ids of its kind. */
function fittingCalls(names: readonly string[], at: CallPlace, ids: readonly Owned[]): readonly CrossCall[] {
  return names.flatMap((name) =>
    slotsOf(name, at).flatMap((slot, place) =>
      ids.flatMap((owned, id) =>
        fits(slot, owned) ? [true, false].map((own) => ({ name, own, place, id, seed: id })) : [],
      ),
    ),
  )
}

/** At most half of them are ids in places that are made for them, each once; the rest is any id in any place. */
export function crossCalls(
  names: readonly string[],
  { place, ids }: FirstAccount,
  runs: number,
  seed: number,
): { readonly fitting: number; readonly calls: readonly CrossCall[] } {
  const all = fittingCalls(names, place, ids)
  const many = Math.min(all.length, Math.floor(runs / 2))
  const chosen = fc.sample(fc.shuffledSubarray([...all], { minLength: many, maxLength: many }), {
    numRuns: 1,
    seed,
  })
  const any = fc.record({
    name: fc.constantFrom(...names),
    own: fc.boolean(),
    place: fc.nat(40),
    id: fc.nat(ids.length - 1),
    seed: fc.nat(1_000_000),
  })
  const calls = [...(chosen[0] ?? []), ...fc.sample(any, { numRuns: runs - many, seed })]
  const order = fc.shuffledSubarray(calls, { minLength: runs, maxLength: runs })
  return { fitting: all.length, calls: fc.sample(order, { numRuns: 1, seed })[0] ?? [] }
}
