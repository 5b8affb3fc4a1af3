import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { expect } from 'chai'
import { runCli } from '../../../server/cli/main.ts'
import { parseStopLines } from '../../../server/incidents/index.ts'
import { ACCOUNT_ORIGIN, ADMIN, AGENT, ENVIRONMENT, type Harness } from '../../support/companion-harness.ts'
import { consentedTicket, draft, orderFor, REFUND_QUESTION, startDesk } from '../../support/drafting-desk.ts'
import { until } from '../../support/stops.ts'
import { envOf } from '../../support/store-of.ts'
import { POSTGRES } from '../../support/test-database.ts'

describe('vouch stop-drafting', () => {
  /** Where the store is, if not where it was. */
  let elsewhere: Record<string, string> = {}
  let desk: Harness
  beforeEach(async () => {
    desk = await startDesk()
  })
  afterEach(() => desk.stop())

  async function run(...args: string[]) {
    const [out, err]: [string[], string[]] = [[], []]
    const code = await runCli(['stop-drafting', ...args], {
      out: (line) => out.push(line),
      err: (line) => err.push(line),
      env: {
        VOUCH_DATA_DIR: desk.dataDir,
        VOUCH_ACCOUNT_ORIGIN: ACCOUNT_ORIGIN,
        ...envOf(desk.dataDir),
        ...elsewhere,
      },
    })
    return { code, out: out.join('\n'), err: err.join('\n') }
  }
  const REASON = ['--reason', 'suspected_breach', '--as', ADMIN]
  const file = () => `${desk.dataDir}/kill-switch.jsonl`
  const stops = () => (existsSync(file()) ? parseStopLines(readFileSync(file(), 'utf8'), 'acme') : [])
  const pulls = () => desk.audit().filter(({ type }) => type === 'kill_switch.pulled')

  it('stops a running server, with one entry, whoever of the two wrote it', async () => {
    const ticketId = await consentedTicket(desk)
    const done = await run(...REASON)
    expect([done.code, done.err]).to.deep.equal([0, ''])
    expect(done.out).to.include('stopped: account').and.to.include('the audit log has its entry')
    const ask = async () => (await draft(desk, orderFor(ticketId, REFUND_QUESTION))).reasons
    await until(async () => (await ask()).includes('KILL_SWITCH_ON'))
    expect(pulls().map(({ decision }) => decision)).to.deep.equal(['account'])
    expect(stops()).to.have.length(1)
  })

  const levels: Readonly<Record<string, readonly string[]>> = {
    egress: ['--egress'],
    'provider openai-eu': ['--provider', 'openai-eu'],
    'provider *': ['--provider', '*'],
    'brand 5': ['--brand', '5'],
    'article refund': ['--article', 'refund'],
  }
  for (const [name, args] of Object.entries(levels))
    it(`stops only what it is told: ${name}`, async () => {
      const done = await run(...args, ...REASON)
      expect([done.code, done.out.includes(`stopped: ${name} (`)]).to.deep.equal([0, true])
      expect(stops().map(({ level, ref }) => (ref === '' ? level : `${level} ${ref}`))).to.deep.equal([name])
    })

  it('stops while there is no store, says so, and the next server writes the entry', async () => {
    await desk.stop()
    const store = `${desk.dataDir}/vouch.sqlite`
    if (POSTGRES === null) renameSync(store, `${store}.away`)
    else elsewhere = { DATABASE_URL: 'postgres://nobody@127.0.0.1:9/none' }
    const gone = await run(...REASON)
    if (POSTGRES === null) writeFileSync(store, 'this is no database, but what a full disk has left of one')
    const broken = await run('--egress', ...REASON)
    const mistyped = await run(...REASON, '--account', 'acmee')
    for (const { code, out } of [gone, broken, mistyped]) {
      expect(code).to.equal(0)
      expect(out).to.include('NO entry yet').and.to.include('role could not be checked')
      // Nobody is there to ask whether there is such an account: what was signed here says it.
      expect(out.includes('no log of "acmee" was signed here')).to.equal(out === mistyped.out)
      expect(out.includes('NOTHING is stopped')).to.equal(out === mistyped.out)
    }
    if (POSTGRES === null) renameSync(`${store}.away`, store)
    elsewhere = {}
    expect(stops()).to.have.length(2)
    const later = await desk.restart()
    expect(
      later
        .audit()
        .filter(({ type }) => type === 'kill_switch.pulled')
        .map(({ decision, detail }) => [decision, detail?.via]),
    ).to.deep.equal([
      ['account', 'file'],
      ['egress', 'file'],
    ])
    await later.stop()
  })

  it('stops by the store alone where the file cannot be written, and says when nothing is stopped', async () => {
    const ticketId = await consentedTicket(desk)
    const nowhere = ['--file', desk.dataDir]
    const done = await run(...nowhere, ...REASON)
    expect([done.code, done.err]).to.deep.equal([0, ''])
    expect(done.out).to.match(/^stopped: account, by the store alone, .* is a folder \[EISDIR\]$/m)
    const ask = async () => (await draft(desk, orderFor(ticketId, REFUND_QUESTION))).reasons
    await until(async () => (await ask()).includes('KILL_SWITCH_ON'))
    expect(pulls().map(({ decision }) => decision)).to.deep.equal(['account'])
    await desk.stop()
    const store = `${desk.dataDir}/vouch.sqlite`
    if (POSTGRES === null) renameSync(store, `${store}.away`)
    else elsewhere = { DATABASE_URL: 'postgres://nobody@127.0.0.1:9/none' }
    const neither = await run(...nowhere, ...REASON)
    expect([neither.code, neither.out]).to.deep.equal([1, ''])
    expect(neither.err).to.match(/NOTHING is stopped: .* Next: stop the servers, or .*VOUCH_KILL_SWITCH=on/)
    elsewhere = {}
  })

  it('says that everything is stopped by a line that cannot be read, and tells the store all the same', async () => {
    writeFileSync(file(), 'half a li\n', { mode: 0o600 })
    const said: string[] = []
    const env = { ...ENVIRONMENT, ...envOf(desk.dataDir), VOUCH_DATA_DIR: desk.dataDir }
    await runCli(['doctor'], { out: (line) => said.push(line), err: (line) => said.push(line), env })
    expect(said.join('\n')).to.match(/^FAILS kill switch: Everything is stopped: line 1 .* take the line/m)
    const done = await run('--article', 'refund', ...REASON)
    expect([done.code, done.err]).to.deep.equal([0, ''])
    expect(done.out).to.match(
      /^EVERYTHING is stopped, and stays so: line 1 .* Next: take the line .*kill-switch/m,
    )
    expect(pulls().map(({ decision }) => decision)).to.deep.equal(['article'])
    rmSync(file())
    mkdirSync(file())
    said.length = 0
    await runCli(['doctor'], { out: (line) => said.push(line), err: (line) => said.push(line), env })
    expect(said.join('\n')).to.match(
      /^FAILS kill switch: Everything is stopped: .*kill-switch.jsonl is a folder \[EISDIR\]\. Next: mend that/m,
    )
    rmSync(file(), { recursive: true })
    writeFileSync(file(), '', { mode: 0o600 })
    said.length = 0
    await runCli(['doctor'], { out: (line) => said.push(line), err: (line) => said.push(line), env })
    expect(said.join('\n')).to.match(/^open {2}kill switch: Stopped: article refund, since .* lift it/m)
  })

  it('knows the only account of the folder in a shell that says none, and asks which where there are more', async () => {
    elsewhere = { VOUCH_ACCOUNT_ORIGIN: '' }
    if (POSTGRES === null) {
      const done = await run(...REASON)
      expect([done.code, done.err, stops().length]).to.deep.equal([0, '', 1])
    }
    writeFileSync(`${desk.dataDir}/audit/globex.checkpoint`, 'vouch/globex\n')
    const [before, asked] = [stops(), await run(...REASON)]
    rmSync(`${desk.dataDir}/audit/globex.checkpoint`)
    elsewhere = {}
    expect([asked.code, asked.out, stops()]).to.deep.equal([4, '', before])
    expect(asked.err).to.match(/which account\? Name it with --account ID, or .* has several\)/)
  })

  const refused: Readonly<Record<string, readonly string[]>> = {
    'without a reason': ['--as', ADMIN],
    'for a reason that does not exist': ['--reason', 'because', '--as', ADMIN],
    'as a drill': ['--reason', 'drill', '--as', ADMIN],
    'without saying who': ['--reason', 'other'],
    'as somebody with a name': ['--reason', 'other', '--as', 'ada'],
    'as an agent without the role': ['--reason', 'other', '--as', AGENT],
    'for two things at once': ['--egress', '--brand', '5', ...REASON],
    'for a brand without an id': ['--brand', '', ...REASON],
    'with a word too many': ['now', ...REASON],
    'where there are no keys': [...REASON, '--data', '/nowhere'],
  }
  for (const [name, args] of Object.entries(refused))
    it(`refuses, and stops nothing, ${name}`, async () => {
      const before = desk.audit().length
      const done = await run(...args)
      expect([done.code, done.out]).to.deep.equal([name === 'as an agent without the role' ? 2 : 4, ''])
      expect(done.err).to.match(/^vouch: .* \[[A-Z_]+\]$/s)
      expect([stops(), desk.audit().length]).to.deep.equal([[], before])
    })
})
