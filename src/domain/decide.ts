/**
 * The gate: the only way to a drafter. Pure and total; denies by default; gives all reasons at once.
 * GDPR Art. 5(1)(b)–(c), 6(1), 7; AI drafting without an `Allow` from here cannot happen (`isAllow`).
 */
import { type ConsentState, DRAFTABLE_STATUSES } from './consent.ts'
import { NEXT_STEPS, type NextStep, type Refusal, type UnfitReason } from './refusal.ts'
import { type Action, EXTRACTIVE, type Scope } from './scope.ts'

export interface GateQuestion {
  readonly action: Action
  readonly consent: ConsentState
  /** `null`: the stored scope could not be read, which means deny. */
  readonly scope: Scope | null
  readonly scopeHash: string
  readonly currentNoticeVersion: number
  readonly killSwitch: boolean
  /** Who the companion can draft with now; absent: only on its own machine. Never another one instead. */
  readonly configuredRecipients?: readonly string[]
  readonly draftsMade: number
  readonly articlesInScope: number
  /** Field names that the request carries. */
  readonly fields: readonly string[]
  /** False when a signed webhook names another requester than the agent's session does. */
  readonly requesterAgrees: boolean
  /** Where the ticket stands in the helpdesk; absent: nothing is known against it. */
  readonly standing?: {
    readonly mergedInto: string | null
    readonly deleted: boolean
    readonly unfit: readonly UnfitReason[]
  }
  readonly now: string
}

/** Proof that the gate said yes: made only here, checked by every drafter. */
export interface Allow {
  readonly outcome: 'allow'
  readonly action: Action
  readonly scope: Scope
  readonly scopeHash: string
  readonly consentEpoch: number
}
export interface Deny {
  readonly outcome: 'refused'
  readonly refusals: readonly { readonly refusal: Refusal; readonly nextStep: NextStep }[]
}

const minted = new WeakSet<object>()

/** True only for an object that `decide` itself returned: a copy or a look-alike is none. */
export function isAllow(value: unknown): value is Allow {
  return typeof value === 'object' && value !== null && minted.has(value)
}

/** A recipient as a notice names it: who drafts and where. */
export function recipientOf(scope: Pick<Scope, 'drafter'>): string {
  return `${scope.drafter.provider}@${scope.drafter.region}`
}

function consentRefusals(q: GateQuestion): Refusal[] {
  const { consent } = q
  const found: Refusal[] = consent.overlays.map((overlay) => ({ reason: 'CONSENT_OVERLAY', overlay }))
  const draftable = (DRAFTABLE_STATUSES as readonly string[]).includes(consent.status)
  if (!draftable) return [...found, { reason: 'CONSENT_NOT_GRANTED', status: consent.status }]
  if (consent.validUntil === null || !(Date.parse(q.now) < Date.parse(consent.validUntil)))
    found.push({ reason: 'CONSENT_EXPIRED' })
  if (consent.status === 'granted' && consent.noticeVersion !== q.currentNoticeVersion)
    found.push({ reason: 'NOTICE_SUPERSEDED' })
  const recipient = q.scope === null ? null : recipientOf(q.scope)
  if (recipient !== null && !consent.disclosedRecipients.includes(recipient))
    found.push({ reason: 'RECIPIENT_NOT_DISCLOSED', recipient })
  return found
}

/** A ticket that is no conversation of its own any more, or whose requester is not who wrote it. */
function standingRefusals({ standing }: GateQuestion): Refusal[] {
  if (standing === undefined) return []
  const { mergedInto, deleted, unfit } = standing
  return [
    ...(mergedInto === null ? [] : [{ reason: 'TICKET_MERGED' as const, into: mergedInto }]),
    ...(deleted ? [{ reason: 'TICKET_DELETED' as const }] : []),
    ...unfit.map((why) => ({ reason: 'REQUESTER_UNFIT' as const, why })),
  ]
}

function scopeRefusals(q: GateQuestion, scope: Scope): Refusal[] {
  const found: Refusal[] = []
  if (!(Date.parse(q.now) < Date.parse(scope.expiresAt))) found.push({ reason: 'SCOPE_EXPIRED' })
  if (!scope.actions.includes(q.action)) found.push({ reason: 'ACTION_NOT_IN_SCOPE', action: q.action })
  for (const field of q.fields)
    if (!(scope.fields as readonly string[]).includes(field))
      found.push({ reason: 'FIELD_NOT_IN_SCOPE', field })
  const recipient = recipientOf(scope)
  const configured = q.configuredRecipients ?? [recipientOf({ drafter: EXTRACTIVE })]
  if (q.action !== 'search' && !configured.includes(recipient))
    found.push({ reason: 'DRAFTER_NOT_CONFIGURED', recipient })
  if (q.articlesInScope === 0) found.push({ reason: 'ALLOWLIST_EMPTY' })
  return found
}

/**
 * `search` is the agent's own query without ticket text: it needs the scope but no consent, so that
 * a requester's "no" costs nothing (GDPR Art. 7(4)). Every other action needs both.
 */
export function decide(q: GateQuestion): Allow | Deny {
  const found: Refusal[] = []
  if (q.killSwitch && q.action !== 'search') found.push({ reason: 'KILL_SWITCH_ON' })
  if (q.action !== 'search') {
    found.push(...consentRefusals(q))
    if (!q.requesterAgrees) found.push({ reason: 'REQUESTER_MISMATCH' })
    found.push(...standingRefusals(q))
  }
  if (q.scope === null) found.push({ reason: 'SCOPE_INVALID' })
  else {
    const limit = q.scope.limits.draftsPerTicket
    if (q.action !== 'search' && q.draftsMade >= limit) found.push({ reason: 'DRAFT_LIMIT_REACHED', limit })
    found.push(...scopeRefusals(q, q.scope))
  }
  if (found.length > 0 || q.scope === null) return refuse(found)
  const allow: Allow = Object.freeze({
    outcome: 'allow',
    action: q.action,
    scope: q.scope,
    scopeHash: q.scopeHash,
    consentEpoch: q.consent.epoch,
  })
  minted.add(allow)
  return allow
}

/** Puts the next step beside each reason. */
export function refuse(refusals: readonly Refusal[]): Deny {
  return {
    outcome: 'refused',
    refusals: refusals.map((refusal) => ({ refusal, nextStep: NEXT_STEPS[refusal.reason] })),
  }
}
