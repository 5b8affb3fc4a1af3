/** What Zendesk creates when the app is installed: the fields of the ticket form, and nothing else. */
import { z } from 'zod'
import { FORM_NO, FORM_YES } from '../../src/domain/helpdesk-settings-api.ts'

const MOST_OPTIONS = 2_000
const tag = z.string().regex(/^[a-z0-9_]{1,80}$/, 'is not a tag')
const tagger = z.strictObject({
  type: z.literal('tagger'),
  title: z.string().min(1).max(255),
  title_in_portal: z.string().min(1).max(255),
  description: z.string().max(2_000).optional(),
  agent_description: z.string().max(2_000).optional(),
  active: z.literal(true),
  // Silence is no yes, and nobody is made to answer: GDPR Art. 4(11), 7(4).
  required: z.literal(false),
  required_in_portal: z.literal(false),
  visible_in_portal: z.literal(true),
  editable_in_portal: z.literal(true),
  custom_field_options: z
    .array(z.strictObject({ name: z.string().min(1).max(255), value: tag }))
    .min(1)
    .max(MOST_OPTIONS),
})
const requirements = z.strictObject({
  ticket_fields: z.strictObject({ ai_reply_consent: tagger }),
})

/** One line a problem; empty means that Zendesk would take it and Vouch would understand its values. */
export function requirementsProblems(value: unknown): readonly string[] {
  const parsed = requirements.safeParse(value)
  if (!parsed.success)
    return parsed.error.issues.map(({ path, message }) => `requirements.json: ${path.join('.')}: ${message}`)
  const values = parsed.data.ticket_fields.ai_reply_consent.custom_field_options.map((option) => option.value)
  const same = values.length === 2 && values.includes(FORM_YES) && values.includes(FORM_NO)
  return same ? [] : [`requirements.json: the options must be ${FORM_YES} and ${FORM_NO}`]
}
