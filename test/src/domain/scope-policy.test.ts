import { expect } from 'chai'
import type { ArticleFacts } from '../../../src/domain/allowlist.ts'
import { ACTIONS, type ArticleSelector, type Scope, TICKET_FIELDS } from '../../../src/domain/scope.ts'
import {
  baseRestriction,
  type Match,
  matchOf,
  matchOfAny,
  type PolicyRule,
  type RuleCondition,
} from '../../../src/domain/scope-policy.ts'
import { inScope, resolveScope, type ScopePolicy } from '../../../src/domain/scope-resolution.ts'
import { type TicketFacets, UNKNOWN_FACETS } from '../../../src/domain/ticket.ts'
import { policyWidenings } from '../../../src/domain/widening.ts'
import { type Dice, dice } from '../../support/dice.ts'

const SINCE = new Date('2026-11-20T09:00:00.000Z')
const IDS = ['1', '2', '3'] as const

function selector(d: Dice): ArticleSelector {
  return {
    ...(d.chance(0.7) ? { sectionId: d.oneOf(IDS) } : {}),
    ...(d.chance(0.3) ? { locale: d.oneOf(['de', 'en']) } : {}),
    ...(d.chance(0.2) ? { label: d.oneOf(['a', 'b']) } : {}),
  }
}
const some = (d: Dice, most: number) => Array.from({ length: d.below(most + 1) }, () => selector(d))

function condition(d: Dice): RuleCondition {
  return {
    ...(d.chance(0.5) ? { brandIds: d.someOf(IDS, 0.5) } : {}),
    ...(d.chance(0.3) ? { tags: d.someOf(['x', 'y'], 0.6) } : {}),
    ...(d.chance(0.3) ? { channels: d.someOf(['email', 'chat'], 0.6) } : {}),
  }
}

function rule(d: Dice, at: number): PolicyRule {
  return {
    id: `r${at}`,
    name: `Rule ${at}`,
    when: condition(d),
    restrict: {
      ...(d.chance(0.5)
        ? { articles: { ...(d.chance(0.6) ? { allow: some(d, 2) } : {}), deny: some(d, 1) } }
        : {}),
      ...(d.chance(0.4) ? { actions: d.someOf(ACTIONS, 0.6) } : {}),
      ...(d.chance(0.3) ? { fields: d.someOf(TICKET_FIELDS, 0.6) } : {}),
      ...(d.chance(0.3) ? { limits: { draftsPerTicket: d.below(6) } } : {}),
      ...(d.chance(0.3) ? { limits: { draftsPerAgentDay: d.below(6) } } : {}),
      ...(d.chance(0.3) ? { validDays: 1 + d.below(9) } : {}),
      ...(d.chance(0.3) ? { topics: { deny: d.someOf(['t1', 't2'], 0.5) } } : {}),
    },
  }
}

function policy(d: Dice): ScopePolicy {
  return {
    version: 1,
    actions: d.someOf(ACTIONS, 0.8),
    fields: d.someOf(TICKET_FIELDS, 0.8),
    drafter: { drafter: 'extractive', provider: 'extractive', region: 'local' },
    draftsPerTicket: 1 + d.below(9),
    maxChars: 500,
    validDays: 1 + d.below(20),
    topics: ['t1', 't2'].map((id) => ({ id, name: id, phrases: [id] })),
    rules: Array.from({ length: d.below(4) }, (_, at) => rule(d, at)),
  }
}

function facets(d: Dice): TicketFacets {
  return {
    brandId: d.chance(0.2) ? null : d.oneOf(IDS),
    formId: null,
    groupId: null,
    tags: d.chance(0.2) ? null : d.someOf(['x', 'y'], 0.5),
    locale: 'de',
    channel: d.chance(0.2) ? null : d.oneOf(['email', 'chat']),
  }
}

const ARTICLES: readonly ArticleFacts[] = Array.from({ length: 200 }, (_, at) => ({
  articleId: String(at),
  sectionId: IDS[at % 3] ?? '1',
  categoryId: '1',
  locale: at % 2 === 0 ? 'de' : 'en',
  labels: [[], ['a'], ['b'], ['a', 'b']][at % 4] ?? [],
}))

/** Written from the promise alone, rule by rule and article by article. */
function oracle(article: ArticleFacts, p: ScopePolicy, allow: ArticleSelector[], f: TicketFacets): boolean {
  const names = (s: ArticleSelector) => {
    if (Object.keys(s).length === 0) return false
    if (s.sectionId !== undefined && s.sectionId !== article.sectionId) return false
    if (s.locale !== undefined && s.locale !== article.locale) return false
    return s.label === undefined || article.labels.includes(s.label)
  }
  if (!allow.some(names)) return false
  for (const { when, restrict } of p.rules ?? []) {
    if (when.brandIds !== undefined && f.brandId !== null && !when.brandIds.includes(f.brandId)) continue
    if (when.channels !== undefined && f.channel !== null && !when.channels.includes(f.channel)) continue
    const { tags } = f
    if (when.tags !== undefined && tags !== null && !when.tags.some((tag) => tags.includes(tag))) continue
    if (restrict.articles?.deny.some(names)) return false
    const listed = restrict.articles?.allow
    if (listed !== undefined && !listed.some(names)) return false
  }
  return true
}

function noWider(after: Scope, before: Scope): boolean {
  const within = <T>(a: readonly T[], b: readonly T[]) => a.every((value) => b.includes(value))
  const day = before.limits.draftsPerAgentDay
  return (
    within(after.actions, before.actions) &&
    within(after.fields, before.fields) &&
    after.limits.draftsPerTicket <= before.limits.draftsPerTicket &&
    (day === undefined || (after.limits.draftsPerAgentDay ?? Number.POSITIVE_INFINITY) <= day) &&
    within(before.topics?.deny ?? [], after.topics?.deny ?? []) &&
    Date.parse(after.expiresAt) <= Date.parse(before.expiresAt) &&
    ARTICLES.slice(0, 24).every((article) => !inScope(article, after) || inScope(article, before))
  )
}

describe('the rules of a scope policy', () => {
  it('leave of 200 articles what an independent reading leaves: 1,000 random policies', () => {
    const d = dice(2026)
    let usable = 0
    for (let turn = 0; turn < 1_000; turn += 1) {
      const [p, f, allow] = [policy(d), facets(d), some(d, 4)]
      const scope = resolveScope(p, { allow, deny: [] }, SINCE, [f])
      for (const article of ARTICLES) {
        const expected = oracle(article, p, allow, f)
        if (expected) usable += 1
        if (inScope(article, scope) !== expected) expect.fail(JSON.stringify([p.rules, f, article]))
      }
    }
    expect(usable).to.be.greaterThan(10_000)
  })

  it('widen nothing that is not said to widen: 12,000 random pairs', () => {
    const d = dice(7)
    let silent = 0
    for (let turn = 0; turn < 12_000; turn += 1) {
      const before = policy(d)
      // Two unrelated policies nearly always widen: half of the pairs differ in a rule or a number alone.
      const added = [...(before.rules ?? []), rule(d, 9)]
      const changed = (before.rules ?? []).map((held, at) => (d.chance(0.5) ? held : rule(d, at)))
      const close = { ...before, rules: d.chance(0.5) ? added : changed, draftsPerTicket: 1 + d.below(9) }
      const after = d.chance(0.7) ? close : policy(d)
      if (policyWidenings(before, after).length > 0) continue
      silent += 1
      const allowlist = { allow: some(d, 4), deny: [] }
      for (let look = 0; look < 4; look += 1) {
        const said = [facets(d)]
        const [was, becomes] = [before, after].map((p) => resolveScope(p, allowlist, SINCE, said))
        if (was !== undefined && becomes !== undefined && !noWider(becomes, was))
          expect.fail(JSON.stringify([before, after, said]))
      }
    }
    expect(silent).to.be.greaterThan(1_500)
  })
})

const HERE: TicketFacets = {
  brandId: 'b1',
  formId: 'f1',
  groupId: 'g1',
  tags: ['vip', 'eu'],
  locale: 'de-AT',
  channel: 'email',
}
const CONDITIONS: Record<string, [RuleCondition, Match]> = {
  'for every ticket': [{}, 'matches'],
  'for its brand': [{ brandIds: ['b0', 'b1'] }, 'matches'],
  'for another brand': [{ brandIds: ['b2'] }, 'differs'],
  'for no brand at all': [{ brandIds: [] }, 'differs'],
  'for its form': [{ formIds: ['f1'] }, 'matches'],
  'for another form': [{ formIds: ['f2'] }, 'differs'],
  'for its group': [{ groupIds: ['g1'] }, 'matches'],
  'for another group': [{ groupIds: ['g2'] }, 'differs'],
  'for one of its tags': [{ tags: ['eu', 'us'] }, 'matches'],
  'for a tag spelt otherwise': [{ tags: ['VIP'] }, 'differs'],
  'for another tag': [{ tags: ['us'] }, 'differs'],
  'for its channel': [{ channels: ['email'] }, 'matches'],
  'for another channel': [{ channels: ['chat'] }, 'differs'],
  'for its language': [{ locales: ['de'] }, 'matches'],
  'for its locale in other letters': [{ locales: ['DE-at'] }, 'matches'],
  'for a sister locale': [{ locales: ['de-ch'] }, 'differs'],
  'for the country alone': [{ locales: ['at'] }, 'differs'],
  'for its brand and tag': [{ brandIds: ['b1'], tags: ['vip'] }, 'matches'],
  'for its brand and another tag': [{ brandIds: ['b1'], tags: ['us'] }, 'differs'],
}

describe('the condition of a rule', () => {
  for (const [name, [condition, match]] of Object.entries(CONDITIONS))
    it(`${match === 'matches' ? 'holds' : 'does not hold'} ${name}`, () => {
      expect(matchOf(condition, HERE)).to.equal(match)
    })

  for (const [key, fact] of [
    ['brandIds', 'brandId'],
    ['formIds', 'formId'],
    ['groupIds', 'groupId'],
    ['tags', 'tags'],
    ['locales', 'locale'],
    ['channels', 'channel'],
  ] as const)
    it(`is unknown while the ${fact} is`, () => {
      expect(matchOf({ [key]: ['x'] }, { ...HERE, [fact]: null })).to.equal('unknown')
    })

  it('does not hold when one fact is missing and another differs', () => {
    const condition = { brandIds: ['b1'], channels: ['chat'] }
    expect(matchOf(condition, { ...HERE, brandId: null })).to.equal('differs')
  })

  it('is taken at its strictest over all that was said', () => {
    const condition = { brandIds: ['b1'] }
    const there = { ...HERE, brandId: 'b2' }
    expect(matchOfAny(condition, [])).to.equal('unknown')
    expect(matchOfAny(condition, [there])).to.equal('differs')
    expect(matchOfAny(condition, [there, UNKNOWN_FACETS])).to.equal('unknown')
    expect(matchOfAny(condition, [there, UNKNOWN_FACETS, HERE])).to.equal('matches')
  })
})

describe('the base of a policy', () => {
  const BARE = {
    actions: ['draft'],
    fields: ['locale'],
    draftsPerTicket: 5,
    maxChars: 300,
    validDays: 7,
  } as const
  const limits = { draftsPerTicket: 5, maxChars: 300 }

  it('takes nothing that it does not name', () => {
    expect(baseRestriction(BARE)).to.deep.equal({
      actions: ['draft'],
      fields: ['locale'],
      limits,
      validDays: 7,
    })
  })

  it('takes all that it names', () => {
    const more = { draftsPerAgentHour: 1, draftsPerAgentDay: 2, draftsPerAccountDay: 3 }
    const named = { ...BARE, ...more, recipients: ['a@eu'], topicChoice: { deny: ['law'] } }
    expect(baseRestriction(named)).to.deep.equal({
      actions: ['draft'],
      fields: ['locale'],
      recipients: ['a@eu'],
      topics: { deny: ['law'] },
      limits: { ...limits, ...more },
      validDays: 7,
    })
  })
})
