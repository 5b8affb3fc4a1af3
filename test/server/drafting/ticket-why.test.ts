import { expect } from 'chai'
import { FIRST_POLICY } from '../../../server/drafting/stored-policy.ts'
import type { WhyView } from '../../../src/domain/why-api.ts'
import { ADMIN, AGENT, type Harness } from '../../support/companion-harness.ts'
import {
  ARTICLES,
  consentedTicket,
  draft,
  grant,
  newTicketId,
  openedTicket,
  orderFor,
  REFUND_QUESTION,
  REQUESTER,
  startDesk,
  withdraw,
} from '../../support/drafting-desk.ts'
import { expectProblem } from '../../support/problem-checks.ts'

describe('what a draft in a ticket could use, and why', () => {
  let desk: Harness
  before(async () => {
    desk = await startDesk()
  })
  after(() => desk.stop())

  const ask = (ticketId: string, as = ADMIN) => desk.api(as, 'GET', `/console/tickets/${ticketId}/why`)
  const why = async (ticketId: string): Promise<WhyView> => (await ask(ticketId)).body
  const reason = (view: WhyView, articleId: string) =>
    view.articles.find((article) => article.articleId === articleId)?.reason

  it('names the rule that lets an article in, and the bar or the missing rule that keeps one out', async () => {
    const view = await why(await consentedTicket(desk))
    expect(reason(view, 'refund')).to.deep.equal({ why: 'allowed', rule: { sectionId: '1' } })
    expect(reason(view, 'kettle')).to.deep.equal({ why: 'no_rule' })
    expect(reason(view, 'password')).to.deep.equal({ why: 'barred', bar: 'restricted' })
    expect(view.scope).to.equal('fixed')
    expect(view.refusals).to.deep.equal([])
  })

  describe('where an account has several brands', () => {
    const [SHOP, PRO] = ['36001', '36002']
    const branded = (articleId: string) =>
      ['refund', 'opening'].includes(articleId)
        ? { brandId: SHOP, brandName: 'Acme' }
        : { brandId: PRO, brandName: 'Acme Pro' }
    const only = (brandId: string) => ({
      ...{ id: `only-${brandId}`, name: `Only ${brandId}`, when: { brandIds: [brandId] } },
      restrict: { articles: { allow: [{ brandId }], deny: [] } },
    })
    let brands: Harness
    beforeEach(async () => {
      brands = await startDesk({
        articles: ARTICLES.map((article) => ({ ...article, ...branded(article.articleId) })),
      })
      await brands.api(ADMIN, 'PUT', '/console/scope-policy', {
        ...FIRST_POLICY,
        rules: [only(SHOP), only(PRO)],
      })
    })
    afterEach(() => brands.stop())

    const on = async (brandId: string | null) => {
      const ticketId = newTicketId()
      const facets = { brandId, formId: '1', groupId: '1', channel: 'web' }
      await brands.api(AGENT, 'PUT', `/tickets/${ticketId}`, {
        requesterId: REQUESTER,
        facets,
        tags: [],
        locale: 'en-us',
      })
      await grant(brands, ticketId)
      const view: WhyView = (await brands.api(ADMIN, 'GET', `/console/tickets/${ticketId}/why`)).body
      const used = view.articles.filter((article) => article.reason.why === 'allowed')
      return { ticketId, used: [...new Set(used.map((article) => article.brandId))], view }
    }

    it('lets a ticket of one use the articles of that one alone, and of none where its brand is not known', async () => {
      const [shop, pro, unknown] = [await on(SHOP), await on(PRO), await on(null)]
      expect([shop.used, pro.used, unknown.used]).to.deep.equal([[SHOP], [PRO], []])
      expect(reason(pro.view, 'refund')).to.deep.equal({ why: 'policy_rule', name: `Only ${PRO}` })
      const asked = (ticketId: string) => draft(brands, orderFor(ticketId, REFUND_QUESTION))
      const cited = (await asked(shop.ticketId)).draft?.passages.map(({ articleId }) => articleId)
      expect(cited).to.include('refund')
      expect((await asked(pro.ticketId)).draft?.passages ?? []).to.not.deep.include({ articleId: 'refund' })
      expect((await asked(pro.ticketId)).text).to.not.contain('"articleId":"refund"')
      expect((await asked(unknown.ticketId)).draft).to.equal(undefined)
    })

    it('can be allowlisted within a section, and as a whole with a second person', async () => {
      const put = (selection: object, version: number) =>
        brands.api(ADMIN, 'PUT', '/console/allowlist', { version, selection })
      // Narrower than the section that was allowed: one brand of it.
      expect((await put({ allow: [{ sectionId: '1', brandId: SHOP }], deny: [] }, 1)).status).to.equal(200)
      const { used, view } = await on(SHOP)
      expect(used).to.deep.equal([SHOP])
      expect(reason(view, 'refund')).to.deep.equal({
        why: 'allowed',
        rule: { sectionId: '1', brandId: SHOP },
      })
      // The whole brand is more than that: a second person is asked.
      expect((await put({ allow: [{ brandId: SHOP }], deny: [] }, 2)).status).to.equal(202)
    })
  })

  it('tells what was taken away on this ticket from what the policy never gave', async () => {
    const ticketId = await consentedTicket(desk)
    await desk.api(AGENT, 'POST', `/tickets/${ticketId}/scope/narrowings`, {
      removeActions: ['draft'],
      removeFields: ['subject'],
      denyArticles: [{ articleId: 'refund' }],
    })
    const view = await why(ticketId)
    expect(reason(view, 'refund')).to.deep.equal({ why: 'narrowed', rule: { articleId: 'refund' } })
    const action = (name: string) => view.actions.find((one) => one.name === name)
    expect(action('draft')).to.deep.equal({ name: 'draft', permitted: false, source: 'ticket' })
    expect(action('search')).to.deep.equal({ name: 'search', permitted: true, source: 'policy' })
    expect(view.fields).to.deep.include({ name: 'subject', permitted: false, source: 'ticket' })
    expect(view.refusals.map(({ refusal }) => refusal.reason)).to.deep.equal(['ACTION_NOT_IN_SCOPE'])
  })

  it('names an article that a later allowlist lets in: the scope of an open ticket follows', async () => {
    const own = await startDesk()
    const ticketId = await openedTicket(own)
    const { body } = await own.api(ADMIN, 'GET', '/console/allowlist')
    own.tamper((database) =>
      database
        .prepare('insert into allowlist select account_id, version + 1, ?, changed_at from allowlist')
        .run(JSON.stringify({ allow: [...body.selection.allow, { sectionId: '2' }], deny: [] })),
    )
    const view: WhyView = (await own.api(ADMIN, 'GET', `/console/tickets/${ticketId}/why`)).body
    expect(reason(view, 'kettle')).to.deep.equal({ why: 'allowed', rule: { sectionId: '2' } })
    expect(reason(view, 'refund')?.why).to.equal('allowed')
    await own.stop()
  })

  it('says what consent and the gate say, all reasons at once', async () => {
    const ticketId = await openedTicket(desk)
    await grant(desk, ticketId)
    await withdraw(desk, ticketId)
    const view = await why(ticketId)
    expect(view.consent.status).to.equal('withdrawn')
    expect(view.refusals[0]?.refusal).to.deep.equal({ reason: 'CONSENT_NOT_GRANTED', status: 'withdrawn' })
  })

  it('fixes no scope, counts nothing and writes nothing by being asked', async () => {
    const ticketId = await openedTicket(desk)
    desk.tamper((database) =>
      database.prepare('update ticket set scope = null, scope_hash = null where ticket_id = ?').run(ticketId),
    )
    await ask(ticketId)
    const before = desk.dump()
    const view = await why(ticketId)
    expect(view.scope).to.equal('not_fixed')
    expect(reason(view, 'refund')?.why).to.equal('allowed')
    expect(desk.dump()).to.equal(before)
  })

  it('permits nothing where the stored scope cannot be read', async () => {
    const ticketId = await openedTicket(desk)
    desk.tamper((database) =>
      database.prepare("update ticket set scope = '{}' where ticket_id = ?").run(ticketId),
    )
    const view = await why(ticketId)
    expect(view.scope).to.equal('unreadable')
    expect(view.articles.filter(({ reason: { why: says } }) => says === 'allowed')).to.deep.equal([])
    expect(view.actions.filter(({ permitted }) => permitted)).to.deep.equal([])
  })

  it('does not know a ticket that nobody has opened in Vouch, and makes none', async () => {
    const before = desk.dump()
    expectProblem(await ask('987654'), 404, 'NOT_FOUND')
    expectProblem(await ask('0'), 404, 'NOT_FOUND')
    expect(desk.dump()).to.equal(before)
  })

  it('is not for agents', async () => {
    expectProblem(await ask(await openedTicket(desk), AGENT), 403, 'NOT_PERMITTED')
  })

  describe('under rules of the policy', () => {
    let own: Harness
    before(async () => {
      own = await startDesk()
      const { body: policy } = await own.api(ADMIN, 'GET', '/console/scope-policy')
      const rule = (id: string, when: object, restrict: object) => ({
        id,
        name: `Rule ${id}`,
        when,
        restrict,
      })
      const rules = [
        rule('brand', { brandIds: ['7'] }, { articles: { deny: [{ articleId: 'refund' }] } }),
        rule('tagged', { tags: ['vip'] }, { actions: ['draft', 'search'], limits: { draftsPerTicket: 3 } }),
        rule('listed', { locales: ['fr'] }, { articles: { allow: [{ sectionId: '9' }], deny: [] } }),
      ]
      expect((await own.api(ADMIN, 'PUT', '/console/scope-policy', { ...policy, rules })).status).to.equal(
        200,
      )
    })
    after(() => own.stop())

    const ELSEWHERE = { brandId: '8', formId: null, groupId: null, channel: 'web' }

    async function whyOf(facts: object): Promise<WhyView> {
      const ticketId = await consentedTicket(own)
      await own.api(AGENT, 'PUT', `/tickets/${ticketId}`, { requesterId: REQUESTER, ...facts })
      return (await own.api(ADMIN, 'GET', `/console/tickets/${ticketId}/why`)).body
    }
    const matches = (view: WhyView) => view.steps.map(({ rule, match }) => `${rule} ${match}`)

    it('names the rule that took an article, an action and a limit; what is not known counts as matching', async () => {
      const view = await whyOf({})
      expect(matches(view)).to.deep.equal([
        'base matches',
        'brand unknown',
        'tagged unknown',
        'listed unknown',
      ])
      expect(reason(view, 'refund')).to.deep.equal({ why: 'policy_rule', name: 'Rule brand' })
      expect(view.actions).to.deep.include({ name: 'rewrite', permitted: false, source: 'rule' })
      expect(view.limits).to.deep.include({ draftsPerTicket: 3, source: 'rule' })
      expect(view.refusals.map(({ refusal }) => refusal.reason)).to.deep.equal(['ALLOWLIST_EMPTY'])
    })

    it('leaves a ticket alone for which no rule holds', async () => {
      const view = await whyOf({ facets: ELSEWHERE, tags: [], locale: 'en-us' })
      expect(matches(view)).to.deep.equal([
        'base matches',
        'brand differs',
        'tagged differs',
        'listed differs',
      ])
      expect(reason(view, 'refund')?.why).to.equal('allowed')
      expect(view.actions).to.deep.include({ name: 'rewrite', permitted: true, source: 'policy' })
      expect(view.limits.source).to.equal('policy')
      expect(view.refusals).to.deep.equal([])
    })

    it('names a rule that lists articles and does not list this one', async () => {
      const view = await whyOf({ facets: ELSEWHERE, tags: [], locale: 'fr' })
      expect(reason(view, 'refund')).to.deep.equal({ why: 'policy_rule', name: 'Rule listed' })
    })
  })
})
