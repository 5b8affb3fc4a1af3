/** The server is put together here, and only here: config → adapters → rooms → app → listen. */
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import type { AttentionItem } from '../src/domain/attention-api.ts'
import type { CopiesView } from '../src/domain/audit-copies-api.ts'
import { uncopiedPlaces } from '../src/domain/checkpoint-lag.ts'
import { Fault } from '../src/domain/fault.ts'
import { stopsEgress } from '../src/domain/kill-switch.ts'
import { type DrafterChoice, EXTRACTIVE } from '../src/domain/scope.ts'
import {
  type AccessRooms,
  type CallCounts,
  createCallMeter,
  createFailureMeter,
  createLocalCounts,
  createRefusalMeter,
  createSharedCounts,
  endSessionsOf,
  ensureFirstAdmin,
} from './access/index.ts'
import { isRange, isWithin } from './adapters/address-ranges.ts'
import { checkpointFiles, cosignedFiles } from './adapters/checkpoint-files.ts'
import { checkpointPlaces } from './adapters/checkpoint-places.ts'
import { openLocalEmbedder } from './adapters/embedding/local-embedder.ts'
import { erasureJournal } from './adapters/erasure-journal.ts'
import { openEventDoor } from './adapters/event-door.ts'
import { exportFiles } from './adapters/export-files.ts'
import { folderMarks } from './adapters/folder-marks.ts'
import { openHelpCenters } from './adapters/help-center.ts'
import { keyDates } from './adapters/key-dates.ts'
import { openKeyring } from './adapters/keyring.ts'
import { type MetricsDoor, openMetricsDoor } from './adapters/metrics-door.ts'
import { type ModelTuning, openModel } from './adapters/model/open-model.ts'
import { openTrialModels } from './adapters/model/trial-models.ts'
import type { OpenTraces } from './adapters/otlp-traces.ts'
import { stopFile } from './adapters/stop-file.ts'
import { openStoreAt, type PlacedStore, storePlace } from './adapters/store-place.ts'
import { monotonicMs, realWorld } from './adapters/world.ts'
import { type AppRooms, apiRoutes, createApp } from './app.ts'
import type { ApprovalRooms } from './approvals/index.ts'
import {
  type ArticleShelves,
  createArticleShelves,
  createDenseDesk,
  createSyncDesk,
  type DenseDesk,
  sweepReviews,
} from './articles/index.ts'
import {
  type AuditLog,
  consistencyPath,
  createAuditDesk,
  createAuditLog,
  createCheckpointCopies,
  createCheckpoints,
  createEntryProofs,
  createInclusionProofs,
  logSigner,
  openCheckpoint,
  parseWitnessKey,
} from './audit/index.ts'
import { budgetAttention, markSent } from './budget/index.ts'
import { createBundleDesk } from './bundle-desk.ts'
import { createTurnstile, type Standing, type Turnstile } from './capability/index.ts'
import { changeAppliers } from './change-appliers.ts'
import { passClock } from './clock.ts'
import type { Config } from './config.ts'
import { configFacts } from './config-facts.ts'
import { keepNotice, startSweeping } from './consent/index.ts'
import { createDecisionProofs } from './decisions/index.ts'
import { readDocumentFacts } from './document-facts.ts'
import { createLookNotes, type ExportRooms, sweepPackages } from './dossier/index.ts'
import {
  createExtractiveDrafter,
  createModelDrafter,
  type Drafter,
  type DraftingRooms,
  discardUnfinished,
  guardDrafter,
  guardModel,
  type Model,
  readStanding,
  sweepQuestions,
} from './drafting/index.ts'
import { erasureRooms, erasuresByHelpdesk } from './erasure-rooms.ts'
import { createAccessFolds, createEventSender, noteConfigStart } from './evidence/index.ts'
import { createGapDesk } from './gaps/index.ts'
import { type EventRooms, readFormRule } from './helpdesk-events/index.ts'
import {
  adoptStop,
  createDrillDesk,
  createKillSwitch,
  endCutOffDrills,
  incidentAttention,
  type KillSwitch,
  LOOK_EVERY_MS,
} from './incidents/index.ts'
import type { Keyring, World } from './keys.ts'
import { ALONE, createLeases, LEASE_MS, type Leases } from './leases.ts'
import { loadLetters } from './letters.ts'
import { createLog, errorFields, type Log } from './log.ts'
import { settleRotation } from './log-key.ts'
import {
  type ActsKept,
  countKept,
  createMetrics,
  type Metrics,
  type MetricsFacts,
  timedModel,
} from './metrics/index.ts'
import { noticeSource } from './notice-texts.ts'
import { ownLinks } from './own-links.ts'
import { loadPackageWords } from './package-words.ts'
import { personalDataHolders } from './personal-data.ts'
import {
  calendarOfCountry,
  createCertificates,
  type PrivacyRooms,
  replayErasures,
  runRetention,
  sweepKeyEpochs,
  sweepReminders,
} from './privacy/index.ts'
import { codeVersion, projectRoot } from './project-root.ts'
import { createReplayDesk } from './replay/index.ts'
import { createReportDesk } from './reports/index.ts'
import { createRunningDrafts } from './running-drafts.ts'
import { dropEndedSessionKeys } from './session-key.ts'
import {
  createHealthWatch,
  createProviderDesk,
  type HealthRooms,
  settleLive,
  watchedModel,
} from './setup/index.ts'
import { claimStore, FOLDER_SAYS, folderProblem } from './shared-folder.ts'
import { createProviderTrialDesk, createSimulationDesk } from './simulation/index.ts'
import type { StoreRows } from './store.ts'
import { erasedNumber, markOf } from './tickets/index.ts'
import {
  type Traces,
  tracedLog,
  tracedModel,
  tracedSource,
  tracedSteps,
  tracedStore,
} from './traces/index.ts'
import { loadWords } from './words.ts'

export interface Companion {
  readonly origin: string
  /** Where figures are read; `null`: nowhere. */
  readonly metricsPort: number | null
  /** Stops taking requests, lets running drafts finish, signs the last checkpoint, closes the store. */
  stop(): Promise<void>
}

/** What a test may put in place of the real thing. Production hands nothing. */
export interface Replacements {
  readonly world?: World
  readonly drafter?: Drafter
  readonly model?: (turnstile: Turnstile) => Model
  readonly tuning?: ModelTuning
  readonly log?: Log
  readonly measure?: DraftingRooms['measure']
  readonly stopwatch?: () => number
}

const pause = (ms: number) =>
  new Promise<void>((resolve) => {
    setTimeout(resolve, ms).unref()
  })
const nextTurn = () => new Promise<void>((resolve) => setImmediate(resolve))
const CHECKPOINT_MS = 1_000
/** How often a checkpoint is taken elsewhere, and a copy that failed is tried again. */
const COPY_MS = 60_000
const WATCH_MS = 250
/** How long whoever pulls the kill switch waits for a disk that hangs. */
const PULL_MS = 1_500
const SWEEP_MS = 60_000
const EVENTS_MS = 1_000
/** Longer than any draft takes: one that is older was begun by a server that is gone. */
const LONGEST_DRAFT_MS = 15 * 60_000
const MOST_REFUSALS_A_MINUTE = 60
/** From one address. */
const MOST_WRONG_TOKENS_A_MINUTE = 10
const MOST_WEBHOOK_REFUSALS_A_MINUTE = 10

/** What the kill switch is asked where something leaves that is of no ticket. */
const OUTSIDE = { provider: '', brands: ['0'] } as const

interface Ground {
  readonly config: Config
  readonly keys: Keyring
  readonly store: PlacedStore
  readonly world: World
  readonly audit: AuditLog
  readonly log: Log
  readonly killSwitch: KillSwitch
  readonly leases: Leases
  readonly shelf: ArticleShelves
  readonly markErased: () => void
  /** `null`: no figures are kept. */
  readonly metrics: Metrics | null
  /** `null`: no traces are made. */
  readonly traces: Traces | null
  /** Opens when the store is known to be as erased as it was told to be: nobody is served before. */
  readonly gate: { open: boolean }
}

/** Notes each append, so that a checkpoint is signed only when there is something new. */
function watchedLog(inner: AuditLog, markChanged: () => void, acts: ActsKept | null): AuditLog {
  return {
    async append(tx, accountId, act) {
      const index = await inner.append(tx, accountId, act)
      markChanged()
      acts?.note(tx, act)
      return index
    },
  }
}

/** The same store, its transactions timed, and what was done in them counted. */
function timedStore(store: PlacedStore, metrics: Metrics, acts: ActsKept): PlacedStore {
  return {
    ...store,
    async transact(act) {
      const began = monotonicMs()
      const seen = (error: unknown) => {
        const code = error === null ? null : error instanceof Fault ? error.code : 'UNEXPECTED'
        metrics.transaction((monotonicMs() - began) / 1_000, code)
      }
      try {
        const outcome = await acts.within(store.transact, act)
        seen(null)
        return outcome
      } catch (error) {
        seen(error)
        throw error
      }
    },
  }
}

/** The one provider of the configuration; what a scope names besides it cannot be drafted with. */
function wordedBy(model: Model | null): Pick<DraftingRooms, 'worded' | 'drafterChoice'> {
  if (model === null) return { worded: null, drafterChoice: EXTRACTIVE }
  const { provider, region } = model.facts
  const choice: DrafterChoice = { drafter: 'openai-compatible', provider, region }
  const guarded = guardModel(model)
  const drafter = guardDrafter(createModelDrafter(guarded))
  return { worded: { model: guarded, drafter }, drafterChoice: choice }
}

function modelFor(
  { config, keys, store, world, audit, metrics }: Ground,
  replaced: Replacements,
  standing: (...at: [StoreRows, string, string]) => Promise<Standing | 'stopped' | null>,
): Model | null {
  const { transact } = store
  const onPassed = (tx: StoreRows, accountId: string, capability: string) =>
    markSent({ world }, tx, accountId, capability)
  const turnstile = createTurnstile({ world, keys, audit, transact, standing, onPassed })
  if (replaced.model !== undefined) return replaced.model(turnstile)
  const onWaiting = (waiting: number) => metrics?.providerWaiting(waiting)
  if (config.provider === null) return null
  return openModel(config.provider, turnstile, replaced.tuning, guardModel, onWaiting)
}

/** The model of the admin's, on this machine. Its folder is read when it is first asked, not before. */
function denseFor({ config, store, log }: Ground, shelf: DraftingRooms['shelf']): DenseDesk | null {
  if (config.embeddingModelDir === null) return null
  return createDenseDesk({
    accountId: config.account.accountId,
    embedder: openLocalEmbedder(config.embeddingModelDir),
    transact: store.transact,
    shelf,
    report: (error) => log.warn('the embedding model gave no vectors', errorFields(error)),
  })
}

/** What is missing is embedded piece by piece; what is wrong with the model is said once, and nothing stops. */
async function readByMeaning({ log }: Ground, dense: DenseDesk | null): Promise<void> {
  if (dense === null) return
  while (await dense.turn());
  const { problem } = await dense.standing()
  if (problem !== null) log.warn('articles are found by their words alone', { code: `EMBEDDING_${problem}` })
}

/** A look that fails is not the end of what it watches: the next one, or the store itself, will tell. */
function everySoOften(log: Log, everyMs = WATCH_MS): DraftingRooms['everySoOften'] {
  return (look) => {
    const timer = setInterval(() => {
      look().catch((error: unknown) => log.warn('what runs again and again has failed', errorFields(error)))
    }, everyMs)
    timer.unref()
    return () => clearInterval(timer)
  }
}

function putTogether(ground: Ground, replaced: Replacements) {
  const drafter = replaced.drafter ?? createExtractiveDrafter()
  const { config, keys, store, world, audit, log, killSwitch, metrics, traces, shelf } = ground
  const words = loadWords(projectRoot())
  const { accountId } = config.account
  const transact = store.transact
  const byLink = ownLinks(transact, accountId)
  const access: AccessRooms = {
    world,
    keys,
    audit,
    transact,
    account: config.account,
    refusals: createRefusalMeter(MOST_REFUSALS_A_MINUTE),
  }
  const counts: CallCounts = store.shared ? createSharedCounts({ accountId, transact }) : createLocalCounts()
  const dense = denseFor(ground, shelf)
  const model = modelFor(ground, replaced, (...at) => readStanding(drafting, ...at))
  const report = (error: unknown) => log.warn('a failure of the provider was not counted', errorFields(error))
  const watched = model === null ? null : watchedModel(model, { world, transact, report })
  const timed = watched !== null && metrics !== null ? timedModel(watched, metrics, monotonicMs) : watched
  const worded = wordedBy(timed !== null && traces !== null ? tracedModel(timed, traces) : timed)
  const measure = replaced.measure ?? ((_step, act) => act())
  const calendar = calendarOfCountry(config.controller.country)
  const drafting: DraftingRooms = {
    world,
    keys,
    audit,
    transact,
    latestConsent: store.latestConsent,
    isWithdrawn: store.isWithdrawn,
    shelf,
    dense,
    drafter: guardDrafter(drafter),
    ...worded,
    notice: noticeSource(config, words, worded),
    everySoOften: everySoOften(log),
    killSwitch: killSwitch.stopped,
    stoppedArticles: killSwitch.stoppedArticles,
    helpCenterLocales: config.helpCenter.locales,
    calendar,
    builtInTemplates: words.templates,
    codeVersion: codeVersion(projectRoot()),
    measure: traces === null ? measure : tracedSteps(traces, measure),
  }
  const incidentRooms = { world, keys, audit, deadlines: config.breachDeadlines }
  const signer = (account: string) => logSigner(keys, account)
  const checkpoints = createCheckpoints({
    transact,
    shelf: checkpointFiles(config.dataDir),
    signer,
  })
  // One for all who ask: what one of them has had read, the next need not have read again.
  const auditDesk = createAuditDesk({ now: world.now, transact, anchor: checkpoints.anchor })
  const syncs = createSyncDesk({
    accountId,
    world,
    keys,
    audit,
    transact,
    lease: {
      take: () => ground.leases.take('sync'),
      release: () => ground.leases.release('sync'),
      isElsewhere: () => ground.leases.isElsewhere('sync'),
    },
    source: () => {
      const source = openHelpCenters(config.helpCenter, () => stopsEgress(killSwitch.stopped(OUTSIDE)))
      return traces === null ? source : tracedSource(source, traces)
    },
    report: (error) => log.warn('sync failed', errorFields(error)),
  })
  const replays = createReplayDesk({
    drafterChoice: drafting.drafterChoice,
    helpCenterLocales: config.helpCenter.locales,
    world,
    keys,
    audit,
    transact,
    pause: nextTurn,
    report: (error) => log.warn('dry run failed', errorFields(error)),
  })
  const running = createRunningDrafts()
  const stopwatch = replaced.stopwatch ?? monotonicMs
  const { events: receiver } = config.evidence
  const events = createEventSender({
    world,
    transact,
    accountId,
    productVersion: drafting.codeVersion,
    stopped: () => stopsEgress(killSwitch.stopped(OUTSIDE)),
    destination: receiver === null ? null : { ...receiver, deliver: openEventDoor(receiver) },
  })
  const erasing = erasureRooms({
    ...{ world, keys, audit, backupDays: config.backupDays },
    journal: erasureJournal(config.erasureJournal, keys),
    onErased: ground.markErased,
  })
  const approvals: ApprovalRooms<StoreRows> = {
    world,
    keys,
    audit,
    appliers: changeAppliers({ world, keys, audit }, erasing),
  }
  const signOut: EventRooms['signOut'] = async (tx, account, agentId) => {
    const helpdesk = { kind: 'helpdesk', ref: 'webhook' } as const
    await endSessionsOf(
      { world, keys, audit },
      tx,
      { accountId: account, agentId },
      helpdesk,
      'left_helpdesk',
    )
  }
  const privacy: PrivacyRooms = { world, keys, audit, calendar }
  const ticketUrl = (ticketId: string) => `${config.account.origin}/agent/tickets/${ticketId}`
  const exports: ExportRooms = {
    rooms: { world, keys, audit },
    holders: personalDataHolders(keys),
    words,
    packageWords: loadPackageWords(projectRoot()),
    controller: config.controller,
    helpdeskOrigin: config.account.origin,
    codeVersion: codeVersion(projectRoot()),
    signer,
    transact: byLink,
    snapshot: store.snapshot,
    checkpoints,
    shelf: exportFiles(config.dataDir),
  }
  const proofs = createInclusionProofs()
  const cosigned = cosignedFiles(config.dataDir)
  const copies = createCheckpointCopies({
    world,
    places: checkpointPlaces(config.checkpoints, world.now),
    keepCosigned: cosigned.write,
    report: (kind, problem) => log.warn(`the checkpoint was not copied: ${kind}`, { code: problem }),
  })
  const noteCheckpoint = async () => {
    const anchor = await checkpoints.anchor(accountId)
    const signed = anchor === null ? null : openCheckpoint(anchor)
    if (anchor === null || signed === null) return
    const { size } = signed
    const hashOf = (from: number, to: number) => transact((tx) => proofs.rangeHash(tx, accountId, from, to))
    copies.offer({
      ...{ accountId, note: anchor.note, size },
      proofFrom: async (old) =>
        (await consistencyPath(old, size, hashOf)).map((hash) => hash.toString('base64')),
    })
  }
  const { witness } = config.checkpoints
  const bundleDesk = createBundleDesk({
    ...{ dataDir: config.dataDir, world, keys, audit, transact, checkpoints, cosigned },
    signer: (account) => logSigner(keys, account),
    witnesses: witness === null ? [] : [parseWitnessKey(witness.key)],
  })
  const health: HealthRooms = {
    ...{ drafting, transact, latestSync: syncs.latest, runningDrafts: running.count, copies: copies.view },
    stopped: () => killSwitch.stopped(OUTSIDE).length > 0,
    signed: async (account) => {
      const anchor = await checkpoints.anchor(account)
      return anchor === null ? 0 : (openCheckpoint(anchor)?.size ?? 0)
    },
    disk: store.disk,
    keyDates: () => keyDates(keys, config.dataDir),
    wordsAlone: () => (dense?.problem() ?? null) !== null,
    versions: { server: drafting.codeVersion, node: process.version },
  }
  const healthWatch = createHealthWatch(health)
  /** As the last check had it. */
  const logHolds = { value: true }
  const reports = createReportDesk({ world, transact })
  const rooms: AppRooms = {
    access,
    console: {
      rooms: drafting,
      approvals,
      transact,
      syncs,
      auditDesk,
      blocks: reports.blocks,
    },
    approvals: { approvals, transact },
    auditExports: { copies, pack: bundleDesk, proofs: createEntryProofs({ transact, checkpoints }) },
    incidents: {
      rooms: incidentRooms,
      transact,
      drills: createDrillDesk({
        ...{ rooms: incidentRooms, transact, killSwitch, pause },
        stopwatch,
        report: (cause) => log.error('a drill failed', errorFields(cause)),
      }),
      auditDesk,
    },
    killSwitch: {
      rooms: { world, keys, audit },
      approvals,
      killSwitch,
      transact,
      patience: () => pause(PULL_MS),
      provider: worded.worded?.model.facts.provider ?? null,
    },
    recalls: { rooms: { world, keys, audit, helpdeskOrigin: config.account.origin }, transact },
    consent: {
      rooms: { world, keys, audit, notice: drafting.notice },
      privacy,
      transact: byLink,
      words,
      privacyUrl: config.controller.privacyUrl,
      controller: config.controller,
    },
    notices: { rooms: drafting, transact, words, privacyUrl: config.controller.privacyUrl },
    overview: {
      rooms: {
        privacy,
        notice: drafting,
        more: [
          (tx, account) => incidentAttention({ world }, tx, account),
          async () => uncopiedNow(copies.view(), world.now()),
          (tx, account) => budgetAttention({ world, calendar }, tx, account, model?.facts ?? null),
        ],
      },
      transact,
      blocks: reports.blocks,
    },
    setUp: {
      ...{ drafting, transact, account: config.account.origin },
      webhooksConnected: config.account.webhookSecrets.length > 0,
      latestSync: syncs.latest,
      providers: createProviderDesk({ drafting, transact, stopwatch }),
      health,
    },
    requests: {
      rooms: privacy,
      transact: byLink,
      words,
      letters: loadLetters(projectRoot()),
      controller: config.controller,
      publicUrl: config.publicUrl,
      ticketUrl,
    },
    consents: { rooms: drafting, approvals, transact },
    retention: { rooms: privacy, transact, backupDays: config.backupDays },
    erasures: {
      erasing,
      approvals,
      transact,
      certificates: createCertificates({
        ...{ transact, checkpoints, now: world.now },
        get privateKey() {
          return keys.checkpointKey
        },
      }),
    },
    webhooks: {
      rooms: { world, keys, audit, transact, form: readFormRule, ...erasuresByHelpdesk(erasing), signOut },
      accountId,
      helpdeskAccount: config.account.helpdeskAccount,
      secrets: config.account.webhookSecrets,
      refusals: createRefusalMeter(MOST_WEBHOOK_REFUSALS_A_MINUTE),
    },
    tokens: { rooms: { world, keys, audit, isRange }, transact },
    tokenDoor: {
      ...access,
      accountId,
      isWithin,
      failures: createFailureMeter(MOST_WRONG_TOKENS_A_MINUTE, { counts, digest: keys.digest }),
    },
    page: { rooms: access, words, zafSdkUrl: config.zafSdkUrl },
    replays,
    simulations: createSimulationDesk({ ...drafting, transact, pause: nextTurn }),
    providerTrials: createProviderTrialDesk({
      ...{ ...drafting, transact, stopwatch },
      models: openTrialModels(config, { ...drafting, transact }, replaced.tuning),
      report: (error) => log.warn('a provider trial broke off', errorFields(error)),
    }),
    meaning: dense,
    gaps: createGapDesk({ ...drafting, transact, pause: nextTurn }),
    reports,
    spending: { rooms: { world, calendar }, approvals, transact, model: model?.facts ?? null },
    running,
    requesters: { exports, publicUrl: config.publicUrl, ticketUrl },
    looks: createLookNotes({ world, keys, audit }, transact),
    decisions: createDecisionProofs({ transact, checkpoints }),
    evidence: {
      rooms: {
        world,
        keys,
        audit,
        transact,
        anchor: checkpoints.anchor,
        productVersion: drafting.codeVersion,
        folds: createAccessFolds(transact),
        reviewMonths: config.evidence.reviewMonths,
      },
      events,
      facts: (tx, language) => readDocumentFacts({ config, keys }, tx, language),
    },
    publicUrl: config.publicUrl,
    trustedProxies: config.trustedProxies,
    calls:
      config.callLimits === null
        ? null
        : createCallMeter({ limits: config.callLimits, now: world.now, digest: keys.digest, counts }),
    assetsDir: fileURLToPath(new URL('dist/app/', projectRoot())),
    notes: () => [
      ...(copies.view().copies.some(({ problem }) => problem !== null) ? ['checkpoint copies'] : []),
      ...((dense?.problem() ?? null) === null ? [] : ['embedding model']),
      ...healthWatch.notes(),
    ],
    readiness: async () => {
      if (running.stopping) return ['stopping']
      return ground.gate.open ? await storeAnswers(ground) : ['erasures']
    },
    open: () => ground.gate.open,
    newRequestId: world.newId,
    log,
    metrics,
    traces,
  }
  const secondsSince = (at: string | null) =>
    at === null ? null : Math.max(0, (world.now().getTime() - Date.parse(at)) / 1_000)
  const metricsFacts = async (): Promise<MetricsFacts> => {
    const signedEntries = await health.signed(accountId)
    const { bytes: storeBytes, freeBytes } = await store.disk()
    const stored = await transact(async (tx) => ({
      entries: (await tx.auditHead(accountId))?.tree.size ?? 0,
      syncedAt: await tx.lastWholeSync(accountId),
    }))
    const dates = health.keyDates()
    return {
      keySeconds: {
        master: secondsSince(dates.master),
        session: secondsSince(dates.session),
        log: secondsSince(dates.log),
      },
      ...{ signedEntries, storeBytes, freeBytes, entries: stored.entries },
      runningDrafts: running.count(),
      stopped: health.stopped(),
      ready: !running.stopping && ground.gate.open,
      signedSecondsAgo: secondsSince(copies.view().signedAt),
      copiesBehind: uncopiedPlaces(copies.view(), world.now()).length,
      syncSecondsAgo: secondsSince(stored.syncedAt),
      logHolds: logHolds.value,
    }
  }
  return {
    rooms,
    metricsFacts,
    logHolds,
    dense,
    drafting,
    erasing,
    privacy,
    checkpoints,
    copies,
    noteCheckpoint,
    syncs,
    replays,
    running,
    words,
    access,
    events,
    healthWatch,
  }
}

/** For the overview, which does not know the room. */
function uncopiedNow(view: CopiesView, now: Date): readonly AttentionItem[] {
  return [{ kind: 'checkpoint_uncopied', count: uncopiedPlaces(view, now).length }]
}

async function storeAnswers({ store, config, log }: Ground): Promise<readonly string[]> {
  try {
    await store.transact((tx) => tx.auditHead(config.account.accountId))
    await store.takesWrites()
    return []
  } catch (error) {
    log.error('store does not answer', errorFields(error))
    return ['store']
  }
}

/** The data folder as one of several servers uses it; a store with one server needs nothing of it. */
function sharedFolder(
  { config, keys, store, world }: Pick<Ground, 'config' | 'keys' | 'store' | 'world'>,
  holder: string,
) {
  const { accountId } = config.account
  const marks = folderMarks(config.dataDir, realWorld.now)
  const look = async (tx: StoreRows) => {
    const problem = await folderProblem(tx, { accountId, keys, marks, now: world.now() })
    if (problem !== null) throw new Fault('CONFIG_INVALID', `VOUCH_DATA_DIR: ${FOLDER_SAYS[problem]}`)
  }
  if (!store.shared)
    return {
      enter: async () => undefined,
      check: async () => undefined,
      stay: () => undefined,
      leave: () => undefined,
    }
  return {
    async enter() {
      await store.transact(async (tx) => {
        await look(tx)
        await claimStore(tx, accountId, keys)
      })
      marks.clear()
      marks.put(holder)
    },
    check: () => store.transact(look),
    stay: () => marks.put(holder),
    leave: () => marks.drop(holder),
  }
}

/** A store of before is brought under the month's key here too, while requests are served. */
async function sweepKeys({ config, keys, store, world, audit, log }: Ground): Promise<void> {
  const rooms = { world, keys, audit, backupDays: config.backupDays }
  const { unreadable } = await sweepKeyEpochs(rooms, store.transact, config.account.accountId)
  if (unreadable > 0) log.error('keys of people do not open', { count: unreadable })
  await dropEndedSessionKeys(config.dataDir, keys, world.now())
}

/** Longer than the 60 s after which a proxy gives up an idle connection: who closes first loses no request. */
const KEEP_ALIVE_MS = 65_000

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
  const untimed = await openStoreAt(storePlace(config.dataDir, config.databaseUrl), {
    account: config.account.accountId,
    strict: config.production,
    erasedNumber: (account, ticketId) => erasedNumber(markOf(keys, account, 'ticket', ticketId)),
    settled: shelf.settled,
  })
  const acts = metrics === null ? null : countKept(metrics)
  const timed = metrics === null || acts === null ? untimed : timedStore(untimed, metrics, acts)
  const traces = await openTracesOf(config, log, () => stopsEgress(killSwitch.stopped(OUTSIDE)))
  const store = traces === null ? timed : tracedStore(timed, traces)
  let changed = true
  const markChanged = () => {
    changed = true
  }
  const watched = watchedLog(createAuditLog(world, keys), markChanged, acts)
  const audit = traces === null ? watched : tracedLog(watched, traces)
  let erased = false
  const markErased = () => {
    erased = true
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
  const leases = store.shared ? createLeases({ accountId, holder, world, transact: store.transact }) : ALONE
  const folder = sharedFolder({ config, keys, store, world }, holder)
  const ground: Ground = {
    ...{ config, keys, store, world, audit, log, killSwitch },
    ...{ markErased, gate, leases, metrics, traces, shelf },
  }
  let opened: Server | undefined
  let figures: MetricsDoor | undefined
  try {
    const made = putTogether(ground, replaced)
    // Before anything is written: with other keys it could be read by no other server.
    await folder.enter()
    // Before anything is signed: a rotation that broke off has left one key too many.
    const { transact } = store
    const settled = await settleRotation({
      ...{ dataDir: config.dataDir, keys, audit, transact },
      shelf: checkpointFiles(config.dataDir),
    })
    if (settled !== 'none') log.warn(`a rotation of the log key that broke off was ${settled}`, {})
    // A store that was rolled back is behind its checkpoint: refuse before anything is added to it.
    await made.checkpoints.sign(accountId)
    await ensureFirstAdmin(made.access)
    await killSwitch.look()
    await store.transact(async (tx) => {
      const facts = configFacts(config, made.drafting.codeVersion)
      await noteConfigStart({ world, audit }, tx, accountId, facts)
      await keepNotice(made.drafting, tx, accountId, { fresh: true })
      await settleLive({ world, keys, audit }, tx, accountId)
    })
    const server = createServer({ keepAliveTimeout: KEEP_ALIVE_MS }, createApp(made.rooms))
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
    const endDrills = async () => {
      const count = await endCutOffDrills(made.rooms.incidents.rooms, store.transact, accountId)
      if (count === 0) return
      await killSwitch.look()
      log.warn('drills cut off by the last stop were ended, and what they stopped lifted', { count })
    }
    // While another server is there, what is unfinished may be its own: then the sweep looks, a while later.
    const others = await leases.arrive()
    // Of two that came at once, each in a folder of its own, one finds the other here at the latest.
    await folder.check()
    const cutOff = others ? 0 : await discardUnfinished(made.drafting)
    const renewing = everySoOften(
      log,
      LEASE_MS / 5,
    )(async () => {
      folder.stay()
      await leases.renew()
    })
    if (cutOff > 0) log.warn('drafts cut off by the last stop were discarded', { count: cutOff })
    await endDrills()
    const opensAt = world.now()
    gate.open = true
    const sweeping = startSweeping({
      rooms: { world, keys, audit },
      transact: store.transact,
      accountId,
      report: (error) => log.error('consents were not swept', errorFields(error)),
    })
    await sweeping.first
    await made.checkpoints.sign(accountId)
    const scrub = async () => {
      if (!erased) return
      erased = !(await store.scrub(false))
    }
    const sign = async () => {
      if (!changed) return
      changed = false
      await made.checkpoints.sign(accountId).catch((error: unknown) => {
        // Still unsigned: the next turn tries again.
        changed = true
        throw error
      })
    }
    const copyOnce = async () => {
      await made.noteCheckpoint()
      await made.copies.turn()
    }
    const stopCopying = everySoOften(log, COPY_MS)(copyOnce)
    copyOnce().catch((error: unknown) => log.warn('no copy of the checkpoint was made', errorFields(error)))
    const lookAtStops = everySoOften(log, LOOK_EVERY_MS)(killSwitch.turn)
    const timer = setInterval(() => {
      sign().catch((error: unknown) => log.error('checkpoint not signed', errorFields(error)))
      scrub().catch((error: unknown) => log.error('the journal file was not emptied', errorFields(error)))
    }, CHECKPOINT_MS)
    timer.unref()
    // What fell due is barred by the clock already; this makes the record of it.
    const sweepDueReviews = () => store.transact((tx) => sweepReviews({ world, audit }, tx, accountId))
    const sweepOnce = async () => {
      if (store.shared) await discardUnfinished(made.drafting, LONGEST_DRAFT_MS)
      await store.transact(async (tx) => {
        await tx.sweepCapabilities(world.now().toISOString())
        await tx.sweepPageSessions(accountId, world.now().toISOString())
        await tx.sweepCalls(accountId, Math.floor(world.now().getTime() / 60_000) - 1)
        await sweepReminders(made.privacy, tx, accountId)
      })
      await endDrills()
      await sweepDueReviews()
      await made.healthWatch.turn(accountId)
      const leap = await store.transact((tx) => passClock(tx, accountId, world))
      if (leap !== null) {
        log.error('the clock has leapt: nothing is destroyed before somebody confirms it', {
          code: 'CLOCK_LEAPT',
        })
        return
      }
      await store.transact((tx) => sweepQuestions(made.drafting, tx, accountId))
      await sweepKeys(ground)
      await runRetention({ world, audit }, store.transact, accountId)
      // What is older than we are was made by a server that is gone, unless another is there.
      const since = (await leases.hasOthers()) ? null : opensAt
      await sweepPackages(made.rooms.requesters.exports, accountId, since)
    }
    const closeReports = everySoOften(log, SWEEP_MS)(() => made.rooms.reports.close(accountId))
    await sweepOnce()
    const sweep = everySoOften(log, SWEEP_MS)(sweepOnce)
    // What came since is read each minute, every entry once a day, whether or not somebody looks at the console.
    const stopChecking = everySoOften(
      log,
      SWEEP_MS,
    )(async () => {
      const { problem } = await made.rooms.console.auditDesk.check(accountId)
      made.logHolds.value = problem === null
      if (problem !== null) log.error('the audit log does not verify', { code: problem })
    })
    const readMeanings = () => readByMeaning(ground, made.dense)
    const stopReading = everySoOften(log, SWEEP_MS)(readMeanings)
    readMeanings().catch((error: unknown) => log.warn('no vectors were made', errorFields(error)))
    const sendEvents = everySoOften(
      log,
      EVENTS_MS,
    )(async () => {
      // Until everything is sent, or one batch was not taken.
      // Two servers that send would send everything twice.
      if (config.evidence.events === null || !(await leases.take('events'))) return
      while (await made.events.turn());
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
      clearInterval(timer)
      stopCopying()
      sweep()
      closeReports()
      stopChecking()
      stopReading()
      sendEvents()
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
      lookAtStops()
      await made.syncs.stop()
      await made.dense?.close()
      await made.replays.stop()
      await made.rooms.providerTrials.stop()
      await sweeping.stop()
      server.closeIdleConnections()
      const cut = setTimeout(() => server.closeAllConnections(), 2_000)
      await closed
      clearTimeout(cut)
      changed = true
      await leases.end()
      folder.leave()
      await sign()
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
