import { writeFileSync } from 'node:fs'
import Database from 'better-sqlite3'
import { expect } from 'chai'
import { changeRoles } from '../../../server/access/index.ts'
import { openKeyring } from '../../../server/adapters/keyring.ts'
import { openSqliteStore } from '../../../server/adapters/sqlite-store.ts'
import { realWorld } from '../../../server/adapters/world.ts'
import { createAuditLog } from '../../../server/audit/index.ts'
import { runCli } from '../../../server/cli/main.ts'
import { tempFolder } from '../../support/temp-folder.ts'

const PRICE = {
  ...{ provider: 'mistral-eu', model: 'small', currency: 'EUR' },
  ...{ inputPerMillionTokens: '0.1', outputPerMillionTokens: '0.3', since: '2026-10-01' },
}
const of = (perMonth: string | null) => ({
  format: 'vouch-budget/1',
  prices: [PRICE],
  budget: perMonth === null ? null : { currency: 'EUR', perMonth, providers: [] },
})

describe('vouch budget', () => {
  let data: string
  let file: string

  async function budget(...args: string[]) {
    const [out, err]: [string[], string[]] = [[], []]
    const terminal = { out: (line: string) => out.push(line), err: (line: string) => err.push(line), env: {} }
    const code = await runCli(['budget', ...args, '--data', data], terminal)
    return { code, out: out.join('\n'), err: err.join('\n') }
  }
  const write = (content: unknown) => writeFileSync(file, JSON.stringify(content))
  const exported = async () => JSON.parse((await budget('export')).out)
  function written(): unknown {
    const database = new Database(`${data}/vouch.sqlite`, { readonly: true })
    const rows = ['spending_plan', 'change_proposal', 'audit_entry'].map((name) =>
      database.prepare(`select * from ${name}`).all(),
    )
    database.close()
    return rows
  }

  beforeEach(async () => {
    data = tempFolder()
    file = `${tempFolder()}/budget.json`
    const keys = openKeyring(data)
    const store = await openSqliteStore(`${data}/vouch.sqlite`)
    const rooms = { keys, world: realWorld, audit: createAuditLog(realWorld, keys) }
    await store.transact(async (tx) => {
      const system = { kind: 'system', ref: 'start' } as const
      await changeRoles(rooms, tx, 'local', system, '7', ['admin'])
      await changeRoles(rooms, tx, 'local', system, '8', ['compliance'])
    })
    await store.close()
    write(of('50'))
    expect(await budget('apply', file, '--as', '7')).to.include({ code: 0, out: 'spending: holds now' })
  })

  it('comes back without a difference', async () => {
    writeFileSync(file, (await budget('export')).out)
    expect(await exported()).to.deep.equal(of('50'))
    const before = written()
    expect(await budget('diff', file)).to.include({ code: 0, out: 'no difference' })
    expect(await budget('apply', file, '--as', '7')).to.include({ code: 0, out: 'spending: no difference' })
    expect(written()).to.deep.equal(before)
  })

  it('lowers at once', async () => {
    write(of('20'))
    const told = await budget('diff', file)
    expect(told.code).to.equal(3)
    expect(told.out).to.include('+ spending.budget.perMonth 20000000')
    expect((await budget('apply', file, '--as', '7')).out).to.equal('spending: holds now')
    expect((await exported()).budget.perMonth).to.equal('20')
  })

  const RAISED: Record<string, unknown> = {
    'a higher budget': of('80'),
    'no budget': of(null),
    'a lower price': { ...of('50'), prices: [{ ...PRICE, inputPerMillionTokens: '0.05' }] },
  }
  for (const [name, content] of Object.entries(RAISED))
    it(`lets ${name} wait for a second person, once, and changes nothing meanwhile`, async () => {
      write(content)
      expect((await budget('apply', file, '--as', '7', '--dry-run')).code).to.equal(3)
      expect(await budget('apply', file, '--as', '7')).to.include({
        ...{ code: 3, out: 'spending: waits for a second person' },
      })
      expect(await exported()).to.deep.equal(of('50'))
      const waiting = written()
      expect((await budget('apply', file, '--as', '7')).out).to.include('already')
      expect(written()).to.deep.equal(waiting)
    })

  for (const [who, agentId] of Object.entries({ 'somebody without the role': '8', nobody: '99' }))
    it(`refuses ${who}, and writes nothing`, async () => {
      write(of('20'))
      const before = written()
      for (const more of [[], ['--dry-run']]) {
        const { code, err } = await budget('apply', file, '--as', agentId, ...more)
        expect(code).to.equal(2)
        expect(err).to.include('NOT_PERMITTED')
      }
      expect(written()).to.deep.equal(before)
    })

  it('refuses a file that is none with the path of what is wrong, and writes nothing', async () => {
    write({ ...of('20'), forecast: '9' })
    const before = written()
    const { code, err } = await budget('apply', file, '--as', '7')
    expect(code).to.equal(4)
    expect(err).to.include('forecast: unknown key')
    expect(written()).to.deep.equal(before)
  })

  it('says how it is used', async () => {
    for (const args of [[], ['apply', 'x.json'], ['export', 'x'], ['--no']])
      expect((await budget(...args)).err, args.join(' ')).to.include('usage: vouch budget')
  })
})
