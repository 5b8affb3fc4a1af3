/** What this room keeps of one person: who looked, the packages that were made, and the links that fetch them. */
import type { Keyring } from '../keys.ts'
import { holderOfTables, ofRequester } from '../privacy/held-tables.ts'
import type { GoneTicket, HeldRows, PersonalDataHolder } from '../privacy/holder.ts'

const of = (table: string, column: string, { ticketRef }: GoneTicket) => ({
  table,
  column,
  where: [{ column: 'ticketRef', is: [ticketRef] }],
})

/** A package holds a copy of what lies on the ticket; its file goes with its row. */
const packagesWithTicket = (ticket: GoneTicket) =>
  [
    {
      rows: [
        [{ column: 'requesterRef', of: of('ticket', 'requesterRef', ticket) }],
        [{ column: 'requesterRef', of: of('draft', 'requesterRef', ticket) }],
      ],
      becomes: 'delete',
    },
  ] as const

export function dossierHolder(keys: Keyring): PersonalDataHolder<HeldRows> {
  return holderOfTables(keys, 'dossier', [
    {
      table: 'access_log',
      class: 'access',
      rows: ofRequester,
      onTicket: (ticket) => [
        {
          rows: [
            [{ column: 'objectRef', is: [ticket.ticketRef] }],
            [{ column: 'objectRef', of: of('draft', 'draftId', ticket) }],
            [{ column: 'objectRef', of: of('decision', 'decisionId', ticket) }],
          ],
          becomes: { keep: 'art_17_3_b', empty: [] },
        },
      ],
      order: ['accessId'],
      time: 'at',
      columns: {
        accessId: 'plain',
        requesterRef: 'plain',
        kind: 'plain',
        objectRef: 'plain',
        agentRef: 'plain',
        purpose: 'plain',
        at: 'plain',
        auditIndex: 'plain',
      },
    },
    {
      table: 'export_package',
      class: 'export',
      rows: ofRequester,
      onTicket: packagesWithTicket,
      order: ['packageId'],
      time: 'createdAt',
      columns: {
        packageId: 'plain',
        requesterRef: 'plain',
        locale: 'plain',
        status: 'plain',
        madeBy: 'plain',
        createdAt: 'plain',
        expiresAt: 'plain',
        records: 'plain',
        masked: 'plain',
        bytes: 'plain',
        sha256: 'plain',
        sealedKey: 'secret',
        server: 'plain',
      },
    },
    {
      table: 'export_link',
      class: 'export_link',
      rows: ofRequester,
      onTicket: packagesWithTicket,
      order: ['linkHash'],
      time: 'createdAt',
      columns: {
        linkHash: 'secret',
        packageId: 'plain',
        requesterRef: 'plain',
        madeBy: 'plain',
        createdAt: 'plain',
        expiresAt: 'plain',
        usedAt: 'plain',
      },
    },
    {
      table: 'export_permit',
      class: 'export',
      rows: ofRequester,
      order: ['permitId'],
      time: 'permittedAt',
      columns: {
        permitId: 'plain',
        what: 'plain',
        requesterRef: 'plain',
        agentRef: 'plain',
        permittedAt: 'plain',
        expiresAt: 'plain',
      },
    },
  ])
}
