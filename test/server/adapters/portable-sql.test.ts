import { expect } from 'chai'
import { WITHOUT_ACCOUNT } from '../../../server/adapters/postgres-schema.ts'
import { sourceFiles } from '../../support/source-files.ts'

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
