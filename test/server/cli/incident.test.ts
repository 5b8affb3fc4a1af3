import { execFileSync } from 'node:child_process'
import { closeSync, openSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'chai'
import { runCli } from '../../../server/cli/main.ts'
import { withSecondPeople } from '../../support/approval-ground.ts'
import { ACCOUNT_ORIGIN, ADMIN, COMPLIANCE, type Harness } from '../../support/companion-harness.ts'
import { readyDraft, startDesk } from '../../support/drafting-desk.ts'
import { until } from '../../support/stops.ts'
import { envOf } from '../../support/store-of.ts'
import { tempFolder } from '../../support/temp-folder.ts'

describe('vouch incident drill', () => {
  let desk: Harness
  before(async () => {
    desk = await startDesk()
    await withSecondPeople(desk)
    await readyDraft(desk)
  })
  after(() => desk.stop())

  async function run(...given: readonly (string | Readonly<Record<string, string>>)[]) {
    const args = given.filter((each) => typeof each === 'string')
    const more = given.filter((each) => typeof each !== 'string')
    const [out, err]: [string[], string[]] = [[], []]
    const code = await runCli(['incident', ...args], {
      out: (line) => out.push(line),
      err: (line) => err.push(line),
      env: {
        VOUCH_DATA_DIR: desk.dataDir,
        VOUCH_ACCOUNT_ORIGIN: ACCOUNT_ORIGIN,
        ...envOf(desk.dataDir),
        ...more[0],
      },
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
    expect(report).to.include({ format: 'vouch-incident-drill/v2', ended: 'done', really: false })
    expect(readFileSync(`${folder}/${html}`, 'utf8'))
      .to.include('Incident drill')
      .and.to.include(report.incidentId)
    const { stops } = (await desk.api(COMPLIANCE, 'GET', '/console/kill-switch')).body
    expect(stops.every(({ liftedAt }: { liftedAt: string | null }) => liftedAt !== null)).to.equal(true)
    expect(desk.audit().findLast(({ type }) => type === 'incident.drilled')?.decision).to.equal('drill')
  })

  it('lifts what it stopped when it is ended from outside, and says so', async () => {
    // Nobody ever writes into this pipe: whoever reads it waits, as on a disk that hangs.
    const pipe = join(tempFolder(), 'hangs')
    execFileSync('mkfifo', [pipe])
    const held = openSync(pipe, 'r+')
    const before = process.listenerCount('SIGTERM')
    const running = run('drill', '--as', COMPLIANCE, '--really', { VOUCH_KILL_SWITCH_FILE: pipe })
    await until(() => desk.rows('select * from kill_switch where lifted_at is null').length > 0)
    process.emit('SIGTERM')
    const done = await running
    expect([done.code, process.listenerCount('SIGTERM')]).to.deep.equal([3, before])
    expect(done.out).to.include('interrupted').and.to.include('as it was before')
    expect(desk.rows('select * from kill_switch where lifted_at is null')).to.deep.equal([])
    // Whoever still waits finds an ordinary file from now on.
    rmSync(pipe)
    closeSync(held)
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
      expect([done.code, done.out]).to.deep.equal([name === 'by an admin' ? 2 : 4, ''])
      expect(desk.audit().length).to.equal(before)
    })
})
