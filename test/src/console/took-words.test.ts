import { expect } from 'chai'
import { tookWords } from '../../../src/console/took-words.ts'
import { loadPageWords } from '../../../src/console/words.ts'
import type { DiffLine } from '../../../src/domain/change.ts'
import { diffLines } from '../../../src/domain/change.ts'
import { EXTRACTIVE, type Scope } from '../../../src/domain/scope.ts'
import { restrictScope } from '../../../src/domain/scope-resolution.ts'

const GIVEN = {
  names: {
    articles: new Map(),
    sections: new Map([['12', 'Prices']]),
    categories: new Map(),
    brands: new Map(),
    locales: [],
  },
  topics: new Map([['legal', 'Legal threat']]),
  ...(await loadPageWords('en')),
}
const SCOPE: Scope = {
  articles: { allow: [{ sectionId: '1' }], deny: [] },
  visibility: 'public',
  actions: ['draft', 'rewrite'],
  fields: ['requester_text', 'subject'],
  drafter: { drafter: 'openai-compatible', provider: 'mistral-eu', region: 'EU' },
  limits: { draftsPerTicket: 10, maxChars: 4_000 },
  expiresAt: '2026-12-31T00:00:00.000Z',
}
const SINCE = new Date('2026-11-01T00:00:00.000Z')
const told = (lines: readonly DiffLine[]) =>
  lines.map((line) => tookWords(line, GIVEN)).filter((words) => words !== null)
const taken = (restriction: Parameters<typeof restrictScope>[1]) =>
  told(diffLines(SCOPE, restrictScope(SCOPE, restriction, SINCE)))

describe('what a rule took, in words', () => {
  it('says each part that a restriction can take, once', () => {
    expect(
      taken({
        articles: { allow: [{ label: 'b2b' }], deny: [{ sectionId: '12' }] },
        actions: ['draft'],
        fields: ['requester_text'],
        recipients: [],
        topics: { deny: ['legal'] },
        limits: { draftsPerTicket: 2, draftsPerAgentHour: 30 },
        validDays: 7,
      }),
    ).to.deep.equal([
      'Articles taken away: Section “Prices” in all languages',
      'Not permitted: Rewrite a draft',
      'Not read: Subject',
      'Drafts are composed on the companion’s own machine',
      'Drafts per ticket: at most 2',
      'Drafts per agent and hour: at most 30',
      'Ends on Nov 8, 2026',
      'Only these articles: Label “b2b” in all languages',
      'Not drafted on: Legal threat',
    ])
  })

  it('says nothing of a rule that takes nothing', () => {
    expect(taken({ actions: ['draft', 'rewrite', 'search'], validDays: 365 })).to.deep.equal([])
  })

  it('says that no article is left where a rule lists none', () => {
    expect(taken({ articles: { allow: [], deny: [] } })).to.deep.equal(['No article at all'])
  })

  it('knows topics that are opened alone, and a scope that composes here already', () => {
    expect(told([{ sign: '+', path: 'topics.allow', value: '"legal"' }])).to.deep.equal([
      'Drafted on only: Legal threat',
    ])
    const local = { ...SCOPE, drafter: EXTRACTIVE }
    expect(told(diffLines(local, restrictScope(local, { recipients: [] }, SINCE)))).to.deep.equal([])
  })

  it('leaves out what it does not understand instead of showing code', () => {
    expect(told([{ sign: '+', path: 'colour', value: '{not json' }])).to.deep.equal([])
  })
})
