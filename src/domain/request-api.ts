/** JSON between browser and companion about what people ask of their own data. */
import type { WorkCalendar } from './due-dates.ts'
import type { IdentityWay, LetterKind, RequestChannel, RequestKind, RequestStatus } from './request-case.ts'
import type { LetterFrame } from './request-letter.ts'
import type { CaseEventKind, CaseRule } from './request-table.ts'

export interface RequestCaseView {
  readonly caseId: string
  readonly caseNumber: string
  readonly kind: RequestKind
  readonly status: RequestStatus
  readonly channel: RequestChannel
  /** `null`: it was asked outside of any ticket. */
  readonly ticketId: string | null
  readonly ticketUrl: string | null
  /** The language in which it was asked. */
  readonly locale: string
  readonly receivedAt: string
  readonly receivedOn: string
  /** Last day for the answer, `YYYY-MM-DD`. */
  readonly dueOn: string
  readonly internalDueOn: string
  readonly extended: boolean
  readonly pausedSince: string | null
  readonly pauses: readonly { readonly from: string; readonly until: string }[]
  readonly identityWay: IdentityWay | null
  readonly deliveredOn: string | null
  readonly endedAt: string | null
  /** The region by whose holidays its days were counted. */
  readonly calendar: string
  readonly version: number
}

/** Those still to be answered first, the nearest last day first. */
export interface RequestDeskView {
  /** On the controller's own calendar. */
  readonly today: string
  readonly calendar: WorkCalendar
  readonly cases: readonly RequestCaseView[]
}

export interface CaseLineView {
  readonly seq: number
  readonly kind: string
  readonly at: string
  readonly actor: 'requester' | 'compliance' | 'system'
  /** Pseudonym. */
  readonly actorRef: string
  readonly detail: Readonly<Record<string, string>>
  /** What was written down; `null`: nothing was, or it was erased. */
  readonly text: string | null
}

export interface CaseStepView {
  readonly kind: CaseEventKind
  /** The rule that it would break today. */
  readonly lacks: CaseRule | null
}

export interface RequestCaseDetail {
  readonly today: string
  readonly request: RequestCaseView
  readonly history: readonly CaseLineView[]
  readonly steps: readonly CaseStepView[]
  readonly lettersSent: readonly LetterKind[]
  /** Until then an extension can be told. */
  readonly extendableUntil: string
  /** When the person was erased, and under which number that is on record. */
  readonly erasure: { readonly erasureId: string; readonly at: string } | null
  /** What was packed of this person's data, newest first. */
  readonly packages: readonly {
    readonly packageId: string
    readonly status: string
    readonly createdAt: string
    /** It is the answer to this case. */
    readonly linked: boolean
  }[]
  /** Other cases of the same person, still open. */
  readonly twins: readonly { readonly caseId: string; readonly caseNumber: string }[]
}

export interface OpenCase {
  readonly kind: RequestKind
  readonly channel: RequestChannel
  readonly who: { readonly ticketId: string } | { readonly userId: string }
  readonly locale: string
  readonly receivedOn: string
  readonly another: boolean
}

export interface MoveCase {
  readonly kind: CaseEventKind
  readonly version: number
  readonly reason?: string
  readonly identityWay?: IdentityWay
  readonly twinId?: string
}

export interface RecordLetter {
  readonly version: number
  readonly letter: LetterKind
  readonly locale: string
  /** What stands between the mandatory parts. */
  readonly body: string
  readonly channel: RequestChannel
  readonly sentOn: string
}

export interface IdentityLinkView {
  readonly url: string
  readonly expiresAt: string
  readonly detail: RequestCaseDetail
}

export type LetterFrameView = LetterFrame
