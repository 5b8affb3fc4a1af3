/**
 * Takes a person and their tickets out of the register. What stays are rows that name nobody: kept records of other
 * rooms refer to them, and the ticket's page can say that it was erased.
 */
import type { AccountId } from '../../src/domain/account.ts'
import type { Keyring } from '../keys.ts'
import type { Erased, ErasureTerms, HeldRows, Who } from '../privacy/holder.ts'
import { type FactRows, personSubject, ticketSubject } from './helpdesk-facts.ts'
import { erasedNumber, markOf, type TombstoneRows } from './tombstones.ts'

export interface BuryRows {
  /** Leaves of a ticket its reference and its new number. */
  buryTicket(accountId: AccountId, ticketRef: string, number: string): Promise<void>
  ticketsOf(
    accountId: AccountId,
    requesterRef: string,
  ): Promise<readonly { readonly ticketRef: string; readonly ticketId: string }[]>
  /** `digest: null` keeps it. */
  buryRequester(
    accountId: AccountId,
    requesterRef: string,
    husk: { readonly wrappedKey: string; readonly sealedId: string; readonly digest: string | null },
  ): Promise<void>
  dropFactsOf(accountId: AccountId, subject: string): Promise<number>
  dropFactsAbout(accountId: AccountId, key: string): Promise<number>
}

export type BuryingRows = HeldRows & FactRows & TombstoneRows & BuryRows

/** @returns what went; the key is destroyed with the row's wrapped copy of it. */
export async function buryPerson(
  keys: Keyring,
  tx: BuryingRows,
  who: Who,
  terms: ErasureTerms,
): Promise<Erased> {
  const { accountId, requesterRef, digest } = who
  const tickets = await tx.ticketsOf(accountId, requesterRef)
  const notAfter = terms.deadInHelpdesk ? null : terms.at
  const setStone = (kind: 'person' | 'ticket', id: string) =>
    tx.setTombstone(accountId, { mark: markOf(keys, accountId, kind, id), kind, notAfter }, terms.at)
  let facts = 0
  await setStone('person', digest)
  for (const { ticketRef, ticketId } of tickets) {
    if (terms.deadInHelpdesk) continue
    await setStone('ticket', ticketId)
    facts += await tx.dropFactsOf(accountId, ticketSubject(ticketId))
    facts += await tx.dropFactsAbout(accountId, ticketId)
    await tx.buryTicket(accountId, ticketRef, erasedNumber(markOf(keys, accountId, 'ticket', ticketId)))
  }
  if (!terms.deadInHelpdesk) {
    facts += await tx.dropFactsOf(accountId, personSubject(digest))
    facts += await tx.dropFactsAbout(accountId, digest)
  }
  const context = `${accountId}/${requesterRef}`
  // Another key, so that what is kept of them can go on being written; nothing of before opens with it.
  const wrappedKey = keys.newPersonKey(context)
  await tx.buryRequester(accountId, requesterRef, {
    wrappedKey,
    sealedId: keys.sealFor(wrappedKey, context, '', 'requester.id'),
    digest: terms.deadInHelpdesk ? null : `gone:${keys.newSecret(16)}`,
  })
  return {
    erased: [
      { class: 'identity', count: 1 },
      { class: 'ticket', count: terms.deadInHelpdesk ? 0 : tickets.length },
      { class: 'helpdesk_fact', count: facts },
    ],
    kept: terms.deadInHelpdesk ? [{ class: 'ticket', count: tickets.length, exception: 'art_17_3_b' }] : [],
  }
}
