import { expect } from 'chai'
import pg from 'pg'
import { openPostgresStore } from '../../../server/adapters/postgres-store.ts'
import { createAuditLog } from '../../../server/audit/index.ts'
import { act } from '../../support/audit-log.ts'
import { fakeWorld } from '../../support/fake-world.ts'
import { faultFrom } from '../../support/fault-from.ts'
import { tempKeyring } from '../../support/memory-store.ts'
import { until } from '../../support/stops.ts'
import { asServer, newDatabase, POSTGRES, postgresDatabase } from '../../support/test-database.ts'

const AT = '2026-03-01T09:00:00.000Z'

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

    it('writes no more once the database has been brought to another schema meanwhile', async () => {
      const url = await newDatabase()
      const database = postgresDatabase(url)
      const store = await openPostgresStore(asServer(url), { account: 'acme' })
      const log = createAuditLog(fakeWorld(), tempKeyring())
      const append = () => store.transact((tx) => log.append(tx, 'acme', act()))
      const entries = () => database.prepare('select count(*) as n from audit_entry').get()
      await append()
      database.exec('update schema_version set version = version + 1')
      expect(await faultFrom(append)).to.equal('STORE_NEWER_SCHEMA')
      expect(entries()).to.deep.equal({ n: 1 })
      database.exec('update schema_version set version = version - 1')
      await append()
      expect(entries()).to.deep.equal({ n: 2 })
      await store.close()
    })

    it('shows nothing of a database that has been brought to another schema meanwhile', async () => {
      const url = await newDatabase()
      const database = postgresDatabase(url)
      const store = await openPostgresStore(asServer(url), { account: 'acme' })
      const looks = {
        snapshot: () => store.snapshot((tx) => tx.currentNotice('acme')),
        consent: () => store.latestConsent('acme', 't1'),
        withdrawn: () => store.isWithdrawn('acme', 'd1'),
        stops: () => store.readStops('acme'),
      }
      for (const look of Object.values(looks)) await look()
      database.exec('update schema_version set version = version + 1')
      const found: unknown[] = []
      for (const look of Object.values(looks)) found.push(await faultFrom(look))
      database.exec('update schema_version set version = version - 1')
      for (const look of Object.values(looks)) await look()
      await store.close()
      expect(found).to.deep.equal(Array(4).fill('STORE_NEWER_SCHEMA'))
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

    it('goes on with what it knows until the row that it locks says that somebody else has written', async () => {
      const url = await newDatabase()
      const [one, other] = [
        await openPostgresStore(asServer(url), { account: 'acme' }),
        await openPostgresStore(asServer(url), { account: 'acme' }),
      ]
      const hand = new pg.Client({ connectionString: url })
      await hand.connect()
      const read = () => one.transact(async (tx) => (await tx.requesterByRef('acme', 'rq_1'))?.digest ?? null)
      const key = (store: typeof one, wrapped: string) =>
        store.transact((tx) => tx.setPersonKey('acme', 'rq_1', wrapped))
      const requester = { requesterRef: 'rq_1', digest: 'first', wrappedKey: 'k', sealedId: 's' }
      await one.transact((tx) => tx.addRequester('acme', requester, AT))
      expect(await read()).to.equal('first')
      // Behind every server's back, without a word in the row that they lock.
      await hand.query(`update requester set digest = 'second'`)
      expect(await read()).to.equal('first')
      await one.transact((tx) => tx.addCapability('acme', 'own', '2030'))
      expect(await read()).to.equal('first')
      // Another server's act, whatever it writes, ends what is known.
      await other.transact((tx) => tx.addCapability('acme', 'other', '2030'))
      expect(await read()).to.equal('second')
      await hand.query(`update requester set digest = 'third'`)
      expect(await read()).to.equal('second')
      // And so does a write of its own to that very table.
      await key(one, 'k2')
      expect(await read()).to.equal('third')
      await hand.end()
      await one.close()
      await other.close()
    })

    /** A log, and a hand that writes to its tables past the product. */
    async function logWithHand() {
      const url = await newDatabase()
      const store = await openPostgresStore(asServer(url), { account: 'acme' })
      const hand = new pg.Client({ connectionString: url })
      await hand.connect()
      const log = createAuditLog(fakeWorld(), tempKeyring())
      return {
        hand,
        append: () => store.transact((tx) => log.append(tx, 'acme', act())),
        async close() {
          await hand.end()
          await store.close()
        },
      }
    }

    it('appends nothing behind a gap where the database has lost the newest entry', async () => {
      const { hand, append, close } = await logWithHand()
      await append()
      const { rows } = await hand.query('select size, peaks, last_hash from audit_head')
      await append()
      // As after a failover to a copy that was behind, hidden by a pooler: no word in the row that is locked.
      await hand.query('delete from audit_entry where idx = 1')
      const { size, peaks, last_hash } = rows[0] as Record<string, unknown>
      await hand.query('update audit_head set size = $1, peaks = $2, last_hash = $3', [
        size,
        peaks,
        last_hash,
      ])
      expect(await faultFrom(append)).to.equal('AUDIT_UNAVAILABLE')
      expect(await append()).to.equal(1)
      const { rows: kept } = await hand.query('select idx::int from audit_entry order by idx')
      expect(kept).to.deep.equal([{ idx: 0 }, { idx: 1 }])
      await close()
    })

    it('begins no log in the middle where the database has lost all of it', async () => {
      const { hand, append, close } = await logWithHand()
      await append()
      await append()
      await hand.query('delete from audit_entry')
      await hand.query('delete from audit_head')
      expect(await faultFrom(append)).to.equal('AUDIT_UNAVAILABLE')
      const { rows: kept } = await hand.query(
        'select idx from audit_entry union all select size from audit_head',
      )
      expect(kept).to.deep.equal([])
      await close()
    })

    it('commits nothing where nothing was written, and has seen the account all the same', async () => {
      const url = await newDatabase()
      const store = await openPostgresStore(asServer(url), { account: 'acme' })
      const hand = new pg.Client({ connectionString: url })
      await hand.connect()
      const written = async () => {
        const { rows } = await hand.query('select moved::int as moved, xmin::text as by from account_lock')
        return rows[0] as Record<string, unknown>
      }
      const before = await written()
      await store.transact(async (tx) => tx.auditHead('acme'))
      await store.transact(async () => undefined)
      expect(await written()).to.deep.equal(before)
      await store.transact((tx) => tx.addCapability('acme', 'a', '2030'))
      expect((await written())['moved']).to.equal(Number(before['moved']) + 1)
      // Whoever asks nothing is told too that the account is not to be had.
      const other = new pg.Client({ connectionString: url })
      await other.connect()
      await hand.query('begin')
      await hand.query('select * from account_lock for update')
      let ended = false
      const empty = store
        .transact(async () => undefined)
        .then(() => {
          ended = true
        })
      // As far as it gets.
      const waiting =
        "select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'"
      await until(async () => ended || (await other.query(waiting)).rows.length > 0)
      expect(ended).to.equal(false)
      await hand.query('rollback')
      await empty
      await hand.end()
      await other.end()
      await store.close()
    })
  }
})
