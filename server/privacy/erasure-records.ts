/** What is written down of an erasure: in the store, and outside of it. Counts, codes and digests; nobody's data. */
import { z } from 'zod'
import type { AccountId } from '../../src/domain/account.ts'
import {
  ERASURE_EXCEPTIONS,
  ERASURE_SOURCES,
  type ErasureAbout,
  type ErasureSource,
} from '../../src/domain/erasure.ts'
import { HELD_CLASSES } from '../../src/domain/held.ts'

const count = z.int().min(0)

/** Everybody who was sent something for a draft of theirs, and what they keep by their contract. */
export const erasureRecipientSchema = z.strictObject({
  provider: z.string(),
  host: z.string(),
  region: z.string(),
  model: z.string(),
  retention: z.string(),
  drafts: count,
  lastSentAt: z.iso.datetime(),
})
export type ErasureRecipient = z.infer<typeof erasureRecipientSchema>

export const erasureFactsSchema = z.strictObject({
  erased: z.array(z.strictObject({ class: z.enum(HELD_CLASSES), count })),
  kept: z.array(
    z.strictObject({ class: z.enum(HELD_CLASSES), count, exception: z.enum(ERASURE_EXCEPTIONS) }),
  ),
  kids: z.array(z.string()),
  recipients: z.array(erasureRecipientSchema),
})
export type ErasureFacts = z.infer<typeof erasureFactsSchema>

export interface ErasureRecord {
  readonly erasureId: string
  /** The record that was buried, or the ticket whose words went. */
  readonly about: { readonly kind: ErasureAbout; readonly ref: string }
  readonly caseId: string | null
  readonly at: string
  readonly source: ErasureSource
  readonly actorRef: string
  readonly auditIndex: number
  /** The month whose key their key was wrapped with. */
  readonly keyEpoch: string
  readonly backupsFinalBy: string
  readonly facts: ErasureFacts
  /** The journal's line as it was written. */
  readonly line: string
}

export const journalLineSchema = z.strictObject({
  v: z.literal(1),
  erasureId: z.string().min(1),
  requesterRef: z.string().min(1),
  /** Only what lies on this ticket of theirs; absent: all of them. */
  ticketRef: z.string().min(1).optional(),
  caseId: z.string().nullable(),
  at: z.iso.datetime(),
  source: z.enum(ERASURE_SOURCES),
  actorRef: z.string(),
  keepsConsent: z.boolean(),
  deadInHelpdesk: z.boolean(),
  marks: z.array(
    z.strictObject({
      mark: z.string(),
      kind: z.enum(['person', 'ticket']),
      notAfter: z.iso.datetime().nullable(),
    }),
  ),
})
export type JournalLine = z.infer<typeof journalLineSchema>

/** Kept where no backup of the store reaches. */
export interface ErasureJournal {
  /** @throws Fault `ERASURE_JOURNAL_BROKEN` when a line is not as it was written. */
  lines(accountId: AccountId): readonly JournalLine[]
  /** Durable when it returns. @throws Fault `STORE_UNAVAILABLE`: then nothing must be erased. */
  append(accountId: AccountId, line: JournalLine): void
}
