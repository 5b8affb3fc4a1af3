import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'chai'
import { runCli } from '../../../server/cli/main.ts'
import { ADMIN, AGENT, COMPLIANCE, ENVIRONMENT, type Harness } from '../../support/companion-harness.ts'
import { readyDraft, startDesk } from '../../support/drafting-desk.ts'
import { envOf } from '../../support/store-of.ts'
import { tempFolder } from '../../support/temp-folder.ts'

describe('vouch requester', () => {
  let desk: Harness
  let ticketId: string
  before(async () => {
    desk = await startDesk()
    await desk.api(ADMIN, 'PUT', `/console/roles/${COMPLIANCE}`, { roles: ['agent', 'compliance'] })
    ticketId = (await readyDraft(desk)).ticketId
  })
  after(() => desk.stop())

  async function vouch(...args: string[]) {
    const [out, err]: [string[], string[]] = [[], []]
    const code = await runCli(args, {
      out: (line) => out.push(line),
      err: (line) => err.push(line),
      env: { ...ENVIRONMENT, ...envOf(desk.dataDir), VOUCH_DATA_DIR: desk.dataDir },
    })
    return { code, out: out.join('\n'), err: err.join('\n') }
  }
  const types = () => desk.audit().map(({ type }) => type)

  it('shows what is held of one person, and that it was looked at stays on record', async () => {
    const shown = await vouch('requester', 'show', '--ticket', ticketId, '--as', COMPLIANCE)
    expect(shown.code, shown.err).to.equal(0)
    expect(shown.out).to.match(/^person \d+, known since .*, \d+ records$/m)
    expect(shown.out).to.match(/^ {2}draft: 1, /m)
    expect(types().at(-1)).to.equal('dossier.opened')
  })

  it('says honestly that nothing is held, on record too', async () => {
    const shown = await vouch('requester', 'show', '--ticket', '99999999', '--as', COMPLIANCE)
    expect(shown).to.deep.include({ code: 3, out: 'nothing is held of such a person' })
    expect(types().at(-1)).to.equal('dossier.not_found')
  })

  it('opens and writes nothing without the role', async () => {
    const file = join(tempFolder(), 'no.zip')
    const before = desk.audit().length
    for (const act of [['show'], ['export', '--out', file]]) {
      const refused = await vouch('requester', ...act, '--ticket', ticketId, '--as', AGENT)
      expect(refused.code).to.equal(2)
      expect(refused.err).to.contain('NOT_PERMITTED')
      expect(refused.out).to.equal('')
    }
    expect(existsSync(file)).to.equal(false)
    expect(desk.audit().length).to.equal(before)
  })

  const WRONG: readonly (readonly string[])[] = [
    ['show', '--as', COMPLIANCE],
    ['show', '--ticket', '1', '--user', '2', '--as', COMPLIANCE],
    ['show', '--ticket', 'x', '--as', COMPLIANCE],
    ['show', '--ticket', '1'],
    ['export', '--ticket', '1', '--as', COMPLIANCE],
    ['burn', '--ticket', '1', '--as', COMPLIANCE],
  ]
  for (const args of WRONG)
    it(`says how it is used: ${args.join(' ')}`, async () => {
      const refused = await vouch('requester', ...args)
      expect(refused.code).to.equal(4)
      expect(refused.err).to.contain('usage: vouch requester')
    })

  it('writes a package that holds, until a byte of it is another or its end is gone', async () => {
    const file = join(tempFolder(), 'person.zip')
    const made = await vouch('requester', 'export', '--ticket', ticketId, '--as', COMPLIANCE, '--out', file)
    expect(made.code, made.err).to.equal(0)
    const whole = readFileSync(file)
    // The key that comes with a package vouches for nothing.
    expect((await vouch('verify', '--export', file, '--data', tempFolder())).code).to.equal(3)
    expect((await vouch('verify', '--export', file, '--data', desk.dataDir)).code).to.equal(0)
    const text = whole.indexOf('"draft"')
    const CHANGED: Record<string, Buffer> = {
      'a letter of what is held': Buffer.from(whole).fill('D', text + 1, text + 2),
      'its second half is gone': whole.subarray(0, whole.length / 2),
      'its last byte is gone': whole.subarray(0, -1),
      'something stands behind it': Buffer.concat([whole, Buffer.from('x')]),
    }
    for (const [name, bytes] of Object.entries(CHANGED)) {
      writeFileSync(file, bytes)
      const verdict = await vouch('verify', '--export', file, '--data', desk.dataDir)
      expect(verdict.code, `${name}: ${verdict.out}${verdict.err}`).to.be.oneOf([2, 4])
    }
  })
})
