/** Reads the log for people: the newest entries, and whether it still verifies. */

import { z } from 'zod'
import type { AccountId } from '../../src/domain/account.ts'
import type { AuditCheckView, AuditEntryView } from '../../src/domain/api.ts'
import type { Transact } from '../keys.ts'
import type { AuditHead, AuditRows, StoredEntry } from './log.ts'
import type { Checkpoint } from './signed-note.ts'
import { type Anchor, verifyAuditInSlices } from './verification.ts'

export interface AuditDesk {
  /** Newest first; with a filter only those that it lets through, however far back they lie. */
  entries(
    accountId: AccountId,
    before: number,
    limit: number,
    filter?: EntryFilter,
  ): Promise<readonly AuditEntryView[]>
  /**
   * Reads what came since the last check; every entry again when that is asked for, once a day, and after anything
   * that did not hold.
   */
  check(accountId: AccountId, whole?: boolean): Promise<AuditCheckView>
}

/** `types`, with `_` for their dots: nothing named lets every type through; `until` is the first moment that is no longer wanted. */
export interface EntryFilter {
  readonly types: readonly string[]
  readonly from: string | null
  readonly until: string | null
}

const ALL: EntryFilter = { types: [], from: null, until: null }
/** Read and shown at once, with nobody else having a turn: some milliseconds. */
const PAGE = 250

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

const WHOLE_EVERY_MS = 86_400_000

/** What this process has read and found good: in memory alone, so that nobody can write it. */
interface Verified {
  readonly head: AuditHead
  readonly checkpoint: Checkpoint | null
  readonly wholeAt: string
}

export function createAuditDesk(given: {
  now: () => Date
  transact: Transact<AuditRows>
  anchor: (accountId: AccountId) => Promise<Anchor | null>
}): AuditDesk {
  const verified = new Map<AccountId, Verified>()
  const turns = new Map<AccountId, Promise<unknown>>()

  async function checkOnce(accountId: AccountId, whole: boolean): Promise<AuditCheckView> {
    const at = given.now().toISOString()
    const last = verified.get(accountId)
    const due = last === undefined || Date.parse(at) - Date.parse(last.wholeAt) >= WHOLE_EVERY_MS
    const anchor = await given.anchor(accountId)
    const known = whole || due ? undefined : last
    const { verdict, head, checkpoint } = await verifyAuditInSlices(given.transact, accountId, anchor, known)
    const wholeAt = known?.wholeAt ?? at
    if (verdict.verdict === 'intact') verified.set(accountId, { head, checkpoint, wholeAt })
    else {
      verified.delete(accountId)
      // Seen from the middle it may look worse than it is, or elsewhere: the whole log says where.
      if (known !== undefined) return checkOnce(accountId, true)
    }
    return {
      verdict: verdict.verdict,
      entries: verdict.entries,
      rootHash: verdict.rootHash,
      problem: verdict.verdict === 'broken' ? `${verdict.problem} (${verdict.index})` : null,
      checkedAt: at,
      wholeAt,
    }
  }

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
    check(accountId, whole = false) {
      // One after the other: two at once would read the same entries.
      const turn = (turns.get(accountId) ?? Promise.resolve())
        .catch(() => undefined)
        .then(() => checkOnce(accountId, whole))
      turns.set(accountId, turn)
      return turn
    },
  }
}
