/** To whom something really went, read off the signed receipts: each request to a provider has one of its own. */
import { z } from 'zod'
import type { RecipientView } from '../../src/domain/dossier-api.ts'
import type { HeldRecord, HeldRows, PersonalDataHolder, Who } from '../privacy/index.ts'

const receipt = z.object({
  receipt: z.object({
    at: z.string(),
    decision: z.literal('allow'),
    capability: z.string(),
    recipient: z.object({ provider: z.string(), region: z.string(), host: z.string() }),
  }),
})

export interface Recipients {
  readonly take: (record: HeldRecord) => void
  readonly list: () => readonly RecipientView[]
}

/** A receipt without a capability let nothing out: it is no recipient. */
export function openRecipients(): Recipients {
  const found = new Map<string, RecipientView>()
  return {
    take(record) {
      if (record.class !== 'receipt') return
      const parsed = receipt.safeParse(record.record)
      if (!parsed.success) return
      const { at, recipient } = parsed.data.receipt
      const key = JSON.stringify(recipient)
      const known = found.get(key)
      found.set(key, {
        ...recipient,
        requests: (known?.requests ?? 0) + 1,
        first: known === undefined || at < known.first ? at : known.first,
        last: known === undefined || at > known.last ? at : known.last,
      })
    },
    list: () => [...found.entries()].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)).map(([, view]) => view),
  }
}

/** Everybody who was sent something for one of these people's drafts. */
export async function recipientsOf(
  holders: readonly PersonalDataHolder<HeldRows>[],
  tx: HeldRows,
  people: readonly Who[],
): Promise<readonly RecipientView[]> {
  const found = openRecipients()
  for (const holder of holders.filter(({ classes }) => classes.includes('receipt')))
    for (const who of people)
      for await (const record of holder.exportFor(tx, who, ['receipt'])) found.take(record)
  return found.list()
}
