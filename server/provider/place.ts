/** Where the requests go: fixed by the preset, or named and attested where only the admin can know it. */
import type { Preset, ProviderId } from './presets.ts'
import type { Complain, ProviderSettings } from './settings.ts'

export interface Place {
  readonly baseUrl: string
  readonly region: string
  readonly inHouse: boolean
}

const AZURE_RESOURCE = /^https:\/\/[a-z0-9][a-z0-9-]{0,62}[a-z0-9]\.openai\.azure\.com$/
/** Azure's deployment types that stay in one place; `GlobalStandard` and the rest do not. */
const AZURE_SKUS: readonly string[] = ['DataZoneStandard', 'Standard']
const DATA_ZONES: readonly string[] = ['EU', 'US']
const REGION = /^[A-Za-z][A-Za-z0-9+-]{1,39}$/
const LOOPBACK = /^(?:localhost|127\.\d{1,3}\.\d{1,3}\.\d{1,3}|\[::1\])$/

/** @returns `null` after at least one complaint. */
export function readPlace(
  id: ProviderId,
  preset: Preset,
  given: ProviderSettings,
  complain: Complain,
): Place | null {
  if (id !== 'azure-openai' && given.VOUCH_PROVIDER_SKU !== undefined)
    complain('VOUCH_PROVIDER_SKU', `has no effect with ${id}`)
  if (id === 'azure-openai') return azurePlace(given, complain)
  if (id === 'self-hosted') return ownPlace(given, complain)
  for (const variable of ['VOUCH_PROVIDER_URL', 'VOUCH_PROVIDER_REGION'] as const)
    if (given[variable] !== undefined) complain(variable, `is fixed by ${id}: leave it out`)
  return preset.baseUrl === null || preset.region === null
    ? null
    : { baseUrl: preset.baseUrl, region: preset.region, inHouse: false }
}

function azurePlace(given: ProviderSettings, complain: Complain): Place | null {
  const resource = given.VOUCH_PROVIDER_URL ?? ''
  const [region, sku] = [given.VOUCH_PROVIDER_REGION ?? '', given.VOUCH_PROVIDER_SKU ?? '']
  const fine = AZURE_RESOURCE.test(resource)
  if (!fine) complain('VOUCH_PROVIDER_URL', 'must be https://<resource>.openai.azure.com')
  if (!AZURE_SKUS.includes(sku))
    complain('VOUCH_PROVIDER_SKU', `must be ${AZURE_SKUS.join(' or ')}: other deployments may go anywhere`)
  if (sku === 'DataZoneStandard' && !DATA_ZONES.includes(region))
    complain('VOUCH_PROVIDER_REGION', `must be the data zone: ${DATA_ZONES.join(' or ')}`)
  else if (!isRegion(region)) complain('VOUCH_PROVIDER_REGION', 'is needed: where the deployment processes')
  return fine ? { baseUrl: `${resource}/openai/v1`, region, inHouse: false } : null
}

function ownPlace(given: ProviderSettings, complain: Complain): Place | null {
  const text = given.VOUCH_PROVIDER_URL ?? ''
  const url = URL.canParse(text) ? new URL(text) : null
  const baseUrl = text.replace(/\/$/, '')
  // Spelled as it will be asked: no login, query, default port, dot segment or odd notation of an address.
  const plain = url !== null && `${url.origin}${url.pathname}`.replace(/\/$/, '') === baseUrl
  if (url === null || !plain || !/^https?:$/.test(url.protocol)) {
    complain('VOUCH_PROVIDER_URL', 'must be an address such as http://localhost:11434/v1')
    return null
  }
  const here = LOOPBACK.test(url.hostname)
  const attested = given.VOUCH_PROVIDER_REGION
  if (!here && url.protocol !== 'https:')
    complain('VOUCH_PROVIDER_URL', 'must be https, unless it is on this machine')
  if (here && (attested ?? 'local') !== 'local')
    complain('VOUCH_PROVIDER_REGION', 'must be left out: this machine is its own region')
  if (!here && (attested === undefined || !isRegion(attested)))
    complain('VOUCH_PROVIDER_REGION', 'is needed: where your machine stands, e.g. DE')
  return { baseUrl, region: here ? 'local' : (attested ?? ''), inHouse: !here }
}

/** `local` is what a text that leaves no machine is told apart by. */
function isRegion(text: string): boolean {
  return REGION.test(text) && text.toLowerCase() !== 'local'
}
