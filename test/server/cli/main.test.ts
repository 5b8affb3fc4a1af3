import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'chai'
import { openKeyring } from '../../../server/adapters/keyring.ts'
import { runCli } from '../../../server/cli/main.ts'
import { ENVIRONMENT } from '../../support/companion-harness.ts'
import { tempFolder } from '../../support/temp-folder.ts'

async function run(...args: string[]) {
  const [out, err]: [string[], string[]] = [[], []]
  const code = await runCli(args, { out: (line) => out.push(line), err: (line) => err.push(line), env: {} })
  return { code, out: out.join('\n'), err: err.join('\n') }
}

describe('the command line', () => {
  for (const word of ['help', '--help'])
    it(`explains itself on ${word} and ends with 0`, async () => {
      const { code, out } = await run(word)
      expect(code).to.equal(0)
      for (const command of ['start', 'sync', 'verify', 'eval']) expect(out).to.contain(`  ${command} `)
    })

  for (const words of [
    ['help', 'sync'],
    ['sync', '--help'],
    ['sync', '--folder', 'x', '--help'],
  ])
    it(`explains one command on "${words.join(' ')}", and does nothing`, async () => {
      const { code, out, err } = await run(...words)
      expect([code, err]).to.deep.equal([0, ''])
      expect(out)
        .to.match(/^ {2}sync /)
        .and.to.contain('--confirm-removal')
      expect(out).to.not.match(/scope export|vouch <command>/)
    })

  it('says of a start that is refused what comes next', async () => {
    const [folder, err]: [string, string[]] = [tempFolder(), []]
    openKeyring(folder)
    writeFileSync(join(folder, 'vouch.sqlite'), 'no database at all, but a text of some length')
    const env = { ...ENVIRONMENT, VOUCH_DATA_DIR: folder }
    const code = await runCli(['start'], { out: () => undefined, err: (line) => void err.push(line), env })
    expect([code, err.length]).to.deep.equal([1, 1])
    expect(err[0]).to.match(/\[STORE_UNAVAILABLE\]\. Next: docs\/operations\/store\.md$/)
  })

  it('starts no server that was told of something it does not know', async () => {
    expect((await run('start', '--help')).out).to.match(/^ {2}start /)
    const { code, out, err } = await run('start', '--data', '/elsewhere')
    expect([code, out]).to.deep.equal([4, ''])
    expect(err).to.match(/^vouch: usage: vouch start .*VOUCH_DATA_DIR.*\[BAD_REQUEST\]$/)
  })

  it('gives a terminal no sign that is none of a text, from whatever name was read', async () => {
    const [folder, data] = [tempFolder(), tempFolder()]
    writeFileSync(join(folder, 'a \u001b[31mred.md'), Buffer.from([0xff, 0xfe, 0xff]))
    const { code, out } = await run('sync', '--folder', folder, '--data', data)
    expect([code, out.includes('\u001b')]).to.deep.equal([0, false])
    expect(out).to.contain('problem: a \\u001b[31mred.md: ')
    expect((await run('\u001b[31m')).err).to.contain('"\\u001b[31m"')
  })

  const COMMANDS = (() => {
    const help: string[] = []
    void runCli(['help'], { out: (line) => help.push(line), err: () => undefined, env: {} })
    return [...new Set([...help.join('\n').matchAll(/^ {2}([a-z][a-z-]*) /gm)].map(([, name]) => name ?? ''))]
  })()

  it('knows what its help names', () => {
    expect(COMMANDS).to.include.members(['start', 'scope', 'clock', 'incident', 'stop-drafting', 'eval'])
    expect(COMMANDS.length).to.be.greaterThan(20)
  })

  for (const name of COMMANDS)
    it(`ends with 4 when ${name} is told what it does not know, and makes nothing`, async () => {
      const folder = tempFolder()
      const said: string[] = []
      const say = (line: string) => void said.push(line)
      const env = { VOUCH_DATA_DIR: join(folder, 'data') }
      const code = await runCli([name, '--no-such-thing'], { out: say, err: say, env })
      expect(code, said.join('\n')).to.equal(4)
      expect(said.join('\n')).to.match(/\[BAD_REQUEST\]$|^vouch eval/m)
      expect(existsSync(join(folder, 'data'))).to.equal(false)
    })

  it('takes a variable that is empty for one that is not set, as the server does', async () => {
    const [folder, err]: [string, string[]] = [tempFolder(), []]
    openKeyring(folder)
    const env = { VOUCH_DATA_DIR: folder, VOUCH_KILL_SWITCH_FILE: '', VOUCH_ERASURE_JOURNAL: ' ' }
    const terminal = { out: () => undefined, err: (line: string) => void err.push(line), env }
    const stop = ['stop-drafting', '--reason', 'other', '--as', '7', '--account', 'acme']
    expect([await runCli(stop, terminal), err]).to.deep.equal([0, []])
    expect(readFileSync(join(folder, 'kill-switch.jsonl'), 'utf8')).to.contain('"level":"account"')
    const keysTo = join(tempFolder(), 'keys')
    expect([await runCli(['backup', '--keys-to', keysTo], terminal), err]).to.deep.equal([0, []])
    expect(readFileSync(join(keysTo, 'kill-switch.jsonl'), 'utf8')).to.contain('"level":"account"')
  })

  it('explains itself without a command, but ends with 4', async () => {
    const { code, out } = await run()
    expect(code).to.equal(4)
    expect(out).to.contain('vouch <command>')
  })

  for (const word of ['verfiy', 'constructor', '__proto__', '', '-v'])
    it(`does not guess what "${word}" means: it says so and ends with 4`, async () => {
      const { code, out, err } = await run(word)
      expect([code, out]).to.deep.equal([4, ''])
      expect(err).to.contain(`there is no command "${word}"`)
      expect(err).to.contain('vouch <command>')
    })

  it('ends with 1 and every problem when the server is started without a configuration', async () => {
    const { code, err } = await run('start')
    expect(code).to.equal(1)
    expect(err).to.contain('[CONFIG_INVALID]')
    for (const name of ['VOUCH_PUBLIC_URL', 'VOUCH_CONTROLLER_NAME', 'VOUCH_CONTROLLER_CONTACT'])
      expect(err).to.contain(name)
    // The account is connected later.
    expect(err).to.not.contain('VOUCH_APP_PUBLIC_KEY')
  })
})
