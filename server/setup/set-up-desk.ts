/** Reads how far the set-up is, from the store and the configuration as they are now. */
import type { AccountId, Agent } from '../../src/domain/account.ts'
import type { SyncView } from '../../src/domain/api.ts'
import { EXTRACTIVE } from '../../src/domain/scope.ts'
import {
  missingSteps,
  type ProviderFacts,
  type ProviderTest,
  type SetUpFacts,
  stepsOf,
} from '../../src/domain/set-up.ts'
import type { SetUpView } from '../../src/domain/set-up-api.ts'
import type { SyncRows } from '../articles/index.ts'
import { keepNotice, type NoticeSource, readNoticeStanding } from '../consent/index.ts'
import { type DraftingRooms, type DraftRows, type LiveRows, readScopePolicy } from '../drafting/index.ts'
import type { Transact } from '../keys.ts'
import { lastSimulation } from '../simulation/index.ts'
import { goLive, type LiveStateRows, takeBack } from './go-live.ts'
import type { ProviderDesk } from './provider-desk.ts'

export interface ProviderRows {
  addProviderTest(accountId: AccountId, test: ProviderTest): Promise<void>
  newestProviderTest(accountId: AccountId): Promise<ProviderTest | null>
  /** `hour`: the beginning of it, ISO 8601. */
  addProviderTrouble(accountId: AccountId, hour: string, code: string): Promise<void>
  providerTroubles(
    accountId: AccountId,
    since: string,
  ): Promise<readonly { readonly code: string; readonly count: number }[]>
  forgetProviderTroubles(before: string): Promise<void>
}

/** What the set-up asks of the store for itself. */
export interface SetUpOwnRows extends LiveRows, LiveStateRows, ProviderRows {
  /** Articles that a sync has read so far. */
  stagedCount(accountId: AccountId, syncId: string): Promise<number>
  /** When the helpdesk's newest signed event came. */
  newestSigned(accountId: AccountId): Promise<string | null>
  /** When the newest sync began that ended whole. */
  lastWholeSync(accountId: AccountId): Promise<string | null>
  /** Rows of every table, whoever they are of. */
  tableCounts(): Promise<readonly { readonly name: string; readonly count: number }[]>
  schemaVersion(): Promise<number>
}

export type SetUpRows = DraftRows & SetUpOwnRows & Parameters<typeof lastSimulation>[0]

export interface SetUpRooms<Rows extends SetUpRows = SetUpRows> {
  readonly drafting: Pick<
    DraftingRooms,
    'world' | 'keys' | 'audit' | 'noes' | 'shelf' | 'drafterChoice' | 'notice' | 'worded'
  >
  readonly transact: Transact<Rows>
  /** The helpdesk's origin. */
  readonly account: string
  readonly webhooksConnected: boolean
  readonly latestSync: (accountId: AccountId) => Promise<SyncView | null>
}

const providerOf = ({ drafting }: Pick<SetUpRooms, 'drafting'>): ProviderFacts | null => {
  const facts = drafting.worded?.model.facts
  if (facts === undefined) return null
  const { provider, region, host, model } = facts
  return { provider, region, host, model }
}

interface StoredGround {
  readonly accountId: AccountId
  readonly account: string
  readonly shelf: DraftingRooms['shelf']
  readonly provider: ProviderFacts | null
  readonly webhooksConnected: boolean
}

interface ReadGround extends StoredGround {
  readonly notice: Pick<NoticeSource<SetUpRows>, 'facts'>
}

type Read = Omit<SetUpFacts, 'notice' | 'sync' | 'staged'>

async function readRows(tx: SetUpRows, given: StoredGround): Promise<Read> {
  const { accountId } = given
  const shelf = await given.shelf(tx, accountId)
  const policy = await readScopePolicy({ drafterChoice: EXTRACTIVE }, tx, accountId)
  const state = await tx.liveState(accountId)
  return {
    account: given.account,
    articles: shelf.synced,
    allowed: shelf.articles.length,
    policyReadable: policy !== null,
    provider: given.provider,
    providerTest: await tx.newestProviderTest(accountId),
    webhooks: { connected: given.webhooksConnected, lastSignedAt: await tx.newestSigned(accountId) },
    simulation: {
      last: await lastSimulation(tx, accountId),
      scopeVersion: (await tx.storedPolicy(accountId))?.version ?? 0,
      required: policy?.requiresSimulation !== undefined,
    },
    live: { live: state?.live ?? false, at: state?.at ?? null },
  }
}

/** From the store, changing nothing: for the command line. */
export async function readStoredFacts(
  tx: SetUpRows & Pick<SyncRows, 'newestSyncRun'>,
  given: ReadGround,
): Promise<SetUpFacts> {
  const run = await tx.newestSyncRun(given.accountId, null)
  const kept = await readNoticeStanding(given.notice, tx, given.accountId)
  const running = run !== null && run.view === null
  return {
    ...(await readRows(tx, given)),
    sync: run === null ? null : (run.view ?? { ...NO_COUNTS, ...run, status: 'running', endedAt: null }),
    staged: running ? await tx.stagedCount(given.accountId, run.syncId) : 0,
    notice:
      kept === null
        ? null
        : {
            standing: kept.standing,
            origin: kept.notice.origin === 'generated' ? 'generated' : 'written',
            version: kept.notice.version,
          },
  }
}

const NO_COUNTS = { added: 0, changed: 0, unchanged: 0, removed: 0, wouldRemove: 0 }

async function factsIn(
  rooms: SetUpRooms,
  tx: SetUpRows,
  accountId: AccountId,
  sync: SyncView | null,
): Promise<SetUpFacts> {
  const { drafting, account, webhooksConnected } = rooms
  const { notice, standing } = await keepNotice(drafting, tx, accountId)
  const given = {
    accountId,
    account,
    webhooksConnected,
    shelf: drafting.shelf,
    provider: providerOf(rooms),
  }
  return {
    ...(await readRows(tx, given)),
    sync,
    staged: sync?.status === 'running' ? await tx.stagedCount(accountId, sync.syncId) : 0,
    notice: {
      standing,
      origin: notice.origin === 'generated' ? 'generated' : 'written',
      version: notice.version,
    },
  }
}

export async function readSetUpFacts(rooms: SetUpRooms, accountId: AccountId): Promise<SetUpFacts> {
  const sync = await rooms.latestSync(accountId)
  return rooms.transact((tx) => factsIn(rooms, tx, accountId, sync))
}

const viewOf = (facts: SetUpFacts): SetUpView => ({
  steps: stepsOf(facts),
  live: facts.live.live,
  unread: facts.sync?.problems ?? [],
  providerTest: facts.providerTest,
})

export async function viewSetUp(rooms: SetUpRooms, accountId: AccountId): Promise<SetUpView> {
  return viewOf(await readSetUpFacts(rooms, accountId))
}

/** @throws Fault as the test of a provider does. */
export async function testProvider(
  rooms: SetUpRooms & { readonly providers: ProviderDesk },
  admin: Agent,
): Promise<SetUpView> {
  const { accountId } = admin
  const sync = await rooms.latestSync(accountId)
  return rooms.providers.test(admin, async (tx) => viewOf(await factsIn(rooms, tx, accountId, sync)))
}

/**
 * With what is seen before and after it in one transaction: an act that is done must not be answered as refused, and
 * no step may go missing meanwhile. @throws Fault `CONFLICT` when a step that going live needs is missing; then nothing
 * has changed.
 */
export async function setLive(rooms: SetUpRooms, admin: Agent, live: boolean): Promise<SetUpView> {
  const { accountId } = admin
  const sync = await rooms.latestSync(accountId)
  return rooms.transact(async (tx) => {
    const facts = () => factsIn(rooms, tx, accountId, sync)
    if (live) await goLive(rooms.drafting, tx, admin, missingSteps(stepsOf(await facts())))
    else await takeBack(rooms.drafting, tx, admin)
    return viewOf(await facts())
  })
}
