import { expect } from 'chai'
import { recallCsv } from '../../../server/recalls/index.ts'
import type { RecallDraft, RecallView } from '../../../src/domain/recall-api.ts'

const RECALL: RecallView = {
  recallId: 'r1',
  at: '2026-11-20T09:00:00.000Z',
  cause: 'changed',
  articleId: 'zendesk:1',
  locale: 'en-us',
  title: 'Refunds',
  url: null,
  fromVersion: 'v1',
  toVersion: null,
  drafts: 1,
  sent: 0,
  quotes: [],
  severity: null,
  handledAt: null,
  handledBy: null,
}
const DRAFT: RecallDraft = {
  draftId: 'd1',
  ticketId: '1001',
  ticketUrl: 'https://acme.zendesk.com/agent/tickets/1001',
  agent: 'Ab-_9',
  status: 'sent',
  at: '2026-11-20T09:00:00.000Z',
  severity: 'changed',
  kept: 3,
  sentences: 4,
}

/** The cells of a table of which every cell is quoted. */
const cellsOf = (csv: string) => [...csv.matchAll(/"((?:[^"]|"")*)"/g)].map(([, cell]) => cell ?? '')

describe('the export of a recall', () => {
  it('is one row a draft below a row of names, quoted throughout, readable as UTF-8', () => {
    const csv = recallCsv(RECALL, [DRAFT, DRAFT])
    expect(csv.startsWith('\uFEFF"ticket","ticket_url"')).to.equal(true)
    expect(csv.trimEnd().split('\r\n')).to.have.length(3)
    expect(cellsOf(csv)).to.have.length(45)
    expect(csv).to.contain('"1001","https://acme.zendesk.com/agent/tickets/1001","sent"')
    expect(recallCsv(RECALL, [{ ...DRAFT, severity: null }])).to.contain('"not_known"')
  })

  const ATTACKS: Readonly<Record<string, string>> = {
    'a formula': '=HYPERLINK("https://evil.example","open")',
    'a sum': '+1+1',
    'a negative one': '-2+3+cmd|" /C calc"!A0',
    'a function': '@SUM(A1)',
    'one behind blanks': '   =1+1',
    'one behind a tab': '\t=1+1',
    'one behind a line break': '\r\n=1+1',
    'a command of an exchange': '|calc',
  }
  for (const [name, title] of Object.entries(ATTACKS))
    it(`lets no title of an article become ${name}`, () => {
      const cells = cellsOf(recallCsv({ ...RECALL, title }, [DRAFT]))
      expect(cells.filter((cell) => /^\s*[=+\-@|]/.test(cell))).to.deep.equal([])
      expect(cells).to.include(`'${title.replaceAll('"', '""')}`)
    })

  it('lets no pseudonym become a formula either', () => {
    expect(recallCsv(RECALL, [{ ...DRAFT, agent: '-Ab9' }])).to.contain(`"'-Ab9"`)
  })

  it('lets a quote in a title break out of its cell nowhere', () => {
    const csv = recallCsv({ ...RECALL, title: 'The "best",\r\nshop' }, [DRAFT])
    expect(csv).to.contain('"The ""best"",\r\nshop"')
    expect(cellsOf(csv)).to.have.length(30)
  })
})
