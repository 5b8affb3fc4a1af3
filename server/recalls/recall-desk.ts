/** Recalls as the console shows them: newest first, each with the drafts that quoted the version. */
import type { AccountId, Agent } from '../../src/domain/account.ts'
import { DRAFT_STATUSES } from '../../src/domain/draft.ts'
import { Fault } from '../../src/domain/fault.ts'
import {
  type QuoteChange,
  type QuoteFate,
  type QuoteSpan,
  type VersionKey,
  worstFate,
} from '../../src/domain/recall.ts'
import type { RecallDraft, RecallDrafts, RecallView } from '../../src/domain/recall-api.ts'
import type { ArticleRows, RecallRow } from '../articles/index.ts'
import type { AuditLog } from '../audit/index.ts'
import type { Keyring, World } from '../keys.ts'

export interface QuotingDraft {
  readonly draftId: string
  readonly ticketId: string
  readonly agentId: string
  readonly status: string
  readonly createdAt: string
  readonly changedAt: string
  readonly sentAt: string | null
  readonly sentences: number | null
  readonly kept: number | null
}

export interface RecallRows extends ArticleRows {
  recallsBefore(
    accountId: AccountId,
    wanted: { before: string | null; quotedOnly: boolean; limit: number },
  ): Promise<readonly RecallRow[]>
  recallById(accountId: AccountId, recallId: string): Promise<RecallRow | null>
  draftsQuoting(accountId: AccountId, version: VersionKey, limit: number): Promise<readonly QuotingDraft[]>
  quotesByDraft(
    accountId: AccountId,
    version: VersionKey,
    draftIds: readonly string[],
  ): Promise<readonly (QuoteSpan & { draftId: string })[]>
  setRecallHandled(
    accountId: AccountId,
    recallId: string,
    handled: { at: string; by: string } | null,
  ): Promise<void>
}

export interface RecallRooms {
  readonly world: World
  readonly keys: Keyring
  readonly audit: AuditLog
  /** `https://acme.zendesk.com`: where a ticket's number leads to. */
  readonly helpdeskOrigin: string
}

const PAGE = 50
const MOST_SHOWN = 200
/** SQL takes a bounded number of values; the spans of this many drafts are asked for at once. */
const AT_ONCE = 400

export const versionOf = ({ articleId, locale, fromVersion }: RecallRow): VersionKey => ({
  articleId,
  locale,
  versionHash: fromVersion,
})

const viewOf = (row: RecallRow): RecallView => ({
  ...row,
  severity: worstFate(row.quotes.map(({ fate }) => fate)),
})

export async function listRecalls(
  tx: RecallRows,
  accountId: AccountId,
  wanted: { before: string | null; quotedOnly: boolean },
): Promise<readonly RecallView[]> {
  return (await tx.recallsBefore(accountId, { ...wanted, limit: PAGE })).map(viewOf)
}

/** @throws Fault `NOT_FOUND`. */
export async function readRecall(
  tx: RecallRows,
  accountId: AccountId,
  recallId: string,
): Promise<RecallView & RecallRow> {
  const row = await tx.recallById(accountId, recallId)
  if (row === null) throw new Fault('NOT_FOUND', 'no such recall')
  return { ...row, ...viewOf(row) }
}

const placeOf = ({ passageId, startAt, endAt }: QuoteSpan) => JSON.stringify([passageId, startAt, endAt])

/** What became of the sentences that each draft quoted; drafts of which that is not known are absent. */
async function severities(
  tx: RecallRows,
  accountId: AccountId,
  version: VersionKey,
  quotes: readonly QuoteChange[],
  draftIds: readonly string[],
): Promise<ReadonlyMap<string, QuoteFate>> {
  const fates = new Map(quotes.map((quote) => [placeOf(quote), quote.fate]))
  const found = new Map<string, QuoteFate[]>()
  for (let at = 0; at < draftIds.length; at += AT_ONCE) {
    const spans = await tx.quotesByDraft(accountId, version, draftIds.slice(at, at + AT_ONCE))
    for (const span of spans) {
      const fate = fates.get(placeOf(span))
      if (fate !== undefined) found.set(span.draftId, [...(found.get(span.draftId) ?? []), fate])
    }
  }
  return new Map([...found].flatMap(([draftId, own]) => withWorst(draftId, own)))
}

function withWorst(draftId: string, own: readonly QuoteFate[]): readonly [string, QuoteFate][] {
  const worst = worstFate(own)
  return worst === null ? [] : [[draftId, worst]]
}

/** `null` as limit: all of them. */
export async function recallDrafts(
  rooms: RecallRooms,
  tx: RecallRows,
  accountId: AccountId,
  recall: RecallRow,
  limit: number | null = MOST_SHOWN,
): Promise<RecallDrafts> {
  const version = versionOf(recall)
  const most = limit ?? Number.MAX_SAFE_INTEGER - 1
  const rows = await tx.draftsQuoting(accountId, version, most + 1)
  const shown = rows.slice(0, most)
  const worst = await severities(
    tx,
    accountId,
    version,
    recall.quotes,
    shown.map(({ draftId }) => draftId),
  )
  const drafts = shown.map(
    (row): RecallDraft => ({
      draftId: row.draftId,
      ticketId: row.ticketId,
      ticketUrl: `${rooms.helpdeskOrigin}/agent/tickets/${row.ticketId}`,
      agent: rooms.keys.digest('agent', accountId, row.agentId),
      status: DRAFT_STATUSES.find((status) => status === row.status) ?? 'drafting',
      at: row.sentAt ?? row.changedAt,
      severity: worst.get(row.draftId) ?? null,
      kept: row.kept,
      sentences: row.sentences,
    }),
  )
  return { drafts, more: rows.length > shown.length }
}

/** Marks a recall as dealt with, or takes the mark away. Saying it twice changes nothing. */
export async function handleRecall(
  rooms: RecallRooms,
  tx: RecallRows,
  agent: Agent,
  recallId: string,
  handled: boolean,
): Promise<RecallView> {
  const { accountId } = agent
  const row = await readRecall(tx, accountId, recallId)
  if ((row.handledAt !== null) === handled) return row
  const by = rooms.keys.digest('agent', accountId, agent.agentId)
  await rooms.audit.append(tx, accountId, {
    type: 'recall.handled',
    actor: { kind: 'agent', ref: by },
    object: { kind: 'recall', ref: recallId },
    decision: handled ? 'handled' : 'reopened',
  })
  await tx.setRecallHandled(accountId, recallId, handled ? { at: rooms.world.now().toISOString(), by } : null)
  return readRecall(tx, accountId, recallId)
}
