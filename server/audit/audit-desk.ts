/** Reads the log for people: the newest entries, and whether it still verifies. */

import { z } from 'zod'
import type { AccountId } from '../../src/domain/account.ts'
import type { AuditCheckView, AuditEntryView } from '../../src/domain/api.ts'
import type { Transact } from '../keys.ts'
import type { AuditRows, StoredEntry } from './log.ts'
import { type Anchor, verifyAuditInSlices } from './verification.ts'

export interface AuditDesk {
  /** Newest first; with a filter only those that it lets through, however far back they lie. */
  entries(
    accountId: AccountId,
    before: number,
    limit: number,
    filter?: EntryFilter,
  ): Promise<readonly AuditEntryView[]>
  check(accountId: AccountId): Promise<AuditCheckView>
}

/** `types`, with `_` for their dots: nothing named lets every type through; `until` is the first moment that is no longer wanted. */
export interface EntryFilter {
  readonly types: readonly string[]
  readonly from: string | null
  readonly until: string | null
}

const ALL: EntryFilter = { types: [], from: null, until: null }
const PAGE = 1_000

/** What cannot be read is always let through: a filter must not hide tampering. */
function lets({ types, from, until }: EntryFilter, { type, at }: AuditEntryView): boolean {
  if (type === UNREADABLE) return true
  return (
    (types.length === 0 || types.includes(type.replaceAll('.', '_'))) &&
    (from === null || at >= from) &&
    (until === null || at < until)
  )
}

const UNREADABLE = 'unreadable'
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
  const unreadable = { at: '', type: UNREADABLE, actor: '', object: '', decision: '' }
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
    async entries(accountId, before, limit, filter = ALL) {
      const found: AuditEntryView[] = []
      const step = filter === ALL ? limit : PAGE
      for (let at = before; found.length < limit; ) {
        const page = await given.transact((tx) => tx.auditEntriesBefore(accountId, at, step))
        found.push(...page.map(viewOf).filter((entry) => lets(filter, entry)))
        if (page.length < step) break
        at = page.at(-1)?.index ?? 0
      }
      return found.slice(0, limit)
    },
    async check(accountId) {
      const anchor = await given.anchor(accountId)
      const verdict = await verifyAuditInSlices(given.transact, accountId, anchor)
      return {
        verdict: verdict.verdict,
        entries: verdict.entries,
        rootHash: verdict.rootHash,
        problem: verdict.verdict === 'broken' ? `${verdict.problem} (${verdict.index})` : null,
      }
    },
  }
}
