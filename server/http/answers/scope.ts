/** Scopes, the policy that they are made from, and the topics of that policy. */
import { z } from 'zod'
import type { ScopePolicyView } from '../../../src/domain/api.ts'
import type { DiffLine, Widening } from '../../../src/domain/change.ts'
import { STOP_LEVELS } from '../../../src/domain/kill-switch.ts'
import {
  ACTIONS,
  type ArticleSelection,
  type ArticleSelector,
  type DrafterChoice,
  type Scope,
  type ScopeLimits,
  TICKET_FIELDS,
  type TopicChoice,
} from '../../../src/domain/scope.ts'
import type { PolicyRule, Restriction, RuleCondition, Topic } from '../../../src/domain/scope-policy.ts'
import type { PolicyVersionView, ReadablePolicyView } from '../../../src/domain/scope-policy-api.ts'
import type { TopicTestLine } from '../../../src/domain/topic-api.ts'
import { erasedClass, keptClass } from './erased-class.ts'
import { shape } from './shape.ts'
import { simulationRequirement } from './simulation.ts'

export const articleSelector = shape<ArticleSelector>()(
  'ArticleSelector',
  z.strictObject({
    brandId: z.string().exactOptional(),
    articleId: z.string().exactOptional(),
    sectionId: z.string().exactOptional(),
    categoryId: z.string().exactOptional(),
    label: z.string().exactOptional(),
    locale: z.string().exactOptional(),
  }),
)

export const widening = shape<Widening>()(
  'Widening',
  z.union([
    z.strictObject({
      what: z.literal('article_rule_added'),
      selector: articleSelector,
    }),
    z.strictObject({
      what: z.literal('article_denial_removed'),
      selector: articleSelector,
    }),
    z.strictObject({
      what: z.literal('action_added'),
      action: z.enum(ACTIONS),
    }),
    z.strictObject({
      what: z.literal('field_added'),
      field: z.enum(TICKET_FIELDS),
    }),
    z.strictObject({
      what: z.literal('limit_raised'),
      limit: z.string(),
      from: z.number(),
      to: z.number().nullable(),
    }),
    z.strictObject({
      what: z.literal('threshold_lowered'),
      from: z.number(),
      to: z.number(),
    }),
    z.strictObject({
      what: z.literal('recipient_added'),
    }),
    z.strictObject({
      what: z.literal('simulation_loosened'),
    }),
    z.strictObject({
      what: z.literal('topic_opened'),
    }),
    z.strictObject({
      what: z.enum(['rule_loosened', 'rule_removed']),
      rule: z.string(),
      part: z.string(),
    }),
    z.strictObject({
      what: z.literal('order_pattern_removed'),
      pattern: z.string(),
    }),
    z.strictObject({
      what: z.literal('legal_basis_changed'),
    }),
    z.strictObject({
      what: z.literal('second_person_dropped'),
    }),
    z.strictObject({
      what: z.literal('stop_lifted'),
      level: z.enum(STOP_LEVELS),
      ref: z.string().describe('Name or id of what is stopped; empty for `account` and `egress`.'),
    }),
    z.strictObject({
      what: z.literal('person_erased'),
      records: z.number(),
      tickets: z.number(),
      erased: z.array(erasedClass).optional().describe('By kind, as it stood when it was proposed.'),
      kept: z.array(keptClass).optional(),
      caseNumber: z.string().nullable().optional().describe('`null`: no request was named.'),
    }),
    z.strictObject({
      what: z.literal('people_exported'),
      people: z.number(),
    }),
    z.strictObject({
      what: z.literal('log_words_exported'),
    }),
    z.strictObject({
      what: z.literal('budget_raised'),
      provider: z.string().nullable().describe('`null`: over all providers.'),
      from: z.number().describe("In millionths of the currency's unit."),
      to: z.number().nullable().describe('`null`: no budget any more.'),
      currency: z.string(),
    }),
    z.strictObject({
      what: z.literal('budget_currency_changed'),
      from: z.string(),
      to: z.string(),
    }),
    z.strictObject({
      what: z.literal('price_lowered'),
      provider: z.string(),
      model: z.string(),
    }),
  ]),
)

export const diffLine = shape<DiffLine>()(
  'DiffLine',
  z.strictObject({
    sign: z.enum(['+', '-']),
    path: z.string().describe('Dotted path of what differs, e.g. `articles.allow`.'),
    value: z.string().describe('JSON of the value there.'),
  }),
)

export const articleSelection = shape<ArticleSelection>()(
  'ArticleSelection',
  z.strictObject({
    allow: z.array(articleSelector),
    deny: z.array(articleSelector),
  }),
)

export const topicChoice = shape<TopicChoice>()(
  'TopicChoice',
  z.strictObject({
    allow: z.array(z.string()).exactOptional(),
    deny: z.array(z.string()),
  }),
)

export const drafterChoice = shape<DrafterChoice>()(
  'DrafterChoice',
  z.strictObject({
    drafter: z.enum(['extractive', 'openai-compatible']),
    provider: z.string(),
    region: z.string(),
  }),
)

export const scopeLimits = shape<ScopeLimits>()(
  'ScopeLimits',
  z.strictObject({
    draftsPerTicket: z.number(),
    maxChars: z.number(),
    draftsPerAgentHour: z
      .number()
      .exactOptional()
      .describe('Absent: no such limit. Hours and days are the last 60 minutes and the last 24 hours.'),
    draftsPerAgentDay: z.number().exactOptional(),
    draftsPerAccountDay: z.number().exactOptional(),
  }),
)

export const scope = shape<Scope>()(
  'Scope',
  z.strictObject({
    articles: articleSelection,
    within: z
      .array(articleSelection)
      .exactOptional()
      .describe('Further selections by rules: an article must pass each of them as well.'),
    topics: topicChoice.exactOptional(),
    visibility: z.enum(['public', 'restricted']),
    actions: z.array(z.enum(ACTIONS)),
    fields: z.array(z.enum(TICKET_FIELDS)),
    drafter: drafterChoice,
    limits: scopeLimits,
    orderPatterns: z
      .array(z.string())
      .exactOptional()
      .describe(
        'What an order number looks like here: `#` a digit, `@` a letter, all else itself (`A-######`). Such numbers are replaced before text leaves the browser.',
      ),
    expiresAt: z.string().describe("ISO 8601; after it the ticket's scope permits nothing."),
  }),
)

export const topic = shape<Topic>()(
  'Topic',
  z.strictObject({
    id: z.string(),
    name: z.string(),
    phrases: z.array(z.string()),
    samples: z.array(z.string()).exactOptional(),
  }),
)

export const ruleCondition = shape<RuleCondition>()(
  'RuleCondition',
  z.strictObject({
    brandIds: z.array(z.string()).exactOptional(),
    formIds: z.array(z.string()).exactOptional(),
    groupIds: z.array(z.string()).exactOptional(),
    tags: z.array(z.string()).exactOptional(),
    locales: z.array(z.string()).exactOptional(),
    channels: z.array(z.string()).exactOptional(),
  }),
)

export const restriction = shape<Restriction>()(
  'Restriction',
  z.strictObject({
    articles: z
      .strictObject({
        allow: z.array(articleSelector).exactOptional(),
        deny: z.array(articleSelector),
      })
      .exactOptional()
      .describe('`allow` lists what may still be used; an absent `allow` only denies.'),
    actions: z.array(z.enum(ACTIONS)).exactOptional(),
    fields: z.array(z.enum(TICKET_FIELDS)).exactOptional(),
    recipients: z
      .array(z.string())
      .exactOptional()
      .describe(
        "`provider@region` of who may draft; composing on the companion's own machine is always open.",
      ),
    topics: topicChoice.exactOptional(),
    limits: z
      .strictObject({
        draftsPerTicket: z.number().exactOptional(),
        maxChars: z.number().exactOptional(),
        draftsPerAgentHour: z
          .number()
          .exactOptional()
          .describe('Absent: no such limit. Hours and days are the last 60 minutes and the last 24 hours.'),
        draftsPerAgentDay: z.number().exactOptional(),
        draftsPerAccountDay: z.number().exactOptional(),
      })
      .exactOptional(),
    validDays: z.number().exactOptional().describe('Days from the first use of the ticket.'),
  }),
)

export const policyRule = shape<PolicyRule>()(
  'PolicyRule',
  z.strictObject({
    id: z
      .string()
      .describe('Stays the same through versions, so that a difference can say which rule changed.'),
    name: z.string().describe('For people; nothing is decided by it.'),
    when: ruleCondition,
    restrict: restriction,
  }),
)

export const scopePolicyView = shape<ScopePolicyView>()(
  'ScopePolicyView',
  z.strictObject({
    version: z.number(),
    actions: z.array(z.enum(ACTIONS)),
    fields: z.array(z.enum(TICKET_FIELDS)),
    draftsPerTicket: z.number(),
    maxChars: z.number(),
    validDays: z.number(),
    draftsPerAgentHour: z.number().exactOptional(),
    draftsPerAgentDay: z.number().exactOptional(),
    draftsPerAccountDay: z.number().exactOptional(),
    refusalThreshold: z.number().exactOptional().describe('0…1; absent: `SHIPPED_THRESHOLD`.'),
    orderPatterns: z.array(z.string()).exactOptional(),
    recipients: z.array(z.string()).exactOptional(),
    topics: z.array(topic).exactOptional(),
    topicChoice: topicChoice.exactOptional(),
    rules: z.array(policyRule).exactOptional(),
    requiresSimulation: simulationRequirement
      .exactOptional()
      .describe('Absent: drafts are made under a new version at once.'),
  }),
)

export const readablePolicyView = shape<ReadablePolicyView>()(
  'ReadablePolicyView',
  z.strictObject({
    stored: z
      .number()
      .describe(
        'The version that holds, readable or not: a policy that is to replace it is saved over this one.',
      ),
    policy: scopePolicyView.describe('The newest that this version of Vouch understands.'),
  }),
)

export const policyVersionView = shape<PolicyVersionView>()(
  'PolicyVersionView',
  z.strictObject({
    version: z.number().describe('From 1; version 0 is what holds until somebody changes it.'),
    changedAt: z.string(),
    changedBy: z
      .string()
      .nullable()
      .describe(
        'Helpdesk number of the agent whose word made it hold; `null` where the store did not keep it.',
      ),
    proposedBy: z
      .string()
      .nullable()
      .describe("Who had proposed it, where a second person's word was needed."),
    diff: z.array(diffLine).describe('Against the version before.'),
  }),
)

export const topicTestLine = shape<TopicTestLine>()(
  'TopicTestLine',
  z.strictObject({
    topics: z.array(z.string()).describe('Ids of the topics that were found.'),
    refused: z.boolean().describe('Whether a ticket of this sentence alone would be refused for its topic.'),
  }),
)
