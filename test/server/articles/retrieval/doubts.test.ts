import { expect } from 'chai'
import { ownTopic } from '../../../../server/articles/retrieval/doubts.ts'
import { buildLanguageIndex } from '../../../../server/articles/retrieval/language-index.ts'
import { readQuestion } from '../../../../server/articles/retrieval/question.ts'
import { SAMPLE_ARTICLES } from './sample-articles.ts'

const index = buildLanguageIndex(
  'en',
  SAMPLE_ARTICLES.filter(({ locale }) => locale === 'en-us'),
)
const says = (question: string, alone = false) => ownTopic(readQuestion(index, question), alone)

describe('how far a question says what it is about', () => {
  it('is fully where it names a thing, and not at all where it only does something', () => {
    expect(says('How do I descale a kettle?')).to.equal(1)
    expect(says('What do I pay?')).to.equal(0)
  })

  it('is less where a pronoun stands for what the ticket said', () => {
    expect(says('Do they descale the kettle?')).to.be.lessThan(says('Do you descale the kettle?'))
  })

  it('is what its words say where nothing stands around it, and nothing where they only point elsewhere', () => {
    expect(says('What do I pay?', true)).to.equal(1)
    expect(says('Do they descale the kettle?', true)).to.equal(1)
    expect(says('What do I pay for it?', true)).to.equal(0)
  })
})
