/** What this room keeps of one person: their record, their tickets, and what the helpdesk said about both. */
import type { Keyring } from '../keys.ts'
import { holderOfTables, ofRequester, ofTicket } from '../privacy/held-tables.ts'
import type { GoneTicket, PersonalDataHolder, Who } from '../privacy/holder.ts'
import { type BuryingRows, buryPerson } from './bury.ts'
import type { FactKind } from './helpdesk-facts.ts'
import { personSubject, ticketSubject } from './helpdesk-facts.ts'

/** Facts of a ticket that point at nobody: those that do are found by the person they point at. */
const OF_THE_TICKET: readonly FactKind[] = [
  'handed_over',
  'created',
  'facets',
  'hidden',
  'gone',
  'merged',
  'unfit',
]

const ownTickets = ({ requesterRef }: Who) => ({
  table: 'ticket',
  column: 'ticketId',
  prefix: ticketSubject(''),
  where: [{ column: 'requesterRef', is: [requesterRef] }],
})

const factsOn = ({ ticketRef }: GoneTicket) => ({
  column: 'subject',
  of: {
    table: 'ticket',
    column: 'ticketId',
    prefix: ticketSubject(''),
    where: [{ column: 'ticketRef', is: [ticketRef] }],
  },
})
/** Its number and whose it was stay: without them an older event that comes late would bring it back. */
const STAYS = { keep: 'art_17_3_b', empty: [] } as const

export function ticketHolder(keys: Keyring): PersonalDataHolder<BuryingRows> {
  const tables = holderOfTables(keys, 'tickets', [
    {
      table: 'requester',
      class: 'identity',
      portable: true,
      rows: ofRequester,
      order: ['requesterRef'],
      time: 'createdAt',
      columns: {
        requesterRef: 'plain',
        digest: 'secret',
        wrappedKey: 'secret',
        keyEpoch: 'plain',
        sealedId: { sealed: () => 'requester.id', is: 'text', as: 'helpdeskUserId' },
        createdAt: 'plain',
      },
    },
    {
      table: 'ticket',
      class: 'ticket',
      rows: ofRequester,
      onTicket: (ticket) => [{ rows: ofTicket(ticket), becomes: { ...STAYS, empty: ['facets'] } }],
      order: ['ticketRef'],
      time: 'createdAt',
      columns: {
        ticketRef: 'plain',
        ticketId: 'plain',
        requesterRef: 'plain',
        identity: 'plain',
        scope: 'json',
        scopeHash: 'plain',
        scopeSince: 'plain',
        narrowing: 'json',
        scopeBasis: 'plain',
        facets: 'json',
        revision: 'plain',
        draftsMade: 'plain',
        createdAt: 'plain',
      },
    },
    {
      table: 'helpdesk_fact',
      class: 'helpdesk_fact',
      rows: (who) => [
        [{ column: 'subject', is: [personSubject(who.digest)] }],
        [{ column: 'factKey', is: [who.digest] }],
        [
          { column: 'subject', of: ownTickets(who) },
          { column: 'kind', is: OF_THE_TICKET },
        ],
      ],
      onTicket: (ticket) => [
        { rows: [[factsOn(ticket), { column: 'kind', is: ['facets'] }]], becomes: 'delete' },
        { rows: [[factsOn(ticket)]], becomes: STAYS },
      ],
      order: ['subject', 'kind', 'factKey'],
      time: 'at',
      columns: {
        subject: 'plain',
        kind: 'plain',
        factKey: 'plain',
        at: 'plain',
        eventId: 'plain',
        value: 'plain',
      },
    },
  ])
  return { ...tables, erase: (tx, who, terms) => buryPerson(keys, tx, who, terms) }
}
