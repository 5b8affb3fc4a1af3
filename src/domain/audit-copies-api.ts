/** Where the signed checkpoint lies besides the data folder, and how old it is there. */
export const COPY_KINDS = ['folder', 'bucket', 'witness'] as const
export type CopyKind = (typeof COPY_KINDS)[number]

/** `CONFLICT`: the other side knows a log that this one does not continue. */
export const COPY_PROBLEMS = ['UNREACHABLE', 'REFUSED', 'CONFLICT', 'MALFORMED'] as const
export type CopyProblem = (typeof COPY_PROBLEMS)[number]

export interface CopyView {
  readonly kind: CopyKind
  /** Entries that the copy there signs; `null`: none was made since the start. */
  readonly size: number | null
  readonly copiedAt: string | null
  /** Since when it has been failing, and how; `null` while it works. */
  readonly failingSince: string | null
  readonly problem: CopyProblem | null
}

/** `GET /api/v1/console/audit/copies`. */
export interface CopiesView {
  /** What the newest checkpoint signs; `null` before the first. */
  readonly size: number | null
  readonly signedAt: string | null
  readonly copies: readonly CopyView[]
}

/** Which entries are listed. A type with `_` for its dot; days as `2026-03-31`, the last one included; empty: all. */
export interface AuditFilter {
  readonly type: string
  readonly from: string
  readonly to: string
}
