/** The scope policy as the companion answers it. Whole: what is read here is sent back when it is saved. */
import type { ScopePolicyView } from '../domain/api.ts'
import { ACTIONS, TICKET_FIELDS } from '../domain/scope.ts'
import type { ReadablePolicyView } from '../domain/scope-policy-api.ts'
import { selector } from './approval-answers.ts'
import { type Check, list, number, oneOf, optional, record, text } from './checks.ts'

const texts = list(text)
const actions = list(oneOf(ACTIONS))
const fields = list(oneOf(TICKET_FIELDS))
const topicChoice = record({ allow: optional(texts), deny: texts })
const windows = {
  draftsPerAgentHour: optional(number),
  draftsPerAgentDay: optional(number),
  draftsPerAccountDay: optional(number),
}

const rule = record({
  id: text,
  name: text,
  when: record({
    brandIds: optional(texts),
    formIds: optional(texts),
    groupIds: optional(texts),
    tags: optional(texts),
    locales: optional(texts),
    channels: optional(texts),
  }),
  restrict: record({
    articles: optional(record({ allow: optional(list(selector)), deny: list(selector) })),
    actions: optional(actions),
    fields: optional(fields),
    recipients: optional(texts),
    topics: optional(topicChoice),
    limits: optional(record({ draftsPerTicket: optional(number), maxChars: optional(number), ...windows })),
    validDays: optional(number),
  }),
})

export const scopePolicyView: Check<ScopePolicyView> = record({
  version: number,
  actions,
  fields,
  draftsPerTicket: number,
  maxChars: number,
  validDays: number,
  ...windows,
  refusalThreshold: optional(number),
  orderPatterns: optional(texts),
  recipients: optional(texts),
  topics: optional(list(record({ id: text, name: text, phrases: texts, samples: optional(texts) }))),
  topicChoice: optional(topicChoice),
  rules: optional(list(rule)),
  requiresSimulation: optional(
    record({
      minTickets: number,
      minAnsweredShare: number,
      minKeptShare: optional(number),
      maxContradictedShare: optional(number),
    }),
  ),
})

export const readablePolicyView: Check<ReadablePolicyView> = record({
  stored: number,
  policy: scopePolicyView,
})
