/**
 * What an entry must not hold, sealed beside the log under the requester's own key. The entry keeps a
 * commitment under a key that dies with it: once erased, nobody can confirm a guess, and every hash still holds.
 */
import type { AccountId } from '../../src/domain/account.ts'
import { Fault } from '../../src/domain/fault.ts'
import type { Keyring, PersonKey } from '../keys.ts'
import { canonicalJson } from './canonical-json.ts'
import { type Act, headerDigest } from './entry.ts'

export interface StoredPayload {
  readonly index: number
  readonly kid: string
  readonly requesterRef: string
  readonly sealed: string
}

interface Commitment {
  readonly key: PersonKey
  readonly entryId: string
  readonly requesterRef: string
  readonly text: string
  readonly commit: string
  readonly kid: string
}

/** @throws Fault `AUDIT_UNAVAILABLE` when the payload has no one spelling or its key does not open. */
export function commitmentTo(
  keys: Pick<Keyring, 'personKey'>,
  accountId: AccountId,
  entryId: string,
  { subject: { requesterRef, wrappedKey }, value }: NonNullable<Act['sealed']>,
): Commitment {
  const text = canonicalJson(value)
  let key: PersonKey
  try {
    key = keys.personKey(wrappedKey, `${accountId}/${requesterRef}`)
  } catch (cause) {
    throw new Fault('AUDIT_UNAVAILABLE', 'the key for an audit payload does not open', cause)
  }
  return { key, entryId, requesterRef, text, commit: key.commit(entryId, text), kid: key.kid }
}

export function sealedBeside(
  { key, entryId, requesterRef, text, kid }: Commitment,
  index: number,
  header: string,
): StoredPayload {
  return { index, kid, requesterRef, sealed: key.seal(entryId, text, headerDigest(header)) }
}

/** @returns the payload's canonical JSON, or `null` when it is not what the entry was made with. */
export function openPayload(
  key: PersonKey,
  entry: { readonly id: string; readonly header: string; readonly commit: string; readonly kid: string },
  sealed: string,
): string | null {
  if (key.kid !== entry.kid) return null
  try {
    const text = key.unseal(entry.id, sealed, headerDigest(entry.header))
    return key.commit(entry.id, text) === entry.commit ? text : null
  } catch {
    // Changed, or of another entry: the header is part of what was sealed.
    return null
  }
}
