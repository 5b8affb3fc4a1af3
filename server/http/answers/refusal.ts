/** Why there is no draft, and to whom one would go. */
import { z } from 'zod'
import type { RecipientView, RefusalView } from '../../../src/domain/api.ts'
import { CONSENT_OVERLAYS, CONSENT_STATUSES } from '../../../src/domain/consent.ts'
import { STOP_WHYS, STOPPED_LEVELS } from '../../../src/domain/kill-switch.ts'
import {
  type ArticleCopy,
  type NearArticle,
  type Refusal,
  UNFIT_REASONS,
} from '../../../src/domain/refusal.ts'
import { ACTIONS } from '../../../src/domain/scope.ts'
import { shape } from './shape.ts'

const named = {
  articleId: z.string(),
  locale: z.string(),
  title: z.string(),
  url: z.string().nullable(),
}

const articleCopy = shape<ArticleCopy>()('ArticleCopy', z.strictObject({ ...named, sectionName: z.string() }))

export const alsoIn = z.array(articleCopy).exactOptional().describe('Allowed articles that say the same.')

export const nearArticle = shape<NearArticle>()('NearArticle', z.strictObject({ ...named, alsoIn }))

export const refusal = shape<Refusal>()(
  'Refusal',
  z.discriminatedUnion('reason', [
    z.strictObject({
      reason: z.literal('CONSENT_NOT_GRANTED'),
      status: z.enum(CONSENT_STATUSES),
    }),
    z.strictObject({
      reason: z.literal('CONSENT_OVERLAY'),
      overlay: z.enum(CONSENT_OVERLAYS),
    }),
    z.strictObject({
      reason: z.literal('CONSENT_EXPIRED'),
    }),
    z.strictObject({
      reason: z.literal('NOTICE_SUPERSEDED'),
    }),
    z.strictObject({
      reason: z.literal('RECIPIENT_NOT_DISCLOSED'),
      recipient: z.string(),
    }),
    z.strictObject({
      reason: z.literal('SCOPE_EXPIRED'),
    }),
    z.strictObject({
      reason: z.literal('SCOPE_INVALID'),
    }),
    z.strictObject({
      reason: z.literal('ACTION_NOT_IN_SCOPE'),
      action: z.enum(ACTIONS),
    }),
    z.strictObject({
      reason: z.literal('FIELD_NOT_IN_SCOPE'),
      field: z.string(),
    }),
    z.strictObject({
      reason: z.literal('DRAFT_LIMIT_REACHED'),
      limit: z.number(),
      of: z.enum(['agent_hour', 'agent_day', 'account_day']).exactOptional(),
      resetsAt: z.string().exactOptional(),
    }),
    z.strictObject({
      reason: z.literal('TOPIC_NOT_IN_SCOPE'),
      topic: z.string().nullable(),
    }),
    z.strictObject({
      reason: z.literal('KILL_SWITCH_ON'),
      why: z.enum(STOP_WHYS),
      level: z.enum(STOPPED_LEVELS),
    }),
    z.strictObject({
      reason: z.literal('NOT_LIVE'),
    }),
    z.strictObject({
      reason: z.literal('REQUESTER_MISMATCH'),
    }),
    z.strictObject({
      reason: z.literal('TICKET_MERGED'),
      into: z.string(),
    }),
    z.strictObject({
      reason: z.literal('TICKET_DELETED'),
    }),
    z.strictObject({
      reason: z.literal('DRAFT_TO_REMOVE'),
    }),
    z.strictObject({
      reason: z.literal('REQUESTER_UNFIT'),
      why: z.enum(UNFIT_REASONS),
    }),
    z.strictObject({
      reason: z.literal('ALLOWLIST_EMPTY'),
    }),
    z.strictObject({
      reason: z.literal('NO_QUESTION'),
    }),
    z.strictObject({
      reason: z.literal('LANGUAGE_NOT_COVERED'),
      locales: z.array(z.string()),
    }),
    z.strictObject({
      reason: z.literal('NOT_COVERED'),
      nearest: z.array(nearArticle),
    }),
    z.strictObject({
      reason: z.literal('TICKET_CHANGED'),
    }),
    z.strictObject({
      reason: z.literal('ARTICLE_CHANGED'),
    }),
    z.strictObject({
      reason: z.literal('DRAFT_NOT_OPEN'),
    }),
    z.strictObject({
      reason: z.literal('RECORD_CORRECTED'),
    }),
    z.strictObject({
      reason: z.literal('CONSENT_CHANGED'),
    }),
    z.strictObject({
      reason: z.literal('PROVIDER_ANSWER_INVALID'),
    }),
    z.strictObject({
      reason: z.literal('NOT_GROUNDED'),
      dropped: z.number(),
    }),
    z.strictObject({
      reason: z.literal('DRAFTER_NOT_CONFIGURED'),
      recipient: z.string(),
    }),
    z.strictObject({
      reason: z.literal('SIMULATION_REQUIRED'),
      policyVersion: z.number(),
    }),
    z.strictObject({
      reason: z.literal('DRAFTER_CANNOT'),
      action: z.enum(ACTIONS),
    }),
    z.strictObject({
      reason: z.literal('BUDGET_REACHED'),
      why: z.enum(['spent', 'no_price']),
      resetsOn: z.string().describe("The first day of the account's next month."),
    }),
  ]),
)

export const nextStep = z.enum([
  'request_consent',
  'search_yourself',
  'ask_admin',
  'write_yourself',
  'wait',
  'reload_ticket',
  'open_merged_ticket',
  'remove_draft',
  'draft_again',
  'draft_extractive',
])

export const refusalView = shape<RefusalView>()(
  'RefusalView',
  z.strictObject({
    refusal,
    nextStep,
  }),
)

export const recipientView = shape<RecipientView>()(
  'RecipientView',
  z.strictObject({
    provider: z.string(),
    host: z.string(),
    region: z.string(),
    retention: z.string(),
    model: z.string(),
  }),
)
