/**
 * The helpdesk's newest word on each of its staff, by its own time: an event can come after a newer one, and what it
 * took has been given again meanwhile. In doubt it takes: an older event is void only where the newer one says that
 * nothing of it is left, or has taken as much itself.
 */
import type { AccountId } from '../../src/domain/account.ts'
import type { Keyring } from '../keys.ts'
import { type FactRows, type HelpdeskFact, personSubject } from '../tickets/index.ts'
import type { HelpdeskEvent } from './event.ts'

const subjectOf = (keys: Keyring, accountId: AccountId, agentId: string): string =>
  `staff/${keys.digest('agent', accountId, agentId)}`

async function newest(
  keys: Keyring,
  tx: Pick<FactRows, 'factsOf'>,
  accountId: AccountId,
  agentId: string,
): Promise<HelpdeskFact | undefined> {
  const facts = await tx.factsOf(accountId, subjectOf(keys, accountId, agentId))
  return facts.find(({ kind }) => kind === 'staff_place')
}

/** Whether the last that the helpdesk said of them is that they are less than an admin there. */
export async function isLowered(
  keys: Keyring,
  tx: Pick<FactRows, 'factsOf'>,
  accountId: AccountId,
  agentId: string,
): Promise<boolean> {
  const word = await newest(keys, tx, accountId, agentId)
  return word !== undefined && word.value !== 'admin'
}

/** Whether a newer event has made this one void. Two of one moment have no order, and neither is void. */
export async function isOvertaken(
  keys: Keyring,
  tx: Pick<FactRows, 'factsOf'>,
  accountId: AccountId,
  { happening, at }: HelpdeskEvent,
): Promise<boolean> {
  if (happening.kind === 'user_role') {
    const word = await newest(keys, tx, accountId, happening.userId)
    if (word === undefined || word.at <= at) return false
    return word.value === 'admin' || word.value === 'end_user' || word.value === happening.place
  }
  if (happening.kind !== 'user_suspended' || !happening.suspended) return false
  const person = personSubject(keys.digest('requester', accountId, happening.userId))
  const word = (await tx.factsOf(accountId, person)).find(({ kind }) => kind === 'suspended')
  return word !== undefined && word.at > at && word.value === 'no'
}

export async function keepStaffWord(
  keys: Keyring,
  tx: Pick<FactRows, 'keepFact'>,
  accountId: AccountId,
  { happening, at, id }: HelpdeskEvent,
): Promise<void> {
  if (happening.kind !== 'user_role') return
  const { userId, place } = happening
  const subject = subjectOf(keys, accountId, userId)
  // Of two words of one moment nobody knows which was last: the one that takes is kept, or a start would give it back.
  const eventId = place === 'admin' ? '' : id
  await tx.keepFact(accountId, { subject, kind: 'staff_place', key: '', at, eventId, value: place })
}
