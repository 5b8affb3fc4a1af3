/**
 * Reads the settings of a second provider, which provider trials ask and nothing else does. The same presets, checks and
 * words as for the first, under names of its own.
 */
import { PROVIDER_VARIABLES, type ProviderConfig, readProvider } from './settings.ts'

/** `VOUCH_CANDIDATE` for `VOUCH_PROVIDER`, `VOUCH_CANDIDATE_MODEL` for `VOUCH_PROVIDER_MODEL`, and so on. */
type Renamed<Name extends string> = Name extends `VOUCH_PROVIDER${infer Rest}`
  ? `VOUCH_CANDIDATE${Rest}`
  : never
export type CandidateVariable = Renamed<(typeof PROVIDER_VARIABLES)[number]>

export const CANDIDATE_VARIABLES = [
  'VOUCH_CANDIDATE',
  'VOUCH_CANDIDATE_MODEL',
  'VOUCH_CANDIDATE_KEY',
  'VOUCH_CANDIDATE_KEY_FILE',
  'VOUCH_CANDIDATE_URL',
  'VOUCH_CANDIDATE_REGION',
  'VOUCH_CANDIDATE_SKU',
  'VOUCH_CANDIDATE_RETENTION',
  'VOUCH_CANDIDATE_CONCURRENCY',
  'VOUCH_CANDIDATE_QUEUE',
  'VOUCH_CANDIDATE_TIMEOUT_SECONDS',
  'VOUCH_CANDIDATE_FIRST_BYTE_SECONDS',
] as const satisfies readonly CandidateVariable[]

/** @returns `null` where none is named. It is held against `provider`: one that is the same compares nothing. */
export function readCandidate(
  given: Readonly<Partial<Record<CandidateVariable, string>>>,
  provider: ProviderConfig | null,
  problems: string[],
): ProviderConfig | null {
  const settings = Object.fromEntries(
    CANDIDATE_VARIABLES.flatMap((name, at) => {
      const value = given[name]
      return value === undefined ? [] : [[PROVIDER_VARIABLES[at] ?? name, value]]
    }),
  )
  if (Object.keys(settings).length === 0) return null
  const found: string[] = []
  const candidate = readProvider(settings, found)
  if (given.VOUCH_CANDIDATE === 'extractive')
    found.push('VOUCH_PROVIDER: must be a provider: this machine is compared without any')
  problems.push(...found.map((problem) => problem.replaceAll('VOUCH_PROVIDER', 'VOUCH_CANDIDATE')))
  if (candidate === null || found.length > 0) return null
  if (provider === null)
    problems.push('VOUCH_CANDIDATE: has no effect while VOUCH_PROVIDER names no provider')
  else if (isSame(provider, candidate))
    problems.push('VOUCH_CANDIDATE_MODEL: is the model that VOUCH_PROVIDER_MODEL names, in the same place')
  return candidate
}

function isSame(one: ProviderConfig, other: ProviderConfig): boolean {
  return one.baseUrl === other.baseUrl && one.facts.model === other.facts.model
}
