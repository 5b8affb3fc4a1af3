/** A rule of the scope policy: as it is typed, as it is sent, and as one sentence. */
import {
  ACTIONS,
  type Action,
  type ArticleSelector,
  TICKET_FIELDS,
  type TicketField,
} from '../domain/scope.ts'
import { CONDITION_KEYS, type ConditionKey, type PolicyRule, type Topic } from '../domain/scope-policy.ts'
import { type ArticleNames, describeSelector } from './rule-words.ts'
import { LIMIT_NAMES, type LimitName } from './scope-form.ts'
import { type ConsoleWords, fill, formatNumber, joinWords } from './words.ts'

/** What a rule takes, as ticks and typed text; `of` is the rule that it was, for what has no field. */
export interface TypedRule {
  readonly of: PolicyRule
  readonly name: string
  /** Separated by commas. */
  readonly when: Readonly<Record<ConditionKey, string>>
  readonly denied: readonly ArticleSelector[]
  readonly only: readonly ArticleSelector[]
  readonly takenActions: readonly Action[]
  readonly takenFields: readonly TicketField[]
  readonly deniedTopics: readonly string[]
  /** The topics that alone are drafted on; none: every topic that is not refused. */
  readonly onlyTopics: readonly string[]
  /** `provider@region`, separated by commas; nothing typed: whoever the account's base lets. */
  readonly recipients: string
  /** True: composed on the companion's own machine, whoever could draft otherwise. */
  readonly local: boolean
  readonly limits: Readonly<Record<LimitName, string>>
}

export type RuleProblem = 'name' | 'limit' | 'recipient' | 'nothing'

/** As the server takes it. */
const RECIPIENT = /^[A-Za-z0-9._-]{1,60}@[A-Za-z0-9+._ -]{1,60}$/

const listIn = (typed: string): readonly string[] => [
  ...new Set(
    typed
      .split(',')
      .map((part) => part.trim())
      .filter((part) => part !== ''),
  ),
]

/** An id that no rule or topic has; it stays with the thing through all versions. */
export function freshId(kind: string, held: readonly { readonly id: string }[]): string {
  const taken = new Set(held.map(({ id }) => id))
  for (let count = 1; ; count += 1) if (!taken.has(`${kind}-${count}`)) return `${kind}-${count}`
}

export function emptyRule(rules: readonly PolicyRule[]): PolicyRule {
  return { id: freshId('rule', rules), name: '', when: {}, restrict: {} }
}

export function typedRule(rule: PolicyRule): TypedRule {
  const { name, when, restrict } = rule
  const limits = { ...restrict.limits, validDays: restrict.validDays }
  return {
    of: rule,
    name,
    when: Object.fromEntries(CONDITION_KEYS.map((key) => [key, (when[key] ?? []).join(', ')])) as Record<
      ConditionKey,
      string
    >,
    denied: restrict.articles?.deny ?? [],
    only: restrict.articles?.allow ?? [],
    takenActions: ACTIONS.filter((action) => restrict.actions?.includes(action) === false),
    takenFields: TICKET_FIELDS.filter((field) => restrict.fields?.includes(field) === false),
    deniedTopics: restrict.topics?.deny ?? [],
    onlyTopics: restrict.topics?.allow ?? [],
    recipients: (restrict.recipients ?? []).join(', '),
    local: restrict.recipients?.length === 0,
    limits: Object.fromEntries(LIMIT_NAMES.map((limit) => [limit, String(limits[limit] ?? '')])) as Record<
      LimitName,
      string
    >,
  }
}

export function ruleProblem(typed: TypedRule): RuleProblem | null {
  if (typed.name.trim() === '') return 'name'
  if (Object.values(typed.limits).some((limit) => !/^\d{0,7}$/.test(limit.trim()))) return 'limit'
  if (!typed.local && listIn(typed.recipients).some((one) => !RECIPIENT.test(one))) return 'recipient'
  return Object.keys(builtRule(typed).restrict).length === 0 ? 'nothing' : null
}

/** What cannot be typed here, e.g. a list of topics that lets none through, stays as it was. */
export function builtRule(typed: TypedRule): PolicyRule {
  const { of, limits, takenActions, takenFields, denied, only, deniedTopics, onlyTopics, local } = typed
  const { articles, topics } = of.restrict
  const when = CONDITION_KEYS.map((key) => [key, listIn(typed.when[key])] as const)
  const set = LIMIT_NAMES.filter((name) => name !== 'validDays' && limits[name].trim() !== '')
  const listed = only.length > 0 || (articles?.allow?.length === 0 && only.length === 0)
  const opened = onlyTopics.length > 0 || topics?.allow?.length === 0 ? onlyTopics : undefined
  const named = listIn(typed.recipients)
  const providers = local ? [] : named.length > 0 ? named : undefined
  const days = limits.validDays.trim()
  return {
    id: of.id,
    name: typed.name.trim(),
    when: Object.fromEntries(when.filter(([, values]) => values.length > 0)),
    restrict: {
      ...(denied.length > 0 || listed
        ? { articles: { ...(listed ? { allow: only } : {}), deny: denied } }
        : {}),
      ...(takenActions.length === 0 ? {} : { actions: ACTIONS.filter((one) => !takenActions.includes(one)) }),
      ...(takenFields.length === 0
        ? {}
        : { fields: TICKET_FIELDS.filter((one) => !takenFields.includes(one)) }),
      ...(providers === undefined ? {} : { recipients: providers }),
      ...(deniedTopics.length === 0 && opened === undefined
        ? {}
        : { topics: { ...(opened === undefined ? {} : { allow: opened }), deny: deniedTopics } }),
      ...(set.length === 0
        ? {}
        : { limits: Object.fromEntries(set.map((name) => [name, Number(limits[name])])) }),
      ...(days === '' ? {} : { validDays: Number(days) }),
    },
  }
}

export function moved<T>(list: readonly T[], from: number, by: -1 | 1): readonly T[] {
  const to = from + by
  if (to < 0 || to >= list.length) return list
  const next = [...list]
  next.splice(to, 0, ...next.splice(from, 1))
  return next
}

/** "For tickets with tag vip: no longer …". What the rule takes is said whole, whatever else takes it too. */
export function ruleSentence(
  rule: PolicyRule,
  given: {
    readonly names: ArticleNames
    readonly topics: readonly Topic[]
    readonly words: ConsoleWords
    readonly language: string
  },
): string {
  const { words, language, names, topics } = given
  const say = words.policyRules
  const typed = typedRule(rule)
  const selector = (one: ArticleSelector) => describeSelector(one, names, words, language)
  const topic = (id: string) => topics.find((known) => known.id === id)?.name ?? id
  const conditions = CONDITION_KEYS.flatMap((key) => {
    const values = rule.when[key]
    return values === undefined
      ? []
      : [
          fill(say.whenPart[key], {
            values: new Intl.ListFormat(language, { type: 'disjunction' }).format(values),
          }),
        ]
  })
  const { articles, recipients } = rule.restrict
  const took = [
    ...typed.denied.map((one) => fill(words.took.denied, { rule: selector(one) })),
    ...(articles?.allow === undefined
      ? []
      : articles.allow.length === 0
        ? [words.took.noArticle]
        : [fill(words.took.only, { rule: joinWords(articles.allow.map(selector), language) })]),
    ...typed.takenActions.map((one) => fill(words.took.noMore, { thing: words.scope.action[one].title })),
    ...typed.takenFields.map((one) => fill(words.took.notRead, { thing: words.scope.field[one].title })),
    ...(recipients === undefined
      ? []
      : [
          recipients.length === 0
            ? words.took.local
            : fill(say.recipients, { values: joinWords(recipients, language) }),
        ]),
    ...(rule.restrict.topics?.allow ?? []).map((id) => fill(words.took.topicOnly, { topic: topic(id) })),
    ...typed.deniedTopics.map((id) => fill(words.took.topicDenied, { topic: topic(id) })),
    ...LIMIT_NAMES.filter((name) => typed.limits[name] !== '').map((name) =>
      fill(words.took.limit[name], { value: formatNumber(Number(typed.limits[name]), language) }),
    ),
  ]
  const whom =
    conditions.length === 0 ? say.every : fill(say.whom, { conditions: joinWords(conditions, language) })
  return fill(say.sentence, { whom, took: took.length === 0 ? say.takesNothing : took.join('; ') })
}
