/** A scope policy as it is proposed, stored and written to a file. Strict: an unknown key means that it is none. */
import { z } from 'zod'
import { isThreshold } from '../../src/domain/refusal-threshold.ts'
import { ACTIONS, TICKET_FIELDS } from '../../src/domain/scope.ts'
import { orderPatternsSchema, selectorSchema } from './ticket-scope.ts'

const slug = z.string().regex(/^[a-z0-9][a-z0-9_-]{0,59}$/)
const label = z.string().trim().min(1).max(120)
const values = z.array(z.string().min(1).max(120)).min(1).max(200).exactOptional()
const actions = z.array(z.enum(ACTIONS)).max(10)
const fields = z.array(z.enum(TICKET_FIELDS)).max(10)
const count = z.int().min(0)
const recipients = z.array(z.string().regex(/^[A-Za-z0-9._-]{1,60}@[A-Za-z0-9+._ -]{1,60}$/)).max(20)
const topicIds = z.array(slug).max(100)
const topicChoice = z.strictObject({ allow: topicIds.exactOptional(), deny: topicIds })
const selectors = z.array(selectorSchema).max(2_000)
const windows = {
  draftsPerAgentHour: count.max(10_000).exactOptional(),
  draftsPerAgentDay: count.max(100_000).exactOptional(),
  draftsPerAccountDay: count.max(1_000_000).exactOptional(),
}

const conditionSchema = z.strictObject({
  brandIds: values,
  formIds: values,
  groupIds: values,
  tags: values,
  locales: values,
  channels: values,
})

const restrictionSchema = z.strictObject({
  articles: z.strictObject({ allow: selectors.exactOptional(), deny: selectors }).exactOptional(),
  actions: actions.exactOptional(),
  fields: fields.exactOptional(),
  recipients: recipients.exactOptional(),
  topics: topicChoice.exactOptional(),
  limits: z
    .strictObject({
      draftsPerTicket: count.max(100).exactOptional(),
      maxChars: count.max(50_000).exactOptional(),
      ...windows,
    })
    .exactOptional(),
  validDays: count.min(1).max(365).exactOptional(),
})

const topicSchema = z.strictObject({
  id: slug,
  name: label,
  phrases: z.array(z.string().trim().min(2).max(120)).min(1).max(100),
  samples: z.array(z.string().trim().min(1).max(500)).max(50).exactOptional(),
})

const unique = (items: readonly { readonly id: string }[]) =>
  new Set(items.map(({ id }) => id)).size === items.length

const sharePart = z.number().min(0).max(1)

export const policyContentSchema = z.strictObject({
  actions,
  fields,
  draftsPerTicket: count.max(100),
  maxChars: count.min(200).max(50_000),
  validDays: count.min(1).max(365),
  orderPatterns: orderPatternsSchema.exactOptional(),
  ...windows,
  refusalThreshold: z
    .number()
    .refine(isThreshold, 'expected 0.05 to 0.99 with at most three digits')
    .exactOptional(),
  recipients: recipients.exactOptional(),
  topics: z.array(topicSchema).max(100).refine(unique, 'two topics have the same id').exactOptional(),
  topicChoice: topicChoice.exactOptional(),
  rules: z
    .array(z.strictObject({ id: slug, name: label, when: conditionSchema, restrict: restrictionSchema }))
    .max(100)
    .refine(unique, 'two rules have the same id')
    .exactOptional(),
  requiresSimulation: z
    .strictObject({
      minTickets: count.min(1).max(50_000),
      minAnsweredShare: sharePart,
      minKeptShare: sharePart.exactOptional(),
      maxContradictedShare: sharePart.exactOptional(),
    })
    .exactOptional(),
})
