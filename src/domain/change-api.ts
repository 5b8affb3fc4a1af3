/** What the console and the companion tell each other about changes that wait for a second person. */
import type { ChangeKind, ChangeStatus, DiffLine, FourEyesMode, Widening } from './change.ts'

/** `GET /api/v1/console/changes` → newest first; `POST …/changes/:changeId/decisions` answers with one. */
export interface ChangeView {
  readonly changeId: string
  readonly kind: ChangeKind
  readonly status: ChangeStatus
  /** Helpdesk number of the agent. */
  readonly proposedBy: string
  readonly proposedAt: string
  readonly expiresAt: string
  readonly decidedBy: string | null
  readonly decidedAt: string | null
  /** What was written when it was rejected. */
  readonly reason: string | null
  /** True for the one who asks: then somebody else must decide. */
  readonly own: boolean
  /** True when the one who asks may approve or reject it now. */
  readonly mayDecide: boolean
  readonly widens: readonly Widening[]
  readonly diff: readonly DiffLine[]
}

export interface DecisionOrder {
  readonly decision: 'approve' | 'reject'
  /** Needed to reject what somebody else proposed. */
  readonly reason?: string
}

/** `GET`/`PUT /api/v1/console/four-eyes` (write: role compliance). Version 0: never changed, which is `on`. */
export interface FourEyesView {
  readonly version: number
  readonly mode: FourEyesMode
  readonly changedAt: string | null
}

/** Answer 202 of every `PUT` that may have to wait: nothing has changed yet. */
export interface ProposedReply {
  readonly outcome: 'proposed'
  readonly change: ChangeView
}

/** What saving came to: it holds now, or it waits for a second person. */
export type SaveOutcome<T> = { readonly outcome: 'applied'; readonly value: T } | ProposedReply
