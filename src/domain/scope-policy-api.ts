/** What the companion tells the console of the versions that a scope policy has had. */
import type { ScopePolicyView } from './api.ts'
import type { DiffLine } from './change.ts'

/** `GET /api/v1/console/scope-policy/versions?before=<version>` → newest first, 50 a page; empty at the end. */
export interface PolicyVersionView {
  /** From 1; version 0 is what holds until somebody changes it. */
  readonly version: number
  readonly changedAt: string
  /** Helpdesk number of the agent whose word made it hold; `null` where the store did not keep it. */
  readonly changedBy: string | null
  /** Who had proposed it, where a second person's word was needed. */
  readonly proposedBy: string | null
  /** Against the version before. */
  readonly diff: readonly DiffLine[]
}

/** `GET /api/v1/console/scope-policy/readable`: what to go back to while the policy itself is 409 `SCOPE_INVALID`. */
export interface ReadablePolicyView {
  /** The version that holds, readable or not: a policy that is to replace it is saved over this one. */
  readonly stored: number
  /** The newest that this version of Vouch understands. */
  readonly policy: ScopePolicyView
}
