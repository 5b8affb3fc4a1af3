/** The console's questions about one ticket's consent, and about the account's own rules of consent. */

import type { SaveOutcome } from '../domain/change-api.ts'
import { CONSENT_CHANNELS, CONSENT_STATUSES, LEGAL_BASES } from '../domain/consent.ts'
import {
  COMPLIANCE_ACTS,
  type ComplianceActRequest,
  type ConsentFile,
  type ConsentRulesRequest,
  type ConsentRulesView,
  type LegalBasisView,
} from '../domain/consent-api.ts'
import { CONSENT_ACTORS } from '../domain/consent-event.ts'
import { refusal } from './answers.ts'
import { saved } from './approval-answers.ts'
import { type Check, flag, list, nullable, number, oneOf, record, text } from './checks.ts'
import { consentState } from './consent-answer.ts'
import type { Line } from './session.ts'

const consentFile: Check<ConsentFile> = record({
  ticketId: text,
  consent: consentState,
  history: list(
    record({
      at: text,
      event: text,
      status: oneOf(CONSENT_STATUSES),
      channel: nullable(oneOf(CONSENT_CHANNELS)),
      by: oneOf(CONSENT_ACTORS),
      noticeVersion: nullable(number),
    }),
  ),
  refusals: list(refusal),
  acts: list(oneOf(COMPLIANCE_ACTS)),
  requesterIdentity: oneOf(['agent_session', 'webhook']),
})

const consentRules: Check<ConsentRulesView> = record({
  version: number,
  cooldownMonths: number,
  remembers: flag,
  remembersFromNotice: nullable(number),
  noticeNow: number,
  basis: record({
    version: number,
    basis: oneOf(LEGAL_BASES),
    reference: text,
    objectionPath: text,
    reviewBy: nullable(text),
  }),
})

export interface ConsentClient {
  consentFile(ticketId: string): Promise<ConsentFile>
  /** @throws Fault `CONFLICT` when something was said since; `ILLEGAL_TRANSITION` with the rule that it would break. */
  actOnConsent(ticketId: string, order: ComplianceActRequest): Promise<ConsentFile>
  consentRules(): Promise<ConsentRulesView>
  saveConsentRules(order: ConsentRulesRequest): Promise<ConsentRulesView>
  /** @throws Fault `CONFLICT` when `version` is no longer the newest. */
  saveLegalBasis(view: LegalBasisView): Promise<SaveOutcome<ConsentRulesView>>
}

export function consentClient(line: Line): ConsentClient {
  const of = (ticketId: string) => `/console/consents/${encodeURIComponent(ticketId)}`
  return {
    consentFile: (ticketId) => line.ask(consentFile, 'GET', of(ticketId)),
    actOnConsent: (ticketId, order) => line.ask(consentFile, 'POST', `${of(ticketId)}/acts`, order),
    consentRules: () => line.ask(consentRules, 'GET', '/console/consent-rules'),
    saveConsentRules: (order) => line.ask(consentRules, 'PUT', '/console/consent-rules', order),
    saveLegalBasis: ({ version, ...basis }) =>
      line.ask(saved(consentRules), 'PUT', '/console/legal-basis', { version, basis }),
  }
}
