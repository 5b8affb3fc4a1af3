/** To whom something really went, read off the signed receipts: each request to a provider has one of its own. */
import { z } from 'zod'
import type { RecipientView } from '../../src/domain/dossier-api.ts'
import type { HeldRecord } from '../privacy/index.ts'

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
