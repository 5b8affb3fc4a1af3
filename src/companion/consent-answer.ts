/** What the companion says of a ticket's consent, read field by field. */
import { CONSENT_OVERLAYS, CONSENT_STATUSES, END_REASONS, LEGAL_BASES } from '../domain/consent.ts'
import { flag, list, nullable, number, oneOf, record, text } from './checks.ts'

export const consentState = record({
  status: oneOf(CONSENT_STATUSES),
  overlays: list(oneOf(CONSENT_OVERLAYS)),
  legalBasis: oneOf(LEGAL_BASES),
  basisRef: nullable(text),
  epoch: number,
  noticeVersion: nullable(number),
  noticeLocale: nullable(text),
  validUntil: nullable(text),
  changedAt: nullable(text),
  saidNo: flag,
  noAt: nullable(text),
  noBasis: nullable(oneOf(LEGAL_BASES)),
  requestedAt: nullable(text),
  deferred: flag,
  restrictedAt: nullable(text),
  awaiting: nullable(record({ byRef: text, at: text, noticeVersion: number })),
  endedBy: nullable(oneOf(END_REASONS)),
  wide: flag,
  carriedFrom: nullable(text),
  disclosedRecipients: list(text),
})
