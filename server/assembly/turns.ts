/** What runs again and again while a server runs: signing, copying, sweeping, looking, sending. */
import { z } from 'zod'
import { Fault } from '../../src/domain/fault.ts'
import { removeLeftFiles } from '../adapters/left-files.ts'
import { sweepReviews } from '../articles/index.ts'
import { CLOCK_HAS_LEAPT, passClock } from '../clock.ts'
import { MOST_BACKUP_DAYS } from '../config.ts'
import { forgetNoes, keepRefusals, startSweeping } from '../consent/index.ts'
import { sweepPackages } from '../dossier/index.ts'
import { sweepQuestions } from '../drafting/index.ts'
import { LOOK_EVERY_MS } from '../incidents/index.ts'
import type { Transact } from '../keys.ts'
import { errorFields } from '../log.ts'
import { type Failed, oneAtATime, type Setback, type Sweep } from '../one-by-one.ts'
import {
  type RetentionState,
  runRetention,
  sweepKeyEpochs,
  sweepOtherAccounts,
  sweepReminders,
} from '../privacy/index.ts'
import { dropEndedSessionKeys } from '../session-key.ts'
import type { StoreRows } from '../store.ts'
import { everySoOften, type Ground, setbackOf } from './ground.ts'
import { readByMeaning } from './models.ts'
import type { putTogether } from './rooms.ts'

const CHECKPOINT_MS = 1_000
/** How often a checkpoint is taken elsewhere, and a copy that failed is tried again. */
const COPY_MS = 60_000
const SWEEP_MS = 60_000
const EVENTS_MS = 1_000
/** They are many to ask for, and a day late would not matter. */
const OTHERS_MS = 3_600_000
/** Where it has said nothing: as long as anybody may keep backups. */
const saidAtStart = z.object({ backupDays: z.int().default(MOST_BACKUP_DAYS) })

/** What has happened since the last turn that looks after it. */
export interface Marks {
  /** Entries that no checkpoint signs yet. */
  changed: boolean
  /** Rows that the journal file of the store still holds. */
  erased: boolean
}

export interface Turns {
  /** All but the looks that running drafts need. */
  halt(): void
  stopLooking(): void
  stopSweeping(): Promise<void>
  sign(): Promise<void>
}

/** A store of before is brought under the month's key here too, while requests are served. */
function keySweep(
  { config, keys, world, audit, log }: Ground,
  { checkpoints }: Pick<ReturnType<typeof putTogether>, 'checkpoints'>,
  { transact, setback }: { readonly transact: Transact<StoreRows>; readonly setback: Setback },
): { readonly own: () => Promise<void>; readonly others: () => Promise<void> } {
  const { accountId } = config.account
  const rooms = { world, keys, audit, backupDays: config.backupDays }
  // By its own last start: a key that its backups need is not this server's to destroy.
  const backupDaysOf = async (other: string) => {
    const last = await transact((tx) => tx.latestConfigStart(other))
    return saidAtStart.parse(JSON.parse(last?.facts ?? '{}')).backupDays
  }
  const sign = (other: string) =>
    checkpoints.sign(other).then(
      () => true,
      (error: unknown) => {
        log.error('checkpoint not signed', { ...errorFields(error), accountId: other })
        return false
      },
    )
  let othersSweptAt = Number.NEGATIVE_INFINITY
  const sweepOthers = async () => {
    const now = world.now().getTime()
    if (Math.abs(now - othersSweptAt) < OTHERS_MS) return
    othersSweptAt = now
    await sweepOtherAccounts({ ...rooms, backupDaysOf, sign, setback }, transact, accountId)
  }
  return {
    own: async () => {
      const { unreadable } = await sweepKeyEpochs(rooms, transact, accountId)
      if (unreadable > 0) log.error(UNREADABLE, { count: unreadable })
    },
    others: sweepOthers,
  }
}

const isOfTheStop = (error: unknown) => error instanceof Fault && error.code === 'SHUTTING_DOWN'

const UNREADABLE =
  'keys of people do not open: bring the keys of their months back from the copy of the keys (docs/operations/keys.md#a-key-is-lost)'

/** The entries are not those that were signed; a signature that this process cannot read says nothing of them. */
const isOtherLog = (error: unknown) =>
  error instanceof Fault && error.code === 'AUDIT_CHAIN_BROKEN' && error.detail.problem !== undefined

const UNREAD_STOPS = ['unreadable_file', 'unreadable_store'] as const

/** Looks at the stops. What cannot be read stops everything: once for as long as it lasts, the log says so. */
function stopWatch({ killSwitch, log }: Pick<Ground, 'killSwitch' | 'log'>): () => Promise<void> {
  let told = ''
  return () =>
    killSwitch.turn().finally(() => {
      const { blind } = killSwitch.state()
      const unread = UNREAD_STOPS.filter((why) => blind.includes(why)).join(', ')
      if (unread === told) return
      told = unread
      if (unread === '') log.warn('what is stopped can be read again', {})
      else
        log.error(`nothing is drafted, since what is stopped cannot be read (${unread})`, {
          code: 'KILL_SWITCH_ON',
        })
    })
}

/** The first turn of each that must be over before the server counts as started is over when this resolves. */
export async function startTurns(
  ground: Ground,
  made: ReturnType<typeof putTogether>,
  given: {
    readonly marks: Marks
    readonly endDrills: () => Promise<void>
    readonly closeLeft: (when: 'turn') => Promise<void>
    readonly sweepEveryMs: number | undefined
    readonly lookEveryMs: number | undefined
  },
): Promise<Turns> {
  const { config, keys, store, world, audit, log, logEnd, leases } = ground
  const { accountId } = config.account
  const { marks, endDrills, closeLeft, sweepEveryMs = SWEEP_MS, lookEveryMs = LOOK_EVERY_MS } = given
  const tell = setbackOf(ground)
  let halted = false
  // A server that stops begins nothing more that the next one goes on with: that is no setback.
  const transact: Transact<StoreRows> = (act) =>
    halted ? Promise.reject(new Fault('SHUTTING_DOWN', 'the server stops')) : store.transact(act)
  const setback: Setback = (sweep, error) => {
    if (!isOfTheStop(error)) tell(sweep, error)
  }
  const sweeping = startSweeping({
    rooms: { world, keys, audit, noes: made.drafting.noes },
    transact: store.transact,
    accountId,
    everyMs: sweepEveryMs,
    setback,
  })
  await sweeping.first
  await made.checkpoints.sign(accountId)
  const scrub = async () => {
    if (!marks.erased) return
    marks.erased = !(await store.scrub(false))
  }
  const sign = async () => {
    if (marks.changed) {
      marks.changed = false
      await made.checkpoints.sign(accountId).catch((error: unknown) => {
        // Still unsigned: the next turn tries again.
        marks.changed = true
        if (isOtherLog(error)) logEnd.lose()
        throw error
      })
    }
    // Also what others have signed: whoever had nothing to do must know as much of the log as they.
    logEnd.signed(await made.signedEntries(accountId))
  }
  const copyOnce = async () => {
    await made.noteCheckpoint()
    await made.copies.turn()
  }
  const stopCopying = everySoOften(log, COPY_MS)(copyOnce)
  copyOnce().catch((error: unknown) => log.warn('no copy of the checkpoint was made', errorFields(error)))
  const lookAtStops = everySoOften(log, lookEveryMs)(stopWatch(ground))
  const timer = setInterval(() => {
    sign().catch((error: unknown) => log.error('checkpoint not signed', errorFields(error)))
    scrub().catch((error: unknown) => log.error('the journal file was not emptied', errorFields(error)))
  }, CHECKPOINT_MS)
  timer.unref()
  // What fell due is barred by the clock already; this makes the record of it.
  const sweepKeys = keySweep(ground, made, { transact, setback })
  const sweepDueReviews = () => transact((tx) => sweepReviews({ world, audit }, tx, accountId))
  const retained: RetentionState = { places: {}, failed: {} }
  const unreminded: Failed = new Set()
  /** What one of them fails at the others do not wait for. */
  const inTurn = async (acts: readonly (readonly [Sweep, () => Promise<unknown>])[]) => {
    for (const [sweep, act] of acts) if (!halted) await act().catch((error: unknown) => setback(sweep, error))
  }
  const sweepSessions = () =>
    transact(async (tx) => {
      await tx.sweepCapabilities(world.now().toISOString())
      await tx.sweepPageSessions(accountId, world.now().toISOString())
      await tx.sweepCalls(accountId, Math.floor(world.now().getTime() / 60_000) - 1)
    })
  const retain = () => {
    const keeping = (tx: StoreRows, of: string, ticketRefs: readonly string[]) =>
      keepRefusals({ world, audit }, tx, of, ticketRefs)
    const forgetting = (tx: StoreRows, of: string, before: string) => forgetNoes({ world }, tx, of, before)
    const given = { world, audit, keepRefusals: keeping, forgetNoes: forgetting, setback }
    return runRetention(given, transact, accountId, retained)
  }
  const sweepOnce = oneAtATime(async () => {
    await inTurn([
      ['left', () => closeLeft('turn')],
      ['sessions', sweepSessions],
      ['reminders', () => sweepReminders(made.privacy, transact, accountId, { failed: unreminded, setback })],
      ['drills', endDrills],
      ['reviews', sweepDueReviews],
      ['health', () => made.healthWatch.turn(accountId)],
    ])
    // Where it cannot be told whether the clock is right nothing is destroyed either.
    if (halted) return
    const leap = await transact((tx) => passClock(tx, accountId, world))
    if (leap !== null) {
      log.error(CLOCK_HAS_LEAPT, { code: 'CLOCK_LEAPT' })
      return
    }
    await inTurn([
      ['questions', () => transact((tx) => sweepQuestions(made.drafting, tx, accountId))],
      ['keys', sweepKeys.own],
      ['keys', sweepKeys.others],
      ['keys', async () => dropEndedSessionKeys(config.dataDir, keys, world.now())],
      ['retention', retain],
      ['packages', () => sweepPackages(made.rooms.requesters.exports, accountId, setback)],
      ['files', async () => removeLeftFiles(config.dataDir, (await leases.others()).size === 0)],
    ])
  })
  const closeReports = everySoOften(log, sweepEveryMs)(() => made.rooms.reports.close(accountId))
  await sweepOnce.run()
  const sweep = everySoOften(log, sweepEveryMs)(sweepOnce.run)
  // What came since is read each minute, every entry once a day, whether or not somebody looks at the console.
  const stopChecking = everySoOften(
    log,
    sweepEveryMs,
  )(async () => {
    const { problem } = await made.rooms.console.auditDesk.check(accountId)
    made.logHolds.value = problem === null
    if (problem !== null) log.error('the audit log does not verify', { code: problem })
  })
  const readMeanings = () => readByMeaning(ground, made.dense)
  const stopReading = everySoOften(log, sweepEveryMs)(readMeanings)
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
  return {
    halt() {
      halted = true
      clearInterval(timer)
      for (const end of [stopCopying, sweep, closeReports, stopChecking, stopReading, sendEvents]) end()
    },
    stopLooking: lookAtStops,
    stopSweeping: async () => {
      await Promise.all([sweeping.stop(), sweepOnce.over()])
    },
    sign,
  }
}
