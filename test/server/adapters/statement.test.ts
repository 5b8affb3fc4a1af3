import type Database from 'better-sqlite3'
import { expect } from 'chai'
import { type Compilable, Kysely, type PostgresPool } from 'kysely'
import type { Tables } from '../../../server/adapters/schema.ts'
import { statement } from '../../../server/adapters/statement.ts'
import { PostgresWithNames, SqliteWithNames, storedNames } from '../../../server/adapters/stored-names.ts'

interface Sent {
  readonly text: string
  readonly values: readonly unknown[]
}

/** Engines that keep what they are sent and answer with nothing. */
function engines(): Record<'sqlite' | 'postgres', { readonly db: Kysely<Tables>; readonly sent: Sent[] }> {
  const sent: Sent[] = []
  const query = async (text: string, values: readonly unknown[]) => {
    sent.push({ text, values })
    return { command: 'SELECT', rowCount: 0, rows: [] }
  }
  const pool = {
    connect: async () => ({ query, release: () => undefined }),
    end: async () => undefined,
  } as unknown as PostgresPool
  const alike: Sent[] = []
  const database = {
    prepare: (text: string) => ({
      reader: true,
      all: (values: readonly unknown[]) => {
        alike.push({ text, values })
        return []
      },
    }),
    close: () => undefined,
  } as unknown as Database.Database
  return {
    sqlite: {
      db: new Kysely<Tables>({ dialect: new SqliteWithNames({ database }), plugins: [storedNames] }),
      sent: alike,
    },
    postgres: {
      db: new Kysely<Tables>({ dialect: new PostgresWithNames({ pool }), plugins: [storedNames] }),
      sent,
    },
  }
}

/** Sends it once for each of the calls, and says what was sent and what would have been. */
const sending =
  <Given extends readonly unknown[]>(
    build: (db: Kysely<Tables>, ...given: Given) => Compilable<unknown>,
    calls: readonly Given[],
  ) =>
  async (db: Kysely<Tables>) => {
    const ask = statement(build)
    for (const given of calls) await ask(db, ...given)
    return calls.map((given): Sent => {
      const { sql, parameters } = build(db, ...given).compile()
      return { text: sql, values: [...parameters] }
    })
  }

const event = (name: string, at: string | null) => ({ name, at })
type Admission = Partial<Tables['draftAdmission']>

const CASES: Record<string, (db: Kysely<Tables>) => Promise<readonly Sent[]>> = {
  'with other values': sending(
    (db, accountId: string, draftId: string, limit: number) =>
      db
        .selectFrom('draft')
        .selectAll()
        .where('accountId', '=', accountId)
        .where('draftId', '=', draftId)
        .where('status', '=', 'ready')
        .limit(limit),
    [
      ['acme', 'one', 1],
      ['acme', 'two', 2],
      ['other', 'one', 1],
    ],
  ),
  'of a row with other columns, and of one in which something is null or missing': sending(
    (db, accountId: string, row: Admission) =>
      db.insertInto('draftAdmission').values({ admissionId: 'a', agentRef: 'b', at: 'c', accountId, ...row }),
    [
      ['acme', { admissionId: 'one', agentRef: 'me' }],
      ['acme', { admissionId: 'two', agentRef: undefined } as unknown as Admission],
      ['acme', { admissionId: 'two', agentRef: null } as unknown as Admission],
      ['acme', { at: 'now' }],
      ['acme', { at: 'then' }],
    ],
  ),
  'of more rows, and in a list': sending(
    (db, rows: readonly { name: string; at: string | null }[]) =>
      db
        .deleteFrom('webhookHeard')
        .where(
          'name',
          'in',
          rows.map(({ name }) => name),
        )
        .where('lastAt', '<', 'constant'),
    [
      [[event('a', null)]],
      [[event('a', 'x'), event('b', 'y')]],
      [[event('c', 'z'), event('d', null)]],
      [[event('e', 'x'), event('f', 'y')]],
    ],
  ),
  'whose text hangs on whether something is there, or on a yes or no': sending(
    (db, accountId: string, agentRef: string | null, newest: boolean) => {
      const all = db.selectFrom('draftAdmission').selectAll().where('accountId', '=', accountId)
      const own = agentRef === null ? all : all.where('agentRef', '=', agentRef)
      return newest ? own.orderBy('at', 'desc') : own
    },
    [
      ['acme', 'me', true],
      ['acme', null, true],
      ['acme', 'you', false],
      ['acme', null, false],
      ['acme', 'she', true],
    ],
  ),
  'with values that stand twice': sending(
    (db, accountId: string, row: { size: number; peaks: string; lastHash: string }) =>
      db
        .insertInto('auditHead')
        .values({ accountId, ...row })
        .onConflict((conflict) => conflict.column('accountId').doUpdateSet(row)),
    [
      ['acme', { size: 1, peaks: 'a', lastHash: 'b' }],
      ['acme', { size: 2, peaks: 'c', lastHash: 'd' }],
    ],
  ),
}

describe('a statement that is built once', () => {
  for (const [name, send] of Object.entries(CASES))
    for (const engine of ['sqlite', 'postgres'] as const)
      it(`is what building it anew would make it, ${name}, on ${engine}`, async () => {
        const { db, sent } = engines()[engine]
        const anew = await send(db)
        expect(sent).to.have.length(anew.length).greaterThan(1)
        expect(sent).to.deep.equal(anew)
      })

  it('is built once for each engine and each form, however often it is sent', async () => {
    const { sqlite, postgres } = engines()
    let built = 0
    const ask = statement((db, accountId: string, agentRef: string | null) => {
      built += 1
      const all = db.selectFrom('draftAdmission').select('at').where('accountId', '=', accountId)
      return agentRef === null ? all : all.where('agentRef', '=', agentRef)
    })
    for (const { db } of [sqlite, postgres, sqlite, postgres])
      for (const ref of ['me', 'you', null]) await ask(db, 'acme', ref)
    expect(built).to.equal(4)
    expect(sqlite.sent).to.have.length(6)
    expect(sqlite.sent[0]?.text).to.contain('?').and.not.equal(postgres.sent[0]?.text)
  })

  it('keeps no more forms than some, and is the same beyond them', async () => {
    const { sqlite } = engines()
    let built = 0
    const ask = statement((db, names: readonly string[]) => {
      built += 1
      return db.selectFrom('webhookHeard').select('name').where('name', 'in', names)
    })
    const lists = Array.from({ length: 60 }, (_, length) => Array.from({ length: length + 1 }, String))
    for (const list of [...lists, ...lists]) await ask(sqlite.db, list)
    expect(built).to.equal(60 + 10)
    expect(sqlite.sent.map(({ values }) => values)).to.deep.equal([...lists, ...lists])
  })

  it('may compute nothing from a value: it would be printed for good', () => {
    const { sqlite } = engines()
    const ask = statement((db, from: number) =>
      db
        .selectFrom('auditEntry')
        .select('idx')
        .where('idx', '<', from + 1),
    )
    const text = statement((db, name: string) =>
      db.selectFrom('webhookHeard').select('name').where('name', '=', `${name}.`),
    )
    expect(() => ask(sqlite.db, 5)).to.throw('before its values are known')
    expect(() => text(sqlite.db, 'a')).to.throw('before its values are known')
    expect(sqlite.sent).to.deep.equal([])
  })
})
