/**
 * What a person says is wrong about them (GDPR Art. 16), put beside what it is about: records are proof of what was
 * done and are never rewritten. The words lie sealed beside the log, go out with the dossier, and go with the person.
 */
import type { AccountId, Agent } from '../../src/domain/account.ts'
import { Fault } from '../../src/domain/fault.ts'
import type { TicketRows } from '../tickets/index.ts'
import type { PrivacyRooms } from './request-cases.ts'

/** @throws Fault `NOT_FOUND` when there is nobody (any more) whom it could be about. */
export async function correctRecords(
  rooms: PrivacyRooms,
  tx: TicketRows,
  agent: Agent,
  order: { readonly requesterRef: string; readonly note: string },
): Promise<void> {
  const accountId: AccountId = agent.accountId
  const { requesterRef, note } = order
  const person = await tx.requesterByRef(accountId, requesterRef)
  if (person === null || person.digest.startsWith('gone:'))
    throw new Fault('NOT_FOUND', 'nothing is held about this person')
  await rooms.audit.append(tx, accountId, {
    type: 'record.corrected',
    actor: { kind: 'agent', ref: rooms.keys.digest('agent', accountId, agent.agentId) },
    object: { kind: 'requester', ref: requesterRef },
    decision: 'noted',
    sealed: { subject: { requesterRef, wrappedKey: person.wrappedKey }, value: { correction: note } },
  })
}
