import { expect } from 'chai'
import {
  type ArticleFilter,
  buildTree,
  countStates,
  matchesFilter,
  NO_FILTER,
  type StatedRow,
  stateOf,
  statesUnder,
  tickOf,
  treeLines,
} from '../../../src/console/article-tree.ts'
import { articleNames } from '../../../src/console/rule-words.ts'
import { brandedArticles, SAMPLE_SELECTION, sampleArticles } from '../../support/console-data.ts'

const ROWS = sampleArticles()
const treeOf = (rows: typeof ROWS, language: string) =>
  buildTree(rows, language, articleNames(ROWS, language))
const STATED = ROWS.map((row): StatedRow => ({ row, state: stateOf(row, SAMPLE_SELECTION) }))
const found = (filter: Partial<ArticleFilter>) =>
  STATED.filter((stated) => matchesFilter(stated, { ...NO_FILTER, ...filter }))

describe('the synced articles as a tree', () => {
  it('groups the languages of one section together, named in the reader’s language', () => {
    const german = treeOf(ROWS, 'de')
    expect(german.map(({ name }) => name)).to.deep.equal([
      'Bestellung und Lieferung',
      'Konto und Datenschutz',
      'Rückgabe und Reparatur',
    ])
    expect(treeOf(ROWS, 'en').map(({ children }) => children.length)).to.deep.equal([3, 3, 3])
  })

  it('has the brands above as soon as there are two, and not before', () => {
    const rows = brandedArticles()
    const tree = buildTree(rows, 'en', articleNames(rows, 'en'))
    expect(tree.map(({ kind, name, children }) => [kind, name, children.length])).to.deep.equal([
      ['brand', 'Larch & Loft', 1],
      ['brand', 'Larch & Loft Pro', 2],
    ])
    expect(tree[0]?.place).to.deep.equal({ kind: 'brand', id: '36001' })
    expect(tree.flatMap(({ children }) => children).map(({ kind }) => kind)).to.deep.equal(
      Array(3).fill('category'),
    )
    const one = rows.map((row) => ({ ...row, brandId: '36001', brandName: 'Larch & Loft' }))
    expect(buildTree(one, 'en', articleNames(one, 'en')).map(({ kind }) => kind)).to.include('category')
    // A folder of articles beside them has no brand, and stays in sight.
    const beside = rows.map((row) =>
      row.categoryId === '100'
        ? (ROWS.find((own) => own.articleId === row.articleId && own.locale === row.locale) ?? row)
        : row,
    )
    const third = beside.map((row, at) =>
      at === beside.length - 1 ? { ...row, brandId: '36003', brandName: 'Third' } : row,
    )
    expect(buildTree(third, 'en', articleNames(third, 'en')).map(({ kind }) => kind)).to.have.members([
      'category',
      'brand',
      'brand',
    ])
  })

  it('names places in the reader’s language also where only another is shown', () => {
    const german = ROWS.filter(({ locale }) => locale === 'de')
    expect(treeOf(german, 'en').map(({ name }) => name)).to.include('Orders and delivery')
  })

  it('keeps the translations of one article under it, the reader’s language first', () => {
    const [payments] = treeOf(
      ROWS.filter(({ sectionId }) => sectionId === '130'),
      'de',
    ).flatMap(({ children }) => children)
    const [first] = payments?.children ?? []
    expect(first?.name).to.equal('Auf Rechnung zahlen')
    expect(first?.children.map(({ locale, name }) => [locale, name])).to.deep.equal([
      ['de', 'Auf Rechnung zahlen'],
      ['en-us', 'Paying by invoice'],
    ])
    expect(treeOf(ROWS.slice(0, 1), 'en')[0]?.children[0]?.children[0]?.children).to.deep.equal([])
  })

  it('counts a barred version neither as allowed nor as merely not allowed', () => {
    const counts = countStates(STATED)
    expect(counts).to.deep.equal({ total: 92, allowed: counts.allowed, barred: 10 })
    expect(found({ state: 'allowed' }).length).to.equal(counts.allowed)
    expect(found({ state: 'not_allowed' }).length).to.equal(92 - 10 - counts.allowed)
  })

  it('says the same state for every row, one by one and for thousands at once', () => {
    const states = statesUnder(SAMPLE_SELECTION)
    expect(ROWS.map(states.stateOf)).to.deep.equal(STATED.map(({ state }) => state))
    expect(states.countsOf(ROWS)).to.deep.equal(countStates(STATED))
  })

  const ticks = [
    [{ total: 4, allowed: 0, barred: 0 }, 'none'],
    [{ total: 4, allowed: 1, barred: 0 }, 'some'],
    [{ total: 4, allowed: 3, barred: 1 }, 'all'],
    [{ total: 4, allowed: 0, barred: 4 }, 'none'],
  ] as const
  for (const [counts, tick] of ticks)
    it(`ticks “${tick}” for ${counts.allowed} of ${counts.total} with ${counts.barred} barred`, () => {
      expect(tickOf(counts)).to.equal(tick)
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

  it('lists only what open places show, each with its place among its siblings', () => {
    const tree = treeOf(ROWS, 'en')
    const lines = treeLines(tree, ({ kind, name }) => kind === 'category' || name === 'Payment')
    expect(lines.filter(({ level }) => level === 1)).to.have.length(3)
    expect(lines.filter(({ level }) => level === 2)).to.have.length(9)
    const articles = lines.filter(({ level }) => level === 3)
    expect(articles.map(({ position, siblings }) => [position, siblings])).to.deep.equal([
      [1, 5],
      [2, 5],
      [3, 5],
      [4, 5],
      [5, 5],
    ])
    expect(articles[0]).to.deep.include({ open: false, parent: 'section 130' })
    expect(lines.filter(({ level }) => level === 4)).to.have.length(0)
  })
})
