import { expect } from 'chai'
import { FIRST_POLICY } from '../../../server/drafting/stored-policy.ts'
import type { TicketView } from '../../../src/domain/api.ts'
import { ADMIN, AGENT, type Harness, OTHER_AGENT, startHarness } from '../../support/companion-harness.ts'
import {
  ALLOWED,
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
import { DAY } from '../../support/fake-world.ts'
import { sendWebhook } from '../../support/signed-webhook.ts'

describe('a ticket in the sidebar', () => {
  let desk: Harness
  beforeEach(async () => {
    desk = await startDesk()
  })
  afterEach(() => desk.stop())

  const read = async (ticketId: string): Promise<TicketView> =>
    (await desk.api(AGENT, 'GET', `/tickets/${ticketId}`)).body
  const open = async (ticketId: string, requesterId: string, as = AGENT): Promise<TicketView> =>
    (await desk.api(as, 'PUT', `/tickets/${ticketId}`, { requesterId })).body
  const narrow = (ticketId: string, order: object) =>
    desk.api(AGENT, 'POST', `/tickets/${ticketId}/scope/narrowings`, order)
  const reasons = (view: TicketView) => view.refusals.map(({ refusal }) => refusal.reason)

  it('begins unknown, with the scope of the policy and the reason why there is no draft', async () => {
    const view = await open(newTicketId(), REQUESTER)
    expect(view.consent.status).to.equal('unknown')
    expect(reasons(view)).to.deep.equal(['CONSENT_NOT_GRANTED'])
    expect(view.refusals[0]?.nextStep).to.equal('request_consent')
    expect([view.articlesInScope, view.articlesSynced]).to.deep.equal([14, 18])
    expect(view.history).to.deep.equal([])
  })

  it('is opened once: opening it again stores nothing', async () => {
    const ticketId = await openedTicket(desk)
    await desk.sessionOf(OTHER_AGENT)
    const before = desk.dump()
    const again = await open(ticketId, REQUESTER, OTHER_AGENT)
    expect(again.ticketId).to.equal(ticketId)
    expect(desk.dump()).to.equal(before)
  })

  it('is not known before somebody opened it', async () => {
    const answer = await desk.api(AGENT, 'GET', '/tickets/987654')
    expect([answer.status, answer.body.code]).to.deep.equal([404, 'NOT_FOUND'])
  })

  it('tells its history with the status that each event led to', async () => {
    const ticketId = await openedTicket(desk)
    await desk.api(AGENT, 'POST', `/tickets/${ticketId}/consent/requests`, { locale: 'de' })
    await grant(desk, ticketId)
    await withdraw(desk, ticketId)
    const view = await read(ticketId)
    expect(view.history.map(({ event, status, by }) => [event, status, by])).to.deep.equal([
      ['request', 'requested', 'agent'],
      ['relay_grant', 'requested', 'agent'],
      ['confirm_grant', 'granted', 'agent'],
      ['withdraw', 'withdrawn', 'agent'],
    ])
  })

  it('has a revision that rises with every change that the sidebar shows', async () => {
    const ticketId = await openedTicket(desk)
    const seen = [(await read(ticketId)).revision]
    const acts = [
      () => grant(desk, ticketId),
      () => draft(desk, orderFor(ticketId, REFUND_QUESTION)),
      () => narrow(ticketId, { removeFields: ['subject'] }),
      () => desk.api(ADMIN, 'POST', `/tickets/${ticketId}/scope/renewals`),
      () => sendWebhook(desk, { ticketId, requesterId: '22' }),
      () => desk.sync(ARTICLES.slice(1)),
      async () => {
        const { body } = await desk.api(ADMIN, 'GET', '/console/allowlist')
        await desk.api(ADMIN, 'PUT', '/console/allowlist', {
          version: body.version,
          selection: { ...body.selection, deny: [{ articleId: 'no-such-article' }] },
        })
      },
    ]
    for (const act of acts) {
      await act()
      seen.push((await read(ticketId)).revision)
    }
    expect(seen).to.deep.equal([...new Set(seen)].toSorted((a, b) => a - b))
    expect(seen.length).to.equal(acts.length + 1)
  })

  describe('that changes hands', () => {
    it('begins anew when the page names another requester, and takes the open drafts away', async () => {
      const ticketId = await consentedTicket(desk)
      const { draft: made } = await draft(desk, orderFor(ticketId, REFUND_QUESTION))
      const view = await open(ticketId, '22')
      expect(view.consent.status).to.equal('unknown')
      expect((await desk.api(AGENT, 'GET', `/drafts/${made?.id}`)).status).to.equal(404)
      const back = await open(ticketId, REQUESTER)
      expect(back.consent.status).to.equal('unknown')
    })

    it('believes the helpdesk more than the page, once a webhook has spoken', async () => {
      const ticketId = await consentedTicket(desk)
      await sendWebhook(desk, { ticketId, requesterId: '22' })
      const view = await open(ticketId, REQUESTER)
      expect(reasons(view)).to.include('REQUESTER_MISMATCH')
      const [row] = desk.rows(`select identity from ticket where ticket_id = '${ticketId}'`)
      expect(row?.identity).to.equal('webhook')
      const run = await draft(desk, orderFor(ticketId, REFUND_QUESTION))
      expect(run.reasons).to.have.members(['CONSENT_NOT_GRANTED', 'REQUESTER_MISMATCH'])
      expect(desk.drafter.calls).to.equal(0)
    })

    it('keeps its consent when the webhook only confirms the requester, and says so in the receipt', async () => {
      const ticketId = await consentedTicket(desk)
      const type = 'zen:event-type:ticket.status_changed'
      await sendWebhook(desk, { ticketId, requesterId: REQUESTER, type })
      const run = await draft(desk, orderFor(ticketId, REFUND_QUESTION))
      expect(run.draft?.receipt.requesterIdentity).to.equal('webhook')
    })

    it('does not let the link of the former requester speak for the new one', async () => {
      const ticketId = await openedTicket(desk)
      const asked = await desk.api(AGENT, 'POST', `/tickets/${ticketId}/consent/requests`, {})
      await sendWebhook(desk, { ticketId, requesterId: '22' })
      const { pathname } = new URL(asked.body.url)
      const answer = await desk.call('POST', pathname, {
        raw: 'choice=grant',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
      })
      expect(answer.status).to.equal(410)
      expect((await read(ticketId)).consent.status).to.equal('unknown')
    })
  })

  describe('whose scope is narrowed', () => {
    it('loses what is named and never gets it back by narrowing', async () => {
      const ticketId = await consentedTicket(desk)
      const view = (await narrow(ticketId, { removeActions: ['draft'], removeFields: ['subject'] })).body
      expect(view.scope.actions).to.deep.equal(['rewrite', 'search'])
      expect(view.scope.fields).to.deep.equal(['requester_text', 'locale'])
      const later = (await narrow(ticketId, { expiresAt: '2099-01-01T00:00:00.000Z' })).body
      expect(later.scope.expiresAt).to.equal(view.scope.expiresAt)
      expect(later.scope.actions).to.deep.equal(['rewrite', 'search'])
    })

    it('is not narrowed while nothing is allowlisted: an empty scope would shut it for good', async () => {
      const bare = await startHarness({ articles: ARTICLES })
      const ticketId = newTicketId()
      await bare.api(AGENT, 'PUT', `/tickets/${ticketId}`, { requesterId: REQUESTER })
      const path = `/tickets/${ticketId}/scope/narrowings`
      const refused = await bare.api(AGENT, 'POST', path, { removeFields: ['subject'] })
      expect([refused.status, refused.body.code]).to.deep.equal([409, 'CONFLICT'])
      expect(bare.rows('select scope from ticket')).to.deep.equal([{ scope: null }])
      await bare.api(ADMIN, 'PUT', '/console/allowlist', { version: 0, selection: ALLOWED })
      expect((await bare.api(AGENT, 'POST', path, { removeFields: ['subject'] })).status).to.equal(200)
      await bare.stop()
    })

    it('keeps a no when only an agent’s session says that it has changed hands, and names that agent', async () => {
      const ticketId = await openedTicket(desk)
      await withdraw(desk, ticketId)
      const changes = () => desk.audit().filter(({ detail }) => detail?.event === 'requester_changed')
      for (const requesterId of ['7002', REQUESTER]) {
        const view = await open(ticketId, requesterId)
        expect([view.consent.status, view.consent.saidNo]).to.deep.equal(['withdrawn', true])
        const relayed = await desk.api(AGENT, 'POST', `/tickets/${ticketId}/consent/events`, {
          event: 'grant',
          channel: 'phone',
          evidence: 'said yes after all',
        })
        expect(relayed.status).to.equal(409)
      }
      expect(changes().map(({ actor }) => actor.kind)).to.deep.equal(['agent', 'agent'])
    })

    it('counts the articles that are left', async () => {
      const ticketId = await openedTicket(desk)
      const view = (await narrow(ticketId, { denyArticles: [{ locale: 'de' }, { articleId: 'refund' }] }))
        .body
      expect(view.articlesInScope).to.equal(6)
    })

    it('takes an end with a time zone as the moment that it is', async () => {
      const ticketId = await consentedTicket(desk)
      const view = (await narrow(ticketId, { expiresAt: '2026-11-21T10:00:00+01:00' })).body
      expect(view.scope.expiresAt).to.equal('2026-11-21T09:00:00.000Z')
      expect((await draft(desk, orderFor(ticketId, REFUND_QUESTION))).draft?.status).to.equal('ready')
      desk.world.pass(DAY)
      expect((await draft(desk, orderFor(ticketId, REFUND_QUESTION))).reasons).to.deep.equal([
        'SCOPE_EXPIRED',
      ])
    })

    it('audits from which scope to which, by their hashes', async () => {
      const ticketId = await openedTicket(desk)
      const before = (await read(ticketId)).scopeHash
      const after = (await narrow(ticketId, { removeFields: ['subject'] })).body.scopeHash
      expect(desk.audit().at(-1)).to.deep.include({
        type: 'scope.narrowed',
        detail: { from: before, to: after },
      })
    })
  })

  it('shows a scope that cannot be read as closed, and says so', async () => {
    const ticketId = await consentedTicket(desk)
    desk.tamper((database) => {
      database.prepare('update ticket set scope = ? where ticket_id = ?').run('{"all":true}', ticketId)
    })
    const view = await read(ticketId)
    expect(reasons(view)).to.include('SCOPE_INVALID')
    expect(view.scope.actions).to.deep.equal([])
    expect(view.articlesInScope).to.equal(0)
    await narrow(ticketId, { removeFields: ['subject'] })
    const [row] = desk.rows(`select scope from ticket where ticket_id = '${ticketId}'`)
    expect(row?.scope).to.equal('{"all":true}')
  })

  it('is refused, and not broken, while the policy in the store cannot be read, and is drafted as before after', async () => {
    const ticketId = await consentedTicket(desk)
    const notice = desk.rows('select version, revision, digest from notice_version')
    const held = { ...FIRST_POLICY, sendsItself: true }
    desk.tamper((database) => {
      database
        .prepare('insert into scope_policy (account_id, version, policy, changed_at) values (?, 1, ?, ?)')
        .run('acme', JSON.stringify(held), desk.world.now().toISOString())
    })
    const view = await read(ticketId)
    expect(view.refusals).to.deep.equal([{ refusal: { reason: 'SCOPE_INVALID' }, nextStep: 'ask_admin' }])
    const calls = desk.drafter.calls
    expect((await draft(desk, orderFor(ticketId, REFUND_QUESTION))).reasons).to.deep.equal(['SCOPE_INVALID'])
    expect(desk.drafter.calls).to.equal(calls)
    desk.tamper((database) => {
      database.prepare('delete from scope_policy').run()
    })
    expect(desk.rows('select version, revision, digest from notice_version')).to.deep.equal(notice)
    expect((await read(ticketId)).consent.status).to.equal('granted')
    expect((await draft(desk, orderFor(ticketId, REFUND_QUESTION))).draft?.status).to.equal('ready')
  })

  it('does not stay shut that was opened before the first allowlist', async () => {
    const early = await startHarness({ articles: ARTICLES })
    const ticketId = newTicketId()
    const first = await early.api(AGENT, 'PUT', `/tickets/${ticketId}`, { requesterId: REQUESTER })
    expect(
      first.body.refusals.map((each: { refusal: { reason: string } }) => each.refusal.reason),
    ).to.include('ALLOWLIST_EMPTY')
    await early.api(ADMIN, 'PUT', '/console/allowlist', { version: 0, selection: ALLOWED })
    await grant(early, ticketId)
    expect((await draft(early, orderFor(ticketId, REFUND_QUESTION))).draft?.status).to.equal('ready')
    await early.stop()
  })

  it('rises its revision with the policy, so that an agent sees a new policy without a reload', async () => {
    const own = await startDesk()
    const ticketId = await consentedTicket(own)
    const revision = async () => (await own.api(AGENT, 'GET', `/tickets/${ticketId}`)).body.revision
    const { body: policy } = await own.api(ADMIN, 'GET', '/console/scope-policy')
    const before = await revision()
    expect(await revision()).to.equal(before)
    await own.api(ADMIN, 'PUT', '/console/scope-policy', { ...policy, draftsPerAgentDay: 50 })
    expect(await revision()).to.be.greaterThan(before)
    await own.stop()
  })
})
