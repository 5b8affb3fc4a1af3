/** The only reader of the environment. Names every problem at once, then stops. */
import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { z } from 'zod'
import { Fault } from '../src/domain/fault.ts'
import type { DeadlineRule } from '../src/domain/incident.ts'
import { KILL_SWITCH_FILE } from '../src/domain/kill-switch.ts'
import { type BrandConfig, readBrands } from './brand-config.ts'
import { type CallLimits, callLimitsSchema } from './call-limits-config.ts'
import { CHECKPOINT_VARIABLES, type CheckpointConfig, readCheckpointCopies } from './checkpoint-config.ts'
import {
  appKeyProblem,
  CONNECTION_VARIABLES,
  type ConnectionProblem,
  HELPDESK_NUMBER,
  LOOPBACK_ORIGIN,
  ZENDESK_ORIGIN,
} from './connection.ts'
import { EVIDENCE_VARIABLES, type EvidenceConfig, readEvidence } from './evidence-config.ts'
import { METRICS_VARIABLES, type MetricsConfig, readMetrics } from './metrics-config.ts'
import {
  CANDIDATE_VARIABLES,
  PROVIDER_VARIABLES,
  type ProviderConfig,
  readCandidate,
  readProvider,
} from './provider/index.ts'
import { readTraces, TRACES_VARIABLES, type TracesConfig } from './traces-config.ts'

/** Longer than a year and a month nobody may keep a backup. */
export const MOST_BACKUP_DAYS = 400

export interface Account {
  readonly accountId: string
  /** Origin of the helpdesk's pages: `https://<subdomain>.zendesk.com`. */
  readonly origin: string
  readonly installationId: string
  /** RS256 public key of the app (PEM): signs the token of each page load. */
  readonly appPublicKey: string
  readonly firstAdmin: string
  /** The newest first; none: no webhooks. */
  readonly webhookSecrets: readonly string[]
  /** The number under which the helpdesk itself knows the account: webhooks carry it. */
  readonly helpdeskAccount: string | null
}

export interface Controller {
  readonly name: string
  readonly contact: string
  readonly privacyUrl: string | null
  /** The record of a consent names these (ISO/IEC TS 27560); `null` only outside of production. */
  readonly address: string | null
  /** ISO 3166-1 alpha-2: whose law applies, and where the store stands. */
  readonly country: string | null
  readonly storageCountry: string | null
}

export interface HelpCenterConfig {
  readonly origin: string
  readonly locales: readonly string[]
  /** Each with a help center of its own, which are then read instead of `origin`; empty: one for all. */
  readonly brands: readonly BrandConfig[]
}

export interface Config {
  readonly production: boolean
  readonly host: string
  readonly port: number
  /** Whose `X-Forwarded-For` is believed: exactly these addresses and ranges. */
  readonly trustedProxies: readonly string[]
  /** How many calls a minute are taken; `null`: however many come. */
  readonly callLimits: CallLimits | null
  /** Origin under which browsers reach the companion. */
  readonly publicUrl: string
  readonly dataDir: string
  /** `null`: the store is a file in the data folder. It can hold a password: printed nowhere. */
  readonly databaseUrl: string | null
  readonly account: Account
  readonly helpCenter: HelpCenterConfig
  readonly controller: Controller
  /** `null`: replies are composed on this machine. */
  readonly provider: ProviderConfig | null
  /** Asked by provider trials and by nothing else; `null`: there is nothing to compare. */
  readonly candidate: ProviderConfig | null
  readonly evidence: EvidenceConfig
  /** Where copies of the audit checkpoint go. */
  readonly checkpoints: CheckpointConfig
  /** `null`: no figures are served. */
  readonly metrics: MetricsConfig | null
  /** `null`: no traces are made. */
  readonly traces: TracesConfig | null
  /** Folder of an embedding model (ONNX); `null`: articles are found by their words alone. */
  readonly embeddingModelDir: string | null
  readonly zafSdkUrl: string
  /** How long a backup of the store is kept at most: then the keys of its month are destroyed. */
  readonly backupDays: number
  /** Where erasures are written down a second time; never in the same backup as the store. */
  readonly erasureJournal: string
  readonly killSwitch: boolean
  /** Where stops are written besides the store, so that they hold while it is down. */
  readonly killSwitchFile: string
  /** From which day on a breach must be notified within how many hours. */
  readonly breachDeadlines: readonly DeadlineRule[]
  readonly logLevel: 'error' | 'warn' | 'info' | 'debug'
}

/** Zendesk signs test requests of webhooks that are not saved yet with it. */
const PUBLISHED_TEST_SECRET = 'dGhpc19zZWNyZXRfaXNfZm9yX3Rlc3Rpbmdfb25seQ=='
const ZAF_SDK = 'https://static.zdassets.com/zendesk_app_framework_sdk/2.0/zaf_sdk.min.js'

function isOrigin(value: string): boolean {
  return URL.canParse(value) && new URL(value).origin === value && /^https?:/.test(value)
}
const origin = z
  .string()
  .refine(isOrigin, 'must be an origin such as https://acme.zendesk.com, without a path')
const optional = z.string().optional()
const addressRange = z.union([z.ipv4(), z.ipv6(), z.cidrv4(), z.cidrv6()])
/** All addresses at once is no range: whoever means that trusts anybody. */
const isRange = (text: string) => addressRange.safeParse(text).success && !text.endsWith('/0')
const country = z.string().regex(/^[A-Z]{2}$/, 'must be a country code such as DE')

const HERE = /^(?:localhost|127\.0\.0\.1|\[?::1\]?|(?:\/|%2f).*)$/i

/** Only what checks the server's name too keeps a password and everybody's data from whoever stands between. */
export function databaseProblem(url: string, production: boolean): string | null {
  if (!URL.canParse(url) || !/^postgres(ql)?:$/.test(new URL(url).protocol))
    return 'DATABASE_URL: must be postgres://user@host/database'
  const { hostname, searchParams } = new URL(url)
  // As it is connected: a host in the query wins, and without any another variable decides.
  const hosts = searchParams.has('host') ? searchParams.getAll('host') : [hostname]
  const modes = searchParams.getAll('sslmode')
  const checked = modes.length > 0 && modes.every((mode) => mode === 'verify-full')
  if (production && !checked && !hosts.every((host) => HERE.test(host)))
    return 'DATABASE_URL: must say sslmode=verify-full in production, unless the database is on this machine'
  return null
}

const accountIdSchema = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'must be the subdomain that the account had at first')

const environment = z.object({
  NODE_ENV: optional,
  DATABASE_URL: optional,
  VOUCH_HOST: z.string().min(1).default('127.0.0.1'),
  VOUCH_PORT: z.coerce.number('must be a number').int().min(0).max(65_535).default(4000),
  VOUCH_TRUSTED_PROXIES: z
    .string()
    .optional()
    .transform((value) => (value ?? '').split(',').flatMap((range) => range.trim() || []))
    .refine((ranges) => ranges.every(isRange), 'must be addresses or ranges such as 10.0.0.2,fd00::/64'),
  VOUCH_CALLS_A_MINUTE: callLimitsSchema,
  VOUCH_PUBLIC_URL: origin,
  VOUCH_DATA_DIR: z.string().min(1).default('data'),
  VOUCH_ACCOUNT_ORIGIN: origin,
  VOUCH_ACCOUNT_ID: accountIdSchema.optional(),
  VOUCH_INSTALLATION_ID: z.string().regex(HELPDESK_NUMBER, 'must be the number of the app installation'),
  VOUCH_APP_PUBLIC_KEY: optional,
  VOUCH_APP_PUBLIC_KEY_FILE: optional,
  VOUCH_FIRST_ADMIN: z.string().regex(HELPDESK_NUMBER, 'must be the Zendesk user id of the first admin'),
  VOUCH_WEBHOOK_SECRET: optional,
  VOUCH_WEBHOOK_SECRET_BEFORE: optional,
  VOUCH_WEBHOOK_ACCOUNT: z
    .string()
    .regex(HELPDESK_NUMBER, 'must be the number of the Zendesk account')
    .optional(),
  VOUCH_HELP_CENTER_URL: origin.optional(),
  VOUCH_HELP_CENTER_LOCALES: z
    .string()
    .default('en-us')
    .transform((value) => value.split(',').map((locale) => locale.trim().toLowerCase()))
    .refine(
      (locales) => locales.every((locale) => /^[a-z]{2,3}(-[a-z0-9]{2,8})*$/.test(locale)),
      'must be locales such as en-us,de',
    ),
  VOUCH_BRAND_HELP_CENTERS: optional,
  VOUCH_CONTROLLER_NAME: z.string().min(1, 'is needed: the notice names who is responsible'),
  VOUCH_CONTROLLER_CONTACT: z.string().min(1, 'is needed: the notice names whom to ask'),
  VOUCH_CONTROLLER_ADDRESS: optional,
  VOUCH_CONTROLLER_COUNTRY: country.optional(),
  VOUCH_STORAGE_COUNTRY: country.optional(),
  VOUCH_PRIVACY_URL: z
    .string()
    .refine(
      (value) => URL.canParse(value) && /^https?:$/.test(new URL(value).protocol),
      'must be a web address',
    )
    .optional(),
  VOUCH_ZAF_SDK_URL: z
    .string()
    .refine((value) => URL.canParse(value), 'must be a URL')
    .default(ZAF_SDK),
  VOUCH_KILL_SWITCH: z.enum(['on', 'off']).default('off'),
  VOUCH_ERASURE_JOURNAL: optional,
  VOUCH_BACKUP_DAYS: z.coerce.number('must be a number').int().min(1).max(MOST_BACKUP_DAYS).default(35),
  VOUCH_EMBEDDING_MODEL_DIR: optional,
  VOUCH_KILL_SWITCH_FILE: optional,
  VOUCH_BREACH_HOURS: z
    .string()
    .default('2018-05-25:72')
    .transform((value) => value.split(',').map((rule) => rule.trim()))
    .refine(
      (rules) => rules.every((rule) => /^\d{4}-\d{2}-\d{2}:[1-9]\d{0,2}$/.test(rule)),
      'must be days and hours such as 2018-05-25:72,2027-07-01:96',
    ),
  VOUCH_LOG_LEVEL: z.enum(['error', 'warn', 'info', 'debug']).default('info'),
})

/** Every variable that is read here. */
export const CONFIG_VARIABLES: readonly string[] = [
  ...Object.keys(environment.shape),
  ...PROVIDER_VARIABLES,
  ...CANDIDATE_VARIABLES,
  ...EVIDENCE_VARIABLES,
  ...CHECKPOINT_VARIABLES,
  ...METRICS_VARIABLES,
  ...TRACES_VARIABLES,
]

/** The variables as they stand, without spaces around them and without empty ones. */
type Given = Readonly<
  Partial<
    Record<
      | keyof z.infer<typeof environment>
      | (typeof PROVIDER_VARIABLES)[number]
      | (typeof CANDIDATE_VARIABLES)[number]
      | (typeof EVIDENCE_VARIABLES)[number]
      | (typeof CHECKPOINT_VARIABLES)[number]
      | (typeof METRICS_VARIABLES)[number]
      | (typeof TRACES_VARIABLES)[number],
      string
    >
  >
>

const KEY_SAYS: Readonly<Record<ConnectionProblem, string>> = {
  needed: 'is needed',
  subdomain: 'is no public key in PEM form',
  number: 'is no public key in PEM form',
  no_key: 'is no public key in PEM form',
  private_key: 'is a private key: only the public one belongs here',
  weak_key: 'must be an RSA key of at least 2048 bits',
  workbench_key: "the workbench's key is refused in production",
}

function readKey(env: Given, problems: string[]): string {
  let pem = env.VOUCH_APP_PUBLIC_KEY?.replaceAll('\\n', '\n')
  if (pem === undefined && env.VOUCH_APP_PUBLIC_KEY_FILE !== undefined) {
    try {
      pem = readFileSync(env.VOUCH_APP_PUBLIC_KEY_FILE, 'utf8')
    } catch {
      // Not its value: a key that was put here by mistake would be printed.
      problems.push('VOUCH_APP_PUBLIC_KEY_FILE: this file cannot be read')
      return ''
    }
  }
  if (pem === undefined) {
    problems.push('VOUCH_APP_PUBLIC_KEY_FILE: is needed (or VOUCH_APP_PUBLIC_KEY): the RS256 key of the app')
    return ''
  }
  const problem = appKeyProblem(pem, env.NODE_ENV === 'production')
  if (problem !== null) problems.push(`VOUCH_APP_PUBLIC_KEY: ${KEY_SAYS[problem]}`)
  return problem === 'private_key' ? '' : pem
}

/** What is fine on one's own machine and a hole on the internet. */
function productionProblems(env: Given): string[] {
  const problems: string[] = []
  if (env.VOUCH_ACCOUNT_ORIGIN !== undefined && !ZENDESK_ORIGIN.test(env.VOUCH_ACCOUNT_ORIGIN))
    problems.push('VOUCH_ACCOUNT_ORIGIN: must be https://<subdomain>.zendesk.com in production')
  for (const name of ['VOUCH_PUBLIC_URL', 'VOUCH_HELP_CENTER_URL'] as const)
    if (env[name]?.startsWith('https://') === false) problems.push(`${name}: must be https in production`)
  for (const name of [
    'VOUCH_CONTROLLER_ADDRESS',
    'VOUCH_CONTROLLER_COUNTRY',
    'VOUCH_STORAGE_COUNTRY',
  ] as const)
    if (env[name] === undefined) problems.push(`${name}: is needed: the record of a consent names it`)
  if ((env.VOUCH_ZAF_SDK_URL ?? ZAF_SDK) !== ZAF_SDK)
    problems.push('VOUCH_ZAF_SDK_URL: must be left unset in production')
  for (const name of ['VOUCH_WEBHOOK_SECRET', 'VOUCH_WEBHOOK_SECRET_BEFORE'] as const) {
    if ((env[name]?.length ?? 32) < 24) problems.push(`${name}: must have at least 24 characters`)
    if (env[name] === PUBLISHED_TEST_SECRET)
      problems.push(`${name}: is the one that Zendesk publishes for tests: anybody could sign`)
  }
  return problems
}

function developmentProblems(env: Given): string[] {
  const origin = env.VOUCH_ACCOUNT_ORIGIN
  const fine = origin === undefined || ZENDESK_ORIGIN.test(origin) || LOOPBACK_ORIGIN.test(origin)
  return fine ? [] : ['VOUCH_ACCOUNT_ORIGIN: must be https://<subdomain>.zendesk.com or a loopback origin']
}

interface Examined {
  /** `null` while there is a problem. */
  readonly config: Config | null
  readonly problems: readonly string[]
}

function examine(given: Given): Examined {
  const parsed = environment.safeParse(given)
  const problems = (parsed.error?.issues ?? []).map(({ path, message }) => {
    const name = path[0] as keyof Given
    return `${name}: ${given[name] === undefined ? 'is needed' : message}`
  })
  const appPublicKey = readKey(given, problems)
  const provider = readProvider(given, problems)
  const candidate = readCandidate(given, provider, problems)
  const evidence = readEvidence(given, problems)
  const checkpoints = readCheckpointCopies(given, problems)
  const metrics = readMetrics(given, problems)
  const production = given.NODE_ENV === 'production'
  const traces = readTraces(given, production, problems)
  const { DATABASE_URL: databaseUrl } = given
  const database = databaseUrl === undefined ? null : databaseProblem(databaseUrl, production)
  if (database !== null) problems.push(database)
  const { VOUCH_HELP_CENTER_LOCALES: locales = [] } = parsed.data ?? {}
  const brands = parsed.success
    ? readBrands(given.VOUCH_BRAND_HELP_CENTERS, { production, locales }, problems)
    : []
  if (given.VOUCH_BRAND_HELP_CENTERS !== undefined && given.VOUCH_HELP_CENTER_URL !== undefined)
    problems.push('VOUCH_BRAND_HELP_CENTERS: takes the place of VOUCH_HELP_CENTER_URL: leave that one out')
  const found = production ? productionProblems(given) : developmentProblems(given)
  // One line a variable: what is no origin at all need not also be told to be https.
  const named = new Set(problems.map(variableOf))
  problems.push(...found.filter((problem) => !named.has(variableOf(problem))))
  if (!parsed.success || problems.length > 0) return { config: null, problems }
  return {
    config: configOf(parsed.data, {
      appPublicKey,
      provider,
      candidate,
      evidence,
      checkpoints,
      metrics,
      traces,
      production,
      brands,
    }),
    problems,
  }
}

function givenIn(env: Environment): Given {
  return Object.fromEntries(
    CONFIG_VARIABLES.map((name) => [name, env[name]?.trim() ?? '']).filter(([, value]) => value !== ''),
  )
}

type Environment = Readonly<Record<string, string | undefined>>

/** As a server takes it: what is empty is not set. */
export function asServersRead(env: Environment): Environment {
  const given: Environment = givenIn(env)
  return { ...env, ...Object.fromEntries(CONFIG_VARIABLES.map((name) => [name, given[name]])) }
}

/** @throws Fault `CONFIG_INVALID` whose message lists every problem, one a line, without any value of a key. */
export function readConfig(env: Environment): Config {
  const { config, problems } = examine(givenIn(env))
  if (config === null) throw configFault(problems)
  return config
}

/** What a server needs that waits for its account to be connected. */
export type SetUpConfig = Pick<
  Config,
  'production' | 'host' | 'port' | 'publicUrl' | 'dataDir' | 'databaseUrl' | 'trustedProxies' | 'logLevel'
> & { readonly accountId: string | undefined }

/**
 * Of an environment that names no account. Everything else must be there already, so that nothing is found missing
 * once somebody has connected one. @throws Fault `CONFIG_INVALID`.
 */
export function readSetUpConfig(env: Environment): SetUpConfig {
  const given = givenIn({
    ...env,
    VOUCH_ACCOUNT_ORIGIN: 'https://example.zendesk.com',
    VOUCH_INSTALLATION_ID: '1',
    VOUCH_FIRST_ADMIN: '1',
  })
  const awaited: readonly string[] = CONNECTION_VARIABLES
  const problems = examine(given).problems.filter((problem) => !awaited.includes(variableOf(problem)))
  const { data } = environment.safeParse(given)
  if (data === undefined || problems.length > 0) throw configFault(problems)
  return {
    production: given.NODE_ENV === 'production',
    host: data.VOUCH_HOST,
    port: data.VOUCH_PORT,
    publicUrl: data.VOUCH_PUBLIC_URL,
    dataDir: resolve(data.VOUCH_DATA_DIR),
    databaseUrl: data.DATABASE_URL ?? null,
    accountId: data.VOUCH_ACCOUNT_ID,
    trustedProxies: data.VOUCH_TRUSTED_PROXIES,
    logLevel: data.VOUCH_LOG_LEVEL,
  }
}

/** Where a data folder is that no other variable decides about. */
export function dataDirIn(env: Environment): string {
  return resolve(env.VOUCH_DATA_DIR?.trim() || 'data')
}

function variableOf(problem: string): string {
  return problem.slice(0, problem.indexOf(':'))
}

function configOf(
  found: z.infer<typeof environment>,
  {
    appPublicKey,
    brands,
    ...read
  }: Pick<
    Config,
    'provider' | 'candidate' | 'evidence' | 'checkpoints' | 'metrics' | 'traces' | 'production'
  > & {
    readonly appPublicKey: string
    readonly brands: readonly BrandConfig[]
  },
): Config {
  return {
    ...read,
    host: found.VOUCH_HOST,
    port: found.VOUCH_PORT,
    trustedProxies: found.VOUCH_TRUSTED_PROXIES,
    callLimits: found.VOUCH_CALLS_A_MINUTE,
    publicUrl: found.VOUCH_PUBLIC_URL,
    dataDir: resolve(found.VOUCH_DATA_DIR),
    databaseUrl: found.DATABASE_URL ?? null,
    account: {
      accountId: found.VOUCH_ACCOUNT_ID ?? accountIn(found.VOUCH_ACCOUNT_ORIGIN),
      origin: found.VOUCH_ACCOUNT_ORIGIN,
      installationId: found.VOUCH_INSTALLATION_ID,
      appPublicKey,
      firstAdmin: found.VOUCH_FIRST_ADMIN,
      webhookSecrets: [found.VOUCH_WEBHOOK_SECRET, found.VOUCH_WEBHOOK_SECRET_BEFORE].filter(
        (secret) => secret !== undefined,
      ),
      helpdeskAccount: found.VOUCH_WEBHOOK_ACCOUNT ?? null,
    },
    helpCenter: {
      origin: found.VOUCH_HELP_CENTER_URL ?? found.VOUCH_ACCOUNT_ORIGIN,
      locales: found.VOUCH_HELP_CENTER_LOCALES,
      brands,
    },
    controller: {
      name: found.VOUCH_CONTROLLER_NAME,
      contact: found.VOUCH_CONTROLLER_CONTACT,
      privacyUrl: found.VOUCH_PRIVACY_URL ?? null,
      address: found.VOUCH_CONTROLLER_ADDRESS ?? null,
      country: found.VOUCH_CONTROLLER_COUNTRY ?? null,
      storageCountry: found.VOUCH_STORAGE_COUNTRY ?? null,
    },
    embeddingModelDir:
      found.VOUCH_EMBEDDING_MODEL_DIR === undefined ? null : resolve(found.VOUCH_EMBEDDING_MODEL_DIR),
    zafSdkUrl: found.VOUCH_ZAF_SDK_URL,
    backupDays: found.VOUCH_BACKUP_DAYS,
    erasureJournal: resolve(found.VOUCH_ERASURE_JOURNAL ?? join(found.VOUCH_DATA_DIR, 'erasures')),
    killSwitch: found.VOUCH_KILL_SWITCH === 'on',
    killSwitchFile: resolve(found.VOUCH_KILL_SWITCH_FILE ?? join(found.VOUCH_DATA_DIR, KILL_SWITCH_FILE)),
    breachDeadlines: found.VOUCH_BREACH_HOURS.map((rule) => {
      const [from = '', hours] = rule.split(':')
      return { from, hours: Number(hours) }
    }),
    logLevel: found.VOUCH_LOG_LEVEL,
  }
}

const accountIn = (origin: string) => new URL(origin).host.replace(/\.zendesk\.com$/, '')

/**
 * What the rows, the keys and the log of the account are named by, for a command that must work although the rest of
 * the configuration is broken. It stays where the helpdesk's address is renamed.
 */
export function accountNameIn(env: Environment): string | undefined {
  const named = env['VOUCH_ACCOUNT_ID']?.trim() ?? ''
  return named === '' ? accountIdOf(env['VOUCH_ACCOUNT_ORIGIN']) : named
}

/** The same, for whoever goes by it. @throws Fault `CONFIG_INVALID` for a name that no server would start with. */
export function accountIdIn(env: Environment): string | undefined {
  const named = env['VOUCH_ACCOUNT_ID']?.trim() ?? ''
  const { error } = accountIdSchema.safeParse(named === '' ? 'none' : named)
  if (error !== undefined)
    throw configFault(error.issues.map(({ message }) => `VOUCH_ACCOUNT_ID: ${message}`))
  return accountNameIn(env)
}

export function accountIdOf(origin: string | undefined): string | undefined {
  return origin !== undefined && isOrigin(origin) ? accountIn(origin) : undefined
}

function configFault(problems: readonly string[]): Fault {
  return new Fault(
    'CONFIG_INVALID',
    `the configuration has ${problems.length} problem(s):\n${problems.map((problem) => `  ${problem}`).join('\n')}`,
    undefined,
    { problems },
  )
}
