import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'chai'
import { storeConnection } from '../../../server/adapters/connection-file.ts'
import { runCli } from '../../../server/cli/main.ts'
import type { TrialDetail } from '../../../src/domain/provider-trial-api.ts'
import {
  ACCOUNT_ID,
  ACCOUNT_ORIGIN,
  ADMIN,
  AGENT,
  ENVIRONMENT,
  INSTALLATION,
} from '../../support/companion-harness.ts'
import { envOf } from '../../support/store-of.ts'
import { tempFolder } from '../../support/temp-folder.ts'
import { startTwo, type TwoProviders, trialRows, twoProviders } from '../../support/two-providers.ts'

/** Where the store is, and nothing of whose it is. */
function storeOf(dataDir: string): Record<string, string> {
  const { VOUCH_ACCOUNT_ORIGIN: _account, ...store } = envOf(dataDir)
  return store
}

describe('vouch trial', () => {
  let ground: TwoProviders
  let folder: string
  beforeEach(async () => {
    ground = await startTwo()
    folder = tempFolder()
  })
  afterEach(() => ground.desk.stop())

  async function trial(lines: readonly unknown[], ...more: readonly string[]) {
    const [out, err]: [string[], string[]] = [[], []]
    const { desk, configured, candidate } = ground
    const file = join(folder, 'questions.jsonl')
    writeFileSync(file, lines.map((line) => JSON.stringify(line)).join('\n'))
    const env = {
      ...ENVIRONMENT,
      ...twoProviders(configured, candidate),
      ...envOf(desk.dataDir),
      VOUCH_DATA_DIR: desk.dataDir,
    }
    const code = await runCli(['trial', file, '--as', ADMIN, ...more], {
      ...{ out: (line: string) => out.push(line), err: (line: string) => err.push(line) },
      env,
    })
    return { code, out: out.join('\n'), err: err.join('\n') }
  }
  const asked = () => [ground.configured.requests.length, ground.candidate.requests.length]

  it('asks both providers the file’s questions, and says how it went; the report has both', async () => {
    const html = join(folder, 'report.html')
    const { code, out, err } = await trial(
      [
        { question: 'When will I get my refund?', locale: 'en-us' },
        { question: 'How do I descale my kettle?' },
      ],
      ...['--json', '--html', html],
    )
    expect([code, err]).to.deep.equal([0, ''])
    const detail: TrialDetail = JSON.parse(out)
    expect(detail.trial).to.deep.include({ status: 'finished', source: 'file', questions: 2, done: 4 })
    expect(asked()).to.deep.equal([1, 1])
    expect(readFileSync(html, 'utf8')).to.include('stand-in-two').and.to.include('When will I get my refund?')
  })

  const FOUND_BY_DATA: Readonly<Record<string, boolean>> = {
    'of the environment': false,
    'that was connected in that folder': true,
  }
  for (const [name, connected] of Object.entries(FOUND_BY_DATA))
    it(`takes the folder that --data names, with the account ${name}`, async () => {
      const { desk, configured, candidate } = ground
      if (connected)
        storeConnection(desk.dataDir, {
          ...{ accountOrigin: ACCOUNT_ORIGIN, installationId: INSTALLATION, firstAdmin: ADMIN },
          appPublicKey: ENVIRONMENT['VOUCH_APP_PUBLIC_KEY'] ?? '',
        })
      const file = join(folder, 'questions.jsonl')
      writeFileSync(file, '{"question":"When will I get my refund?"}')
      const named = /ACCOUNT|INSTALL|APP_|FIRST/
      const env = {
        ...Object.fromEntries(
          Object.entries(ENVIRONMENT).filter(([variable]) => !(connected && named.test(variable))),
        ),
        ...twoProviders(configured, candidate),
        ...(connected ? storeOf(desk.dataDir) : envOf(desk.dataDir)),
        VOUCH_DATA_DIR: join(folder, 'nothing-here'),
      }
      const err: string[] = []
      const told = { out: () => undefined, err: (line: string) => err.push(line), env }
      const run = (...more: readonly string[]) => runCli(['trial', file, '--as', ADMIN, ...more], told)
      expect(await run()).to.not.equal(0)
      expect([trialRows(desk), ...asked()]).to.deep.equal([0, 0, 0])
      err.length = 0
      expect(await run('--data', desk.dataDir, '--account', 'nobody')).to.not.equal(0)
      expect([trialRows(desk), ...asked()]).to.deep.equal([0, 0, 0])
      err.length = 0
      expect([await run('--data', desk.dataDir, '--account', ACCOUNT_ID), err]).to.deep.equal([0, []])
      expect(asked()).to.deep.equal([1, 1])
    })

  it('names the place of what may be about a person, not the words, and asks and stores nothing', async () => {
    const { code, out, err } = await trial([{ question: 'Where is the parcel of jane@acme.example?' }])
    expect([code, out]).to.deep.equal([2, ''])
    expect(err).to.include('question 1, characters 24 to 40: may be about a person (EMAIL)')
    expect(err).not.to.include('jane')
    expect([trialRows(ground.desk), ...asked()]).to.deep.equal([0, 0, 0])
  })

  it('takes no line in another form, nor anybody but an admin', async () => {
    const wrong = await trial([{ question: 'When?', ticket: 'a secret of the ticket' }])
    expect(wrong.code).to.equal(4)
    expect(wrong.err).to.include('line 1').and.not.to.include('secret')
    const agent = await trial([{ question: 'When will I get my refund?' }], '--as', AGENT)
    expect(agent.code).to.equal(2)
    expect([trialRows(ground.desk), ...asked()]).to.deep.equal([0, 0, 0])
  })
})
