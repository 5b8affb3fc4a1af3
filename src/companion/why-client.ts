/** The console's question what a draft of one ticket could use. */
import { BARS } from '../domain/allowlist.ts'
import { ACTIONS, TICKET_FIELDS } from '../domain/scope.ts'
import { SCOPE_STANDS, WHY_SOURCES, type WhyView } from '../domain/why-api.ts'
import { refusals } from './answers.ts'
import { type Check, flag, list, nullable, number, oneOf, optional, record, text, variant } from './checks.ts'
import { consentState } from './consent-answer.ts'
import type { Line } from './session.ts'

export interface WhyClient {
  /** @throws Fault `NOT_FOUND` for a ticket that nobody has opened in Vouch. */
  whyTicket(ticketId: string): Promise<WhyView>
}

const selector = record({
  articleId: optional(text),
  sectionId: optional(text),
  categoryId: optional(text),
  brandId: optional(text),
  label: optional(text),
  locale: optional(text),
})

const reason = variant('why', {
  allowed: record({ rule: selector }),
  barred: record({ bar: oneOf(BARS) }),
  no_rule: record({}),
  denied: record({ rule: selector }),
  narrowed: record({ rule: selector }),
  policy_rule: record({ name: text }),
  scope_older: record({}),
})

const grant = { permitted: flag, source: oneOf(WHY_SOURCES) }

const whyView: Check<WhyView> = record({
  ticketId: text,
  scope: oneOf(SCOPE_STANDS),
  allowlistVersion: number,
  policyVersion: number,
  steps: list(
    record({
      rule: text,
      name: text,
      match: oneOf(['matches', 'unknown', 'differs']),
      took: list(record({ sign: oneOf(['+', '-']), path: text, value: text })),
    }),
  ),
  articles: list(
    record({
      articleId: text,
      locale: text,
      title: text,
      sectionId: text,
      sectionName: text,
      categoryId: text,
      categoryName: text,
      brandId: optional(text),
      brandName: optional(text),
      reason,
    }),
  ),
  actions: list(record({ name: oneOf(ACTIONS), ...grant })),
  fields: list(record({ name: oneOf(TICKET_FIELDS), ...grant })),
  drafter: record({ drafter: oneOf(['extractive', 'openai-compatible']), provider: text, region: text }),
  limits: record({
    draftsMade: number,
    draftsPerTicket: number,
    maxChars: number,
    expiresAt: text,
    source: oneOf(WHY_SOURCES),
  }),
  threshold: record({ value: number, set: flag }),
  prior: nullable(
    record({ version: text, sections: list(record({ sectionId: text, name: text, share: number })) }),
  ),
  consent: consentState,
  identity: oneOf(['agent_session', 'webhook']),
  refusals,
})

export function whyClient(line: Line): WhyClient {
  return {
    whyTicket: (ticketId) => line.ask(whyView, 'GET', `/console/tickets/${encodeURIComponent(ticketId)}/why`),
  }
}
