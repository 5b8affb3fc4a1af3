import { expect } from 'chai'
import { HELPDESK_EVENTS, type HelpdeskView } from '../../../src/domain/helpdesk-settings-api.ts'
import { ADMIN, AGENT, COMPLIANCE, type Harness } from '../../support/companion-harness.ts'
import {
  draft,
  newTicketId,
  orderFor,
  REFUND_QUESTION,
  REQUESTER,
  startDesk,
} from '../../support/drafting-desk.ts'
import { MINUTE } from '../../support/fake-world.ts'
import { expectProblem } from '../../support/problem-checks.ts'
import { sendWebhook } from '../../support/signed-webhook.ts'

const PATH = '/console/helpdesk-settings'

describe('the helpdesk settings routes', () => {
  let desk: Harness
  beforeEach(async () => {
    desk = await startDesk()
    await desk.api(ADMIN, 'PUT', `/console/roles/${COMPLIANCE}`, { roles: ['compliance'] })
    await read(COMPLIANCE)
  })
  afterEach(() => desk.stop())

  const read = async (as = ADMIN): Promise<HelpdeskView> => (await desk.api(as, 'GET', PATH)).body
  const setTags = (minorTags: readonly string[], version = 0, as = ADMIN) =>
    desk.api(as, 'PUT', `${PATH}/minor-tags`, { version, minorTags })
  const setNotice = (formNotice: unknown, version = 0, as = COMPLIANCE) =>
    desk.api(as, 'PUT', `${PATH}/form-notice`, { version, formNotice })
  const create = (ticketId: string, tags: readonly string[]) =>
    sendWebhook(desk, {
      ticketId,
      requesterId: REQUESTER,
      type: 'zen:event-type:ticket.created',
      detail: { submitter_id: REQUESTER, actor_id: REQUESTER, via: { channel: 'web_form' }, tags },
    })
  const statusOf = async (ticketId: string) => {
    await desk.api(AGENT, 'PUT', `/tickets/${ticketId}`, { requesterId: REQUESTER })
    return (await desk.api(AGENT, 'GET', `/tickets/${ticketId}`)).body.consent
  }

  it('show both roles what holds, and what was never heard', async () => {
    for (const as of [ADMIN, COMPLIANCE]) {
      const view = await read(as)
      expect(view).to.deep.include({
        version: 0,
        settings: { formNotice: null, minorTags: [], ageField: null },
        formHeardAt: null,
        webhooksOpen: true,
      })
      expect(view.notice?.version).to.equal(1)
      expect(view.events).to.deep.equal(HELPDESK_EVENTS.map((name) => ({ name, lastAt: null })))
    }
    expectProblem(await desk.api(AGENT, 'GET', PATH), 403, 'NOT_PERMITTED')
  })

  it('say which events came and when last, and nothing of whom they were about', async () => {
    await create('4711', ['vouch_form_no'])
    desk.world.pass(MINUTE)
    await create('4712', [])
    const view = await read()
    expect(view.events.filter(({ lastAt }) => lastAt !== null)).to.deep.equal([
      { name: 'ticket.created', lastAt: desk.world.now().toISOString() },
    ])
    expect(view.formHeardAt).to.equal(new Date(desk.world.now().getTime() - MINUTE).toISOString())
    expect(desk.rows('select * from webhook_heard')).to.deep.equal([
      { account_id: 'acme', name: 'ticket.created', last_at: desk.world.now().toISOString() },
    ])
  })

  it('hold drafts back for a tag that an admin named, and for no other', async () => {
    const answer = await setTags(['Under_Age', 'under_age'])
    expect(answer.body.settings.minorTags).to.deep.equal(['under_age'])
    const [held, free] = [newTicketId(), newTicketId()]
    await create(held, ['under_age'])
    await create(free, ['of_age'])
    expect((await statusOf(held)).overlays).to.deep.equal(['minor_hold'])
    expect((await statusOf(free)).overlays).to.deep.equal([])
  })

  it('count a yes on the form once compliance staff have named the notice beside it', async () => {
    const [before, after] = [newTicketId(), newTicketId()]
    await create(before, ['vouch_form_yes'])
    expect((await statusOf(before)).status).to.equal('unknown')
    expect((await setNotice({ version: 1, locale: 'de' })).status).to.equal(200)
    await create(after, ['vouch_form_yes'])
    expect((await statusOf(after)).status).to.equal('granted')
    expect(desk.audit().find(({ type }) => type === 'helpdesk_settings.changed')).to.deep.include({
      decision: 'form_notice',
      detail: { notice: 1, minorTags: 0, ageYears: 0 },
    })
  })

  for (const [name, hold] of Object.entries({
    'the form of one said': (ticketId: string) => create(ticketId, ['under_age']),
    'an agent noted on one': async (ticketId: string) => {
      await statusOf(ticketId)
      const said = { event: 'hold_minor', channel: 'email', evidence: 'says that they are twelve' }
      return desk.api(AGENT, 'POST', `/tickets/${ticketId}/consent/events`, said)
    },
  }))
    it(`let no yes on the form count while its writer may be under age, as ${name} of their tickets`, async () => {
      expect((await setNotice({ version: 1, locale: 'de' })).status).to.equal(200)
      await setTags(['under_age'], 1)
      expect((await hold(newTicketId())).status).to.be.within(200, 204)
      desk.world.pass(MINUTE)
      const ticketId = newTicketId()
      await create(ticketId, ['vouch_form_yes'])
      expect(await statusOf(ticketId)).to.deep.include({ status: 'granted', overlays: ['minor_hold'] })
      const run = await draft(desk, orderFor(ticketId, REFUND_QUESTION))
      expect([run.draft, run.reasons]).to.deep.equal([undefined, ['CONSENT_OVERLAY']])
      expect(desk.drafter.calls).to.equal(0)
      desk.world.pass(MINUTE)
      const type = 'zen:event-type:ticket.comment_added'
      expect((await sendWebhook(desk, { ticketId, requesterId: REQUESTER, type })).status).to.equal(204)
      expect(await statusOf(ticketId)).to.deep.include({ status: 'granted', overlays: ['minor_hold'] })
    })

  it('let no admin make a yes count, and no compliance staff change the tags', async () => {
    const before = desk.dump()
    const notice = { version: 1, locale: 'de' }
    expectProblem(await setNotice(notice, 0, ADMIN), 403, 'NOT_PERMITTED')
    expectProblem(await setTags(['under_age'], 0, COMPLIANCE), 403, 'NOT_PERMITTED')
    expect(desk.dump()).to.equal(before)
  })

  it('leave the other part as it is, also when its notice has been replaced', async () => {
    await setNotice({ version: 1, locale: 'de' })
    const answer = await setTags(['under_age'], 1)
    expect(answer.body).to.deep.include({
      version: 2,
      settings: { formNotice: { version: 1, locale: 'de' }, minorTags: ['under_age'], ageField: null },
    })
    expect((await setNotice(null, 2)).body.settings).to.deep.equal({
      formNotice: null,
      minorTags: ['under_age'],
      ageField: null,
    })
  })

  const wrong: Readonly<Record<string, () => Promise<Awaited<ReturnType<typeof setTags>>>>> = {
    'a version that was not read': () => setTags(['under_age'], 7),
    'a notice that is not in force': () => setNotice({ version: 2, locale: 'de' }),
    'a language without a notice': () => setNotice({ version: 1, locale: 'xx' }),
    'a tag with a blank': () => setTags(['under age']),
    'no tag': () => setTags(['']),
    'too many tags': () => setTags(Array.from({ length: 51 }, (_, at) => `tag_${at}`)),
    'half a setting': () => desk.api(COMPLIANCE, 'PUT', `${PATH}/form-notice`, { version: 0 }),
  }
  for (const [name, act] of Object.entries(wrong))
    it(`take nothing of ${name}`, async () => {
      const before = desk.dump()
      const { status } = await act()
      expect(status).to.be.oneOf([400, 409])
      expect(desk.dump()).to.equal(before)
    })
})
