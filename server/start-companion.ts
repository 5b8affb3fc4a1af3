/** The server is put together here, and only here: config → adapters → rooms (server/assembly) → app → listen. */
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Fault } from '../src/domain/fault.ts'
import { stopsEgress } from '../src/domain/kill-switch.ts'
import { ensureFirstAdmin, hasAdmin, NO_ADMIN } from './access/index.ts'
import { checkpointFiles } from './adapters/checkpoint-files.ts'
import { openKeyring } from './adapters/keyring.ts'
import { type MetricsDoor, openMetricsDoor } from './adapters/metrics-door.ts'
import type { OpenTraces } from './adapters/otlp-traces.ts'
import { stopFile } from './adapters/stop-file.ts'
import { storePlace } from './adapters/store-address.ts'
import { openStoreAt } from './adapters/store-place.ts'
import { realWorld } from './adapters/world.ts'
import { apiRoutes, createApp } from './app.ts'
import { createArticleShelves } from './articles/index.ts'
import {
  everySoOften,
  type Ground,
  type Marks,
  nextTurn,
  OUTSIDE,
  putTogether,
  type Replacements,
  serverLeases,
  setbackOf,
  sharedFolder,
  startTurns,
  timedStore,
  watchedLog,
} from './assembly/index.ts'
import { createAuditLog, createLogEnd } from './audit/index.ts'
import type { Config } from './config.ts'
import { configFacts } from './config-facts.ts'
import { keepNotice, replayNoes } from './consent/index.ts'
import { closeLeftPackages } from './dossier/index.ts'
import { discardUnfinished } from './drafting/index.ts'
import { noteConfigStart } from './evidence/index.ts'
import { isLowered } from './helpdesk-events/index.ts'
import { openHttpServer } from './http-server.ts'
import { adoptStop, createKillSwitch, endCutOffDrills } from './incidents/index.ts'
import { LEASE_MS } from './leases.ts'
import { createLog, errorFields, type Log } from './log.ts'
import { settleRotation } from './log-key.ts'
import { countKept, createMetrics } from './metrics/index.ts'
import { replayErasures } from './privacy/index.ts'
import { codeVersion, projectRoot } from './project-root.ts'
import { settleLive } from './setup/index.ts'
import { erasedNumber, markOf } from './tickets/index.ts'
import { tracedLog, tracedStore } from './traces/index.ts'
import { createUnderWay } from './under-way.ts'

export type { Replacements } from './assembly/index.ts'

export interface Companion {
  readonly origin: string
  /** Where figures are read; `null`: nowhere. */
  readonly metricsPort: number | null
  /** Stops taking requests, lets running drafts finish, signs the last checkpoint, closes the store. */
  stop(): Promise<void>
}

const isOfNewerSchema = (error: unknown) => error instanceof Fault && error.code === 'STORE_NEWER_SCHEMA'

/** What the pages were opened by: facts of the configuration. */
const OPENED_BY = ['account', 'installation', 'appKey'] as const
const ANOTHER_ACCOUNT =
  'the store holds another account, and nothing of this one: where the helpdesk was renamed, name the subdomain of before in VOUCH_ACCOUNT_ID (docs/setting-up.md)'
const NO_CHECKPOINT =
  'the log is signed as it stands, since no checkpoint of it lies in the data folder: what it had lost before is seen by an older checkpoint alone (docs/operations/audit-log.md)'

const LOG_LOST =
  'the store is behind what was committed or signed: nothing is done any more, by this server until it is started again. Stop all servers, delete nothing; vouch verify says what is missing, vouch restore is the way on (docs/postgresql.md#a-standby-takes-over)'

function listen(server: Server, config: Config): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once('error', (cause) =>
      reject(new Fault('CONFIG_INVALID', `port ${config.port} on ${config.host} cannot be used`, cause)),
    )
    server.listen(config.port, config.host, () => {
      const { port } = server.address() as AddressInfo
      resolve(`http://${config.host === '127.0.0.1' ? 'localhost' : config.host}:${port}`)
    })
  })
}

/** Loaded only where an address is named: an ordinary start pays nothing for it. */
async function openTracesOf(config: Config, log: Log, stopped: () => boolean): Promise<OpenTraces | null> {
  if (config.traces === null) return null
  const { openTraces } = await import('./adapters/otlp-traces.ts')
  const report = () => log.warn('traces were not taken', { code: 'TRACES_NOT_TAKEN' })
  return openTraces(config.traces, { version: codeVersion(projectRoot()), stopped, report })
}

/** @throws Fault when the configuration, the store or the audit log does not permit a start. */
export async function startCompanion(config: Config, replaced: Replacements = {}): Promise<Companion> {
  const log = replaced.log ?? createLog(config.logLevel)
  const world = replaced.world ?? realWorld
  const keys = openKeyring(config.dataDir, world.now)
  const metrics = config.metrics === null ? null : createMetrics()
  const shelf = createArticleShelves(world)
  const logEnd = createLogEnd(() => log.error(LOG_LOST, { code: 'AUDIT_CHAIN_BROKEN' }))
  const untimed = await openStoreAt(storePlace(config.dataDir, config.databaseUrl), {
    account: config.account.accountId,
    strict: config.production,
    erasedNumber: (account, ticketId) => erasedNumber(markOf(keys, account, 'ticket', ticketId)),
    settled: (kept) => {
      logEnd.settled(kept)
      shelf.settled(kept)
    },
    report: (what, cause) => log.warn(what, errorFields(cause)),
  })
  const acts = metrics === null ? null : countKept(metrics)
  const timed = metrics === null || acts === null ? untimed : timedStore(untimed, metrics, acts)
  const traces = await openTracesOf(config, log, () => stopsEgress(killSwitch.stopped(OUTSIDE)))
  const store = traces === null ? timed : tracedStore(timed, traces)
  const marks: Marks = { changed: true, erased: false }
  const markChanged = () => {
    marks.changed = true
  }
  const own = config.account.accountId
  const watched = watchedLog(createAuditLog(world, keys), { own, logEnd, markChanged }, acts)
  const audit = traces === null ? watched : tracedLog(watched, traces)
  const markErased = () => {
    marks.erased = true
  }
  const gate = { open: false }
  const { accountId } = config.account
  const killSwitch = createKillSwitch({
    environment: config.killSwitch,
    file: stopFile(config.killSwitchFile, accountId),
    store: store.stopsOf(accountId),
    adopt: (stop) => store.transact((tx) => adoptStop({ world, keys, audit }, tx, accountId, stop, 'file')),
  })
  const holder = world.newId()
  const leases = serverLeases({ config, store, world }, holder)
  const folder = sharedFolder({ config, keys, store, world }, holder)
  const ground: Ground = {
    ...{ config, keys, store, world, audit, log, logEnd, killSwitch },
    ...{ markErased, gate, leases, underWay: createUnderWay(holder, leases), metrics, traces, shelf },
  }
  let opened: Server | undefined
  let figures: MetricsDoor | undefined
  try {
    const made = putTogether(ground, replaced)
    // Before anything is written: with other keys it could be read by no other server.
    await folder.enter()
    const wasSize = (await store.transact((tx) => tx.auditHead(accountId)))?.tree.size ?? 0
    if (wasSize === 0) {
      const others = (await store.transact((tx) => tx.auditedAccounts())).filter(
        (known) => known !== accountId,
      )
      if (others.length > 0) log.warn(ANOTHER_ACCOUNT, { accountId, count: others.length })
    }
    // Before anything is signed: a rotation that broke off has left one key too many.
    const { transact } = store
    const settled = await settleRotation({
      ...{ dataDir: config.dataDir, keys, audit, transact },
      shelf: checkpointFiles(config.dataDir),
    })
    if (settled !== 'none') log.warn(`a rotation of the log key that broke off was ${settled}`, {})
    if ((await made.checkpoints.anchor(accountId)) === null) {
      const entries = (await store.transact((tx) => tx.auditHead(accountId)))?.tree.size ?? 0
      if (entries > 0) log.warn(NO_CHECKPOINT, { code: 'CHECKPOINT_MISSING', count: entries })
    }
    // A store that was rolled back is behind its checkpoint: refuse before anything is added to it.
    await made.checkpoints.sign(accountId)
    await store.transact(async (tx) => {
      // A right that was taken in the helpdesk does not come back by a start.
      const lowered = await isLowered(keys, tx, accountId, config.account.firstAdmin)
      if (!lowered) return ensureFirstAdmin(made.access, tx)
      if (!(await hasAdmin(tx, accountId))) log.error(NO_ADMIN, { code: 'NO_ADMIN' })
    })
    await killSwitch.look()
    await store.transact(async (tx) => {
      const facts = configFacts(config, made.drafting.codeVersion)
      const changed = await noteConfigStart({ world, audit }, tx, accountId, facts)
      // What another app, or another key, has let in is not let in any more.
      if (OPENED_BY.some((fact) => changed.includes(fact))) await tx.endAllPageSessions(accountId)
      await keepNotice(made.drafting, tx, accountId, { fresh: true })
      await settleLive({ world, keys, audit }, tx, accountId)
    })
    const server = openHttpServer(createApp(made.rooms), made.rooms)
    opened = server
    const origin = await listen(server, config)
    if (metrics !== null && config.metrics !== null) {
      const { host, port } = config.metrics
      const read = async () => metrics.text(await made.metricsFacts())
      figures = await openMetricsDoor({ host, port, token: config.metrics.token }, read)
    }
    // After listening: a second start over the same folder fails above, and must not touch what runs in the
    // first. Before any request: until the gate opens only health is answered.
    const replayed = await replayErasures(made.erasing, store.transact, accountId, nextTurn)
    if (replayed > 0) {
      log.warn('the store had come back from a backup: erasures were carried out again', { count: replayed })
      await store.scrub(true)
    }
    // Lost before anybody signed it, or cut off before its commit.
    const noes = await replayNoes(made.drafting, store.transact, accountId, wasSize)
    if (noes.told > 0)
      log.warn('the store did not know what people had refused: it was told again', { count: noes.told })
    const endDrills = async () => {
      const count = await endCutOffDrills(made.rooms.incidents.rooms, store.transact, accountId)
      if (count === 0) return
      await killSwitch.look()
      log.warn('drills cut off by the last stop were ended, and what they stopped lifted', { count })
    }
    await leases.renew()
    // Of two that came at once, each in a folder of its own, one finds the other here at the latest.
    await folder.check()
    const renewing = everySoOften(
      log,
      LEASE_MS / 5,
    )(async () => {
      folder.stay()
      await leases.renew()
    })
    const setback = setbackOf(ground)
    const closeLeft = async (when: 'start' | 'turn') => {
      const drafts = await discardUnfinished(made.drafting, when, setback)
      if (drafts > 0) log.warn('drafts cut off by a stop were discarded', { count: drafts })
      const packages = await closeLeftPackages(made.rooms.requesters.exports, accountId, setback)
      if (packages > 0) log.warn('packages cut off by a stop were closed', { count: packages })
    }
    await closeLeft('start')
    await endDrills().catch((error: unknown) => setback('drills', error))
    gate.open = true
    const turns = await startTurns(ground, made, {
      ...{ marks, endDrills, closeLeft, sweepEveryMs: replaced.sweepEveryMs },
      lookEveryMs: replaced.lookEveryMs,
    })
    log.info('started', { origin, accountId, count: apiRoutes(made.rooms).length })
    let stopped: Promise<void> | null = null
    return {
      origin,
      metricsPort: figures?.port ?? null,
      stop: () => {
        stopped ??= stop()
        return stopped
      },
    }

    async function stop(): Promise<void> {
      turns.halt()
      renewing()
      await made.events.stop()
      await figures?.close()
      // Drafts still run: it is looked at until they are done.
      made.running.stop()
      const closed = new Promise<void>((resolve) => server.close(() => resolve()))
      server.closeIdleConnections()
      await made.running.finished()
      // What a drill has stopped is lifted while the store is still open.
      await made.rooms.incidents.drills.stop()
      turns.stopLooking()
      await made.syncs.stop()
      await made.dense?.close()
      await made.replays.stop()
      await made.rooms.providerTrials.stop()
      await turns.stopSweeping()
      server.closeIdleConnections()
      const cut = setTimeout(() => server.closeAllConnections(), 2_000)
      await closed
      clearTimeout(cut)
      marks.changed = true
      // What cannot be given back ends by itself.
      await leases.end().catch((error: unknown) => log.warn('leases were not given back', errorFields(error)))
      folder.leave()
      await turns
        .sign()
        .catch((error: unknown) => {
          // A database that a newer version has taken over is signed by it.
          if (!isOfNewerSchema(error)) throw error
          log.warn('checkpoint not signed', errorFields(error))
        })
        .finally(() => store.close())
        .finally(() => traces?.close())
      log.info('stopped', { accountId })
    }
  } catch (error) {
    opened?.close()
    await figures?.close()
    await traces?.close()
    // What cannot be given back ends by itself.
    await leases.end().catch(() => undefined)
    folder.leave()
    await store.close()
    throw error
  }
}
