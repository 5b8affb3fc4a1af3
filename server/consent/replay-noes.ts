/** Tells a store that has come back what its log has lost of noes, before anybody drafts on it. */
import type { AccountId } from '../../src/domain/account.ts'
import type { ConsentState } from '../../src/domain/consent.ts'
import { type ConsentEventKind, OVERLAY_OF, SAID_NO } from '../../src/domain/consent-event.ts'
import type { AuditRows } from '../audit/index.ts'
import type { Transact } from '../keys.ts'
import { type FactRows, isSamePerson, type TicketRow } from '../tickets/index.ts'
import { type ConsentRooms, type ConsentRows, readConsent, recordConsent } from './consent-ledger.ts'
import { isNewsOf, keepLostNo, LIFTED_BY } from './lost-noes.ts'
import type { NoKind, NoLine } from './no-journal.ts'

type NoRows = ConsentRows & Pick<AuditRows, 'auditEntries'> & Pick<FactRows, 'keepFact'>

function holdsAlready({ status, overlays }: ConsentState, no: NoKind): boolean {
  if (overlays.includes('erased')) return true
  if (no === 'deny' || no === 'withdraw') return SAID_NO.includes(status)
  return no === 'invalidate' ? status === 'invalidated' : overlays.includes(OVERLAY_OF[no])
}

const YES = ['grant', 'confirm_grant', 'carry_over'] as const
/** What is heard after a no and undoes it: a yes lifts no restriction. */
const UNDOES: Readonly<Record<NoKind, readonly ConsentEventKind[]>> = {
  deny: YES,
  withdraw: YES,
  invalidate: YES,
  ...LIFTED_BY,
}
/** The ticket is another person's since, of whom the no says nothing. */
const OF_ANOTHER: ConsentEventKind = 'requester_changed'

/**
 * Whether the log has at its place the entry that the line is of; or the same has been said since, or what undoes it: then
 * the line is of an act that was not kept, and a later word counts.
 */
async function isKnown(tx: NoRows, accountId: AccountId, line: NoLine): Promise<boolean> {
  const [entry] = await tx.auditEntries(accountId, line.index, 1)
  if (entry?.index === line.index && entry.header.includes(line.record)) return true
  const events = await tx.consentEvents(accountId, line.ticketRef)
  return events.some(
    ({ event: { kind, at } }) =>
      (kind === line.no && at >= line.at) ||
      ([...UNDOES[line.no], OF_ANOTHER].includes(kind) && at > line.at),
  )
}

/** Where the month of their key is gone, nothing more is sealed for them, and so nothing is drafted for them either. */
async function keyOpens(
  { keys }: Pick<ConsentRooms, 'keys'>,
  tx: NoRows,
  accountId: AccountId,
  requesterRef: string,
): Promise<boolean> {
  const person = await tx.requesterByRef(accountId, requesterRef)
  if (person === null) return true
  try {
    keys.personKey(person.wrappedKey, `${accountId}/${requesterRef}`)
    return true
  } catch {
    return false
  }
}

/** Whose the ticket is in this store: it may have come back without the ticket, or from before it changed hands. */
async function isTheirs(
  tx: NoRows,
  accountId: AccountId,
  ticket: TicketRow,
  { about }: NoLine,
): Promise<boolean> {
  if (about === undefined) return true
  const owner = await tx.requesterByRef(accountId, ticket.requesterRef)
  // An erased ticket names nobody, and takes nothing in.
  if (owner === null || owner.digest.startsWith('gone:')) return true
  return owner.digest === about.person || isSamePerson(tx, accountId, owner.digest, about.person)
}

type Outcome = 'told' | 'left' | 'nothing'

/** Nothing is drafted under it; it is there for when its person comes to a ticket. */
async function keep(rooms: ConsentRooms, tx: NoRows, accountId: AccountId, line: NoLine): Promise<Outcome> {
  const { no, at, by, about } = line
  if (about === undefined || !(await isNewsOf(tx, accountId, line))) return 'nothing'
  await rooms.audit.append(tx, accountId, {
    type: 'consent.refusal_kept',
    actor: { kind: 'system', ref: 'restore' },
    object: { kind: 'ticket', ref: line.ticketRef },
    decision: no,
  })
  await keepLostNo(tx, accountId, about.person, { no, at, by, to: about.to })
  return 'told'
}

async function tell(rooms: ConsentRooms, tx: NoRows, accountId: AccountId, line: NoLine): Promise<Outcome> {
  if (await isKnown(tx, accountId, line)) return 'nothing'
  const ticket = await tx.ticketByRef(accountId, line.ticketRef)
  if (ticket === null || !(await isTheirs(tx, accountId, ticket, line)))
    return keep(rooms, tx, accountId, line)
  const now = rooms.world.now()
  if (holdsAlready((await readConsent(tx, accountId, line.ticketRef, now)).state, line.no)) return 'nothing'
  if (!(await keyOpens(rooms, tx, accountId, ticket.requesterRef))) return 'left'
  await recordConsent(rooms, tx, accountId, ticket, {
    actor: { kind: 'system', ref: 'restore' },
    evidence: line.no === 'invalidate' ? `journal ${line.index}` : null,
    known: { saidAt: line.at },
    event: {
      kind: line.no,
      at: now.toISOString(),
      ...{ by: line.by, channel: line.channel },
      ...{ noticeVersion: null, noticeLocale: null, validUntil: null },
      recipients: [],
      hasEvidence: line.no === 'invalidate',
      legalBasis: null,
    },
  })
  return 'told'
}

/**
 * Tells the store every no that its log has lost, each in a transaction of its own: killed in between, it is begun again.
 * A later yes that is lost as well does not undo it: whoever said it is asked anew. Of a ticket that the store does not
 * know there is no yes either; what was refused on it is kept of the person, so that no basis is set for them.
 * @param from only noes of this place in the log and behind it.
 * @returns how many were told, and how many could not be, because the key of who said them is gone.
 */
export async function replayNoes<Tx extends NoRows>(
  rooms: ConsentRooms,
  transact: Transact<Tx>,
  accountId: AccountId,
  from = 0,
): Promise<{ readonly told: number; readonly left: number }> {
  const found: Record<Outcome, number> = { told: 0, left: 0, nothing: 0 }
  for (const line of rooms.noes.noes(accountId))
    if (line.index >= from) found[await transact((tx) => tell(rooms, tx, accountId, line))] += 1
  return { told: found.told, left: found.left }
}
