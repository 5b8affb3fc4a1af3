import { expect } from 'chai'
import { buildTree, matchesFilter, NO_FILTER, type TreeNode } from '../../../src/console/article-tree.ts'
import { articleNames } from '../../../src/console/rule-words.ts'
import { mapPlaces } from '../../../src/console/scope-ticks.ts'
import { onlyShown, tickNode } from '../../../src/console/tree-ticks.ts'
import type { ArticleSelection } from '../../../src/domain/scope.ts'
import { sampleArticles } from '../../support/console-data.ts'

const ROWS = sampleArticles()
const MAP = mapPlaces(ROWS)
const NAMES = articleNames(ROWS, 'en')

function find(nodes: readonly TreeNode[], key: string): TreeNode | undefined {
  for (const node of nodes) {
    const found = node.key === key ? node : find(node.children, key)
    if (found !== undefined) return found
  }
  return undefined
}

function press(
  key: string,
  allow: ArticleSelection['allow'],
  deny: ArticleSelection['deny'] = [],
  part = {},
) {
  const filter = { ...NO_FILTER, ...part }
  const shown = ROWS.filter((row) => matchesFilter({ row, state: 'not_allowed' }, filter))
  const node = find(buildTree(shown, 'en', NAMES), key)
  if (node === undefined) throw new Error(`no ${key} in the tree`)
  return tickNode(MAP, { allow, deny }, node, filter)
}

describe('a tick on a line of the tree', () => {
  const cases: Record<string, [ReturnType<typeof press>, unknown]> = {
    'ticks what is not ticked': [
      press('section 110', []),
      { outcome: 'ticked', selection: { allow: [{ sectionId: '110' }], deny: [] } },
    ],
    'ticks the rest of what is ticked in part': [
      press('section 110', [{ articleId: 'zendesk:110000' }]),
      { outcome: 'ticked', selection: { allow: [{ sectionId: '110' }], deny: [] } },
    ],
    'unticks what is ticked': [
      press('section 110', [{ sectionId: '110' }]),
      { outcome: 'ticked', selection: { allow: [], deny: [] } },
    ],
    'unticks what cannot be ticked any further': [
      press('section 220', [{ sectionId: '220' }], [{ label: 'prices' }]),
      { outcome: 'ticked', selection: { allow: [], deny: [{ label: 'prices' }] } },
    ],
    'is about one language on the line of a language': [
      press('version zendesk:110000 de', []),
      {
        outcome: 'ticked',
        selection: { allow: [{ articleId: 'zendesk:110000', locale: 'de' }], deny: [] },
      },
    ],
    'is about the language of the filter': [
      press('category 100', [], [], { locale: 'de' }),
      { outcome: 'ticked', selection: { allow: [{ categoryId: '100', locale: 'de' }], deny: [] } },
    ],
    'is about the shown articles only while words are filtered for': [
      press('category 100', [], [], { text: 'faq' }),
      {
        outcome: 'ticked',
        selection: {
          allow: [
            { articleId: 'zendesk:110000' },
            { articleId: 'zendesk:120000' },
            { articleId: 'zendesk:120001' },
          ],
          deny: [],
        },
      },
    ],
    'is about the shown language of an article whose other languages do not match': [
      press('category 100', [], [], { text: 'delivery times' }),
      {
        outcome: 'ticked',
        selection: { allow: [{ articleId: 'zendesk:120000', locale: 'en-us' }], deny: [] },
      },
    ],
    'lets in nothing that can never be quoted': [press('article zendesk:330003', []), { outcome: 'barred' }],
  }
  for (const [name, [is, wanted]] of Object.entries(cases))
    it(name, () => {
      expect(is).to.deep.equal(wanted)
    })

  it('says which article a rule by label keeps out, and changes nothing', () => {
    const result = press('article zendesk:220003', [], [{ label: 'prices' }])
    expect(result.outcome).to.equal('held')
    expect(result.outcome === 'held' && result.row.title).to.equal('Repair prices')
  })

  it('knows a filter that hides articles from one that hides languages', () => {
    expect(onlyShown({ ...NO_FILTER, text: ' x ' })).to.equal(true)
    expect(onlyShown({ ...NO_FILTER, state: 'barred' })).to.equal(true)
    expect(onlyShown({ ...NO_FILTER, locale: 'de', text: ' ' })).to.equal(false)
  })
})
