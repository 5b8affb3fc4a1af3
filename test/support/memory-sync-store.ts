/** Keeps published and staged articles in memory, by the contract of `SyncStore`. */
import type { StagedArticle, SyncCounts, SyncRun, SyncStore } from '../../server/articles/sync.ts'
import type { SyncView } from '../../src/domain/api.ts'
import { Fault } from '../../src/domain/fault.ts'
import type { UnreadArticle } from '../../src/domain/sync-api.ts'

interface HeldRun extends SyncRun {
  view: SyncView | null
  cursor: string | null
  problems: UnreadArticle[]
  open: boolean
  stage: Map<string, StagedArticle>
}

export interface MemorySyncStore extends SyncStore {
  readonly runs: readonly HeldRun[]
  published(source: string): readonly StagedArticle[]
  /** How many pages were staged since the store was made. */
  pagesStaged(): number
}

function keyOf({ article }: StagedArticle): string {
  return JSON.stringify([article.articleId, article.locale])
}

export function createMemorySyncStore(): MemorySyncStore {
  const runs: HeldRun[] = []
  const live = new Map<string, Map<string, StagedArticle>>()
  let pages = 0

  function liveOf(source: string): Map<string, StagedArticle> {
    const articles = live.get(source) ?? new Map<string, StagedArticle>()
    live.set(source, articles)
    return articles
  }

  function openRun(syncId: string): HeldRun {
    const run = runs.find((one) => one.syncId === syncId && one.open)
    if (run === undefined) throw new Fault('CONFLICT', `the sync ${syncId} is not open`)
    return run
  }

  /** Articles of a brand that could not be read are none of the run's. */
  function answeredBy(run: HeldRun, brands: SyncView['brands'] = []): [string, StagedArticle][] {
    const failed = brands.filter(({ outcome }) => outcome === 'failed').map(({ brandId }) => brandId)
    return [...liveOf(run.source)].filter(([, { article }]) => !failed.includes(article.brandId ?? ''))
  }

  return {
    runs,
    published: (source) => [...liveOf(source).values()],
    pagesStaged: () => pages,
    async unfinishedRun(source) {
      const run = runs.filter((one) => one.source === source).at(-1)
      const status = run?.view?.status ?? 'running'
      if (run === undefined || !run.open || !['running', 'failed'].includes(status)) return null
      return { ...run, problems: [...run.problems] }
    },
    async beginRun(run) {
      for (const former of runs) if (former.source === run.source) former.open = false
      runs.push({ ...run, cursor: null, problems: [], view: null, open: true, stage: new Map() })
    },
    async stagePage(syncId, page) {
      const run = openRun(syncId)
      for (const staged of page.articles) run.stage.set(keyOf(staged), staged)
      run.problems.push(...page.problems)
      run.cursor = page.cursor
      pages += 1
    },
    async compare(syncId, brands = []): Promise<SyncCounts> {
      const run = openRun(syncId)
      const stored = liveOf(run.source)
      const counts = { added: 0, changed: 0, unchanged: 0 }
      for (const [key, staged] of run.stage) {
        const former = stored.get(key)
        if (former === undefined) counts.added += 1
        else if (former.fingerprint === staged.fingerprint) counts.unchanged += 1
        else counts.changed += 1
      }
      const answered = answeredBy(run, brands)
      const missing = answered.filter(([key]) => !run.stage.has(key))
      const of = (all: typeof answered, id: string) =>
        all.filter(([, one]) => one.article.brandId === id).length
      const brandEmptied = brands.some(({ brandId }) => of(missing, brandId) * 2 > of(answered, brandId))
      return { ...counts, missing: missing.length, stored: answered.length, brandEmptied }
    },
    async lastReads(source) {
      const view = runs.filter((one) => one.source === source && one.view !== null).at(-1)?.view
      return new Map(
        (view?.brands ?? []).flatMap(({ brandId, lastReadAt: at }) => (at === null ? [] : [[brandId, at]])),
      )
    },
    async publish(view, { removeMissing }) {
      const run = openRun(view.syncId)
      const stored = liveOf(run.source)
      if (removeMissing)
        for (const [key] of answeredBy(run, view.brands)) if (!run.stage.has(key)) stored.delete(key)
      for (const [key, staged] of run.stage) stored.set(key, staged)
      run.view = view
      run.open = false
    },
    async setAside(view) {
      openRun(view.syncId).view = view
    },
    async heldRun(syncId) {
      const run = runs.find((one) => one.syncId === syncId && one.open)
      return run?.view?.status === 'needs_confirmation' ? run.view : null
    },
  }
}
