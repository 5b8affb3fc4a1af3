/** Reads the log for people: the newest entries, and whether it still verifies. */

import { z } from 'zod'
import type { AccountId } from '../../src/domain/account.ts'
import type { AuditCheckView, AuditEntryView } from '../../src/domain/api.ts'
import type { Transact } from '../keys.ts'
import type { AuditRows, StoredEntry } from './log.ts'
import { type Anchor, verifyAudit } from './verification.ts'

export interface AuditDesk {
  entries(accountId: AccountId, before: number, limit: number): Promise<readonly AuditEntryView[]>
  check(accountId: AccountId): Promise<AuditCheckView>
}

const shown = z.object({
  at: z.string(),
  type: z.string(),
  actor: z.object({ kind: z.string(), ref: z.string() }),
  object: z.object({ kind: z.string(), ref: z.string() }),
  decision: z.string(),
})

/** An entry that cannot be read any more is shown as such: hiding it would hide the tampering. */
function viewOf(stored: StoredEntry): AuditEntryView {
  let parsed: unknown = null
  try {
    parsed = JSON.parse(stored.header)
  } catch {
    // Shown as unreadable below.
  }
  const entry = shown.safeParse(parsed)
  const unreadable = { at: '', type: 'unreadable', actor: '', object: '', decision: '' }
  return {
    index: stored.index,
    hash: stored.leafHash,
    ...(entry.success
      ? {
          at: entry.data.at,
          type: entry.data.type,
          actor: `${entry.data.actor.kind}:${entry.data.actor.ref}`,
          object: `${entry.data.object.kind}:${entry.data.object.ref}`,
          decision: entry.data.decision,
        }
      : unreadable),
  }
}

export function createAuditDesk(given: {
  transact: Transact<AuditRows>
  anchor: (accountId: AccountId) => Promise<Anchor | null>
}): AuditDesk {
  return {
    entries: async (accountId, before, limit) =>
      (await given.transact((tx) => tx.auditEntriesBefore(accountId, before, limit))).map(viewOf),
    async check(accountId) {
      const anchor = await given.anchor(accountId)
      const verdict = await given.transact((tx) => verifyAudit(tx, accountId, anchor))
      return {
        verdict: verdict.verdict,
        entries: verdict.entries,
        rootHash: verdict.rootHash,
        problem: verdict.verdict === 'broken' ? `${verdict.problem} (${verdict.index})` : null,
      }
    },
  }
}
