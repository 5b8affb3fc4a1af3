/** Reads what an audit needs from the environment: review period, facts for documents, where events go. */
import { readFileSync } from 'node:fs'

export const EVIDENCE_VARIABLES = [
  'VOUCH_ACCESS_REVIEW_MONTHS',
  'VOUCH_CONTROLLER_DPO',
  'VOUCH_TRANSFER_INSTRUMENT',
  'VOUCH_EVENTS_URL',
  'VOUCH_EVENTS_SECRET',
  'VOUCH_EVENTS_SECRET_FILE',
  'VOUCH_EVENTS_IN_HOUSE',
] as const
export type EvidenceVariable = (typeof EVIDENCE_VARIABLES)[number]
/** Without spaces around them and without empty ones. */
export type EvidenceSettings = Readonly<Partial<Record<EvidenceVariable, string>>>

/** Months that divide a year, so that a period begins where the last one ended. */
export const REVIEW_MONTHS = [1, 2, 3, 4, 6, 12] as const
export type ReviewMonths = (typeof REVIEW_MONTHS)[number]

/** GDPR Art. 45 and 46; `none`: nothing leaves the EEA. */
export const TRANSFER_INSTRUMENTS = ['dpf', 'scc', 'adequacy', 'none'] as const
export type TransferInstrument = (typeof TRANSFER_INSTRUMENTS)[number]

export interface EventsConfig {
  readonly url: string
  /** A function, so that nothing which writes down a configuration writes down the secret. */
  readonly eventsSecret: () => string
  /** The host must be on a private network. */
  readonly inHouse: boolean
}

export interface EvidenceConfig {
  readonly reviewMonths: ReviewMonths
  /** How to reach the data protection officer. */
  readonly dpo: string | null
  readonly transfer: TransferInstrument | null
  /** `null`: events are sent nowhere. */
  readonly events: EventsConfig | null
}

const LEAST_SECRET = 32
const LOOPBACK = /^(?:localhost|127\.0\.0\.1|\[::1\])$/

function readMonths(given: EvidenceSettings, problems: string[]): ReviewMonths {
  const text = given.VOUCH_ACCESS_REVIEW_MONTHS ?? '3'
  const found = REVIEW_MONTHS.find((months) => String(months) === text)
  if (found === undefined)
    problems.push(`VOUCH_ACCESS_REVIEW_MONTHS: must be one of ${REVIEW_MONTHS.join(', ')}`)
  return found ?? 3
}

function readTransfer(given: EvidenceSettings, problems: string[]): TransferInstrument | null {
  const text = given.VOUCH_TRANSFER_INSTRUMENT
  if (text === undefined) return null
  const found = TRANSFER_INSTRUMENTS.find((one) => one === text)
  if (found === undefined)
    problems.push(`VOUCH_TRANSFER_INSTRUMENT: must be one of ${TRANSFER_INSTRUMENTS.join(', ')}`)
  return found ?? null
}

function readSecret(given: EvidenceSettings, problems: string[]): string {
  const { VOUCH_EVENTS_SECRET: inline, VOUCH_EVENTS_SECRET_FILE: file } = given
  if (inline !== undefined && file !== undefined) {
    problems.push('VOUCH_EVENTS_SECRET: is given twice: leave it or VOUCH_EVENTS_SECRET_FILE out')
    return ''
  }
  const variable = file === undefined ? 'VOUCH_EVENTS_SECRET' : 'VOUCH_EVENTS_SECRET_FILE'
  let secret = inline
  if (file !== undefined)
    try {
      secret = readFileSync(file, 'utf8').trim()
    } catch {
      // Neither its name nor the error: a secret that was put here by mistake would be printed.
      problems.push(`${variable}: this file cannot be read`)
      return ''
    }
  if (secret === undefined) problems.push(`${variable}: is needed: the receiver could not tell who sends`)
  else if (secret.length < LEAST_SECRET)
    problems.push(`${variable}: must have at least ${LEAST_SECRET} characters`)
  return secret ?? ''
}

function isEventsAddress(text: string): boolean {
  const url = URL.canParse(text) ? new URL(text) : null
  const plain =
    url !== null && url.href === text && url.search === '' && url.hash === '' && url.username === ''
  return plain && (url.protocol === 'https:' || (url.protocol === 'http:' && LOOPBACK.test(url.hostname)))
}

function readEvents(given: EvidenceSettings, problems: string[]): EventsConfig | null {
  const { VOUCH_EVENTS_URL: url, VOUCH_EVENTS_IN_HOUSE: inHouse = 'off' } = given
  if (url === undefined) {
    for (const variable of EVIDENCE_VARIABLES)
      if (/^VOUCH_EVENTS_(?!URL)/.test(variable) && given[variable] !== undefined)
        problems.push(`${variable}: has no effect without VOUCH_EVENTS_URL`)
    return null
  }
  if (!isEventsAddress(url))
    problems.push('VOUCH_EVENTS_URL: must be an https address without login, query or fragment')
  if (inHouse !== 'on' && inHouse !== 'off') problems.push('VOUCH_EVENTS_IN_HOUSE: must be on or off')
  const secret = readSecret(given, problems)
  return { url, eventsSecret: () => secret, inHouse: inHouse === 'on' }
}

export function readEvidence(given: EvidenceSettings, problems: string[]): EvidenceConfig {
  return {
    reviewMonths: readMonths(given, problems),
    dpo: given.VOUCH_CONTROLLER_DPO ?? null,
    transfer: readTransfer(given, problems),
    events: readEvents(given, problems),
  }
}
