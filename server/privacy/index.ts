/** Keeps what people ask about their own data, and by when. Never sends anything; never keeps a word unsealed. */

export {
  addCaseNote,
  ERASURE_EXECUTED,
  lettersSent,
  linkToCase,
  moveRequestCase,
  openCaseFor,
  type PeopleRows,
  possibleMoves,
  recordLetter,
} from './case-acts.ts'
export { calendarOfCountry, changeCalendar } from './case-calendar.ts'
export {
  confirmByLink,
  issueIdentityLink,
  type OpenedIdentityLink,
  openIdentityLink,
} from './case-links.ts'
export { textsOfCase } from './case-record.ts'
export { sweepReminders } from './case-reminders.ts'
export {
  CERTIFICATE_PROBLEMS,
  type CertificateRows,
  type Certificates,
  type CertificateVerdict,
  createCertificates,
  finalAt,
  parseCertificate,
  verifyCertificate,
} from './certificate.ts'
export {
  type Beside,
  type CorrectionRows,
  correctionIn,
  correctionsBeside,
  correctRecords,
  recordName,
} from './corrections.ts'
export {
  type ErasureOrder,
  type ErasureRooms,
  type ErasureRows,
  eraseRequester,
  factsDigest,
  whoIs,
} from './erasure.ts'
export { type ErasureContent, erasureChange, plannedErasure } from './erasure-change.ts'
export {
  type ErasureFacts,
  type ErasureJournal,
  type ErasureRecipient,
  type ErasureRecord,
  erasureFactsSchema,
  type JournalLine,
  journalLineSchema,
} from './erasure-records.ts'
export { type HeldTable, holderOfTables, ofRequester } from './held-tables.ts'
export type { HeldRecord, HeldRow, HeldRows, JsonValue, PersonalDataHolder, Who } from './holder.ts'
export { joinedRecords } from './joined-records.ts'
export {
  backupsFinalBy,
  destroyedFrom,
  type KeyEpoch,
  type KeyEpochRooms,
  type KeySweep,
  type PersonKeyRows,
  rewrapKeys,
  sweepKeyEpochs,
  sweepOtherAccounts,
} from './key-epochs.ts'
export { logHolder } from './log-holder.ts'
export { replayErasures } from './replay-erasures.ts'
export {
  CASE_RECORDS,
  type CaseRecord,
  latestRequestCase,
  openRequestCase,
  type PrivacyRooms,
  type RequestCase,
  type RequestEvent,
  type RequestRows,
  readCalendar,
  readCase,
  requestCases,
  ticketOf,
} from './request-cases.ts'
export { requestHolder } from './request-holder.ts'
export {
  previewRetention,
  type RetentionRows,
  type RetentionState,
  runRetention,
  type Stretch,
  type WalkedClass,
} from './retention-run.ts'
export {
  changeRetention,
  type RetentionSettingRows,
  readRetention,
} from './retention-settings.ts'
export { eraseTicket } from './ticket-erasure.ts'
