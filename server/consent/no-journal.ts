/**
 * A no outlives the store (GDPR Art. 7(3), 18, 21): what a person has refused is written down a second time, beside the
 * erasures and outside of what a backup of the store holds. A store that comes back without it is told again before
 * anybody drafts on it.
 */
import { z } from 'zod'
import type { AccountId } from '../../src/domain/account.ts'
import { CONSENT_CHANNELS, LEGAL_BASES } from '../../src/domain/consent.ts'
import { CONSENT_ACTORS, type ConsentEvent, type ConsentEventKind } from '../../src/domain/consent-event.ts'

/** An upheld objection is not among them: the objection is, and refuses as much until it is decided again. */
export const NO_KINDS = [
  'deny',
  'withdraw',
  'object',
  'restrict',
  'hold_minor',
  'invalidate',
] as const satisfies readonly ConsentEventKind[]
export type NoKind = (typeof NO_KINDS)[number]

export const noLineSchema = z.strictObject({
  v: z.literal(1),
  no: z.enum(NO_KINDS),
  ticketRef: z.string().min(1),
  /** When it was said. */
  at: z.iso.datetime(),
  by: z.enum(CONSENT_ACTORS),
  channel: z.enum(CONSENT_CHANNELS).nullable(),
  /** Its place in the log, and the digest that its entry there has of it. */
  index: z.int().min(0),
  record: z.string().min(1),
  /** Who said it, as a keyed digest, and to which basis: a store may come back without their ticket. Absent: written before. */
  about: z.strictObject({ person: z.string().min(1), to: z.enum(LEGAL_BASES).nullable() }).optional(),
})
export type NoLine = z.infer<typeof noLineSchema>

/** Kept where no backup of the store reaches. */
export interface NoJournal {
  /** Without those of people who were erased since. @throws Fault `ERASURE_JOURNAL_BROKEN` when a line is not as it was written. */
  noes(accountId: AccountId): readonly NoLine[]
  /** Durable when it returns. Where it cannot be written the no holds all the same: it is never refused. */
  appendNo(accountId: AccountId, line: NoLine): void
}

const isNo = (kind: ConsentEventKind): kind is NoKind => NO_KINDS.some((each) => each === kind)

/** The line of an event that refuses something; `null` of any other. */
export function noLineOf(
  ticketRef: string,
  event: ConsentEvent,
  entry: Pick<NoLine, 'index' | 'record' | 'about'>,
): NoLine | null {
  const { kind, at, by, channel } = event
  return isNo(kind) ? { v: 1, no: kind, ticketRef, at, by, channel, ...entry } : null
}
