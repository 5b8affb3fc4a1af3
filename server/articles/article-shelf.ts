/** The allowlisted articles of an account, indexed: all that retrieval can reach. Rebuilt when either changes. */
import type { AccountId } from '../../src/domain/account.ts'
import type { ArticleVersion, PassageSentence } from '../../src/domain/article.ts'
import type { CitedPassage } from '../../src/domain/draft.ts'
import { dayOf } from '../../src/domain/review.ts'
import { type SectionPrior, weekOf } from '../../src/domain/section-prior.ts'
import type { World } from '../keys.ts'
import { type ArticleHeader, type ArticleRows, isDraftable } from './article-register.ts'
import { buildRetrievalIndex, type RetrievalIndex } from './retrieval/index.ts'
import { readSectionPrior } from './section-priors.ts'

export interface PassageAddress {
  readonly articleId: string
  readonly locale: string
  readonly passageId: string
}

export interface Shelf {
  readonly index: RetrievalIndex
  readonly articles: readonly ArticleHeader[]
  readonly allowlistVersion: number
  /** Rises with every stored change of an article. */
  readonly revision: number
  readonly synced: number
  /** What accepted drafts of the weeks before say of its sections; `null`: too little. */
  readonly prior: SectionPrior | null
  /** The passage as it stands in the version on the shelf; `null` for any other. */
  passage(at: PassageAddress): CitedPassage | null
  /** Its sentences with their kinds; empty for any other. */
  sentencesOf(at: PassageAddress): readonly PassageSentence[]
  /** All passages of one article in one locale, in reading order; empty when it is not on the shelf. */
  passagesOf(articleId: string, locale: string): readonly CitedPassage[]
}

interface Held extends Shelf {
  /** The days on which it holds: from when it was built to the next review that falls due. */
  readonly fromDay: string
  readonly toDay: string | null
  readonly priorWeek: string
}

function citedPassages(
  versions: readonly ArticleVersion[],
): Pick<Shelf, 'passage' | 'passagesOf' | 'sentencesOf'> {
  const keyOf = (at: PassageAddress) => JSON.stringify([at.articleId, at.locale, at.passageId])
  const articleKey = (articleId: string, locale: string) => JSON.stringify([articleId, locale])
  const held = new Map<string, CitedPassage>()
  const byArticle = new Map<string, readonly CitedPassage[]>()
  const sentences = new Map<string, readonly PassageSentence[]>()
  for (const { articleId, locale, versionHash, title, url, passages } of versions) {
    const own = passages.map(({ id, headings, text }) => ({
      articleId,
      locale,
      versionHash,
      passageId: id,
      title,
      url,
      headings,
      text,
    }))
    for (const passage of own) held.set(keyOf(passage), passage)
    for (const { id, sentences: found } of passages)
      sentences.set(keyOf({ articleId, locale, passageId: id }), found)
    byArticle.set(articleKey(articleId, locale), own)
  }
  return {
    passage: (at) => held.get(keyOf(at)) ?? null,
    sentencesOf: (at) => sentences.get(keyOf(at)) ?? [],
    passagesOf: (articleId, locale) => byArticle.get(articleKey(articleId, locale)) ?? [],
  }
}

/** @returns a reader that keeps one built index an account and checks at each call whether it still holds. */
export function createArticleShelves(
  world: Pick<World, 'now'>,
): (tx: ArticleRows, accountId: AccountId) => Promise<Shelf> {
  const held = new Map<AccountId, Held>()
  return async (tx, accountId) => {
    const allowlist = await tx.currentAllowlist(accountId)
    const revision = await tx.articlesRevision(accountId)
    const known = held.get(accountId)
    const today = dayOf(world.now())
    const same = known?.allowlistVersion === allowlist.version && known.revision === revision
    const priorWeek = weekOf(world.now())
    const current = same && today >= known.fromDay && (known.toDay === null || today <= known.toDay)
    if (current && known.priorWeek === priorWeek) return known
    const prior = await readSectionPrior(tx, accountId, world.now())
    if (current) {
      const renewed = { ...known, prior, priorWeek }
      held.set(accountId, renewed)
      return renewed
    }
    const all = await tx.articleVersions(accountId)
    const versions = all.filter((version) =>
      isDraftable({ ...version, passageCount: version.passages.length }, allowlist.selection, today),
    )
    const fresh: Held = {
      index: buildRetrievalIndex(versions),
      articles: versions.map(({ passages, ...header }) => ({ ...header, passageCount: passages.length })),
      allowlistVersion: allowlist.version,
      synced: all.length,
      ...citedPassages(versions),
      revision,
      prior,
      priorWeek,
      fromDay: today,
      toDay: versions.flatMap(({ reviewBy }) => reviewBy ?? []).sort()[0] ?? null,
    }
    held.set(accountId, fresh)
    return fresh
  }
}
