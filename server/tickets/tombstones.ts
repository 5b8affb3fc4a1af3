/**
 * What keeps an erased person's old records away: a keyed digest of each id under which they came, and the moment
 * up to which records of them are refused. It tells nobody who they were.
 */
import type { AccountId } from '../../src/domain/account.ts'
import type { Keyring } from '../keys.ts'

export type TombstoneKind = 'person' | 'ticket'

export interface Tombstone {
  readonly mark: string
  readonly kind: TombstoneKind
  /** Records up to this moment are refused; `null`: the id is dead in the helpdesk, so all of them. */
  readonly notAfter: string | null
}

export interface TombstoneRows {
  /** Set again, the later moment holds. */
  setTombstone(accountId: AccountId, tombstone: Tombstone, at: string): Promise<void>
  tombstone(accountId: AccountId, mark: string): Promise<Tombstone | null>
}

/** Of a person `id` is the keyed digest under which they are known here, of a ticket its number. */
export function markOf(
  keys: Pick<Keyring, 'digest'>,
  accountId: AccountId,
  kind: TombstoneKind,
  id: string,
): string {
  return keys.digest('tombstone', accountId, kind, id)
}

/** The number that an erased ticket has in the store: found by whoever asks for the real one, tells it to nobody. */
export const erasedNumber = (mark: string): string => `gone:${mark}`

/** True when a record of this moment was erased, and must not come in again. */
export async function isKeptAway(
  keys: Pick<Keyring, 'digest'>,
  tx: TombstoneRows,
  accountId: AccountId,
  subject: { readonly kind: TombstoneKind; readonly id: string },
  at: string,
): Promise<boolean> {
  const stone = await tx.tombstone(accountId, markOf(keys, accountId, subject.kind, subject.id))
  return stone !== null && (stone.notAfter === null || at <= stone.notAfter)
}
