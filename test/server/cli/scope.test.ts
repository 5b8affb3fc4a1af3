import { mkdirSync, writeFileSync } from 'node:fs'
import { expect } from 'chai'
import { changeRoles } from '../../../server/access/index.ts'
import { openKeyring } from '../../../server/adapters/keyring.ts'
import { realWorld } from '../../../server/adapters/world.ts'
import { createAuditLog } from '../../../server/audit/index.ts'
import { runCli } from '../../../server/cli/main.ts'
import { parseScopeFile, type ScopeFile } from '../../../server/cli/scope-file.ts'
import type { Role } from '../../../src/domain/account.ts'
import { envOf, handOn, newPlace, openStoreOf } from '../../support/store-of.ts'
import { tempFolder } from '../../support/temp-folder.ts'

describe('vouch scope', () => {
  let data: string
  let folder: string
  let file: string

  async function run(args: string[]) {
    const [out, err]: [string[], string[]] = [[], []]
    const code = await runCli([...args, '--data', data], {
      out: (line) => out.push(line),
      err: (line) => err.push(line),
      env: envOf(data, 'https://local.zendesk.com'),
    })
    return { code, out: out.join('\n'), err: err.join('\n') }
  }
  const scope = (...args: string[]) => run(['scope', ...args])
  async function exported(): Promise<ScopeFile> {
    return parseScopeFile((await scope('export')).out)
  }
  const write = (content: unknown) => writeFileSync(file, JSON.stringify(content))

  /** Every row of every table. */
  function allRows(): Record<string, unknown[]> {
    const database = handOn(data)
    const tables = database
      .prepare("select name from sqlite_master where type = 'table' order by name")
      .pluck()
      .all() as string[]
    const rows = tables.map((name) => [name, database.prepare(`select * from "${name}"`).all()] as const)
    database.close()
    return Object.fromEntries(rows)
  }

  beforeEach(async () => {
    data = tempFolder()
    await newPlace(data)
    folder = tempFolder()
    file = `${tempFolder()}/scope.json`
    for (const section of ['returns', 'delivery']) {
      mkdirSync(`${folder}/${section}`)
      writeFileSync(`${folder}/${section}/a.md`, '# Article\n\nYou have 30 days.\n')
    }
    await run(['sync', '--folder', folder])
    const store = await openStoreOf(data, 'local')
    const keys = openKeyring(data)
    const rooms = { keys, world: realWorld, audit: createAuditLog(realWorld, keys) }
    await store.transact(async (tx) => {
      const set = (agentId: string, roles: readonly Role[]) =>
        changeRoles(rooms, tx, 'local', { kind: 'system', ref: 'start' }, agentId, roles)
      await set('7', ['admin'])
      await set('8', ['agent', 'compliance'])
    })
    await store.close()
    const first = await exported()
    const allow = ['returns', 'delivery'].map((name) => ({ articleId: `folder:${name}/a` }))
    write({ ...first, allowlist: { allow, deny: [] }, policy: { ...first.policy, draftsPerTicket: 5 } })
    expect((await scope('apply', file, '--as', '7')).code).to.equal(0)
  })

  it('comes back without a difference', async () => {
    writeFileSync(file, (await scope('export')).out)
    const before = allRows()
    expect(await scope('diff', file)).to.include({ code: 0, out: 'no difference' })
    expect((await scope('apply', file, '--as', '7')).code).to.equal(0)
    expect(allRows()).to.deep.equal(before)
  })

  it('narrows at once, both parts', async () => {
    const was = await exported()
    const next = {
      ...was,
      allowlist: { allow: was.allowlist.allow.slice(0, 1), deny: [] },
      policy: { ...was.policy, draftsPerTicket: 2, recipients: [] },
    }
    write(next)
    const told = await scope('diff', file)
    expect(told.code).to.equal(3)
    expect(told.out).to.include('+ policy.draftsPerTicket 2').and.include('+ policy.recipients []')
    expect(await scope('apply', file, '--as', '7')).to.include({
      code: 0,
      out: 'policy: holds now\nallowlist: holds now',
    })
    expect(await exported()).to.deep.equal(next)
    expect((await run(['verify'])).code).to.equal(0)
  })

  it('is not written from a policy that cannot be read, and takes its place', async () => {
    const was = await exported()
    const store = handOn(data)
    store
      .prepare(
        `insert into scope_policy (account_id, version, policy, changed_at) values ('local', 9, '{"a":1}', ?)`,
      )
      .run('2026-01-01T00:00:00.000Z')
    store.close()
    for (const command of ['export', 'diff']) {
      const told = await scope(...(command === 'export' ? [command] : [command, file]))
      expect([told.code, told.out]).to.deep.equal([4, ''])
      expect(told.err).to.include('SCOPE_INVALID')
    }
    write(was)
    expect((await scope('apply', file, '--as', '7', '--dry-run')).code).to.equal(3)
    expect((await scope('apply', file, '--as', '7')).out).to.include('policy: waits for a second person')
  })

  it('lets what widens wait for a second person, and asks only once', async () => {
    const was = await exported()
    write({ ...was, policy: { ...was.policy, draftsPerTicket: 50 } })
    expect((await scope('apply', file, '--as', '7', '--dry-run')).code).to.equal(3)
    expect(await scope('apply', file, '--as', '7')).to.include({
      code: 3,
      out: 'policy: waits for a second person\nallowlist: no difference',
    })
    expect(await exported()).to.deep.equal(was)
    const waiting = allRows()
    const again = await scope('apply', file, '--as', '7')
    expect(again).to.include({ code: 3 })
    expect(again.out).to.include('already')
    expect(allRows()).to.deep.equal(waiting)
  })

  it('refuses an unknown key with its path, and writes nothing', async () => {
    const was = await exported()
    write({ ...was, allowlist: { allow: [], deny: [] }, policy: { ...was.policy, everything: true } })
    const before = allRows()
    const { code, err } = await scope('apply', file, '--as', '7')
    expect(code).to.equal(4)
    expect(err).to.include('policy.everything: unknown key').and.include('[BAD_REQUEST]')
    expect(allRows()).to.deep.equal(before)
  })

  it('writes nothing in a dry run, and counts the articles', async () => {
    const was = await exported()
    write({ ...was, allowlist: { allow: was.allowlist.allow.slice(0, 1), deny: [] } })
    const before = allRows()
    const { code, out } = await scope('apply', file, '--as', '7', '--dry-run')
    expect(code).to.equal(0)
    expect(out).to.include('- allowlist.allow').and.include('allowlist: would hold at once')
    expect(out).to.include('article versions allowed: 2 → 1. Nothing was written.')
    expect(allRows()).to.deep.equal(before)
  })

  for (const [who, agentId] of Object.entries({ 'an agent without the role': '8', nobody: '99' }))
    it(`refuses ${who}, and writes nothing`, async () => {
      const was = await exported()
      write({ ...was, allowlist: { allow: [], deny: [] } })
      const before = allRows()
      for (const more of [[], ['--dry-run']]) {
        const { code, err } = await scope('apply', file, '--as', agentId, ...more)
        expect(code).to.equal(2)
        expect(err).to.include('NOT_PERMITTED')
      }
      expect(allRows()).to.deep.equal(before)
    })

  it('takes back the first part when the second cannot be written', async () => {
    const was = await exported()
    write({ ...was, allowlist: { allow: [], deny: [] }, policy: { ...was.policy, draftsPerTicket: 1 } })
    const database = handOn(data)
    database.exec("create trigger full before insert on allowlist begin select raise(abort, 'full'); end")
    database.close()
    const before = allRows()
    expect((await scope('apply', file, '--as', '7')).code).to.equal(1)
    expect(allRows()).to.deep.equal(before)
  })

  for (const args of [
    [],
    ['apply', 'x.json'],
    ['diff'],
    ['export', 'x'],
    ['diff', 'x', '--as', '7'],
    ['--no'],
  ])
    it(`says how it is used: ${args.join(' ')}`, async () => {
      const { code, err } = await scope(...args)
      expect(code).to.equal(4)
      expect(err).to.include('usage: vouch scope')
    })

  it('makes no store or keys where there are none', async () => {
    data = tempFolder()
    expect((await scope('export')).err).to.include('SOURCE_UNREADABLE')
    write({})
    expect((await scope('apply', file, '--as', '7')).code).to.equal(4)
  })

  it('knows no account that the store does not know', async () => {
    const { code, out, err } = await scope('export', '--account', 'other')
    expect([code, out]).to.deep.equal([4, ''])
    expect(err).to.include('NOT_FOUND')
  })
})
