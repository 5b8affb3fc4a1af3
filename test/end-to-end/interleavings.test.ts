import { expect } from 'chai'
import { ADMIN, AGENT, COMPLIANCE, type Harness } from '../support/companion-harness.ts'
import {
  consentedTicket,
  draft,
  orderFor,
  REFUND_QUESTION,
  REQUESTER,
  startDesk,
} from '../support/drafting-desk.ts'

const relayed = (event: string) => (desk: Harness, ticketId: string) =>
  desk.api(AGENT, 'POST', `/tickets/${ticketId}/consent/events`, { event, channel: 'phone', evidence: '' })
const ordered = (act: string) => (desk: Harness, ticketId: string) =>
  desk.api(COMPLIANCE, 'POST', `/console/consents/${ticketId}/acts`, { act, reason: 'a reason', epoch: 2 })

/** Whatever ends a consent; each is acknowledged before the draft goes on. */
const WORDS: Readonly<Record<string, (desk: Harness, ticketId: string) => ReturnType<Harness['api']>>> = {
  'they withdraw': relayed('withdraw'),
  'they decline': relayed('deny'),
  'they object': relayed('object'),
  'they may be a minor': relayed('hold_minor'),
  'compliance restricts': ordered('restrict'),
  'compliance holds for a minor': ordered('hold_minor'),
  'compliance declares it invalid': ordered('invalidate'),
  'the ticket changes hands': (desk, ticketId) =>
    desk.api(AGENT, 'PUT', `/tickets/${ticketId}`, { requesterId: `${REQUESTER}9` }),
}
const MOMENTS = [
  'before the gate',
  'after the gate',
  'while it is worded',
  'when it is worded',
  'before it is stored',
  'when it is ready',
  'after a part was inserted',
] as const
type Moment = (typeof MOMENTS)[number]

describe('a no at any moment of a draft', () => {
  let desk: Harness
  let speak: Partial<Record<Moment, () => Promise<unknown>>> = {}
  const at = async (moment: Moment) => {
    const act = speak[moment]
    delete speak[moment]
    await act?.()
  }

  before(async () => {
    desk = await startDesk({
      measure: async (step, act) => {
        if (step === 'gate') await at('before the gate')
        if (step === 'compose') await at('after the gate')
        if (step === 'store') await at('before it is stored')
        const result = await act()
        if (step === 'compose') await at('when it is worded')
        return result
      },
    })
    await desk.api(ADMIN, 'PUT', `/console/roles/${COMPLIANCE}`, { roles: ['compliance'] })
    desk.drafter.during = async () => {
      await at('while it is worded')
      return undefined
    }
  })
  after(() => desk.stop())

  const insert = (draftId: string, sentenceId: string, how: string) =>
    desk.api(AGENT, 'POST', `/drafts/${draftId}/insertions`, {
      sentenceIds: [sentenceId],
      how,
      lastCommentId: '501',
    })

  for (const moment of MOMENTS)
    for (const [word, act] of Object.entries(WORDS))
      it(`serves nothing once it is acknowledged: ${word} ${moment}`, async () => {
        const ticketId = await consentedTicket(desk)
        const order = orderFor(ticketId, REFUND_QUESTION)
        let acknowledged = 0
        const says = async () => {
          acknowledged = (await act(desk, ticketId)).status
        }
        const late = moment === 'when it is ready' || moment === 'after a part was inserted'
        speak = late ? {} : { [moment]: says }
        const run = await draft(desk, order)
        if (late) {
          const first = run.draft?.sentences[0]?.id ?? ''
          if (moment === 'after a part was inserted')
            expect((await insert(order.draftId, first, 'insert')).body.outcome).to.equal('allowed')
          await says()
          expect(first).not.to.equal('')
          for (const how of ['insert', 'copy'])
            expect((await insert(order.draftId, first, how)).body.outcome).to.not.equal('allowed')
        } else {
          expect(run.draft).to.equal(undefined)
          expect(run.events.filter(({ event }) => event === 'sentence' || event === 'ready')).to.deep.equal(
            [],
          )
        }
        expect(acknowledged).to.be.within(200, 201)
        const [row] = desk.rows(`select sealed_content from draft where draft_id = '${order.draftId}'`)
        expect(row?.sealed_content ?? null).to.equal(null)
      })
})
