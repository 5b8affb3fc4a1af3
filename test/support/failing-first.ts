/** A desk under which something fails at every act before it is done; each must be refused in words, and leave nothing. */
import { existsSync, readdirSync, readlinkSync } from 'node:fs'
import { expect } from 'chai'
import { ADMIN, type Answer, type CallOptions, changedTables, type Harness } from './companion-harness.ts'
import { eventsIn, newDraftId } from './drafting-desk.ts'
import { expectProblem, expectSafe } from './problem-checks.ts'
import { methodOf, ROUTE_CALLS } from './route-calls.ts'

/** What happens, and how it is mended. */
export interface Failure {
  readonly name: string
  /** It may come between two transactions of one act. */
  readonly between?: boolean
  begin(): Promise<void> | void
  end(): Promise<void> | void
}

/** An act as it was tried: while something failed, and at once again when it did not. */
export interface Tried {
  readonly kind: string
  readonly failure: string
  readonly under: Answer
  readonly after: number
  /** Not refused, it wrote this, then or when it was done again. */
  readonly slipped: readonly string[]
}

/** What the helpdesk and requesters call. */
const OUTSIDE: readonly (readonly [string, RegExp])[] = [
  ['post /sidebar', /^POST \/sidebar\?/],
  ['post /console', /^POST \/console\?/],
  ['post /webhooks/zendesk', /^POST \/webhooks\/zendesk$/],
  ['post /c/:link', /^POST \/c\/[\w-]+$/],
  ['post /p/:link', /^POST \/p\/[\w-]+$/],
  ['post /r/:link', /^POST \/r\/[\w-]+$/],
]
const KINDS: readonly (readonly [string, RegExp])[] = [
  ...Object.keys(ROUTE_CALLS).map((name) => {
    const pattern = name.slice(name.indexOf(' ') + 1).replace(/:\w+/g, '[^/]+')
    return [name, new RegExp(`^${methodOf(name)} /api/v1${pattern}(?:\\?|$)`)] as const
  }),
  ...OUTSIDE,
]
/** All that anybody can do here, besides looking. */
export const ACTS: readonly string[] = KINDS.map(([name]) => name).filter((name) => !name.startsWith('get '))

/** Acts that write nothing to the store, or do not need it, and why. */
export const NOT_HERE: Readonly<Record<string, string>> = {
  'post /console/kill-switch/pulls': 'a stop holds by its file, without the store (http/kill-switch.test.ts)',
  'post /console/replays/:replayId/cancellations': 'a dry run is held by its server alone, and gone with it',
  'post /console/notices/previews': 'shows a page',
  'post /console/topic-tests': 'computes',
  'post /console/incidents/:incidentId/letters': 'proposes a letter; saving it is another act',
}

/** Without the log nothing is done that has a line in it; these have none. */
export const NO_LINE: Readonly<Record<string, string>> = {
  'post /session/renewals': 'the page stays open as it is',
  'post /session/departures': 'a page ends its own session, and nobody is told (http/sessions.test.ts)',
  'post /console/simulations/:runId/wanted': 'a simulation has a line where it begins and one where it ends',
  'post /console/simulations/:runId/batches': 'as above',
}

export const kindOf = (method: string, path: string): string | null =>
  KINDS.find(([, is]) => is.test(`${method} ${path}`))?.[0] ?? null

/**
 * Acts of several transactions, and what the first ones leave when a later one fails: the line that stands before
 * anything is handed out, or what is closed as failed.
 */
const BETWEEN: Readonly<Record<string, RegExp>> = {
  'post /drafts':
    /^(?:audit_\w+|decision|decided_scope|article_snapshot|draft|draft_admission|recorded_question)$/,
  'post /summaries': /^(?:audit_\w+|decision|decided_scope|article_snapshot)$/,
  'post /console/requesters/packages': /^(?:audit_\w+|export_package)$/,
  'post /console/audit/bundles': /^audit_/,
  'post /console/simulations/:runId/batches': /^simulat/,
}
const NOTHING = /^$/

/** Files of packages and bundles that are held open; where the system does not say so, none. */
function openFilesIn(dataDir: string): readonly string[] {
  if (process.platform !== 'linux') return []
  const linkAt = (name: string) => {
    try {
      return readlinkSync(`/proc/self/fd/${name}`)
    } catch {
      return ''
    }
  }
  const made = ['exports', 'audit/bundles'].map((folder) => `${dataDir}/${folder}/`)
  const open = readdirSync('/proc/self/fd').map(linkAt)
  return open.filter((path) => made.some((folder) => path.startsWith(folder)))
}

interface Kept {
  readonly open: readonly string[]
  /** What lies beside the store, and which permits to send something were used. */
  readonly beside: string
  readonly dump: string
}

/** A permit that nobody used lapses after a minute, and leaves its place in the queue. */
const LAPSES = ['capability', 'spending_turn']

function keptAt(desk: Harness): Kept {
  const packages = `${desk.dataDir}/exports`
  const used = desk.rows('select jti_hash from capability where spent_at is not null order by jti_hash')
  const beside = JSON.stringify([existsSync(packages) ? readdirSync(packages).sort() : [], used])
  return { open: openFilesIn(desk.dataDir), beside, dump: desk.dump(LAPSES) }
}

/** What is not the same in both: tables by their names. */
function changes(before: Kept, after: Kept): readonly string[] {
  const beside = before.beside === after.beside ? [] : ['beside the store']
  if (after.open.some((file) => !before.open.includes(file))) beside.push('a file that is left open')
  return before.dump === after.dump ? beside : [...beside, ...changedTables(before.dump, after.dump)]
}

const isStream = (answer: Answer) =>
  String(answer.headers.get('content-type')).startsWith('text/event-stream')

/** Why it was not done, where the store is why; a draft that has begun says it in its stream. */
export function storeFaultIn(answer: Answer): string | null {
  const last = isStream(answer) ? eventsIn(answer.text).at(-1) : undefined
  if (last !== undefined) return last.event === 'fault' ? last.code : null
  return answer.status >= 500 ? String(answer.body?.code ?? answer.status) : null
}

/** In words that say when to try again: a problem document to a program, a page to whoever looks at one. */
export function expectInWords(kind: string, answer: Answer): void {
  expectSafe(answer)
  if (isStream(answer)) return
  expect(answer.status, kind).to.equal(503)
  expect(Number(answer.headers.get('retry-after')), kind).to.be.greaterThan(0)
  if (kind.startsWith('post /webhooks') || !OUTSIDE.some(([name]) => name === kind)) {
    expect(answer.body?.code, kind).to.be.oneOf(['AUDIT_UNAVAILABLE', 'STORE_UNAVAILABLE'])
    expectProblem(answer, 503, answer.body.code)
  } else {
    expect(answer.headers.get('content-type'), kind).to.match(/^text\/html/)
    expect(answer.text, kind).to.match(/<h1>[^<]{5,}<\/h1>/)
    expect(answer.text, kind).to.not.match(/undefined|\{\w+\}|"code"/)
  }
}

/**
 * The same desk; but whatever is done at it is tried first while something fails under it. `failureOf` names what, or
 * `null`: then it is only done. Looking is tried once of each kind: some of it leaves a line in the log.
 */
export function failingFirst(
  desk: Harness,
  failureOf: (kind: string) => Failure | null,
  tried: Tried[],
): Harness {
  const sessions = new Map<string, string>()
  const looked = new Set<string>()
  /** As it was seen last, while nothing was done since: on a database it takes a while to look. */
  let seen: Kept | null = null
  const signIn = async (agentId: string) => {
    const session = await desk.sessionOf(agentId)
    if (sessions.get(agentId) !== session) seen = null
    sessions.set(agentId, session)
  }
  const call: Harness['call'] = async (method, path, given = {}) => {
    const kind = kindOf(method, path)
    const failure = kind === null || looked.has(kind) ? null : failureOf(kind)
    if (kind === null || failure === null) {
      seen = null
      return desk.call(method, path, given)
    }
    // Signing in is an act of its own, also of who looks whether all is well again.
    await signIn(ADMIN)
    if (given.as !== undefined) await signIn(given.as)
    const before = seen ?? keptAt(desk)
    await failure.begin()
    let under: Answer
    try {
      under = await desk.call(method, path, given)
    } finally {
      await failure.end()
    }
    expectSafe(under)
    seen = keptAt(desk)
    const isDone = under.status < 400 && storeFaultIn(under) === null
    const left = changes(before, seen)
    if (isDone && left.length > 0) {
      // It came too late for this one: what was acknowledged is there.
      if (failure.between === true) {
        seen = null
        return under
      }
      tried.push({ kind, failure: failure.name, under, after: under.status, slipped: left })
      return under
    }
    const mayStay = failure.between === true ? (BETWEEN[kind] ?? NOTHING) : NOTHING
    expect(
      left.filter((table) => !mayStay.test(table)),
      `${kind} is whole or not there: ${failure.name}`,
    ).to.deep.equal([])
    const answer = await desk.call(method, path, left.length === 0 ? given : anew(given))
    const isTaken = answer.status < 400
    if (isTaken) seen = null
    if (isTaken && method === 'GET') looked.add(kind)
    // What was not refused had nothing to write, neither then nor now.
    const slipped = isDone && isTaken ? changes(before, keptAt(desk)) : []
    tried.push({ kind, failure: failure.name, under, after: answer.status, slipped })
    return answer
  }
  return {
    ...desk,
    call,
    api: (as, method, path, body) =>
      call(method, `/api/v1${path}`, { as, ...(body === undefined ? {} : { body }) }),
  }
}

/** A draft that was closed is not asked for by its number once more. */
function anew(given: CallOptions): CallOptions {
  const draftId: unknown = Reflect.get(Object(given.body), 'draftId')
  return draftId === undefined ? given : { ...given, body: { ...Object(given.body), draftId: newDraftId() } }
}

export interface Refused {
  /** By kind, how often it was refused first and then done. */
  readonly kinds: ReadonlyMap<string, number>
  readonly acts: number
}

/** Of all that was tried: refused in words, and done then; or it wrote nothing at all but what is `spared`. */
export function refusedThenDone(tried: readonly Tried[], spared: RegExp | null = null): Refused {
  const through = tried.filter(({ slipped }) => slipped.some((table) => !spared?.test(table)))
  expect(
    through.map(({ kind, failure, slipped }) => `${failure}, ${kind} wrote ${slipped.join()}`),
  ).to.deep.equal([])
  const refused = tried.filter(({ under }) => storeFaultIn(under) !== null)
  for (const { kind, under } of refused) expectInWords(kind, under)
  const kinds = new Map<string, number>()
  for (const { kind, after } of refused) if (after < 400) kinds.set(kind, (kinds.get(kind) ?? 0) + 1)
  return { kinds, acts: [...kinds.values()].reduce((sum, each) => sum + each, 0) }
}
