import { expect } from 'chai'
import { ADMIN, AGENT, COMPLIANCE, type Harness, OTHER_AGENT } from '../../support/companion-harness.ts'
import { press } from '../../support/consent-page.ts'
import {
  consentedTicket,
  draft,
  grant,
  openedTicket,
  orderFor,
  REFUND_QUESTION,
  REQUESTER,
  relay,
  startDesk,
  withdraw,
} from '../../support/drafting-desk.ts'
import { DAY } from '../../support/fake-world.ts'
import { expectProblem } from '../../support/problem-checks.ts'

describe('consents over HTTP', () => {
  let desk: Harness
  before(async () => {
    desk = await startDesk()
    await desk.api(ADMIN, 'PUT', `/console/roles/${COMPLIANCE}`, { roles: ['compliance'] })
  })
  after(() => desk.stop())

  const look = (as: string, ticketId: string, epoch: number, word = 'confirm') =>
    desk.api(as, 'POST', `/tickets/${ticketId}/consent/second-looks`, { look: word, epoch })
  const evidence = (as: string, ticketId: string) =>
    desk.api(as, 'POST', `/tickets/${ticketId}/consent/evidence`)
  const deskView = async (ticketId: string, as = AGENT) =>
    (await desk.api(as, 'GET', `/tickets/${ticketId}/consent`)).body
  const drafts = async (ticketId: string) => draft(desk, orderFor(ticketId, REFUND_QUESTION))
  const act = (ticketId: string, body: object, as = COMPLIANCE) =>
    desk.api(as, 'POST', `/console/consents/${ticketId}/acts`, { reason: '', ...body })

  it('draft nothing on a relayed yes before a colleague has looked, and do after', async () => {
    const ticketId = await openedTicket(desk)
    await relay(desk, ticketId)
    const calls = desk.drafter.calls
    expect((await drafts(ticketId)).reasons).to.deep.equal(['CONSENT_NOT_GRANTED'])
    expect(desk.drafter.calls).to.equal(calls)
    expect((await deskView(ticketId)).waiting.mine).to.equal(true)
    expect((await deskView(ticketId, OTHER_AGENT)).waiting.mine).to.equal(false)
    const shown = await evidence(OTHER_AGENT, ticketId)
    expect(shown.body).to.deep.include({ evidence: 'yes, in the second message', mine: false, epoch: 1 })
    expect(desk.audit().at(-1)).to.deep.include({ type: 'consent.evidence_opened' })
    expect((await look(OTHER_AGENT, ticketId, 1)).body.consent.status).to.equal('granted')
    expect((await drafts(ticketId)).draft).not.to.equal(undefined)
  })

  it('name the languages, from when on words answer, and refuse a yes to a notice in another one', async () => {
    const ticketId = await openedTicket(desk)
    await desk.api(AGENT, 'PUT', `/tickets/${ticketId}`, { requesterId: REQUESTER, locale: 'fr-BE' })
    const { body } = await desk.api(AGENT, 'POST', `/tickets/${ticketId}/consent/requests`, {})
    const view = await deskView(ticketId)
    expect(view.ticketLocales).to.deep.equal(['fr-be'])
    expect(view.noticeLocales).to.include.members(['en', 'de', 'fr'])
    expect(view.answersFrom).to.equal(body.ticket.consent.requestedAt)
    const yes = { event: 'grant', channel: 'phone', evidence: 'recording 4711' }
    const send = (more: object) =>
      desk.api(AGENT, 'POST', `/tickets/${ticketId}/consent/events`, { ...yes, ...more })
    const refused = await send({ noticeLocale: 'de' })
    expectProblem(refused, 409, 'ILLEGAL_TRANSITION')
    expect(refused.body.rule).to.equal('NOTICE_IN_ANOTHER_LANGUAGE')
    expectProblem(await send({ noticeLocale: 'de', localeReason: 'because' }), 400, 'BAD_REQUEST')
    const tomorrow = new Date(desk.world.now().getTime() + DAY).toISOString()
    expect((await send({ saidAt: tomorrow })).body.rule).to.equal('EVIDENCE_BEFORE_REQUEST')
    expect((await send({ saidAt: '2020-01-01T00:00:00.000Z' })).body.rule).to.equal('EVIDENCE_BEFORE_REQUEST')
    expect((await deskView(ticketId)).waiting).to.equal(null)
    expect((await send({ noticeLocale: 'de', localeReason: 'asked_for_it' })).status).to.equal(201)
    expect((await evidence(OTHER_AGENT, ticketId)).body).to.include({
      noticeLocale: 'de',
      localeReason: 'asked_for_it',
    })
  })

  it('answer the agent who relayed it with the rule, and grant nothing', async () => {
    const ticketId = await openedTicket(desk)
    await relay(desk, ticketId)
    const before = desk.dump()
    const answer = await look(AGENT, ticketId, 1)
    expectProblem(answer, 409, 'ILLEGAL_TRANSITION')
    expect(answer.body.rule).to.equal('SECOND_LOOK_BY_SAME_AGENT')
    expect(desk.dump()).to.equal(before)
    expectProblem(await look(OTHER_AGENT, ticketId, 0), 409, 'CONFLICT')
    expectProblem(await look(OTHER_AGENT, ticketId, 1, 'approve'), 400, 'BAD_REQUEST')
  })

  it('say from when somebody may be asked again, and ask nobody before', async () => {
    const ticketId = await openedTicket(desk)
    await withdraw(desk, ticketId)
    expect((await deskView(ticketId)).askAgainFrom).to.match(/^2027-05-/)
    const answer = await desk.api(AGENT, 'POST', `/tickets/${ticketId}/consent/requests`, {})
    expect(answer.body.rule).to.equal('REQUEST_AFTER_NO')
  })

  it('carry nothing over while the account does not remember', async () => {
    const ticketId = await openedTicket(desk)
    await consentedTicket(desk)
    expect((await deskView(ticketId)).carryOver).to.equal(null)
    const answer = await desk.api(AGENT, 'POST', `/tickets/${ticketId}/consent/carry-overs`, { epoch: 0 })
    expect(answer.body.rule).to.equal('NOT_REMEMBERED')
  })

  it('let compliance restrict, and draft nothing until it is lifted with the requester told', async () => {
    const ticketId = await consentedTicket(desk)
    const made = await act(ticketId, { act: 'restrict', epoch: 2 })
    expect(made.body).to.deep.include({ acts: ['lift_restriction', 'hold_minor', 'invalidate'] })
    expect(made.body.refusals).to.deep.equal([{ reason: 'CONSENT_OVERLAY', overlay: 'restricted' }])
    expect((await drafts(ticketId)).reasons).to.deep.equal(['CONSENT_OVERLAY'])
    const early = await act(ticketId, { act: 'lift_restriction', epoch: 3 })
    expect(early.body.rule).to.equal('LIFT_NEEDS_TELLING')
    const toldAt = desk.world.now().toISOString()
    const lifted = await act(ticketId, { act: 'lift_restriction', epoch: 3, toldAt })
    expect([lifted.status, lifted.body.refusals]).to.deep.equal([201, []])
    expect((await drafts(ticketId)).draft).not.to.equal(undefined)
  })

  for (const who of [AGENT, ADMIN])
    it(`are not acted on by ${who === AGENT ? 'an agent' : 'an admin'} in place of compliance`, async () => {
      const ticketId = await consentedTicket(desk)
      expectProblem(await act(ticketId, { act: 'restrict', epoch: 2 }, who), 403, 'NOT_PERMITTED')
      const view = (await desk.api(AGENT, 'GET', `/tickets/${ticketId}`)).body
      expect(view.consent.overlays).to.deep.equal([])
    })

  it('are kept from the eyes of an agent in the console', async () => {
    const ticketId = await openedTicket(desk)
    expectProblem(await desk.api(AGENT, 'GET', `/console/consents/${ticketId}`), 403, 'NOT_PERMITTED')
    expectProblem(await desk.api(COMPLIANCE, 'GET', '/console/consents/999999'), 404, 'NOT_FOUND')
  })

  it('follow rules that compliance changes, from what they are', async () => {
    const rules = (await desk.api(COMPLIANCE, 'GET', '/console/consent-rules')).body
    expect(rules).to.deep.include({ version: 0, cooldownMonths: 6, remembers: false })
    const order = { version: 0, cooldownMonths: 12, remembers: true }
    expectProblem(await desk.api(ADMIN, 'PUT', '/console/consent-rules', order), 403, 'NOT_PERMITTED')
    for (const wrong of [
      { cooldownMonths: 0 },
      { cooldownMonths: 1.5 },
      { cooldownMonths: 999 },
      { other: 1 },
    ])
      expectProblem(
        await desk.api(COMPLIANCE, 'PUT', '/console/consent-rules', { ...order, ...wrong }),
        400,
        'BAD_REQUEST',
      )
    const changed = (await desk.api(COMPLIANCE, 'PUT', '/console/consent-rules', order)).body
    expect(changed).to.deep.include({
      version: 1,
      cooldownMonths: 12,
      remembers: true,
      remembersFromNotice: changed.noticeNow + 1,
    })
    expectProblem(await desk.api(COMPLIANCE, 'PUT', '/console/consent-rules', order), 409, 'CONFLICT')
    expect(desk.audit().filter(({ type }) => type === 'consent_rule.changed')).to.have.length(1)
  })

  it('of somebody whose age is in doubt on another ticket of theirs permit no draft, and ask no model', async () => {
    const [doubted, ticketId] = [await openedTicket(desk, '360777'), await openedTicket(desk, '360777')]
    const order = { act: 'hold_minor', reason: 'says that she is twelve', epoch: 0 }
    expect((await desk.api(COMPLIANCE, 'POST', `/console/consents/${doubted}/acts`, order)).status).to.equal(
      201,
    )
    const { body } = await grant(desk, ticketId)
    expect([body.consent.status, body.consent.overlays]).to.deep.equal(['granted', ['minor_hold']])
    const calls = desk.drafter.calls
    const run = await draft(desk, { ...orderFor(ticketId, REFUND_QUESTION), requesterId: '360777' })
    expect(run.reasons).to.include('CONSENT_OVERLAY')
    expect(desk.drafter.calls).to.equal(calls)
  })

  it('rest on another basis only when a second person of compliance agrees', async () => {
    await desk.api(ADMIN, 'PUT', `/console/roles/${OTHER_AGENT}`, { roles: ['compliance'] })
    const reviewBy = '2027-11-20T09:00:00.000Z'
    const basis = { basis: 'contract', reference: 'terms-7', objectionPath: '', reviewBy }
    const order = { version: 0, basis }
    const put = (as: string, body: object) => desk.api(as, 'PUT', '/console/legal-basis', body)
    expectProblem(await put(ADMIN, order), 403, 'NOT_PERMITTED')
    const past = { ...basis, reviewBy: '2026-01-01T00:00:00.000Z' }
    expectProblem(await put(COMPLIANCE, { version: 0, basis: past }), 400, 'BAD_REQUEST')
    // Somebody who has said no to nothing yet.
    const ticketId = await openedTicket(desk, '360199')
    const proposed = await put(COMPLIANCE, order)
    expect(proposed.status).to.equal(202)
    const status = async () => (await desk.api(AGENT, 'GET', `/tickets/${ticketId}`)).body.consent.status
    expect(await status()).to.equal('unknown')
    const { changeId } = proposed.body.change ?? proposed.body
    const decide = (as: string) =>
      desk.api(as, 'POST', `/console/changes/${changeId}/decisions`, { decision: 'approve' })
    expectProblem(await decide(COMPLIANCE), 409, 'SECOND_PERSON_NEEDED')
    expect(await status()).to.equal('unknown')
    expect((await decide(OTHER_AGENT)).status).to.be.lessThan(300)
    expect(await status()).to.equal('not_required')
    const own = { ...orderFor(ticketId, REFUND_QUESTION), requesterId: '360199' }
    expect((await draft(desk, own)).draft).not.to.equal(undefined)

    // Nobody is asked: the link is there to read the notice, and to object (Art. 21).
    const { body } = await desk.api(AGENT, 'POST', `/tickets/${ticketId}/consent/requests`, { locale: 'de' })
    expect(body.message).to.match(/^Wir verwenden ein Entwurfswerkzeug/)
    expect(await status()).to.equal('not_required')
    expect(desk.audit().at(-1)).to.deep.include({ type: 'consent.link_issued', decision: 'informs' })
    const path = new URL(body.url).pathname
    // Told once more, which need not have been sent: the link that was sent still opens.
    expect((await desk.api(AGENT, 'POST', `/tickets/${ticketId}/consent/requests`, {})).status).to.equal(201)
    const page = await desk.call('GET', path)
    expect(page.text).to.contain('So verwenden wir für Ihre Anfrage ein Entwurfswerkzeug')
    expect(page.text).to.contain('Wir bitten Sie dafür nicht um eine Einwilligung.')
    expect(page.text).to.not.match(/value="(grant|deny|defer|withdraw)"|Mit Ihrer Einwilligung/)
    desk.world.pass(300 * DAY)
    expect((await press(desk, path, 'object')).status).to.equal(303)
    const stands = (await desk.api(AGENT, 'GET', `/tickets/${ticketId}`)).body
    expect(stands.consent.overlays).to.deep.equal(['objected'])
    expect((await draft(desk, own)).reasons).to.include('CONSENT_OVERLAY')
  })
})
