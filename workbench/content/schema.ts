/** The shape of the two sample files. Field names are Zendesk's; an unknown field is an error. */
import { z } from 'zod'

const id = z.int().positive()
const instant = z.iso.datetime()
const named = z.strictObject({ name: z.string().min(1), description: z.string() })
const perLocale = <T extends z.ZodType>(schema: T) => z.strictObject({ 'en-us': schema, de: schema })

export const SAMPLE_LOCALES = ['en-us', 'de'] as const
export type SampleLocale = (typeof SAMPLE_LOCALES)[number]

export const translation = z.strictObject({
  title: z.string().min(1),
  outdated: z.boolean(),
  updated_at: instant,
  // Only files below `articles/<locale>/`: the list must not be able to point anywhere else.
  body_file: z.string().regex(/^articles\/(en-us|de)\/[a-z0-9-]+\.html$/),
})

/** help-center.json; the bodies lie beside it. */
export const helpCenterFile = z.strictObject({
  name: z.string().min(1),
  base_url: z.url(),
  source_locale: z.enum(SAMPLE_LOCALES),
  locales: z.array(z.enum(SAMPLE_LOCALES)).nonempty(),
  user_segments: z.array(
    z.strictObject({
      id,
      name: z.string().min(1),
      user_type: z.enum(['signed_in_users', 'staff']),
      built_in: z.boolean(),
    }),
  ),
  categories: z.array(
    z.strictObject({
      id,
      position: z.int(),
      created_at: instant,
      updated_at: instant,
      translations: perLocale(named),
    }),
  ),
  sections: z.array(
    z.strictObject({
      id,
      category_id: id,
      position: z.int(),
      created_at: instant,
      updated_at: instant,
      translations: perLocale(named),
    }),
  ),
  articles: z.array(
    z.strictObject({
      id,
      slug: z.string().regex(/^[a-z0-9-]+$/),
      section_id: id,
      author_id: id,
      label_names: z.array(z.string().min(1)),
      user_segment_id: id.nullable(),
      draft: z.boolean(),
      promoted: z.boolean(),
      position: z.int(),
      created_at: instant,
      updated_at: instant,
      translations: perLocale(translation),
    }),
  ),
  sample_allowlist: z.array(id).nonempty(),
})

export const EXPECTED_OUTCOMES = [
  'covered',
  'partly_covered',
  'not_covered',
  'not_allowlisted',
  'restricted',
  'language_not_covered',
  'no_question',
] as const

/** tickets.json. */
export const ticketsFile = z.strictObject({
  brands: z.array(
    z.strictObject({ id, name: z.string().min(1), subdomain: z.string().min(1), default: z.boolean() }),
  ),
  groups: z.array(z.strictObject({ id, name: z.string().min(1) })),
  organizations: z.array(z.strictObject({ id, name: z.string().min(1) })),
  users: z.array(
    z.strictObject({
      id,
      name: z.string().min(1),
      email: z.email(),
      phone: z.string().nullable(),
      role: z.enum(['end-user', 'agent', 'admin']),
      locale: z.string().min(2),
      organization_id: id.optional(),
    }),
  ),
  // Sample staff by what they do in Vouch; the helpdesk itself knows no compliance role.
  staff: z.strictObject({ agents: z.array(id).min(2), admin: id, compliance: id }),
  // What the texts hold beyond the users' own fields: addresses, account numbers, third persons.
  personal_values: z.array(z.string().min(4)),
  tickets: z.array(
    z.strictObject({
      id,
      subject: z.string(),
      status: z.enum(['new', 'open', 'pending', 'hold', 'solved', 'closed']),
      channel: z.enum(['email', 'web', 'chat', 'phone', 'api']),
      created_at: instant,
      updated_at: instant,
      requester_id: id,
      submitter_id: id,
      assignee_id: id.nullable(),
      brand_id: id,
      group_id: id,
      locale: z.string().min(2),
      tags: z.array(z.string().min(1)),
      ccs: z.array(id),
      comments: z
        .array(
          z.strictObject({
            id,
            author_id: id,
            public: z.boolean(),
            body: z.string().min(1),
            html_body: z.string().min(1),
            created_at: instant,
          }),
        )
        .nonempty(),
      expect: z.strictObject({
        outcome: z.enum(EXPECTED_OUTCOMES),
        article_ids: z.array(id),
        note: z.string(),
      }),
    }),
  ),
})
