/** What this room keeps of one person: what they asked about their data, and what they were answered. */
import type { Keyring } from '../keys.ts'
import { holderOfTables, ofRequester } from './held-tables.ts'
import type { HeldRows, PersonalDataHolder } from './holder.ts'
import { aboutNote } from './request-cases.ts'

export function requestHolder(keys: Keyring): PersonalDataHolder<HeldRows> {
  return holderOfTables(keys, 'requests', [
    {
      table: 'request_case',
      class: 'request',
      rows: ofRequester,
      order: ['caseId'],
      time: 'receivedAt',
      columns: {
        caseId: 'plain',
        kind: 'plain',
        status: 'plain',
        ticketRef: 'plain',
        requesterRef: 'plain',
        locale: 'plain',
        receivedAt: 'plain',
        dueOn: 'plain',
        answeredAt: 'plain',
        sealedNote: { sealed: ({ caseId }) => aboutNote(String(caseId)), is: 'text', as: 'note' },
      },
    },
  ])
}
