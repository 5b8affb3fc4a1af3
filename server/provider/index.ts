/** Knows the closed list of providers and what each really promises. Never sends anything, never shows a key. */
export { CANDIDATE_VARIABLES, readCandidate } from './candidate.ts'
export { type Dialect, PROVIDER_IDS, type ProviderId, RETENTIONS, type Retention } from './presets.ts'
export {
  PROVIDER_VARIABLES,
  type ProviderConfig,
  type ProviderLimits,
  readProvider,
} from './settings.ts'
