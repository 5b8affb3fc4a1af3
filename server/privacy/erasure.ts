/**
 * Erases one requester: rows, key, payloads of the log; sets what keeps their old records away; writes it down in
 * the log and, before it is acknowledged, outside the store. All of it happens, or none.
 */
import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { AccountId } from '../../src/domain/account.ts'
import type { ErasedClass, ErasureSource, KeptClass } from '../../src/domain/erasure.ts'
import { Fault } from '../../src/domain/fault.ts'
import { HELD_CLASSES } from '../../src/domain/held.ts'
import { type AuditLog, canonicalJson, type EntryActor } from '../audit/index.ts'
import { type Keyring, type World, wrappedUnder } from '../keys.ts'
import { type BuryingRows, markOf, type TicketRow, type TicketRows } from '../tickets/index.ts'
import type {
  ErasureFacts,
  ErasureJournal,
  ErasureRecipient,
  ErasureRecord,
  JournalLine,
} from './erasure-records.ts'
import type { PersonalDataHolder, Who } from './holder.ts'
import { backupsFinalBy } from './key-epochs.ts'
import type { RetentionSettingRows } from './retention-settings.ts'

export interface ErasureRows extends BuryingRows, TicketRows, RetentionSettingRows {
  addErasure(accountId: AccountId, record: ErasureRecord): Promise<void>
  /** Newest first. */
  erasures(accountId: AccountId, limit: number): Promise<readonly ErasureRecord[]>
  erasureById(accountId: AccountId, erasureId: string): Promise<ErasureRecord | null>
  lastErasureOf(accountId: AccountId, requesterRef: string): Promise<ErasureRecord | null>
  /** The receipts of a person's drafts. */
  egressOf(
    accountId: AccountId,
    requesterRef: string,
  ): Promise<readonly { readonly receipt: string | null; readonly createdAt: string }[]>
  /** The same of the drafts on one ticket. */
  egressOn(
    accountId: AccountId,
    ticketRef: string,
  ): Promise<readonly { readonly receipt: string | null; readonly createdAt: string }[]>
}

export interface ErasureRooms<Tx extends ErasureRows = ErasureRows> {
  readonly world: World
  readonly keys: Keyring
  readonly audit: AuditLog
  readonly holders: readonly PersonalDataHolder<Tx>[]
  readonly journal: ErasureJournal
  readonly backupDays: number
  /** Ends the consent of a ticket, with every draft that runs or lies ready. */
  readonly endConsent: (tx: Tx, accountId: AccountId, ticket: TicketRow, actor: EntryActor) => Promise<void>
  /** Whether the account keeps the bare record of an erased person's consents. */
  readonly keepsConsent: (tx: Tx, accountId: AccountId) => Promise<boolean>
  /** Writes into the request that it was carried out. */
  readonly linkCase: (tx: Tx, accountId: AccountId, caseId: string, record: ErasureRecord) => Promise<void>
  /** Told when rows have gone, so that the files of the store are emptied of them. */
  readonly onErased: () => void
}

export interface ErasureOrder {
  readonly requesterRef: string
  readonly caseId: string | null
  readonly actor: EntryActor
  readonly source: ErasureSource
  /** Their id in the helpdesk names nobody any more. */
  readonly deadInHelpdesk: boolean
  /** They were erased before: nothing is written down unless something of theirs has come since. */
  readonly again?: boolean
}

/** Everything by which a person's rows are found; `null` when there is nobody, or nobody any more. */
export async function whoIs(
  tx: ErasureRows,
  accountId: AccountId,
  requesterRef: string,
): Promise<Who | null> {
  const row = await tx.requesterByRef(accountId, requesterRef)
  if (row === null || row.digest.startsWith('gone:')) return null
  const tickets = await tx.ticketsOf(accountId, requesterRef)
  const { digest, wrappedKey } = row
  return {
    accountId,
    requesterRef,
    digest,
    wrappedKey,
    ticketRefs: tickets.map(({ ticketRef }) => ticketRef),
  }
}

const egressSchema = z.object({
  egress: z
    .object({
      provider: z.string(),
      host: z.string(),
      region: z.string(),
      model: z.string(),
      retention: z.string(),
    })
    .nullish(),
})

export function recipientsIn(
  drafts: Awaited<ReturnType<ErasureRows['egressOf']>>,
): readonly ErasureRecipient[] {
  const found = new Map<string, ErasureRecipient>()
  for (const { receipt, createdAt } of drafts) {
    const { egress } = egressSchema.parse(JSON.parse(receipt ?? '{}'))
    if (egress == null) continue
    const { provider, host, region, model, retention } = egress
    const key = canonicalJson([provider, host, region, model, retention])
    const known = found.get(key)
    found.set(key, {
      ...{ provider, host, region, model, retention },
      drafts: (known?.drafts ?? 0) + 1,
      lastSentAt: known !== undefined && known.lastSentAt > createdAt ? known.lastSentAt : createdAt,
    })
  }
  return [...found.values()]
}

export function joined<Row extends ErasedClass>(
  rows: readonly Row[],
  keyOf: (row: Row) => string,
): readonly Row[] {
  const found = new Map<string, Row>()
  for (const row of rows) {
    const known = found.get(keyOf(row))
    if (row.count > 0) found.set(keyOf(row), { ...row, count: row.count + (known?.count ?? 0) })
  }
  const place = (row: Row) => HELD_CLASSES.indexOf(row.class)
  return [...found.values()].sort((a, b) => place(a) - place(b))
}

/** SHA-256 of what the certificate says, as the entry names it. */
export function factsDigest(facts: ErasureFacts): string {
  return createHash('sha256').update(canonicalJson(facts)).digest('hex')
}

/**
 * @returns `null` when they were erased before and nothing has come since.
 * @throws Fault `NOT_FOUND` when there is nobody (any more) behind the reference.
 */
export async function eraseRequester<Tx extends ErasureRows>(
  rooms: ErasureRooms<Tx>,
  tx: Tx,
  accountId: AccountId,
  order: ErasureOrder,
): Promise<ErasureRecord | null> {
  const keepsConsent = order.deadInHelpdesk || (await rooms.keepsConsent(tx, accountId))
  const at = rooms.world.now().toISOString()
  return erasePerson(rooms, tx, accountId, {
    ...order,
    erasureId: rooms.world.newId(),
    at,
    keepsConsent,
  })
}

/** The same with all of it given: a restored store is told again what it had been told before. */
export async function erasePerson<Tx extends ErasureRows>(
  rooms: ErasureRooms<Tx>,
  tx: Tx,
  accountId: AccountId,
  order: ErasureOrder &
    Pick<JournalLine, 'erasureId' | 'at' | 'keepsConsent'> & { readonly line?: JournalLine },
): Promise<ErasureRecord | null> {
  const { requesterRef, actor, at, keepsConsent, deadInHelpdesk } = order
  const who = await whoIs(tx, accountId, requesterRef)
  if (who === null) throw new Fault('NOT_FOUND', 'nothing is held about this person')
  const line = order.line ?? (await lineOf(rooms, tx, who, order))
  const recipients = recipientsIn(await tx.egressOf(accountId, requesterRef))
  const kids = await kidsOf(rooms, tx, who)
  if (!deadInHelpdesk)
    for (const ticketRef of who.ticketRefs) {
      const ticket = await tx.ticketByRef(accountId, ticketRef)
      if (ticket !== null) await rooms.endConsent(tx, accountId, ticket, actor)
    }
  const [erased, kept]: [ErasedClass[], KeptClass[]] = [[], []]
  // Backwards: tickets and the person's own row come last, the others find theirs by them.
  for (const holder of [...rooms.holders].reverse()) {
    const done = await holder.erase(tx, who, { at, keepsConsent, deadInHelpdesk })
    erased.push(...done.erased)
    kept.push(...done.kept)
  }
  const nothing = erased.every(({ class: held, count }) => held === 'identity' || count === 0)
  if (nothing && order.again === true) return null
  const facts: ErasureFacts = {
    erased: [...joined(erased, (row) => row.class)],
    kept: [...joined(kept, (row) => `${row.class} ${row.exception}`)],
    kids: [...kids],
    recipients: [...recipients],
  }
  return writeDown(rooms, tx, who, { ...order, line, facts })
}

async function lineOf(
  rooms: ErasureRooms<never>,
  tx: ErasureRows,
  who: Who,
  order: ErasureOrder & Pick<JournalLine, 'erasureId' | 'at' | 'keepsConsent'>,
): Promise<JournalLine> {
  const { accountId, requesterRef, digest } = who
  const notAfter = order.deadInHelpdesk ? null : order.at
  const tickets = order.deadInHelpdesk ? [] : await tx.ticketsOf(accountId, requesterRef)
  return {
    v: 1,
    erasureId: order.erasureId,
    requesterRef,
    caseId: order.caseId,
    at: order.at,
    source: order.source,
    actorRef: order.actor.ref,
    keepsConsent: order.keepsConsent,
    deadInHelpdesk: order.deadInHelpdesk,
    marks: [
      { mark: markOf(rooms.keys, accountId, 'person', digest), kind: 'person', notAfter },
      ...tickets.map(({ ticketId }) => ({
        mark: markOf(rooms.keys, accountId, 'ticket', ticketId),
        kind: 'ticket' as const,
        notAfter,
      })),
    ],
  }
}

/** Names of the keys that are destroyed: the log's payloads may be missing only where an entry names theirs. */
async function kidsOf(rooms: ErasureRooms<never>, tx: ErasureRows, who: Who): Promise<readonly string[]> {
  const { accountId, requesterRef, wrappedKey } = who
  const kids = new Set<string>()
  try {
    kids.add(rooms.keys.personKey(wrappedKey, `${accountId}/${requesterRef}`).kid)
  } catch (error) {
    // A key that does not open is destroyed all the same.
    if (!(error instanceof Fault)) throw error
  }
  for (const kid of await tx.auditPayloadKids(accountId, requesterRef)) kids.add(kid)
  return [...kids]
}

async function writeDown<Tx extends ErasureRows>(
  rooms: ErasureRooms<Tx>,
  tx: Tx,
  who: Who,
  order: ErasureOrder & { readonly line: JournalLine; readonly facts: ErasureFacts },
): Promise<ErasureRecord> {
  const { line, caseId } = order
  const { accountId, requesterRef } = who
  const keyEpoch = wrappedUnder(who.wrappedKey)
  const record = await recordErasure(rooms, tx, accountId, {
    ...order,
    about: { kind: 'requester', ref: requesterRef },
    keyEpoch,
    backupsFinalBy: backupsFinalBy(keyEpoch, rooms.world.now().toISOString(), rooms.backupDays),
  })
  // Of who asked for it: what is carried out once more answers the same request.
  if (caseId !== null && line.source === 'compliance') await rooms.linkCase(tx, accountId, caseId, record)
  return record
}

/** What happened, in the log, in the store and outside of it; last in the transaction that it tells of. */
export async function recordErasure<Tx extends ErasureRows>(
  rooms: Pick<ErasureRooms<Tx>, 'audit' | 'journal' | 'onErased'>,
  tx: Tx,
  accountId: AccountId,
  order: Pick<ErasureOrder, 'actor' | 'source' | 'caseId'> &
    Pick<ErasureRecord, 'about' | 'keyEpoch' | 'backupsFinalBy' | 'facts'> & { readonly line: JournalLine },
): Promise<ErasureRecord> {
  const { line, facts, actor, source, caseId, about, keyEpoch, backupsFinalBy: finalBy } = order
  const auditIndex = await rooms.audit.append(tx, accountId, {
    type: 'erasure.executed',
    actor,
    object: about,
    decision: source === 'replay' ? 'replayed' : 'erased',
    detail: {
      erasure: line.erasureId,
      case: caseId ?? 'none',
      kids: facts.kids,
      erased: facts.erased.map(({ class: held, count }) => `${held}:${count}`),
      kept: facts.kept.map(({ class: held, count, exception }) => `${held}:${count}:${exception}`),
      facts: factsDigest(facts),
      backups_final_by: finalBy,
    },
  })
  const record: ErasureRecord = {
    ...{ erasureId: line.erasureId, about, caseId, at: line.at, source, actorRef: actor.ref, auditIndex },
    ...{ keyEpoch, backupsFinalBy: finalBy, facts, line: JSON.stringify(line) },
  }
  await tx.addErasure(accountId, record)
  // The last thing before the store commits: what it acknowledges, a restored backup will be told again.
  if (source !== 'replay') rooms.journal.append(accountId, line)
  rooms.onErased()
  return record
}
