/** Who is not looked at: whoever has said no to any of it, whoever is protected, whoever was erased. */
import type { AccountId } from '../../src/domain/account.ts'
import { isLasting } from '../../src/domain/consent-moves.ts'
import type { SkipReason } from '../../src/domain/simulation.ts'
import {
  earlierWord,
  readConsent,
  refusedAnywhere,
  standingLostNoes,
  wordOfLostNo,
} from '../consent/index.ts'
import type { Keyring, World } from '../keys.ts'
import { isKeptAway, refsOfPerson } from '../tickets/index.ts'
import type { SimulatingRows } from './rooms.ts'

interface Asked {
  readonly ticketId: string
  readonly requesterId: string
}

/** What the store knows of this ticket and this person against it; `null`: nothing. */
export async function leftOut(
  rooms: { readonly world: World; readonly keys: Keyring },
  tx: SimulatingRows,
  accountId: AccountId,
  { ticketId, requesterId }: Asked,
): Promise<SkipReason | null> {
  const now = rooms.world.now()
  const digest = rooms.keys.digest('requester', accountId, requesterId)
  // Asked for a past ticket: its own time is before any erasure.
  for (const subject of [
    { kind: 'person', id: digest },
    { kind: 'ticket', id: ticketId },
  ] as const)
    if (await isKeptAway(rooms.keys, tx, accountId, subject, '')) return 'erased'
  const ticket = await tx.ticketById(accountId, ticketId)
  if (ticket !== null) {
    const { state } = await readConsent(tx, accountId, ticket.ticketRef, now)
    if (state.overlays.includes('erased') || ticket.erased === true) return 'erased'
    if (state.overlays.includes('objected')) return 'objected'
    if (state.overlays.includes('restricted')) return 'restricted'
    if (state.overlays.includes('minor_hold')) return 'minor_hold'
    if (state.saidNo || ['denied', 'withdrawn'].includes(state.status)) return 'said_no'
  }
  const person = await tx.requesterByDigest(accountId, digest)
  const refs = person === null ? [] : await refsOfPerson(tx, accountId, person)
  // Also of somebody whom a store that came back does not know any more.
  const words = (await standingLostNoes(tx, accountId, digest, refs)).map(wordOfLostNo)
  for (const ref of refs)
    for (const ticketRef of await tx.refusalsOf(accountId, ref))
      words.push(earlierWord(await tx.consentEvents(accountId, ticketRef), refs))
  const said = refusedAnywhere(words)
  if (said.objected) return 'objected'
  if (words.some(({ overlays }) => overlays.includes('restricted'))) return 'restricted'
  if (said.held) return 'minor_hold'
  return said.saidNo || isLasting(said.noBasis) ? 'said_no' : null
}
