/** The kinds of record that are kept about a requester. Each has a holder, a period and a name in every language. */
export const HELD_CLASSES = [
  'identity',
  'ticket',
  'helpdesk_fact',
  'consent',
  'consent_status',
  'consent_link',
  'draft',
  'citation',
  'quote',
  'sent_reply',
  'question',
  'simulation',
  'receipt',
  'request',
  'access',
  'export',
  'export_link',
  'audit_payload',
] as const
export type HeldClass = (typeof HELD_CLASSES)[number]

/** How much there is of one class. `null`: nothing, or records that carry no time of their own. */
export interface HeldSpan {
  readonly class: HeldClass
  readonly count: number
  readonly oldest: string | null
  readonly newest: string | null
}
