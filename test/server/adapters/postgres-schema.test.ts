import { setTimeout } from 'node:timers/promises'
import { expect } from 'chai'
import { Kysely } from 'kysely'
import pg from 'pg'
import { asPostgres, GRANTS, WITHOUT_ACCOUNT } from '../../../server/adapters/postgres-schema.ts'
import { migrateDatabase } from '../../../server/adapters/postgres-store.ts'
import { consentLifeRows } from '../../../server/adapters/rows/consent-life-rows.ts'
import { personKeyRows } from '../../../server/adapters/rows/person-key-rows.ts'
import { pastDays } from '../../../server/adapters/rows/retention-rows.ts'
import type { Tables } from '../../../server/adapters/schema.ts'
import { PostgresWithNames, storedNames } from '../../../server/adapters/stored-names.ts'
import { until } from '../../support/stops.ts'
import { asServer, newDatabase, POSTGRES, postgresDatabase } from '../../support/test-database.ts'

/** Twice as long as the engine waits before it looks for who stands in the way of whom. */
const DEADLOCK_MS = 2_000

describe('the schema on PostgreSQL', () => {
  it('has whole numbers of 64 bits and text in the order of its bytes', () => {
    expect(asPostgres('create table a (n integer not null, t text primary key)')).to.equal(
      'create table a (n bigint not null, t text collate "C" primary key)',
    )
    expect(asPostgres('alter table a add column sealed_text text')).to.equal(
      'alter table a add column sealed_text text collate "C"',
    )
  })

  it('takes a column’s name for no type', () => {
    expect(asPostgres('create table a (text text not null, integer integer)')).to.equal(
      'create table a (text text collate "C" not null, integer bigint)',
    )
    expect(asPostgres('alter table a add column text text')).to.equal(
      'alter table a add column text text collate "C"',
    )
  })

  it('leaves every other statement as it stands', () => {
    for (const statement of ['select text from integer', "insert into a values ('create table text')"])
      expect(asPostgres(statement)).to.equal(statement)
  })

  if (POSTGRES !== null) {
    const REFUSED = /42501/
    const asApp = async (
      url: string,
      account: string | null,
      act: (client: pg.Client) => Promise<unknown>,
    ) => {
      const client = new pg.Client({ connectionString: asServer(url) })
      await client.connect()
      try {
        if (account !== null) await client.query(`select set_config('vouch.account', $1, false)`, [account])
        return await act(client).catch((error: Error & { code?: string }) => `${error.code}`)
      } finally {
        await client.end()
      }
    }
    const filled = async () => {
      const url = await newDatabase()
      const database = postgresDatabase(url)
      for (const account of ['acme', 'globex']) {
        database.exec(`insert into audit_entry values ('${account}', 0, 'header', 'hash');
          insert into audit_payload values ('${account}', 0, 'kid', 'person', 'sealed');
          insert into template values ('${account}', 'en', 'body', 'then')`)
      }
      return { url, database }
    }

    it('walls off every table that has an account, also from the one who owns it', async () => {
      const tables = postgresDatabase(await newDatabase())
        .prepare(`select relname, relrowsecurity and relforcerowsecurity as walled, exists (select 1 from
          pg_attribute where attrelid = c.oid and attname = 'account_id') as owned from pg_class c
          where relkind = 'r' and relnamespace = 'public'::regnamespace order by relname`)
        .all() as { relname: string; walled: boolean; owned: boolean }[]
      expect(tables.length).to.be.greaterThan(60)
      expect(tables.filter(({ walled, owned }) => walled !== owned)).to.deep.equal([])
      expect(tables.filter(({ owned }) => !owned).map(({ relname }) => relname)).to.deep.equal(
        Object.keys(WITHOUT_ACCOUNT).sort(),
      )
    })

    it('has keys that begin with the account', async () => {
      const rows = postgresDatabase(await newDatabase())
        .prepare(`select c.conrelid::regclass::text as name, a.attname as first from pg_constraint c
          join pg_attribute a on a.attrelid = c.conrelid and a.attnum = c.conkey[1]
          where c.contype in ('p', 'u') and c.connamespace = 'public'::regnamespace`)
        .all() as { name: string; first: string }[]
      const others = rows.filter(
        ({ name, first }) => WITHOUT_ACCOUNT[name] === undefined && first !== 'account_id',
      )
      expect(others).to.deep.equal([])
    })

    it('shows a server the rows of the account that it names, and none without a name', async () => {
      const { url } = await filled()
      const seen = (account: string | null) =>
        asApp(url, account, async (client) => (await client.query('select account_id from template')).rows)
      expect(await seen('acme')).to.deep.equal([{ account_id: 'acme' }])
      expect(await seen(null)).to.deep.equal([])
      expect(await seen('')).to.deep.equal([])
    })

    it('lets a server write and change nothing of another account', async () => {
      const { url, database } = await filled()
      const before = database.prepare('select * from template order by account_id').all()
      const attempts = [
        `insert into template values ('globex', 'de', 'body', 'then')`,
        `update template set account_id = 'globex'`,
        `update template set body = 'x' where account_id = 'globex'`,
        `delete from template where account_id = 'globex'`,
      ]
      for (const attempt of attempts) await asApp(url, 'acme', (client) => client.query(attempt))
      expect(database.prepare('select * from template order by account_id').all()).to.deep.equal(before)
    })

    it('lets a server neither change the log nor the schema', async () => {
      const { url, database } = await filled()
      const before = database.prepare('select * from audit_entry order by account_id').all()
      for (const attempt of [
        `update audit_entry set header = 'other'`,
        'delete from audit_entry',
        'truncate audit_entry',
        `update audit_payload set sealed = 'other'`,
        'drop table audit_entry',
        'create table mine (account_id text)',
        'alter table audit_entry disable row level security',
        'drop policy of_account on audit_entry',
        'delete from schema_version',
        'set role vouch_owner',
        'set session_replication_role = replica',
      ])
        expect(await asApp(url, 'acme', (client) => client.query(attempt)), attempt).to.match(REFUSED)
      expect(database.prepare('select * from audit_entry order by account_id').all()).to.deep.equal(before)
    })

    it('lets a server do its work', async () => {
      const { url } = await filled()
      for (const act of [
        `insert into audit_entry values ('acme', 1, 'header', 'hash')`,
        'delete from audit_payload',
        `update template set body = 'x'`,
        'delete from template',
      ])
        expect(await asApp(url, 'acme', (client) => client.query(act)), act).to.not.be.a('string')
    })

    it('is brought up once when two begin at the same time', async () => {
      const admin = new pg.Client({ connectionString: POSTGRES ?? '' })
      await admin.connect()
      await admin.query('create database vouch_test_empty owner vouch_owner')
      const url = Object.assign(new URL(POSTGRES ?? ''), {
        pathname: '/vouch_test_empty',
        username: 'vouch_owner',
      }).href
      const found = await Promise.all([migrateDatabase(url), migrateDatabase(url)])
      await admin.query('drop database vouch_test_empty')
      await admin.end()
      const { to } = found[0]
      expect(found.map(({ from }) => from).sort()).to.deep.equal([0, to].sort())
    })

    it('is brought up once the acts that run are over, and the next ones find it', async () => {
      const url = await newDatabase()
      const database = postgresDatabase(url)
      const version = () => database.prepare('select version from schema_version').get()
      const now = version() as { version: number }
      database.exec(`drop index draft_open; alter table draft drop column used; update schema_version set version = 50;
        insert into account_lock (account_id) values ('acme')`)
      const server = new pg.Client({ connectionString: asServer(url), options: '-c vouch.account=acme' })
      await server.connect()
      await server.query("begin; select from account_lock where account_id = 'acme' for update")
      let isDone = false
      const migrated = migrateDatabase(url).then(() => {
        isDone = true
      })
      await until(
        () =>
          database
            .prepare("select 1 from pg_locks where not granted and relation = 'account_lock'::regclass")
            .all().length > 0,
      )
      expect([isDone, version()]).to.deep.equal([false, { version: 50 }])
      // Whatever it goes on to: nothing of it is held by whoever waits.
      await server.query('select 1 from access_log')
      await server.query('commit')
      await migrated
      expect(version()).to.deep.equal(now)
      await server.end()
    })

    /** `begun` by a server before the migration, which then goes on to the table that is changed first. */
    async function migratedBeside(url: string, begun: string): Promise<number> {
      const database = postgresDatabase(url)
      database.exec("insert into account_lock (account_id) values ('acme')")
      const server = new pg.Client({ connectionString: asServer(url), options: '-c vouch.account=acme' })
      await server.connect()
      await server.query(begun)
      const migrated = migrateDatabase(url)
      await until(
        () =>
          database.prepare('select 1 from pg_locks where not granted and relation is not null').all().length >
          0,
      )
      await server.query('select 1 from access_log')
      // Only now whoever stands in the way of the other is found: what is waited for first is told first.
      await setTimeout(DEADLOCK_MS)
      await server.query('commit')
      await server.end()
      return (await migrated).to
    }

    it('sets its walls anew beside acts that run, where the schema is this one already', async () => {
      const url = await newDatabase()
      const { version } = postgresDatabase(url).prepare('select version from schema_version').get() as {
        version: number
      }
      const begun = "begin; select from account_lock where account_id = 'acme' for update"
      expect(await migratedBeside(url, begun)).to.equal(version)
    })

    it('is brought up also where one who looks goes on to what is changed already', async () => {
      const url = await newDatabase()
      const database = postgresDatabase(url)
      const now = database.prepare('select version from schema_version').get() as { version: number }
      database.exec(
        'drop index draft_open; alter table draft drop column used; update schema_version set version = 50',
      )
      const begun = 'begin isolation level repeatable read read only; select 1 from draft'
      expect(await migratedBeside(url, begun)).to.equal(now.version)
      expect(database.prepare('select version from schema_version').get()).to.deep.equal(now)
    })

    /** How the server's own role finds what `act` asks for: the lines of each plan that `shown` lets through. */
    async function plansOf(
      url: string,
      act: (db: Kysely<Tables>) => Promise<unknown>,
      shown: RegExp,
    ): Promise<readonly string[]> {
      const asked: { sql: string; parameters: readonly unknown[] }[] = []
      const pool = new pg.Pool({ connectionString: asServer(url), options: '-c vouch.account=acme', max: 1 })
      const db = new Kysely<Tables>({
        dialect: new PostgresWithNames({ pool }),
        plugins: [storedNames],
        log: ({ query }) => void asked.push(query),
      })
      await act(db)
      const plans: string[] = []
      for (const { sql, parameters } of asked) {
        const { rows } = await pool.query(`explain ${sql}`, [...parameters])
        const lines = rows.map((row) => String(row['QUERY PLAN']).trim())
        plans.push(...lines.filter((line) => shown.test(line)))
      }
      await db.destroy()
      return plans
    }

    it('finds what is over, and keys of earlier months, by their index: also behind the wall', async () => {
      const url = await newDatabase()
      postgresDatabase(url).exec(`
        insert into consent_standing (account_id, ticket_ref, requester_ref, status, wide, changed_at)
          select 'acme', 't' || i, 'r' || i, 'denied', 0, '2026-01-01' from generate_series(1, 20000) i;
        insert into requester (account_id, requester_ref, digest, wrapped_key, sealed_id, created_at, key_epoch)
          select 'acme', 'r' || i, 'd' || i, 'key', '', '2026', '2026-10' from generate_series(1, 20000) i;
        analyze consent_standing, requester`)
      const after = { keyEpoch: '2026-10', requesterRef: 'r5' }
      const plans = await plansOf(
        url,
        async (db) => {
          await pastDays('consent', 'acme', '2020', 200).execute(db)
          await personKeyRows(db).keysBefore('acme', '2026-11', after, 200)
        },
        /^(Index Cond|Filter)/,
      )
      expect(plans).to.have.length(2)
      expect(plans[0]).to.match(/^Index Cond: .*CASE WHEN .* <= '2020'/)
      expect(plans[1]).to.match(/^Index Cond: .*ROW\(key_epoch, requester_ref\) > ROW\('2026-10'/)
    })

    it('finds what a new notice ends from the open drafts, and puts nothing in order first', async () => {
      const url = await newDatabase()
      postgresDatabase(url).exec(`
        insert into consent_standing (account_id, ticket_ref, requester_ref, status, notice_version, wide, changed_at)
          select 'acme', 't' || i, 'r' || i, 'granted', 1, 0, '2026-01-01' from generate_series(1, 20000) i;
        insert into draft (account_id, draft_id, ticket_ref, requester_ref, agent_id, status, locale, consent_epoch,
            last_comment_id, created_at, changed_at)
          select 'acme', 'd' || i, 't' || i, 'r', '7', case i % 100 when 0 then 'ready' else 'sent' end, 'en', 1, '1', '', ''
          from generate_series(1, 20000) i;
        analyze consent_standing, draft`)
      const due = { now: '2020', noticeVersion: 2, most: 10 }
      let first: readonly string[] = []
      const plans = await plansOf(
        url,
        async (db) => {
          first = await consentLifeRows(db).consentsDue('acme', due)
        },
        /Sort|Scan .*on draft/,
      )
      expect(first.map((ref) => Number(ref.slice(1)) % 100)).to.deep.equal(Array(10).fill(0))
      expect(plans.map((line) => line.replace(/ {2}\(.*/, ''))).to.deep.equal([
        '->  Index Only Scan using draft_open on draft',
      ])
    })

    it('grants what is listed, of tables that are there', async () => {
      const database = postgresDatabase(await newDatabase())
      for (const [name, granted] of Object.entries(GRANTS)) {
        const rows = database
          .prepare(`select lower(privilege_type) as it from information_schema.role_table_grants
            where grantee = 'vouch_app' and table_name = ? order by it`)
          .pluck()
          .all(name)
        expect(rows, name).to.deep.equal(granted.split(', ').sort())
      }
    })
  }
})
