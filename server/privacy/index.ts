/** Keeps what people ask about their own data, and by when. Never sends anything; never keeps a word unsealed. */

export {
  addCaseNote,
  ERASURE_EXECUTED,
  lettersSent,
  linkToCase,
  moveRequestCase,
  openCaseFor,
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
export { type HeldTable, holderOfTables, ofRequester } from './held-tables.ts'
export type { HeldRecord, HeldRow, HeldRows, JsonValue, PersonalDataHolder, Who } from './holder.ts'
export {
  backupsFinalBy,
  destroyedFrom,
  type KeyEpoch,
  type KeyEpochRooms,
  type KeySweep,
  type PersonKeyRows,
  sweepKeyEpochs,
} from './key-epochs.ts'
export { logHolder } from './log-holder.ts'
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
