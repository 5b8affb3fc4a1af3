import { expect } from 'chai'
import type { SummaryPoint } from '../../src/domain/api.ts'
import { putApproved } from '../support/approval-ground.ts'
import { ADMIN, AGENT, COMPLIANCE, type Harness } from '../support/companion-harness.ts'
import {
  consentedTicket,
  type DraftRun,
  draft,
  newDraftId,
  orderFor,
  REFUND_QUESTION,
  REQUESTER,
  startDesk,
} from '../support/drafting-desk.ts'
import { type Reading, scriptedModel } from '../support/scripted-model.ts'
import type { MovableModel } from '../support/turnstiles.ts'

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

/** Somebody new: what one person said must not stand over the next. */
let people = 0
async function askedPerson(desk: Harness) {
  people += 1
  const requesterId = `77${people}`
  return { requesterId, ticketId: await consentedTicket(desk, requesterId) }
}

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
        const { ticketId, requesterId } = await askedPerson(desk)
        const order = orderFor(ticketId, REFUND_QUESTION, { requesterId })
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

const TOLD = [
  'My kettle leaks water at the handle since Monday.',
  'The shop sent a new seal but the kettle still leaks.',
  'I have thrown the box away.',
]
const PARTS = [1, 2, 3] as const

/** What a model is asked for; the words in it come one whole part after the other. */
type Asked = 'a draft' | 'a rewrite' | 'a summary'
const MODEL_MOMENTS = ['before the look before egress', 'before it is stored'] as const
type ModelMoment =
  | (typeof MODEL_MOMENTS)[number]
  | `after part ${(typeof PARTS)[number]}`
  | 'before the last word'

const MOMENTS_OF: Readonly<Record<Asked, readonly ModelMoment[]>> = {
  'a draft': [
    'before the look before egress',
    ...PARTS.map((part) => `after part ${part}` as const),
    'before the last word',
    'before it is stored',
  ],
  'a rewrite': [
    'before the look before egress',
    'after part 1',
    'before the last word',
    'before it is stored',
  ],
  'a summary': ['before the look before egress', 'after part 1', 'before the last word'],
}

describe('a no at any moment of what a model words', () => {
  let desk: Harness
  let speak: { readonly moment: ModelMoment; readonly act: () => Promise<unknown> } | null = null
  /** Whole parts that the model has said in this test. */
  let said: string[] = []
  const at = async (moment: ModelMoment) => {
    if (speak?.moment !== moment) return
    const { act } = speak
    speak = null
    await act()
  }

  const scripted = scriptedModel()
  /** Stops before the look that is taken once more when the words are ready to leave. */
  const model: MovableModel = {
    ...scripted,
    behind(turnstile) {
      const inner = scripted.behind(turnstile)
      return {
        ...inner,
        ask: (allow, call, signal) => {
          const permit: typeof call.permit = async (payload) => {
            await at('before the look before egress')
            return call.permit(payload)
          }
          return inner.ask(allow, { ...call, permit }, signal)
        },
      }
    },
  }

  async function* tell(open: string, parts: readonly (readonly [string, object])[], close: string) {
    yield open
    for (const [index, [text, part]] of parts.entries()) {
      said.push(text)
      yield `${index === 0 ? '' : ','}${JSON.stringify(part)}`
      await at(`after part ${index + 1}` as ModelMoment)
    }
    await at('before the last word')
    yield close
  }
  const wordReply = ({ passages }: Reading) => {
    const parts = passages.flatMap(({ name, text }) =>
      text.split(/\n|(?<=\.) /).map((sentence) => {
        const citations = [{ passage: name, quote: sentence }]
        return [sentence, { kind: 'answer', question: 1, text: sentence, citations }] as const
      }),
    )
    return tell('{"segments":[', parts.slice(0, PARTS.length), '],"not_answered":[]}')
  }
  const wordSummary = () =>
    tell(
      '{"points":[',
      TOLD.map((text, index) => [text, { text, comment: `C${index + 1}`, quote: text }] as const),
      ']}',
    )

  before(async () => {
    desk = await startDesk({
      model,
      measure: async (step, act) => {
        if (step === 'store') await at('before it is stored')
        return act()
      },
    })
    await desk.api(ADMIN, 'PUT', `/console/roles/${COMPLIANCE}`, { roles: ['compliance'] })
    const { body } = await desk.api(ADMIN, 'GET', '/console/scope-policy')
    const actions = ['draft', 'rewrite', 'summarise', 'search']
    await putApproved(desk, '/console/scope-policy', { ...body, actions })
  })
  beforeEach(() => {
    speak = null
    said = []
    scripted.reset()
    scripted.says = wordReply
  })
  after(() => desk.stop())

  const sentencesIn = ({ events }: DraftRun) =>
    events.flatMap((event) => (event.event === 'sentence' ? [event.sentence.text] : []))

  /** @returns the sentences that were sent to the sidebar, and the id of the draft that was asked for. */
  async function ask(asked: Asked, person: Awaited<ReturnType<typeof askedPerson>>, says: typeof speak) {
    const { ticketId, requesterId } = person
    if (asked === 'a summary') {
      scripted.says = wordSummary
      speak = says
      const comments = TOLD.map((text, index) => ({
        ...{ id: `50${index + 1}`, text, createdAt: `2026-11-20T08:0${index}:00.000Z` },
      }))
      const order = { summaryId: newDraftId(), ticketId, requesterId, comments, replaced: {} }
      const { body } = await desk.api(AGENT, 'POST', '/summaries', order)
      const done = body.outcome === 'summarised'
      const points: readonly SummaryPoint[] = done ? body.points : []
      return { shown: points.map(({ text }) => text), done, draftId: null }
    }
    const first = orderFor(ticketId, REFUND_QUESTION, { requesterId })
    if (asked === 'a draft') {
      speak = says
      const run = await draft(desk, first)
      return { shown: sentencesIn(run), done: run.draft !== undefined, draftId: first.draftId }
    }
    expect((await draft(desk, first)).draft?.status).to.equal('ready')
    said = []
    speak = says
    const rewrite = { of: first.draftId, how: 'friendlier' as const }
    const order = { ...first, draftId: newDraftId(), comments: [], rewrite }
    const run = await draft(desk, order)
    return { shown: sentencesIn(run), done: run.draft !== undefined, draftId: order.draftId }
  }

  for (const asked of ['a draft', 'a rewrite', 'a summary'] as const) {
    it(`is ${asked} where nobody says no`, async () => {
      const { shown, done } = await ask(asked, await askedPerson(desk), null)
      expect(done).to.equal(true)
      expect(said.length).to.be.within(asked === 'a rewrite' ? 1 : PARTS.length, PARTS.length)
      expect(shown).to.include.members(said)
    })

    for (const moment of MOMENTS_OF[asked])
      for (const [word, act] of Object.entries(WORDS))
        it(`shows nothing more of ${asked} once it is acknowledged: ${word} ${moment}`, async () => {
          const person = await askedPerson(desk)
          let acknowledged = 0
          let saidBefore = 0
          const { shown, done, draftId } = await ask(asked, person, {
            moment,
            act: async () => {
              acknowledged = (await act(desk, person.ticketId)).status
              saidBefore = said.length
            },
          })
          expect(acknowledged).to.be.within(200, 201)
          expect(done).to.equal(false)
          if (moment === 'before the look before egress') expect(said).to.deep.equal([])
          expect(said.slice(saidBefore).filter((part) => shown.includes(part))).to.deep.equal([])
          const [row] = desk.rows(`select sealed_content from draft where draft_id = '${draftId}'`)
          expect(row?.sealed_content ?? null).to.equal(null)
        })
  }
})
