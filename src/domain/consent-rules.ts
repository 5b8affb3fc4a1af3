/**
 * The rules that a consent act must not break, each with its reason. What a rule is about stands in its
 * sentence: the table of transitions (`docs/consent-transitions.md`) is printed from here.
 */
import type { ConsentState, EndReason, LegalBasis } from './consent.ts'
import { laterOf, monthsLater } from './consent-dates.ts'
import { type ConsentEvent, type EventFacts, SAID_NO } from './consent-event.ts'
import { isLanguageOf } from './notice-language.ts'

/** Where a rule is about who acts or from which status, the table says it and `broken` is not asked. */
export interface Rule {
  readonly says: string
  readonly broken: (state: ConsentState, event: ConsentEvent) => boolean
}

/** A yes that nobody has looked at ends after as long as a question that nobody has answered. */
export const LOOK_DAYS = 14
const DAY_MS = 86_400_000
const MINUTE_MS = 60_000

const before = (one: string, other: string) => Date.parse(one) < Date.parse(other)
const always = () => true

/** True while the person must be left alone; for ever where the event names no cooldown. */
function coolsDown(since: string | null, event: ConsentEvent): boolean {
  if (since === null || event.facts === undefined) return true
  return before(event.at, monthsLater(since, event.facts.cooldownMonths))
}

/** A no to a basis other than consent has no cooldown that could end. */
export function isLasting(noBasis: LegalBasis | null): boolean {
  return noBasis !== null && noBasis !== 'consent'
}

/** Of two bases that somebody said no to, the one that makes the no last. */
export function lastingOf(one: LegalBasis | null, other: LegalBasis | null): LegalBasis | null {
  return isLasting(one) ? one : (other ?? one)
}

function standsInTheWay(
  { saidNo, noAt, noBasis }: Pick<ConsentState, 'saidNo' | 'noAt' | 'noBasis'>,
  event: ConsentEvent,
): boolean {
  return saidNo && (isLasting(noBasis) || coolsDown(noAt, event))
}

/** What ends before its time, because what it rests on is no more. */
const ENDS_EARLY: readonly EndReason[] = ['superseded_notice', 'superseded_basis', 'source_ended']

function endsEarly({ carriedFrom }: ConsentState, { endReason, from }: EventFacts): boolean {
  if (endReason === undefined || !ENDS_EARLY.includes(endReason)) return false
  return endReason !== 'source_ended' || (from !== undefined && from === carriedFrom)
}

/** Whoever fills in the moment of telling knows its minute only. */
function toldBefore(toldAt: string, restrictedAt: string | null): boolean {
  if (restrictedAt === null) return false
  return Date.parse(toldAt) < Math.floor(Date.parse(restrictedAt) / MINUTE_MS) * MINUTE_MS
}

/** On their own page a person chooses the language themselves. */
function shownInAnother({ channel, noticeLocale, facts }: ConsentEvent): boolean {
  if (channel === 'link' || noticeLocale === null) return false
  return !isLanguageOf(facts?.ticketLocales ?? [], noticeLocale)
}

function noticeMoved(state: ConsentState, { facts, noticeVersion }: ConsentEvent): boolean {
  if (facts === undefined) return false
  if (facts.noticeNow !== noticeVersion) return true
  return state.status === 'requested' && state.noticeVersion !== noticeVersion
}

export const CONSENT_RULES = {
  TICKET_ERASED: {
    says: 'After erasure there is nothing left to say about that person (Art. 17). The ticket can pass to another.',
    broken: ({ overlays }, { kind }) => overlays.includes('erased') && kind !== 'requester_changed',
  },
  REQUEST_AFTER_NO: {
    says: 'After a no nobody is asked again before the cooldown is over, and then once in each cooldown.',
    broken: ({ saidNo, noAt, requestedAt }, event) => saidNo && coolsDown(laterOf(noAt, requestedAt), event),
  },
  REQUEST_WHILE_DRAFTABLE: {
    says: 'Nobody is asked while drafting is lawful. A grant under an older notice permits nothing.',
    broken: ({ status, noticeVersion }, event) =>
      status === 'not_required' || (status === 'granted' && noticeVersion === event.noticeVersion),
  },
  REQUEST_WHILE_OVERLAID: {
    says: 'Nobody is asked while an overlay stands: a yes would permit nothing.',
    broken: ({ overlays }) => overlays.length > 0,
  },
  NOTHING_TO_DEFER: { says: 'Only a question can be put off.', broken: always },
  GRANT_NEEDS_REQUESTER_OR_EVIDENCE: {
    says: 'A yes is the act of the requester, or relayed by an agent with evidence (Art. 4(11), 7(1)).',
    broken: (_state, { by, hasEvidence }) => by !== 'requester' && !(by === 'agent' && hasEvidence),
  },
  GRANT_NEEDS_SECOND_LOOK: {
    says: 'What an agent relays is a yes only after a second look by somebody else.',
    broken: (_state, { by, facts }) => by !== 'requester' && facts !== undefined,
  },
  GRANT_OF_ANOTHER: {
    says: 'Only the present requester can say yes for this ticket: nobody in copy, no former requester.',
    broken: (_state, { facts }) => facts?.speaker === 'other',
  },
  EVIDENCE_BEFORE_REQUEST: {
    says: 'Words said before the question, or that are yet to be said, answer nothing.',
    broken: ({ status, requestedAt }, { at, facts }) =>
      facts !== undefined &&
      (before(at, facts.saidAt) ||
        (status === 'requested' && requestedAt !== null && before(facts.saidAt, requestedAt))),
  },
  GRANT_NEEDS_NOTICE: {
    says: 'A yes names the notice and the language that were shown (Art. 7(1), 13).',
    broken: (_state, { noticeVersion, noticeLocale }) => noticeVersion === null || noticeLocale === null,
  },
  NOTICE_CHANGED: {
    says: 'The notice must be the one in force, and the one that the question was put with.',
    broken: noticeMoved,
  },
  NOTICE_IN_ANOTHER_LANGUAGE: {
    says: "A notice that was not shown in the ticket's language needs a stated reason why it was understood (Art. 12(1)).",
    broken: (_state, event) => shownInAnother(event) && event.facts?.localeReason === undefined,
  },
  GRANT_NEEDS_END: {
    says: 'A yes and a legal basis have an end: `valid_until` is mandatory.',
    broken: (_state, { validUntil }) => validUntil === null,
  },
  GRANT_AFTER_NO_NEEDS_REQUESTER: {
    says: "After a no only the requester's own act on their link is a yes.",
    broken: ({ saidNo }, { by, channel, facts }) =>
      saidNo && (by !== 'requester' || (facts !== undefined && channel !== 'link')),
  },
  GRANT_AFTER_INVALID: {
    says: 'What was declared invalid needs a new question first.',
    broken: ({ status }) => status === 'invalidated',
  },
  NOTHING_TO_CONFIRM: {
    says: 'There is no relayed yes that waits for a second look, or it has waited too long.',
    broken: ({ awaiting }, { at }) => awaiting === null || lookLapsed(awaiting.at, at),
  },
  SECOND_LOOK_BY_SAME_AGENT: {
    says: 'Whoever relayed a yes cannot take the second look.',
    broken: ({ awaiting }, { facts }) => facts === undefined || facts.actorRef === awaiting?.byRef,
  },
  EVIDENCE_NOT_READ: {
    says: 'Only somebody who has opened the evidence of this very yes confirms it.',
    broken: (_state, { facts }) => facts?.evidenceRead === false,
  },
  LOOK_UNDER_ANOTHER_NOTICE: {
    says: 'The notice must still be the one that the relayed yes was said to.',
    broken: ({ awaiting }, { noticeVersion }) => awaiting?.noticeVersion !== noticeVersion,
  },
  ALREADY_GRANTED: {
    says: 'There is nothing to relay while consent is not required, and nothing to carry over a yes.',
    broken: always,
  },
  NOT_REMEMBERED: {
    says: 'A yes is carried only where the account remembers it and the notice said so.',
    broken: (_state, { facts }) => facts?.remembers !== true || facts.from === undefined,
  },
  CARRY_NEEDS_WEBHOOK: {
    says: "A yes is carried only between tickets whose requester the helpdesk itself has named: an agent's session could name whoever has said yes.",
    broken: (_state, { facts }) => facts?.identity === 'agent_session',
  },
  CARRY_ENDED: {
    says: 'A yes that has ended is not carried.',
    broken: (_state, { at, validUntil }) => validUntil !== null && !before(at, validUntil),
  },
  NOTHING_TO_EXPIRE: {
    says: 'Only a question, a grant and a legal basis can end.',
    broken: always,
  },
  NOT_YET_EXPIRED: {
    says: 'Nothing ends before its time, unless its notice or its legal basis was superseded, or the yes that it was carried from has ended.',
    broken: (state, { at, facts }) =>
      facts !== undefined &&
      !endsEarly(state, facts) &&
      (state.validUntil === null || before(at, state.validUntil)),
  },
  BASIS_NEEDS_COMPLIANCE: {
    says: 'A legal basis is set by compliance, or by the rule that compliance made for the account.',
    broken: (_state, { by, facts }) => by !== 'compliance' && (by !== 'system' || facts === undefined),
  },
  BASIS_NEEDS_REFERENCE: {
    says: 'A contract or a legitimate interest names its contract or assessment (Art. 6(1)(b), (f)).',
    broken: (_state, { legalBasis, facts }) =>
      facts !== undefined && (legalBasis === null || legalBasis === 'consent' || !facts.basisRef?.trim()),
  },
  BASIS_AFTER_NO: {
    says: 'After a no, on this ticket or another of theirs, the basis is not swapped within the cooldown (EDPB 05/2020), and never after a no to a basis other than consent (Art. 21).',
    broken: (state, event) =>
      standsInTheWay(state, event) ||
      (event.facts?.elsewhere !== undefined && standsInTheWay(event.facts.elsewhere, event)),
  },
  BASIS_AFTER_OBJECTION: {
    says: 'While an objection stands, on this ticket or another of theirs, nobody is put under a legal basis (Art. 21).',
    broken: ({ overlays }, { facts }) =>
      facts !== undefined && (overlays.includes('objected') || facts.elsewhere?.objected === true),
  },
  BASIS_WHILE_HELD: {
    says: 'While a restriction or a doubt about age stands on another ticket of theirs, nobody is put under a legal basis (Art. 18(2), Art. 8).',
    broken: (_state, { facts }) => facts?.elsewhere?.held === true,
  },
  BASIS_OVER_CONSENT: {
    says: 'Somebody who was asked, or who has agreed, is not told that it was never a question.',
    broken: always,
  },
  NOTHING_TO_DECIDE: {
    says: 'There is no objection to decide on.',
    broken: ({ overlays }) => !overlays.includes('objected'),
  },
  OVERRULE_NEEDS_INTEREST: {
    says: 'Only an objection to a legitimate interest can be overruled; to anything else it is a no (Art. 21).',
    broken: ({ legalBasis, saidNo }) => legalBasis !== 'legitimate_interest' || saidNo,
  },
  REASON_NEEDED: {
    says: 'The act needs a written reason.',
    broken: (_state, { hasEvidence, facts }) => facts !== undefined && !hasEvidence,
  },
  NOTHING_TO_LIFT: { says: 'What does not stand cannot be lifted.', broken: nothingToLift },
  LIFT_NEEDS_TELLING: {
    says: 'The requester is told, while it stands, that a restriction will be lifted (Art. 18(3)).',
    broken: ({ restrictedAt }, { at, facts }) =>
      facts !== undefined &&
      (facts.toldAt === undefined || before(at, facts.toldAt) || toldBefore(facts.toldAt, restrictedAt)),
  },
  LIFT_NEEDS_GUARDIAN: {
    says: "Only with evidence of the guardian's word is a minor's hold lifted (Art. 8).",
    broken: (_state, { hasEvidence }) => !hasEvidence,
  },
  ONLY_COMPLIANCE: { says: 'Reserved to the role compliance.', broken: always },
  ONLY_AGENTS: { says: 'An act of people at work: an agent or compliance.', broken: always },
  ONLY_SYSTEM: { says: 'It happens by itself; nobody can do it.', broken: always },
} as const satisfies Record<string, Rule>

/** Machine-readable id of the rule that a refused move would break (409 `ILLEGAL_TRANSITION`). */
export type MoveRule = keyof typeof CONSENT_RULES

export function lookLapsed(since: string, now: string): boolean {
  return Date.parse(since) + LOOK_DAYS * DAY_MS <= Date.parse(now)
}

function nothingToLift({ overlays }: ConsentState, { kind }: ConsentEvent): boolean {
  return !overlays.includes(kind === 'lift_restriction' ? 'restricted' : 'minor_hold')
}

/** What a person had said stays said: a no of theirs is the status of the ticket that is theirs again. */
export function noOf(word: Pick<ConsentState, 'status'> | undefined): ConsentState['status'] | null {
  return word !== undefined && SAID_NO.includes(word.status) ? word.status : null
}
