import { expect } from 'chai'
import type { RequestCaseDetail } from '../../../src/domain/request-api.ts'
import { ADMIN, AGENT, COMPLIANCE, type Harness } from '../../support/companion-harness.ts'
import { openedTicket, startDesk } from '../../support/drafting-desk.ts'
import { expectProblem } from '../../support/problem-checks.ts'
import { sendWebhook } from '../../support/signed-webhook.ts'

const SECRET = 'Jonas called on Monday'

describe('the requests routes', () => {
  let desk: Harness
  before(async () => {
    desk = await startDesk({ env: { VOUCH_CONTROLLER_COUNTRY: 'DE' } })
    await desk.api(ADMIN, 'PUT', `/console/roles/${COMPLIANCE}`, { roles: ['compliance'] })
  })
  after(() => desk.stop())

  const today = () => desk.world.now().toISOString().slice(0, 10)
  let person = 700_000
  const order = (change = {}) => {
    person += 1
    return {
      ...{ kind: 'access', channel: 'phone', who: { userId: String(person) }, locale: 'de' },
      ...{ receivedOn: today(), another: false },
      ...change,
    }
  }
  const opened = async (change = {}): Promise<RequestCaseDetail> => {
    const answer = await desk.api(COMPLIANCE, 'POST', '/console/requests', order(change))
    expect(answer.status).to.equal(201)
    return answer.body
  }
  const path = ({ request }: RequestCaseDetail, part = '') => `/console/requests/${request.caseId}${part}`
  const unchanged = async (
    act: () => Promise<{ status: number; body: unknown }>,
    status: number,
    code: string,
  ) => {
    const before = desk.dump()
    const answer = await act()
    expectProblem(
      answer as Parameters<typeof expectProblem>[0],
      status,
      code as Parameters<typeof expectProblem>[2],
    )
    expect(desk.dump()).to.equal(before)
    return answer.body as { rule?: string }
  }

  it('list what was asked, with its last day and the way to the ticket', async () => {
    const ticketId = await openedTicket(desk)
    const { request } = await opened({ who: { ticketId }, kind: 'objection' })
    const { body } = await desk.api(ADMIN, 'GET', '/console/requests')
    expect(body.today).to.equal(today())
    expect(body.calendar).to.deep.equal({ region: 'DE', extraDays: [], timeZone: 'Europe/Berlin' })
    const found = body.cases.find((row: { caseId: string }) => row.caseId === request.caseId)
    expect(found).to.deep.include({
      ...{ kind: 'objection', status: 'received', channel: 'phone', ticketId, locale: 'de', version: 1 },
      ticketUrl: `https://acme.zendesk.com/agent/tickets/${ticketId}`,
    })
    expect(JSON.stringify(body)).to.not.contain('requesterRef')
  })

  it('are not opened by the number of a ticket that several people have been on: it does not say who asks', async () => {
    const [first, second] = ['720001', '720002']
    const ticketId = await openedTicket(desk, first)
    await desk.api(AGENT, 'PUT', `/tickets/${ticketId}`, { requesterId: second })
    const asked = (change: object) => desk.api(COMPLIANCE, 'POST', '/console/requests', order(change))
    for (const another of [false, true])
      await unchanged(() => asked({ who: { ticketId }, another }), 409, 'SEVERAL_PEOPLE')
    expect((await asked({ who: { userId: first } })).status).to.equal(201)
    expect((await asked({ who: { userId: second } })).status, 'nor is it theirs').to.equal(201)
  })

  it('are opened by the number of a ticket whose people the helpdesk has joined, and not before', async () => {
    const [first, second] = ['720003', '720004']
    const ticketId = await openedTicket(desk, first)
    const no = { event: 'deny', channel: 'phone', evidence: '' }
    await desk.api(AGENT, 'POST', `/tickets/${ticketId}/consent/events`, no)
    await desk.api(AGENT, 'PUT', `/tickets/${ticketId}`, { requesterId: second })
    const asked = () => desk.api(COMPLIANCE, 'POST', '/console/requests', order({ who: { ticketId } }))
    await unchanged(asked, 409, 'SEVERAL_PEOPLE')
    await sendWebhook(desk, {
      ...{ ticketId: first, type: 'zen:event-type:user.merged' },
      event: { target_user_id: second },
    })
    expect((await asked()).status).to.equal(201)
  })

  it('note who read a case, and tell the person; without an entry nothing is shown', async () => {
    const { request } = await opened()
    const looks = () =>
      desk.rows(`select kind, purpose, agent_ref from access_log where object_ref = '${request.caseId}'`)
    expect(looks()).to.deep.equal([])
    expect((await desk.api(COMPLIANCE, 'GET', `/console/requests/${request.caseId}`)).status).to.equal(200)
    expect(looks().map(({ kind, purpose }) => [kind, purpose])).to.deep.equal([['request', 'person_asks']])
    expect(desk.audit().at(-1)).to.deep.include({ type: 'request.opened', decision: 'opened' })
    expect(desk.audit().at(-1)?.object).to.deep.equal({ kind: 'request', ref: request.caseId })
    const before = desk.dump()
    expect((await desk.api(ADMIN, 'GET', `/console/requests/${request.caseId}`)).status).to.equal(403)
    expect(desk.dump()).to.equal(before)
  })

  it('take a case to its end, keep every word sealed, and send nothing', async () => {
    let detail = await opened()
    const post = async (part: string, body: object) => {
      const answer = await desk.api(COMPLIANCE, 'POST', path(detail, part), {
        version: detail.request.version,
        ...body,
      })
      expect([200, 201], JSON.stringify(answer.body)).to.include(answer.status)
      detail = answer.body.detail ?? answer.body
    }
    await post('/notes', { text: SECRET })
    await post('/moves', { kind: 'confirm_identity', identityWay: 'helpdesk_verified' })
    for (const kind of ['collect', 'submit', 'approve']) await post('/moves', { kind })
    const frame = (await desk.api(COMPLIANCE, 'GET', path(detail, '/letters/answer_access/de'))).body
    expect(frame.mandatory.join(' ')).to.match(/DSGVO/)
    const letter = { letter: 'answer_access', locale: 'de', channel: 'ticket', sentOn: today() }
    await post('/letters', { ...letter, body: 'Die Datei liegt bei, lieber Jonas.' })
    await post('/moves', { kind: 'deliver' })
    await post('/moves', { kind: 'close' })
    expect(detail.request).to.deep.include({ status: 'closed', deliveredOn: today() })
    const texts = detail.history.map(({ text }) => text ?? '')
    expect(texts.join()).to.contain(SECRET).and.to.contain('lieber Jonas')
    // What the law demands went with it, although the browser sent only the words between.
    for (const part of frame.mandatory) expect(texts.join()).to.contain(part)
    for (const place of [desk.dump(), desk.logged()]) expect(place).to.not.contain('Jonas')
  })

  it('are for compliance alone, but for the list', async () => {
    const detail = await opened()
    const { version } = detail.request
    const calls: readonly (readonly ['GET' | 'POST' | 'PUT', string, object?])[] = [
      ['GET', path(detail)],
      ['GET', path(detail, '/letters/refusal/en')],
      ['POST', '/console/requests', order()],
      ['POST', path(detail, '/moves'), { kind: 'withdraw', version, reason: 'x' }],
      ['POST', path(detail, '/notes'), { version, text: 'x' }],
      ['POST', path(detail, '/identity-links'), { version }],
      ['POST', path(detail, '/letters'), {}],
      ['PUT', '/console/request-calendar', { region: 'DE', extraDays: [], timeZone: 'UTC' }],
    ]
    for (const as of [ADMIN, AGENT])
      for (const [method, at, body] of calls)
        await unchanged(() => desk.api(as, method, at, body), 403, 'NOT_PERMITTED')
    expect((await desk.api(AGENT, 'GET', '/console/requests')).status).to.equal(403)
  })

  it('answer an illegal step with the rule that it breaks', async () => {
    const detail = await opened()
    const move = (body: object) => () =>
      desk.api(COMPLIANCE, 'POST', path(detail, '/moves'), { version: detail.request.version, ...body })
    const rules: readonly (readonly [object, string])[] = [
      [{ kind: 'deliver' }, 'NOT_FROM_HERE'],
      [{ kind: 'confirm_identity' }, 'IDENTITY_WAY_NEEDED'],
      [{ kind: 'ask_identity' }, 'REASON_NEEDED'],
      [{ kind: 'extend', reason: 'many' }, 'EXTENSION_NOT_TOLD'],
      [{ kind: 'refuse', reason: 'no' }, 'REFUSAL_NOT_TOLD'],
      [{ kind: 'mark_duplicate' }, 'DUPLICATE_OF_NOTHING'],
    ]
    for (const [body, rule] of rules)
      expect((await unchanged(move(body), 409, 'ILLEGAL_TRANSITION')).rule).to.equal(rule)
    await unchanged(move({ kind: 'collect', version: 7 }), 409, 'CONFLICT')
  })

  it('change nothing for what is no order', async () => {
    const detail = await opened()
    const { version } = detail.request
    const letter = {
      version,
      letter: 'refusal',
      locale: 'en',
      channel: 'email',
      sentOn: today(),
      body: 'No.',
    }
    const odd: readonly (readonly [string, object])[] = [
      ['', order({ kind: 'nothing' })],
      ['', order({ who: {} })],
      ['', order({ who: { userId: '1', ticketId: '2' } })],
      ['', order({ who: { userId: 'jonas@example.org' } })],
      ['', order({ channel: 'page' })],
      ['', order({ receivedOn: '2026-02-30' })],
      ['', order({ receivedOn: '2999-01-01' })],
      [path(detail, '/moves'), { kind: 'fly', version }],
      [path(detail, '/moves'), { kind: 'collect' }],
      [path(detail, '/moves'), { kind: 'withdraw', version, reason: '\ud800' }],
      [path(detail, '/notes'), { version, text: ' ' }],
      [path(detail, '/notes'), { version, text: 'x'.repeat(8_001) }],
      [path(detail, '/letters'), { ...letter, body: 'Because [reasons]' }],
      [path(detail, '/letters'), { ...letter, body: 'Open {link}' }],
      [path(detail, '/letters'), { ...letter, sentOn: '2999-01-01' }],
      [path(detail, '/letters'), { ...letter, letter: 'love' }],
    ]
    for (const [at, body] of odd)
      await unchanged(
        () => desk.api(COMPLIANCE, 'POST', at === '' ? '/console/requests' : at, body),
        400,
        'BAD_REQUEST',
      )
    for (const calendar of [
      { region: 'DE-XX', extraDays: [], timeZone: 'UTC' },
      { region: 'DE', extraDays: ['2026-02-30'], timeZone: 'UTC' },
      { region: 'DE', extraDays: [], timeZone: 'Mars/Olympus' },
      { region: 'DE', extraDays: [] },
    ])
      await unchanged(
        () => desk.api(COMPLIANCE, 'PUT', '/console/request-calendar', calendar),
        400,
        'BAD_REQUEST',
      )
    for (const name of ['x', '5', '00000000-0000-7000-8000-000000000009'])
      await unchanged(() => desk.api(COMPLIANCE, 'GET', `/console/requests/${name}`), 404, 'NOT_FOUND')
  })

  it('say that the same person has asked before, and open another one when that is meant', async () => {
    const first = await opened()
    const who = { userId: String(person) }
    await unchanged(() => desk.api(COMPLIANCE, 'POST', '/console/requests', order({ who })), 409, 'CONFLICT')
    const second = await opened({ who, another: true })
    expect(second.twins.map(({ caseId }) => caseId)).to.deep.equal([first.request.caseId])
  })

  it('keep the working days, and count by them from then on', async () => {
    const calendar = { region: 'DE-BY', extraDays: ['2026-12-24'], timeZone: 'Europe/Berlin' }
    expect((await desk.api(COMPLIANCE, 'PUT', '/console/request-calendar', calendar)).body).to.deep.equal(
      calendar,
    )
    expect((await desk.api(ADMIN, 'GET', '/console/request-calendar')).body).to.deep.equal(calendar)
    expect((await opened()).request.calendar).to.equal('DE-BY')
  })
})
