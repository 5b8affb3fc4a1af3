import { expect } from 'chai'
import { runCli } from '../../../server/cli/main.ts'
import { addDays } from '../../../src/domain/due-dates.ts'
import { weekOf } from '../../../src/domain/report-weeks.ts'
import { startDesk } from '../../support/drafting-desk.ts'
import { commandEnv } from '../../support/store-of.ts'
import { tempFolder } from '../../support/temp-folder.ts'

async function run(...args: string[]) {
  const [out, err]: [string[], string[]] = [[], []]
  const code = await runCli(['report', ...args], {
    out: (line) => out.push(line),
    err: (line) => err.push(line),
    env: commandEnv(args),
  })
  return { code, out: out.join('\n'), err: err.join('\n') }
}

describe('vouch report', () => {
  it('prints a report for people, for programs and for a spreadsheet, and says when work cannot be told', async () => {
    const desk = await startDesk()
    const { dataDir } = desk
    await desk.stop()
    const from = weekOf('2999-01-10')
    const to = addDays(from, 6)
    const span = ['--from', from, '--to', to, '--data', dataDir]
    const text = await run(...span)
    expect(text.code).to.equal(3)
    expect(text.out).to.include(`${from} to ${to}: 0 of 1 weeks can be told`)
    expect(text.out).to.include('fewer than 5 people: their work is not told')
    const json = await run(...span, '--format', 'json')
    expect(JSON.parse(json.out)).to.include({ from, work: null })
    expect((await run(...span, '--format', 'csv')).out).to.include('"work","fewer than 5 people",""')
  })

  const WRONG: Record<string, readonly string[]> = {
    'a format that is none': ['--format', 'xls'],
    'an end alone': ['--from', '2026-11-16'],
    'a word that is none': ['--agent', '12'],
  }
  for (const [name, args] of Object.entries(WRONG))
    it(`refuses ${name}, and says how it is called`, async () => {
      const { code, err, out } = await run(...args, '--data', tempFolder())
      expect(code).to.equal(4)
      expect(err).to.include('usage: vouch report')
      expect(out).to.equal('')
    })

  it('refuses where there is no store', async () => {
    expect((await run('--data', tempFolder())).code).to.equal(4)
  })
})
