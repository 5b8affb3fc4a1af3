/** The notice in all its versions, and the one that is being written. */
import { z } from 'zod'
import { LEGAL_BASES } from '../../../src/domain/consent.ts'
import {
  NOTICE_SECTIONS,
  type NoticeFacts,
  type NoticeText,
  REQUESTER_LANGUAGES,
  WRITTEN_PARTS,
} from '../../../src/domain/notice.ts'
import {
  NOTICE_STANDINGS,
  type NoticeDraftView,
  type NoticesView,
  type NoticeVersionRow,
} from '../../../src/domain/notice-api.ts'
import { type ChangedPart, FACT_NAMES, type MissingPart } from '../../../src/domain/notice-change.ts'
import { TICKET_FIELDS } from '../../../src/domain/scope.ts'
import { recipientView } from './refusal.ts'
import { shape } from './shape.ts'

export const noticeText = shape<NoticeText>()(
  'NoticeText',
  z.strictObject({
    title: z.string(),
    lead: z.string(),
    sections: z
      .array(
        z.strictObject({
          heading: z.string(),
          text: z.string(),
        }),
      )
      .describe('A line break parts two paragraphs.'),
  }),
)

export const noticeFacts = shape<NoticeFacts>()(
  'NoticeFacts',
  z.strictObject({
    recipient: recipientView
      .nullable()
      .describe("Who words the replies; `null`: nothing leaves the companion's machine."),
    recipients: z
      .array(z.string())
      .describe('`provider@region` of everyone who may draft, as the gate compares them.'),
    fields: z.array(z.enum(TICKET_FIELDS)),
    grantDays: z.number(),
    questionDays: z.number().describe('How long a question stays recorded.'),
    coversOtherTickets: z.boolean(),
    legalBasis: z.enum(LEGAL_BASES),
  }),
)

export const noticeVersionRow = shape<NoticeVersionRow>()(
  'NoticeVersionRow',
  z.strictObject({
    version: z.number(),
    revision: z.number().describe('Corrections of the same version count from 1.'),
    origin: z.enum(['generated', 'written']),
    activatedAt: z.string(),
    activatedBy: z.string().nullable().describe("The helpdesk's number of the agent; `null`: Vouch itself."),
    locales: z.array(z.string()),
    changes: z
      .array(z.string())
      .describe(
        'Against the one before: fact names, places such as `de.dpo`, `+fr`, `-fr`. Empty for the first.',
      ),
  }),
)

export const missingPart = shape<MissingPart>()(
  'MissingPart',
  z.strictObject({
    locale: z.enum(REQUESTER_LANGUAGES),
    part: z.enum(WRITTEN_PARTS).nullable().describe('`null`: the whole language.'),
  }),
)

export const changedPart = shape<ChangedPart>()(
  'ChangedPart',
  z.strictObject({
    locale: z.enum(REQUESTER_LANGUAGES),
    part: z.enum(WRITTEN_PARTS),
  }),
)

export const noticeDraftView = shape<NoticeDraftView>()(
  'NoticeDraftView',
  z.strictObject({
    saved: z.number().describe('Rises with every save; whoever saves names the one that they saw.'),
    changedAt: z.string(),
    changedBy: z.string(),
    written: z.strictObject({
      en: z.record(z.enum(WRITTEN_PARTS), z.string()).exactOptional(),
      de: z.record(z.enum(WRITTEN_PARTS), z.string()).exactOptional(),
      fr: z.record(z.enum(WRITTEN_PARTS), z.string()).exactOptional(),
      es: z.record(z.enum(WRITTEN_PARTS), z.string()).exactOptional(),
      it: z.record(z.enum(WRITTEN_PARTS), z.string()).exactOptional(),
      nl: z.record(z.enum(WRITTEN_PARTS), z.string()).exactOptional(),
      pt: z.record(z.enum(WRITTEN_PARTS), z.string()).exactOptional(),
      'pt-BR': z.record(z.enum(WRITTEN_PARTS), z.string()).exactOptional(),
      pl: z.record(z.enum(WRITTEN_PARTS), z.string()).exactOptional(),
      ja: z.record(z.enum(WRITTEN_PARTS), z.string()).exactOptional(),
      ar: z.record(z.enum(WRITTEN_PARTS), z.string()).exactOptional(),
    }),
    missing: z.array(missingPart),
    material: z
      .array(z.enum(FACT_NAMES))
      .describe('What speaks against a mere correction; empty: it may be one.'),
    meaning: z.array(changedPart),
    otherRelease: z
      .boolean()
      .describe(
        'The built-in sentences of this release are other ones than the active notice was made with.',
      ),
  }),
)

export const noticesView = shape<NoticesView>()(
  'NoticesView',
  z.strictObject({
    active: z.strictObject({
      version: z.number(),
      revision: z.number().describe('Corrections of the same version count from 1.'),
      origin: z.enum(['generated', 'written']),
      activatedAt: z.string(),
      activatedBy: z
        .string()
        .nullable()
        .describe("The helpdesk's number of the agent; `null`: Vouch itself."),
      locales: z.array(z.string()),
      changes: z
        .array(z.string())
        .describe(
          'Against the one before: fact names, places such as `de.dpo`, `+fr`, `-fr`. Empty for the first.',
        ),
      texts: z.record(z.string(), noticeText),
    }),
    standing: z.enum(NOTICE_STANDINGS),
    changedFacts: z.array(z.enum(FACT_NAMES)),
    facts: noticeFacts,
    factsDigest: z.string().describe('Names exactly these facts: what is activated is what was shown.'),
    frames: z
      .record(
        z.enum(REQUESTER_LANGUAGES),
        z.record(
          z.enum(NOTICE_SECTIONS),
          z.strictObject({
            heading: z.string(),
            facts: z.array(z.string()),
          }),
        ),
      )
      .describe('Of the facts as they are now.'),
    locales: z
      .array(z.enum(REQUESTER_LANGUAGES))
      .describe('The languages that a notice must have, in the order of `REQUESTER_LANGUAGES`.'),
    versions: z.array(noticeVersionRow).describe('Newest first.'),
    draft: noticeDraftView.nullable(),
  }),
)
