/** Who drafts and where, in the one spelling that notices, consents, scopes and receipts share. */
import type { Scope } from './scope.ts'

export function recipientOf(scope: Pick<Scope, 'drafter'>): string {
  return `${scope.drafter.provider}@${scope.drafter.region}`
}
