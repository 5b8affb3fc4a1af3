import Database from 'better-sqlite3'
import { expect } from 'chai'
import { CamelCasePlugin, Kysely, SqliteDialect } from 'kysely'
import { changedBy, createReadMemory, MOVING, type Versions } from '../../../server/adapters/read-memory.ts'
import { MIGRATIONS, type Tables } from '../../../server/adapters/schema.ts'
import { REMEMBERED, rowsOver } from '../../../server/adapters/store-rows.ts'
import { ACCOUNT } from '../../support/audit-log.ts'
import { faultFrom } from '../../support/fault-from.ts'
import { fileStore } from '../../support/memory-store.ts'
import { handOn, newPlace, openStoreOf } from '../../support/store-of.ts'
import { tempFolder } from '../../support/temp-folder.ts'

const AT = '2026-03-01T09:00:00.000Z'
const FIRST = { settled: 1, moving: 1 }

function asking() {
  const asked: string[] = []
  let answer = 1
  return {
    asked,
    change: () => {
      answer += 1
    },
    read: (question: string) => async () => {
      asked.push(question)
      return answer
    },
  }
}

describe('what is remembered of the store', () => {
  const statements: Readonly<Record<string, string | null>> = {
    'select "role" from "agent_role" where "account_id" = ?': null,
    'begin immediate': null,
    'with a as (select 1) select * from a': null,
    'select version, moved from account_lock where account_id = $1 for update': null,
    'insert into "ticket" ("account_id") values (?)': 'ticket',
    '/* told later */ insert into "audit_entry" ("idx") values ($1)': 'audit_entry',
    'update "draft" set "status" = ? where "draft_id" = ?': 'draft',
    'delete from "consent_event" where "seq" = ?': 'consent_event',
    'insert into "agent_role" ("account_id") values (?)': 'settled',
    'delete from "kill_switch"': 'settled',
    'with gone as (delete from ticket returning 1) select * from gone': 'settled',
    'alter table ticket add column a text': 'settled',
    'truncate ticket': 'settled',
    'insert into a_new_table (a) values (1)': 'settled',
  }
  for (const [statement, changed] of Object.entries(statements))
    it(`knows what is changed by: ${statement}`, () => expect(changedBy(statement)).to.equal(changed))

  const steps: Readonly<
    Record<string, { next: Versions; asked: { readonly settled: number; readonly ticket: number } }>
  > = {
    'nothing was written': { next: { settled: 1, moving: 1 }, asked: { settled: 1, ticket: 1 } },
    'another has written what moves': { next: { settled: 1, moving: 2 }, asked: { settled: 1, ticket: 2 } },
    'another has written what is settled': {
      next: { settled: 2, moving: 1 },
      asked: { settled: 2, ticket: 2 },
    },
    'the store is an earlier one': { next: { settled: 1, moving: 0 }, asked: { settled: 1, ticket: 2 } },
  }
  for (const [name, { next, asked: times }] of Object.entries(steps))
    it(`is believed for as long as the versions say, where ${name}`, async () => {
      const memory = createReadMemory()
      const { asked, read } = asking()
      for (const versions of [{ settled: 1, moving: 1 }, next]) {
        memory.begin()
        memory.learn(versions)
        for (const source of ['settled', 'ticket', 'settled', 'ticket'] as const)
          expect(await memory.recall(source, source, read(source))).to.equal(1)
      }
      for (const source of ['settled', 'ticket'] as const)
        expect(
          asked.filter((one) => one === source),
          source,
        ).to.have.lengthOf(times[source])
    })

  const writes: Readonly<Record<string, { changed: string; next: Versions }>> = {
    'select * from "ticket"': { changed: 'nothing', next: { settled: 1, moving: 1 } },
    'update "draft" set "status" = ?': { changed: 'moving', next: { settled: 1, moving: 2 } },
    'insert into "agent_role" values (?)': { changed: 'settled', next: { settled: 2, moving: 2 } },
  }
  for (const [statement, { changed, next }] of Object.entries(writes))
    it(`goes on after one's own: ${statement}`, async () => {
      const memory = createReadMemory()
      const { asked, read } = asking()
      memory.begin()
      memory.learn({ settled: 1, moving: 1 })
      await memory.recall('ticket', 'a', read('a'))
      memory.note(statement)
      memory.note('savepoint act')
      expect(memory.changed).to.equal(changed)
      memory.raised()
      memory.begin()
      memory.learn(next)
      expect(memory.changed).to.equal('nothing')
      await memory.recall('ticket', 'a', read('a'))
      expect(asked).to.have.lengthOf(1)
    })

  it('knows what was written without asking for it, and no longer than that stands', async () => {
    const memory = createReadMemory()
    const { asked, read } = asking()
    const ask = () => memory.recall('audit_head', 'head', read('head'))
    memory.know('audit_head', 'head', 'of nobody knows when')
    memory.begin()
    memory.learn(FIRST)
    expect(await ask()).to.equal(1)
    memory.note('insert into "audit_head" values (1)')
    memory.know('audit_head', 'head', 'written')
    memory.begin()
    memory.learn(FIRST)
    expect(await ask()).to.equal('written')
    expect(asked).to.have.lengthOf(1)
    memory.note('insert into "audit_head" values (1)')
    memory.know('audit_head', 'head', 'written and taken back')
    memory.forget()
    expect(await ask()).to.equal(1)
    memory.know('audit_head', 'head', 'while the version is not known')
    expect(await ask()).to.equal(1)
    expect(asked).to.have.lengthOf(3)
  })

  const endings: Readonly<Record<string, (memory: ReturnType<typeof createReadMemory>) => void>> = {
    'another version': (memory) => {
      memory.begin()
      memory.learn({ settled: 2, moving: 2 })
    },
    'a write to its table': (memory) => memory.note('update "ticket" set "revision" = 2'),
    'a way back': (memory) => memory.forget(),
    'an engine that says nothing': (memory) => {
      memory.begin()
      memory.learn(null)
    },
  }
  for (const [name, end] of Object.entries(endings))
    it(`ends with ${name}`, async () => {
      const memory = createReadMemory()
      const { change, read } = asking()
      memory.begin()
      memory.learn(FIRST)
      expect(await memory.recall('ticket', 'a', read('a'))).to.equal(1)
      change()
      expect(await memory.recall('ticket', 'a', read('a'))).to.equal(1)
      end(memory)
      expect(await memory.recall('ticket', 'a', read('a'))).to.equal(2)
    })

  it('keeps no answer that was under way while its table changed', async () => {
    const memory = createReadMemory()
    const { change, read } = asking()
    memory.begin()
    memory.learn(FIRST)
    const early = await memory.recall('ticket', 'a', async () => {
      const answer = await read('a')()
      memory.note('update "ticket" set "revision" = 2')
      change()
      return answer
    })
    expect([early, await memory.recall('ticket', 'a', read('a'))]).to.deep.equal([1, 2])
  })

  it('is believed only once the version is known, where there is something to believe', async () => {
    const memory = createReadMemory()
    const { change, read } = asking()
    memory.begin()
    memory.learn(FIRST)
    await memory.recall('settled', 'a', read('a'))
    change()
    memory.begin()
    const later = memory.recall('settled', 'a', read('a'))
    memory.learn({ settled: 2, moving: 2 })
    expect(await later).to.equal(2)
  })

  it('rests on those tables alone that it says it rests on', async () => {
    const database = new Database(':memory:')
    let asked: string[] = []
    const db = new Kysely<Tables>({
      dialect: new SqliteDialect({
        database: {
          close: () => database.close(),
          prepare: (text) => {
            asked.push(text)
            return database.prepare(text)
          },
        },
      }),
      plugins: [new CamelCasePlugin({ maintainNestedObjectKeys: true })],
    })
    for (const step of MIGRATIONS) await step(db)
    // With it there is more to ask of an article.
    database.exec(`insert into article (account_id, article_id, locale, source, fingerprint, version_hash, title,
      section_id, section_name, category_id, category_name, labels, visibility, draft, outdated, updated_at, passages,
      passage_count) values ('x', 'x', 'x', '', '', '', '', '', '', '', '', '[]', 'public', 0, 0, '', '[]', 0)`)
    const rows = rowsOver(db, () => 'y')
    for (const [name, source] of Object.entries(REMEMBERED)) {
      asked = []
      const ask: unknown = Reflect.get(rows, name)
      if (typeof ask !== 'function') throw new Error(`${name} asks nothing`)
      await ask('x', 'x', 'x')
      const tables = asked.flatMap((text) =>
        [...text.matchAll(/\b(?:from|join)\s+"(\w+)"/g)].map(([, table]) => String(table)),
      )
      expect(tables, name).to.not.deep.equal([])
      expect(
        asked.filter((text) => changedBy(text) !== null),
        name,
      ).to.deep.equal([])
      const moving = tables.filter((table) => MOVING.some((known) => known === table))
      if (source === 'settled') expect(moving, name).to.deep.equal([])
      else expect([...new Set(tables)], name).to.deep.equal([source])
    }
    await db.destroy()
  })

  it('names tables that there are', async () => {
    const database = new Database(':memory:')
    const db = new Kysely<Tables>({
      dialect: new SqliteDialect({ database }),
      plugins: [new CamelCasePlugin()],
    })
    for (const step of MIGRATIONS) await step(db)
    const there = database.prepare("select name from sqlite_master where type = 'table'").pluck().all()
    expect(MOVING.filter((name) => !there.includes(name))).to.deep.equal([])
    await db.destroy()
  })
})

describe('what another server has changed', () => {
  const read = (store: Awaited<ReturnType<typeof openStoreOf>>) =>
    store.transact(async (tx) => [
      await tx.rolesOf(ACCOUNT, '7'),
      (await tx.storedPolicy(ACCOUNT))?.version ?? 0,
      await tx.questionsKept(ACCOUNT),
      (await tx.requesterByRef(ACCOUNT, 'rq_1'))?.digest ?? null,
    ])

  it('is seen by the next act, and not before it is committed', async () => {
    const folder = tempFolder()
    await newPlace(folder)
    const [one, other] = [await openStoreOf(folder, ACCOUNT), await openStoreOf(folder, ACCOUNT)]
    expect(await read(one)).to.deep.equal([[], 0, true, null])
    expect(await read(one)).to.deep.equal([[], 0, true, null])
    await other.transact(async (tx) => {
      await tx.setRoles(ACCOUNT, '7', ['admin'], AT)
      await tx.setQuestionsKept(ACCOUNT, false, AT)
      const requester = { requesterRef: 'rq_1', digest: 'd1', wrappedKey: 'k', sealedId: 's' }
      await tx.addRequester(ACCOUNT, requester, AT)
    })
    expect(await read(one)).to.deep.equal([['admin'], 0, false, 'd1'])
    await other.transact(async (tx) => tx.setRoles(ACCOUNT, '7', [], AT))
    expect((await read(one))[0]).to.deep.equal([])
    await one.close()
    await other.close()
  })

  it('is seen where a hand behind the product’s back has changed it', async () => {
    const folder = tempFolder()
    await newPlace(folder)
    const store = await openStoreOf(folder, ACCOUNT)
    await store.transact(async (tx) => tx.setRoles(ACCOUNT, '7', ['admin'], AT))
    expect((await read(store))[0]).to.deep.equal(['admin'])
    const hand = handOn(folder)
    hand.prepare('delete from agent_role').run()
    hand.close()
    expect((await read(store))[0]).to.deep.equal([])
    await store.close()
  })
})

describe('what an act has taken back', () => {
  const roles = (store: Awaited<ReturnType<typeof fileStore>>) =>
    store.transact(async (tx) => tx.rolesOf(ACCOUNT, '7'))
  const failing = (store: Awaited<ReturnType<typeof fileStore>>) =>
    faultFrom(() =>
      store.transact(async (tx) => {
        await tx.setRoles(ACCOUNT, '7', ['admin'], AT)
        expect(await tx.rolesOf(ACCOUNT, '7')).to.deep.equal(['admin'])
        await tx.addConsentLink({
          accountId: ACCOUNT,
          linkHash: 'l',
          ticketRef: 'nobody',
          requesterRef: 'nobody',
          noticeVersion: 1,
          locale: 'en',
          expiresAt: AT,
        })
      }),
    )

  it('is remembered by nobody, whether it was alone or one of several', async () => {
    const store = await fileStore()
    expect(await roles(store)).to.deep.equal([])
    expect(await failing(store)).to.equal('STORE_UNAVAILABLE')
    expect(await roles(store)).to.deep.equal([])
    const [before, failed, after] = await Promise.all([roles(store), failing(store), roles(store)])
    expect([before, failed, after]).to.deep.equal([[], 'STORE_UNAVAILABLE', []])
    expect(await roles(store)).to.deep.equal([])
    await store.close()
  })
})
