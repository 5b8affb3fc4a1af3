/** How long each kind of record is kept: defaults, and what an account may change of them. Pure. */

/**
 * In the order of the screen. `draft`: from its last act. `question`: from when it was asked. `webhook`: ids of
 * deliveries. `simulation`: from its end. `trial`: from its end, or from when it was last asked. `receipt`: of a decision, from when it was made. `request`: from its end. `consent`: from the end of its validity, to the end of that year.
 * `ticket` and `person`: from when they were first seen, once nothing else is held of them.
 * `tombstone`: what keeps the erased away.
 */
export const RETENTION_CLASSES = [
  'draft',
  'question',
  'webhook',
  'simulation',
  'trial',
  'receipt',
  'consent',
  'request',
  'ticket',
  'person',
  'tombstone',
] as const
export type RetentionClass = (typeof RETENTION_CLASSES)[number]

export const RETENTION_DEFAULT_DAYS: Readonly<Record<RetentionClass, number>> = {
  draft: 30,
  question: 30,
  webhook: 30,
  simulation: 180,
  trial: 180,
  receipt: 3 * 365,
  consent: 3 * 365,
  request: 3 * 365,
  ticket: 365,
  person: 365,
  tombstone: 10 * 365,
}

/** Not shorter than what the product needs it for: replays of webhooks. */
export const RETENTION_LEAST_DAYS: Readonly<Record<RetentionClass, number>> = {
  draft: 1,
  question: 1,
  webhook: 2,
  simulation: 1,
  trial: 1,
  receipt: 30,
  consent: 30,
  request: 30,
  ticket: 30,
  person: 30,
  tombstone: 400,
}

/** A question is not read after thirty days, whatever the account says. */
export const RETENTION_MOST_DAYS: Readonly<Record<RetentionClass, number>> = {
  draft: 3 * 365,
  question: 30,
  webhook: 400,
  simulation: 3 * 365,
  trial: 3 * 365,
  receipt: 30 * 365,
  consent: 30 * 365,
  request: 30 * 365,
  ticket: 30 * 365,
  person: 30 * 365,
  tombstone: 30 * 365,
}

export interface RetentionRule {
  readonly days: number
  /** Why it is longer than the default; `null` where it is not. */
  readonly reason: string | null
}

export interface RetentionSettings {
  readonly version: number
  readonly rules: Readonly<Record<RetentionClass, RetentionRule>>
  /** The bare record of an erased person's consents is kept, to show that there was one (Art. 7(1)). */
  readonly keepsErasedConsent: boolean
}

/** What is to hold from now on. A class that is not named, such as one that came later, stays as it is. */
export interface RetentionOrder extends Omit<RetentionSettings, 'rules'> {
  readonly rules: Readonly<Partial<Record<RetentionClass, RetentionRule>>>
}

export function defaultRetention(): RetentionSettings {
  const rules = Object.fromEntries(
    RETENTION_CLASSES.map((name) => [name, { days: RETENTION_DEFAULT_DAYS[name], reason: null }]),
  ) as Record<RetentionClass, RetentionRule>
  return { version: 0, rules, keepsErasedConsent: false }
}

export type RetentionProblem = 'TOO_SHORT' | 'TOO_LONG' | 'REASON_NEEDED'

export function retentionProblem(
  name: RetentionClass,
  { days, reason }: RetentionRule,
): RetentionProblem | null {
  if (days < RETENTION_LEAST_DAYS[name]) return 'TOO_SHORT'
  if (days > RETENTION_MOST_DAYS[name]) return 'TOO_LONG'
  return days > RETENTION_DEFAULT_DAYS[name] && (reason ?? '').trim() === '' ? 'REASON_NEEDED' : null
}

const DAY_MS = 86_400_000

/** What is older than this moment is past its days. */
export function retentionCutoff(now: Date, days: number): string {
  return new Date(now.getTime() - days * DAY_MS).toISOString()
}

const YEAR_DAYS = 365

/** A consent's years run to the end of the last of them: a year is a calendar year, leap days and all. */
export function consentCutoff(now: Date, days: number): string {
  const firstDay = new Date(Date.UTC(now.getUTCFullYear() - Math.floor(days / YEAR_DAYS), 0, 1))
  return retentionCutoff(firstDay, days % YEAR_DAYS)
}

/** Everything of the class that is older may go. */
export function classCutoff(name: RetentionClass, days: number, now: Date): string {
  return name === 'consent' ? consentCutoff(now, days) : retentionCutoff(now, days)
}
