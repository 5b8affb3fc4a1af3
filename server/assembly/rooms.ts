/**
 * Every room, handed what it asks for. One long list on purpose: who is given what is read in one place, from above to
 * below, and nothing is decided in it.
 */
import { fileURLToPath } from 'node:url'
import type { AttentionItem } from '../../src/domain/attention-api.ts'
import type { CopiesView } from '../../src/domain/audit-copies-api.ts'
import { uncopiedPlaces } from '../../src/domain/checkpoint-lag.ts'
import { stopsEgress } from '../../src/domain/kill-switch.ts'
import {
  type AccessRooms,
  type CallCounts,
  createCallMeter,
  createFailureMeter,
  createLocalCounts,
  createRefusalMeter,
  createSharedCounts,
  followHelpdesk,
  hasAdmin,
  NO_ADMIN,
} from '../access/index.ts'
import { isRange, isWithin } from '../adapters/address-ranges.ts'
import { checkpointFiles, cosignedFiles } from '../adapters/checkpoint-files.ts'
import { checkpointPlaces } from '../adapters/checkpoint-places.ts'
import { erasureJournal } from '../adapters/erasure-journal.ts'
import { openEventDoor } from '../adapters/event-door.ts'
import { exportFiles } from '../adapters/export-files.ts'
import { openHelpCenters } from '../adapters/help-center.ts'
import { keyDates } from '../adapters/key-dates.ts'
import { openTrialModels } from '../adapters/model/trial-models.ts'
import { monotonicMs, rest } from '../adapters/world.ts'
import type { AppRooms } from '../app.ts'
import type { ApprovalRooms } from '../approvals/index.ts'
import { createSyncDesk } from '../articles/index.ts'
import {
  consistencyPath,
  createAuditDesk,
  createCheckpointCopies,
  createCheckpoints,
  createEntryProofs,
  createInclusionProofs,
  logSigner,
  openCheckpoint,
  parseWitnessKey,
} from '../audit/index.ts'
import { budgetAttention } from '../budget/index.ts'
import { createBundleDesk } from '../bundle-desk.ts'
import { changeAppliers } from '../change-appliers.ts'
import { createDecisionProofs } from '../decisions/index.ts'
import { readDocumentFacts } from '../document-facts.ts'
import { createLookNotes, type ExportRooms } from '../dossier/index.ts'
import { createExtractiveDrafter, type DraftingRooms, guardDrafter, readStanding } from '../drafting/index.ts'
import { erasureRooms, erasuresByHelpdesk } from '../erasure-rooms.ts'
import { createAccessFolds, createEventSender } from '../evidence/index.ts'
import { createGapDesk } from '../gaps/index.ts'
import { type EventRooms, readFormRule } from '../helpdesk-events/index.ts'
import { createDrillDesk, incidentAttention } from '../incidents/index.ts'
import { loadLetters } from '../letters.ts'
import { errorFields } from '../log.ts'
import { timedModel } from '../metrics/index.ts'
import { noticeSource } from '../notice-texts.ts'
import { ownLinks } from '../own-links.ts'
import { loadPackageWords } from '../package-words.ts'
import { personalDataHolders } from '../personal-data.ts'
import { calendarOfCountry, createCertificates, type PrivacyRooms } from '../privacy/index.ts'
import { codeVersion, projectRoot } from '../project-root.ts'
import { boundedCheck } from '../readiness.ts'
import { createReplayDesk } from '../replay/index.ts'
import { createReportDesk } from '../reports/index.ts'
import { createRunningDrafts } from '../running-drafts.ts'
import { createHealthWatch, createProviderDesk, type HealthRooms, watchedModel } from '../setup/index.ts'
import { createProviderTrialDesk, createSimulationDesk } from '../simulation/index.ts'
import type { StoreRows } from '../store.ts'
import { tracedModel, tracedSource, tracedSteps } from '../traces/index.ts'
import { projectWords } from '../words.ts'
import { figuresOf } from './figures.ts'
import { everySoOften, type Ground, nextTurn, OUTSIDE, pause, type Replacements } from './ground.ts'
import { denseFor, modelFor, wordedBy } from './models.ts'

/** How long whoever pulls the kill switch waits for a disk that hangs. */
const PULL_MS = 1_500
const MOST_REFUSALS_A_MINUTE = 60
/** From one address. */
const MOST_WRONG_TOKENS_A_MINUTE = 10
const MOST_WEBHOOK_REFUSALS_A_MINUTE = 10

export function putTogether(ground: Ground, replaced: Replacements) {
  const drafter = replaced.drafter ?? createExtractiveDrafter()
  const { config, keys, store, world, audit, log, killSwitch, metrics, traces, shelf } = ground
  const words = projectWords()
  const { accountId } = config.account
  const transact = store.transact
  // What only reads the log need not keep the account's writers out; on one file there is one connection for all.
  const look = store.shared ? store.snapshot : transact
  const byLink = ownLinks(transact, accountId)
  const journal = erasureJournal(config.erasureJournal, keys, (error) =>
    log.error('a no was written to the store alone: the journal cannot be written', errorFields(error)),
  )
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
    noes: journal,
    latestConsent: store.latestConsent,
    isWithdrawn: store.isWithdrawn,
    shelf,
    dense,
    drafter: guardDrafter(drafter),
    ...worded,
    notice: noticeSource(config, words, worded),
    underWay: ground.underWay,
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
  const auditDesk = createAuditDesk({ now: world.now, transact: look, anchor: checkpoints.anchor })
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
  const stopwatch = replaced.stopwatch ?? monotonicMs
  const running = createRunningDrafts(stopwatch)
  const replays = createReplayDesk({
    drafterChoice: drafting.drafterChoice,
    helpCenterLocales: config.helpCenter.locales,
    world,
    keys,
    audit,
    transact,
    pause: running.giveWay,
    report: (error) => log.warn('dry run failed', errorFields(error)),
  })
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
    journal,
    onErased: ground.markErased,
  })
  const approvals: ApprovalRooms<StoreRows> = {
    world,
    keys,
    audit,
    appliers: changeAppliers({ world, keys, audit, noes: journal }, erasing),
  }
  const follow: EventRooms['follow'] = async (tx, account, agentId, place) => {
    const before = await hasAdmin(tx, account)
    await followHelpdesk({ world, keys, audit }, tx, { accountId: account, agentId }, place)
    if (before && !(await hasAdmin(tx, account))) log.error(NO_ADMIN, { code: 'NO_ADMIN' })
  }
  const privacy: PrivacyRooms = { world, keys, audit, calendar }
  const ticketUrl = (ticketId: string) => `${config.account.origin}/agent/tickets/${ticketId}`
  const storeIsThere = boundedCheck(() => storeAnswers(ground), monotonicMs)
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
    underWay: ground.underWay,
    snapshot: store.snapshot,
    pause: running.giveWay,
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
    const hashOf = (from: number, to: number) => proofs.rangeHash(look, accountId, from, to)
    copies.offer({
      ...{ accountId, note: anchor.note, size },
      proofFrom: async (old) =>
        (await consistencyPath(old, size, hashOf)).map((hash) => hash.toString('base64')),
    })
  }
  const { witness } = config.checkpoints
  const bundleDesk = createBundleDesk({
    ...{ dataDir: config.dataDir, world, keys, audit, transact, look, checkpoints, cosigned },
    signer: (account) => logSigner(keys, account),
    witnesses: witness === null ? [] : [parseWitnessKey(witness.key)],
    pause: running.giveWay,
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
    auditExports: { copies, pack: bundleDesk, proofs: createEntryProofs({ transact: look, checkpoints }) },
    incidents: {
      rooms: incidentRooms,
      transact,
      pause: nextTurn,
      drills: createDrillDesk({
        ...{ rooms: incidentRooms, transact, killSwitch, pause, nextTurn },
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
      rooms: { world, keys, audit, noes: journal, notice: drafting.notice },
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
      rooms: {
        world,
        keys,
        audit,
        noes: journal,
        transact,
        form: readFormRule,
        ...erasuresByHelpdesk(erasing),
        follow,
      },
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
    simulations: createSimulationDesk({ ...drafting, transact, pause: running.giveWay }),
    providerTrials: createProviderTrialDesk({
      ...{ ...drafting, transact, stopwatch },
      models: openTrialModels(config, { ...drafting, transact }, replaced.tuning),
      rest: replaced.rest ?? rest,
      report: (error) => log.warn('a provider trial broke off', errorFields(error)),
    }),
    meaning: dense,
    gaps: createGapDesk({ ...drafting, transact, pause: running.giveWay }),
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
      if (ground.logEnd.isLost) return ['log']
      return ground.gate.open ? await storeIsThere() : ['erasures']
    },
    open: () => ground.gate.open,
    newRequestId: world.newId,
    log,
    metrics,
    traces,
  }
  const metricsFacts = figuresOf(ground, { health, running, copies, logHolds })
  return {
    rooms,
    metricsFacts,
    logHolds,
    signedEntries: health.signed,
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
