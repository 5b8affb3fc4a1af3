import { expect } from 'chai'
import {
  distinctQuestions,
  personalDataIn,
  suggestedQuestions,
} from '../../../server/simulation/trial-questions.ts'

type Articles = Parameters<typeof suggestedQuestions>[0]
type PassagesOf = Parameters<typeof suggestedQuestions>[1]

const article = (articleId: string, title: string) =>
  ({ articleId, locale: 'en-us', title }) as unknown as Articles[number]
const headed =
  (...headings: readonly string[]): PassagesOf =>
  () =>
    [{ headings }] as unknown as ReturnType<PassagesOf>

describe('questions of a provider trial', () => {
  it('with personal data are found, with the question and the place in it', () => {
    const text = 'Where is the parcel of jane@acme.example?'
    const found = personalDataIn([{ text: 'When will I get my refund?' }, { text }])
    expect(found.map(({ question, kind }) => [question, kind])).to.deep.equal([[2, 'EMAIL']])
    expect(text.slice(found[0]?.start, found[0]?.end)).to.equal('jane@acme.example')
  })

  it('are each asked once', () => {
    const twice = [{ text: ' When?  ' }, { text: 'when?' }, { text: 'When?', locale: 'de' }, { text: ' ' }]
    expect(distinctQuestions(twice)).to.deep.equal([{ text: 'When?' }, { text: 'When?', locale: 'de' }])
  })

  it('come from titles and from headings that ask; what asks by itself stands first', () => {
    const { questions, leftOut } = suggestedQuestions(
      [article('1', 'Returns')],
      headed('Overview', 'How long does a refund take?'),
    )
    expect(questions.map(({ text }) => text)).to.deep.equal(['How long does a refund take?', 'Returns'])
    expect(leftOut).to.equal(0)
  })

  it('leave out a heading that a detector finds something in, and say so', () => {
    const { questions, leftOut } = suggestedQuestions([article('1', 'Write to jane@acme.example')], headed())
    expect([questions, leftOut]).to.deep.equal([[], 1])
  })
})
