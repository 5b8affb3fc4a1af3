/**
 * The legal moves of a ticket's consent as a table: event, from, to, who, rules in the order they are asked.
 * The machine (`consent-moves.ts`) knows nothing beside it, and `docs/consent-transitions.md` is printed from it.
 */
import { CONSENT_STATUSES, type ConsentStatus } from './consent.ts'
import { CONSENT_ACTORS, type ConsentActor, type ConsentEventKind } from './consent-event.ts'
import type { MoveRule } from './consent-rules.ts'

export interface Transition {
  readonly from: readonly ConsentStatus[]
  /** The rule that any other status breaks. */
  readonly otherwise?: MoveRule
  /** `same`: the status stays, what else changes stands in `does`. */
  readonly to: ConsentStatus | 'same'
  readonly who: readonly ConsentActor[]
  /** The rule that anybody else breaks. */
  readonly reserved?: MoveRule
  readonly rules: readonly MoveRule[]
  readonly does: string
}

const ANY = CONSENT_STATUSES
const ANYBODY = CONSENT_ACTORS
const PEOPLE_AT_WORK = ['agent', 'compliance'] as const
const COMPLIANCE = { who: ['compliance'], reserved: 'ONLY_COMPLIANCE' } as const
const BY_ITSELF = { who: ['system'], reserved: 'ONLY_SYSTEM' } as const

function anyBut(...left: readonly ConsentStatus[]): readonly ConsentStatus[] {
  return CONSENT_STATUSES.filter((status) => !left.includes(status))
}

export const TRANSITIONS: Readonly<Record<ConsentEventKind, Transition>> = {
  request: {
    from: anyBut('not_required'),
    otherwise: 'REQUEST_WHILE_DRAFTABLE',
    to: 'requested',
    who: ANYBODY,
    rules: ['REQUEST_AFTER_NO', 'REQUEST_WHILE_DRAFTABLE', 'REQUEST_WHILE_OVERLAID'],
    does: 'Puts the question, with a notice and a link that ends. A no stays a no until its author undoes it.',
  },
  defer: {
    from: ['requested'],
    otherwise: 'NOTHING_TO_DEFER',
    to: 'requested',
    who: ANYBODY,
    rules: [],
    does: 'The requester answers "later": the question stays open until its end.',
  },
  grant: {
    from: anyBut('invalidated'),
    otherwise: 'GRANT_AFTER_INVALID',
    to: 'granted',
    who: ['requester', 'agent'],
    reserved: 'GRANT_NEEDS_REQUESTER_OR_EVIDENCE',
    rules: [
      'GRANT_NEEDS_REQUESTER_OR_EVIDENCE',
      'GRANT_NEEDS_SECOND_LOOK',
      'GRANT_OF_ANOTHER',
      'EVIDENCE_BEFORE_REQUEST',
      'GRANT_NEEDS_NOTICE',
      'NOTICE_CHANGED',
      'NOTICE_IN_ANOTHER_LANGUAGE',
      'GRANT_NEEDS_END',
      'GRANT_AFTER_NO_NEEDS_REQUESTER',
    ],
    does: "The requester's own yes. The only act that undoes their no.",
  },
  relay_grant: {
    from: anyBut('not_required'),
    otherwise: 'ALREADY_GRANTED',
    to: 'same',
    who: PEOPLE_AT_WORK,
    reserved: 'ONLY_AGENTS',
    rules: [
      'GRANT_AFTER_INVALID',
      'GRANT_AFTER_NO_NEEDS_REQUESTER',
      'GRANT_NEEDS_REQUESTER_OR_EVIDENCE',
      'GRANT_OF_ANOTHER',
      'EVIDENCE_BEFORE_REQUEST',
      'GRANT_NEEDS_NOTICE',
      'NOTICE_CHANGED',
      'NOTICE_IN_ANOTHER_LANGUAGE',
    ],
    does: 'An agent reports a yes with evidence. It permits nothing: it waits for a second look.',
  },
  confirm_grant: {
    from: anyBut('not_required'),
    otherwise: 'NOTHING_TO_CONFIRM',
    to: 'granted',
    who: PEOPLE_AT_WORK,
    reserved: 'ONLY_AGENTS',
    rules: [
      'NOTHING_TO_CONFIRM',
      'SECOND_LOOK_BY_SAME_AGENT',
      'EVIDENCE_NOT_READ',
      'GRANT_NEEDS_NOTICE',
      'LOOK_UNDER_ANOTHER_NOTICE',
      'NOTICE_CHANGED',
      'GRANT_NEEDS_END',
      'GRANT_AFTER_NO_NEEDS_REQUESTER',
    ],
    does: 'Somebody else has read the evidence and finds that it is a yes.',
  },
  reject_grant: {
    from: ANY,
    to: 'same',
    who: PEOPLE_AT_WORK,
    reserved: 'ONLY_AGENTS',
    rules: ['NOTHING_TO_CONFIRM'],
    does: 'The evidence is no yes, or it is taken back; nothing waits any more.',
  },
  carry_over: {
    from: anyBut('granted', 'not_required'),
    otherwise: 'ALREADY_GRANTED',
    to: 'granted',
    who: PEOPLE_AT_WORK,
    reserved: 'ONLY_AGENTS',
    rules: [
      'GRANT_AFTER_INVALID',
      'GRANT_AFTER_NO_NEEDS_REQUESTER',
      'GRANT_OF_ANOTHER',
      'NOT_REMEMBERED',
      'CARRY_NEEDS_WEBHOOK',
      'GRANT_NEEDS_NOTICE',
      'NOTICE_CHANGED',
      'GRANT_NEEDS_END',
      'CARRY_ENDED',
    ],
    does: 'A yes that the same person gave on another ticket, for all of theirs, holds here until it ends.',
  },
  deny: {
    from: ANY,
    to: 'denied',
    who: ANYBODY,
    rules: [],
    does: 'A no. Never refused, needs nothing, costs nothing (Art. 7(4)).',
  },
  withdraw: {
    from: ANY,
    to: 'withdrawn',
    who: ANYBODY,
    rules: [],
    does: 'Never refused, whoever passes it on and whatever else is switched off (Art. 7(3)).',
  },
  expire: {
    from: ['granted', 'requested', 'not_required'],
    otherwise: 'NOTHING_TO_EXPIRE',
    to: 'expired',
    ...BY_ITSELF,
    rules: ['NOT_YET_EXPIRED'],
    does: 'The end of a grant, of a basis, or of a question that nobody answered; a superseded notice or basis.',
  },
  set_basis: {
    from: anyBut('granted', 'requested'),
    otherwise: 'BASIS_OVER_CONSENT',
    to: 'not_required',
    who: ['compliance', 'system'],
    reserved: 'BASIS_NEEDS_COMPLIANCE',
    rules: [
      'BASIS_NEEDS_COMPLIANCE',
      'GRANT_NEEDS_END',
      'BASIS_AFTER_NO',
      'BASIS_AFTER_OBJECTION',
      'BASIS_WHILE_HELD',
      'BASIS_NEEDS_REFERENCE',
    ],
    does: "The account's rule names another basis than consent, with its reference, until its review.",
  },
  object: {
    from: ANY,
    to: 'same',
    who: ANYBODY,
    rules: [],
    does: 'Stops at once (Art. 21): overlay `objected`. Never refused.',
  },
  uphold_objection: {
    from: ANY,
    to: 'denied',
    ...COMPLIANCE,
    rules: ['NOTHING_TO_DECIDE', 'REASON_NEEDED'],
    does: 'The objection is right: it becomes a lasting no.',
  },
  overrule_objection: {
    from: ANY,
    to: 'same',
    ...COMPLIANCE,
    rules: ['NOTHING_TO_DECIDE', 'REASON_NEEDED', 'OVERRULE_NEEDS_INTEREST'],
    does: 'Compelling grounds outweigh it (Art. 21(1)): the overlay goes.',
  },
  restrict: {
    from: ANY,
    to: 'same',
    ...COMPLIANCE,
    rules: [],
    does: 'Overlay `restricted` (Art. 18): nothing is processed while something is clarified.',
  },
  lift_restriction: {
    from: ANY,
    to: 'same',
    ...COMPLIANCE,
    rules: ['NOTHING_TO_LIFT', 'LIFT_NEEDS_TELLING'],
    does: 'The overlay goes, after the requester was told.',
  },
  hold_minor: {
    from: ANY,
    to: 'same',
    who: ANYBODY,
    rules: [],
    does: 'Overlay `minor_hold`: somebody under age may be writing (Art. 8). It stands wherever they have agreed, or agree later.',
  },
  lift_minor_hold: {
    from: ANY,
    to: 'same',
    ...COMPLIANCE,
    rules: ['NOTHING_TO_LIFT', 'LIFT_NEEDS_GUARDIAN'],
    does: "The overlay goes, with evidence of the guardian's word or of the requester's age.",
  },
  invalidate: {
    from: ANY,
    to: 'invalidated',
    ...COMPLIANCE,
    rules: ['REASON_NEEDED'],
    does: 'What is on record never was a valid consent: wrong person, flawed notice.',
  },
  requester_changed: {
    from: ANY,
    to: 'unknown',
    ...BY_ITSELF,
    rules: [],
    does: 'Another person: nothing of the former one stays. What this person said here before does, if it was a no.',
  },
  merge: {
    from: ANY,
    to: 'same',
    ...BY_ITSELF,
    rules: [],
    does: "Another ticket came in, or this one went: the same person's no and overlays reach it, a yes never does.",
  },
  erase: {
    from: ANY,
    to: 'same',
    who: ['compliance', 'system'],
    reserved: 'ONLY_COMPLIANCE',
    rules: [],
    does: 'Overlay `erased`: the end of this record (Art. 17).',
  },
}
