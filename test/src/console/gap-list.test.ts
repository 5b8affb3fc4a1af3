import { expect } from 'chai'
import { dutyOf, gapsCsv, matchesGap, NO_FILTER, trendOf } from '../../../src/console/gap-list.ts'
import { loadPageWords } from '../../../src/console/words.ts'
import { BOOT_TOPIC, SAMPLE_GAPS } from '../../support/fake-gaps.ts'

describe('the list of gaps', () => {
  const topics = SAMPLE_GAPS.topics
  const kept = (filter: Partial<typeof NO_FILTER>) =>
    topics.filter((topic) => matchesGap(topic, { ...NO_FILTER, ...filter })).map(({ topicId }) => topicId[0])

  it('is filtered by words, questions and articles, by language and by what is missing', () => {
    expect(kept({})).to.deep.equal(['b', 'c', 'f'])
    expect(kept({ text: ' BOOTS ' })).to.deep.equal(['b', 'f'])
    expect(kept({ text: 'warranty' })).to.deep.equal(['b'])
    expect(kept({ text: 'return period' })).to.deep.equal(['b', 'f'])
    expect(kept({ language: 'de' })).to.deep.equal(['c'])
    expect(kept({ duty: 'allow' })).to.deep.equal(['c'])
    expect(kept({ duty: 'write', text: 'zelt' })).to.deep.equal([])
    expect(topics.map(dutyOf)).to.deep.equal(['write', 'allow', 'write'])
  })

  it('says what grows and what fades, and nothing of a handful', () => {
    expect(topics.map(trendOf)).to.deep.equal(['grows', 'fades', 'steady'])
    expect(trendOf({ ...BOOT_TOPIC, questions: 10, spans: [2, 2, 2, 2, 2] })).to.equal('steady')
  })

  it('is a table for a spreadsheet, in which no question can become a formula', async () => {
    const { words } = await loadPageWords('en-us')
    const evil = { ...BOOT_TOPIC, examples: ['=HYPERLINK("http://evil.example")', 'ok'] }
    const text = gapsCsv([evil, ...topics.slice(2)], words, 'en')
    const [head = '', first = ''] = text.split('\r\n')
    expect(head).to.equal(
      '\uFEFF"Topic","Language","What is missing","Questions","People","30 to 24 days ago","24 to 18 days ago","18 to 12 days ago","12 to 6 days ago","6 to 0 days ago","Examples","Nearest articles","Answered by, not allowed"',
    )
    expect(first).to.contain(
      '"boots, resole, repair","English","No article yet","17","14","1","2","2","4","8"',
    )
    expect(first).to.contain(`"'=HYPERLINK(""http://evil.example"")\nok"`)
    expect(text).to.contain('"boots","English","No article yet","4","fewer than 3","","","","","",""')
  })
})
