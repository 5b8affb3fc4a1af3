/** The scope policy as a form: what was typed, what is wrong with it, and what a new ticket would get. */
import type { ScopePolicyView } from '../domain/api.ts'
import { ACTIONS, type Action, TICKET_FIELDS, type TicketField, type TopicChoice } from '../domain/scope.ts'
import type { PolicyContent, PolicyRule, Topic } from '../domain/scope-policy.ts'
import type { SimulationRequirement } from '../domain/simulation.ts'

/** The same bounds as the companion's, so that a wrong number is told before it is sent. */
export const LIMITS = {
  draftsPerTicket: { min: 0, max: 100 },
  maxChars: { min: 200, max: 50_000 },
  validDays: { min: 1, max: 365 },
} as const
/** Empty: no such limit. */
export const WINDOWS = {
  draftsPerAgentHour: { min: 0, max: 10_000 },
  draftsPerAgentDay: { min: 0, max: 100_000 },
  draftsPerAccountDay: { min: 0, max: 1_000_000 },
} as const
export const BOUNDS = { ...LIMITS, ...WINDOWS }
/** What a simulation must show; shares in per cent. The last two may be left empty: not asked then. */
export const GATE_BOUNDS = {
  minTickets: { min: 1, max: 50_000 },
  minAnsweredShare: { min: 0, max: 100 },
  minKeptShare: { min: 0, max: 100 },
  maxContradictedShare: { min: 0, max: 100 },
} as const
export type GateName = keyof typeof GATE_BOUNDS
export const GATE_NAMES = Object.keys(GATE_BOUNDS) as readonly GateName[]
export type GateForm = Readonly<Record<GateName, string>>
export const FIRST_GATE: GateForm = {
  minTickets: '100',
  minAnsweredShare: '30',
  minKeptShare: '',
  maxContradictedShare: '',
}
const NOT_ASKED: readonly GateName[] = ['minKeptShare', 'maxContradictedShare']
export type WindowName = keyof typeof WINDOWS
export type LimitName = keyof typeof BOUNDS
export const WINDOW_NAMES = Object.keys(WINDOWS) as readonly WindowName[]
export const LIMIT_NAMES = Object.keys(BOUNDS) as readonly LimitName[]

/** Numbers stay as typed until they are whole numbers, so that nobody's input jumps while typing. */
export interface ScopeForm {
  readonly actions: readonly Action[]
  readonly fields: readonly TicketField[]
  readonly draftsPerTicket: string
  readonly maxChars: string
  readonly validDays: string
  readonly draftsPerAgentHour: string
  readonly draftsPerAgentDay: string
  readonly draftsPerAccountDay: string
  /** One a line. */
  readonly orderPatterns: string
  /** In the order in which they are shown; each takes away, so the order decides nothing. */
  readonly rules: readonly PolicyRule[]
  readonly topics: readonly Topic[]
  readonly topicChoice: TopicChoice | null
  /** 0…1; `null`: what ships. */
  readonly refusalThreshold: number | null
  /** `null`: no simulation is required. */
  readonly gate: GateForm | null
}

export type ScopeProblem =
  | 'whole'
  | 'range'
  | 'draftNeedsText'
  | 'rewriteNeedsDraft'
  | 'pattern'
  | 'topic'
  | 'server'
type ScopePart = LimitName | GateName | 'actions' | 'fields' | 'orderPatterns' | 'rules' | 'topics'
export type ScopeProblems = Readonly<Partial<Record<ScopePart, ScopeProblem>>>

export function formFromPolicy(policy: ScopePolicyView): ScopeForm {
  const typed = (limit: number | undefined) => (limit === undefined ? '' : String(limit))
  return {
    draftsPerAgentHour: typed(policy.draftsPerAgentHour),
    draftsPerAgentDay: typed(policy.draftsPerAgentDay),
    draftsPerAccountDay: typed(policy.draftsPerAccountDay),
    rules: policy.rules ?? [],
    topics: policy.topics ?? [],
    topicChoice: policy.topicChoice ?? null,
    refusalThreshold: policy.refusalThreshold ?? null,
    gate: policy.requiresSimulation === undefined ? null : gateOf(policy.requiresSimulation),
    actions: policy.actions,
    fields: policy.fields,
    draftsPerTicket: String(policy.draftsPerTicket),
    maxChars: String(policy.maxChars),
    validDays: String(policy.validDays),
    orderPatterns: (policy.orderPatterns ?? []).join('\n'),
  }
}

/** As many digits as there are, without those that only binary fractions have. */
const exact = (value: number) => Number(value.toPrecision(12))
const percent = (share: number | undefined) => (share === undefined ? '' : String(exact(100 * share)))

function gateOf(required: SimulationRequirement): GateForm {
  return {
    minTickets: String(required.minTickets),
    minAnsweredShare: percent(required.minAnsweredShare),
    minKeptShare: percent(required.minKeptShare),
    maxContradictedShare: percent(required.maxContradictedShare),
  }
}

/** Only of one without problems. */
function requirementIn(gate: GateForm): SimulationRequirement {
  const share = (typed: string) => exact(Number(typed.replace(',', '.')) / 100)
  const asked = NOT_ASKED.filter((name) => gate[name].trim() !== '')
  return {
    minTickets: Number(gate.minTickets),
    minAnsweredShare: share(gate.minAnsweredShare),
    ...Object.fromEntries(asked.map((name) => [name, share(gate[name])])),
  }
}

function gateProblem(name: GateName, typed: string): ScopeProblem | null {
  if (typed === '' && NOT_ASKED.includes(name)) return null
  if (name === 'minTickets') return numberProblem(typed, GATE_BOUNDS.minTickets)
  return /^\d{1,3}([.,]\d{1,6})?$/.test(typed) && Number(typed.replace(',', '.')) <= 100 ? null : 'range'
}

const patternsIn = (typed: string): readonly string[] => [
  ...new Set(
    typed
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== ''),
  ),
]

/** The same bounds as the detectors': `##` would take every number out of a text. */
function isOrderPattern(pattern: string): boolean {
  const drawn = pattern.replace(/[^#@]/g, '').length
  return drawn >= 3 && pattern.length <= 40 && !/[\p{Cc}⟦⟧]/u.test(pattern)
}

export function scopeProblems(form: ScopeForm): ScopeProblems {
  const problems: Partial<Record<ScopePart, ScopeProblem>> = {}
  if (form.actions.includes('draft') && !form.fields.includes('requester_text')) {
    problems.fields = 'draftNeedsText'
  }
  if (form.actions.includes('rewrite') && !form.actions.includes('draft')) {
    problems.actions = 'rewriteNeedsDraft'
  }
  const patterns = patternsIn(form.orderPatterns)
  if (patterns.length > 20 || !patterns.every(isOrderPattern)) problems.orderPatterns = 'pattern'
  if (form.topics.some(({ name, phrases }) => name.trim() === '' || phrases.length === 0))
    problems.topics = 'topic'
  for (const name of form.gate === null ? [] : GATE_NAMES) {
    const problem = gateProblem(name, form.gate?.[name].trim() ?? '')
    if (problem !== null) problems[name] = problem
  }
  for (const name of LIMIT_NAMES) {
    if (name in WINDOWS && form[name].trim() === '') continue
    const problem = numberProblem(form[name], BOUNDS[name])
    if (problem !== null) problems[name] = problem
  }
  return problems
}

function numberProblem(typed: string, { min, max }: { min: number; max: number }): 'whole' | 'range' | null {
  if (!/^\d{1,9}$/.test(typed.trim())) return 'whole'
  const value = Number(typed)
  return value < min || value > max ? 'range' : null
}

/** What the form shows of a policy, and nothing else of it; `null` while anything is wrong. */
export type ShownPolicy = Pick<
  PolicyContent,
  | 'actions'
  | 'fields'
  | LimitName
  | 'orderPatterns'
  | 'rules'
  | 'topics'
  | 'topicChoice'
  | 'refusalThreshold'
  | 'requiresSimulation'
>

export function shownPolicy(form: ScopeForm): ShownPolicy | null {
  if (Object.keys(scopeProblems(form)).length > 0) return null
  const orderPatterns = patternsIn(form.orderPatterns)
  return {
    // In the order of the closed lists, so that ticking in another order is no change.
    actions: ACTIONS.filter((action) => form.actions.includes(action)),
    fields: TICKET_FIELDS.filter((field) => form.fields.includes(field)),
    draftsPerTicket: Number(form.draftsPerTicket),
    maxChars: Number(form.maxChars),
    validDays: Number(form.validDays),
    ...windowsIn(form),
    ...(orderPatterns.length === 0 ? {} : { orderPatterns }),
    ...(form.rules.length === 0 ? {} : { rules: form.rules }),
    ...(form.topics.length === 0 ? {} : { topics: form.topics }),
    ...(form.topicChoice === null ? {} : { topicChoice: form.topicChoice }),
    ...(form.refusalThreshold === null ? {} : { refusalThreshold: form.refusalThreshold }),
    ...(form.gate === null ? {} : { requiresSimulation: requirementIn(form.gate) }),
  }
}

/**
 * `null` while anything is wrong: a half-valid policy is never sent. What the form does not show of `over`, the
 * policy that it is saved over, stays as it is there.
 */
export function policyFromForm(form: ScopeForm, over: ScopePolicyView): ScopePolicyView | null {
  const shown = shownPolicy(form)
  if (shown === null) return null
  const { draftsPerAgentHour: _h, draftsPerAgentDay: _d, draftsPerAccountDay: _a, ...rest } = over
  const { orderPatterns: _o, rules: _r, topics: _t, topicChoice: _c, ...others } = rest
  const { refusalThreshold: _s, requiresSimulation: _q, ...kept } = others
  return { ...kept, ...shown }
}

function windowsIn(form: ScopeForm): Partial<Record<WindowName, number>> {
  const set = WINDOW_NAMES.filter((name) => form[name].trim() !== '')
  return Object.fromEntries(set.map((name) => [name, Number(form[name])]))
}

/** For saving over `next`, which somebody else saved over `saved`: what I did not touch is theirs. */
export function rebaseForm(form: ScopeForm, saved: ScopePolicyView, next: ScopePolicyView): ScopeForm {
  const [was, theirs] = [formFromPolicy(saved), formFromPolicy(next)]
  const touched = (part: 'rules' | 'topics' | 'topicChoice' | 'refusalThreshold' | 'gate') =>
    JSON.stringify(form[part]) !== JSON.stringify(was[part])
  return {
    ...form,
    rules: touched('rules') ? form.rules : theirs.rules,
    topics: touched('topics') ? form.topics : theirs.topics,
    topicChoice: touched('topicChoice') ? form.topicChoice : theirs.topicChoice,
    refusalThreshold: touched('refusalThreshold') ? form.refusalThreshold : theirs.refusalThreshold,
    gate: touched('gate') ? form.gate : theirs.gate,
  }
}

export function scopeFormChanged(form: ScopeForm, policy: ScopePolicyView): boolean {
  const saved = formFromPolicy(policy)
  const sameSet = (a: readonly string[], b: readonly string[]) =>
    a.length === b.length && a.every((entry) => b.includes(entry))
  return (
    !sameSet(form.actions, saved.actions) ||
    !sameSet(form.fields, saved.fields) ||
    !sameSet(patternsIn(form.orderPatterns), policy.orderPatterns ?? []) ||
    LIMIT_NAMES.some((name) => form[name].trim() !== saved[name]) ||
    // Built by the same hands in the same order, so the text differs only where the thing does.
    JSON.stringify([form.rules, form.topics, form.topicChoice, form.refusalThreshold, form.gate]) !==
      JSON.stringify([saved.rules, saved.topics, saved.topicChoice, saved.refusalThreshold, saved.gate])
  )
}

/** Fields that the server named in its problem document, e.g. `validDays` or `validDays: too large`. */
export function serverProblems(invalid: readonly string[]): ScopeProblems {
  const parts = [...LIMIT_NAMES, ...GATE_NAMES, 'actions', 'fields', 'orderPatterns'] as const
  const named = invalid.flatMap((entry) => {
    const path = entry.split(/\W/)
    // A limit inside a rule is the rule's.
    if (path[0] === 'rules' || path[0] === 'topics') return [path[0]]
    return parts.filter((name) => path.includes(name))
  })
  return Object.fromEntries(named.map((name) => [name, 'server' as const]))
}
