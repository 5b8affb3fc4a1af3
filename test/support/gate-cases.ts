/** A consent, a scope and a question to the gate that are all in order; a test changes what it is about. */
import { CONSENT_PURPOSE, type ConsentState, UNKNOWN_CONSENT } from '../../src/domain/consent.ts'
import type { ConsentEvent, ConsentEventKind, EventFacts } from '../../src/domain/consent-moves.ts'
import type { GateQuestion } from '../../src/domain/decide.ts'
import type { Scope } from '../../src/domain/scope.ts'

export const NOW = '2026-11-20T09:00:00.000Z'
export const LATER = '2027-05-19T09:00:00.000Z'
export const RECIPIENT = 'extractive@local'

export const GRANTED: ConsentState = {
  ...UNKNOWN_CONSENT,
  status: 'granted',
  epoch: 2,
  noticeVersion: 3,
  noticeLocale: 'de',
  validUntil: LATER,
  changedAt: '2026-11-01T09:00:00.000Z',
  disclosedRecipients: [RECIPIENT],
}

export const SCOPE: Scope = {
  articles: { allow: [{ sectionId: 's1' }], deny: [{ label: 'internal' }] },
  visibility: 'public',
  actions: ['draft', 'rewrite', 'search'],
  fields: ['requester_text', 'subject', 'locale'],
  drafter: { drafter: 'extractive', provider: 'extractive', region: 'local' },
  limits: { draftsPerTicket: 10, maxChars: 4_000 },
  expiresAt: '2026-12-20T09:00:00.000Z',
}

export function question(change: Partial<GateQuestion> = {}): GateQuestion {
  return {
    action: 'draft',
    consent: GRANTED,
    scope: SCOPE,
    scopeHash: 'c0ffee',
    currentNoticeVersion: 3,
    live: true,
    stops: [],
    draftsMade: 0,
    articlesInScope: 4,
    fields: ['requester_text', 'subject', 'locale'],
    requesterAgrees: true,
    now: NOW,
    ...change,
  }
}

export const FACTS: EventFacts = {
  purpose: CONSENT_PURPOSE,
  actorRef: 'agent-1',
  speaker: 'requester',
  saidAt: NOW,
  noticeNow: 3,
  cooldownMonths: 6,
  remembers: false,
}

type Usual = Pick<ConsentEvent, 'by'> & Partial<Omit<ConsentEvent, 'facts'>> & { facts?: Partial<EventFacts> }
/** Who does it, with what, as the rules want it. */
const USUAL: Record<ConsentEventKind, Usual> = {
  request: { by: 'agent' },
  defer: { by: 'requester' },
  grant: { by: 'requester' },
  relay_grant: { by: 'agent', channel: 'phone', hasEvidence: true },
  confirm_grant: { by: 'agent', facts: { actorRef: 'agent-2', evidenceRead: true } },
  reject_grant: { by: 'agent', facts: { actorRef: 'agent-2' } },
  carry_over: { by: 'agent', facts: { remembers: true, from: 'ticket-1', identity: 'webhook' } },
  deny: { by: 'requester' },
  withdraw: { by: 'requester' },
  expire: { by: 'system', facts: { endReason: 'superseded_notice' } },
  set_basis: { by: 'compliance', legalBasis: 'contract', facts: { basisRef: 'terms-7' } },
  object: { by: 'requester' },
  uphold_objection: { by: 'compliance', hasEvidence: true },
  overrule_objection: { by: 'compliance', hasEvidence: true },
  restrict: { by: 'compliance' },
  lift_restriction: { by: 'compliance', facts: { toldAt: NOW } },
  hold_minor: { by: 'system' },
  lift_minor_hold: { by: 'compliance', hasEvidence: true },
  invalidate: { by: 'compliance', hasEvidence: true },
  requester_changed: { by: 'system' },
  merge: { by: 'system' },
  erase: { by: 'system' },
}

/** An event that breaks no rule by itself. */
export function goodEvent(kind: ConsentEventKind, change: Partial<ConsentEvent> = {}): ConsentEvent {
  const { facts: usual, ...rest } = USUAL[kind]
  const { facts: changed, ...given } = change
  const event = {
    kind,
    at: NOW,
    channel: 'link' as const,
    noticeVersion: 3,
    noticeLocale: 'de',
    validUntil: LATER,
    recipients: [RECIPIENT],
    hasEvidence: false,
    legalBasis: null,
    ...rest,
    ...given,
  }
  const facts = { ...FACTS, saidAt: event.at, noticeNow: event.noticeVersion, ...usual, ...changed }
  return { ...event, facts }
}

/** As the first version recorded it: without what the ledger knows today. */
export function ofFirstVersion(event: ConsentEvent): ConsentEvent {
  const { facts: _facts, ...rest } = event
  return rest
}
