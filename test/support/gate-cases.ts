/** A consent, a scope and a question to the gate that are all in order; a test changes what it is about. */
import type { ConsentState } from '../../src/domain/consent.ts'
import type { ConsentEvent, ConsentEventKind } from '../../src/domain/consent-moves.ts'
import type { GateQuestion } from '../../src/domain/decide.ts'
import type { Scope } from '../../src/domain/scope.ts'

export const NOW = '2026-11-20T09:00:00.000Z'
export const LATER = '2027-05-19T09:00:00.000Z'
export const RECIPIENT = 'extractive@local'

export const GRANTED: ConsentState = {
  status: 'granted',
  overlays: [],
  legalBasis: 'consent',
  epoch: 2,
  noticeVersion: 3,
  noticeLocale: 'de',
  validUntil: LATER,
  changedAt: '2026-11-01T09:00:00.000Z',
  saidNo: false,
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
    killSwitch: false,
    draftsMade: 0,
    articlesInScope: 4,
    fields: ['requester_text', 'subject', 'locale'],
    requesterAgrees: true,
    now: NOW,
    ...change,
  }
}

/** An event that breaks no rule by itself: who does it, with what, as the rules want it. */
export function goodEvent(kind: ConsentEventKind, change: Partial<ConsentEvent> = {}): ConsentEvent {
  const byCompliance: readonly ConsentEventKind[] = [
    'set_basis',
    'restrict',
    'lift_restriction',
    'invalidate',
  ]
  const bySystem: readonly ConsentEventKind[] = ['expire', 'requester_changed', 'erase', 'hold_minor']
  return {
    kind,
    at: NOW,
    by: byCompliance.includes(kind)
      ? 'compliance'
      : bySystem.includes(kind)
        ? 'system'
        : kind === 'request'
          ? 'agent'
          : 'requester',
    channel: 'link',
    noticeVersion: 3,
    noticeLocale: 'de',
    validUntil: LATER,
    recipients: [RECIPIENT],
    hasEvidence: false,
    legalBasis: kind === 'set_basis' ? 'contract' : null,
    ...change,
  }
}
