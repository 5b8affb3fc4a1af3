import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect } from 'chai'
import { editsLines, evalEdits } from '../../../server/cli/eval-edits.ts'
import { readPages } from '../../../server/cli/eval-files.ts'

const DATA = join(dirname(fileURLToPath(import.meta.url)), '../../../../shared/data/help-center')
const PAGES = JSON.stringify({
  id: 'a',
  title: 'Returns',
  lang: 'en',
  text: 'You must send the goods within 30 days.\nThe shop in Hamburg is not open on Sundays.',
})

describe('vouch eval edits', () => {
  it('counts what the checker catches of each kind, and what it drops without need', async () => {
    const report = evalEdits(await readPages(async () => PAGES, 'pages.jsonl', 'en'), () => 0)
    expect(report).to.deep.include({ sentences: 2, caughtShare: 1, alarmShare: 0, microsecondsP50: 0 })
    expect(report.caught.find(({ kind }) => kind === 'unit')).to.deep.equal({
      kind: 'unit',
      edits: 1,
      caught: 1,
    })
    expect(report.alarms.find(({ kind }) => kind === 'verbatim')).to.deep.equal({
      kind: 'verbatim',
      sentences: 2,
      alarms: 0,
    })
    expect(editsLines(report).join('\n')).to.match(/negation dropped: 100\.0 % of 1\n/)
  })
})

const HAS_DATA = existsSync(DATA)
const describeMeasured = HAS_DATA ? describe : describe.skip

describeMeasured(`small edits of real pages${HAS_DATA ? '' : ' (skipped: ../shared/data is absent)'}`, () => {
  for (const locale of ['de', 'en'])
    it(`are caught in ${locale}, of every kind, with few false alarms`, async function () {
      this.timeout(240_000)
      const read = (path: string) => readFile(path, 'utf8')
      const report = evalEdits(await readPages(read, join(DATA, `corpus.${locale}.jsonl`), locale), () => 0)
      expect(report.edits).to.be.at.least(2000)
      expect(report.caughtShare).to.be.at.least(0.99)
      expect(report.alarmShare).to.be.at.most(0.03)
      const weak = report.caught.filter(({ edits, caught }) => caught < edits * 0.88)
      expect(weak).to.deep.equal([])
    })
})
