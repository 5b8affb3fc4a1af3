/** The stage and the runs of one account's syncs, each step one transaction with its audit entry. */
import type { AccountId } from '../../src/domain/account.ts'
import type { SyncView } from '../../src/domain/api.ts'
import { Fault } from '../../src/domain/fault.ts'
import type { BrandSync } from '../../src/domain/sync-api.ts'
import type { AuditLog, EntryActor, EntryType } from '../audit/index.ts'
import type { Transact, World } from '../keys.ts'
import { watchLeaving } from './leaving.ts'
import type { SyncStore } from './sync.ts'
import type { AnsweringRun, SyncRows, SyncRunRow } from './sync-rows.ts'

export interface SyncStoreGiven {
  readonly accountId: AccountId
  readonly world: World
  readonly audit: AuditLog
  readonly transact: Transact<SyncRows>
  readonly actor: EntryActor
  /** Further sources whose articles a run answers for, see `ArticleSource`. */
  readonly replaces?: readonly string[]
}

async function runOf(tx: SyncRows, accountId: AccountId, syncId: string): Promise<SyncRunRow> {
  const run = await tx.syncRun(accountId, syncId)
  if (run?.status !== 'running') throw new Fault('CONFLICT', 'another sync has begun')
  return run
}

/**
 * The run while its stage is its own. After another process has begun or published, an emptied stage would
 * read as "everything is missing".
 */
async function stagedRunOf(tx: SyncRows, accountId: AccountId, syncId: string): Promise<SyncRunRow> {
  const run = await tx.syncRun(accountId, syncId)
  if (run === null) throw new Fault('NOT_FOUND', 'no such sync')
  const newest = await tx.newestSyncRun(accountId, run.source)
  const held = run.status === 'needs_confirmation' && newest?.syncId === syncId
  if (run.status !== 'running' && !held) throw new Fault('CONFLICT', 'another sync has begun')
  return run
}

export function createSyncStore(given: SyncStoreGiven): SyncStore {
  const { accountId, transact, actor, replaces = [] } = given
  const answering = (run: SyncRunRow, brands: readonly BrandSync[] = []): AnsweringRun => ({
    brands,
    syncId: run.syncId,
    source: run.source,
    sources: [run.source, ...replaces],
  })
  const note = (tx: SyncRows, type: EntryType, view: SyncView) =>
    given.audit.append(tx, accountId, {
      type,
      actor,
      object: { kind: 'sync', ref: view.syncId },
      decision: view.status,
      detail: {
        added: view.added,
        changed: view.changed,
        removed: view.removed,
        wouldRemove: view.wouldRemove,
        problems: view.problems.length,
      },
    })
  return {
    unfinishedRun: (source) =>
      transact(async (tx) => {
        const run = await tx.newestSyncRun(accountId, source)
        if (run === null || (run.status !== 'running' && run.status !== 'failed')) return null
        // Taken up again: a failed run is running from here on.
        await tx.putSyncRun(accountId, { ...run, status: 'running', view: null })
        return run
      }),
    beginRun: (run) =>
      transact(async (tx) => {
        await given.audit.append(tx, accountId, {
          type: 'sync.started',
          actor,
          object: { kind: 'sync', ref: run.syncId },
          decision: 'started',
        })
        const former = await tx.newestSyncRun(accountId, run.source)
        if (former?.status === 'running') await tx.putSyncRun(accountId, { ...former, status: 'failed' })
        await tx.clearStage(accountId, run.source)
        await tx.putSyncRun(accountId, { ...run, status: 'running', cursor: null, problems: [], view: null })
      }),
    stagePage: (syncId, page) =>
      transact(async (tx) => {
        const run = await runOf(tx, accountId, syncId)
        await tx.addToStage(accountId, syncId, page.articles)
        await tx.putSyncRun(accountId, {
          ...run,
          cursor: page.cursor,
          problems: [...run.problems, ...page.problems],
        })
      }),
    compare: (syncId, brands) =>
      transact(async (tx) => {
        return tx.compareStage(accountId, answering(await stagedRunOf(tx, accountId, syncId), brands))
      }),
    lastReads: (source) =>
      transact(async (tx) => {
        const view = await tx.newestSyncView(accountId, source)
        const brands = view?.brands ?? []
        return new Map(
          brands.flatMap(({ brandId, lastReadAt }) => (lastReadAt === null ? [] : [[brandId, lastReadAt]])),
        )
      }),
    publish: (view, { removeMissing }) =>
      transact(async (tx) => {
        const run = await stagedRunOf(tx, accountId, view.syncId)
        // What waits is published on a person's word alone: with it or not at all.
        if (run.status === 'needs_confirmation')
          await given.audit.append(tx, accountId, {
            ...{ type: 'sync.confirmed', actor, object: { kind: 'sync', ref: view.syncId } },
            decision: 'confirmed',
          })
        await note(tx, 'sync.finished', view)
        await watchLeaving(given, tx, accountId, () =>
          tx.publishStage(accountId, answering(run, view.brands), removeMissing),
        )
        await tx.clearStage(accountId, run.source)
        await tx.putSyncRun(accountId, { ...run, status: view.status, view })
      }),
    setAside: (view) =>
      transact(async (tx) => {
        const run = await stagedRunOf(tx, accountId, view.syncId)
        await note(tx, 'sync.finished', view)
        await tx.putSyncRun(accountId, { ...run, status: view.status, view })
      }),
    heldRun: (syncId) =>
      transact(async (tx) => {
        const run = await tx.syncRun(accountId, syncId)
        const newest = run === null ? null : await tx.newestSyncRun(accountId, run.source)
        return run?.status === 'needs_confirmation' && newest?.syncId === syncId ? run.view : null
      }),
  }
}
