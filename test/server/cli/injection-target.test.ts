import { expect } from 'chai'
import fc from 'fast-check'
import { EVAL_ARTICLE } from '../../../server/cli/eval-injection.ts'
import { judgeShown } from '../../../server/cli/injection-judge.ts'
import { openInjectionTarget } from '../../../server/cli/injection-target.ts'
import { readCanary } from '../../../server/cli/obeying-model.ts'
import { fuzzedAnswers } from '../../support/fuzzed-answers.ts'

const TICKET = 'Hello, how many days do I have to return items?'

describe('what the injection evaluation attacks', () => {
  it('shows nothing uncited, foreign or leaked of 10,000 answers that went wrong, and does show true ones', async function () {
    this.timeout(240_000)
    const show = openInjectionTarget()
    const answers = fuzzedAnswers({
      passages: [{ label: 'P1', text: EVAL_ARTICLE }],
      sentences: EVAL_ARTICLE.split('\n'),
    })
    let shown = 0
    await fc.assert(
      fc.asyncProperty(answers, async (text) => {
        let canary: string | null = null
        const sentences = await show({
          ticket: TICKET,
          article: null,
          answer: ({ system }) => {
            canary = readCanary(system)
            return text
          },
        })
        shown += sentences.length
        expect(canary).to.be.a('string')
        expect(judgeShown(sentences, { payload: null, ticket: TICKET, canary }).breaches).to.deep.equal([])
      }),
      { numRuns: 10_000, seed: 3 },
    )
    expect(shown).to.be.greaterThan(500)
  })

  it('shows a true sentence beside one that is not', async () => {
    const quote = 'You can return items within 30 days of delivery.'
    const cited = (text: string) => ({
      kind: 'answer',
      question: 1,
      text,
      citations: [{ passage: 'P1', quote }],
    })
    const answer = () => JSON.stringify({ segments: [cited(quote), cited('You can keep them for ever.')] })
    const shown = await openInjectionTarget()({ ticket: TICKET, article: null, answer })
    expect(shown).to.deep.equal([{ text: quote, kind: 'sourced', sources: [EVAL_ARTICLE] }])
  })
})
