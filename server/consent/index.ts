/** Keeps the consent status of each ticket. Never infers a yes; never refuses a withdrawal. */
export { relayConsent } from './agent-relay.ts'
export { actOnConsent, complianceActs } from './compliance-acts.ts'
export { viewConsentDesk } from './consent-desk.ts'
export {
  earlierWord,
  foldConsent,
  noBasesOf,
  refusedAnywhere,
  type StoredConsentEvent,
  statusesOf,
  unconfirmedWord,
} from './consent-fold.ts'
export { consentHolder } from './consent-holder.ts'
export {
  type ConsentAct,
  type ConsentRooms,
  type ConsentRows,
  type EvidenceRooms,
  followDoubt,
  readConsent,
  recordConsent,
  recordsBehind,
} from './consent-ledger.ts'
export {
  type ConsentLink,
  checkLinkShape,
  GRANT_DAYS,
  type IssuedLink,
  isFormOf,
  issueConsentLink,
  type LinkAnswer,
  type LinkRows,
  linkForm,
  type OpenedLink,
  openConsentLink,
  openFromForm,
  shownLocale,
} from './consent-links.ts'
export { carryOver, findCarryOver } from './consent-memory.ts'
export {
  consentRecord,
  consentRecordOf,
  type RecordController,
  signedConsentRecord,
} from './consent-record.ts'
export {
  type ConsentLifeRows,
  type ConsentRule,
  type ConsentStanding,
  changeConsentRule,
  readConsentRule,
} from './consent-rule.ts'
export { eraseConsent } from './erase-consent.ts'
export { expireSuperseded, freshSweep, MOST_AT_ONCE, startSweeping, sweepConsent } from './expiry.ts'
export {
  type ConsentCheckRows,
  createConsentCheck,
  type PlacedConsentEvent,
  type RowTrouble,
  standingTroubles,
} from './held-against-log.ts'
export { forgetNoes, keepRefusals } from './keep-refusals.ts'
export {
  basisOfNotice,
  changeLegalBasis,
  followLegalBasis,
  legalBasisChange,
  parseLegalBasis,
  readLegalBasis,
} from './legal-basis.ts'
export { takeLinkAnswer } from './link-answer.ts'
export {
  firstView,
  LINK_CHOICES,
  type LinkChoice,
  type LinkStanding,
  type LinkView,
  linkView,
  type NoticeDifference,
  noticeDifferences,
} from './link-view.ts'
export { standingLostNoes, wordOfLostNo } from './lost-noes.ts'
export { type NoJournal, type NoLine, noLineSchema } from './no-journal.ts'
export {
  activateNoticeDraft,
  discardNoticeDraft,
  NOTICE_STARTS,
  type NoticeDeskRooms,
  readNoticeVersion,
  saveNoticeDraft,
  setNoticeLocales,
  startNoticeDraft,
  viewNotices,
} from './notice-desk.ts'
export {
  type KeptNotice,
  keepNotice,
  type NoticeRooms,
  type NoticeSource,
  noticeToAsk,
  readNoticeStanding,
  versionInForce,
} from './notice-keeping.ts'
export {
  activateNotice,
  localeNamed,
  type Notice,
  type NoticeDraft,
  type NoticeRows,
  noticeLocale,
  readNotice,
} from './notices.ts'
export { actOnPerson, openPersonActs, type PersonActRows } from './person-acts.ts'
export { replayNoes } from './replay-noes.ts'
export { decideSecondLook, openWaitingEvidence } from './second-look.ts'
