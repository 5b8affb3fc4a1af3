/**
 * `npm start` on one's own machine: the stand-in helpdesk and the companion, put together over the same
 * doors that a real installation uses. Sets the sample allowlist once, signed in as the sample admin.
 */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { readConfig } from '../server/config.ts'
import { projectRoot } from '../server/project-root.ts'
import { type Companion, type Replacements, startCompanion } from '../server/start-companion.ts'
import { Fault } from '../src/domain/fault.ts'
import { loadContent } from './content/content.ts'
import { createWorkbench, type Workbench } from './index.ts'
import { installApp } from './installed-app.ts'
import { type Past, type PastClock, pastClock, pastMondays, playPastWeeks } from './past-weeks.ts'
import { leaveFresh, prepareSample, syncAgain } from './sample-set-up.ts'
import { STAND_IN, type StandInModel, startStandInModel } from './stand-in-model/index.ts'

type Environment = Readonly<Record<string, string | undefined>>

export interface RunningWorkbench {
  readonly origin: string
  readonly companion: Companion
  readonly workbench: Workbench
  /** `null` unless it was asked for: replies are then composed without a model. */
  readonly model: StandInModel | null
  stop(): Promise<void>
}

export interface WorkbenchPlaces {
  readonly workbenchPort: number
  readonly companionPort: number
  readonly dataDir: string
  readonly logLevel?: string
  /** A PostgreSQL database for the companion instead of its file. */
  readonly databaseUrl?: string
  /** Let the stand-in model word the replies, over real HTTP on this machine. */
  readonly withModel?: boolean
  /** As a new account: nothing is synced, allowed or live. */
  readonly fresh?: boolean
  /** What is played in a new folder before it opens, so that the reports have something to tell. */
  readonly past?: Past
  /** Further settings of the provider, as the environment has them: a key, time limits. */
  readonly providerSettings?: Environment
}

/** Slow enough to see a draft grow. */
const MODEL_DELAY_MS = 15

const A_DAY_MS = 86_400_000
const uuid = () => crypto.randomUUID()

/** The companion's clock and ids, while the past is played and after it. */
function worldOf(clock: PastClock): NonNullable<Replacements['world']> {
  return { now: () => clock.now(), newId: uuid }
}

function contentRoot(): URL {
  return new URL('workbench/content/', projectRoot())
}

/** Both servers, listening; the companion is configured only by what a real one is configured by. */
export async function openWorkbench(
  places: WorkbenchPlaces,
  production: boolean,
  replaced: Replacements = {},
): Promise<RunningWorkbench> {
  const content = loadContent(contentRoot())
  let companionOrigin = `http://localhost:${places.companionPort}`
  // Helpdesk and companion go by one clock, whoever hands it in.
  const { world } = replaced
  const real = world === undefined ? Date.now : () => world.now().getTime()
  const clock = pastClock(real)
  const mondays = places.past === undefined ? [] : pastMondays(real(), places.past)
  const [oldest] = mondays
  // In a new folder alone: nothing can be added before what a log already holds.
  const past = existsSync(join(places.dataDir, 'vouch.sqlite')) ? undefined : places.past
  // The account is set up before its first week.
  if (past !== undefined && oldest !== undefined) clock.goTo(oldest - A_DAY_MS)
  const workbench = createWorkbench({
    content,
    companionOrigin: () => companionOrigin,
    clock: () => clock.now(),
    ids: uuid,
    log: { info: () => undefined, warn: () => undefined },
    app: installApp(projectRoot()),
    production,
  })
  const { origin } = await listening(workbench, places.workbenchPort)
  let companion: Companion | undefined
  let model: StandInModel | null = null
  const start = async (): Promise<Companion> => {
    const started = await startCompanion(
      readConfig({
        VOUCH_PORT: new URL(companionOrigin).port || '80',
        // Its sample data comes in all at once.
        VOUCH_CALLS_A_MINUTE: 'off',
        VOUCH_PUBLIC_URL: companionOrigin,
        VOUCH_DATA_DIR: places.dataDir,
        VOUCH_ACCOUNT_ORIGIN: origin,
        VOUCH_INSTALLATION_ID: String(workbench.installationId),
        VOUCH_APP_PUBLIC_KEY: workbench.publicKeyPem,
        VOUCH_FIRST_ADMIN: String(content.staff.admin),
        VOUCH_WEBHOOK_SECRET: workbench.webhookSecret,
        VOUCH_HELP_CENTER_LOCALES: content.locales.join(','),
        VOUCH_CONTROLLER_NAME: content.name.replace(/ Help Center$/, ''),
        VOUCH_CONTROLLER_CONTACT: 'privacy@moosgrat.example',
        VOUCH_CONTROLLER_ADDRESS: 'Talstraße 7, 82467 Garmisch-Partenkirchen',
        VOUCH_CONTROLLER_COUNTRY: 'DE',
        VOUCH_STORAGE_COUNTRY: 'DE',
        VOUCH_ZAF_SDK_URL: `${origin}/zaf_sdk.min.js`,
        VOUCH_LOG_LEVEL: places.logLevel ?? 'warn',
        ...providerSettings(model, places),
        ...(places.databaseUrl === undefined ? {} : { DATABASE_URL: places.databaseUrl }),
      }),
      past === undefined ? replaced : { ...replaced, world: worldOf(clock) },
    )
    companionOrigin = started.origin
    return started
  }
  // Each start sweeps: what is past its days goes as the weeks go, and no sweep finds that the clock has leapt.
  const goOnTo = async (at: number): Promise<void> => {
    await workbench.webhooksSettled()
    await companion?.stop()
    clock.goTo(at)
    companion = await start()
  }
  try {
    if (places.withModel === true) model = await startStandInModel({ delayMs: MODEL_DELAY_MS })
    companion = await start()
    await (places.fresh === true ? leaveFresh : prepareSample)(workbench, content)
    if (past !== undefined) {
      await playPastWeeks({ workbench, content, clock, goOnTo }, past, mondays)
      // Whoever opens it first is not greeted by articles that nobody has read since those weeks.
      await syncAgain(workbench, content)
    }
    const last = companion
    return {
      origin,
      companion: last,
      workbench,
      model,
      async stop() {
        // A companion that cannot sign its end, e.g. because its folder was deleted, keeps nothing else open.
        await workbench
          .webhooksSettled()
          .then(() => last.stop())
          .finally(() => workbench.close())
          .finally(() => model?.close())
      },
    }
  } catch (error) {
    await companion?.stop()
    await workbench.close()
    await model?.close()
    throw error
  }
}

/** The model is configured as anybody's own one would be. */
function providerSettings(model: StandInModel | null, places: WorkbenchPlaces): Environment {
  if (model === null) return {}
  return {
    VOUCH_PROVIDER: 'self-hosted',
    VOUCH_PROVIDER_URL: model.baseUrl,
    VOUCH_PROVIDER_MODEL: STAND_IN,
    ...places.providerSettings,
  }
}

async function listening(workbench: Workbench, port: number): Promise<{ origin: string }> {
  try {
    return await workbench.listen(port)
  } catch (cause) {
    throw new Fault(
      'CONFIG_INVALID',
      `port ${port} cannot be used: is Vouch running already? Set VOUCH_WORKBENCH_PORT and VOUCH_PORT`,
      cause,
    )
  }
}

const environment = z.object({
  VOUCH_WORKBENCH_PORT: z.coerce.number().int().min(0).max(65_535).default(4100),
  // Not 0: the links to requesters name the port before the server has one.
  VOUCH_PORT: z.coerce.number().int().min(1).max(65_535).default(4000),
  VOUCH_DATA_DIR: z.string().min(1).default('data'),
  VOUCH_LOG_LEVEL: z.string().optional(),
  VOUCH_WORKBENCH_FRESH: z.enum(['0', '1']).default('0'),
  VOUCH_WORKBENCH_PAST: z.enum(['0', '1', 'short']).default('short'),
  VOUCH_WORKBENCH_MODEL: z.enum(['none', STAND_IN]).default('none'),
})

/** A new account has done nothing yet: a past would say that it had. */
export function pastOf(past: '0' | '1' | 'short', fresh: boolean): Past | undefined {
  if (fresh || past === '0') return undefined
  return past === '1' ? 'whole' : 'short'
}

/** Reports tell of five people's finished weeks: who opens them finds one week, and is told how to see more. */
export function readyText(origin: string, past: Past | undefined): string {
  const hint = '  Four busy weeks for the reports: VOUCH_WORKBENCH_PAST=1, in a new VOUCH_DATA_DIR.\n'
  return `\n  Vouch is ready:  ${origin}/agent\n${past === 'whole' ? '' : hint}`
}

/** @returns the exit code, once the workbench was told to stop. */
export async function startWorkbench(env: Environment): Promise<number> {
  const places = environment.safeParse(env)
  if (!places.success) {
    console.error(
      `vouch: VOUCH_WORKBENCH_PORT and VOUCH_PORT must be port numbers, VOUCH_WORKBENCH_MODEL none or ${STAND_IN}, VOUCH_WORKBENCH_FRESH 0 or 1, VOUCH_WORKBENCH_PAST 0, short or 1`,
    )
    return 1
  }
  try {
    const { VOUCH_WORKBENCH_PORT, VOUCH_PORT, VOUCH_DATA_DIR, VOUCH_LOG_LEVEL, VOUCH_WORKBENCH_MODEL } =
      places.data
    const fresh = places.data.VOUCH_WORKBENCH_FRESH === '1'
    const past = pastOf(places.data.VOUCH_WORKBENCH_PAST, fresh)
    const running = await openWorkbench(
      {
        workbenchPort: VOUCH_WORKBENCH_PORT,
        companionPort: VOUCH_PORT,
        dataDir: VOUCH_DATA_DIR,
        withModel: VOUCH_WORKBENCH_MODEL === STAND_IN,
        fresh,
        ...(past === undefined ? {} : { past }),
        ...(VOUCH_LOG_LEVEL === undefined ? {} : { logLevel: VOUCH_LOG_LEVEL }),
      },
      env['NODE_ENV'] === 'production',
    )
    console.log(readyText(running.origin, past))
    await new Promise<void>((resolve) => {
      process.once('SIGINT', () => resolve())
      process.once('SIGTERM', () => resolve())
    })
    await running.stop()
    return 0
  } catch (error) {
    if (!(error instanceof Fault)) throw error
    console.error(`vouch: ${error.message} [${error.code}]`)
    return 1
  }
}
