import { expect } from 'chai'
import { drillHtml, parseDrillReport, readableReports } from '../../../server/incidents/drill-report.ts'
import { faultFrom } from '../../support/fault-from.ts'

const FIRST = {
  ...{ format: 'vouch-incident-drill/v1', incidentId: 'x', at: '2026-11-20T10:00:00.000Z', really: true },
  ...{ steps: [{ step: 'pull', ms: 3 }], drafts: 4, entries: 9 },
  met: { seenWithin1s: true, reportWithin60s: true },
}

describe('the report of a drill', () => {
  it('is read back from the first format, which knew only drills that ran to their end', () => {
    const { format, ended, lifted, drafts } = parseDrillReport(JSON.stringify(FIRST))
    expect([format, ended, lifted, drafts]).to.deep.equal(['vouch-incident-drill/v2', 'done', true, 4])
  })

  it('is a fault, and passed over where one may be, when it is something else', async () => {
    const broken = [{ format: 'v3' }, { steps: [{ step: 'dance', ms: 1 }] }, { more: 1 }]
    const texts = [
      '',
      '{"format":',
      'null',
      ...broken.map((change) => JSON.stringify({ ...FIRST, ...change })),
    ]
    for (const text of texts)
      expect(await faultFrom(async () => parseDrillReport(text))).to.equal('STORE_UNAVAILABLE')
    expect(readableReports([...texts, JSON.stringify(FIRST)])).to.have.length(1)
  })

  it('says on its page how it ended, and what is still stopped', () => {
    const report = parseDrillReport(JSON.stringify(FIRST))
    expect(drillHtml(report)).to.include('is lifted').and.to.include('9 entries')
    const page = drillHtml({ ...report, ended: 'not_seen', lifted: false, drafts: null, entries: null })
    expect(page).to.include('STILL STOPPED').and.to.include('no server saw').and.to.include('not counted')
  })
})
