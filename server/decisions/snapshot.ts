/** What the articles were at a decision, and which of them it let pass: written down once for all decisions on them. */
import { createHash } from 'node:crypto'
import { gunzipSync, gzipSync } from 'node:zlib'
import { z } from 'zod'
import { dayOf } from '../../src/domain/review.ts'
import type { ArticleSelection, Scope } from '../../src/domain/scope.ts'
import { inScope } from '../../src/domain/scope-resolution.ts'
import { type ArticleHeader, isDraftable, type Shelf } from '../articles/index.ts'
import { canonicalJson } from '../audit/index.ts'

/** Everything that a rule about articles asks of one. */
export type SnapshotArticle = Pick<
  ArticleHeader,
  | 'articleId'
  | 'locale'
  | 'versionHash'
  | 'sectionId'
  | 'categoryId'
  | 'brandId'
  | 'labels'
  | 'visibility'
  | 'draft'
  | 'outdated'
  | 'passageCount'
  | 'reviewBy'
>

export interface Snapshot {
  readonly selection: ArticleSelection
  readonly articles: readonly SnapshotArticle[]
}

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')

type Listed = Pick<ArticleHeader, 'articleId' | 'locale' | 'versionHash'>
const digests = new WeakMap<readonly Listed[], string>()

/** One line an article version, sorted: the order in which they lie on the shelf says nothing. */
export function listDigest(articles: readonly Listed[]): string {
  const known = digests.get(articles)
  if (known !== undefined) return known
  const lines = articles.map(
    ({ articleId, locale, versionHash }) => `${articleId}\t${locale}\t${versionHash}\n`,
  )
  const digest = sha256(lines.sort().join(''))
  digests.set(articles, digest)
  return digest
}

/** So many choices of articles are remembered for one shelf; tickets of one policy share one. */
const MOST_CHOICES = 200
type Chosen = Parameters<typeof inScope>[0]

const chosen = new WeakMap<object, unknown>()

function choicesAmong<Article>(articles: readonly Article[]): Map<string, readonly Article[]> {
  // What lies under a list is a map of parts of that very list: nothing else is put there.
  const known = chosen.get(articles) as Map<string, readonly Article[]> | undefined
  if (known !== undefined) return known
  const made = new Map<string, readonly Article[]>()
  chosen.set(articles, made)
  return made
}

const choiceTexts = new WeakMap<Scope, string>()

/** All that `inScope` asks of a scope, which is made anew and never changed. */
function choiceOf(scope: Scope): string {
  const known = choiceTexts.get(scope)
  if (known !== undefined) return known
  const text = JSON.stringify([scope.articles, scope.within ?? []])
  choiceTexts.set(scope, text)
  return text
}

/** Worked out once for the same articles and the same choice among them: a draft asks for it again and again. */
export function allowedIn<Article extends Chosen>(
  articles: readonly Article[],
  scope: Scope | null,
): readonly Article[] {
  if (scope === null) return []
  const choices = choicesAmong(articles)
  const choice = choiceOf(scope)
  const known = choices.get(choice)
  if (known !== undefined) return known
  const allowed = articles.filter((article) => inScope(article, scope))
  if (choices.size >= MOST_CHOICES) choices.clear()
  choices.set(choice, allowed)
  return allowed
}

/** The same from a snapshot, with the allowlist and every bar asked once more. */
export function recomputed(
  { selection, articles }: Snapshot,
  scope: Scope,
  at: string,
): readonly SnapshotArticle[] {
  const day = dayOf(new Date(at))
  return allowedIn(articles, scope).filter((article) => isDraftable(article, selection, day))
}

function snapshotOf({ articles }: Shelf, selection: ArticleSelection): string {
  const facts = articles.map(
    (article): SnapshotArticle => ({
      articleId: article.articleId,
      locale: article.locale,
      versionHash: article.versionHash,
      sectionId: article.sectionId,
      categoryId: article.categoryId,
      ...(article.brandId === undefined ? {} : { brandId: article.brandId }),
      labels: article.labels,
      visibility: article.visibility,
      draft: article.draft,
      outdated: article.outdated,
      passageCount: article.passageCount,
      reviewBy: article.reviewBy,
    }),
  )
  return canonicalJson(JSON.parse(JSON.stringify({ selection, articles: facts })))
}

export interface HeldSnapshot {
  readonly digest: string
  /** As it is stored: compressed, base64. */
  readonly body: () => string
}

const held = new WeakMap<Shelf, HeldSnapshot>()

/** Made once for each shelf: it is the same object until an article or the allowlist changes. */
export function heldSnapshot(shelf: Shelf, selection: ArticleSelection): HeldSnapshot {
  const known = held.get(shelf)
  if (known !== undefined) return known
  const text = snapshotOf(shelf, selection)
  const made: HeldSnapshot = { digest: sha256(text), body: () => gzipSync(text).toString('base64') }
  held.set(shelf, made)
  return made
}

const stored = z.looseObject({
  selection: z.looseObject({ allow: z.array(z.unknown()), deny: z.array(z.unknown()) }),
  articles: z.array(z.looseObject({ articleId: z.string(), locale: z.string(), versionHash: z.string() })),
})

/** @returns `null` when the stored bytes are not what the digest names. */
export function openSnapshot(body: string, digest: string): Snapshot | null {
  try {
    const text = gunzipSync(Buffer.from(body, 'base64'), { maxOutputLength: 256 * 2 ** 20 }).toString('utf8')
    if (sha256(text) !== digest) return null
    const parsed: unknown = JSON.parse(text)
    // The digest has just told that this is what `snapshotOf` wrote.
    return stored.safeParse(parsed).success ? (parsed as Snapshot) : null
  } catch {
    return null
  }
}
