/** An article version that leaves what drafts may use: why, and what became of the sentences quoted from it. */
import type { Bar } from './allowlist.ts'

export const RECALL_CAUSES = ['changed', 'unpublished', 'delisted', 'review_due', 'stopped'] as const
export type RecallCause = (typeof RECALL_CAUSES)[number]

export interface VersionKey {
  readonly articleId: string
  readonly locale: string
  readonly versionHash: string
}

/** What decides whether drafts may use a stored version. */
export interface VersionStanding extends VersionKey {
  readonly title: string
  readonly url: string | null
  readonly bar: Bar | null
  readonly allowed: boolean
}

export interface Leaving {
  readonly articleId: string
  readonly locale: string
  readonly title: string
  readonly url: string | null
  readonly cause: RecallCause
  readonly fromVersion: string
  /** The version that stands there now; `null` where it is the same one or none. */
  readonly toVersion: string | null
}

const isUsable = ({ bar, allowed }: VersionStanding): boolean => bar === null && allowed

/** Why a version that was usable no longer is; `null` while it is. */
export function causeOf(versionHash: string, now: VersionStanding | undefined): RecallCause | null {
  if (now === undefined) return 'unpublished'
  if (now.bar === 'review_due' || now.bar === 'stopped') return now.bar
  if (now.bar !== null) return 'unpublished'
  if (!now.allowed) return 'delisted'
  return now.versionHash === versionHash ? null : 'changed'
}

/** Every version that drafts could use before and can no longer use now. */
export function leavingsOf(
  before: readonly VersionStanding[],
  after: readonly VersionStanding[],
): readonly Leaving[] {
  const keyOf = ({ articleId, locale }: VersionStanding) => JSON.stringify([articleId, locale])
  const standing = new Map(after.map((version) => [keyOf(version), version]))
  return before.filter(isUsable).flatMap((version) => {
    const now = standing.get(keyOf(version))
    const cause = causeOf(version.versionHash, now)
    if (cause === null) return []
    const { articleId, locale, title, url, versionHash: fromVersion } = version
    const toVersion = now === undefined || now.versionHash === fromVersion ? null : now.versionHash
    return [{ articleId, locale, title, url, cause, fromVersion, toVersion }]
  })
}

/** `same`: it still stands there word for word. `gone`: nothing there resembles it. */
export const QUOTE_FATES = ['same', 'changed', 'gone'] as const
export type QuoteFate = (typeof QUOTE_FATES)[number]

/** Where a quoted sentence stood: offsets into the passage of that version. No text. */
export interface QuoteSpan {
  readonly passageId: string
  readonly startAt: number
  readonly endAt: number
}

/** One quoted sentence of an article, as it was and as it is. Article text only. */
export interface QuoteChange extends QuoteSpan {
  readonly before: string
  readonly fate: QuoteFate
  readonly after: string | null
}

/** From here on two sentences are one that was reworded, not two. */
const ALIKE_FROM = 0.5

const plain = (text: string) => text.replace(/\s+/g, ' ').trim()
const wordsOf = (text: string) =>
  plain(text)
    .toLowerCase()
    .match(/[\p{L}\p{N}]+/gu) ?? []

/** Share of words that two sentences have in common, 0…1 (Dice). */
function likeness(one: readonly string[], other: readonly string[]): number {
  const left = new Map<string, number>()
  for (const word of one) left.set(word, (left.get(word) ?? 0) + 1)
  let common = 0
  for (const word of other) {
    const held = left.get(word) ?? 0
    if (held > 0) common += 1
    left.set(word, held - 1)
  }
  return one.length + other.length === 0 ? 0 : (2 * common) / (one.length + other.length)
}

/**
 * Whole sentences are compared: a quote that survives inside a longer sentence may say something else there.
 */
export function fateOf(
  sentence: string,
  present: readonly string[],
): { readonly fate: QuoteFate; readonly after: string | null } {
  const sought = plain(sentence)
  if (present.some((other) => plain(other) === sought)) return { fate: 'same', after: null }
  const words = wordsOf(sentence)
  const [best] = present
    .map((other) => ({ other, score: likeness(words, wordsOf(other)) }))
    .sort((a, b) => b.score - a.score)
  if (best === undefined || best.score < ALIKE_FROM) return { fate: 'gone', after: null }
  return { fate: 'changed', after: plain(best.other) }
}

/** The worst of several; `null` where none is known. */
export function worstFate(fates: readonly QuoteFate[]): QuoteFate | null {
  return QUOTE_FATES.findLast((fate) => fates.includes(fate)) ?? null
}

/** The sentences that a quote touches; the quote's own place where the passage names none. */
export function spansOf(
  passage: {
    readonly passageId: string
    readonly text: string
    readonly sentences: readonly { start: number; end: number }[]
  },
  quote: string,
): readonly QuoteSpan[] {
  const { passageId, text, sentences } = passage
  const start = text.indexOf(quote)
  const end = start + quote.length
  // A quote that differs in its typography is not found: any sentence of the passage may be the one.
  const touched = sentences.filter((one) => start === -1 || (one.start < end && one.end > start))
  const named = touched.length > 0 || start === -1 ? touched : [{ start, end }]
  return named.map((one) => ({ passageId, startAt: one.start, endAt: one.end }))
}
