import { expect } from 'chai'
import { reportCsv } from '../../../server/reports/report-text.ts'
import type { ReportView } from '../../../src/domain/report-api.ts'

const TIME = { p50: 1, p95: null, count: 3 }
const REPORT: ReportView = {
  from: '2026-11-02',
  to: '2026-11-29',
  brand: '=cmd|1',
  locale: null,
  fewestPeople: 5,
  weeks: [{ week: '2026-11-02', state: 'told' }],
  work: {
    drafts: 5,
    byModel: 0,
    refusals: 1,
    inserted: 0,
    sent: 0,
    unchanged: 0,
    sentences: 0,
    kept: 0,
    words: 0,
    distance: 0,
    made: TIME,
    waited: TIME,
    untilInsert: TIME,
    reasons: [{ reason: 'NOT_COVERED', count: 1 }],
    articles: [{ articleId: '1', title: '=HYPERLINK("https://evil.example")', url: null, drafts: 5 }],
  },
  split: 'none',
  brands: [],
  locales: [],
  consent: {
    asked: 3,
    answered: 3,
    granted: 2,
    denied: 1,
    withdrawn: 0,
    expired: 0,
    onOtherBasis: 0,
    basis: 'consent',
  },
  spend: [
    {
      ...{ month: '2026-11', provider: 'mistral-eu', model: 'm', currency: 'EUR', calls: 2 },
      ...{ inputTokens: 10, outputTokens: 3, amount: 1_250_000, heldCalls: 1, heldAmount: 40 },
    },
  ],
  providers: [],
  coverageGaps: 0,
  recalls: 0,
  recalledSent: 0,
  consentByBasis: [
    {
      basis: null,
      counts: {
        ...{ asked: 7, informed: 0, later: 0, granted: 5, denied: 0 },
        ...{ withdrawn: 0, expired: 0, objected: 0 },
      },
    },
  ],
  staleArticles: [
    {
      ...{ articleId: '9', title: '=1+1', url: '=evil', updatedAt: null, reasons: ['old', 'changed'] },
      ...{ drafts: 6, draftsSince: 5 },
    },
  ],
}

describe('server/reports/report-text', () => {
  it('begins no cell like a formula, whatever an article or a brand is called', () => {
    const cells = reportCsv(REPORT)
      .replace('\uFEFF', '')
      .split('\r\n')
      .flatMap((line) => line.split('","'))
    expect(cells.length).to.be.greaterThan(100)
    expect(cells.filter((cell) => /^"?[=+\-@]/.test(cell))).to.deep.equal([])
    expect(reportCsv(REPORT)).to.include(`"'=HYPERLINK(""https://evil.example"")"`)
  })

  it('has every number by its name', () => {
    const csv = reportCsv(REPORT)
    for (const line of [
      '"drafts","","5"',
      '"made_seconds","p95",""',
      '"refused","NOT_COVERED","1"',
      '"consent","asked","3"',
    ])
      expect(csv).to.include(line)
  })
})
