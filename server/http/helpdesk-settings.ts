/** What the account makes of its helpdesk's form and webhooks: tags by an admin, the notice by compliance staff. */
import { z } from 'zod'
import { AGE_COUNTRIES } from '../../src/domain/age-of-consent.ts'
import {
  HELPDESK_TAG,
  MOST_MINOR_TAGS,
  type SetFormNotice,
  type SetMinorTags,
} from '../../src/domain/helpdesk-settings-api.ts'
import { AGE_FIELD_KINDS } from '../../src/domain/minor-age.ts'
import type { SetAgeField } from '../../src/domain/requester-api.ts'
import {
  changeHelpdeskSettings,
  type HelpdeskSettingsChange,
  viewHelpdesk,
} from '../helpdesk-events/index.ts'
import { helpdeskView } from './answers/helpdesk-settings.ts'
import { bare, type Call, idSchema, localeSchema, type OutcomeOf, type Route, route } from './route.ts'
import type { WebhookGiven } from './webhooks.ts'

const version = z.int().min(0)
/** The helpdesk keeps tags in small letters; another spelling would never be found. */
const tag = z
  .string()
  .transform((text) => text.toLowerCase())
  .pipe(z.string().regex(HELPDESK_TAG))
const minorTags: z.ZodType<SetMinorTags> = z.strictObject({
  version,
  minorTags: z
    .array(tag)
    .max(MOST_MINOR_TAGS)
    .transform((tags) => [...new Set(tags)].sort()),
})
const formNotice: z.ZodType<SetFormNotice> = z.strictObject({
  version,
  formNotice: z.strictObject({ version: z.int().min(1), locale: localeSchema }).nullable(),
})

const ageFieldSchema = z.strictObject({
  fieldId: idSchema,
  kind: z.enum(AGE_FIELD_KINDS),
  country: z.enum(AGE_COUNTRIES).nullable(),
})
const ageField: z.ZodType<SetAgeField> = z.strictObject({ version, ageField: ageFieldSchema.nullable() })

export function helpdeskSettingsRoutes(given: WebhookGiven): readonly Route[] {
  const { rooms, secrets } = given
  const change = async ({
    agent,
    body,
  }: Call<HelpdeskSettingsChange>): Promise<OutcomeOf<{ 200: typeof helpdeskView }>> => ({
    status: 200,
    body: await rooms.transact(async (tx) => {
      await changeHelpdeskSettings(rooms, tx, agent, body)
      return viewHelpdesk(tx, agent.accountId, secrets.length > 0)
    }),
  })
  const path = '/console/helpdesk-settings'
  return [
    bare(
      {
        method: 'get',
        path,
        access: ['admin', 'compliance'],
        summary: "Read what the account makes of its helpdesk's form, tags and webhooks.",
        answers: { 200: helpdeskView },
        scope: 'settings:read',
      },
      async ({ agent }) => ({
        status: 200,
        body: await rooms.transact((tx) => viewHelpdesk(tx, agent.accountId, secrets.length > 0)),
      }),
    ),
    route(
      {
        method: 'put',
        path: `${path}/minor-tags`,
        access: ['admin'],
        schema: minorTags,
        summary: 'Name the tags that mean an under-age requester.',
        answers: { 200: helpdeskView },
      },
      change,
    ),
    route(
      {
        method: 'put',
        path: `${path}/age-field`,
        access: ['admin'],
        schema: ageField,
        summary: 'Say which field of a requester holds their age.',
        answers: { 200: helpdeskView },
      },
      change,
    ),
    route(
      {
        method: 'put',
        path: `${path}/form-notice`,
        access: ['compliance'],
        schema: formNotice,
        summary: "Say which notice the helpdesk's form shows.",
        answers: { 200: helpdeskView },
      },
      change,
    ),
  ]
}
