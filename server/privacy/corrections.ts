/**
 * What a person says is wrong about them (GDPR Art. 16), put beside what it is about: records are proof of what was
 * done and are never rewritten. The words lie sealed beside the log, go out with the dossier, and go with the person.
 * What was drafted from it and is not inserted yet is withdrawn in the same transaction.
 */
import { z } from 'zod'
import type { AccountId, Agent } from '../../src/domain/account.ts'
import {
  CORRECTABLE,
  type Correction,
  type CorrectionOrder,
  type RecordName,
} from '../../src/domain/correction-api.ts'
import { Fault } from '../../src/domain/fault.ts'
import type { FactRows, TicketRows } from '../tickets/index.ts'
import type { ErasureRows } from './erasure.ts'
import type { HeldRecord, HeldRows, PersonalDataHolder, Who } from './holder.ts'
import { joinedRecords } from './joined-records.ts'
import type { PrivacyRooms } from './request-cases.ts'

export interface CorrectionRows {
  /**
   * Ends every draft of these requesters that is being made or lies ready, with its words; `ticketRef`: on this
   * ticket alone. @returns the ticket of each.
   */
  withdrawDrafts(
    accountId: AccountId,
    of: { readonly requesterRefs: readonly string[]; readonly ticketRef: string | null },
    at: string,
  ): Promise<readonly string[]>
}

type Rows = CorrectionRows &
  HeldRows &
  TicketRows &
  Pick<ErasureRows, 'ticketsOf'> &
  Pick<FactRows, 'factsOf' | 'factsAbout' | 'requesterByDigest'>

type Holder = PersonalDataHolder<HeldRows>

export interface CorrectingRooms extends PrivacyRooms {
  readonly holders: readonly Holder[]
}

export interface Corrected {
  readonly withdrawn: number
  /** Every record of the person, as the helpdesk has joined them. */
  readonly people: readonly Who[]
}

/** What a record is called by whoever corrects it; `null` for a kind that is corrected with the person. */
export function recordName({ class: name, record }: Pick<HeldRecord, 'class' | 'record'>): RecordName | null {
  const { ticketRef, seq, draftId } = record
  if (name === 'ticket') return { class: name, ref: String(ticketRef) }
  if (name === 'consent') return { class: name, ref: `${ticketRef}/${seq}` }
  if (name === 'draft') return { class: name, ref: String(draftId) }
  return null
}

const isSame = (one: RecordName, other: RecordName) => one.class === other.class && one.ref === other.ref

async function peopleOf(tx: Rows, accountId: AccountId, requesterRef: string): Promise<readonly Who[]> {
  const people: Who[] = []
  for (const ref of await joinedRecords(tx, accountId, requesterRef)) {
    const row = await tx.requesterByRef(accountId, ref)
    if (row === null || row.digest.startsWith('gone:')) continue
    people.push({
      ...{ accountId, requesterRef: ref, digest: row.digest, wrappedKey: row.wrappedKey },
      ticketRefs: (await tx.ticketsOf(accountId, ref)).map(({ ticketRef }) => ticketRef),
    })
  }
  return people
}

/** Looked up in what the dossier lists: a name that is not there names nobody's record. */
async function ownerOf(
  holders: CorrectingRooms['holders'],
  tx: Rows,
  people: readonly Who[],
  about: RecordName,
): Promise<{ readonly who: Who; readonly ticketRef: string } | null> {
  for (const holder of holders.filter(({ classes }) => classes.includes(about.class)))
    for (const who of people)
      for await (const held of holder.exportFor(tx, who, [about.class])) {
        const name = recordName(held)
        if (name !== null && isSame(name, about)) return { who, ticketRef: String(held.record.ticketRef) }
      }
  return null
}

/**
 * @throws Fault `NOT_FOUND` when there is nobody (any more) whom it could be about, or when the record that it
 *   names is none of theirs.
 */
export async function correctRecords(
  rooms: CorrectingRooms,
  tx: Rows,
  agent: Agent,
  { requesterRef, note, about }: CorrectionOrder,
): Promise<Corrected> {
  const { accountId } = agent
  const people = await peopleOf(tx, accountId, requesterRef)
  const named = people.find((who) => who.requesterRef === requesterRef)
  if (named === undefined) throw new Fault('NOT_FOUND', 'nothing is held about this person')
  const owned = about === null ? null : await ownerOf(rooms.holders, tx, people, about)
  if (about !== null && owned === null) throw new Fault('NOT_FOUND', 'there is no such record of this person')
  const subject = owned?.who ?? named
  await rooms.audit.append(tx, accountId, {
    type: 'record.corrected',
    actor: { kind: 'agent', ref: rooms.keys.digest('agent', accountId, agent.agentId) },
    object: { kind: about?.class ?? 'requester', ref: about?.ref ?? requesterRef },
    decision: 'noted',
    detail: {
      requester: subject.requesterRef,
      ...(owned === null ? {} : { ticket: owned.ticketRef }),
    },
    sealed: {
      subject,
      value: { correction: note, ...(about === null ? {} : { about: { ...about } }) },
    },
  })
  const withdrawn = await withdraw(rooms, tx, accountId, {
    requesterRefs: people.map((who) => who.requesterRef),
    ticketRef: owned?.ticketRef ?? null,
  })
  return { withdrawn, people }
}

async function withdraw(
  rooms: CorrectingRooms,
  tx: Rows,
  accountId: AccountId,
  of: Parameters<CorrectionRows['withdrawDrafts']>[1],
): Promise<number> {
  const ended = await tx.withdrawDrafts(accountId, of, rooms.world.now().toISOString())
  for (const ticketRef of new Set(ended)) {
    await rooms.audit.append(tx, accountId, {
      type: 'draft.discarded',
      actor: { kind: 'system', ref: 'correction' },
      object: { kind: 'ticket', ref: ticketRef },
      decision: 'discarded',
      detail: { drafts: ended.filter((each) => each === ticketRef).length, cause: 'record_corrected' },
    })
    // A sidebar that has one open asks again.
    await tx.raiseTicketRevision(accountId, ticketRef)
  }
  return ended.length
}

const payload = z.object({
  at: z.string(),
  type: z.literal('record.corrected'),
  words: z.object({
    correction: z.string(),
    about: z.object({ class: z.enum(CORRECTABLE), ref: z.string() }).optional(),
  }),
})

export interface Noted extends Correction {
  readonly about: RecordName | null
}

/** `null` for a record that is no correction, or whose words are gone. */
export function correctionIn({ class: name, record }: HeldRecord): Noted | null {
  const parsed = name === 'audit_payload' ? payload.safeParse(record) : null
  if (parsed?.success !== true) return null
  const { at, words } = parsed.data
  return { at, words: words.correction, about: words.about ?? null }
}

/** What was noted about one record, oldest first. */
export type Beside = (record: HeldRecord) => readonly Correction[]

export async function correctionsBeside(
  holders: readonly Holder[],
  tx: HeldRows,
  people: readonly Who[],
): Promise<Beside> {
  const found = new Map<string, Correction[]>()
  const keyOf = (name: RecordName) => `${name.class} ${name.ref}`
  for (const holder of holders.filter(({ classes }) => classes.includes('audit_payload')))
    for (const who of people)
      for await (const record of holder.exportFor(tx, who, ['audit_payload'])) {
        const noted = correctionIn(record)
        if (noted === null || noted.about === null) continue
        const { at, words, about } = noted
        found.set(keyOf(about), [...(found.get(keyOf(about)) ?? []), { at, words }])
      }
  return (record) => {
    const name = recordName(record)
    return name === null ? [] : (found.get(keyOf(name)) ?? [])
  }
}
