/** Reads every decision of an account and holds it against the log, its signature and its own evidence. */
import { z } from 'zod'
import type { AccountId } from '../../src/domain/account.ts'
import type { DecisionReceipt } from '../../src/domain/decision.ts'
import type { Scope } from '../../src/domain/scope.ts'
import { keyEntryOf, keysOf, type NoteVerifier } from '../audit/index.ts'
import { decisionHash, verifyDecision } from './receipt.ts'
import type { DecisionRows, StoredDecision } from './record.ts'
import { listDigest, openSnapshot, recomputed, type Snapshot } from './snapshot.ts'
import { receiptSchema } from './verify-proof.ts'

export const DECISION_PROBLEMS = [
  'RECEIPT_MISSING',
  'RECEIPT_CHANGED',
  'SIGNATURE_INVALID',
  'EVIDENCE_MISSING',
  'ARTICLES_DIFFER',
] as const
export type DecisionProblem = (typeof DECISION_PROBLEMS)[number]

export interface DecisionsVerdict {
  /** Entries that name a receipt, and have it. */
  readonly decisions: number
  /** Receipts whose days were over, as a later entry says. */
  readonly removed: number
  /** Allowed ones whose articles were worked out again from scope and snapshot, and are the same. */
  readonly recomputed: number
  readonly problem: { readonly problem: DecisionProblem; readonly index: number } | null
}

export interface CheckRooms {
  readonly verifier: NoteVerifier
  readonly parseScope: (text: string | null) => Scope | null
  readonly scopeHash: (scope: Scope) => string
}

const PAGE = 1_000
const entrySchema = z.object({
  type: z.literal('gate.decided'),
  detail: z.looseObject({ receipt: z.string() }),
})

/** Hash of the receipt that an entry names, or `null` for an entry of another kind: most, and they are not parsed. */
export function receiptNamedBy(header: string): string | null {
  if (!header.includes('"type":"gate.decided"')) return null
  try {
    const parsed = entrySchema.safeParse(JSON.parse(header))
    return parsed.success ? parsed.data.detail.receipt : null
  } catch {
    // The log's own check has told of it.
    return null
  }
}

const removalSchema = z.object({
  type: z.literal('retention.executed'),
  detail: z.looseObject({ receipts: z.array(z.string().regex(/^(0|[1-9][0-9]{0,14})$/)) }),
})

/** Entries whose receipts an entry says are gone; almost all are of other kinds, and not even parsed. */
function removedIn(header: string): readonly number[] {
  if (!header.includes('"type":"retention.executed"')) return []
  try {
    const parsed = removalSchema.safeParse(JSON.parse(header))
    return parsed.success ? parsed.data.detail.receipts.map(Number) : []
  } catch {
    return []
  }
}

function readReceipt(stored: HeldDecision): DecisionReceipt | null {
  try {
    const parsed = receiptSchema.safeParse(JSON.parse(stored.receipt))
    return parsed.success ? parsed.data : null
  } catch {
    return null
  }
}

/** A receipt as it is kept, wherever that is. */
export type HeldDecision = Pick<StoredDecision, 'receipt' | 'signature'>

/** What decisions rest on, wherever it is kept. */
export interface DecisionEvidence {
  /** Canonical JSON; `null` where it is gone. */
  readonly scope: (hash: string) => Promise<string | null>
  /** Compressed, base64. */
  readonly snapshot: (digest: string) => Promise<string | null>
}

export interface DecisionCheck {
  readonly counts: { readonly decisions: number; readonly removed: number; readonly recomputed: number }
  /**
   * What is wrong with the receipt that an entry names; `held`: what is kept for that entry. One that is not there
   * is no problem yet: a later entry may say that its days were over.
   */
  problemOf(index: number, named: string, held: HeldDecision | undefined): Promise<DecisionProblem | null>
  /** What an entry of any other kind says of receipts that are gone, and of the log's keys. */
  note(header: string): void
  /** Entries whose receipt is gone, and nothing has said why. */
  missing(): readonly number[]
}

export function createDecisionCheck(
  { verifier, parseScope, scopeHash }: CheckRooms,
  accountId: AccountId,
  evidence: DecisionEvidence,
): DecisionCheck {
  const counts = { decisions: 0, removed: 0, recomputed: 0 }
  const gone = new Set<number>()
  let keys = keysOf(verifier)
  // Decisions are many, what they rest on is little.
  const scopes = new Map<string, Scope | null>()
  const snapshots = new Map<string, Snapshot | null>()

  async function scopeOf(hash: string): Promise<Scope | null> {
    if (!scopes.has(hash)) {
      const scope = parseScope(await evidence.scope(hash))
      scopes.set(hash, scope !== null && scopeHash(scope) === hash ? scope : null)
    }
    return scopes.get(hash) ?? null
  }
  async function snapshotOf(digest: string): Promise<Snapshot | null> {
    if (!snapshots.has(digest)) {
      const body = await evidence.snapshot(digest)
      snapshots.set(digest, body === null ? null : openSnapshot(body, digest))
    }
    return snapshots.get(digest) ?? null
  }

  return {
    counts,
    missing: () => [...gone],
    note(header) {
      for (const index of removedIn(header)) if (gone.delete(index)) counts.removed += 1
      const ofKeys = keyEntryOf(header)
      // Destroyed: what it signs from here on is of somebody who kept it.
      if (ofKeys?.act === 'retired') keys = keys.filter((raw) => ofKeys.key?.equals(raw) !== true)
    },
    async problemOf(index, named, held) {
      if (held === undefined) {
        gone.add(index)
        return null
      }
      counts.decisions += 1
      const receipt = readReceipt(held)
      if (receipt === null || receipt.account !== accountId || decisionHash(receipt) !== named)
        return 'RECEIPT_CHANGED'
      if (!keys.some((raw) => verifyDecision(receipt, held.signature, raw))) return 'SIGNATURE_INVALID'
      if (receipt.decision === 'refuse') return null
      const scope = await scopeOf(receipt.scope.hash)
      const snapshot = await snapshotOf(receipt.articles.snapshot)
      if (scope === null || snapshot === null) return 'EVIDENCE_MISSING'
      const again = recomputed(snapshot, scope, receipt.at)
      const same = again.length === receipt.articles.allowed && listDigest(again) === receipt.articles.digest
      if (!same) return 'ARTICLES_DIFFER'
      counts.recomputed += 1
      return null
    },
  }
}

export async function checkDecisions(
  rooms: CheckRooms,
  tx: DecisionRows,
  accountId: AccountId,
): Promise<DecisionsVerdict> {
  const check = createDecisionCheck(rooms, accountId, {
    scope: (hash) => tx.decidedScope(accountId, hash),
    snapshot: (digest) => tx.snapshot(accountId, digest),
  })
  for (let from = 0; ; from += PAGE) {
    const entries = await tx.auditEntries(accountId, from, PAGE)
    const stored = new Map(
      (await tx.decisionsFrom(accountId, from, PAGE)).map((one) => [one.auditIndex, one]),
    )
    for (const { index, header } of entries) {
      check.note(header)
      const named = receiptNamedBy(header)
      if (named === null) continue
      const problem = await check.problemOf(index, named, stored.get(index))
      if (problem !== null) return { ...check.counts, problem: { problem, index } }
    }
    if (entries.length < PAGE) break
  }
  const [missing] = check.missing()
  return {
    ...check.counts,
    problem: missing === undefined ? null : { problem: 'RECEIPT_MISSING', index: missing },
  }
}
