/** Keeps what people ask about their own data, and by when. Never opens one request twice; never keeps a note unsealed. */
export {
  answerRequestCase,
  latestRequestCase,
  openRequestCase,
  type PrivacyRooms,
  type RequestCase,
  type RequestRows,
  requestCases,
} from './request-cases.ts'
