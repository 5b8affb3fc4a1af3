/**
 * Makes the stored articles equal to what a source shows now.
 * Everything is staged first and published in one transaction: a sync that fails, breaks off or waits
 * for a confirmation has changed nothing. An article that could not be read is not staged, so publishing
 * takes its former version away: what cannot be checked is not quoted.
 */
import { createHash } from 'node:crypto'
import type { SyncView } from '../../src/domain/api.ts'
import type { ArticleVersion } from '../../src/domain/article.ts'
import { Fault } from '../../src/domain/fault.ts'
import type { BrandSync, UnreadArticle } from '../../src/domain/sync-api.ts'
import { articleVersionHash } from './intake/index.ts'
import { type ArticleSource, type BrandOutcome, nameInLocale, type SourceArticle } from './sources/source.ts'
import { asFault, unread, unreadSource } from './sources/unread.ts'

export interface SyncRun {
  readonly syncId: string
  readonly source: string
  /** ISO 8601. */
  readonly startedAt: string
  /** The last page that was staged; `null` when the source cannot continue in the middle. */
  readonly cursor: string | null
  readonly problems: readonly UnreadArticle[]
}

export interface StagedArticle {
  readonly article: ArticleVersion
  /** Equal for two versions of an article exactly when nothing that is stored differs. */
  readonly fingerprint: string
}

export interface SyncPage {
  readonly cursor: string | null
  readonly articles: readonly StagedArticle[]
  readonly problems: readonly UnreadArticle[]
}

export interface SyncCounts {
  /** Staged, and not yet published from this source. */
  readonly added: number
  /** Staged with another fingerprint than the published one. */
  readonly changed: number
  readonly unchanged: number
  /** Published from this source, not of a brand that could not be read, and not staged. */
  readonly missing: number
  /** Published from this source, and not of a brand that could not be read. */
  readonly stored: number
  /** Some brand that was read would lose more than half of its articles. */
  readonly brandEmptied: boolean
}

/** Every method is one transaction. An article is known by source, article id and locale. */
export interface SyncStore {
  /** The source's newest run, if it is `running` (its process is gone) or `failed`. */
  unfinishedRun(source: string): Promise<SyncRun | null>
  /** Throws away what any former run of this source has staged, also a held one; status `running`. */
  beginRun(run: Pick<SyncRun, 'syncId' | 'source' | 'startedAt'>): Promise<void>
  /** Adds to the stage, replacing what is staged for the same article and locale. Fault `CONFLICT` if another run began. */
  stagePage(syncId: string, page: SyncPage): Promise<void>
  /** Articles of brands that could not be read are not counted as missing. */
  compare(syncId: string, brands?: readonly BrandSync[]): Promise<SyncCounts>
  /** When each brand was last read whole. */
  lastReads(source: string): Promise<ReadonlyMap<string, string>>
  /** Published := staged; deletes the missing if told so, except of a brand of `view` that failed; empties the stage; keeps `view`. */
  publish(view: SyncView, given: { readonly removeMissing: boolean }): Promise<void>
  /** Keeps `view` (`failed` or `needs_confirmation`) and the stage with it. */
  setAside(view: SyncView): Promise<void>
  /** The run, if it waits for a confirmation and its stage is still there. */
  heldRun(syncId: string): Promise<SyncView | null>
}

export interface SyncRooms {
  readonly store: SyncStore
  readonly clock: { now(): Date }
}

export interface SyncOrder extends SyncRooms {
  readonly source: ArticleSource
  readonly ids: { newId(): string }
  /** Removes what is missing even if that is most of the source. */
  readonly confirmRemoval?: boolean
  readonly signal?: AbortSignal
}

/** An older one is not continued: what it staged may have changed since. */
const RESUME_WITHIN_MS = 60 * 60 * 1000
const PAGE_SIZE = 100
const MOST_PROBLEMS = 500

/** HOLE: two processes on one store are told apart only when the second page of the first is refused. */
const running = new WeakMap<SyncStore, Set<string>>()

async function alone<T>(store: SyncStore, source: string, work: () => Promise<T>): Promise<T> {
  const names = running.get(store) ?? new Set<string>()
  running.set(store, names)
  if (names.has(source)) throw new Fault('SYNC_RUNNING', `a sync of ${source} is running`)
  names.add(source)
  return work().finally(() => names.delete(source))
}

function stage(found: SourceArticle): StagedArticle {
  const article = { ...found, versionHash: articleVersionHash(found.title, found.passages) }
  const { passages: _, ...kept } = article
  // Sorted by hand: the order of an object's keys must not decide whether an article has changed.
  const fields = Object.entries(kept).sort(([a], [b]) => (a < b ? -1 : 1))
  return { article, fingerprint: createHash('sha256').update(JSON.stringify(fields)).digest('hex') }
}

async function openRun(order: SyncOrder): Promise<SyncRun> {
  const { store, source, clock, ids } = order
  const left = await store.unfinishedRun(source.name)
  const now = clock.now()
  const age = left === null ? 0 : now.getTime() - Date.parse(left.startedAt)
  if (left !== null && left.cursor !== null && age <= RESUME_WITHIN_MS) return left
  const run = { syncId: ids.newId(), source: source.name, startedAt: now.toISOString() }
  await store.beginRun(run)
  return { ...run, cursor: null, problems: [] }
}

interface ReadPage extends SyncPage {
  readonly complete: boolean | null
  readonly brands: readonly BrandOutcome[]
}

/** Gathers a source's items into pages to stage; the last one says whether the source was read to its end. */
async function* readPages(
  source: ArticleSource,
  from: string | null,
  signal: AbortSignal,
): AsyncGenerator<ReadPage> {
  const seen = new Map<string, string>()
  let articles: StagedArticle[] = []
  let problems: UnreadArticle[] = []
  let brands: BrandOutcome[] = []
  let cursor = from
  let complete = false
  const take = (): Pick<ReadPage, 'articles' | 'problems' | 'brands'> => {
    const taken = { articles, problems, brands }
    articles = []
    problems = []
    brands = []
    return taken
  }
  for await (const item of source.read(signal, from)) {
    signal.throwIfAborted()
    if (item.kind === 'end') {
      complete = item.complete
      break
    }
    if (item.kind === 'checkpoint') cursor = item.cursor
    if (item.kind === 'brand') {
      const { kind: _kind, ...outcome } = item
      brands.push(outcome)
    }
    if (item.kind === 'problem') {
      const { kind: _kind, ...found } = item
      problems.push(found)
    }
    if (item.kind === 'article') {
      const found = stage(item.article)
      const name = nameInLocale(found.article.articleId, found.article.locale)
      const former = seen.get(name)
      seen.set(name, former ?? found.fingerprint)
      if (former === undefined) articles.push(found)
      else if (former !== found.fingerprint) problems.push(unread(name, 'twice'))
    }
    if (item.kind === 'checkpoint' || articles.length >= PAGE_SIZE)
      yield { ...take(), cursor, complete: null }
  }
  yield { ...take(), cursor, complete }
}

function viewOf(run: SyncRun, problems: readonly UnreadArticle[]): SyncView {
  const shown = problems.slice(0, MOST_PROBLEMS)
  const more = problems.length - shown.length
  return {
    syncId: run.syncId,
    source: run.source,
    status: 'running',
    startedAt: run.startedAt,
    endedAt: null,
    added: 0,
    changed: 0,
    unchanged: 0,
    removed: 0,
    wouldRemove: 0,
    problems: more === 0 ? shown : [...shown, unread(run.source, 'more', more)],
  }
}

/** Stages everything that the source shows. @returns whether it was read to its end. */
async function stageAll(
  order: SyncOrder,
  run: SyncRun,
  problems: UnreadArticle[],
  brands: BrandOutcome[],
): Promise<boolean | Fault> {
  const signal = order.signal ?? new AbortController().signal
  const pages = readPages(order.source, run.cursor, signal)
  for (;;) {
    const next = await pages.next().catch((cause: unknown) => {
      if (signal.aborted)
        throw new Fault('SHUTTING_DOWN', 'the sync stops here and continues with the next one', cause)
      return asFault(cause)
    })
    if (next instanceof Fault) return next
    if (next.done) return false
    const { complete, brands: told, ...page } = next.value
    await order.store.stagePage(run.syncId, page)
    problems.push(...page.problems)
    brands.push(...told)
    if (complete !== null) return complete
  }
}

/** @returns the run's view: `done`, `failed` (nothing changed) or `needs_confirmation` (nothing changed). */
export function syncArticles(order: SyncOrder): Promise<SyncView> {
  return alone(order.store, order.source.name, async () => {
    const run = await openRun(order)
    const problems = [...run.problems]
    const outcomes: BrandOutcome[] = []
    const complete = await stageAll(order, run, problems, outcomes)
    const endedAt = order.clock.now().toISOString()
    const brands = await datedBrands(order, outcomes)
    const fail = async (broken: readonly UnreadArticle[]): Promise<SyncView> => {
      const view = viewOf(run, [...broken, ...problems])
      const failed: SyncView = { ...view, ...brands, status: 'failed', endedAt }
      await order.store.setAside(failed)
      return failed
    }
    if (complete instanceof Fault) return fail([unreadSource(run.source, complete)])
    if (outcomes.length > 0 && outcomes.every(({ outcome }) => outcome === 'failed')) return fail([])
    if (!complete) problems.unshift(unread(run.source, 'not_to_its_end'))
    return settle(
      order,
      { ...viewOf(run, problems), ...brands, endedAt },
      complete,
      order.confirmRemoval === true,
    )
  })
}

/** Each brand's outcome with the time it was last read; nothing where the account has no brands. */
async function datedBrands(
  { store, source }: SyncOrder,
  outcomes: readonly BrandOutcome[],
): Promise<Pick<SyncView, 'brands'>> {
  if (outcomes.length === 0) return {}
  const reads = await store.lastReads(source.name)
  return {
    brands: outcomes.map((brand) => ({ ...brand, lastReadAt: reads.get(brand.brandId) ?? null })),
  }
}

async function settle(
  rooms: SyncRooms,
  ended: SyncView,
  complete: boolean,
  confirmed: boolean,
): Promise<SyncView> {
  const { brands } = ended
  const found = await rooms.store.compare(ended.syncId, brands)
  const { added, changed, unchanged, missing, stored } = found
  const counted = { ...ended, added, changed, unchanged }
  // A help center that was emptied, moved or closed by mistake must not empty the drafts with it.
  if (complete && !confirmed && (missing * 2 > stored || found.brandEmptied)) {
    const held: SyncView = { ...counted, status: 'needs_confirmation', wouldRemove: missing }
    await rooms.store.setAside(held)
    return held
  }
  const done: SyncView = {
    ...{ ...counted, status: 'done', removed: complete ? missing : 0 },
    ...(brands === undefined ? {} : { brands: brands.map((brand) => readNow(brand, ended.startedAt)) }),
  }
  await rooms.store.publish(done, { removeMissing: complete })
  return done
}

/** What is published now is as old as the beginning of its reading. */
function readNow(brand: BrandSync, at: string): BrandSync {
  return brand.outcome === 'read' ? { ...brand, lastReadAt: at } : brand
}

/** Publishes a held run, with its removals. Fault `NOT_FOUND` when it does not wait, or a newer sync has begun. */
export async function confirmSync(rooms: SyncRooms, syncId: string): Promise<SyncView> {
  const held = await rooms.store.heldRun(syncId)
  if (held === null) throw new Fault('NOT_FOUND', `no sync ${syncId} waits for a confirmation`)
  return alone(rooms.store, held.source, () =>
    settle(rooms, { ...held, endedAt: rooms.clock.now().toISOString(), wouldRemove: 0 }, true, true),
  )
}
