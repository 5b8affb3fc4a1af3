import { expect } from 'chai'
import type { DraftStanding } from '../../../src/domain/recall-api.ts'
import { AGENT, type Harness, OTHER_AGENT } from '../../support/companion-harness.ts'
import { readyDraft, startDesk, withdraw } from '../../support/drafting-desk.ts'
import { DAY } from '../../support/fake-world.ts'
import { expectProblem } from '../../support/problem-checks.ts'
import { changeQuoted, delist, QUOTED, REWORDED, setReview, takeDown } from '../../support/recall-ground.ts'

describe('the standing of a draft', () => {
  let desk: Harness
  beforeEach(async () => {
    desk = await startDesk()
  })
  afterEach(() => desk.stop())

  const standing = async (draftId: string): Promise<DraftStanding> =>
    (await desk.api(AGENT, 'GET', `/drafts/${draftId}/standing`)).body

  it('is current while its articles are, and asking changes nothing', async () => {
    const { draft } = await readyDraft(desk)
    const before = desk.dump()
    expect(await standing(draft.id)).to.deep.equal({ standing: 'current' })
    expect(desk.dump()).to.equal(before)
  })

  interface Case {
    readonly act: (ticketId: string) => unknown
    readonly cause: string
    readonly fate: string
    readonly now: string | null
  }
  const cases: Readonly<Record<string, Case>> = {
    'the article was changed: with the new wording': {
      act: () => changeQuoted(desk),
      cause: 'changed',
      fate: 'changed',
      now: REWORDED,
    },
    'the article was taken down': {
      act: () => takeDown(desk),
      cause: 'unpublished',
      fate: 'gone',
      now: null,
    },
    'the article is no longer allowlisted': {
      act: () => delist(desk),
      cause: 'delisted',
      fate: 'same',
      now: null,
    },
    'it was changed and de-listed: without the new wording': {
      act: async () => {
        await changeQuoted(desk)
        await delist(desk)
      },
      cause: 'delisted',
      fate: 'changed',
      now: null,
    },
    'the ticket was narrowed': {
      act: (ticketId) =>
        desk.api(AGENT, 'POST', `/tickets/${ticketId}/scope/narrowings`, {
          denyArticles: [{ articleId: 'refund' }],
        }),
      cause: 'delisted',
      fate: 'same',
      now: null,
    },
    'the day of its review has passed, with no act of anybody': {
      act: async () => {
        await setReview(desk, '2026-11-20')
        desk.world.pass(DAY)
      },
      cause: 'review_due',
      fate: 'same',
      now: null,
    },
  }
  for (const [name, { act, cause, fate, now }] of Object.entries(cases))
    it(`is "recalled" when ${name}`, async () => {
      const { ticketId, draft } = await readyDraft(desk)
      const quoting = draft.sentences.find(({ text }) => text === QUOTED)
      await act(ticketId)
      const found = await standing(draft.id)
      if (found.standing !== 'recalled') throw new Error('it still stands')
      expect(found.articles.map((article) => [article.articleId, article.cause])).to.deep.equal([
        ['refund', cause],
      ])
      expect(found.sentences.find(({ id }) => id === quoting?.id)).to.deep.equal({
        id: quoting?.id,
        fate,
        now,
      })
      // Greeting and closing rest on no article.
      expect(found.sentences).to.have.length(2)
    })

  it('says which article, but nothing of the sentences, once the words are gone', async () => {
    const { ticketId, draft } = await readyDraft(desk)
    await withdraw(desk, ticketId)
    await changeQuoted(desk)
    const found = await standing(draft.id)
    expect(found).to.deep.include({ standing: 'recalled', sentences: [] })
    expect(JSON.stringify(found)).to.not.contain('warehouse')
  })

  it('is told to nobody but the agent who made it', async () => {
    const { draft } = await readyDraft(desk)
    await changeQuoted(desk)
    expectProblem(await desk.api(OTHER_AGENT, 'GET', `/drafts/${draft.id}/standing`), 404, 'NOT_FOUND')
    expectProblem(await desk.api(AGENT, 'GET', '/drafts/none/standing'), 404, 'NOT_FOUND')
  })
})
