/** A companion with a small shop's articles, tickets that have consented, and orders for drafts. */
import type { DraftEvent, DraftOrder } from '../../src/domain/api.ts'
import type { ArticleVersion } from '../../src/domain/article.ts'
import type { Draft } from '../../src/domain/draft.ts'
import { SAMPLE_ARTICLES } from '../server/articles/retrieval/sample-articles.ts'
import {
  ADMIN,
  AGENT,
  type Harness,
  type HarnessOptions,
  OTHER_AGENT,
  startHarness,
} from './companion-harness.ts'

/** `kettle` stands in a section that is not allowlisted; `password` is for staff only. */
export const ARTICLES: readonly ArticleVersion[] = SAMPLE_ARTICLES.map((article) => ({
  ...article,
  url: `https://help.acme.example/${article.locale}/${article.articleId}`,
  sectionId: article.articleId === 'kettle' ? '2' : '1',
  visibility: article.articleId === 'password' ? 'restricted' : 'public',
}))
export const ALLOWED = { allow: [{ sectionId: '1' }], deny: [] }
export const REQUESTER = '21'
export const REFUND_QUESTION = 'Hello, when will I get my refund? I sent the parcel back last week.'

/**
 * What a server does by itself every minute comes between an act and the look at what it has left, or does what a test
 * is about to do: on a slow machine a desk stands longer than a minute. And a look at the stops that lasts longer than
 * three turns of it stops everything. Whoever is about that asks for it.
 */
const BY_ITSELF = { sweepEveryMs: 3_600_000, lookEveryMs: 2_000 }

export async function startDesk(options: HarnessOptions = {}): Promise<Harness> {
  const harness = await startHarness({ articles: ARTICLES, ...BY_ITSELF, ...options })
  await harness.api(ADMIN, 'PUT', '/console/allowlist', { version: 0, selection: ALLOWED })
  return harness
}

let tickets = 1000
let drafts = 0

export function newTicketId(): string {
  tickets += 1
  return String(tickets)
}

export function newDraftId(): string {
  drafts += 1
  return `00000000-0000-4000-8000-${String(drafts).padStart(12, '0')}`
}

/** Opens a ticket of its own and returns its id. */
export async function openedTicket(desk: Pick<Harness, 'api'>, requesterId = REQUESTER): Promise<string> {
  const ticketId = newTicketId()
  await desk.api(AGENT, 'PUT', `/tickets/${ticketId}`, { requesterId })
  return ticketId
}

export async function consentedTicket(desk: Pick<Harness, 'api'>, requesterId = REQUESTER): Promise<string> {
  const ticketId = await openedTicket(desk, requesterId)
  await grant(desk, ticketId)
  return ticketId
}

/** An agent relays a yes, and a colleague takes the second look. */
export async function grant(desk: Pick<Harness, 'api'>, ticketId: string) {
  const relayed = await relay(desk, ticketId)
  if (relayed.status !== 201) return relayed
  await desk.api(OTHER_AGENT, 'POST', `/tickets/${ticketId}/consent/evidence`)
  return desk.api(OTHER_AGENT, 'POST', `/tickets/${ticketId}/consent/second-looks`, {
    look: 'confirm',
    epoch: relayed.body.consent.epoch,
  })
}

export function relay(desk: Pick<Harness, 'api'>, ticketId: string) {
  return desk.api(AGENT, 'POST', `/tickets/${ticketId}/consent/events`, {
    event: 'grant',
    channel: 'email',
    evidence: 'yes, in the second message',
  })
}

export function withdraw(desk: Harness, ticketId: string) {
  return desk.api(AGENT, 'POST', `/tickets/${ticketId}/consent/events`, {
    event: 'withdraw',
    channel: 'email',
    evidence: '',
  })
}

export function orderFor(ticketId: string, text: string, change: Partial<DraftOrder> = {}): DraftOrder {
  return {
    draftId: newDraftId(),
    ticketId,
    requesterId: REQUESTER,
    comments: [{ id: '501', text, createdAt: '2026-11-20T08:00:00.000Z' }],
    lastCommentId: '501',
    replaced: {},
    ...change,
  }
}

export interface DraftRun {
  readonly status: number
  readonly code: string | undefined
  readonly text: string
  readonly events: readonly DraftEvent[]
  /** Reasons of the refusal, if it ended in one. */
  readonly reasons: readonly string[]
  readonly draft: Draft | undefined
}

export async function draft(desk: Harness, order: unknown, as: string = AGENT): Promise<DraftRun> {
  const answer = await desk.call('POST', '/api/v1/drafts', { as, body: order })
  const events = eventsIn(answer.text)
  const last = events.at(-1)
  return {
    status: answer.status,
    code: answer.body?.code ?? (last?.event === 'fault' ? last.code : undefined),
    text: answer.text,
    events,
    reasons: last?.event === 'refused' ? last.refusals.map(({ refusal }) => refusal.reason) : [],
    draft: last?.event === 'ready' ? last.draft : undefined,
  }
}

export function eventsIn(stream: string): readonly DraftEvent[] {
  return stream
    .split('\n\n')
    .filter((block) => block.startsWith('data: '))
    .map((block) => JSON.parse(block.slice('data: '.length)) as DraftEvent)
}

/** A draft that is ready, on a ticket of its own. */
export async function readyDraft(desk: Harness): Promise<{ ticketId: string; draft: Draft }> {
  const ticketId = await consentedTicket(desk)
  const made = await draft(desk, orderFor(ticketId, REFUND_QUESTION))
  if (made.draft === undefined) throw new Error(`no draft was made: ${made.text}`)
  return { ticketId, draft: made.draft }
}

export function draftRow(desk: Harness, draftId: string): Record<string, unknown> | undefined {
  return desk.rows(`select * from draft where draft_id = '${draftId}'`)[0]
}

export function draftsMade(desk: Harness, ticketId: string): unknown {
  return desk.rows(`select drafts_made from ticket where ticket_id = '${ticketId}'`)[0]?.drafts_made
}
