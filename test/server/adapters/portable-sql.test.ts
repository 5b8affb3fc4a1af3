import { expect } from 'chai'
import { WITHOUT_ACCOUNT } from '../../../server/adapters/postgres-schema.ts'
import { codeOf, sourceFiles } from '../../support/source-files.ts'

/** What one of the engines refuses or means differently: SQLite, PostgreSQL, Citus, YugabyteDB, CockroachDB. */
const REFUSED: Readonly<Record<string, readonly [RegExp, string]>> = {
  'advisory locks': [/pg_(try_)?advisory/i, 'CockroachDB has none'],
  'table locks': [/\block\s+table\b/i, 'CockroachDB has none'],
  'skipping locked rows': [/\bskip\s+locked\b/i, 'SQLite has none'],
  notifications: [/\b(listen|notify)\s+[a-z_]+\s*[`;,]/i, 'CockroachDB has none'],
  'triggers and functions for logic': [
    /\bcreate\s+(or\s+replace\s+)?(trigger|function)\b/i,
    'Citus spreads none',
  ],
  'serial keys': [/\b(big)?serial\b(?!\w)/i, 'not gapless, and not ordered where rows are spread'],
  'SQLite’s own words': [
    /\b(insert\s+or\s+(ignore|replace)|rowid|glob|strftime|json_(extract|set|each))\b/i,
    'PostgreSQL has none',
  ],
  'PostgreSQL’s places of rows': [/\bctid\b/i, 'neither SQLite nor CockroachDB has them'],
  truncate: [/(?<!RAW_)\btruncate\s+(table\s+)?[a-z_]+/i, 'SQLite has none'],
  merge: [/\bmerge\s+into\b/i, 'SQLite and CockroachDB have none'],
  'temporary tables': [/\bcreate\s+temp(orary)?\b/i, 'a pooler hands the next act another connection'],
}

const SHARED = /^server\/adapters\/(rows\/|migrations\/|schema\.ts|store-rows\.ts|postgres-)/
const files = sourceFiles('server', /\.ts$/).filter(({ path }) => SHARED.test(path))

describe('the SQL of the store', () => {
  it('is looked at', () => expect(files.length).to.be.greaterThan(70))

  for (const [name, [pattern, why]] of Object.entries(REFUSED))
    it(`has no ${name}: ${why}`, () => {
      const found = files.filter(({ text }) =>
        pattern.test(text.replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '')),
      )
      expect(found.map(({ path }) => path)).to.deep.equal([])
    })

  it('would be noticed if it had', () => {
    const attempts = [
      'select pg_advisory_xact_lock(1)',
      'lock table audit_head',
      'select 1 for update skip locked',
      'listen changes;',
      'create trigger a before insert on b',
      'id bigserial primary key',
      'insert or ignore into a values (1)',
      'order by ctid',
      'truncate table audit_entry',
      'merge into a using b',
      'create temp table a (b text)',
    ]
    const patterns = Object.values(REFUSED)
    for (const [at, attempt] of attempts.entries())
      expect(patterns[at]?.[0].test(attempt), attempt).to.equal(true)
  })

  it('makes every table with an account, and every key begin with it', () => {
    const statements = files.flatMap(({ text }) => [
      ...text.matchAll(/create table (?:if not exists )?(\w+) \(([^`']*)[`']/g),
    ])
    expect(statements.length).to.be.greaterThan(50)
    const others = statements
      .filter(
        ([, name = '', body = '']) =>
          WITHOUT_ACCOUNT[name] === undefined && !body.trim().startsWith('account_id text'),
      )
      .map(([, name]) => name)
    expect(others).to.deep.equal([])
    // Those three were made again by `links-by-account.ts`.
    const before = ['consent_link', 'request_link', 'export_link']
    const foreign = statements
      .filter(([, name = '']) => WITHOUT_ACCOUNT[name] === undefined && !before.includes(name))
      .filter(([, , body = '']) =>
        /primary key \((?!account_id)|(?<!account_id) text primary key|unique \((?!account_id)/.test(body),
      )
    expect(foreign.map(([, name]) => name)).to.deep.equal([])
  })
})

/** What takes text for a statement, or for a part of one; all other values are bound. */
const TAKES_TEXT =
  /\b(?:sql\.(?:raw|lit|literal)|CompiledQuery\.raw|\w+\.(?:prepare|query|pragma)|(?:database|db|opened|source|copy|client)\.exec)\(/g

/** The argument that begins there, as it is written but for `<name>` in place of what a template is filled with. */
function argumentAt(code: string, from: number): string {
  let depth = 1
  let end = from
  while (depth > 0 && end < code.length) {
    if (code[end] === '(') depth += 1
    if (code[end] === ')') depth -= 1
    end += 1
  }
  return code
    .slice(from, end - 1)
    .replace(/\s+/g, ' ')
    .replace(/\$\{(\w+)\}/g, '<$1>')
    .trim()
}

const isLiteral = (argument: string) => /^(?:'[^']*'|`[^`<$]*`|\d+)(?:,|$)/.test(argument)

/** Beside literals. Each is a constant of the code, or made of such: nothing that anybody has sent, and no row. */
const PUT_IN: Readonly<Record<string, readonly string[]>> = {
  'server/adapters/postgres-connection.ts': [
    // Kysely's own statement, with its values beside it.
    '{ text: change(text), values: [...values], ...(name && { name }) }',
  ],
  'server/adapters/postgres-schema.ts': ['granted', 'statement'],
  'server/adapters/postgres-store.ts': ['TOLD_LATER', 'LOCKS', 'RAISES + what'],
  'server/adapters/rows/held-rows.ts': ['between'],
  'server/adapters/rows/retention-rows.ts': [
    'where',
    'at',
    'BY_FACTS[name].where',
    'place.at',
    'BARS',
    'place.at',
  ],
  'server/adapters/sqlite-store.ts': [
    // Kysely's own statement again.
    "text === 'begin' && !database.readonly ? 'begin immediate' : text",
    ...['`busy_timeout = <OPENING_MS>`', '`busy_timeout = <BLOCKING_MS>`'],
    ...['`wal_autocheckpoint = <BACKSTOP_PAGES>`', '`busy_timeout = <OPENING_MS>`'],
    '`busy_timeout = <BLOCKING_MS>`',
  ],
  // Tables of a store that is copied whole, by the names that its own schema gives them.
  'server/adapters/store-copying.ts': [
    ...['`foreign_key_list(<table>)`', '`table_info(<table>)`', '`select * from <table>`', 'all'],
  ],
}

function putIn(code: string): readonly string[] {
  return [...code.matchAll(TAKES_TEXT)]
    .map(({ index, 0: call }) => argumentAt(code, index + call.length))
    .filter((argument) => !isLiteral(argument))
}

describe('a value in a statement', () => {
  it('is bound: text becomes a part of a statement in these places alone, and none of it comes from outside', () => {
    // A migration is handed the store and nothing else.
    const others = sourceFiles('server', /\.ts$/).filter(
      ({ path }) => !/^server\/adapters\/(?:migrations\/|schema\.ts)/.test(path),
    )
    const found = others.map(({ path, text }) => [path, putIn(codeOf(text))] as const)
    expect(Object.fromEntries(found.filter(([, places]) => places.length > 0))).to.deep.equal(PUT_IN)
  })

  it('would be noticed if it were not', () => {
    for (const attempt of [
      'sql.raw(name)',
      'sql`x = <sql.lit(given.name)>`',
      `database.exec(\`delete from ticket where id = '\${id}'\`)`,
      "CompiledQuery.raw('select ' + name)",
    ])
      expect(putIn(attempt), attempt).to.have.length(1)
    for (const bound of ["sql.raw('version')", 'sql.lit(1)', 'sql`x = \u0024{name}`'])
      expect(putIn(bound), bound).to.deep.equal([])
  })
})
