import { expect } from 'chai'
import { ACCOUNT_ORIGIN, ADMIN, AGENT, type Harness } from '../support/companion-harness.ts'
import {
  consentedTicket,
  draft,
  orderFor,
  REFUND_QUESTION,
  readyDraft,
  startDesk,
  withdraw,
} from '../support/drafting-desk.ts'
import { DAY, HOUR, MINUTE } from '../support/fake-world.ts'
import { tableOf } from '../support/fuzz-run.ts'

/** Each is gone and come back from. */
const JUMPS: Readonly<Record<string, number>> = {
  'an hour back': -HOUR,
  'a day back': -DAY,
  'a month back': -30 * DAY,
  'an hour ahead': HOUR,
  'a day ahead': DAY,
}

describe('a clock that jumps under a running companion', () => {
  const counts: string[][] = []
  let desk: Harness
  beforeEach(async () => {
    desk = await startDesk()
  })
  afterEach(() => desk.stop())
  after(() =>
    process.stdout.write(`${tableOf(['the clock goes', 'asked of what was over', 'let through'], counts)}\n`),
  )

  const signIn = async (token: string) =>
    (
      await desk.call('POST', `/sidebar?origin=${encodeURIComponent(ACCOUNT_ORIGIN)}`, {
        raw: new URLSearchParams({ token }).toString(),
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
      })
    ).status

  for (const [name, ms] of Object.entries(JUMPS))
    it(`${name} and returns: what was over stays over, and the log keeps its order`, async () => {
      const spent = desk.hostToken(AGENT)
      expect(await signIn(spent)).to.equal(200)
      const authorization = `Bearer ${await desk.sessionOf(AGENT)}`
      const { draft: gone } = await readyDraft(desk)
      const dismissed = await desk.api(AGENT, 'POST', `/drafts/${gone.id}/dismissals`, {
        reason: 'not_needed',
      })
      expect(dismissed.status).to.equal(204)
      const withdrawn = await consentedTicket(desk, '22')
      await withdraw(desk, withdrawn)
      let [asked, through] = [0, 0]
      const isOver = (over: boolean) => {
        asked += 1
        if (!over) through += 1
      }
      const askAll = async () => {
        isOver((await signIn(spent)) !== 200)
        const insertion = { sentenceIds: ['s1'], how: 'insert', lastCommentId: '501' }
        const inserted = await desk.api(AGENT, 'POST', `/drafts/${gone.id}/insertions`, insertion)
        expect(inserted.status).to.equal(200)
        isOver(inserted.body.outcome === 'refused')
        const order = orderFor(withdrawn, REFUND_QUESTION, { requesterId: '22' })
        const refused = await draft(desk, order)
        expect(refused.status).to.equal(200)
        isOver(refused.draft === undefined && refused.reasons.length > 0)
        expect((await desk.api(ADMIN, 'GET', '/console/audit/check')).body.problem).to.equal(null)
      }
      await askAll()
      desk.world.pass(ms)
      isOver((await desk.call('GET', '/api/v1/me', { authorization })).status === 401)
      await askAll()
      desk.world.pass(-ms)
      await askAll()
      desk.world.pass(MINUTE)
      expect(
        (
          await draft(
            desk,
            orderFor(await consentedTicket(desk, '23'), REFUND_QUESTION, { requesterId: '23' }),
          )
        ).draft,
      ).to.not.equal(undefined)
      expect(desk.audit().map(({ index }) => index)).to.deep.equal(desk.audit().map((_, at) => at))
      desk = await desk.restart()
      expect((await desk.api(ADMIN, 'GET', '/console/audit/check')).body.problem).to.equal(null)
      counts.push([name, String(asked), String(through)])
      expect(through).to.equal(0)
    })

  it('two years ahead ends a consent, and its return does not give it back', async () => {
    const ticketId = await consentedTicket(desk)
    desk.world.pass(800 * DAY)
    desk = await desk.restart()
    desk.world.pass(-800 * DAY)
    const asked = await draft(desk, orderFor(ticketId, REFUND_QUESTION))
    expect(asked.draft).to.equal(undefined)
    expect(asked.reasons).to.not.deep.equal([])
    expect(desk.drafter.calls).to.equal(0)
  })
})
