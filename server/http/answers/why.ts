/** What a draft of one ticket could use, and what decides it. */
import { z } from 'zod'
import { BARS } from '../../../src/domain/allowlist.ts'
import { ACTIONS, TICKET_FIELDS } from '../../../src/domain/scope.ts'
import type { ScopeStep } from '../../../src/domain/scope-resolution.ts'
import {
  type ArticleReason,
  SCOPE_STANDS,
  WHY_SOURCES,
  type WhyArticle,
  type WhyView,
} from '../../../src/domain/why-api.ts'
import { consentState } from './consent.ts'
import { refusalView } from './refusal.ts'
import { articleSelector, diffLine, drafterChoice } from './scope.ts'
import { shape } from './shape.ts'

export const scopeStep = shape<ScopeStep>()(
  'ScopeStep',
  z.strictObject({
    rule: z.string(),
    name: z.string(),
    match: z.enum(['unknown', 'matches', 'differs']),
    took: z.array(diffLine),
  }),
)

export const articleReason = shape<ArticleReason>()(
  'ArticleReason',
  z.discriminatedUnion('why', [
    z.strictObject({
      why: z.literal('allowed'),
      rule: articleSelector,
    }),
    z.strictObject({
      why: z.literal('barred'),
      bar: z.enum(BARS),
    }),
    z.strictObject({
      why: z.literal('no_rule'),
    }),
    z.strictObject({
      why: z.literal('denied'),
      rule: articleSelector,
    }),
    z.strictObject({
      why: z.literal('narrowed'),
      rule: articleSelector,
    }),
    z.strictObject({
      why: z.literal('policy_rule'),
      name: z.string(),
    }),
    z.strictObject({
      why: z.literal('scope_older'),
    }),
  ]),
)

export const whyArticle = shape<WhyArticle>()(
  'WhyArticle',
  z.strictObject({
    articleId: z.string(),
    locale: z.string(),
    title: z.string(),
    sectionId: z.string(),
    sectionName: z.string(),
    categoryId: z.string(),
    categoryName: z.string(),
    brandId: z.string().exactOptional(),
    brandName: z.string().exactOptional(),
    reason: articleReason,
  }),
)

export const whyView = shape<WhyView>()(
  'WhyView',
  z.strictObject({
    ticketId: z.string(),
    scope: z
      .enum(SCOPE_STANDS)
      .describe('`not_fixed`: nothing was drafted yet; shown is what a first draft would get.'),
    allowlistVersion: z.number(),
    policyVersion: z.number(),
    steps: z
      .array(scopeStep)
      .describe(
        'The base (`base`), each rule of the policy in its order, and what was taken from this ticket (`ticket`).',
      ),
    articles: z.array(whyArticle),
    actions: z.array(
      z.strictObject({
        name: z.enum(ACTIONS),
        permitted: z.boolean(),
        source: z.enum(WHY_SOURCES),
      }),
    ),
    fields: z.array(
      z.strictObject({
        name: z.enum(TICKET_FIELDS),
        permitted: z.boolean(),
        source: z.enum(WHY_SOURCES),
      }),
    ),
    drafter: drafterChoice,
    limits: z.strictObject({
      draftsMade: z.number(),
      draftsPerTicket: z.number(),
      maxChars: z.number(),
      expiresAt: z.string(),
      source: z.enum(WHY_SOURCES).describe('Where each of them is from.'),
    }),
    threshold: z
      .strictObject({
        value: z.number(),
        set: z.boolean(),
      })
      .describe('0…1: how sure an answer must be, and whether the account has set it.'),
    prior: z
      .strictObject({
        version: z.string(),
        sections: z.array(z.strictObject({ sectionId: z.string(), name: z.string(), share: z.number() })),
      })
      .nullable()
      .describe(
        'Sections that carried accepted drafts, most first: they decide near ties. `null`: too few to say.',
      ),
    consent: consentState,
    identity: z.enum(['agent_session', 'webhook']).describe("Who says that the ticket is this requester's."),
    refusals: z.array(refusalView),
  }),
)
