/** What this room keeps of one person: that past tickets of theirs were counted, under keyed digests. */
import type { Keyring } from '../keys.ts'
import { holderOfTables } from '../privacy/held-tables.ts'
import type { HeldRows, PersonalDataHolder } from '../privacy/holder.ts'

export function simulationHolder(keys: Keyring): PersonalDataHolder<HeldRows> {
  return holderOfTables(keys, 'simulations', [
    {
      table: 'simulated_ticket',
      class: 'simulation',
      rows: ({ digest }) => [[{ column: 'requesterDigest', is: [digest] }]],
      order: ['runId', 'ticketDigest'],
      time: 'at',
      columns: {
        runId: 'plain',
        ticketDigest: 'secret',
        requesterDigest: 'secret',
        outcome: 'plain',
        reasons: 'json',
        locale: 'plain',
        articles: 'json',
        probability: 'plain',
        facts: 'json',
        charsIn: 'plain',
        charsOut: 'plain',
        at: 'plain',
      },
    },
  ])
}
