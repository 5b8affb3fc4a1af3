import Database from 'better-sqlite3'
import { expect } from 'chai'
import fc from 'fast-check'
import { type CompiledQuery, Kysely } from 'kysely'
import { consentLifeRows } from '../../../server/adapters/rows/consent-life-rows.ts'
import type { Tables } from '../../../server/adapters/schema.ts'
import { openSqliteStore } from '../../../server/adapters/sqlite-store.ts'
import { SqliteWithNames, storedNames } from '../../../server/adapters/stored-names.ts'
import { COMPLIANCE } from '../../support/companion-harness.ts'
import { openStage, stories, tell } from '../../support/helpdesk-story.ts'
import { fileStore } from '../../support/memory-store.ts'
import { sendWebhook } from '../../support/signed-webhook.ts'
import { firstAccount, OWN_REQUESTER } from '../../support/two-accounts.ts'

const prepare = Database.prototype.prepare

/** Tables that grow with tickets, people and time. The others have as many rows as an account has settings, or articles. */
const GROWING = new Set(
  `access_log audit_entry audit_payload capability consent_event consent_link consent_standing decided_scope decision
   draft draft_admission draft_citation draft_quote draft_send erasure helpdesk_fact recorded_question requester
   simulated_ticket ticket tombstone used_token webhook_event`.split(/\s+/),
)
/** Columns of which an account has a few values. */
const COARSE = new Set(['account_id', 'status', 'kind', 'wide', 'locale'])

/** What reads through all the same, each for its reason. */
const READ_THROUGH: readonly (readonly [statement: RegExp, why: string])[] = [
  [
    /^select count\(\*\) as count from "?\w+"? where account_id = \?\s*$/,
    'a count, when compliance asks what is held',
  ],
  [
    /^select count\(\*\) as count, min\(.*from "(ticket|requester)" where/s,
    'the preview of retention, when asked for',
  ],
  [
    /^select "status", count\(\*\).* group by "status"$/s,
    'how many consents there are of each kind, when asked for',
  ],
  [
    /^select distinct "ticket_ref" from "consent_event" where .*not in \(select "ticket_ref"/s,
    'once at a start',
  ],
  [
    /from "erasure" where "account_id" = \? order by "at" desc, "erasure_id" desc limit/,
    'the newest erasures, in the order of an index',
  ],
  [
    /^select \(select max\("(ticket|requester)_ref"\) .* limit \?\) as stretch\) as last$/s,
    'the next so many, in the order of an index',
  ],
  [/^select max\("at"\).* from "helpdesk_fact"/, 'when a form was last heard of, for the settings'],
  [
    /from "consent_standing" where .*consent_standing\.status = 'not_required' limit \?$/,
    'any so many, when a legal basis is changed',
  ],
  [/from "draft" where "status" = \?$/, 'drafts that are being made'],
  [/^select distinct "agent_id" from "draft"/, 'the agents of an auditor’s list, when asked for'],
  [/^select distinct "account_id" from "audit_entry"/, 'once at a start, over an index alone'],
]

/** Whether its schema is there: what brings it about is done once. */
function isMade(database: Database.Database): boolean {
  const asked = (statement: string) => prepare.call(database, statement).pluck().get()
  return (
    asked("select count(*) from sqlite_schema where name = 'schema_version'") === 1 &&
    asked('select count(*) from schema_version') === 1
  )
}

interface Step {
  readonly table: string
  readonly columns: readonly string[]
}

/** All references behind one: of those there may be as many as there are. Behind a moment or a place there are few. */
const isOpen = (bound: string, bounds: string) =>
  /_(?:ref|id|hash)[<>]\?$/.test(bound) && !bounds.includes(`${bound.slice(0, -2)}<`)

function stepsOf(database: Database.Database, statement: string): readonly Step[] {
  const holes = statement.match(/\?/g)?.length ?? 0
  const aliases = new Map(
    [...statement.matchAll(/"?(\w+)"? as "?(\w+)"?/g)].map(([, name, alias]) => [alias, name]),
  )
  const asked: Database.Statement<unknown[]> = prepare.call(database, `explain query plan ${statement}`)
  return asked.all(...Array<null>(holes).fill(null)).flatMap((row) => {
    const [, name = '', columns = ''] =
      /^(?:SCAN|SEARCH) (\w+)(?: EXISTS)?(?: USING [^(]*(?:\((?!account_id\))([^()]*(?:\([^()]*\))?[^()]*)\))?)?/.exec(
        String(Reflect.get(row as object, 'detail')),
      ) ?? []
    const table = String(aliases.get(name) ?? name)
    const bounds = columns.split(' AND ').filter((each) => !isOpen(each, columns))
    return [{ table, columns: bounds.map((each) => each.replace(/[=<>?]+$/, '')) }]
  })
}

describe('the statements of the product, on a store that may be large', function () {
  this.timeout(240_000)
  const seen = new Map<string, readonly Step[]>()
  let ends: readonly (() => Promise<unknown>)[] = []
  before(async () => {
    Database.prototype.prepare = function (this: Database.Database, statement: string) {
      // Lists of any length are the same statement; a test's own have their values in them.
      const text = statement
        .trim()
        .replace(/\s+/g, ' ')
        .replace(/\(\?(, \?)+\)/g, '(?)')
      if (/account_id/.test(text) && !/'acme'|^explain|sqlite_/.test(text) && !seen.has(text) && isMade(this))
        seen.set(text, stepsOf(this, statement))
      return prepare.call(this, statement)
    } as typeof prepare
    const { desk, place } = await firstAccount()
    await sendWebhook(desk, { ticketId: place.ticketId, requesterId: OWN_REQUESTER })
    await desk.api(COMPLIANCE, 'GET', '/console/retention')
    const stage = await openStage()
    for (const [at, story] of fc.sample(stories, { numRuns: 20, seed: 7 }).entries())
      await tell(
        stage,
        story,
        at + 1,
        story.events.map((_, index) => ({ what: 'event', index })),
      )
    ends = [() => desk.stop(), () => stage.store.close()]
    Database.prototype.prepare = prepare
  })
  after(async () => {
    Database.prototype.prepare = prepare
    for (const end of ends) await end()
  })

  it('look up what they are about: none reads through all tickets, people or drafts of an account', () => {
    const through = [...seen].flatMap(([statement, steps]) =>
      READ_THROUGH.some(([known]) => known.test(statement))
        ? []
        : steps
            .filter(
              ({ table, columns }) =>
                GROWING.has(table) && columns.every((each) => each === '' || COARSE.has(each)),
            )
            .map(({ table, columns }) => `${table} by ${columns.join(', ') || 'nothing'}: ${statement}`),
    )
    expect(seen.size).to.be.greaterThan(300)
    expect(through).to.deep.equal([])
  })

  for (const [statement, why] of READ_THROUGH)
    it(`read through for this alone: ${why}`, () => {
      expect([...seen.keys()].filter((each) => statement.test(each))).to.not.deep.equal([])
    })
})

describe('what a new notice ends, of a store that may be large', () => {
  it('is found by its end, by its notice and from the open drafts, and never put in order first', async () => {
    const store = await fileStore()
    const database = new Database(store.file)
    const asked: CompiledQuery[] = []
    const db = new Kysely<Tables>({
      dialect: new SqliteWithNames({ database }),
      plugins: [storedNames],
      log: ({ query }) => void asked.push(query),
    })
    database.pragma('foreign_keys = OFF')
    database.exec(`insert into consent_standing (account_id, ticket_ref, requester_ref, status, wide, changed_at,
      notice_version) values ('acme', 't1', 'r', 'granted', 0, '', 1), ('acme', 't2', 'r', 'granted', 0, '', 1)`)
    const due = { now: '2026-12-01', noticeVersion: 2, most: 1 }
    await consentLifeRows(db).consentsDue('acme', due)
    const plans = asked.map(({ sql, parameters }) =>
      database
        .prepare(`explain query plan ${sql}`)
        .all(...parameters)
        .map((row) => String(Reflect.get(row as object, 'detail'))),
    )
    await db.destroy()
    await store.close()
    expect(plans).to.deep.equal([
      [
        'SEARCH consent_standing USING INDEX consent_standing_by_end (account_id=? AND status=? AND valid_until<?)',
      ],
      [
        'SEARCH consent_standing USING INDEX consent_standing_by_notice (account_id=? AND status=? AND notice_version<?)',
      ],
      [
        'SEARCH draft USING COVERING INDEX draft_open (account_id=?)',
        'SEARCH consent_standing USING INDEX sqlite_autoindex_consent_standing_1 (account_id=? AND ticket_ref=?)',
      ],
    ])
  })
})

const PLAN = `explain query plan select * from draft where account_id = 'acme' and requester_ref = 'r'
  order by draft_id limit 100`

function opened<T>(file: string, act: (database: Database.Database) => T): T {
  const database = new Database(file)
  try {
    return act(database)
  } finally {
    database.close()
  }
}
const untold = (database: Database.Database) =>
  database
    .prepare(`select name from sqlite_schema where type = 'index'
      and name not in (select idx from sqlite_stat1 where stat like '1000000 1000000 %' or stat not like '% % %'
        or (idx = 'draft_open' and stat like '1000000 1000 %'))`)
    .pluck()
    .all()
const plan = (database: Database.Database) =>
  String(Reflect.get(database.prepare(PLAN).get() as object, 'detail'))

describe('what SQLite is told of the tables', () => {
  let file: string
  beforeEach(async () => {
    const store = await fileStore()
    file = store.file
    await store.close()
  })
  const again = async () => (await openSqliteStore(file)).close()

  it('is told of every index of an account as it is made', () => {
    opened(file, (database) => {
      const ofAccounts = untold(database).filter(
        (name) =>
          database.prepare('select name from pragma_index_info(?)').pluck().get(name) === 'account_id',
      )
      expect(ofAccounts).to.deep.equal([])
      expect(database.prepare('select count(*) from sqlite_stat1').pluck().get()).to.be.greaterThan(100)
      expect(plan(database)).to.equal(
        'SEARCH draft USING INDEX draft_by_requester (account_id=? AND requester_ref=?)',
      )
    })
  })

  const LOST: Readonly<Record<string, string>> = {
    'by a version that told nothing': 'drop table sqlite_stat1; drop table sqlite_stat4',
    'of an index that came later': 'create index draft_by_words on draft (account_id, locale, draft_id)',
    'when somebody has counted instead': "insert into agent_role values ('a', 'b', 'c', 'd'); analyze",
  }
  for (const [name, statements] of Object.entries(LOST))
    it(`is told at the next start what it was not: ${name}`, async () => {
      const missing = (database: Database.Database) =>
        database
          .prepare(`select count(*) from sqlite_schema left join sqlite_stat1 on idx = name
            where type = 'index' and coalesce(stat, '') not like '1000000 %'`)
          .pluck()
          .get()
      opened(file, (database) => {
        database.exec(statements)
        if (!statements.includes('drop')) expect(missing(database)).to.be.greaterThan(0)
      })
      await again()
      opened(file, (database) => {
        expect(missing(database)).to.equal(0)
        expect(plan(database)).to.contain('requester_ref=?')
      })
    })

  it('says the same in a store that has grown', async () => {
    const told = (database: Database.Database) =>
      database.prepare('select * from sqlite_stat1 order by tbl, idx').all()
    const before = opened(file, (database) => {
      const found = told(database)
      database.exec(`with recursive n (i) as (select 1 union all select i + 1 from n where i < 1000)
        insert into used_token select 'token-' || i, '2026-01-01' from n`)
      return found
    })
    await again()
    expect(opened(file, told)).to.deep.equal(before)
  })
})
