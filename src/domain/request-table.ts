/**
 * The legal moves of a request case as a table: from, to, who, and the rules in the order they are asked.
 * The machine (`request-moves.ts`) knows nothing beside it.
 */
import { type RequestStatus, WORK_STATUSES } from './request-case.ts'

export const CASE_EVENTS = [
  'ask_identity',
  'confirm_identity',
  'collect',
  'submit',
  'send_back',
  'approve',
  'deliver',
  'close',
  'extend',
  'refuse',
  'refuse_partly',
  'mark_duplicate',
  'withdraw',
] as const
export type CaseEventKind = (typeof CASE_EVENTS)[number]

export const CASE_ACTORS = ['requester', 'compliance'] as const
export type CaseActor = (typeof CASE_ACTORS)[number]

/** Each rule that a move can break, by its id: it is what the companion answers and the console explains. */
export const CASE_RULES = [
  'CASE_ENDED',
  'NOT_FROM_HERE',
  'ONLY_COMPLIANCE',
  'REASON_NEEDED',
  'IDENTITY_WAY_NEEDED',
  'ANSWER_NOT_SENT',
  'ERASURE_NOT_DONE',
  'EXTENDED_BEFORE',
  'EXTENSION_TOO_LATE',
  'EXTENSION_NOT_TOLD',
  'REFUSAL_NOT_TOLD',
  'DUPLICATE_OF_NOTHING',
] as const
export type CaseRule = (typeof CASE_RULES)[number]

export interface CaseMove {
  readonly from: readonly RequestStatus[]
  /** `same`: the status stays. */
  readonly to: RequestStatus | 'same'
  readonly who: readonly CaseActor[]
  readonly rules: readonly CaseRule[]
  readonly does: string
}

const STAFF = ['compliance'] as const
const ANYBODY = CASE_ACTORS

export const CASE_MOVES: Readonly<Record<CaseEventKind, CaseMove>> = {
  ask_identity: {
    from: ['received', 'verified'],
    to: 'identity_pending',
    who: STAFF,
    rules: ['REASON_NEEDED'],
    does: 'There is reasonable doubt about who asks (Art. 12(6)): the clock stands still until it is cleared.',
  },
  confirm_identity: {
    from: ['received', 'identity_pending'],
    to: 'verified',
    who: ANYBODY,
    rules: ['IDENTITY_WAY_NEEDED'],
    does: 'It is clear who asks; a clock that stood still goes on.',
  },
  collect: {
    from: ['verified'],
    to: 'collecting',
    who: STAFF,
    rules: [],
    does: 'What is held is gathered, or the change that was asked for is made.',
  },
  submit: {
    from: ['collecting'],
    to: 'review',
    who: STAFF,
    rules: [],
    does: 'What was gathered is looked through: the rights of others, the exceptions, the words.',
  },
  send_back: {
    from: ['review', 'ready'],
    to: 'collecting',
    who: STAFF,
    rules: [],
    does: 'Something is missing.',
  },
  approve: {
    from: ['review'],
    to: 'ready',
    who: STAFF,
    rules: ['ERASURE_NOT_DONE'],
    does: 'The answer may go out. Whatever it says was done has been done.',
  },
  deliver: {
    from: ['ready'],
    to: 'delivered',
    who: STAFF,
    rules: ['ANSWER_NOT_SENT'],
    does: 'The answer has reached the requester: nothing is owed any more.',
  },
  close: {
    from: ['delivered'],
    to: 'closed',
    who: STAFF,
    rules: [],
    does: 'No question about the answer is left.',
  },
  extend: {
    from: WORK_STATUSES,
    to: 'same',
    who: STAFF,
    rules: ['EXTENDED_BEFORE', 'REASON_NEEDED', 'EXTENSION_TOO_LATE', 'EXTENSION_NOT_TOLD'],
    does: 'Two more months, once, with reasons that the requester was told within the first (Art. 12(3)).',
  },
  refuse: {
    from: WORK_STATUSES,
    to: 'refused',
    who: STAFF,
    rules: ['REASON_NEEDED', 'REFUSAL_NOT_TOLD'],
    does: 'The answer is no, with reasons, and with where to complain and sue (Art. 12(4)).',
  },
  refuse_partly: {
    from: ['review', 'ready'],
    to: 'partially_refused',
    who: STAFF,
    rules: ['REASON_NEEDED', 'REFUSAL_NOT_TOLD', 'ANSWER_NOT_SENT'],
    does: 'A part was answered, the rest is refused with reasons (Art. 12(4), 15(4), 17(3)).',
  },
  mark_duplicate: {
    from: WORK_STATUSES,
    to: 'duplicate',
    who: STAFF,
    rules: ['DUPLICATE_OF_NOTHING'],
    does: 'The same person asks the same in another case that is open; that one is answered.',
  },
  withdraw: {
    from: WORK_STATUSES,
    to: 'withdrawn',
    who: ANYBODY,
    rules: ['REASON_NEEDED'],
    does: 'The requester takes the request back; how is written down.',
  },
}
