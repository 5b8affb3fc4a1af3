/** What is written down of a configuration when it starts to run: no key, no secret, nobody's name. */
import { createHash } from 'node:crypto'
import type { Config } from './config.ts'
import type { ConfigFacts } from './evidence/index.ts'

/** Of what may name somebody, a path among it, that it changed can be seen and nothing else. */
const digest = (text: string) => createHash('sha256').update(text).digest('hex')
const originOf = (url: string | undefined) => (url === undefined ? 'none' : new URL(url).origin)

/** Which database, not who connects to it. */
function databaseFact(url: string | null): string {
  if (url === null) return 'file'
  const { host, pathname } = new URL(url)
  return digest(`${host}${pathname}`)
}

export function configFacts(config: Config, version: string) {
  const { account, helpCenter, controller, evidence } = config
  return {
    version,
    production: config.production,
    publicUrl: config.publicUrl,
    listens: `${config.host}:${config.port}`,
    trustedProxies: config.trustedProxies,
    callLimits: Object.entries(config.callLimits ?? {}).map(([name, most]) => `${name} ${most}`),
    dataDir: digest(config.dataDir),
    database: databaseFact(config.databaseUrl),
    account: account.origin,
    accountId: account.accountId,
    installation: account.installationId,
    appKey: digest(account.appPublicKey),
    firstAdmin: digest(account.firstAdmin),
    controller: digest(JSON.stringify(controller)),
    webhooks: account.webhookSecrets.length > 0,
    webhooksAlsoSignedBefore: account.webhookSecrets.length > 1,
    webhookAccount: account.helpdeskAccount ?? 'any',
    helpCenter: helpCenter.origin,
    helpCenterLocales: helpCenter.locales,
    brandHelpCenters: helpCenter.brands.map(({ brandId, origin }) => `${brandId} ${origin}`),
    ...providerFacts(config),
    ...candidateFacts(config),
    transfer: evidence.transfer ?? 'none',
    officer: digest(evidence.dpo ?? ''),
    events: originOf(evidence.events?.url),
    eventsInHouse: evidence.events?.inHouse ?? false,
    accessReviewMonths: evidence.reviewMonths,
    backupDays: config.backupDays,
    erasureJournal: digest(config.erasureJournal),
    embeddingModel: config.embeddingModelDir === null ? 'none' : digest(config.embeddingModelDir),
    killSwitch: config.killSwitch,
    killSwitchFile: digest(config.killSwitchFile),
    breachHours: config.breachDeadlines.map(({ from, hours }) => `${from}:${hours}`),
    ...checkpointFacts(config),
    metrics: config.metrics === null ? 'none' : `${config.metrics.host}:${config.metrics.port}`,
    metricsToken: (config.metrics?.token() ?? null) !== null,
    traces: originOf(config.traces?.url),
    tracesAs: config.traces === null ? 'none' : `${config.traces.serviceName} ${config.traces.share}`,
    logLevel: config.logLevel,
    frameworkSdk: config.zafSdkUrl,
  } as const satisfies ConfigFacts
}

function providerFacts({ provider }: Config) {
  const { facts, baseUrl, limits } = provider ?? {}
  return {
    provider: facts?.provider ?? 'extractive',
    host: facts?.host ?? 'none',
    address: originOf(baseUrl),
    region: facts?.region ?? 'local',
    model: facts?.model ?? 'none',
    retention: facts?.retention ?? 'none',
    providerLimits: limitsOf(limits),
  }
}

/** Whom provider trials ask beside the provider: nothing of a ticket ever goes there. */
function candidateFacts({ candidate }: Config) {
  const { facts, baseUrl, limits } = candidate ?? {}
  return {
    candidate: facts?.provider ?? 'none',
    candidateAddress: originOf(baseUrl),
    candidateRegion: facts?.region ?? 'none',
    candidateModel: facts?.model ?? 'none',
    candidateRetention: facts?.retention ?? 'none',
    candidateLimits: limitsOf(limits),
  }
}

function limitsOf(limits: NonNullable<Config['provider']>['limits'] | undefined): readonly string[] {
  return limits === undefined
    ? []
    : [limits.concurrency, limits.queue, limits.totalMs, limits.firstByteMs].map(String)
}

function checkpointFacts({ checkpoints: { folder, bucket, witness } }: Config) {
  return {
    checkpointFolder: digest(folder ?? ''),
    checkpointBucket: bucket?.url ?? 'none',
    checkpointBucketRegion: bucket?.region ?? 'none',
    witness: witness?.url ?? 'none',
    witnessKey: witness?.key ?? 'none',
  }
}

type Fact = keyof ReturnType<typeof configFacts>

/** In which fact a change of each variable is seen; `null`: it is a secret, or the file of one, and stays unsaid. */
export const FACT_OF_VARIABLE: Readonly<Record<string, Fact | null>> = {
  VOUCH_METRICS_PORT: 'metrics',
  VOUCH_METRICS_HOST: 'metrics',
  VOUCH_METRICS_TOKEN_FILE: 'metricsToken',
  OTEL_SDK_DISABLED: 'traces',
  OTEL_TRACES_EXPORTER: 'traces',
  OTEL_EXPORTER_OTLP_ENDPOINT: 'traces',
  OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'traces',
  OTEL_EXPORTER_OTLP_HEADERS: null,
  OTEL_EXPORTER_OTLP_TRACES_HEADERS: null,
  // One value is taken, which changes nothing.
  OTEL_EXPORTER_OTLP_PROTOCOL: null,
  OTEL_EXPORTER_OTLP_TRACES_PROTOCOL: null,
  OTEL_SERVICE_NAME: 'tracesAs',
  OTEL_TRACES_SAMPLER: 'tracesAs',
  OTEL_TRACES_SAMPLER_ARG: 'tracesAs',
  NODE_ENV: 'production',
  VOUCH_HOST: 'listens',
  VOUCH_PORT: 'listens',
  VOUCH_TRUSTED_PROXIES: 'trustedProxies',
  VOUCH_CALLS_A_MINUTE: 'callLimits',
  VOUCH_PUBLIC_URL: 'publicUrl',
  VOUCH_DATA_DIR: 'dataDir',
  DATABASE_URL: 'database',
  VOUCH_ACCOUNT_ORIGIN: 'account',
  VOUCH_ACCOUNT_ID: 'accountId',
  VOUCH_INSTALLATION_ID: 'installation',
  VOUCH_APP_PUBLIC_KEY: 'appKey',
  VOUCH_APP_PUBLIC_KEY_FILE: 'appKey',
  VOUCH_FIRST_ADMIN: 'firstAdmin',
  VOUCH_WEBHOOK_SECRET: 'webhooks',
  VOUCH_WEBHOOK_SECRET_BEFORE: 'webhooksAlsoSignedBefore',
  VOUCH_WEBHOOK_ACCOUNT: 'webhookAccount',
  VOUCH_HELP_CENTER_URL: 'helpCenter',
  VOUCH_BRAND_HELP_CENTERS: 'brandHelpCenters',
  VOUCH_HELP_CENTER_LOCALES: 'helpCenterLocales',
  VOUCH_CONTROLLER_NAME: 'controller',
  VOUCH_CONTROLLER_CONTACT: 'controller',
  VOUCH_CONTROLLER_ADDRESS: 'controller',
  VOUCH_CONTROLLER_COUNTRY: 'controller',
  VOUCH_STORAGE_COUNTRY: 'controller',
  VOUCH_PRIVACY_URL: 'controller',
  VOUCH_ZAF_SDK_URL: 'frameworkSdk',
  VOUCH_KILL_SWITCH: 'killSwitch',
  VOUCH_KILL_SWITCH_FILE: 'killSwitchFile',
  VOUCH_EMBEDDING_MODEL_DIR: 'embeddingModel',
  VOUCH_ERASURE_JOURNAL: 'erasureJournal',
  VOUCH_BACKUP_DAYS: 'backupDays',
  VOUCH_BREACH_HOURS: 'breachHours',
  VOUCH_LOG_LEVEL: 'logLevel',
  VOUCH_PROVIDER: 'provider',
  VOUCH_PROVIDER_MODEL: 'model',
  VOUCH_PROVIDER_KEY: null,
  VOUCH_PROVIDER_KEY_FILE: null,
  VOUCH_PROVIDER_URL: 'address',
  VOUCH_PROVIDER_REGION: 'region',
  // It only says that the region may be attested at all.
  VOUCH_PROVIDER_SKU: 'region',
  VOUCH_PROVIDER_RETENTION: 'retention',
  VOUCH_PROVIDER_CONCURRENCY: 'providerLimits',
  VOUCH_PROVIDER_QUEUE: 'providerLimits',
  VOUCH_PROVIDER_TIMEOUT_SECONDS: 'providerLimits',
  VOUCH_PROVIDER_FIRST_BYTE_SECONDS: 'providerLimits',
  VOUCH_CANDIDATE: 'candidate',
  VOUCH_CANDIDATE_MODEL: 'candidateModel',
  VOUCH_CANDIDATE_KEY: null,
  VOUCH_CANDIDATE_KEY_FILE: null,
  VOUCH_CANDIDATE_URL: 'candidateAddress',
  VOUCH_CANDIDATE_REGION: 'candidateRegion',
  VOUCH_CANDIDATE_SKU: 'candidateRegion',
  VOUCH_CANDIDATE_RETENTION: 'candidateRetention',
  VOUCH_CANDIDATE_CONCURRENCY: 'candidateLimits',
  VOUCH_CANDIDATE_QUEUE: 'candidateLimits',
  VOUCH_CANDIDATE_TIMEOUT_SECONDS: 'candidateLimits',
  VOUCH_CANDIDATE_FIRST_BYTE_SECONDS: 'candidateLimits',
  VOUCH_ACCESS_REVIEW_MONTHS: 'accessReviewMonths',
  VOUCH_CONTROLLER_DPO: 'officer',
  VOUCH_TRANSFER_INSTRUMENT: 'transfer',
  VOUCH_EVENTS_URL: 'events',
  VOUCH_EVENTS_SECRET: null,
  VOUCH_EVENTS_SECRET_FILE: null,
  VOUCH_EVENTS_IN_HOUSE: 'eventsInHouse',
  VOUCH_CHECKPOINT_FOLDER: 'checkpointFolder',
  VOUCH_CHECKPOINT_BUCKET: 'checkpointBucket',
  VOUCH_CHECKPOINT_BUCKET_REGION: 'checkpointBucketRegion',
  VOUCH_CHECKPOINT_BUCKET_KEY_ID: null,
  VOUCH_CHECKPOINT_BUCKET_SECRET: null,
  VOUCH_CHECKPOINT_BUCKET_SECRET_FILE: null,
  VOUCH_WITNESS_URL: 'witness',
  VOUCH_WITNESS_KEY: 'witnessKey',
}
