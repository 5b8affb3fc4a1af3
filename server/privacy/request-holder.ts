/** What this room keeps of one person: what they asked about their data, and what they were answered. */
import type { Keyring } from '../keys.ts'
import { holderOfTables, ofRequester, ofTicket } from './held-tables.ts'
import type { HeldRows, PersonalDataHolder } from './holder.ts'
import { aboutNote, aboutText } from './request-cases.ts'

export function requestHolder(keys: Keyring): PersonalDataHolder<HeldRows> {
  return holderOfTables(keys, 'requests', [
    {
      table: 'request_case',
      class: 'request',
      rows: ofRequester,
      order: ['caseId'],
      time: 'receivedAt',
      // That they asked, and by when they were answered, must be shown to the authority; their words need not.
      onErasure: () => ({ keep: 'art_17_3_b', empty: ['sealedNote'] }),
      // What somebody asked about their data outlives the ticket in which they asked: it has to be answered.
      onTicket: (ticket) => [{ rows: ofTicket(ticket), becomes: { keep: 'art_17_3_b', empty: [] } }],
      columns: {
        ...{ caseId: 'plain', caseNumber: 'plain', kind: 'plain', status: 'plain', channel: 'plain' },
        ...{ ticketRef: 'plain', requesterRef: 'plain', locale: 'plain', receivedAt: 'plain' },
        ...{ receivedOn: 'plain', dueOn: 'plain', internalDueOn: 'plain', extended: 'plain' },
        ...{ pauses: 'json', pausedSince: 'plain', identityWay: 'plain', deliveredOn: 'plain' },
        ...{ endedAt: 'plain', calendar: 'plain', reminded: 'json', version: 'plain' },
        sealedNote: { sealed: ({ caseId }) => aboutNote(String(caseId)), is: 'text', as: 'note' },
      },
    },
    {
      table: 'request_event',
      class: 'request',
      rows: ofRequester,
      order: ['caseId', 'seq'],
      time: 'at',
      onErasure: () => ({ keep: 'art_17_3_b', empty: ['sealedText'] }),
      columns: {
        ...{ caseId: 'plain', seq: 'plain', requesterRef: 'plain', kind: 'plain', at: 'plain' },
        // Of an agent a pseudonym is kept in the first place.
        ...{ actor: 'plain', actorRef: 'plain', detail: 'json' },
        sealedText: {
          sealed: ({ caseId, seq }) => aboutText(String(caseId), Number(seq)),
          is: 'text',
          as: 'text',
        },
      },
    },
    {
      table: 'request_link',
      class: 'request',
      rows: ofRequester,
      order: ['linkHash'],
      // When it ends is no time at which anything happened; that it was made is an event of the case.
      time: null,
      columns: {
        ...{ linkHash: 'secret', caseId: 'plain', requesterRef: 'plain', locale: 'plain' },
        ...{ expiresAt: 'plain', usedAt: 'plain' },
      },
    },
  ])
}
