/** What agents and requesters do while servers are killed, and what each of them was told. */
import { runKeys } from '../../server/cli/keys.ts'
import type { DraftEvent } from '../../src/domain/api.ts'
import type { Draft } from '../../src/domain/draft.ts'
import { SECOND_COMPLIANCE } from './approval-ground.ts'
import { ACCOUNT_ORIGIN, ADMIN, COMPLIANCE, type Harness, sessionIn } from './companion-harness.ts'
import { choosing, FORM } from './consent-page.ts'
import { eventsIn, newDraftId, orderFor, REFUND_QUESTION } from './drafting-desk.ts'

export const ACT_KINDS = [
  'ticket opened',
  'link made',
  'yes by link, pressed twice',
  'yes relayed',
  'second look',
  'draft',
  'draft inserted',
  'draft dismissed',
  'search',
  'sign-in, token sent twice',
  'sign-out',
  'withdrawal',
  'stop',
  'lift',
  'package made',
  'master key renewed',
] as const
export type ActKind = (typeof ACT_KINDS)[number]
/** Unknown: the server was gone before it answered. */
export type Outcome = 'acknowledged' | 'refused' | 'unknown'

export interface ToldAct {
  readonly kind: ActKind
  /** A ticket, a draft, an agent or a stop: each has one act of a kind. */
  readonly key: string
  readonly outcome: Outcome
}

/** `null`: no answer came, or not the whole of it. */
type Reply = { readonly status: number; readonly text: string } | null

export interface Ledger {
  readonly acts: ToldAct[]
  acknowledged: number
  /** Acts that were asked again because nobody had answered. */
  repeated: number
  /** Drafts whose stream broke off: found whole through another server, or asked for again. */
  readonly streams: { whole: number; again: number }
  /** Drafts that were read again, mostly through another server, and how many were not what the stream had said. */
  readonly read: { same: number; other: number }
  /** Tokens that opened two pages. */
  openedTwice: number
  /** Calls that were answered after their session was acknowledged to have ended. */
  afterSignOut: number
  /** Drafts made after a no was acknowledged. */
  afterNo: number
  /** Drafts made while every server held the stop. */
  whileStopped: number
  /** Drafts made after the stop was lifted. */
  afterLift: number
  stop: 'none' | 'everywhere' | 'lifted'
  stopHeldMs: number | null
  /** Packages that were acknowledged: whether any server hands them out. */
  packages: { taken: number; missing: number }
  /** Whose key was first wrapped before the month turned, and after. */
  people: { before: number; after: number }
  /** Of one agent who calls without end, and the minutes from and to which. */
  calls: { taken: number; refused: number; from: number; to: number }
}

export function newLedger(): Ledger {
  return {
    packages: { taken: 0, missing: 0 },
    people: { before: 0, after: 0 },
    calls: { taken: 0, refused: 0, from: Number.POSITIVE_INFINITY, to: 0 },
    ...{ acts: [], acknowledged: 0, repeated: 0 },
    ...{ streams: { whole: 0, again: 0 }, read: { same: 0, other: 0 } },
    ...{
      openedTwice: 0,
      afterSignOut: 0,
      afterNo: 0,
      whileStopped: 0,
      afterLift: 0,
      stop: 'none',
      stopHeldMs: null,
    },
  }
}

const NO_ANSWER = 502
const MOST_TRIES = 4
const MOST_RENEWALS = 20

async function send(
  origin: string,
  method: string,
  path: string,
  given: { readonly headers?: Record<string, string>; readonly body?: string } = {},
): Promise<Reply> {
  try {
    const answer = await fetch(`${origin}${path}`, { method, redirect: 'manual', ...given })
    const text = await answer.text()
    return answer.status === NO_ANSWER ? null : { status: answer.status, text }
  } catch {
    return null
  }
}

function outcomeOf(
  replies: readonly Reply[],
  isYes = (reply: NonNullable<Reply>) => reply.status < 400,
): Outcome {
  if (replies.some((reply) => reply !== null && isYes(reply))) return 'acknowledged'
  return replies.includes(null) ? 'unknown' : 'refused'
}

/** Of an answer that is not whole nothing is believed. */
function bodyOf(reply: Reply): Record<string, unknown> {
  if (reply === null || reply.status >= 400 || reply.text === '') return {}
  return Object(JSON.parse(reply.text))
}

/** One person at a page of the helpdesk: a session, signed in again when it ends. */
export interface Seat {
  call(method: string, path: string, body?: unknown, at?: string): Promise<Reply>
}

export async function takeSeat(origin: string, desk: Harness, agentId: string, aheadMs = 0): Promise<Seat> {
  let session = ''
  const signIn = async () => {
    for (let tries = 0; tries < MOST_TRIES; tries += 1) {
      const token = sessionIn((await present(origin, tokenOf(desk, agentId, aheadMs)))?.text ?? '')?.token
      if (token !== undefined) {
        session = token
        return
      }
    }
    throw new Error(`no session for ${agentId}`)
  }
  await signIn()
  const once = (method: string, path: string, body: unknown, at: string) =>
    send(at, method, `/api/v1${path}`, {
      headers: { authorization: `Bearer ${session}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
  return {
    async call(method, path, body, at = origin) {
      const reply = await once(method, path, body, at)
      if (reply?.status !== 401) return reply
      await signIn()
      return once(method, path, body, at)
    },
  }
}

function tokenOf(desk: Harness, agentId: string, aheadMs: number): string {
  const now = Math.floor((Date.now() + aheadMs) / 1000)
  return desk.hostToken(agentId, { iat: now, nbf: now, exp: now + 120 })
}

const present = (origin: string, token: string) =>
  send(origin, 'POST', `/sidebar?origin=${encodeURIComponent(ACCOUNT_ORIGIN)}`, {
    headers: FORM,
    body: new URLSearchParams({ token }).toString(),
  })

export interface Ground {
  readonly origin: string
  readonly desk: Harness
  readonly ledger: Ledger
  /** By so much the servers' clocks are ahead of this machine's, so that a month ends while they run. */
  readonly aheadMs: number
  /** The first moment of the next month, by the servers' clocks. */
  readonly monthEnds: number
}

function tell({ ledger }: Ground, kind: ActKind, key: string, outcome: Outcome): Outcome {
  ledger.acts.push({ kind, key, outcome })
  if (outcome === 'acknowledged') ledger.acknowledged += 1
  return outcome
}

/** Asked again until somebody answers: only for acts that may be asked twice. */
async function persistent(ground: Ground, ask: () => Promise<Reply>): Promise<readonly Reply[]> {
  const replies = [await ask()]
  while (replies.at(-1) === null && replies.length < MOST_TRIES) {
    ground.ledger.repeated += 1
    replies.push(await ask())
  }
  return replies
}

/** The requester's page: the same button pressed twice at once, which two servers are told of. */
async function pressTwice(ground: Ground, path: string, choice: string): Promise<Outcome> {
  const press = async () => {
    const page = await send(ground.origin, 'GET', path)
    if (page === null) return null
    if (page.status !== 200) return page
    return send(ground.origin, 'POST', path, { headers: FORM, body: choosing(page.text, choice) })
  }
  const said = await Promise.all([persistent(ground, press), persistent(ground, press)])
  return outcomeOf(said.flat(), ({ status }) => status === 303)
}

const ENDS: readonly DraftEvent['event'][] = ['ready', 'refused', 'fault']
const lastEvent = (reply: Reply): DraftEvent | undefined =>
  reply === null || reply.status >= 400 ? undefined : eventsIn(reply.text).at(-1)

/** @returns the draft that was acknowledged, or `null`. */
async function askForDraft(
  ground: Ground,
  seat: Seat,
  ticketId: string,
  again = true,
): Promise<Draft | null> {
  const { ledger } = ground
  const order = { ...orderFor(ticketId, REFUND_QUESTION, { requesterId: ticketId }), draftId: newDraftId() }
  const stopAtFirst = ledger.stop
  const reply = await seat.call('POST', '/drafts', order)
  const last = lastEvent(reply)
  const isWhole = last !== undefined && ENDS.includes(last.event)
  if (reply === null || (reply.status < 400 && !isWhole)) {
    // The stream broke off. The draft is whole, and any server has it, or nobody was shown anything of it.
    const found = (await persistent(ground, () => seat.call('GET', `/drafts/${order.draftId}`))).at(-1)
    if (found?.status === 200) {
      ledger.streams.whole += 1
      tell(ground, 'draft', order.draftId, 'acknowledged')
      return JSON.parse(found.text) as Draft
    }
    ledger.streams.again += 1
    tell(ground, 'draft', order.draftId, 'unknown')
    return again ? askForDraft(ground, seat, ticketId, false) : null
  }
  if (last?.event !== 'ready') {
    tell(ground, 'draft', order.draftId, 'refused')
    return null
  }
  if (stopAtFirst === 'everywhere' && ledger.stop === 'everywhere') ledger.whileStopped += 1
  if (stopAtFirst === 'lifted') ledger.afterLift += 1
  tell(ground, 'draft', order.draftId, 'acknowledged')
  return last.draft
}

async function decideOn(ground: Ground, seat: Seat, draft: Draft, dismissing: boolean): Promise<void> {
  const { ledger } = ground
  const read = await seat.call('GET', `/drafts/${draft.id}`)
  if (read !== null) {
    const same = JSON.stringify(bodyOf(read).sentences) === JSON.stringify(draft.sentences)
    ledger.read[same ? 'same' : 'other'] += 1
  }
  if (dismissing) {
    const dismiss = () => seat.call('POST', `/drafts/${draft.id}/dismissals`, { reason: 'not_needed' })
    tell(ground, 'draft dismissed', draft.id, outcomeOf(await persistent(ground, dismiss)))
    return
  }
  const sentenceIds = draft.sentences.map(({ id }) => id)
  const insertion = { sentenceIds, how: 'insert', lastCommentId: '501' }
  const reply = await seat.call('POST', `/drafts/${draft.id}/insertions`, insertion)
  tell(
    ground,
    'draft inserted',
    draft.id,
    outcomeOf([reply], () => bodyOf(reply).outcome === 'allowed'),
  )
}

/** @returns the path of the requester's page, where the question was put by a link. */
async function askRequester(ground: Ground, seat: Seat, ticketId: string): Promise<string | null> {
  const reply = await seat.call('POST', `/tickets/${ticketId}/consent/requests`, { locale: 'de' })
  tell(ground, 'link made', ticketId, outcomeOf([reply]))
  const { url } = bodyOf(reply)
  return typeof url === 'string' ? new URL(url).pathname : null
}

async function relayYes(ground: Ground, seat: Seat, colleague: Seat, ticketId: string): Promise<boolean> {
  const event = { event: 'grant', channel: 'email', evidence: 'yes, in the second message' }
  const relayed = await seat.call('POST', `/tickets/${ticketId}/consent/events`, event)
  if (tell(ground, 'yes relayed', ticketId, outcomeOf([relayed])) !== 'acknowledged') return false
  const { epoch } = Object(bodyOf(relayed).consent)
  if ((await colleague.call('POST', `/tickets/${ticketId}/consent/evidence`)) === null) return false
  const look = { look: 'confirm', epoch }
  const looked = await colleague.call('POST', `/tickets/${ticketId}/consent/second-looks`, look)
  return tell(ground, 'second look', ticketId, outcomeOf([looked])) === 'acknowledged'
}

async function signInTwice(ground: Ground, agentId: string): Promise<void> {
  const token = tokenOf(ground.desk, agentId, ground.aheadMs)
  const replies = await Promise.all([present(ground.origin, token), present(ground.origin, token)])
  tell(ground, 'sign-in, token sent twice', agentId, outcomeOf(replies))
  const opened = replies.filter((reply) => reply !== null && sessionIn(reply.text) !== null).length
  if (opened > 1) ground.ledger.openedTwice += 1
}

const SHOWN_AGAIN = 3

/** Out of a page of their own; then its session is shown to one server after the other. */
async function signOut(ground: Ground, agentId: string): Promise<void> {
  const token = sessionIn(
    (await present(ground.origin, tokenOf(ground.desk, agentId, ground.aheadMs)))?.text ?? '',
  )?.token
  if (token === undefined) return
  const headers = { authorization: `Bearer ${token}` }
  const reply = await send(ground.origin, 'POST', '/api/v1/session/sign-outs', { headers })
  if (tell(ground, 'sign-out', agentId, outcomeOf([reply])) !== 'acknowledged') return
  for (let shown = 0; shown < SHOWN_AGAIN; shown += 1) {
    const me = await send(ground.origin, 'GET', '/api/v1/me', { headers })
    if (me !== null && me.status < 400) ground.ledger.afterSignOut += 1
  }
}

async function open(ground: Ground, seat: Seat, ticketId: string): Promise<boolean> {
  const { ledger, aheadMs, monthEnds } = ground
  const asked = Date.now() + aheadMs
  const put = () => seat.call('PUT', `/tickets/${ticketId}`, { requesterId: ticketId })
  const outcome = tell(ground, 'ticket opened', ticketId, outcomeOf(await persistent(ground, put)))
  if (outcome !== 'acknowledged') return false
  if (asked >= monthEnds) ledger.people.after += 1
  else if (Date.now() + aheadMs < monthEnds) ledger.people.before += 1
  return true
}

/** A ticket of its own, of a person of their own, from its opening to what became of it. */
export async function workOnTicket(
  ground: Ground,
  [seat, colleague]: readonly [Seat, Seat],
  ticketId: string,
  turn: number,
): Promise<void> {
  if (!(await open(ground, seat, ticketId))) return
  const page = turn % 2 === 0 ? await askRequester(ground, seat, ticketId) : null
  const yes =
    page === null
      ? turn % 2 === 1 && (await relayYes(ground, seat, colleague, ticketId))
      : tell(ground, 'yes by link, pressed twice', ticketId, await pressTwice(ground, page, 'grant')) ===
        'acknowledged'
  const searched = await seat.call('POST', '/searches', { ticketId, query: 'refund card' })
  tell(
    ground,
    'search',
    ticketId,
    outcomeOf([searched], () => bodyOf(searched).outcome === 'found'),
  )
  if (turn % 4 === 1) await signInTwice(ground, `9${ticketId}`)
  if (turn % 4 === 3) await signOut(ground, `8${ticketId}`)
  if (!yes) return
  const draft = await askForDraft(ground, seat, ticketId)
  if (draft !== null) await decideOn(ground, seat, draft, turn % 3 === 0)
  if (turn % 4 < 2) return
  const event = { event: 'withdraw', channel: 'email', evidence: '' }
  const no =
    page === null
      ? outcomeOf([await seat.call('POST', `/tickets/${ticketId}/consent/events`, event)])
      : await pressTwice(ground, page, 'withdraw')
  if (tell(ground, 'withdrawal', ticketId, no) !== 'acknowledged') return
  if ((await askForDraft(ground, seat, ticketId)) !== null) ground.ledger.afterNo += 1
}

/** Made by one server, and taken from another. */
export async function makePackage(ground: Ground, seat: Seat, requesterRef: string): Promise<void> {
  const { ledger } = ground
  const packages = '/console/requesters/packages'
  const order = { requesterRef, locale: 'de', maskOthers: true }
  const reply = await seat.call('POST', packages, order)
  const { packageId } = bodyOf(reply)
  const made = typeof packageId === 'string'
  // One that was not told has no name that could be looked for.
  tell(ground, 'package made', made ? packageId : `untold ${ledger.acts.length}`, outcomeOf([reply]))
  if (!made) return
  const take = () => seat.call('POST', `${packages}/${packageId}/downloads`)
  const taken = (await persistent(ground, take)).at(-1)
  if (taken == null) return
  ledger.packages[taken.status === 200 && taken.text.startsWith('PK') ? 'taken' : 'missing'] += 1
}

/** The person whose packages are made: more than one person's in a day would need a second person. */
export async function personOf(ground: Ground, agent: Seat, compliance: Seat): Promise<string> {
  const ticketId = '778'
  if (!(await open(ground, agent, ticketId))) throw new Error('the ticket was not opened')
  const search = { by: 'ticket', values: [ticketId] }
  const found = await persistent(ground, () =>
    compliance.call('POST', '/console/requesters/searches', search),
  )
  const [person] = Object.values(bodyOf(found.at(-1) ?? null))
  return String(Reflect.get(Object(person), 'requesterRef'))
}

const MINUTE_MS = 60_000

/** As often as it is answered, by whichever server has its turn. */
export async function callOnce({ ledger: { calls }, aheadMs }: Ground, seat: Seat): Promise<void> {
  const minute = () => Math.floor((Date.now() + aheadMs) / MINUTE_MS)
  calls.from = Math.min(calls.from, minute())
  const reply = await seat.call('GET', '/me')
  calls.to = Math.max(calls.to, minute())
  if (reply?.status === 200) calls.taken += 1
  if (reply?.status === 429) calls.refused += 1
}

/** By the command, beside servers that run and are killed, again until nothing is wrapped with the old one any more. */
export async function renewMasterKey(ground: Ground, env: Readonly<Record<string, string>>): Promise<void> {
  const args = ['rotate', 'master', '--as', ADMIN, '--data', ground.desk.dataDir]
  let kid: string | undefined
  for (let tries = 0; tries < MOST_RENEWALS; tries += 1) {
    const said: string[] = []
    const terminal = { out: (line: string) => void said.push(line), err: () => undefined, env }
    // Whoever is refused because others write gives the same order again: it goes on where it ended.
    const code = await runKeys(args, terminal).catch(() => null)
    const named = /master key \d+ \(([^)]+)\)/.exec(said.join('\n'))?.[1]
    if (named !== undefined && kid === undefined) tell(ground, 'master key renewed', named, 'acknowledged')
    kid ??= named
    if (code === 0) return
  }
  throw new Error('the master key was not renewed')
}

interface SeenStop {
  readonly stopId: string
  readonly liftedAt: string | null
}

async function untilAnswered(ask: () => Promise<Reply>): Promise<Record<string, unknown>> {
  for (;;) {
    const reply = await ask()
    if (reply !== null && reply.status < 500) return bodyOf(reply)
  }
}

/**
 * One person stops everything; once every server says no, `held` is waited for; then two people lift it.
 * `origins`: the servers behind the balancer, each when it can be asked.
 */
export async function stopAndLift(
  ground: Ground,
  origins: readonly (() => Promise<string>)[],
  held: () => Promise<void>,
): Promise<void> {
  const { origin, desk, ledger, aheadMs } = ground
  const [first, second] = [
    await takeSeat(origin, desk, COMPLIANCE, aheadMs),
    await takeSeat(origin, desk, SECOND_COMPLIANCE, aheadMs),
  ]
  const agent = await takeSeat(origin, desk, '12', aheadMs)
  const ticketId = '777'
  if (!(await open(ground, agent, ticketId))) throw new Error('the ticket was not opened')
  const stops = async () =>
    (await untilAnswered(() => first.call('GET', '/console/kill-switch'))).stops as SeenStop[]
  const pull = { level: 'account', ref: '', reason: 'suspected_breach' }
  let stop: SeenStop | undefined
  while (stop === undefined) {
    // Unanswered it may have been pulled: that is looked up, and not pulled twice.
    await first.call('POST', '/console/kill-switch/pulls', pull)
    stop = (await stops()).find(({ liftedAt }) => liftedAt === null)
  }
  const pulledAt = performance.now()
  const { stopId } = stop
  tell(ground, 'stop', stopId, 'acknowledged')
  for (const server of origins)
    for (;;) {
      const order = {
        ...orderFor(ticketId, REFUND_QUESTION, { requesterId: ticketId }),
        draftId: newDraftId(),
      }
      const reply = await agent.call('POST', '/drafts', order, await server())
      const last = lastEvent(reply)
      if (
        last?.event === 'refused' &&
        last.refusals.some(({ refusal }) => refusal.reason === 'KILL_SWITCH_ON')
      )
        break
    }
  ledger.stopHeldMs = performance.now() - pulledAt
  ledger.stop = 'everywhere'
  await held()
  ledger.stop = 'none'
  for (;;) {
    const proposed = await untilAnswered(() =>
      first.call('POST', '/console/kill-switch/lifts', { stopIds: [stopId] }),
    )
    const { changeId } = Object(proposed.change)
    if (typeof changeId === 'string')
      await second.call('POST', `/console/changes/${changeId}/decisions`, { decision: 'approve' })
    if ((await stops()).some((each) => each.stopId === stopId && each.liftedAt !== null)) break
  }
  tell(ground, 'lift', stopId, 'acknowledged')
  ledger.stop = 'lifted'
}
