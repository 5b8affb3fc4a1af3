import { readdirSync, readFileSync } from 'node:fs'
import { expect } from 'chai'
import { runCli } from '../../../server/cli/main.ts'
import { withSecondPeople } from '../../support/approval-ground.ts'
import { ACCOUNT_ORIGIN, ADMIN, COMPLIANCE, type Harness } from '../../support/companion-harness.ts'
import { readyDraft, startDesk } from '../../support/drafting-desk.ts'
import { tempFolder } from '../../support/temp-folder.ts'

describe('vouch incident drill', () => {
  let desk: Harness
  before(async () => {
    desk = await startDesk()
    await withSecondPeople(desk)
    await readyDraft(desk)
  })
  after(() => desk.stop())

  async function run(...args: string[]) {
    const [out, err]: [string[], string[]] = [[], []]
    const code = await runCli(['incident', ...args], {
      out: (line) => out.push(line),
      err: (line) => err.push(line),
      env: { VOUCH_DATA_DIR: desk.dataDir, VOUCH_ACCOUNT_ORIGIN: ACCOUNT_ORIGIN },
    })
    return { code, out: out.join('\n'), err: err.join('\n') }
  }

  it('runs beside a server, writes a report as JSON and as a page, and leaves nothing stopped', async () => {
    const folder = tempFolder()
    const done = await run('drill', '--as', COMPLIANCE, '--out', folder)
    expect([done.err, done.code]).to.deep.equal(['', 0])
    expect(done.out).to.match(/seen {5}[\d.]+ ms/)
    const [html = '', json = ''] = readdirSync(folder).toSorted()
    const report = JSON.parse(readFileSync(`${folder}/${json}`, 'utf8'))
    expect(report).to.include({ format: 'vouch-incident-drill/v1', really: false })
    expect(readFileSync(`${folder}/${html}`, 'utf8'))
      .to.include('Incident drill')
      .and.to.include(report.incidentId)
    const { stops } = (await desk.api(COMPLIANCE, 'GET', '/console/kill-switch')).body
    expect(stops.every(({ liftedAt }: { liftedAt: string | null }) => liftedAt !== null)).to.equal(true)
    expect(desk.audit().findLast(({ type }) => type === 'incident.drilled')?.decision).to.equal('drill')
  })

  const refused: Readonly<Record<string, readonly string[]>> = {
    'by an admin': ['drill', '--as', ADMIN],
    'by nobody': ['drill'],
    'as something else': ['breach', '--as', COMPLIANCE],
    'where there is no store': ['drill', '--as', COMPLIANCE, '--data', '/nowhere'],
  }
  for (const [name, args] of Object.entries(refused))
    it(`is not run ${name}, and nothing is opened`, async () => {
      const before = desk.audit().length
      const done = await run(...args)
      expect([done.code, done.out]).to.deep.equal([2, ''])
      expect(desk.audit().length).to.equal(before)
    })
})
