import { expect } from 'chai'
import { runCli } from '../../../server/cli/main.ts'
import { tempFolder } from '../../support/temp-folder.ts'

// What it says of a store, and does there, is tested with the clock itself.
describe('vouch clock', () => {
  const run = async (...args: readonly string[]) => {
    const said: string[] = []
    const say = (line: string) => said.push(line)
    const env = { VOUCH_DATA_DIR: tempFolder() }
    return { code: await runCli(['clock', ...args], { out: say, err: say, env }), said: said.join('\n') }
  }

  it('refuses half an order, and a folder without a store', async () => {
    for (const args of [['--account', 'acme', '--confirm'], ['--account', 'acme', '--as', '1'], ['--when']])
      expect(await run(...args)).to.satisfy(
        ({ code, said }: { code: number; said: string }) => code === 4 && said.includes('usage: vouch clock'),
      )
    expect((await run()).said).to.contain('which account?')
    expect((await run('--account', 'acme')).said).to.contain('SOURCE_UNREADABLE')
  })
})
