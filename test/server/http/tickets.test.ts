import { expect } from 'chai'
import { AGENT, type Harness } from '../../support/companion-harness.ts'
import {
  consentedTicket,
  newTicketId,
  openedTicket,
  REQUESTER,
  startDesk,
  withdraw,
} from '../../support/drafting-desk.ts'
import { expectProblem } from '../../support/problem-checks.ts'

const SECRET = 'zwetschgendatschi'

describe('tickets over HTTP', () => {
  let desk: Harness
  before(async () => {
    desk = await startDesk()
  })
  after(() => desk.stop())

  const record = (ticketId: string, change: object) =>
    desk.api(AGENT, 'POST', `/tickets/${ticketId}/consent/events`, {
      event: 'grant',
      channel: 'phone',
      evidence: 'said yes on the phone',
      ...change,
    })

  const ids = ['0', '01', '-1', '1.5', '1e3', 'abc', '%20', '9'.repeat(20), '٣']
  for (const id of ids)
    it(`do not exist under an id that is none: ${id}`, async () => {
      const answer = await desk.api(AGENT, 'PUT', `/tickets/${id}`, { requesterId: REQUESTER })
      expectProblem(answer, 404, 'NOT_FOUND')
    })

  it('may come with locale and tags, of which no word is stored', async () => {
    const ticketId = newTicketId()
    const body = { requesterId: REQUESTER, locale: 'de-AT', tags: [SECRET] }
    expect((await desk.api(AGENT, 'PUT', `/tickets/${ticketId}`, body)).status).to.equal(200)
    expect(desk.dump()).to.not.contain(SECRET)
  })

  it('are made once when two tabs open them at the same moment', async () => {
    const ticketId = newTicketId()
    const answers = await Promise.all(
      Array.from({ length: 5 }, () =>
        desk.api(AGENT, 'PUT', `/tickets/${ticketId}`, { requesterId: REQUESTER }),
      ),
    )
    expect(answers.map(({ status }) => status)).to.deep.equal([200, 200, 200, 200, 200])
    expect(desk.rows(`select 1 from ticket where ticket_id = '${ticketId}'`).length).to.equal(1)
  })

  describe('consent that an agent relays', () => {
    it('needs evidence, which is sealed: no word of it lies open in store or log', async () => {
      const ticketId = await openedTicket(desk)
      const answer = await record(ticketId, { evidence: SECRET })
      expect([answer.status, answer.body.consent.status]).to.deep.equal([201, 'unknown'])
      expect(desk.dump()).to.not.contain(SECRET)
      expect(desk.logged()).to.not.contain(SECRET)
      expect(answer.text).to.not.contain(SECRET)
    })

    const refused: Readonly<Record<string, readonly [object, string]>> = {
      'a grant without evidence': [{ evidence: '' }, 'GRANT_NEEDS_REQUESTER_OR_EVIDENCE'],
      'a grant with blanks for evidence': [{ evidence: ' \n\t ' }, 'GRANT_NEEDS_REQUESTER_OR_EVIDENCE'],
    }
    for (const [name, [change, rule]] of Object.entries(refused))
      it(`is refused by its rule, and changes nothing: ${name}`, async () => {
        const ticketId = await openedTicket(desk)
        const before = desk.dump()
        const answer = await record(ticketId, change)
        expectProblem(answer, 409, 'ILLEGAL_TRANSITION')
        expect(answer.body.rule).to.equal(rule)
        expect(desk.dump()).to.equal(before)
      })

    it('never turns a no into a yes', async () => {
      const ticketId = await consentedTicket(desk)
      await withdraw(desk, ticketId)
      const answer = await record(ticketId, {})
      expectProblem(answer, 409, 'ILLEGAL_TRANSITION')
      expect(answer.body.rule).to.equal('GRANT_AFTER_NO_NEEDS_REQUESTER')
    })

    it('never speaks for the link: that channel is the requester’s own', async () => {
      const ticketId = await openedTicket(desk)
      expectProblem(await record(ticketId, { channel: 'link' }), 400, 'BAD_REQUEST')
    })

    for (const event of ['set_basis', 'lift_restriction', 'requester_changed', 'erase', 'expire', 'request'])
      it(`has no word for ${event}`, async () => {
        const ticketId = await openedTicket(desk)
        expectProblem(await record(ticketId, { event }), 400, 'BAD_REQUEST')
      })

    it('can always be withdrawn, without a reason', async () => {
      const ticketId = await openedTicket(desk)
      const answer = await record(ticketId, { event: 'withdraw', evidence: '' })
      expect([answer.status, answer.body.consent.status]).to.deep.equal([201, 'withdrawn'])
    })
  })

  it('are not asked for consent while it is granted, and the link that exists stays the same', async () => {
    const ticketId = await consentedTicket(desk)
    const before = desk.dump()
    const answer = await desk.api(AGENT, 'POST', `/tickets/${ticketId}/consent/requests`, {})
    expectProblem(answer, 409, 'ILLEGAL_TRANSITION')
    expect(answer.body.rule).to.equal('REQUEST_WHILE_DRAFTABLE')
    expect(desk.dump()).to.equal(before)
  })

  const narrowings: Readonly<Record<string, object>> = {
    'an action that does not exist': { removeActions: ['send'] },
    'a field that does not exist': { removeFields: ['internal_notes'] },
    'an article rule with an unknown key': { denyArticles: [{ author: '1' }] },
    'half a character in a rule': { denyArticles: [{ label: '\ud800' }] },
    'an end that is no moment': { expiresAt: 'tomorrow' },
    'an addition': { addActions: ['draft'] },
  }
  for (const [name, order] of Object.entries(narrowings))
    it(`keep their scope when a narrowing names ${name}`, async () => {
      const ticketId = await openedTicket(desk)
      const before = desk.dump()
      const answer = await desk.api(AGENT, 'POST', `/tickets/${ticketId}/scope/narrowings`, order)
      expectProblem(answer, 400, 'BAD_REQUEST')
      expect(desk.dump()).to.equal(before)
    })
})
