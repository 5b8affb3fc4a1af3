/** The log in pages, so small that others have their turn soon: one to read it, one for each half of it to be packed. */
import type { AccountId } from '../../src/domain/account.ts'
import { Fault } from '../../src/domain/fault.ts'
import type { StoredEntry, StoredPayload } from '../audit/index.ts'
import type { DecisionRows, StoredDecision } from '../decisions/index.ts'
import type { Transact } from '../keys.ts'

/** What a bundle asks of a transaction. */
export interface BundleRows extends DecisionRows {
  requesterByRef(
    accountId: AccountId,
    requesterRef: string,
  ): Promise<{ readonly requesterRef: string; readonly wrappedKey: string } | null>
}

export interface PageRooms {
  readonly transact: Transact<BundleRows>
  /** Lets everybody else go first: a server that packs its log goes on drafting. */
  readonly pause: () => Promise<void>
}

/**
 * Whoever drafts meanwhile waits for a page or a slice at each of its steps. More are read at once than packed, for a
 * transaction of PostgreSQL costs as much as some forty entries.
 */
const PAGE = 100
const SLICE = 50

/** Reads with each page what `beside` asks for, in the same transaction; hands out a slice at a time. */
export async function* pages<Beside>(
  { transact, pause }: PageRooms,
  accountId: AccountId,
  { from, to }: { readonly from: number; readonly to: number },
  beside: (tx: BundleRows, first: number, span: number) => Promise<Beside>,
): AsyncGenerator<{ readonly entries: readonly StoredEntry[]; readonly beside: Beside }> {
  for (let at = from; at < to; ) {
    await pause()
    const page = await transact(async (tx) => {
      const entries = await tx.auditEntries(accountId, at, Math.min(PAGE, to - at))
      return { entries, beside: await beside(tx, entries[0]?.index ?? at, entries.length) }
    })
    if (page.entries.length === 0)
      throw new Fault('AUDIT_CHAIN_BROKEN', `entry ${at} of the audit log is missing`)
    for (let first = 0; first < page.entries.length; first += SLICE) {
      // Acts that were done in the same group have just ended: what they wait for comes before this page.
      await pause()
      yield { entries: page.entries.slice(first, first + SLICE), beside: page.beside }
    }
    at += page.entries.length
  }
}

/** The entries alone. */
export async function* entryPages(
  rooms: PageRooms,
  accountId: AccountId,
  from: number,
  to: number,
): AsyncGenerator<readonly StoredEntry[]> {
  for await (const { entries } of pages(rooms, accountId, { from, to }, async () => null)) yield entries
}

export interface BesideEntries {
  readonly payloads: ReadonlyMap<number, StoredPayload>
  /** People's keys as they are stored, by the reference of whose they are. */
  readonly wrapped: ReadonlyMap<string, string>
  readonly decisions: ReadonlyMap<number, StoredDecision>
}

/** What lies beside the `span` entries from `first` on. */
export async function besidePage(
  tx: BundleRows,
  accountId: AccountId,
  { first, span, words }: { readonly first: number; readonly span: number; readonly words: boolean },
): Promise<BesideEntries> {
  const payloads = words ? await tx.auditPayloads(accountId, first, span) : []
  const wrapped = new Map<string, string>()
  for (const { requesterRef } of payloads)
    if (!wrapped.has(requesterRef))
      wrapped.set(requesterRef, (await tx.requesterByRef(accountId, requesterRef))?.wrappedKey ?? '')
  const decisions = await tx.decisionsFrom(accountId, first, span)
  return {
    payloads: new Map(payloads.map((one) => [one.index, one])),
    wrapped,
    decisions: new Map(decisions.map((one) => [one.auditIndex, one])),
  }
}
