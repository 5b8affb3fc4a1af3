/** The versions of the scope policy, in the store. */
import type { Kysely } from 'kysely'
import type { PolicyHistoryRows } from '../../drafting/index.ts'
import type { Tables } from '../schema.ts'

export function policyRows(db: Kysely<Tables>): PolicyHistoryRows {
  return {
    scopePolicyVersions: (accountId, below, limit) =>
      db
        .selectFrom('scopePolicy')
        .select(['version', 'policy', 'changedAt', 'changedBy'])
        .where('accountId', '=', accountId)
        .where('version', '<', below)
        .orderBy('version', 'desc')
        .limit(limit)
        .execute(),
    async approvedProposers(accountId, kind, bases) {
      if (bases.length === 0) return []
      return db
        .selectFrom('changeProposal')
        .select(['base', 'proposedBy'])
        .where('accountId', '=', accountId)
        .where('kind', '=', kind)
        .where('status', '=', 'approved')
        .where('base', 'in', bases)
        .execute()
    },
  }
}
