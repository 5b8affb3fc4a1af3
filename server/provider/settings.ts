/** Reads the settings of the provider. Everything that is wrong is named; no value of a key ever is. */
import { readFileSync } from 'node:fs'
import type { RecipientView } from '../../src/domain/api.ts'
import { readPlace } from './place.ts'
import {
  type Dialect,
  PROVIDER_IDS,
  type Preset,
  type ProviderId,
  presetOf,
  type Retention,
  RUNS_ELSEWHERE,
} from './presets.ts'

export const PROVIDER_VARIABLES = [
  'VOUCH_PROVIDER',
  'VOUCH_PROVIDER_MODEL',
  'VOUCH_PROVIDER_KEY',
  'VOUCH_PROVIDER_KEY_FILE',
  'VOUCH_PROVIDER_URL',
  'VOUCH_PROVIDER_REGION',
  'VOUCH_PROVIDER_SKU',
  'VOUCH_PROVIDER_RETENTION',
  'VOUCH_PROVIDER_CONCURRENCY',
  'VOUCH_PROVIDER_QUEUE',
  'VOUCH_PROVIDER_TIMEOUT_SECONDS',
  'VOUCH_PROVIDER_FIRST_BYTE_SECONDS',
] as const
export type ProviderVariable = (typeof PROVIDER_VARIABLES)[number]
/** Without spaces around them and without empty ones. */
export type ProviderSettings = Readonly<Partial<Record<ProviderVariable, string>>>
export type Complain = (variable: ProviderVariable, what: string) => void

export interface ProviderLimits {
  /** Requests that run at once. */
  readonly concurrency: number
  /** Requests that wait for their turn, over all accounts. */
  readonly queue: number
  readonly totalMs: number
  readonly firstByteMs: number
}

export interface ProviderConfig {
  readonly facts: RecipientView
  /** Without a slash at its end. */
  readonly baseUrl: string
  /** A function, so that nothing which writes down a configuration writes down the key. */
  readonly providerKey: (() => string) | null
  /** The host must be on a private network. */
  readonly inHouse: boolean
  readonly dialect: Dialect
  readonly limits: ProviderLimits
}

const MODEL = /^[A-Za-z0-9][\w.:/@-]{0,127}$/
const KEY = /^[\x21-\x7e]{1,512}$/

/** @returns `null` for the extractive drafter: nothing leaves the machine. */
export function readProvider(given: ProviderSettings, problems: string[]): ProviderConfig | null {
  const complain: Complain = (variable, what) => problems.push(`${variable}: ${what}`)
  const named = given.VOUCH_PROVIDER ?? 'extractive'
  const id = PROVIDER_IDS.find((one) => one === named)
  if (id === undefined) {
    if (named !== 'extractive')
      complain('VOUCH_PROVIDER', `must be one of extractive, ${PROVIDER_IDS.join(', ')}`)
    else complainOfIdle(given, complain)
    return null
  }
  const preset = presetOf(id)
  const place = readPlace(id, preset, given, complain)
  const settings = {
    model: readModel(id, given, complain),
    providerKey: readKey(preset, given, complain),
    retention: readRetention(preset, given, complain),
    limits: readLimits(given, complain),
  }
  if (place === null) return null
  const { model, providerKey, retention, limits } = settings
  const facts = { provider: id, host: new URL(place.baseUrl).host, region: place.region, retention, model }
  return {
    facts,
    baseUrl: place.baseUrl,
    inHouse: place.inHouse,
    providerKey,
    dialect: preset.dialect,
    limits,
  }
}

/** Somebody meant a provider and forgot to name it: drafting without one would go unnoticed. */
function complainOfIdle(given: ProviderSettings, complain: Complain): void {
  for (const variable of PROVIDER_VARIABLES)
    if (variable !== 'VOUCH_PROVIDER' && given[variable] !== undefined)
      complain(variable, 'has no effect while VOUCH_PROVIDER names no provider')
}

function readModel(id: ProviderId, given: ProviderSettings, complain: Complain): string {
  const model = given.VOUCH_PROVIDER_MODEL ?? ''
  if (model === '') complain('VOUCH_PROVIDER_MODEL', 'is needed: the name of the model, or of the deployment')
  else if (!MODEL.test(model)) complain('VOUCH_PROVIDER_MODEL', 'must be the name of a model')
  else if (id === 'self-hosted' && RUNS_ELSEWHERE.test(model))
    complain('VOUCH_PROVIDER_MODEL', 'is a cloud model: it would leave your machines')
  return model
}

function readKey(preset: Preset, given: ProviderSettings, complain: Complain): (() => string) | null {
  const { VOUCH_PROVIDER_KEY: inline, VOUCH_PROVIDER_KEY_FILE: file } = given
  if (inline !== undefined && file !== undefined) {
    complain('VOUCH_PROVIDER_KEY', 'is given twice: leave it or VOUCH_PROVIDER_KEY_FILE out')
    return null
  }
  const fits = (text: string) => KEY.test(text) && text.startsWith(preset.keyBegins)
  const variable = file === undefined ? 'VOUCH_PROVIDER_KEY' : 'VOUCH_PROVIDER_KEY_FILE'
  const key = file === undefined ? inline : keyIn(file)
  if (key === null) complain(variable, 'this file cannot be read')
  else if (key === undefined) {
    if (preset.needsKey) complain('VOUCH_PROVIDER_KEY_FILE', 'is needed (or VOUCH_PROVIDER_KEY)')
  } else if (!fits(key)) complain(variable, 'is no key of this provider')
  else return file === undefined ? () => key : keyAtEachRequest(file, key, fits)
  return null
}

/** A new key in the file holds from the next request on; a file that is being written, or gone, changes nothing. */
function keyAtEachRequest(file: string, first: string, fits: (text: string) => boolean): () => string {
  let good = first
  return () => {
    const now = keyIn(file)
    if (now !== null && fits(now)) good = now
    return good
  }
}

function keyIn(file: string): string | null {
  try {
    return readFileSync(file, 'utf8').trim()
  } catch {
    // Neither the name nor the error, which holds it: a key that was put here by mistake would be printed.
    return null
  }
}

function readRetention(preset: Preset, given: ProviderSettings, complain: Complain): Retention {
  const attested = given.VOUCH_PROVIDER_RETENTION
  const [usual] = preset.retentions
  const allowed = preset.retentions.join(' or ')
  if (attested === undefined) {
    if (preset.mustAttestRetention)
      complain('VOUCH_PROVIDER_RETENTION', `is needed: ${allowed}, as agreed with the provider`)
    return usual
  }
  const found = preset.retentions.find((one) => one === attested)
  if (found === undefined) complain('VOUCH_PROVIDER_RETENTION', `must be ${allowed}`)
  return found ?? usual
}

function readLimits(given: ProviderSettings, complain: Complain): ProviderLimits {
  const whole = (variable: ProviderVariable, usual: number, least: number, most: number) => {
    const text = given[variable]
    const value = text === undefined ? usual : /^\d{1,6}$/.test(text) ? Number(text) : Number.NaN
    if (value >= least && value <= most) return value
    complain(variable, `must be a whole number from ${least} to ${most}`)
    return usual
  }
  const total = whole('VOUCH_PROVIDER_TIMEOUT_SECONDS', 60, 5, 60)
  return {
    concurrency: whole('VOUCH_PROVIDER_CONCURRENCY', 8, 1, 512),
    queue: whole('VOUCH_PROVIDER_QUEUE', 64, 0, 4_096),
    totalMs: total * 1_000,
    firstByteMs: Math.min(whole('VOUCH_PROVIDER_FIRST_BYTE_SECONDS', 20, 1, 60), total) * 1_000,
  }
}
