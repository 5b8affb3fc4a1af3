import { expect } from 'chai'
import { topicsOfText } from '../../../server/drafting/ticket-topics.ts'
import { ADMIN, AGENT, type Harness, LOG_TABLES } from '../../support/companion-harness.ts'
import {
  consentedTicket,
  draft,
  draftsMade,
  orderFor,
  REFUND_QUESTION,
  startDesk,
} from '../../support/drafting-desk.ts'
import { scriptedModel } from '../../support/scripted-model.ts'

const REFUNDS = { id: 'refunds', name: 'Refunds', phrases: ['my refund', 'Rückerstattung'] }
const LAW = { id: 'law', name: 'Legal threats', phrases: ['lawyer', 'small claims court'] }
const TOPICS = [REFUNDS, LAW]
const POLICY = {
  version: 0,
  actions: ['draft', 'rewrite', 'search'],
  fields: ['requester_text', 'subject', 'locale'],
  draftsPerTicket: 10,
  maxChars: 4_000,
  validDays: 30,
  topics: TOPICS,
}
const THREAT = `${REFUND_QUESTION} My lawyers will write to you otherwise.`

describe('the topics of a ticket', () => {
  it('are found by their phrases in any inflection, in every language of the help center, and else not', () => {
    const found = (text: string) => topicsOfText(text, TOPICS, ['en-us', 'de']).map(({ id }) => id)
    expect(found('When do I get MY REFUNDS?')).to.deep.equal(['refunds'])
    expect(found('Wann kommen die Rückerstattungen?')).to.deep.equal(['refunds'])
    expect(found('I asked two lawyers about my refund.')).to.have.members(['refunds', 'law'])
    expect(found('The court is small; my claims are not.')).to.deep.equal([])
    expect(found('')).to.deep.equal([])
  })

  describe('of a draft that is ready', () => {
    const ALLOWED_REFUNDS = { ...POLICY, topicChoice: { allow: ['refunds'], deny: [] } }
    const changes: Readonly<Record<string, { first: object; after: object; still: boolean }>> = {
      'its topic is denied now': {
        first: POLICY,
        after: { topicChoice: { deny: ['refunds'] } },
        still: false,
      },
      'a denied topic is found by more now': {
        first: { ...POLICY, topicChoice: { deny: ['law'] } },
        after: {
          topicChoice: { deny: ['law'] },
          topics: [REFUNDS, { ...LAW, phrases: [...LAW.phrases, 'refund'] }],
        },
        still: false,
      },
      'an allowed topic is found by less now': {
        first: ALLOWED_REFUNDS,
        after: { ...ALLOWED_REFUNDS, topics: [{ ...REFUNDS, phrases: ['Rückerstattung'] }, LAW] },
        still: false,
      },
      'something else was narrowed': {
        first: ALLOWED_REFUNDS,
        after: { ...ALLOWED_REFUNDS, validDays: 29 },
        still: true,
      },
      'a topic that nobody chose was changed': {
        first: POLICY,
        after: { topics: [{ ...REFUNDS, phrases: ['refund'] }, LAW] },
        still: true,
      },
    }
    for (const [name, { first, after, still }] of Object.entries(changes))
      it(`${still ? 'keep it open' : 'close it to inserting and rewording'} when ${name}`, async () => {
        const model = scriptedModel()
        const desk = await startDesk({ model })
        await desk.api(ADMIN, 'PUT', '/console/scope-policy', first)
        const ticketId = await consentedTicket(desk)
        const { draft: made } = await draft(desk, orderFor(ticketId, REFUND_QUESTION))
        const changed = await desk.api(ADMIN, 'PUT', '/console/scope-policy', {
          ...POLICY,
          ...after,
          version: 1,
        })
        expect(changed.status).to.equal(200)
        const rewrite = { of: made?.id ?? '', how: 'shorter' as const }
        const reworded = await draft(desk, orderFor(ticketId, '', { rewrite, comments: [] }))
        const order = {
          sentenceIds: made?.sentences.map(({ id }) => id),
          how: 'insert',
          lastCommentId: '501',
        }
        const { body } = await desk.api(AGENT, 'POST', `/drafts/${made?.id}/insertions`, order)
        expect([reworded.reasons, body.outcome, model.calls.length]).to.deep.equal(
          still ? [[], 'allowed', 2] : [['DRAFT_NOT_OPEN'], 'refused', 1],
        )
        expect((await desk.api(AGENT, 'GET', `/drafts/${made?.id}`)).body).to.not.have.property('topics')
        await desk.stop()
      })
  })

  describe('at the gate', () => {
    let desk: Harness
    beforeEach(async () => {
      desk = await startDesk()
    })
    afterEach(() => desk.stop())

    async function ask(choice: object, text: string, subject?: string) {
      await desk.api(ADMIN, 'PUT', '/console/scope-policy', { ...POLICY, ...choice })
      const ticketId = await consentedTicket(desk)
      const order = orderFor(ticketId, text, subject === undefined ? {} : { subject })
      const stored = desk.dump(LOG_TABLES)
      const run = await draft(desk, order)
      const last = run.events.at(-1)
      return {
        ready: run.draft?.status === 'ready',
        refusals: last?.event === 'refused' ? last.refusals.map(({ refusal }) => refusal) : [],
        nothing:
          desk.drafter.calls === 0 && draftsMade(desk, ticketId) === 0 && desk.dump(LOG_TABLES) === stored,
      }
    }
    const open = { ready: true, refusals: [], nothing: false }
    const shut = (topic: string | null) => ({
      ready: false,
      refusals: [{ reason: 'TOPIC_NOT_IN_SCOPE', topic }],
      nothing: true,
    })

    const CASES: Readonly<Record<string, readonly [object, string, object, string?]>> = {
      'a denied topic is refused by its name': [
        { topicChoice: { deny: ['law'] } },
        THREAT,
        shut('Legal threats'),
      ],
      'a denied topic is refused in the subject, too': [
        { topicChoice: { deny: ['law'] } },
        REFUND_QUESTION,
        shut('Legal threats'),
        'From my lawyer',
      ],
      'what is not denied is drafted': [{ topicChoice: { deny: ['law'] } }, REFUND_QUESTION, open],
      'an allowed topic is drafted': [
        { topicChoice: { allow: ['refunds'], deny: [] } },
        REFUND_QUESTION,
        open,
      ],
      'text about none of the allowed topics is refused': [
        { topicChoice: { allow: ['law'], deny: [] } },
        REFUND_QUESTION,
        shut(null),
      ],
      'deny beats allow': [
        { topicChoice: { allow: ['refunds', 'law'], deny: ['law'] } },
        THREAT,
        shut('Legal threats'),
      ],
      'a rule for every ticket takes a topic as the base does': [
        { rules: [{ id: 'all', name: 'All', when: {}, restrict: { topics: { deny: ['law'] } } }] },
        THREAT,
        shut('Legal threats'),
      ],
      'a topic that nobody chose about takes nothing': [{}, THREAT, open],
    }
    for (const [name, [choice, text, expected, subject]] of Object.entries(CASES))
      it(name, async () => {
        expect(await ask(choice, text, subject)).to.deep.equal(expected)
      })
  })
})
