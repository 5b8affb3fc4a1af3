/** A form that says its writer is under age holds drafts back by itself; only compliance staff lift that. */
import type { AccountId, Agent } from '../../src/domain/account.ts'
import { yearsOf } from '../../src/domain/age-of-consent.ts'
import { Fault } from '../../src/domain/fault.ts'
import type { AgeFieldView } from '../../src/domain/requester-api.ts'
import { type ConsentRooms, recordConsent } from '../consent/index.ts'
import { readTicket, ticketSubject } from '../tickets/index.ts'
import { plain } from './bring.ts'
import { followMerges } from './follow-merges.ts'
import { readHelpdeskSettings } from './form-rule.ts'
import type { EventRows, HelpdeskSettingRows } from './rooms.ts'

export async function readAgeField(
  { world }: Pick<ConsentRooms, 'world'>,
  tx: HelpdeskSettingRows,
  accountId: AccountId,
): Promise<AgeFieldView> {
  const { ageField: field } = (await readHelpdeskSettings(tx, accountId)).settings
  const ageField = field && { fieldId: field.fieldId, kind: field.kind, years: yearsOf(field) }
  return { ageField, today: world.now().toISOString().slice(0, 10) }
}

/**
 * As an agent's session reads the saved field: that it says so, never what it says. Counted once for a person
 * on a ticket, or opening it again would undo what compliance staff have lifted.
 * @throws Fault `CONFLICT` when the ticket is somebody else's, or when the account listens to no such field.
 */
export async function holdUnderAge(
  rooms: ConsentRooms,
  tx: EventRows,
  agent: Agent,
  order: { readonly ticketId: string; readonly requesterId: string },
): Promise<void> {
  const { accountId } = agent
  const ticket = await readTicket(tx, accountId, order.ticketId)
  const digest = rooms.keys.digest('requester', accountId, order.requesterId)
  const { settings } = await readHelpdeskSettings(tx, accountId)
  const owner = await tx.requesterByRef(accountId, ticket.requesterRef)
  if (settings.ageField === null || owner?.digest !== digest)
    throw new Fault('CONFLICT', 'the field of the form says nothing about this requester')
  const subject = ticketSubject(ticket.ticketId)
  const facts = await tx.factsOf(accountId, subject)
  if (facts.some(({ kind, key }) => kind === 'minor' && key === digest)) return
  const at = rooms.world.now().toISOString()
  const actor = { kind: 'agent' as const, ref: rooms.keys.digest('agent', accountId, agent.agentId) }
  await recordConsent(rooms, tx, accountId, ticket, { event: plain(at, 'hold_minor'), evidence: null, actor })
  await tx.keepFact(accountId, { subject, kind: 'minor', key: digest, at, eventId: '', value: '' })
  await followMerges(rooms, tx, accountId, ticket.ticketId)
}
