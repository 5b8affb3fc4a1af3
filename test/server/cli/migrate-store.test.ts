import { createHash } from 'node:crypto'
import { cpSync, existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import Database from 'better-sqlite3'
import { expect } from 'chai'
import pg from 'pg'
import { openKeyring } from '../../../server/adapters/keyring.ts'
import { openPostgresStore } from '../../../server/adapters/postgres-store.ts'
import { openSqliteStore } from '../../../server/adapters/sqlite-store.ts'
import { verifyAudit } from '../../../server/audit/index.ts'
import { runCli } from '../../../server/cli/main.ts'
import { appendMany } from '../../support/audit-log.ts'
import { fakeWorld } from '../../support/fake-world.ts'
import { tempFolder } from '../../support/temp-folder.ts'
import { asServer, newDatabase, POSTGRES, postgresDatabase } from '../../support/test-database.ts'

async function run(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const said: string[] = []
  const say = (line: string) => {
    said.push(line)
  }
  return {
    code: await runCli(['migrate-store', ...args], { out: say, err: say, env }),
    said: said.join('\n'),
  }
}

const LOG = ['audit_entry', 'audit_head', 'schema_version']
const HARD = ['plain', 'ä ß 😀 \u2028', `' " \\ ; --`, '{"a":"\\u0000"}', ' ', '']

/** Rows in every table, of two accounts, with what is hard to carry over. */
function fill(file: string): void {
  const database = new Database(file)
  database.pragma('foreign_keys = OFF')
  const tables = database
    .prepare(`select name from sqlite_master where type = 'table'`)
    .pluck()
    .all() as string[]
  for (const table of tables.filter((name) => !LOG.includes(name))) {
    const columns = database.pragma(`table_info(${table})`) as {
      name: string
      type: string
      notnull: number
      pk: number
    }[]
    for (const account of ['acme', 'globex'])
      for (let at = 0; at < HARD.length; at += 1) {
        const values = columns.map(({ name, type, notnull, pk }) => {
          if (name === 'account_id') return account
          if (notnull === 0 && pk === 0 && at % 2 === 0) return null
          if (/int/i.test(type)) return at === 1 ? Number.MAX_SAFE_INTEGER : at
          if (/double/i.test(type)) return at / 7
          return `${at} ${HARD[at]}${table === 'used_token' ? account : ''}`
        })
        database.prepare(`insert or ignore into ${table} values (${values.map(() => '?')})`).run(...values)
      }
  }
  database.close()
}

async function filled(): Promise<string> {
  const file = join(tempFolder(), 'vouch.sqlite')
  const store = await openSqliteStore(file)
  const world = fakeWorld()
  await appendMany(store, 120, world, 'acme')
  await appendMany(store, 30, world, 'globex')
  await store.close()
  fill(file)
  return file
}

const bytes = (file: string) => createHash('sha256').update(readFileSync(file)).digest('hex')

describe('vouch migrate-store', () => {
  it('says how it is used where either end is no such store', async () => {
    for (const args of [[], ['--from', 'x.sqlite'], ['--from', 'sqlite:x', '--to', 'mysql://x/y']])
      expect((await run(args)).code, args.join(' ')).to.equal(4)
  })

  if (POSTGRES !== null) {
    const rowsIn = (url: string) => {
      const database = postgresDatabase(url)
      const tables = database
        .prepare(
          `select table_name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'`,
        )
        .pluck()
        .all() as string[]
      return tables
        .filter((name) => !['schema_version', 'schema_lock', 'account_lock'].includes(name))
        .map((name) => Number(database.prepare(`select count(*) from ${name}`).pluck().get()))
        .reduce((sum, each) => sum + each, 0)
    }

    it('carries every row of every table over, leaves the file as it was, and the log verifies', async () => {
      const file = await filled()
      const before = bytes(file)
      const url = await newDatabase()
      const { code, said } = await run(['--from', `sqlite:${file}`, '--to', url, '--json'])
      expect(code, said).to.equal(0)
      const told = JSON.parse(said)
      expect(told.logs).to.deep.equal([
        { account: 'acme', entries: 120 },
        { account: 'globex', entries: 30 },
      ])
      expect(told.tables.filter(({ rows }: { rows: number }) => rows === 0)).to.deep.equal([])
      expect(rowsIn(url)).to.equal(told.rows)
      expect(bytes(file)).to.equal(before)
      expect(existsSync(`${file}-wal`)).to.equal(false)
      for (const [account, entries] of [
        ['acme', 120],
        ['globex', 30],
      ] as const) {
        const store = await openPostgresStore(asServer(url), { account, strict: true })
        const verdict = await store.transact((tx) => verifyAudit(tx, account, null))
        await store.close()
        // Whole in itself; no checkpoint lies beside this store.
        expect(verdict).to.include({ entries, problem: 'CHECKPOINT_MISSING' })
      }
    })

    it('keeps nothing where the database is not empty', async () => {
      const file = await filled()
      const url = await newDatabase()
      postgresDatabase(url).exec(`insert into template values ('acme', 'en', 'body', 'then')`)
      const { code, said } = await run(['--from', `sqlite:${file}`, '--to', url])
      expect(code).to.not.equal(0)
      expect(said).to.contain('not empty')
      expect(rowsIn(url)).to.equal(1)
    })

    it('keeps nothing while a companion has the file open', async () => {
      const file = await filled()
      const url = await newDatabase()
      const running = await openSqliteStore(file)
      await running.transact((tx) => tx.auditHead('acme'))
      const { code, said } = await run(['--from', `sqlite:${file}`, '--to', url])
      await running.close()
      expect(code).to.not.equal(0)
      expect(said).to.contain('stop the companion')
      expect(rowsIn(url)).to.equal(0)
    })

    it('keeps nothing of an older schema, nor of a file that is no store', async () => {
      const file = await filled()
      const url = await newDatabase()
      const database = new Database(file)
      database.exec('update schema_version set version = version - 1')
      database.close()
      const { code, said } = await run(['--from', `sqlite:${file}`], { DATABASE_URL: url })
      expect(code).to.not.equal(0)
      expect(said).to.contain('start this version')
      expect((await run(['--from', `sqlite:${file}.none`, '--to', url])).code).to.not.equal(0)
      expect(rowsIn(url)).to.equal(0)
    })

    it('keeps nothing of a log that does not verify', async () => {
      const file = await filled()
      const url = await newDatabase()
      const database = new Database(file)
      database.exec(`update audit_entry set header = replace(header, 'allow', 'refuse') where idx = 60`)
      database.close()
      const { code, said } = await run(['--from', `sqlite:${file}`, '--to', url])
      expect(code).to.not.equal(0)
      expect(said).to.contain('does not verify')
      expect(rowsIn(url)).to.equal(0)
    })

    it('keeps nothing when what arrives is not what was sent', async () => {
      const file = await filled()
      const url = await newDatabase()
      const client = new pg.Client({ connectionString: url })
      await client.connect()
      await client.query(`create function bend() returns trigger language plpgsql as
        $$ begin new.body := new.body || '!'; return new; end $$`)
      await client.query('create trigger bend before insert on template for each row execute function bend()')
      const { code, said } = await run(['--from', `sqlite:${file}`, '--to', url])
      await client.query('drop trigger bend on template; drop function bend')
      await client.end()
      expect(code).to.not.equal(0)
      expect(said).to.contain('did not arrive')
      expect(rowsIn(url)).to.equal(0)
    })

    it('is verified where it arrived, as the server sees it, and found out where it was changed', async () => {
      const file = await filled()
      const url = await newDatabase()
      const keys = tempFolder()
      openKeyring(keys)
      cpSync(keys, dirname(file), { recursive: true })
      await run(['--from', `sqlite:${file}`, '--to', url])
      const verify = async (...more: readonly string[]) => {
        const said: string[] = []
        const say = (line: string) => {
          said.push(line)
        }
        const env = { DATABASE_URL: asServer(url) }
        return {
          code: await runCli(['verify', '--data', dirname(file), ...more], { out: say, err: say, env }),
          said,
        }
      }
      expect((await verify()).code).to.equal(4)
      // No checkpoint lies beside this store: the log is whole, and nobody vouches for its end.
      expect((await verify('--account', 'acme')).said.join()).to.contain('CHECKPOINT_MISSING')
      postgresDatabase(url).exec(
        `update audit_entry set header = replace(header, 'allow', 'refuse') where idx = 60`,
      )
      const { code, said } = await verify('--account', 'acme')
      expect(code).to.equal(2)
      expect(said.join()).to.not.contain('CHECKPOINT_MISSING')
    })

    it('leaves the walls standing', async () => {
      const url = await newDatabase()
      await run(['--from', `sqlite:${await filled()}`, '--to', url])
      const open = postgresDatabase(url)
        .prepare(`select relname from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'account_id'
          where relkind = 'r' and relnamespace = 'public'::regnamespace and not (relrowsecurity and relforcerowsecurity)`)
        .all()
      expect(open).to.deep.equal([])
    })
  }
})
