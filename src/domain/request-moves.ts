/** Moves a request case by one event, as the table says. Total: every status × event has an answer. */
import {
  type DueFacts,
  dueOn,
  extendableUntil,
  internalDueOn,
  type Pause,
  type WorkCalendar,
} from './due-dates.ts'
import {
  answerLetterOf,
  type IdentityWay,
  isEnded,
  type LetterKind,
  type RequestKind,
  type RequestStatus,
} from './request-case.ts'
import {
  CASE_EVENTS,
  CASE_MOVES,
  type CaseActor,
  type CaseEventKind,
  type CaseRule,
} from './request-table.ts'

/** Everything about a case that a move can depend on or change. Days lie on the controller's calendar. */
export interface CaseState extends DueFacts {
  readonly kind: RequestKind
  readonly status: RequestStatus
  readonly dueOn: string
  readonly internalDueOn: string
  /** The clock stands still since then. */
  readonly pausedSince: string | null
  readonly identityWay: IdentityWay | null
  readonly deliveredOn: string | null
}

export interface SentLetter {
  readonly letter: LetterKind
  readonly sentOn: string
}

export interface CaseEvent {
  readonly kind: CaseEventKind
  readonly by: CaseActor
  readonly on: string
  /** Somebody wrote down why. */
  readonly hasReason: boolean
  readonly identityWay: IdentityWay | null
  /** What was recorded as sent to the requester so far. */
  readonly letters: readonly SentLetter[]
  /** Another open case of the same person and kind is named. */
  readonly twin: boolean
  /** For an erasure: it was carried out, or there was nothing to erase. */
  readonly erased: boolean
}

export type CaseVerdict =
  | { readonly outcome: 'moved'; readonly state: CaseState }
  | { readonly outcome: 'illegal'; readonly rule: CaseRule }

const hasSent = (event: CaseEvent, kinds: readonly LetterKind[], until = '9999-12-31') =>
  event.letters.some(({ letter, sentOn }) => kinds.includes(letter) && sentOn <= until)

type Broken = (state: CaseState, event: CaseEvent, calendar: WorkCalendar) => boolean

/** A clock that stands still has no last day to be late for: the pause counts up to the day of the move. */
function runningFacts(state: CaseState, on: string): DueFacts {
  if (state.pausedSince === null) return state
  return { ...state, pauses: [...state.pauses, { from: state.pausedSince, until: on }] }
}

const BROKEN: Readonly<Record<CaseRule, Broken>> = {
  CASE_ENDED: ({ status }) => isEnded(status),
  NOT_FROM_HERE: ({ status }, { kind }) => !CASE_MOVES[kind].from.includes(status),
  ONLY_COMPLIANCE: (_state, { kind, by }) => !CASE_MOVES[kind].who.includes(by),
  REASON_NEEDED: (_state, { hasReason }) => !hasReason,
  IDENTITY_WAY_NEEDED: (_state, { identityWay }) => identityWay === null,
  ANSWER_NOT_SENT: ({ kind }, event) => !hasSent(event, [answerLetterOf(kind), 'nothing_found']),
  ERASURE_NOT_DONE: ({ kind }, { erased }) => kind === 'erasure' && !erased,
  EXTENDED_BEFORE: ({ extended }) => extended,
  EXTENSION_TOO_LATE: (state, { on }, calendar) => on > extendableUntil(runningFacts(state, on), calendar),
  EXTENSION_NOT_TOLD: (state, event, calendar) =>
    !hasSent(event, ['extension'], extendableUntil(runningFacts(state, event.on), calendar)),
  REFUSAL_NOT_TOLD: (_state, event) => !hasSent(event, ['refusal']),
  DUPLICATE_OF_NOTHING: (_state, { twin }) => !twin,
}

function brokenRule(state: CaseState, event: CaseEvent, calendar: WorkCalendar): CaseRule | null {
  const always: readonly CaseRule[] = ['CASE_ENDED', 'ONLY_COMPLIANCE', 'NOT_FROM_HERE']
  const rules = [...always, ...CASE_MOVES[event.kind].rules]
  return rules.find((rule) => BROKEN[rule](state, event, calendar)) ?? null
}

function pausesAfter(state: CaseState, event: CaseEvent): { pauses: readonly Pause[]; since: string | null } {
  const { pausedSince: since, pauses } = state
  if (event.kind === 'ask_identity') return { pauses, since: event.on }
  const goesOn = since !== null && event.kind !== 'extend'
  return goesOn ? { pauses: [...pauses, { from: since, until: event.on }], since: null } : { pauses, since }
}

/** A last day is moved by an extension and by a pause alone, and never to an earlier day. */
function daysAfter(state: CaseState, next: DueFacts, calendar: WorkCalendar) {
  const same = next.extended === state.extended && next.pauses.length === state.pauses.length
  if (same) return { dueOn: state.dueOn, internalDueOn: state.internalDueOn }
  const later = (a: string, b: string) => (a > b ? a : b)
  return {
    dueOn: later(state.dueOn, dueOn(next, calendar)),
    internalDueOn: later(state.internalDueOn, internalDueOn(next)),
  }
}

export function moveCase(state: CaseState, event: CaseEvent, calendar: WorkCalendar): CaseVerdict {
  const rule = brokenRule(state, event, calendar)
  if (rule !== null) return { outcome: 'illegal', rule }
  const { to } = CASE_MOVES[event.kind]
  const { pauses, since } = pausesAfter(state, event)
  const extended = state.extended || event.kind === 'extend'
  const next = { receivedOn: state.receivedOn, extended, pauses }
  return {
    outcome: 'moved',
    state: {
      kind: state.kind,
      status: to === 'same' ? state.status : to,
      ...next,
      ...daysAfter(state, next, calendar),
      pausedSince: since,
      identityWay: event.kind === 'confirm_identity' ? event.identityWay : state.identityWay,
      deliveredOn: event.kind === 'deliver' || event.kind === 'refuse_partly' ? event.on : state.deliveredOn,
    },
  }
}

/** What a case begins with. */
export function newCase(kind: RequestKind, receivedOn: string, calendar: WorkCalendar): CaseState {
  const facts: DueFacts = { receivedOn, extended: false, pauses: [] }
  return {
    kind,
    status: 'received',
    ...facts,
    dueOn: dueOn(facts, calendar),
    internalDueOn: internalDueOn(facts),
    pausedSince: null,
    identityWay: null,
    deliveredOn: null,
  }
}

/** What could be done in this status by whoever may, and what each of it still lacks. */
export function nextMoves(
  state: CaseState,
  event: Omit<CaseEvent, 'kind'>,
  calendar: WorkCalendar,
): readonly { readonly kind: CaseEventKind; readonly lacks: CaseRule | null }[] {
  return CASE_EVENTS.filter((kind) => CASE_MOVES[kind].from.includes(state.status)).map((kind) => ({
    kind,
    lacks: brokenRule(state, { ...event, kind }, calendar),
  }))
}
