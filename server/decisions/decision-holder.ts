/** What this room keeps of one person: the signed receipt of every decision about a ticket of theirs. */
import type { Keyring } from '../keys.ts'
import { holderOfTables, ofRequester, ofTicket } from '../privacy/held-tables.ts'
import type { HeldRows, PersonalDataHolder } from '../privacy/holder.ts'

export function decisionHolder(keys: Keyring): PersonalDataHolder<HeldRows> {
  return holderOfTables(keys, 'decisions', [
    {
      table: 'decision',
      class: 'receipt',
      rows: ofRequester,
      order: ['decisionId'],
      time: 'at',
      // They hold opaque references only, and the audit log is checked against them.
      onErasure: () => ({ keep: 'art_17_3_b', empty: [] }),
      onTicket: (ticket) => [{ rows: ofTicket(ticket), becomes: { keep: 'art_17_3_b', empty: [] } }],
      columns: {
        decisionId: 'plain',
        agentId: 'agent',
        auditIndex: 'plain',
        receipt: 'json',
        signature: 'plain',
        ticketRef: 'plain',
        requesterRef: 'plain',
        at: 'plain',
      },
    },
  ])
}
