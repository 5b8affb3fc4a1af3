import { expect } from 'chai'
import {
  type ArticleFilter,
  countStates,
  cutRows,
  groupRows,
  matchesFilter,
  NO_FILTER,
  type StatedRow,
  stateOf,
} from '../../../src/console/article-tree.ts'
import { manyArticles, SAMPLE_SELECTION, sampleArticles } from '../../support/console-data.ts'

const STATED = sampleArticles().map((row): StatedRow => ({ row, state: stateOf(row, SAMPLE_SELECTION) }))
const found = (filter: Partial<ArticleFilter>) =>
  STATED.filter((stated) => matchesFilter(stated, { ...NO_FILTER, ...filter }))

describe('the synced articles as a tree', () => {
  it('groups the languages of one section together, named in the reader’s language', () => {
    const german = groupRows(STATED, 'de')
    expect(german.map(({ name }) => name)).to.deep.equal([
      'Bestellung und Lieferung',
      'Konto und Datenschutz',
      'Rückgabe und Reparatur',
    ])
    const english = groupRows(STATED, 'en')
    expect(english.map(({ sections }) => sections.length)).to.deep.equal([3, 3, 3])
    expect(english[0]?.locales).to.deep.equal(['de', 'en-us'])
  })

  it('keeps the translations of one article next to each other', () => {
    const [payments] = groupRows(
      STATED.filter(({ row }) => row.sectionId === '130'),
      'en',
    ).flatMap(({ sections }) => sections)
    expect(payments?.rows.slice(0, 4).map(({ row }) => row.title)).to.deep.equal([
      'A payment failed',
      'Eine Zahlung ist fehlgeschlagen',
      'Paying by invoice',
      'Auf Rechnung zahlen',
    ])
  })

  it('counts a barred version neither as allowed nor as merely not allowed', () => {
    const counts = countStates(STATED)
    expect(counts).to.deep.equal({ total: 92, allowed: counts.allowed, barred: 10 })
    expect(found({ state: 'allowed' }).length).to.equal(counts.allowed)
    expect(found({ state: 'not_allowed' }).length).to.equal(92 - 10 - counts.allowed)
  })

  const filters: Record<string, [Partial<ArticleFilter>, number]> = {
    'words in any order': [{ text: 'parcel tracking' }, 1],
    'no accents, no capitals': [{ text: 'RUCKSENDEETIKETT' }, 1],
    'a label': [{ text: 'season' }, 2],
    'an article number': [{ text: '310001' }, 2],
    'a language': [{ locale: 'de' }, 46],
    'language and word': [{ locale: 'de', text: 'paket' }, 2],
    'only blanks': [{ text: '   ' }, 92],
    'nothing that exists': [{ text: 'submarine' }, 0],
  }
  for (const [name, [filter, count]] of Object.entries(filters)) {
    it(`filters by ${name}`, () => {
      expect(found(filter)).to.have.length(count)
    })
  }

  it('draws at most its budget of rows and says how many more there are', () => {
    const rows = manyArticles(2_000).map((row): StatedRow => ({ row, state: 'not_allowed' }))
    const cut = cutRows(groupRows(rows, 'en'), () => true, 150)
    const drawn = cut.categories.flatMap(({ sections }) => sections.flatMap((section) => section.rows))
    expect(drawn).to.have.length(150)
    expect(cut).to.deep.include({ shown: 150, hidden: 1_850 })
  })

  it('draws no row of a closed section and does not count it as hidden', () => {
    const cut = cutRows(groupRows(STATED, 'en'), (id) => id === '130', 150)
    expect(cut).to.deep.include({ shown: 10, hidden: 0 })
  })
})
