/** Who changed the scope policy when, and what became different each time. */
import type { AccountId } from '../../src/domain/account.ts'
import { diffLines } from '../../src/domain/change.ts'
import type { PolicyVersionView } from '../../src/domain/scope-policy-api.ts'
import { contentIn, FIRST_POLICY } from './stored-policy.ts'

export interface PolicyVersionRow {
  readonly version: number
  /** JSON, as it was stored. */
  readonly policy: string
  readonly changedAt: string
  readonly changedBy: string | null
}

export interface PolicyHistoryRows {
  /** Newest first, only versions below `below`. */
  scopePolicyVersions(
    accountId: AccountId,
    below: number,
    limit: number,
  ): Promise<readonly PolicyVersionRow[]>
  /** Who proposed what was approved over each of these bases. */
  approvedProposers(
    accountId: AccountId,
    kind: 'scope_policy',
    bases: readonly string[],
  ): Promise<readonly { readonly base: string; readonly proposedBy: string }[]>
}

/** Read as text, so that a version that cannot be used any more is shown all the same. */
const contentOf = ({ policy }: PolicyVersionRow) => contentIn(policy)

export async function readPolicyHistory(
  tx: PolicyHistoryRows,
  accountId: AccountId,
  below: number,
  limit: number,
): Promise<readonly PolicyVersionView[]> {
  // One more than is shown: the oldest of the page is told apart from the one before it.
  const rows = await tx.scopePolicyVersions(accountId, below, limit + 1)
  const shown = rows.slice(0, limit)
  const proposers = await tx.approvedProposers(
    accountId,
    'scope_policy',
    shown.map(({ version }) => String(version - 1)),
  )
  const { version: _zero, ...first } = FIRST_POLICY
  return shown.map((row, at) => {
    const older = rows[at + 1]
    return {
      version: row.version,
      changedAt: row.changedAt,
      changedBy: row.changedBy,
      proposedBy: proposers.find(({ base }) => base === String(row.version - 1))?.proposedBy ?? null,
      diff: diffLines(older === undefined ? first : contentOf(older), contentOf(row)),
    }
  })
}
