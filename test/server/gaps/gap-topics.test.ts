import { expect } from 'chai'
import { type GapQuestion, gapTopics } from '../../../server/gaps/gap-topics.ts'

const NOW = new Date('2026-11-27T08:00:00Z')
const noPause = async () => undefined
const near = (articleId: string) => ({ articleId, locale: 'en-us', title: articleId, url: null })

let questions = 0
function asked(requesterRef: string, text: string, change: Partial<GapQuestion> = {}): GapQuestion {
  questions += 1
  return {
    questionId: `q${questions}`,
    requesterRef,
    at: '2026-11-26T08:00:00Z',
    locale: 'en-us',
    text,
    nearest: [],
    answeredBy: null,
    ...change,
  }
}
const topicsOf = (list: readonly GapQuestion[]) => gapTopics(list, NOW, noPause)

const BOATS = (refs: readonly string[]) => refs.map((ref) => asked(ref, 'Can I rent a fishing boat?'))

describe('a topic that is shown', () => {
  const cases = { 'one person': ['a', 'a', 'a'], 'two people': ['a', 'b', 'a', 'b'] }
  for (const [name, refs] of Object.entries(cases))
    it(`tells nothing of what ${name} wrote`, async () => {
      expect(await topicsOf(BOATS(refs))).to.deep.equal({ topics: [], unnamed: refs.length })
    })

  it('tells words and an example of three', async () => {
    const { topics, unnamed } = await topicsOf(BOATS(['a', 'b', 'c']))
    expect(unnamed).to.equal(0)
    expect(topics[0]).to.deep.include({
      requesters: 3,
      questions: 3,
      examples: ['Can I rent a fishing boat?'],
    })
    expect(topics[0]?.words).to.have.members(['rent', 'fishing', 'boat'])
    expect(topics[0]?.kinds).to.deep.equal([
      { kind: 'may', questions: 3, examples: ['Can I rent a fishing boat?'] },
    ])
  })

  it('keeps a question to itself that is mostly in words nobody else uses', async () => {
    const odd = 'Rent a fishing boat, Quirin Zwetschgendatschi?'
    const { topics } = await topicsOf([...BOATS(['a', 'b', 'c']), asked('d', odd)])
    expect(topics[0]).to.deep.include({ questions: 4, requesters: 4 })
    const told = JSON.stringify(topics)
    for (const word of ['Quirin', 'Zwetschgendatschi']) expect(told).to.not.contain(word)
  })

  it('counts people, not questions, however common the words are', async () => {
    const { topics } = await topicsOf([
      ...['a', 'b', 'c'].map((ref) => asked(ref, 'Engine oil price list')),
      ...['a', 'b', 'c'].map((ref) => asked(ref, 'Smoke alarm battery lifetime')),
      ...['d', 'e', 'd', 'e'].map((ref) => asked(ref, 'Engine smoke!')),
    ])
    const small = topics.filter(({ requesters }) => requesters === null)
    expect(small.map(({ questions: count, examples }) => [count, examples])).to.deep.equal([[4, []]])
  })

  it('names words in a small topic only when three people use them elsewhere', async () => {
    const { topics } = await topicsOf([
      ...['a', 'b', 'c'].map((ref) => asked(ref, 'Can I rent a fishing boat?')),
      ...['d', 'e'].map((ref) => asked(ref, 'The boat engine of Hinterobertupfing smokes, engine engine')),
    ])
    for (const topic of topics) {
      if (topic.requesters !== null) continue
      expect(topic.examples).to.deep.equal([])
      expect(topic.words.every((word) => /boat/i.test(word))).to.equal(true)
      expect(topic.kinds).to.deep.equal([{ kind: 'other', questions: topic.questions, examples: [] }])
      expect(topic.spans).to.deep.equal([])
    }
  })

  it('keeps its name while its questions come and go', async () => {
    const [first] = (await topicsOf(BOATS(['a', 'b', 'c']))).topics
    const [later] = (await topicsOf(BOATS(['x', 'y', 'z', 'a']))).topics
    expect(later?.topicId).to.equal(first?.topicId)
  })

  it('counts in parts of six days, the newest last', async () => {
    const at = (days: number) => new Date(NOW.getTime() - days * 86_400_000).toISOString()
    const days = [0, 5.9, 6.1, 17, 29.9]
    const { topics } = await topicsOf(
      days.map((ago, index) => asked(`r${index}`, 'Can I rent a fishing boat?', { at: at(ago) })),
    )
    expect(topics[0]?.spans).to.deep.equal([1, 0, 1, 1, 2])
  })

  it('tells apart languages, and the article that most would be answered by', async () => {
    const answered = { answeredBy: near('boats'), nearest: [near('ships'), near('cars')] }
    const { topics } = await topicsOf([
      ...['a', 'b', 'c'].map((ref) => asked(ref, 'Can I rent a fishing boat?', answered)),
      ...['a', 'b', 'c', 'd'].map((ref) => asked(ref, 'Kann ich ein Boot mieten?', { locale: 'de' })),
    ])
    expect(topics.map(({ language, questions: count }) => [language, count])).to.deep.equal([
      ['de', 4],
      ['en', 3],
    ])
    expect(topics[1]?.answeredBy?.articleId).to.equal('boats')
    expect(topics[1]?.nearest.map(({ articleId }) => articleId)).to.deep.equal(['cars', 'ships'])
    expect(topics[0]).to.deep.include({ answeredBy: null, nearest: [] })
  })
})
