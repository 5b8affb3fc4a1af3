/**
 * What a person has refused outlives the record of it. Where the record's days are over it is kept of the person alone:
 * which refusal, since when; no ticket, no words, nobody who noted it.
 */
import type { AccountId } from '../../src/domain/account.ts'
import { monthsLater } from '../../src/domain/consent-dates.ts'
import { isLasting } from '../../src/domain/consent-moves.ts'
import type { FactRows, HelpdeskFact } from '../tickets/index.ts'
import { earlierWord, type StoredConsentEvent } from './consent-fold.ts'
import type { ConsentRooms, ConsentRows } from './consent-ledger.ts'
import { readConsentRule } from './consent-rule.ts'
import { forgetLifted, isQuestionNo, keepLostNo, type LostNo } from './lost-noes.ts'
import type { NoKind } from './no-journal.ts'

/** Where those to a question are kept. */
const QUESTION_NOES = ['deny', 'withdraw'] as const

const OVERLAID = [
  ['objected', 'object'],
  ['restricted', 'restrict'],
  ['minor_hold', 'hold_minor'],
] as const

/** What one person's word on the ticket refuses still, at that moment. */
function refusalsIn(
  events: readonly StoredConsentEvent[],
  requesterRef: string,
  { now, cooldownMonths }: { readonly now: Date; readonly cooldownMonths: number },
): readonly LostNo[] {
  const word = earlierWord(events, [requesterRef])
  const said = (no: NoKind): LostNo => {
    const event = events.findLast((stored) => stored.event.kind === no)?.event ?? events.at(-1)?.event
    return { no, at: event?.at ?? now.toISOString(), by: event?.by ?? 'system', to: null }
  }
  const overlays = OVERLAID.flatMap(([overlay, no]) => (word.overlays.includes(overlay) ? [said(no)] : []))
  const { saidNo, noAt, noBasis } = word
  const at = noAt ?? now.toISOString()
  // A no to a question is over with its cooldown, one to another basis never is.
  const counts = isLasting(noBasis ?? null) || Date.parse(monthsLater(at, cooldownMonths)) > now.getTime()
  return saidNo && counts
    ? [...overlays, { no: 'withdraw', at, by: 'requester', to: noBasis ?? null }]
    : overlays
}

/** No more in one transaction. */
const MOST_FORGOTTEN = 200

/**
 * A no to a question that is kept of the person alone, as after a restore, is over once its cooldown is and its record's
 * days would be (`before`). It would hold its person here for good; any other refusal stays.
 * @returns how many went.
 */
export async function forgetNoes(
  { world }: Pick<ConsentRooms, 'world'>,
  tx: ConsentRows & Pick<FactRows, 'keepFact' | 'dropFacts'>,
  accountId: AccountId,
  before: string,
): Promise<number> {
  const { cooldownMonths } = await readConsentRule(tx, accountId)
  const now = world.now().getTime()
  const isOver = (fact: HelpdeskFact) =>
    isQuestionNo(fact) && fact.at <= before && Date.parse(monthsLater(fact.at, cooldownMonths)) <= now
  const people = new Set<string>()
  for (const no of QUESTION_NOES)
    for (const fact of await tx.factsAbout(accountId, 'refused', no))
      if (isOver(fact)) people.add(fact.subject)
  const over = [...people].slice(0, MOST_FORGOTTEN)
  let gone = 0
  for (const subject of over) {
    const facts = (await tx.factsOf(accountId, subject)).filter(({ kind }) => kind === 'refused')
    await tx.dropFacts(accountId, subject, 'refused')
    for (const fact of facts)
      if (isOver(fact)) gone += 1
      else await tx.keepFact(accountId, fact)
  }
  return gone
}

/** To be called in the transaction that removes the records of these tickets, before it does. */
export async function keepRefusals(
  { world, audit }: Pick<ConsentRooms, 'world' | 'audit'>,
  tx: ConsentRows & Pick<FactRows, 'keepFact' | 'dropFacts'>,
  accountId: AccountId,
  ticketRefs: readonly string[],
): Promise<void> {
  const { cooldownMonths } = await readConsentRule(tx, accountId)
  for (const ticketRef of ticketRefs) {
    const events = await tx.consentEvents(accountId, ticketRef)
    for (const requesterRef of new Set(events.map((stored) => stored.requesterRef))) {
      const person = await tx.requesterByRef(accountId, requesterRef)
      // Who was erased has said nothing any more.
      if (person === null || person.digest.startsWith('gone:')) continue
      const own = events.filter((stored) => stored.requesterRef === requesterRef)
      await forgetLifted(
        tx,
        accountId,
        person.digest,
        own.map(({ event }) => event),
      )
      for (const kept of refusalsIn(events, requesterRef, { now: world.now(), cooldownMonths })) {
        await audit.append(tx, accountId, {
          type: 'consent.refusal_kept',
          actor: { kind: 'system', ref: 'retention' },
          object: { kind: 'ticket', ref: ticketRef },
          decision: kept.no,
        })
        await keepLostNo(tx, accountId, person.digest, kept)
      }
    }
  }
}
