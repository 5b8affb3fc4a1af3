import { expect } from 'chai'
import { openPostgresStore } from '../../../server/adapters/postgres-store.ts'
import { createAuditLog } from '../../../server/audit/index.ts'
import { act } from '../../support/audit-log.ts'
import { fakeWorld } from '../../support/fake-world.ts'
import { faultFrom } from '../../support/fault-from.ts'
import { tempKeyring } from '../../support/memory-store.ts'
import { asServer, newDatabase, POSTGRES, postgresDatabase } from '../../support/test-database.ts'

describe('the store on PostgreSQL', () => {
  it('is not opened, and nothing is made, where nobody listens', async () => {
    const open = () => openPostgresStore('postgres://nobody@127.0.0.1:9/none', { account: 'acme' })
    expect(await faultFrom(open)).to.equal('STORE_UNAVAILABLE')
  })

  if (POSTGRES !== null) {
    it('is not opened by a role that its walls do not hold, where that is asked', async () => {
      const url = await newDatabase()
      expect(await faultFrom(() => openPostgresStore(url, { account: 'acme', strict: true }))).to.equal(
        'CONFIG_INVALID',
      )
      await (await openPostgresStore(asServer(url), { account: 'acme', strict: true })).close()
    })

    it('is opened for one account by a server, never for all', async () => {
      const url = await newDatabase()
      expect(await faultFrom(() => openPostgresStore(asServer(url)))).to.equal('CONFIG_INVALID')
    })

    it('refuses a schema that a newer version has written, and changes nothing', async () => {
      const url = await newDatabase()
      const database = postgresDatabase(url)
      const { version } = database.prepare('select version from schema_version').get() as { version: number }
      database.exec('update schema_version set version = 1000')
      const open = () => openPostgresStore(asServer(url), { account: 'acme' })
      expect(await faultFrom(open)).to.equal('STORE_NEWER_SCHEMA')
      database.exec('update schema_version set version = 1')
      expect(await faultFrom(open)).to.equal('CONFIG_INVALID')
      expect(database.prepare('select version from schema_version').get()).to.deep.equal({ version: 1 })
      database.exec(`update schema_version set version = ${version}`)
    })

    it('gives one place each to many appenders on three connections, without a gap', async () => {
      const url = asServer(await newDatabase())
      const stores = await Promise.all([1, 2, 3].map(() => openPostgresStore(url, { account: 'acme' })))
      const log = createAuditLog(fakeWorld(), tempKeyring())
      const places = await Promise.all(
        Array.from({ length: 60 }, (_, at) =>
          stores[at % 3]?.transact((tx) => log.append(tx, 'acme', act())),
        ),
      )
      for (const store of stores) await store.close()
      expect(places.map(Number).sort((a, b) => a - b)).to.deep.equal(
        Array.from({ length: 60 }, (_, at) => at),
      )
    })

    it('lets another account go on while one is in the middle of an act', async () => {
      const url = asServer(await newDatabase())
      const acme = await openPostgresStore(url, { account: 'acme' })
      const globex = await openPostgresStore(url, { account: 'globex' })
      let release = () => {}
      const held = new Promise<void>((resolve) => {
        release = resolve
      })
      let begun = () => {}
      const inside = new Promise<void>((resolve) => {
        begun = resolve
      })
      const long = acme.transact(async () => {
        begun()
        await held
        return 'acme'
      })
      await inside
      expect(await globex.transact(async (tx) => tx.auditHead('globex'))).to.equal(null)
      release()
      expect(await long).to.equal('acme')
      await acme.close()
      await globex.close()
    })

    it('shows nothing of another account even where an act asks for it', async () => {
      const url = await newDatabase()
      postgresDatabase(url).exec(`insert into audit_head values ('globex', 3, '', '')`)
      const store = await openPostgresStore(asServer(url), { account: 'acme' })
      expect(await store.transact((tx) => tx.auditHead('globex'))).to.equal(null)
      expect(await store.snapshot((tx) => tx.auditHead('globex'))).to.equal(null)
      const log = createAuditLog(fakeWorld(), tempKeyring())
      expect(await faultFrom(() => store.transact((tx) => log.append(tx, 'globex', act())))).to.equal(
        'AUDIT_UNAVAILABLE',
      )
      await store.close()
    })

    it('takes back one act of those that share a commit, and keeps the others', async () => {
      const url = await newDatabase()
      const store = await openPostgresStore(asServer(url), { account: 'acme' })
      const add = (jtiHash: string) => store.transact((tx) => tx.addCapability('acme', jtiHash, '2030'))
      const ended = await Promise.allSettled([add('a'), add('a'), add('b')])
      await store.close()
      expect(ended.map(({ status }) => status)).to.deep.equal(['fulfilled', 'rejected', 'fulfilled'])
      const rows = postgresDatabase(url)
        .prepare('select jti_hash from capability order by jti_hash')
        .pluck()
        .all()
      expect(rows).to.deep.equal(['a', 'b'])
    })

    it('is not to be had when its connection is ended, and is again after that', async () => {
      const url = await newDatabase()
      const store = await openPostgresStore(asServer(url), { account: 'acme' })
      const ended = store.transact(async (tx) => {
        await tx.auditHead('acme')
        postgresDatabase(POSTGRES ?? '').exec(
          `select pg_terminate_backend(pid) from pg_stat_activity where datname = '${new URL(url).pathname.slice(1)}'
            and usename = 'vouch_app'`,
        )
        return tx.auditHead('acme')
      })
      expect(await faultFrom(() => ended)).to.equal('STORE_UNAVAILABLE')
      expect(await store.transact((tx) => tx.auditHead('acme'))).to.equal(null)
      await store.close()
    })

    it('runs an act again, at most five times, that the engine took back for another', async () => {
      const url = await newDatabase()
      const store = await openPostgresStore(url, {})
      const database = postgresDatabase(url)
      database.exec(`create sequence tried; create function refuse() returns trigger language plpgsql as
        $$ begin if nextval('tried') < 3 then raise exception 'again' using errcode = '40001'; end if; return new; end $$;
        create trigger refuse before insert on audit_entry for each row execute function refuse()`)
      const log = createAuditLog(fakeWorld(), tempKeyring())
      expect(await store.transact((tx) => log.append(tx, 'acme', act()))).to.equal(0)
      database.exec('drop trigger refuse on audit_entry; drop function refuse; drop sequence tried')
      expect(database.prepare('select count(*) as count from audit_entry').get()).to.deep.equal({ count: 1 })
      await store.close()
    })
  }
})
