/** Appends audit entries: always inside the transaction of the act that they tell of. */
import type { AccountId } from '../../src/domain/account.ts'
import { Fault } from '../../src/domain/fault.ts'
import type { Keyring } from '../keys.ts'
import { type Act, type AuditEntry, entryBytes, FIRST_PREV } from './entry.ts'
import { appendLeaf, type CompactTree, EMPTY_TREE, rootOf } from './merkle.ts'
import { commitmentTo, type StoredPayload, sealedBeside } from './payload.ts'

/** The head of one account's log: the compact tree and the hash of the newest entry. */
export interface AuditHead {
  readonly tree: CompactTree
  readonly lastHash: string
}

/** The head of a log without entries. */
export const EMPTY_HEAD: AuditHead = { tree: EMPTY_TREE, lastHash: FIRST_PREV }

export interface StoredEntry {
  readonly index: number
  readonly header: string
  readonly leafHash: string
}

/** What the log asks of a transaction. `lockHead` must keep a second appender out until it ends. */
export interface AuditRows {
  lockAuditHead(accountId: AccountId): Promise<AuditHead | null>
  /**
   * Raises the head from the one whose newest entry is `after`, and from no other: where the store has another one
   * than was read, the engine refuses, at the latest when the transaction is to be kept.
   */
  writeAuditEntry(accountId: AccountId, entry: StoredEntry, head: AuditHead, after: string): Promise<void>
  writeAuditPayload(accountId: AccountId, payload: StoredPayload): Promise<void>
  /** Those of the `span` entries from that place on. */
  auditPayloads(accountId: AccountId, from: number, span: number): Promise<readonly StoredPayload[]>
  /** Names of the keys that a requester's payloads are sealed under. */
  auditPayloadKids(accountId: AccountId, requesterRef: string): Promise<readonly string[]>
  /**
   * Takes a requester's payloads away; returns how many. An `erasure.executed` or `retention.executed` entry
   * must name their `kids` in its detail: without one their absence is tampering.
   */
  dropAuditPayloads(accountId: AccountId, requesterRef: string): Promise<number>
  auditEntries(accountId: AccountId, from: number, limit: number): Promise<readonly StoredEntry[]>
  auditEntriesBefore(accountId: AccountId, before: number, limit: number): Promise<readonly StoredEntry[]>
  auditHead(accountId: AccountId): Promise<AuditHead | null>
  /** Every account that has a log, by its head or by its entries. */
  auditedAccounts(): Promise<readonly AccountId[]>
}

export interface AuditLog {
  /** @returns the entry's index. @throws Fault `AUDIT_UNAVAILABLE`: then the act must not happen. */
  append(tx: AuditRows, accountId: AccountId, act: Act): Promise<number>
}

export function createAuditLog(
  given: { now(): Date; newId(): string },
  keys: Pick<Keyring, 'personKey'>,
): AuditLog {
  return {
    async append(tx, accountId, act) {
      const head = (await tx.lockAuditHead(accountId)) ?? EMPTY_HEAD
      const index = head.tree.size
      const id = given.newId()
      // Of somebody who was erased nothing is kept any more, and nothing else must fail for it.
      const sealed = act.sealed?.subject.wrappedKey === '' ? undefined : act.sealed
      const commitment = sealed === undefined ? null : commitmentTo(keys, accountId, id, sealed)
      const entry: AuditEntry = {
        v: 2,
        id,
        index,
        at: given.now().toISOString(),
        prev: head.lastHash,
        type: act.type,
        actor: act.actor,
        object: act.object,
        decision: act.decision,
        ...(act.detail === undefined ? {} : { detail: act.detail }),
        ...(commitment === null ? {} : { commit: commitment.commit, kid: commitment.kid }),
      }
      const { header, leafHash } = entryBytes(entry)
      const next = { tree: appendLeaf(head.tree, leafHash), lastHash: leafHash.toString('hex') }
      try {
        if (commitment !== null)
          await tx.writeAuditPayload(accountId, sealedBeside(commitment, index, header))
        // Last: until the head is raised nothing is known to be written.
        await tx.writeAuditEntry(accountId, { index, header, leafHash: next.lastHash }, next, head.lastHash)
      } catch (cause) {
        throw new Fault('AUDIT_UNAVAILABLE', 'cannot append to the audit log', cause)
      }
      return index
    },
  }
}

/** Root hash of a head, hex. */
export function rootHash(head: AuditHead | null): string {
  return rootOf((head ?? EMPTY_HEAD).tree).toString('hex')
}
