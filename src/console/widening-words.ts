/** What a change would let drafts do, as plain words for the person who must decide on it. */
import type { Widening } from '../domain/change.ts'
import { formatAmount } from '../domain/money.ts'
import { type ArticleNames, describeSelector } from './rule-words.ts'
import { type ConsoleWords, fill, formatNumber } from './words.ts'

/** A name from the companion that this version has no word for is shown as it is. */
function named(words: Readonly<Record<string, string>>, key: string): string {
  return Object.hasOwn(words, key) ? (words[key] ?? key) : key
}

export function wideningWords(
  widening: Widening,
  names: ArticleNames,
  words: ConsoleWords,
  language: string,
): string {
  const say = words.approvals.widens
  switch (widening.what) {
    case 'article_rule_added':
    case 'article_denial_removed':
      return fill(say[widening.what], {
        thing: describeSelector(widening.selector, names, words, language),
      })
    case 'action_added':
      return fill(say.action_added, { action: words.scope.action[widening.action].title })
    case 'field_added':
      return fill(say.field_added, { field: words.scope.field[widening.field].title })
    case 'limit_raised':
      return fill(say.limit_raised, {
        limit: named(words.approvals.limit, widening.limit),
        from: formatNumber(widening.from, language),
        to: widening.to === null ? words.approvals.noLimit : formatNumber(widening.to, language),
      })
    case 'threshold_lowered':
      return fill(say.threshold_lowered, {
        from: formatNumber(widening.from, language),
        to: formatNumber(widening.to, language),
      })
    case 'order_pattern_removed':
      return fill(say.order_pattern_removed, { pattern: widening.pattern })
    case 'rule_loosened':
    case 'rule_removed':
      return fill(say[widening.what], {
        rule: widening.rule,
        part: named(words.approvals.part, widening.part),
      })
    case 'stop_lifted':
      return fill(say.stop_lifted, {
        what: fill(words.incidents.level[widening.level], { ref: widening.ref }),
      })
    case 'person_erased':
      return fill(say.person_erased, {
        records: formatNumber(widening.records, language),
        tickets: formatNumber(widening.tickets, language),
      })
    case 'people_exported':
      return fill(say.people_exported, { people: formatNumber(widening.people, language) })
    case 'budget_raised': {
      const amount = (micros: number) => formatAmount(micros, widening.currency, language)
      const values = {
        from: amount(widening.from),
        to: widening.to === null ? words.approvals.noBudget : amount(widening.to),
      }
      return widening.provider === null
        ? fill(say.budget_raised, values)
        : fill(say.provider_budget_raised, { ...values, provider: widening.provider })
    }
    case 'budget_currency_changed':
      return fill(say.budget_currency_changed, { from: widening.from, to: widening.to })
    case 'price_lowered':
      return fill(say.price_lowered, { provider: widening.provider, model: widening.model })
    case 'log_words_exported':
    case 'recipient_added':
    case 'topic_opened':
    case 'simulation_loosened':
    case 'legal_basis_changed':
    case 'second_person_dropped':
      return say[widening.what]
    default:
      return widening satisfies never
  }
}
