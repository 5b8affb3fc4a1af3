import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { expect } from 'chai'
import { MIGRATIONS } from '../../../server/adapters/schema.ts'
import { type OpenStore, openSqliteStore } from '../../../server/adapters/sqlite-store.ts'
import { START } from '../../support/fake-world.ts'
import { faultFrom, wholeFaultFrom } from '../../support/fault-from.ts'
import { fileStore, memoryStore } from '../../support/memory-store.ts'
import { tempFolder } from '../../support/temp-folder.ts'

const REQUESTER = { requesterRef: 'r1', digest: 'd1', wrappedKey: 'w', sealedId: 's' }
const TICKET = {
  ticketRef: 't1',
  ticketId: '5',
  requesterRef: 'r1',
  identity: 'agent_session',
  scope: null,
  scopeHash: null,
  scopeSince: null,
  narrowing: null,
  scopeBasis: null,
  facets: null,
  revision: 1,
  draftsMade: 0,
} as const

/** A closed store of this version, and its file. */
async function closedStore(): Promise<string> {
  const store = await fileStore()
  await store.transact((tx) => tx.setRoles('acme', '7', ['admin'], START))
  await store.close()
  return store.file
}
function setSchema(file: string, version: number): void {
  const database = new Database(file)
  database.prepare('update schema_version set version = ?').run(version)
  database.close()
}

describe('the SQLite store', () => {
  it('keeps what was stored over a restart', async () => {
    const store = await openSqliteStore(await closedStore())
    expect(await store.transact((tx) => tx.rolesOf('acme', '7'))).to.deep.equal(['admin'])
    await store.close()
  })

  it('keeps what looks like a statement as the text that it is', async () => {
    const store = await memoryStore()
    const attacks = ["7'; delete from agent_role; --", '7" or "1"="1', "' or 1=1 --", '7\\', '%', '?', '$1']
    for (const agentId of attacks)
      await store.transact((tx) => tx.setRoles('acme', agentId, ['admin'], START))
    await store.transact((tx) => tx.setRoles("acme' or '1'='1", '7', ['agent'], START))
    const all = await store.transact((tx) => tx.allRoles('acme'))
    expect(all.map(({ agentId }) => agentId)).to.have.members(attacks)
    for (const agentId of attacks)
      expect(await store.transact((tx) => tx.rolesOf('acme', agentId)), agentId).to.deep.equal(['admin'])
    expect(await store.transact((tx) => tx.rolesOf('acme', "' or '1'='1"))).to.deep.equal([])
    await store.close()
  })

  it('says of an older store that is only read what brings it up to date, and reads what it can', async () => {
    const file = await closedStore()
    setSchema(file, MIGRATIONS.length - 1)
    const database = new Database(file)
    database.exec('drop table lease')
    database.close()
    const older = await openSqliteStore(file, { readonly: true })
    const { code, message } = await wholeFaultFrom(() => older.transact((tx) => tx.leases('acme')))
    expect(code).to.equal('STORE_UNAVAILABLE')
    expect(message).to.match(/has schema \d+, and this version reads \d+: start this version on it once/)
    expect(await older.transact((tx) => tx.rolesOf('acme', '7'))).to.deep.equal(['admin'])
    await older.close()
    setSchema(file, MIGRATIONS.length)
    const same = await openSqliteStore(file, { readonly: true })
    const broken = await wholeFaultFrom(() => same.transact((tx) => tx.leases('acme')))
    expect(broken.message).to.equal('the store answered SQLITE_ERROR')
    await same.close()
  })

  for (const readonly of [false, true])
    it(`does not open a store of a newer version${readonly ? ' for reading' : ''}, and changes nothing in it`, async () => {
      const file = await closedStore()
      setSchema(file, MIGRATIONS.length + 1)
      const before = readFileSync(file)
      expect(await faultFrom(() => openSqliteStore(file, { readonly }))).to.equal('STORE_NEWER_SCHEMA')
      expect(readFileSync(file).equals(before)).to.equal(true)
      setSchema(file, MIGRATIONS.length)
      const store = await openSqliteStore(file, { readonly })
      expect(await store.transact((tx) => tx.rolesOf('acme', '7'))).to.deep.equal(['admin'])
      await store.close()
    })

  const UNREADABLE: Record<string, (folder: string) => string | Promise<string>> = {
    'a folder that is not there': (folder) => join(folder, 'none', 'vouch.sqlite'),
    'a folder that is a file': (folder) => {
      writeFileSync(join(folder, 'file'), '')
      return join(folder, 'file', 'vouch.sqlite')
    },
    'a folder in its place': (folder) => {
      mkdirSync(join(folder, 'vouch.sqlite'))
      return join(folder, 'vouch.sqlite')
    },
    'a file that is no database': (folder) => {
      writeFileSync(join(folder, 'vouch.sqlite'), 'This is a letter to the editor. '.repeat(200))
      return join(folder, 'vouch.sqlite')
    },
    'a store that is cut off': async (folder) => {
      const bytes = readFileSync(await closedStore())
      writeFileSync(join(folder, 'vouch.sqlite'), bytes.subarray(0, bytes.length / 2))
      return join(folder, 'vouch.sqlite')
    },
  }
  for (const [name, make] of Object.entries(UNREADABLE))
    it(`is a fault, and is not begun anew, with ${name}`, async () => {
      const file = await make(tempFolder())
      const read = () =>
        name.includes('file that') || name.includes('cut') ? readFileSync(file) : Buffer.alloc(0)
      const before = read()
      expect(await faultFrom(() => openSqliteStore(file))).to.equal('STORE_UNAVAILABLE')
      expect(await faultFrom(() => openSqliteStore(file, { readonly: true }))).to.equal('STORE_UNAVAILABLE')
      expect(read().equals(before)).to.equal(true)
    })

  it('makes no file when it is opened for reading and there is none', async () => {
    const file = join(tempFolder(), 'vouch.sqlite')
    expect(await faultFrom(() => openSqliteStore(file, { readonly: true }))).to.equal('STORE_UNAVAILABLE')
    expect(existsSync(file)).to.equal(false)
  })

  it('writes nothing when it is opened for reading', async () => {
    const file = await closedStore()
    const store = await openSqliteStore(file, { readonly: true })
    expect(
      await faultFrom(() => store.transact((tx) => tx.setRoles('acme', '8', ['admin'], START))),
    ).to.equal('STORE_UNAVAILABLE')
    expect(await store.transact((tx) => tx.allRoles('acme'))).to.deep.equal([
      { agentId: '7', roles: ['admin'] },
    ])
    await store.close()
  })

  it('writes ahead, so that a crash leaves whole transactions', async () => {
    const store = await fileStore()
    expect(store.rows('pragma journal_mode')).to.deep.equal([{ journal_mode: 'wal' }])
    await store.close()
  })

  it('puts every kind of person-bound row behind a person: each has its account', async () => {
    const store = await fileStore()
    const tables = store.rows(
      "select m.name as name, group_concat(c.name) as columns from sqlite_master m join pragma_table_info(m.name) c where m.type = 'table' and m.name not like 'sqlite!_%' escape '!' group by m.name",
    )
    const without = tables
      .filter(({ columns }) => !String(columns).split(',').includes('account_id'))
      .map(({ name }) => name)
    await store.close()
    expect(tables.length).to.be.greaterThan(15)
    expect(without).to.have.members(['schema_version', 'used_token'])
  })

  describe('in a transaction', () => {
    let store: OpenStore

    beforeEach(async () => {
      store = await memoryStore()
    })
    afterEach(() => store.close())

    const everything = () =>
      store.transact(async (tx) => ({
        roles: await tx.allRoles('acme'),
        requester: await tx.requesterByRef('acme', 'r1'),
        ticket: await tx.ticketById('acme', '5'),
      }))
    const NOTHING = { roles: [], requester: null, ticket: null }

    it('keeps all of an act', async () => {
      await store.transact(async (tx) => {
        await tx.setRoles('acme', '7', ['admin'], START)
        await tx.addRequester('acme', REQUESTER, START)
        await tx.addTicket('acme', TICKET, START)
      })
      expect(await everything()).to.deep.equal({
        roles: [{ agentId: '7', roles: ['admin'] }],
        requester: REQUESTER,
        ticket: TICKET,
      })
    })

    it('keeps nothing of an act that fails, and hands on what it failed with', async () => {
      const broken = new Error('the power went')
      const end = store.transact(async (tx) => {
        await tx.setRoles('acme', '7', ['admin'], START)
        await tx.addRequester('acme', REQUESTER, START)
        throw broken
      })
      expect(await end.catch((error: unknown) => error)).to.equal(broken)
      expect(await everything()).to.deep.equal(NOTHING)
    })

    it('keeps nothing of an act whose last row is refused', async () => {
      const code = await faultFrom(() =>
        store.transact(async (tx) => {
          await tx.setRoles('acme', '7', ['admin'], START)
          await tx.addTicket('acme', TICKET, START)
        }),
      )
      expect(code).to.equal('STORE_UNAVAILABLE')
      expect(await everything()).to.deep.equal(NOTHING)
    })

    it('takes no ticket without its requester: foreign keys are on', async () => {
      const fault = await wholeFaultFrom(() => store.transact((tx) => tx.addTicket('acme', TICKET, START)))
      expect(fault.code).to.equal('STORE_UNAVAILABLE')
      expect(fault.message).to.include('FOREIGNKEY')
    })

    it("takes no ticket with another account's requester", async () => {
      await store.transact((tx) => tx.addRequester('other', REQUESTER, START))
      expect(await faultFrom(() => store.transact((tx) => tx.addTicket('acme', TICKET, START)))).to.equal(
        'STORE_UNAVAILABLE',
      )
    })

    it('calls a conflict what exists already, and keeps the first', async () => {
      await store.transact((tx) => tx.addRequester('acme', REQUESTER, START))
      const again = { ...REQUESTER, sealedId: 'other' }
      expect(await faultFrom(() => store.transact((tx) => tx.addRequester('acme', again, START)))).to.equal(
        'CONFLICT',
      )
      const sameDigest = { ...REQUESTER, requesterRef: 'r2' }
      expect(
        await faultFrom(() => store.transact((tx) => tx.addRequester('acme', sameDigest, START))),
      ).to.equal('CONFLICT')
      expect((await everything()).requester).to.deep.equal(REQUESTER)
    })

    it('shows no account the rows of another', async () => {
      await store.transact(async (tx) => {
        await tx.setRoles('other', '7', ['admin'], START)
        await tx.addRequester('other', REQUESTER, START)
        await tx.addTicket('other', TICKET, START)
      })
      expect(await everything()).to.deep.equal(NOTHING)
    })

    it('runs acts one after the other', async () => {
      const order: string[] = []
      await Promise.all(
        ['a', 'b', 'c'].map((name) =>
          store.transact(async (tx) => {
            order.push(`${name} begins`)
            await tx.allRoles('acme')
            await new Promise((resolve) => setTimeout(resolve, 2))
            order.push(`${name} ends`)
          }),
        ),
      )
      expect(order).to.deep.equal(['a begins', 'a ends', 'b begins', 'b ends', 'c begins', 'c ends'])
    })

    it('remembers a webhook and a used token once', async () => {
      const firsts = await store.transact(async (tx) => [
        await tx.rememberWebhook('acme', 'e1', START),
        await tx.rememberWebhook('acme', 'e1', START),
        await tx.rememberWebhook('other', 'e1', START),
        await tx.useToken('hash', '2026-11-20T09:01:00.000Z'),
        await tx.useToken('hash', '2026-11-20T09:01:00.000Z'),
      ])
      expect(firsts).to.deep.equal([true, false, true, true, false])
    })
  })
})
