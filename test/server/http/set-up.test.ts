import { expect } from 'chai'
import type { SetUpView } from '../../../src/domain/set-up-api.ts'
import { ADMIN, AGENT, COMPLIANCE, type Harness, startHarness } from '../../support/companion-harness.ts'
import {
  ALLOWED,
  ARTICLES,
  consentedTicket,
  draft,
  orderFor,
  REFUND_QUESTION,
  startDesk,
} from '../../support/drafting-desk.ts'
import { expectProblem } from '../../support/problem-checks.ts'

const setUp = async (desk: Harness): Promise<SetUpView> =>
  (await desk.api(ADMIN, 'GET', '/console/set-up')).body
const stateOf = (view: SetUpView) =>
  Object.fromEntries(view.steps.map(({ step, state, code }) => [step, `${state} ${code}`]))
const goLive = (desk: Harness, live = true, as = ADMIN) =>
  desk.api(as, 'PUT', '/console/set-up/live', { live })
const liveEntries = (desk: Harness) => desk.audit().filter(({ type }) => type === 'account.live_changed')

describe('the set-up over HTTP', () => {
  it('starts with what is there, and with nothing live', async () => {
    const desk = await startHarness({ live: false })
    const view = await setUp(desk)
    expect(view.live).to.equal(false)
    expect(stateOf(view)).to.include({
      connect: 'done connected',
      articles: 'open never_synced',
      scope: 'open nothing_allowed',
      notice: 'done notice_generated',
      provider: 'done nothing_leaves',
      webhooks: 'open none_seen',
      live: 'open not_ready',
    })
    await desk.stop()
  })

  it('refuses to go live while a step is missing, names it, and changes nothing', async () => {
    const desk = await startHarness({ live: false, articles: ARTICLES })
    await desk.sessionOf(ADMIN)
    const before = desk.dump()
    const answer = await goLive(desk)
    expectProblem(answer, 409, 'CONFLICT')
    expect(answer.body.detail).to.equal('steps of the set-up are missing: scope')
    expect(desk.dump()).to.equal(before)
    await desk.api(ADMIN, 'PUT', '/console/allowlist', { version: 0, selection: ALLOWED })
    const live = await goLive(desk)
    expect(live.status).to.equal(200)
    expect(live.body.live).to.equal(true)
    await desk.stop()
  })

  it('drafts nothing before it is live, lets agents search, and drafts after it', async () => {
    const desk = await startDesk({ live: false })
    const ticketId = await consentedTicket(desk)
    const seen = await desk.api(AGENT, 'GET', `/tickets/${ticketId}`)
    expect(seen.body.refusals).to.deep.equal([{ refusal: { reason: 'NOT_LIVE' }, nextStep: 'ask_admin' }])
    const refused = await draft(desk, orderFor(ticketId, REFUND_QUESTION))
    expect(refused.reasons).to.deep.equal(['NOT_LIVE'])
    expect(desk.drafter.calls).to.equal(0)
    expect(desk.rows('select * from draft')).to.deep.equal([])
    const found = await desk.api(AGENT, 'POST', '/searches', { ticketId, query: 'refund', locale: 'en-us' })
    expect(found.status).to.be.lessThan(300)

    expect((await goLive(desk)).status).to.equal(200)
    expect((await draft(desk, orderFor(ticketId, REFUND_QUESTION))).draft).to.not.equal(undefined)
    await desk.stop()
  })

  it('takes it back: what is open can no longer be inserted, and it can go live again', async () => {
    const desk = await startDesk({ live: false })
    await goLive(desk)
    const ticketId = await consentedTicket(desk)
    const made = await draft(desk, orderFor(ticketId, REFUND_QUESTION))
    expect((await goLive(desk, false)).body.live).to.equal(false)
    const insertion = () =>
      desk.api(AGENT, 'POST', `/drafts/${made.draft?.id}/insertions`, {
        ...{ how: 'insert', lastCommentId: '501' },
        sentenceIds: made.draft?.sentences.map(({ id }) => id),
      })
    const refused = await insertion()
    expect(JSON.stringify(refused.body)).to.contain('NOT_LIVE')
    expect(desk.rows("select status from draft where status = 'inserted'")).to.deep.equal([])
    await goLive(desk)
    expect((await insertion()).status).to.be.lessThan(300)
    expect(liveEntries(desk).map(({ decision }) => decision)).to.deep.equal(['live', 'taken_back', 'live'])
    await desk.stop()
  })

  it('writes nothing where nothing changes', async () => {
    const desk = await startDesk({ live: false })
    await goLive(desk)
    await goLive(desk)
    expect(liveEntries(desk)).to.have.length(1)
    await goLive(desk, false)
    await goLive(desk, false)
    expect(liveEntries(desk)).to.have.length(2)
    await desk.stop()
  })

  for (const as of [AGENT, COMPLIANCE])
    it(`is not for ${as === AGENT ? 'an agent' : 'compliance staff'} to decide`, async () => {
      const desk = await startDesk({ live: false })
      await desk.api(ADMIN, 'PUT', `/console/roles/${COMPLIANCE}`, { roles: ['agent', 'compliance'] })
      await desk.sessionOf(as)
      const before = desk.dump()
      expectProblem(await goLive(desk, true, as), 403, 'NOT_PERMITTED')
      expect(desk.dump()).to.equal(before)
      await desk.stop()
    })

  it('shows which articles could not be read, and why', async () => {
    const desk = await startDesk({ live: false })
    const problems = [
      { article: '7 en-us', reason: 'TOO_LARGE' },
      { article: '8 en-us', reason: 'nests too deep', code: 'too_deep', value: '512' },
    ]
    desk.tamper((database) => {
      const { view } = database.prepare('select view from sync_run').get() as { view: string }
      database
        .prepare('update sync_run set view = ?, problems = ?')
        .run(JSON.stringify({ ...JSON.parse(view), problems }), JSON.stringify(problems))
    })
    const view = await setUp(desk)
    expect(view.unread).to.deep.equal(problems)
    expect(stateOf(view).articles).to.equal('done synced_partly')
    await desk.stop()
  })

  it('finds a webhook only when a signed event has come', async () => {
    const desk = await startDesk({ env: { VOUCH_WEBHOOK_SECRET: undefined } })
    expect(stateOf(await setUp(desk)).webhooks).to.equal('open no_secret')
    await desk.stop()
    const again = await desk.restart({ VOUCH_WEBHOOK_SECRET: 'a secret of at least 24 characters' })
    expect(stateOf(await setUp(again)).webhooks).to.equal('open none_seen')
    again.tamper((database) =>
      database.prepare("insert into webhook_heard values ('acme', 'user.deleted', '2026-11-20')").run(),
    )
    expect(stateOf(await setUp(again)).webhooks).to.equal('done seen')
    await again.stop()
  })
})
