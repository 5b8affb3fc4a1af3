/** Starts syncs for people and tells how they go. One at a time for an account. */
import type { AccountId, Agent } from '../../src/domain/account.ts'
import type { SyncView } from '../../src/domain/api.ts'
import { Fault } from '../../src/domain/fault.ts'
import type { AuditLog, EntryActor } from '../audit/index.ts'
import type { Keyring, Transact, World } from '../keys.ts'
import type { ArticleSource } from './sources/source.ts'
import { confirmSync, type SyncStore, syncArticles } from './sync.ts'
import type { SyncRows, SyncRunRow } from './sync-rows.ts'
import { createSyncStore } from './sync-store.ts'

export interface SyncDesk {
  /** Begins a sync and returns at once. @throws Fault `SYNC_RUNNING`. */
  start(admin: Agent): Promise<SyncView>
  /** Lets a held sync remove what it found missing. @throws Fault `NOT_FOUND` when none waits. */
  confirm(admin: Agent, syncId: string): Promise<SyncView>
  latest(accountId: AccountId): Promise<SyncView | null>
  /** Ends what runs; the next sync continues there. */
  stop(): Promise<void>
}

export interface SyncDeskGiven {
  readonly accountId: AccountId
  readonly world: World
  readonly keys: Keyring
  readonly audit: AuditLog
  readonly transact: Transact<SyncRows>
  readonly source: () => ArticleSource
  readonly report: (error: unknown) => void
  /** The right to sync, where several servers could: held while one runs. */
  readonly lease?: {
    take(): Promise<boolean>
    release(): Promise<void>
    isElsewhere(): Promise<boolean>
  }
}

/** What this process is at; `null` as its id: a run that has not begun yet, or one that is being confirmed. */
interface Work {
  syncId: string | null
  readonly done: Promise<unknown>
}

const ALWAYS = {
  take: async () => true,
  release: async () => undefined,
  isElsewhere: async () => false,
}

function viewOf(run: SyncRunRow, work: Work | null, elsewhere: boolean): SyncView {
  // One that is written down as ended runs on until another could begin.
  if (run.view !== null && run.syncId !== work?.syncId) return run.view
  return {
    syncId: run.syncId,
    source: run.source,
    // A run that the store calls running while nothing runs was cut off by a stop.
    status: work !== null || elsewhere ? 'running' : 'failed',
    startedAt: run.startedAt,
    endedAt: null,
    added: 0,
    changed: 0,
    unchanged: 0,
    removed: 0,
    wouldRemove: 0,
    problems: run.problems,
  }
}

export function createSyncDesk(given: SyncDeskGiven): SyncDesk {
  const lease = given.lease ?? ALWAYS
  const stopping = new AbortController()
  let running: Work | null = null
  const alone = async <T>(act: () => Promise<T>): Promise<T> => {
    if (!(await lease.take())) throw new Fault('SYNC_RUNNING', 'a sync is running on another server')
    return act().finally(() => lease.release())
  }
  const actorOf = (agent: Agent): EntryActor => ({
    kind: 'agent',
    ref: given.keys.digest('agent', agent.accountId, agent.agentId),
  })
  const storeFor = (agent: Agent): SyncStore =>
    createSyncStore({ ...given, actor: actorOf(agent), replaces: given.source().replaces ?? [] })
  const latest = async (accountId: AccountId) => {
    const run = await given.transact((tx) => tx.newestSyncRun(accountId, null))
    return run === null ? null : viewOf(run, running, await lease.isElsewhere())
  }
  return {
    latest,
    async start(admin) {
      if (running !== null) throw new Fault('SYNC_RUNNING', 'a sync is running already')
      const { store, started } = announced(storeFor(admin), (syncId) => {
        if (running !== null) running.syncId = syncId
      })
      const work = alone(() =>
        syncArticles({
          source: given.source(),
          store,
          clock: given.world,
          ids: given.world,
          signal: stopping.signal,
        }),
      )
      running = { syncId: null, done: work }
      const cleared = work
        .catch((error: unknown) => given.report(error))
        .then(() => {
          running = null
        })
      // A sync that never began must not be answered with the one before it.
      await Promise.race([started, work])
      await Promise.race([started, cleared])
      const view = await latest(admin.accountId)
      if (view === null) throw new Fault('UNEXPECTED', 'the sync did not begin')
      return view
    },
    async confirm(admin, syncId) {
      if (running !== null) throw new Fault('SYNC_RUNNING', 'a sync is running already')
      const run = alone(() => confirmSync({ store: storeFor(admin), clock: given.world }, syncId))
      running = { syncId: null, done: run }
      return run.finally(() => {
        running = null
      })
    },
    async stop() {
      stopping.abort()
      await Promise.allSettled([running?.done])
    },
  }
}

/** The same store, and a promise that resolves once a run is under way. */
function announced(
  store: SyncStore,
  isOf: (syncId: string) => void,
): { store: SyncStore; started: Promise<void> } {
  let begin: () => void = () => undefined
  const started = new Promise<void>((resolve) => {
    begin = resolve
  })
  return {
    started,
    store: {
      ...store,
      async beginRun(run) {
        await store.beginRun(run)
        isOf(run.syncId)
        begin()
      },
      async stagePage(syncId, page) {
        await store.stagePage(syncId, page)
        isOf(syncId)
        begin()
      },
    },
  }
}
