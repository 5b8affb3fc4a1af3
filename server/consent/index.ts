/** Keeps the consent status of each ticket. Never infers a yes; never refuses a withdrawal. */
export { relayConsent } from './agent-relay.ts'
export {
  type ConsentRooms,
  type ConsentRows,
  earlierWord,
  foldConsent,
  readConsent,
  recordConsent,
  type StoredConsentEvent,
  statusesOf,
  unconfirmedWord,
} from './consent-ledger.ts'
export {
  answerConsentLink,
  type ConsentLink,
  GRANT_DAYS,
  issueConsentLink,
  type LinkAnswer,
  type LinkRows,
  linkForm,
  type OpenedLink,
  openConsentLink,
  openFromForm,
} from './consent-links.ts'
export { consentRecord, type RecordController, signedConsentRecord } from './consent-record.ts'
export {
  LINK_CHOICES,
  type LinkChoice,
  type LinkStanding,
  type LinkView,
  linkView,
  type NoticeDifference,
  noticeDifferences,
} from './link-view.ts'
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
  keepNotice,
  type NoticeRooms,
  type NoticeSource,
  noticeToAsk,
  versionInForce,
} from './notice-keeping.ts'
export {
  activateNotice,
  type Notice,
  type NoticeDraft,
  type NoticeRows,
  noticeLocale,
  readNotice,
} from './notices.ts'
