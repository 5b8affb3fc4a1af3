/** What `vouch sync` does, once its options are right. */
import { resolve } from 'node:path'
import type { SyncView } from '../../src/domain/api.ts'
import { Fault } from '../../src/domain/fault.ts'
import { checkpointFiles } from '../adapters/checkpoint-files.ts'
import { openHelpCenter, openHelpCenters } from '../adapters/help-center.ts'
import { serverLocks } from '../adapters/server-locks.ts'
import { realWorld } from '../adapters/world.ts'
import {
  type ArticleSource,
  createArticleFolder,
  createArticleLines,
  createSyncStore,
  syncArticles,
} from '../articles/index.ts'
import { createAuditLog, createCheckpoints, logSigner } from '../audit/index.ts'
import { accountIdIn, readConfig } from '../config.ts'
import { createLeases, LEASE_MS, type Leases } from '../leases.ts'
import { dataFolder } from './data-folder.ts'
import { type Installation, openInstallation } from './installation.ts'
import type { Terminal } from './main.ts'
import type { SyncArgs } from './sync.ts'

interface Target {
  readonly source: ArticleSource
  /** `undefined`: none is configured either; `local` in a file. */
  readonly account: string | undefined
  readonly dataDir: string
}

/** Files and a named address need no configuration; the bare command uses the server's own. */
function targetOf(args: SyncArgs, terminal: Terminal): Target {
  // As the servers' own: one of another name would be a second account in their store.
  const account = args.account ?? accountIdIn(terminal.env)
  const defaultLocale = args.locale
  const dataDir = dataFolder(args.data, terminal.env)
  if (args.folder !== undefined) {
    const path = resolve(args.folder)
    return {
      account,
      dataDir,
      source: createArticleFolder({ name: `folder:${path}`, path, defaultLocale }),
    }
  }
  if (args.jsonl !== undefined) {
    const path = resolve(args.jsonl)
    return { account, dataDir, source: createArticleLines({ name: `jsonl:${path}`, path, defaultLocale }) }
  }
  const url = args['help-center']
  if (url !== undefined) {
    const locales = (args.locales ?? args.locale).split(',').map((locale) => locale.trim().toLowerCase())
    return { account, dataDir, source: openHelpCenter({ origin: new URL(url).origin, locales }) }
  }
  const config = readConfig(terminal.env)
  return {
    account: account ?? config.account.accountId,
    dataDir: args.data === undefined ? config.dataDir : dataDir,
    source: openHelpCenters(config.helpCenter),
  }
}

function sentences(view: SyncView): readonly string[] {
  const counts = `${view.added} added, ${view.changed} changed, ${view.unchanged} unchanged, ${view.removed} removed`
  const problems = view.problems.map(({ article, reason }) => `  problem: ${article}: ${reason}`)
  if (view.status === 'needs_confirmation')
    return [
      `stopped: ${view.wouldRemove} articles, more than half, would be removed. Nothing was changed.`,
      '  If that is right, run the same command with --confirm-removal.',
      ...problems,
    ]
  return [`${view.status}: ${counts}`, ...problems]
}

/** No server: it says of itself only that it syncs. */
function leasesOf(
  store: Pick<Installation, 'shared' | 'transact'>,
  dataDir: string,
  accountId: string,
): Pick<Leases, 'take' | 'renew' | 'end'> {
  const holder = realWorld.newId()
  if (store.shared) return createLeases({ accountId, holder, world: realWorld, transact: store.transact })
  const locks = serverLocks(dataDir, holder, accountId)
  return {
    take: async (name) => locks.take(name),
    renew: async () => undefined,
    end: async () => locks.release(),
  }
}

/** @returns 0 done, 2 stopped for a confirmation, 1 failed. */
export async function readInto(parsed: SyncArgs, terminal: Terminal): Promise<number> {
  const { source, account, dataDir } = targetOf(parsed, terminal)
  const store = await openInstallation({ data: dataDir, account, env: terminal.env, fresh: true })
  const { keys, account: accountId = 'local' } = store
  const checkpoints = createCheckpoints({
    transact: store.transact,
    shelf: checkpointFiles(dataDir),
    signer: (account) => logSigner(keys, account),
  })
  const leases = leasesOf(store, dataDir, accountId)
  let renewing: NodeJS.Timeout | undefined
  try {
    if (!(await leases.take('sync')))
      throw new Fault('SYNC_RUNNING', 'a sync is running elsewhere on this store: wait for it')
    renewing = setInterval(() => void leases.renew().catch(() => undefined), LEASE_MS / 5)
    // A store that was rolled back is refused before anything is added to it.
    await checkpoints.sign(accountId)
    const view = await syncArticles({
      source,
      clock: realWorld,
      ids: realWorld,
      confirmRemoval: parsed['confirm-removal'],
      store: createSyncStore({
        accountId,
        world: realWorld,
        transact: store.transact,
        audit: createAuditLog(realWorld, keys),
        actor: { kind: 'system', ref: keys.digest('cli', accountId) },
        replaces: source.replaces ?? [],
      }),
    })
    await checkpoints.sign(accountId)
    if (parsed.json) terminal.out(JSON.stringify(view))
    else for (const line of sentences(view)) terminal.out(line)
    return view.status === 'done' ? 0 : view.status === 'needs_confirmation' ? 2 : 1
  } finally {
    clearInterval(renewing)
    await leases.end().finally(() => store.close())
  }
}
