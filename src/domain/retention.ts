/** How long each kind of record is kept: defaults, and what an account may change of them. Pure. */

/**
 * In the order of the screen. `draft`: from its last act. `question`: from when it was asked. `webhook`: ids of
 * deliveries. `request`: from its answer. `consent`: from the end of its validity, to the end of that year.
 * `receipt`: of a decision. `tombstone`: what keeps the erased away.
 */
export const RETENTION_CLASSES = [
  'draft',
  'question',
  'webhook',
  'consent',
  'request',
  'receipt',
  'tombstone',
] as const
export type RetentionClass = (typeof RETENTION_CLASSES)[number]

export const RETENTION_DEFAULT_DAYS: Readonly<Record<RetentionClass, number>> = {
  draft: 30,
  question: 30,
  webhook: 30,
  consent: 3 * 365,
  request: 3 * 365,
  receipt: 3 * 365,
  tombstone: 10 * 365,
}

/** Not shorter than what the product needs it for: replays of webhooks, the window of an audit. */
export const RETENTION_LEAST_DAYS: Readonly<Record<RetentionClass, number>> = {
  draft: 1,
  question: 1,
  webhook: 2,
  consent: 30,
  request: 30,
  receipt: 400,
  tombstone: 400,
}

export const RETENTION_MOST_DAYS = 30 * 365

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
  if (days > RETENTION_MOST_DAYS) return 'TOO_LONG'
  return days > RETENTION_DEFAULT_DAYS[name] && (reason ?? '').trim() === '' ? 'REASON_NEEDED' : null
}

const DAY_MS = 86_400_000

/** What is older than this moment is past its days. */
export function retentionCutoff(now: Date, days: number): string {
  return new Date(now.getTime() - days * DAY_MS).toISOString()
}

/** A consent's years run to the end of the last of them: what ended before this year began, so many days ago. */
export function consentCutoff(now: Date, days: number): string {
  return `${retentionCutoff(now, days).slice(0, 4)}-01-01T00:00:00.000Z`
}
