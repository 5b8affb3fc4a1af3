/** The allowlisted articles of an account, indexed: all that retrieval can reach. */
import type { AccountId } from '../../src/domain/account.ts'
import type { ArticleVersion, Passage, PassageSentence } from '../../src/domain/article.ts'
import type { CitedPassage } from '../../src/domain/draft.ts'
import { dayOf } from '../../src/domain/review.ts'
import type { ArticleSelection } from '../../src/domain/scope.ts'
import { type SectionPrior, weekOf } from '../../src/domain/section-prior.ts'
import type { World } from '../keys.ts'
import { type ArticleHeader, type ArticleRows, isDraftable, type StoredVersion } from './article-register.ts'
import { type ArticleChange, buildRetrievalIndex, type RetrievalIndex } from './retrieval/index.ts'
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
  /** By article and locale: every stored article, whether or not it may be used. */
  readonly stored: ReadonlyMap<string, ArticleHeader>
  /** By article and locale: the version on the shelf, and all that is known of it beside its text. */
  readonly books: ReadonlyMap<string, Book>
}

interface Book {
  readonly header: ArticleHeader
  readonly passages: ArticleVersion['passages']
}

function versionOf({ header, passages }: Book): ArticleVersion {
  const { passageCount: _count, reviewBy: _day, stopped: _stopped, ...version } = header
  return { ...version, passages }
}

/** How the stored articles stand now, and which of them must be looked at again. */
interface Stock {
  readonly stored: ReadonlyMap<string, ArticleHeader>
  readonly suspects: Iterable<string>
}

interface Plan {
  readonly come: readonly ArticleHeader[]
  /** Those that may no longer be used. */
  readonly gone: readonly ArticleHeader[]
}

/** So many articles are read one by one; from there on all are read at once. */
const READ_SINGLY = 50

/** Where more than this share of all has changed, a new index costs less. */
const NEW_FROM = 0.5

const keyOf = ({ articleId, locale }: { readonly articleId: string; readonly locale: string }) =>
  `${locale} ${articleId}`

/** Field by field, since two texts of each of all articles would be most of the time. */
function isSame(one: ArticleHeader, other: ArticleHeader): boolean {
  const { labels: own, ...fields } = one
  const { labels, ...others } = other
  const names = Object.keys(fields) as (keyof typeof fields)[]
  return (
    names.length === Object.keys(others).length &&
    names.every((name) => fields[name] === others[name]) &&
    own.length === labels.length &&
    own.every((label, at) => label === labels[at])
  )
}

/** Reads what changed since the known shelf; everything where that cannot be told. */
async function readStock(tx: ArticleRows, accountId: AccountId, known: Held | undefined): Promise<Stock> {
  const changed = known === undefined ? null : await tx.articlesChangedSince(accountId, known.revision)
  if (known === undefined || changed === null) {
    const stored = new Map((await tx.articleHeaders(accountId)).map((header) => [keyOf(header), header]))
    return { stored, suspects: new Set([...stored.keys(), ...(known?.books.keys() ?? [])]) }
  }
  if (changed.length === 0) return { stored: known.stored, suspects: [] }
  const stored = new Map(known.stored)
  for (const article of changed) {
    if (article.header === null) stored.delete(keyOf(article))
    else stored.set(keyOf(article), article.header)
  }
  return { stored, suspects: changed.map(keyOf) }
}

/** What differs from the shelf that is known. An article that changed in any way comes anew. */
function planOf(
  known: Held | undefined,
  { stored, suspects }: Stock,
  mayBeUsed: (header: ArticleHeader) => boolean,
): Plan {
  const come: ArticleHeader[] = []
  const gone: ArticleHeader[] = []
  for (const key of suspects) {
    const header = stored.get(key)
    const former = known?.books.get(key)?.header
    if (header !== undefined && mayBeUsed(header)) {
      if (former === undefined || !isSame(former, header)) come.push(header)
    } else if (former !== undefined) gone.push(former)
  }
  return { come: come.toSorted(byKey), gone: gone.toSorted(byKey) }
}

async function readVersions(
  tx: ArticleRows,
  accountId: AccountId,
  headers: readonly ArticleHeader[],
): Promise<readonly StoredVersion[]> {
  const wanted = new Map(headers.map((header) => [keyOf(header), header.versionHash]))
  // Where another sync is published between two looks, its text does not belong to the header that was judged.
  const isWanted = (version: StoredVersion) => wanted.get(keyOf(version)) === version.versionHash
  if (headers.length > READ_SINGLY) return (await tx.articleVersions(accountId)).filter(isWanted)
  const found: StoredVersion[] = []
  for (const { articleId, locale } of headers) {
    const version = await tx.articleVersion(accountId, articleId, locale)
    if (version !== null && isWanted(version)) found.push(version)
  }
  return found
}

function citedPassages(
  books: ReadonlyMap<string, Book>,
): Pick<Shelf, 'passage' | 'passagesOf' | 'sentencesOf'> {
  const bookOf = (articleId: string, locale: string) => books.get(keyOf({ articleId, locale }))
  const found = ({ articleId, locale, passageId }: PassageAddress) =>
    bookOf(articleId, locale)?.passages.find(({ id }) => id === passageId)
  const cited = ({ header }: Book, { id, headings, text }: Passage): CitedPassage => {
    const { articleId, locale, versionHash, title, url } = header
    return { articleId, locale, versionHash, passageId: id, title, url, headings, text }
  }
  return {
    passage: (at) => {
      const book = bookOf(at.articleId, at.locale)
      const passage = found(at)
      return book === undefined || passage === undefined ? null : cited(book, passage)
    },
    sentencesOf: (at) => found(at)?.sentences ?? [],
    passagesOf: (articleId, locale) => {
      const book = bookOf(articleId, locale)
      return book === undefined ? [] : book.passages.map((passage) => cited(book, passage))
    },
  }
}

/** Whether no article that it holds has fallen due since, nor can one that it left out have been due only then. */
const isWithin = ({ fromDay, toDay }: Held, today: string) =>
  today >= fromDay && (toDay === null || today <= toDay)

/** In the order of their keys, so that an index built of them is the same however they came here. */
function booksAfter(
  known: Held | undefined,
  plan: Plan,
  come: readonly StoredVersion[],
): { readonly books: ReadonlyMap<string, Book>; readonly gone: readonly ArticleHeader[] } {
  const read = new Map(come.map((version) => [keyOf(version), version]))
  const books = new Map(known?.books)
  for (const header of [...plan.gone, ...plan.come]) books.delete(keyOf(header))
  for (const header of plan.come) {
    const passages = read.get(keyOf(header))?.passages
    if (passages !== undefined) books.set(keyOf(header), { header, passages })
  }
  const gone = [...plan.gone, ...plan.come].flatMap((header) => {
    const former = known?.books.get(keyOf(header))
    return former === undefined || books.has(keyOf(header)) ? [] : [former.header]
  })
  return {
    books: new Map([...books].toSorted(([, one], [, other]) => byKey(one.header, other.header))),
    gone,
  }
}

export interface ArticleShelves {
  (tx: ArticleRows, accountId: AccountId): Promise<Shelf>
  /**
   * What was read since the last time is stored for good, or was taken back. A shelf of what was taken back must go: the
   * next change of an article is stored under the same number.
   */
  settled(kept: boolean): void
}

/**
 * @returns a reader that keeps one index an account, checks at each call whether it still holds, and brings it up to
 * date by what has changed.
 */
export function createArticleShelves(world: Pick<World, 'now'>): ArticleShelves {
  const held = new Map<AccountId, Held>()
  const unsettled = new Set<AccountId>()
  const hold = (accountId: AccountId, shelf: Held) => {
    held.set(accountId, shelf)
    unsettled.add(accountId)
  }

  function indexOf(
    accountId: AccountId,
    known: Held | undefined,
    { come, gone }: ArticleChange,
    books: ReadonlyMap<string, Book>,
  ): RetrievalIndex {
    const changed = come.length + gone.length
    if (known === undefined || changed > NEW_FROM * books.size)
      return buildRetrievalIndex([...books.values()].map(versionOf))
    if (changed === 0) return known.index
    // An index that was left in the middle of a change is no index.
    held.delete(accountId)
    return known.index.updated({ come, gone })
  }

  async function read(tx: ArticleRows, accountId: AccountId): Promise<Shelf> {
    const allowlist = await tx.currentAllowlist(accountId)
    const revision = await tx.articlesRevision(accountId)
    const known = held.get(accountId)
    const today = dayOf(world.now())
    const same = known?.allowlistVersion === allowlist.version && known.revision === revision
    const priorWeek = weekOf(world.now())
    const current = same && isWithin(known, today)
    if (current && known.priorWeek === priorWeek) return known
    // Whole weeks count, so it holds until the week does, whatever articles come and go.
    const prior =
      known?.priorWeek === priorWeek ? known.prior : await readSectionPrior(tx, accountId, world.now())
    if (current) {
      const renewed = { ...known, prior, priorWeek }
      if (held.get(accountId) === known) hold(accountId, renewed)
      return renewed
    }
    const stock = await readStock(tx, accountId, known)
    const sameRule = known?.allowlistVersion === allowlist.version && isWithin(known, today)
    const suspects = sameRule
      ? stock.suspects
      : new Set([...stock.stored.keys(), ...(known?.books.keys() ?? [])])
    const plan = planOf(known, { ...stock, suspects }, (header) =>
      isDraftable(header, allowlist.selection, today),
    )
    const come = await readVersions(tx, accountId, plan.come)
    // Meanwhile another reader may have changed the index that this plan starts from.
    if (held.get(accountId) !== known) return read(tx, accountId)
    const { books, gone } = booksAfter(known, plan, come)
    const articles = [...books.values()].map(({ header }) => header)
    const fresh: Held = {
      index: indexOf(accountId, known, { come, gone }, books),
      articles,
      allowlistVersion: allowlist.version,
      synced: stock.stored.size,
      ...citedPassages(books),
      revision,
      prior,
      priorWeek,
      fromDay: today,
      toDay: articles.flatMap(({ reviewBy }) => reviewBy ?? []).sort()[0] ?? null,
      stored: stock.stored,
      books,
    }
    hold(accountId, fresh)
    return fresh
  }
  return Object.assign(read, {
    settled(kept: boolean) {
      if (!kept) for (const accountId of unsettled) held.delete(accountId)
      unsettled.clear()
    },
  })
}

function byKey(one: ArticleHeader, other: ArticleHeader): number {
  if (one.articleId !== other.articleId) return one.articleId < other.articleId ? -1 : 1
  return one.locale < other.locale ? -1 : 1
}

/** A shelf of its own over another selection than the account's: nobody else is served from it. */
export function openShelf(
  all: readonly StoredVersion[],
  of: Pick<Shelf, 'allowlistVersion' | 'revision' | 'prior'> & { readonly selection: ArticleSelection },
  today: string,
): Shelf {
  const versions = all
    .map(({ passages, ...header }) => ({ header: { ...header, passageCount: passages.length }, passages }))
    .filter(({ header }) => isDraftable(header, of.selection, today))
  const books = new Map(versions.map((book) => [keyOf(book.header), book]))
  const { allowlistVersion, revision, prior } = of
  return {
    index: buildRetrievalIndex(versions.map(versionOf)),
    articles: versions.map(({ header }) => header),
    synced: all.length,
    ...{ allowlistVersion, revision, prior },
    ...citedPassages(books),
  }
}
