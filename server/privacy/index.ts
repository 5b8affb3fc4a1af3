/** Keeps what people ask about their own data, and by when. Never opens one request twice; never keeps a note unsealed. */
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
  answerRequestCase,
  latestRequestCase,
  openRequestCase,
  type PrivacyRooms,
  type RequestCase,
  type RequestRows,
  requestCases,
} from './request-cases.ts'
export { requestHolder } from './request-holder.ts'
