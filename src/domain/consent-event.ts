/** What can happen to a ticket's consent. Events are appended and never rewritten; the state is a fold. */
import type {
  CONSENT_PURPOSE,
  ConsentChannel,
  ConsentOverlay,
  ConsentState,
  ConsentStatus,
  EndReason,
  LegalBasis,
  LocaleReason,
} from './consent.ts'

export const CONSENT_EVENTS = [
  'request',
  'defer',
  'grant',
  'relay_grant',
  'confirm_grant',
  'reject_grant',
  'carry_over',
  'deny',
  'withdraw',
  'expire',
  'set_basis',
  'object',
  'uphold_objection',
  'overrule_objection',
  'restrict',
  'lift_restriction',
  'hold_minor',
  'lift_minor_hold',
  'invalidate',
  'requester_changed',
  'merge',
  'erase',
] as const
export type ConsentEventKind = (typeof CONSENT_EVENTS)[number]

export const CONSENT_ACTORS = ['requester', 'agent', 'compliance', 'system'] as const
export type ConsentActor = (typeof CONSENT_ACTORS)[number]

export interface ConsentEvent {
  readonly kind: ConsentEventKind
  readonly at: string
  readonly by: ConsentActor
  readonly channel: ConsentChannel | null
  readonly noticeVersion: number | null
  readonly noticeLocale: string | null
  /** A grant and a basis carry it, and must; of a request, the end of its link. */
  readonly validUntil: string | null
  readonly recipients: readonly string[]
  /** Sealed words come with it: the evidence of a yes, or the written reason of an act. */
  readonly hasEvidence: boolean
  readonly legalBasis: LegalBasis | null
  /** Only of `requester_changed`: what the person who now owns the ticket had said on it before. */
  readonly earlier?: EarlierWord
  /** Only of `merge`: what was said on the ticket that came in. Absent on the ticket that went. */
  readonly merged?: MergedWord
  /**
   * What the ledger knows when it records. An event without is one of the first version: it was judged by
   * the rules of its time, and is folded by them.
   */
  readonly facts?: EventFacts
}

/** Stamped by the ledger, never taken from a request. */
export interface EventFacts {
  readonly purpose: typeof CONSENT_PURPOSE
  /** Pseudonym of who acted. */
  readonly actorRef: string
  /** Whether it is the ticket's present requester who speaks, or whose words are relayed. */
  readonly speaker: 'requester' | 'other'
  /** When the words were said or written. */
  readonly saidAt: string
  /** The notice in force at that moment; `null`: none. */
  readonly noticeNow: number | null
  /** The account's rule of that moment: how long nobody is asked anew after a no. */
  readonly cooldownMonths: number
  /** The account remembers a yes for all tickets of a person, and the notice in force says so. */
  readonly remembers: boolean
  readonly basisRef?: string
  /** Of `lift_restriction`: when the requester was told that it would be lifted (GDPR Art. 18(3)). */
  readonly toldAt?: string
  readonly endReason?: EndReason
  /** Of what is carried, or reaches a person's other tickets: the ticket on which it was said. */
  readonly from?: string
  /** Who says whose ticket it is: only an agent's session, or the helpdesk itself. */
  readonly identity?: 'agent_session' | 'webhook'
  /** Of `set_basis`: what this person has refused on other tickets of theirs. */
  readonly elsewhere?: WordElsewhere
  /** Of `confirm_grant`: the log says that this agent has opened the evidence of this very yes. */
  readonly evidenceRead?: boolean
  /** Of `relay_grant` and a ticked form: the languages that the ticket is known to be in. */
  readonly ticketLocales?: readonly string[]
  readonly localeReason?: LocaleReason
}

/** What a person has refused on whichever of their other tickets; the strictest of all. */
export interface WordElsewhere {
  readonly objected: boolean
  /** Restricted, or of somebody who may be under age; absent of an event from before it was looked for. */
  readonly held?: boolean
  readonly saidNo: boolean
  readonly noAt: string | null
  readonly noBasis: LegalBasis | null
}

/** What outlives a change of requester and back: a no and the overlays. A yes does not. */
export type EarlierWord = Pick<ConsentState, 'status' | 'saidNo' | 'overlays'> & {
  readonly noAt?: string | null
  /** Absent: to consent. */
  readonly noBasis?: LegalBasis | null
}

/** A no of the same person reaches the ticket that stays. Of another person nothing does, least of all a yes. */
export interface MergedWord extends EarlierWord {
  readonly samePerson: boolean
}

/** Statuses in which the requester has just said no. */
export const SAID_NO: readonly ConsentStatus[] = ['denied', 'withdrawn']

export type SettingEvent = Extract<ConsentEventKind, 'object' | 'restrict' | 'hold_minor' | 'erase'>
export const OVERLAY_OF: Readonly<Record<SettingEvent, ConsentOverlay>> = {
  object: 'objected',
  restrict: 'restricted',
  hold_minor: 'minor_hold',
  erase: 'erased',
}
