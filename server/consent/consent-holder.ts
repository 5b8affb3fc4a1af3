/** What this room keeps of one person: every consent event with its evidence, the status, and their links. */
import type { Keyring } from '../keys.ts'
import { holderOfTables, ofRequester, ofTicket } from '../privacy/held-tables.ts'
import type { HeldRows, PersonalDataHolder, Who } from '../privacy/holder.ts'
import { aboutEvidence } from './consent-ledger.ts'

const BARE = { keep: 'art_17_3_b', empty: ['sealedEvidence'] } as const

/** On a ticket that has changed hands since, the record of whoever has it now rests on theirs. */
const onTheirTickets = ({ requesterRef }: Who) => [
  [
    { column: 'requesterRef', is: [requesterRef] },
    {
      column: 'ticketRef',
      of: { table: 'ticket', column: 'ticketRef', where: [{ column: 'requesterRef', is: [requesterRef] }] },
    },
  ],
]

export function consentHolder(keys: Keyring): PersonalDataHolder<HeldRows> {
  return holderOfTables(keys, 'consent', [
    {
      table: 'consent_event',
      class: 'consent',
      portable: true,
      rows: ofRequester,
      order: ['ticketRef', 'seq'],
      time: null,
      onErasure: ({ keepsConsent }, who) =>
        keepsConsent
          ? BARE
          : [
              { rows: onTheirTickets(who), becomes: 'delete' },
              { rows: ofRequester(who), becomes: BARE },
            ],
      onTicket: (ticket) => [{ rows: ofTicket(ticket), becomes: BARE }],
      columns: {
        ticketRef: 'plain',
        seq: 'plain',
        event: 'json',
        actorRef: 'plain',
        requesterRef: 'plain',
        sealedEvidence: {
          sealed: ({ ticketRef, seq }) => aboutEvidence(String(ticketRef), Number(seq)),
          is: 'text',
          as: 'evidence',
        },
        auditIndex: 'plain',
      },
    },
    {
      table: 'consent_standing',
      class: 'consent_status',
      rows: ofRequester,
      order: ['ticketRef'],
      time: 'changedAt',
      columns: {
        ticketRef: 'plain',
        requesterRef: 'plain',
        status: 'plain',
        validUntil: 'plain',
        noticeVersion: 'plain',
        wide: 'plain',
        changedAt: 'plain',
      },
    },
    {
      table: 'consent_link',
      class: 'consent_link',
      rows: ofRequester,
      order: ['linkHash'],
      time: null,
      onTicket: (ticket) => [{ rows: ofTicket(ticket), becomes: 'delete' }],
      columns: {
        linkHash: 'secret',
        ticketRef: 'plain',
        requesterRef: 'plain',
        noticeVersion: 'plain',
        locale: 'plain',
        expiresAt: 'plain',
      },
    },
  ])
}
