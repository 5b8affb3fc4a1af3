/** What the companion may answer about changes that wait for a second person. */
import { CHANGE_KINDS, CHANGE_STATUSES, FOUR_EYES_MODES, type Widening } from '../domain/change.ts'
import type { ChangeView, FourEyesView, SaveOutcome } from '../domain/change-api.ts'
import { ERASURE_EXCEPTIONS } from '../domain/erasure.ts'
import { HELD_CLASSES } from '../domain/held.ts'
import { STOP_LEVELS } from '../domain/kill-switch.ts'
import { ACTIONS, TICKET_FIELDS } from '../domain/scope.ts'
import {
  type Check,
  fields,
  flag,
  list,
  nullable,
  number,
  oneOf,
  optional,
  record,
  text,
  variant,
} from './checks.ts'

export const selector = record({
  articleId: optional(text),
  sectionId: optional(text),
  categoryId: optional(text),
  brandId: optional(text),
  label: optional(text),
  locale: optional(text),
})

export const erasedClass = record({ class: oneOf(HELD_CLASSES), count: number })
export const keptClass = record({
  class: oneOf(HELD_CLASSES),
  count: number,
  exception: oneOf(ERASURE_EXCEPTIONS),
})

const widening: Check<Widening> = variant('what', {
  article_rule_added: record({ selector }),
  article_denial_removed: record({ selector }),
  action_added: record({ action: oneOf(ACTIONS) }),
  field_added: record({ field: oneOf(TICKET_FIELDS) }),
  limit_raised: record({ limit: text, from: number, to: nullable(number) }),
  order_pattern_removed: record({ pattern: text }),
  recipient_added: record({}),
  topic_opened: record({}),
  rule_loosened: record({ rule: text, part: text }),
  rule_removed: record({ rule: text, part: text }),
  legal_basis_changed: record({}),
  person_erased: record({
    records: number,
    tickets: number,
    erased: optional(list(erasedClass)),
    kept: optional(list(keptClass)),
    caseNumber: optional(nullable(text)),
  }),
  people_exported: record({ people: number }),
  log_words_exported: record({}),
  threshold_lowered: record({ from: number, to: number }),
  simulation_loosened: record({}),
  budget_raised: record({ provider: nullable(text), from: number, to: nullable(number), currency: text }),
  budget_currency_changed: record({ from: text, to: text }),
  price_lowered: record({ provider: text, model: text }),
  second_person_dropped: record({}),
  stop_lifted: record({ level: oneOf(STOP_LEVELS), ref: text }),
})

export const changeView: Check<ChangeView> = record({
  changeId: text,
  kind: oneOf(CHANGE_KINDS),
  status: oneOf(CHANGE_STATUSES),
  proposedBy: text,
  proposedAt: text,
  expiresAt: text,
  decidedBy: nullable(text),
  decidedAt: nullable(text),
  reason: nullable(text),
  own: flag,
  mayDecide: flag,
  widens: list(widening),
  diff: list(record({ sign: oneOf(['+', '-']), path: text, value: text })),
})

export const changeViews: Check<readonly ChangeView[]> = list(changeView)

export const fourEyesView: Check<FourEyesView> = record({
  version: number,
  mode: oneOf(FOUR_EYES_MODES),
  changedAt: nullable(text),
})

/** Either what holds now, or the change that waits: told apart by the word `proposed`. */
export const saved =
  <T>(check: Check<T>): Check<SaveOutcome<T>> =>
  (value, at) =>
    fields(value, at).outcome === 'proposed'
      ? { outcome: 'proposed', change: changeView(fields(value, at).change, `${at}.change`) }
      : { outcome: 'applied', value: check(value, at) }
