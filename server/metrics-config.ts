/** Reads from the environment whether and where figures are served. */
import { readFileSync } from 'node:fs'

export const METRICS_VARIABLES = [
  'VOUCH_METRICS_PORT',
  'VOUCH_METRICS_HOST',
  'VOUCH_METRICS_TOKEN_FILE',
] as const
export type MetricsSettings = Readonly<Partial<Record<(typeof METRICS_VARIABLES)[number], string>>>

export interface MetricsConfig {
  readonly host: string
  readonly port: number
  /** A function, so that nothing which writes down a configuration writes down the token. */
  readonly token: () => string | null
}

const LOOPBACK: readonly string[] = ['127.0.0.1', '::1', 'localhost']
const LEAST_TOKEN = 24

function tokenIn(file: string | undefined, problems: string[]): string | null {
  if (file === undefined) return null
  try {
    const token = readFileSync(file, 'utf8').trim()
    if (token.length >= LEAST_TOKEN) return token
    problems.push(`VOUCH_METRICS_TOKEN_FILE: must hold at least ${LEAST_TOKEN} characters`)
  } catch {
    problems.push('VOUCH_METRICS_TOKEN_FILE: this file cannot be read')
  }
  return null
}

/** `null`: no figures are served, and none are kept. */
export function readMetrics(given: MetricsSettings, problems: string[]): MetricsConfig | null {
  const { VOUCH_METRICS_PORT: wanted, VOUCH_METRICS_HOST: host = '127.0.0.1' } = given
  if (wanted === undefined) return null
  const port = Number(wanted)
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    problems.push('VOUCH_METRICS_PORT: must be a number up to 65535')
  const token = tokenIn(given.VOUCH_METRICS_TOKEN_FILE, problems)
  if (!LOOPBACK.includes(host) && given.VOUCH_METRICS_TOKEN_FILE === undefined)
    problems.push('VOUCH_METRICS_TOKEN_FILE: is needed where others than this machine can reach the port')
  // A new token in the file holds from the next question on; one that cannot be read changes nothing.
  let good = token
  const again = () => {
    good = tokenIn(given.VOUCH_METRICS_TOKEN_FILE, []) ?? good
    return good
  }
  return { host, port, token: again }
}
