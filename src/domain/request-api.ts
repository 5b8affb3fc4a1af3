/** JSON between browser and companion about what people ask of their own data. */
import type { RequestKind, RequestStatus } from './request-case.ts'

/** Open ones first, the nearest last day first. */
export interface RequestCaseView {
  readonly caseId: string
  readonly kind: RequestKind
  readonly status: RequestStatus
  readonly ticketId: string
  readonly ticketUrl: string
  /** The language in which it was asked. */
  readonly locale: string
  readonly receivedAt: string
  /** Last day for the answer, `YYYY-MM-DD`. */
  readonly dueOn: string
  readonly answeredAt: string | null
  /** What compliance wrote down about the answer; `null` for whoever has not that role. */
  readonly note: string | null
}

export interface AnswerRequestCase {
  readonly note: string
}
