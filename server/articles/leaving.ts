/**
 * Recalls: whatever takes an article version out of what drafts may use is noted in the same transaction,
 * with the sentences that drafts quoted from it and what became of them.
 */
import type { AccountId } from '../../src/domain/account.ts'
import { barOf, isAllowed } from '../../src/domain/allowlist.ts'
import type { Passage } from '../../src/domain/article.ts'
import {
  fateOf,
  type Leaving,
  leavingsOf,
  type QuoteChange,
  type QuoteSpan,
  type RecallCause,
  type VersionKey,
  type VersionStanding,
} from '../../src/domain/recall.ts'
import { dayOf, type ReviewDates, type ReviewKind, UNREADABLE_DAY } from '../../src/domain/review.ts'
import type { AuditLog, AuditRows } from '../audit/index.ts'
import type { World } from '../keys.ts'
import type { ArticleRows } from './article-register.ts'

/** One version that left, as it is kept. Titles and sentences are the articles'; drafts are counted. */
export interface RecallRow extends Leaving {
  readonly recallId: string
  readonly at: string
  /** Drafts that had quoted it by then, and how many of them were known to be sent. */
  readonly drafts: number
  readonly sent: number
  readonly quotes: readonly QuoteChange[]
  readonly handledAt: string | null
  /** The agent's pseudonym in the audit log. */
  readonly handledBy: string | null
}

export interface LeavingRows extends AuditRows {
  reviewDates(accountId: AccountId): Promise<ReviewDates>
  /** `null` takes the date away. Raises the articles' revision. */
  setReviewDate(
    accountId: AccountId,
    date: { kind: ReviewKind; ref: string; reviewBy: string | null },
    at: string,
  ): Promise<void>
  /** The day up to which reviews that fell due have been looked at. */
  sweptDay(accountId: AccountId): Promise<string | null>
  setSweptDay(accountId: AccountId, day: string): Promise<void>
  /** The text of every stored version that a draft quotes. */
  quotedTexts(accountId: AccountId): Promise<readonly (VersionKey & { passages: readonly Passage[] })[]>
  quotedSpans(accountId: AccountId, version: VersionKey): Promise<readonly QuoteSpan[]>
  countQuoting(accountId: AccountId, version: VersionKey): Promise<{ drafts: number; sent: number }>
  /** Tickets with an open draft that quotes it, so that a sidebar that watches one looks again. */
  raiseQuotingTickets(accountId: AccountId, version: VersionKey): Promise<void>
  addRecall(accountId: AccountId, recall: RecallRow): Promise<void>
}

export interface LeavingRooms {
  readonly world: World
  readonly audit: AuditLog
}

async function standing(
  tx: ArticleRows,
  accountId: AccountId,
  today: string,
): Promise<readonly VersionStanding[]> {
  const { selection } = await tx.currentAllowlist(accountId)
  return (await tx.articleHeaders(accountId)).map((article) => ({
    ...article,
    bar: barOf(article, today),
    allowed: isAllowed(article, selection),
  }))
}

const keyOf = ({ articleId, locale, versionHash }: VersionKey) =>
  JSON.stringify([articleId, locale, versionHash])

type Texts = ReadonlyMap<string, readonly Passage[]>

const sentencesOf = (passages: readonly Passage[]) =>
  passages.flatMap(({ text, sentences }) => sentences.map(({ start, end }) => text.slice(start, end)))

/** Only a change of the text can change a sentence: a version that was taken off a list still reads the same. */
const REWRITING: readonly RecallCause[] = ['changed', 'unpublished']

async function quoteChanges(
  tx: ArticleRows,
  accountId: AccountId,
  leaving: Leaving,
  version: VersionKey,
  texts: Texts,
): Promise<readonly QuoteChange[]> {
  const former = texts.get(keyOf(version))
  if (former === undefined || !REWRITING.includes(leaving.cause)) return []
  const now = await tx.articleVersion(accountId, leaving.articleId, leaving.locale)
  const present = now === null ? [] : sentencesOf(now.passages)
  return (await tx.quotedSpans(accountId, version)).flatMap((span) => {
    const passage = former.find(({ id }) => id === span.passageId)
    if (passage === undefined) return []
    const before = passage.text.slice(span.startAt, span.endAt)
    return [{ ...span, before, ...fateOf(before, present) }]
  })
}

async function recall(
  rooms: LeavingRooms,
  tx: ArticleRows,
  accountId: AccountId,
  leaving: Leaving,
  texts: Texts,
): Promise<void> {
  const version = { ...leaving, versionHash: leaving.fromVersion }
  const counts = await tx.countQuoting(accountId, version)
  const recallId = rooms.world.newId()
  await rooms.audit.append(tx, accountId, {
    type: 'article.recalled',
    actor: { kind: 'system', ref: 'articles' },
    object: { kind: 'recall', ref: recallId },
    decision: leaving.cause,
    detail: {
      from: leaving.fromVersion,
      ...(leaving.toVersion === null ? {} : { to: leaving.toVersion }),
      ...counts,
    },
  })
  await tx.addRecall(accountId, {
    ...leaving,
    recallId,
    at: rooms.world.now().toISOString(),
    ...counts,
    quotes: counts.drafts === 0 ? [] : await quoteChanges(tx, accountId, leaving, version, texts),
    handledAt: null,
    handledBy: null,
  })
  if (counts.drafts > 0) await tx.raiseQuotingTickets(accountId, version)
}

/** Runs `act` and notes every version that drafts can no longer use afterwards. */
export async function watchLeaving<T>(
  rooms: LeavingRooms,
  tx: ArticleRows,
  accountId: AccountId,
  act: () => Promise<T>,
): Promise<T> {
  // What fell due meanwhile left because of its date, not because of this act.
  await sweepReviews(rooms, tx, accountId)
  const today = dayOf(rooms.world.now())
  const before = await standing(tx, accountId, today)
  const texts = new Map((await tx.quotedTexts(accountId)).map((held) => [keyOf(held), held.passages]))
  const done = await act()
  for (const leaving of leavingsOf(before, await standing(tx, accountId, today)))
    await recall(rooms, tx, accountId, leaving, texts)
  return done
}

/**
 * Notes the articles whose review fell due since the last look. They are barred without it, by the clock;
 * this makes the record. @returns how many left.
 */
export async function sweepReviews(
  rooms: LeavingRooms,
  tx: ArticleRows,
  accountId: AccountId,
): Promise<number> {
  const today = dayOf(rooms.world.now())
  const last = (await tx.sweptDay(accountId)) ?? UNREADABLE_DAY
  if (last >= today) return 0
  const left = leavingsOf(await standing(tx, accountId, last), await standing(tx, accountId, today))
  for (const leaving of left) await recall(rooms, tx, accountId, leaving, new Map())
  await tx.setSweptDay(accountId, today)
  return left.length
}
