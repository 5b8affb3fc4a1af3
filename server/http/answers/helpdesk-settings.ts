/** What the account makes of its helpdesk: form, tags, webhooks, the field of age. */
import { z } from 'zod'
import type { AgeField } from '../../../src/domain/age-of-consent.ts'
import {
  HELPDESK_EVENTS,
  type HeardEvent,
  type HelpdeskSettings,
  type HelpdeskView,
} from '../../../src/domain/helpdesk-settings-api.ts'
import type { AgeFieldView } from '../../../src/domain/requester-api.ts'
import { shape } from './shape.ts'

export const heardEvent = shape<HeardEvent>()(
  'HeardEvent',
  z.strictObject({
    name: z.enum(HELPDESK_EVENTS),
    lastAt: z.string().nullable().describe('When one was received last; `null`: never.'),
  }),
)

export const ageField = shape<AgeField>()(
  'AgeField',
  z.strictObject({
    fieldId: z.string(),
    kind: z.enum(['birth_date', 'age']),
    country: z
      .enum([
        'AT',
        'BE',
        'BG',
        'CH',
        'CY',
        'CZ',
        'DE',
        'DK',
        'EE',
        'ES',
        'FI',
        'FR',
        'GB',
        'GR',
        'HR',
        'HU',
        'IE',
        'IS',
        'IT',
        'LI',
        'LT',
        'LU',
        'LV',
        'MT',
        'NL',
        'NO',
        'PL',
        'PT',
        'RO',
        'SE',
        'SI',
        'SK',
      ])
      .nullable()
      .describe("Whose age of consent counts; `null`: the Regulation's own."),
  }),
)

export const helpdeskSettings = shape<HelpdeskSettings>()(
  'HelpdeskSettings',
  z.strictObject({
    formNotice: z
      .strictObject({
        version: z.number(),
        locale: z.string(),
      })
      .nullable()
      .describe(
        'The notice that stands beside the field; `null`: a yes on the form is only a hint to the agent.',
      ),
    minorTags: z.array(z.string()).describe('Each says that the requester may be under age.'),
    ageField: ageField
      .nullable()
      .describe(
        'The field that says how old a requester is; `null`: the form asks for none, or nobody listens.',
      ),
  }),
)

export const helpdeskView = shape<HelpdeskView>()(
  'HelpdeskView',
  z.strictObject({
    notice: z
      .strictObject({
        version: z.number(),
        locales: z.array(z.string()),
      })
      .nullable()
      .describe('The one in force: the only one under which a yes on the form can count. `null`: none yet.'),
    formHeardAt: z
      .string()
      .nullable()
      .describe("When the form's field last said something of its own accord; `null`: never heard of."),
    webhooksOpen: z
      .boolean()
      .describe('Whether a signing secret is configured; without one every webhook is refused.'),
    events: z.array(heardEvent).describe('Each of `HELPDESK_EVENTS`, in its order.'),
    version: z.number(),
    settings: helpdeskSettings,
  }),
)

export const ageFieldView = shape<AgeFieldView>()(
  'AgeFieldView',
  z.strictObject({
    ageField: z
      .strictObject({
        kind: z.enum(['birth_date', 'age']),
        years: z.number().describe('From which age on nobody is held back.'),
        fieldId: z.string(),
      })
      .nullable(),
    today: z.string(),
  }),
)
