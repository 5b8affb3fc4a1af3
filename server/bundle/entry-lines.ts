/** The lines of a bundle that belong to one entry. */
import { z } from 'zod'
import type { AccountId } from '../../src/domain/account.ts'
import { Fault } from '../../src/domain/fault.ts'
import { canonicalJson, openPayload, type StoredPayload } from '../audit/index.ts'
import { keptReceipt, type StoredDecision } from '../decisions/index.ts'
import type { Keyring, PersonKey } from '../keys.ts'

const namesWords = z.object({ id: z.string(), commit: z.string() })
const restsOn = z.object({
  scope: z.object({ hash: z.string() }),
  articles: z.object({ snapshot: z.string() }),
})

export type KeyOf = (requesterRef: string) => PersonKey

/** People's keys for one page: once others have had their turn, the key of a month may be gone. */
export function keysOfPage(
  keys: Pick<Keyring, 'personKey'>,
  accountId: AccountId,
  wrapped: ReadonlyMap<string, string>,
): KeyOf {
  const opened = new Map<string, PersonKey>()
  return (requesterRef) => {
    const known = opened.get(requesterRef)
    if (known !== undefined) return known
    const key = keys.personKey(wrapped.get(requesterRef) ?? '', `${accountId}/${requesterRef}`)
    opened.set(requesterRef, key)
    return key
  }
}

/**
 * `null` when the words do not open as those that the entry was made with: changed, or under a key that is not the
 * person's any more. They are left out, so that whoever checks the bundle sees that they are missing.
 */
export function payloadLineOf(
  keyOf: KeyOf,
  { index, kid, requesterRef, sealed }: StoredPayload,
  { header, open }: { readonly header: string; readonly open: boolean },
): string | null {
  const entry = namesWords.safeParse(JSON.parse(header))
  if (!entry.success) return null
  const { id, commit } = entry.data
  try {
    const key = keyOf(requesterRef)
    const text = openPayload(key, { id, commit, kid, header }, sealed)
    if (text === null) return null
    const line = open
      ? { index, kid, commitKey: key.commitKey(id), value: JSON.parse(text) }
      : { index, kid, sealed }
    return `${canonicalJson(line)}\n`
  } catch (error) {
    if (error instanceof Fault) return null
    throw error
  }
}

export interface ReceiptLine {
  readonly text: string
  /** What the decision rests on, by its hashes. */
  readonly restsOn: { readonly scope: string; readonly snapshot: string } | null
}

/** `named`: hash of the receipt that the entry names. */
export function receiptLineOf(index: number, decision: StoredDecision, named: string): ReceiptLine {
  const { text, value } = keptReceipt(decision.receipt, named)
  const rests = restsOn.safeParse(value)
  return {
    // Canonical JSON around what is canonical already: to spell a receipt anew costs more than all else of an entry.
    text: `{"index":${index},"receipt":${text},"signature":${canonicalJson(decision.signature)}}\n`,
    restsOn: rests.success ? { scope: rests.data.scope.hash, snapshot: rests.data.articles.snapshot } : null,
  }
}
