/** Reads from the standard variables of OpenTelemetry whether and where traces are sent. */

export const TRACES_VARIABLES = [
  'OTEL_SDK_DISABLED',
  'OTEL_TRACES_EXPORTER',
  'OTEL_EXPORTER_OTLP_ENDPOINT',
  'OTEL_EXPORTER_OTLP_TRACES_ENDPOINT',
  'OTEL_EXPORTER_OTLP_HEADERS',
  'OTEL_EXPORTER_OTLP_TRACES_HEADERS',
  'OTEL_EXPORTER_OTLP_PROTOCOL',
  'OTEL_EXPORTER_OTLP_TRACES_PROTOCOL',
  'OTEL_SERVICE_NAME',
  'OTEL_TRACES_SAMPLER',
  'OTEL_TRACES_SAMPLER_ARG',
] as const
type TracesVariable = (typeof TRACES_VARIABLES)[number]
export type TracesSettings = Readonly<Partial<Record<TracesVariable, string>>>

export interface TracesConfig {
  /** Whole, as it is asked. */
  readonly url: string
  /** A function, so that nothing which writes down a configuration writes down what they prove. */
  readonly headers: () => Readonly<Record<string, string>>
  readonly serviceName: string
  /** Which share of the requests is traced: 1 is every one. */
  readonly share: number
}

const LOOPBACK = /^(?:localhost|127\.0\.0\.1|\[::1\])$/
const NAME = /^[A-Za-z0-9._-]{1,64}$/
/** A token of HTTP, and a value that fits on one line. */
const HEADER_NAME = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/
const HEADER_VALUE = /^[\x20-\x7e]*$/
/** Every trace begins here, so that what a parent says is never asked. */
const SAMPLERS: Readonly<Record<string, 'all' | 'none' | 'share'>> = {
  always_on: 'all',
  parentbased_always_on: 'all',
  always_off: 'none',
  parentbased_always_off: 'none',
  traceidratio: 'share',
  parentbased_traceidratio: 'share',
}

function addressOf(given: TracesSettings, production: boolean, problems: string[]): string | null {
  const { OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: whole, OTEL_EXPORTER_OTLP_ENDPOINT: base } = given
  const text = whole ?? base
  if (text === undefined) return null
  const variable = whole === undefined ? 'OTEL_EXPORTER_OTLP_ENDPOINT' : 'OTEL_EXPORTER_OTLP_TRACES_ENDPOINT'
  const url = URL.canParse(text) ? new URL(text) : null
  const bare = url !== null && url.search === '' && url.hash === '' && url.username + url.password === ''
  if (url === null || !bare || !/^https?:$/.test(url.protocol)) {
    problems.push(`${variable}: must be a web address without login, query or fragment`)
    return null
  }
  if (production && url.protocol !== 'https:' && !LOOPBACK.test(url.hostname))
    problems.push(`${variable}: must be https in production, unless the collector is on this machine`)
  if (whole !== undefined) return url.href
  return `${url.href}${url.href.endsWith('/') ? '' : '/'}v1/traces`
}

function headersIn(name: TracesVariable, given: TracesSettings, problems: string[]): [string, string][] {
  const pairs = (given[name] ?? '').split(',').filter((pair) => pair.trim() !== '')
  const headers: [string, string][] = []
  for (const pair of pairs) {
    const at = pair.indexOf('=')
    const key = pair.slice(0, Math.max(at, 0)).trim()
    const value = decoded(pair.slice(at + 1).trim())
    if (HEADER_NAME.test(key) && value !== null && HEADER_VALUE.test(value))
      headers.push([key.toLowerCase(), value])
    else {
      // Neither of the two: what stands there may be a token.
      problems.push(`${name}: must be pairs such as authorization=Bearer%20token, separated by commas`)
      return []
    }
  }
  return headers
}

function decoded(text: string): string | null {
  try {
    return decodeURIComponent(text)
  } catch {
    return null
  }
}

function shareIn(given: TracesSettings, problems: string[]): number {
  const { OTEL_TRACES_SAMPLER: name = 'parentbased_always_on', OTEL_TRACES_SAMPLER_ARG: text } = given
  const sampler = Object.hasOwn(SAMPLERS, name) ? SAMPLERS[name] : undefined
  if (sampler === undefined)
    problems.push(`OTEL_TRACES_SAMPLER: must be one of ${Object.keys(SAMPLERS).join(', ')}`)
  if (sampler !== 'share') return sampler === 'none' ? 0 : 1
  const share = text === undefined ? 1 : Number(text)
  if (share >= 0 && share <= 1) return share
  problems.push('OTEL_TRACES_SAMPLER_ARG: must be a share from 0 to 1')
  return 0
}

/** The specification would have these ignored with a warning; here a start says what it cannot do. */
function isWanted(given: TracesSettings, problems: string[]): boolean {
  const { OTEL_SDK_DISABLED: disabled = 'false', OTEL_TRACES_EXPORTER: exporter = 'otlp' } = given
  if (!/^(?:true|false)$/i.test(disabled)) problems.push('OTEL_SDK_DISABLED: must be true or false')
  if (exporter !== 'otlp' && exporter !== 'none') problems.push('OTEL_TRACES_EXPORTER: must be otlp or none')
  return disabled.toLowerCase() !== 'true' && exporter !== 'none'
}

/** `null`: no traces are made, and nothing of OpenTelemetry is loaded. */
export function readTraces(
  given: TracesSettings,
  production: boolean,
  problems: string[],
): TracesConfig | null {
  if (!isWanted(given, problems)) return null
  const url = addressOf(given, production, problems)
  if (url === null) return null
  const protocol =
    given.OTEL_EXPORTER_OTLP_TRACES_PROTOCOL === undefined
      ? 'OTEL_EXPORTER_OTLP_PROTOCOL'
      : 'OTEL_EXPORTER_OTLP_TRACES_PROTOCOL'
  if ((given[protocol] ?? 'http/json') !== 'http/json')
    problems.push(`${protocol}: must be http/json, the only one that is spoken`)
  const { OTEL_SERVICE_NAME: serviceName = 'vouch' } = given
  if (!NAME.test(serviceName))
    problems.push('OTEL_SERVICE_NAME: must be 1 to 64 letters, digits, dots, dashes or underscores')
  const headers = Object.fromEntries([
    ...headersIn('OTEL_EXPORTER_OTLP_HEADERS', given, problems),
    ...headersIn('OTEL_EXPORTER_OTLP_TRACES_HEADERS', given, problems),
  ])
  return { url, headers: () => headers, serviceName, share: shareIn(given, problems) }
}
