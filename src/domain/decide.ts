/**
 * The gate: the only way to a drafter. Pure and total; denies by default; gives all reasons at once.
 * GDPR Art. 5(1)(b)–(c), 6(1), 7; AI drafting without an `Allow` from here cannot happen (`isAllow`).
 */
import { type ConsentState, DRAFTABLE_STATUSES } from './consent.ts'
import type { StopSign } from './kill-switch.ts'
import type { TrialNo } from './provider-trial.ts'
import { recipientOf } from './recipient.ts'
import { NEXT_STEPS, type NextStep, type Refusal, type UnfitReason } from './refusal.ts'
import { type Action, EXTRACTIVE, type Scope, type TopicChoice } from './scope.ts'
import type { BudgetNo } from './spending.ts'

export interface GateQuestion {
  readonly action: Action
  readonly consent: ConsentState
  /** `null`: the stored scope could not be read, which means deny. */
  readonly scope: Scope | null
  readonly scopeHash: string
  readonly currentNoticeVersion: number
  /** False until an admin has taken the account live, and after it was taken back. */
  readonly live: boolean
  /** What is stopped where this would draft; empty: nothing. */
  readonly stops: readonly StopSign[]
  /** Who the companion can draft with now; absent: only on its own machine. Never another one instead. */
  readonly configuredRecipients?: readonly string[]
  readonly draftsMade: number
  /** How many of the agent's drafts stand in a reply although somebody has said no since; absent: none. */
  readonly toRemove?: number
  /** How many drafts of the agent and the account lie within the last hour and day, for each limit of the scope; absent: an act about a draft that was let through. */
  readonly usage?: DraftUsage
  /** Ids of the topics that the ticket's text is about; absent: the text was not looked at. */
  readonly topics?: readonly TopicFound[]
  readonly articlesInScope: number
  /** Version of the policy that waits for a passed simulation; absent: none is required, or it has passed. */
  readonly simulationDue?: number
  /** What the month's budget says to one more request to a model; absent or `null`: it carries it. */
  readonly budget?: BudgetNo | null
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

export interface TopicFound {
  readonly id: string
  readonly name: string
}

/** `resetsAt`: when the oldest that counts falls out of its window. */
export interface UsageCount {
  readonly count: number
  readonly resetsAt: string
}
/** Each is there where the scope sets a limit on it. */
export interface DraftUsage {
  readonly agentHour?: UsageCount
  readonly agentDay?: UsageCount
  readonly accountDay?: UsageCount
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

export { recipientOf } from './recipient.ts'

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
  if (q.action !== 'search' && q.simulationDue !== undefined)
    found.push({ reason: 'SIMULATION_REQUIRED', policyVersion: q.simulationDue })
  // Composing on this machine costs nothing.
  if (q.action !== 'search' && q.budget != null && scope.drafter.drafter !== 'extractive')
    found.push({ reason: 'BUDGET_REACHED', ...q.budget })
  if (q.articlesInScope === 0) found.push({ reason: 'ALLOWLIST_EMPTY' })
  return found
}

function limitRefusals(q: GateQuestion, { limits }: Scope): Refusal[] {
  const found: Refusal[] = []
  if (q.draftsMade >= limits.draftsPerTicket)
    found.push({ reason: 'DRAFT_LIMIT_REACHED', limit: limits.draftsPerTicket })
  const windows = [
    ['agent_hour', limits.draftsPerAgentHour, q.usage?.agentHour],
    ['agent_day', limits.draftsPerAgentDay, q.usage?.agentDay],
    ['account_day', limits.draftsPerAccountDay, q.usage?.accountDay],
  ] as const
  for (const [of, limit, used] of windows) {
    if (limit === undefined || q.usage === undefined) continue
    // Not "no limit": whoever counts forgot a window, and an uncounted one must not let drafts through.
    if (used === undefined) throw new Error(`the drafts of ${of} were not counted`)
    if (used.count < limit) continue
    found.push({ reason: 'DRAFT_LIMIT_REACHED', limit, of, resetsAt: used.resetsAt })
  }
  return found
}

function topicRefusals(q: GateQuestion, { topics }: Scope): Refusal[] {
  // Without text there is no topic: the sidebar asks what would be, before anything is sent.
  if (topics === undefined || (q.topics === undefined && q.fields.length === 0)) return []
  return topicsRefused(topics, q.topics)
}

/** What a choice of topics says to a text; `found` absent: it was not looked at, so it is about anything. */
export function topicsRefused(
  choice: TopicChoice,
  found: readonly TopicFound[] | undefined,
): Extract<Refusal, { reason: 'TOPIC_NOT_IN_SCOPE' }>[] {
  const denied = (found ?? []).filter(({ id }) => choice.deny.includes(id))
  if (denied.length > 0) return denied.map(({ name }) => ({ reason: 'TOPIC_NOT_IN_SCOPE', topic: name }))
  const { allow } = choice
  const open = found !== undefined && (allow === undefined || found.some(({ id }) => allow.includes(id)))
  return open ? [] : [{ reason: 'TOPIC_NOT_IN_SCOPE', topic: null }]
}

/**
 * `search` is the agent's own query without ticket text: it needs the scope but no consent, so that
 * a requester's "no" costs nothing (GDPR Art. 7(4)). Every other action needs both.
 */
export function decide(q: GateQuestion): Allow | Deny {
  const found: Refusal[] = []
  if (q.action !== 'search') {
    if (!q.live) found.push({ reason: 'NOT_LIVE' })
    found.push(...q.stops.map((sign) => ({ reason: 'KILL_SWITCH_ON' as const, ...sign })))
    found.push(...consentRefusals(q))
    if (!q.requesterAgrees) found.push({ reason: 'REQUESTER_MISMATCH' })
    found.push(...standingRefusals(q))
    if ((q.toRemove ?? 0) > 0) found.push({ reason: 'DRAFT_TO_REMOVE' })
  }
  if (q.scope === null) found.push({ reason: 'SCOPE_INVALID' })
  else {
    if (q.action !== 'search') found.push(...limitRefusals(q, q.scope), ...topicRefusals(q, q.scope))
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

/**
 * Proof that the gate let one test of a provider through: of no ticket, with words that stand in the code.
 * It is no `Allow`: no drafter takes it.
 */
export interface Probe {
  readonly outcome: 'probe'
  readonly provider: string
  readonly region: string
}
/** Stands in a capability where the digest of a ticket's scope would. */
export const PROBE_SCOPE = 'probe'

const probes = new WeakSet<object>()

export function isProbe(value: unknown): value is Probe {
  return typeof value === 'object' && value !== null && probes.has(value)
}

/** A test asks nobody's consent, for it is about nobody; what is stopped stays stopped. */
export function decideProbe(q: {
  readonly provider: string
  readonly region: string
  readonly stops: readonly StopSign[]
}): Probe | Deny {
  if (q.stops.length > 0) return refuse(q.stops.map((sign) => ({ reason: 'KILL_SWITCH_ON', ...sign })))
  const probe: Probe = Object.freeze({ outcome: 'probe', provider: q.provider, region: q.region })
  probes.add(probe)
  return probe
}

/**
 * Proof that the gate let one question of a provider trial through: of no ticket and of nobody, over articles of the
 * scope. It is no `Allow`: no drafting path takes it, and whoever takes it takes no `Allow`.
 */
export interface TrialPass {
  readonly outcome: 'trial'
  readonly provider: string
  readonly region: string
  /** Stands in a capability where the digest of a ticket's scope would. */
  readonly scopeHash: string
}
export interface TrialDeny {
  readonly outcome: 'refused'
  readonly reasons: readonly TrialNo[]
}

const trials = new WeakSet<object>()

export function isTrialPass(value: unknown): value is TrialPass {
  return typeof value === 'object' && value !== null && trials.has(value)
}

/** Asks nobody's consent, for a question is nobody's; where the scope says no to a provider, it is no here too. */
export function decideTrial(q: {
  readonly provider: string
  readonly region: string
  readonly scopeHash: string
  /** What the policy makes of a question that is of no ticket; `null`: it cannot be read. */
  readonly scope: Scope | null
  readonly stops: readonly StopSign[]
  readonly articlesInScope: number
}): TrialPass | TrialDeny {
  const { provider, region, scopeHash, scope, stops, articlesInScope } = q
  const reasons: TrialNo[] = []
  if (stops.length > 0) reasons.push('KILL_SWITCH_ON')
  if (scope === null) reasons.push('SCOPE_INVALID')
  else {
    const { drafter, actions } = scope
    const named = drafter.drafter !== 'extractive' && drafter.provider === provider
    if (!named || drafter.region !== region) reasons.push('RECIPIENT_NOT_IN_SCOPE')
    if (!actions.includes('draft')) reasons.push('ACTION_NOT_IN_SCOPE')
  }
  if (articlesInScope === 0) reasons.push('ALLOWLIST_EMPTY')
  if (reasons.length > 0) return { outcome: 'refused', reasons }
  const pass: TrialPass = Object.freeze({ outcome: 'trial', provider, region, scopeHash })
  trials.add(pass)
  return pass
}

/** Puts the next step beside each reason. */
export function refuse(refusals: readonly Refusal[]): Deny {
  return {
    outcome: 'refused',
    refusals: refusals.map((refusal) => ({ refusal, nextStep: NEXT_STEPS[refusal.reason] })),
  }
}
