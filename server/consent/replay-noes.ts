/** Tells a store that has come back what its log has lost of noes, before anybody drafts on it. */
import type { AccountId } from '../../src/domain/account.ts'
import type { ConsentState } from '../../src/domain/consent.ts'
import { OVERLAY_OF, SAID_NO } from '../../src/domain/consent-event.ts'
import type { AuditRows } from '../audit/index.ts'
import { type ConsentRooms, type ConsentRows, readConsent, recordConsent } from './consent-ledger.ts'
import type { NoKind, NoLine } from './no-journal.ts'

type NoRows = ConsentRows & Pick<AuditRows, 'auditEntries'>

function holdsAlready({ status, overlays }: ConsentState, no: NoKind): boolean {
  if (overlays.includes('erased')) return true
  if (no === 'deny' || no === 'withdraw') return SAID_NO.includes(status)
  return no === 'invalidate' ? status === 'invalidated' : overlays.includes(OVERLAY_OF[no])
}

/**
 * Whether the log has at its place the entry that the line is of, or the same no has been said since: then the line is
 * of an act that was not kept, and was done once more.
 */
async function isKnown(tx: NoRows, accountId: AccountId, line: NoLine): Promise<boolean> {
  const [entry] = await tx.auditEntries(accountId, line.index, 1)
  if (entry?.index === line.index && entry.header.includes(line.record)) return true
  const events = await tx.consentEvents(accountId, line.ticketRef)
  return events.some(({ event }) => event.kind === line.no && event.at >= line.at)
}

/**
 * Tells the store every no that its log has lost. A later yes that is lost as well does not undo it: whoever said it is
 * asked anew. Of a ticket that the store does not know there is no yes either.
 * @returns how many were told.
 */
export async function replayNoes(rooms: ConsentRooms, tx: NoRows, accountId: AccountId): Promise<number> {
  let told = 0
  for (const line of rooms.noes.noes(accountId)) {
    if (await isKnown(tx, accountId, line)) continue
    const ticket = await tx.ticketByRef(accountId, line.ticketRef)
    if (ticket === null) continue
    const now = rooms.world.now()
    if (holdsAlready((await readConsent(tx, accountId, line.ticketRef, now)).state, line.no)) continue
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
    told += 1
  }
  return told
}
