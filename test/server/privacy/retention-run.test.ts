import { expect } from 'chai'
import { createAuditLog } from '../../../server/audit/index.ts'
import { forgetNoes, keepRefusals } from '../../../server/consent/index.ts'
import type { Setback } from '../../../server/one-by-one.ts'
import {
  changeRetention,
  previewRetention,
  type RetentionState,
  readRetention,
  runRetention,
} from '../../../server/privacy/index.ts'
import type { StoreRows } from '../../../server/store.ts'
import type { Agent } from '../../../src/domain/account.ts'
import {
  RETENTION_CLASSES,
  type RetentionClass,
  type RetentionOrder,
  type RetentionSettings,
} from '../../../src/domain/retention.ts'
import { DAY, fakeWorld } from '../../support/fake-world.ts'
import { faultFrom } from '../../support/fault-from.ts'
import { ACCOUNT, heldPerson, write } from '../../support/held-person.ts'
import { fileStore, tempKeyring } from '../../support/memory-store.ts'

const OFFICER: Agent = { accountId: ACCOUNT, agentId: '14', roles: ['compliance'] }

async function setUp() {
  const [keys, world, store] = [tempKeyring(), fakeWorld('2026-03-06T10:00:00.000Z'), await fileStore()]
  write(store, heldPerson(keys, 'anna', '360001', '5'))
  const rooms = { world, keys, audit: createAuditLog(world, keys) }
  const setbacks: Parameters<Setback>[] = []
  const keeping = (tx: StoreRows, accountId: string, ticketRefs: readonly string[]) =>
    keepRefusals(rooms, tx, accountId, ticketRefs)
  const forgetting = (tx: StoreRows, accountId: string, before: string) =>
    forgetNoes(rooms, tx, accountId, before)
  return {
    ...{ world, store, setbacks },
    run: (state?: RetentionState) =>
      runRetention(
        {
          ...rooms,
          keepRefusals: keeping,
          forgetNoes: forgetting,
          setback: (...told) => setbacks.push(told),
        },
        store.transact,
        ACCOUNT,
        state,
      ),
    preview: () => store.transact((tx) => previewRetention(rooms, tx, ACCOUNT)),
    read: () => store.transact((tx) => readRetention(tx, ACCOUNT)),
    change: (order: RetentionOrder) => store.transact((tx) => changeRetention(rooms, tx, OFFICER, order)),
    entries: () =>
      store
        .rows("select header from audit_entry where header like '%retention.%' order by idx")
        .map(({ header }) => JSON.parse(String(header))),
  }
}

function withDays(
  settings: RetentionSettings,
  name: RetentionClass,
  days: number,
  reason: string | null = null,
): RetentionSettings {
  return { ...settings, rules: { ...settings.rules, [name]: { days, reason } } }
}

describe('the run of retention', () => {
  it('goes on with the other records and classes where one cannot go, which is told and tried again', async () => {
    const ground = await setUp()
    const consents = () => ground.store.rows('select ticket_ref from consent_standing')
    const [own] = consents()
    ground.store.tamper((database) => {
      database.exec("update consent_standing set status = 'withdrawn'")
      for (const column of ['consent_standing', 'consent_event'])
        database.exec(`create table copied_${column} as select * from ${column}`)
      for (const ref of ['b1', 'b2', 'b3']) {
        database.exec(`update copied_consent_standing set ticket_ref = '${ref}'`)
        database.exec('insert into consent_standing select * from copied_consent_standing')
      }
      database.exec("update consent_event set event = '{'")
      for (const column of ['consent_standing', 'consent_event']) database.exec(`drop table copied_${column}`)
    })
    const [stored] = ground.store.rows('select * from request_case')
    expect(stored).to.not.equal(undefined)
    ground.world.setTo('2036-03-06T10:00:00.000Z')
    const state: RetentionState = { places: {}, failed: {} }
    const gone = await ground.run(state)
    expect(gone).to.deep.include({ consent: 3, draft: 1, receipt: 1 })
    expect(consents()).to.deep.equal([own])
    expect(ground.setbacks.map(([sweep]) => sweep)).to.deep.equal(['retention'])
    expect(await ground.run(state)).to.not.have.property('consent')
    expect(ground.setbacks).to.have.length(2)
    ground.store.tamper((database) => database.exec('delete from consent_event'))
    expect(await ground.run(state)).to.deep.include({ consent: 1 })
    expect([consents(), ground.setbacks.length]).to.deep.equal([[], 2])
    await ground.store.close()
  })

  it('takes what is past its days, not a day before, and what the preview said the day before', async () => {
    const ground = await setUp()
    const drafts = () => ground.store.rows('select * from draft').length
    ground.world.setTo('2026-04-03T09:59:59.000Z')
    expect((await ground.preview()).find((row) => row.class === 'draft')).to.deep.include({ held: 1, due: 0 })
    ground.world.pass(1_000)
    expect((await ground.preview()).find((row) => row.class === 'draft')).to.deep.include({
      due: 1,
      oldest: '2026-03-05T10:00:00.000Z',
    })
    expect(await ground.run()).to.deep.equal({})
    expect(drafts()).to.equal(1)
    ground.world.pass(DAY)
    expect(await ground.run()).to.deep.equal({ draft: 1, question: 1 })
    expect(drafts()).to.equal(0)
    for (const table of ['draft_citation', 'draft_quote', 'draft_send'])
      expect(ground.store.rows(`select * from ${table}`), table).to.deep.equal([])
    expect(ground.entries().map(({ type, detail }) => [type, detail.class, detail.count])).to.deep.equal([
      ['retention.executed', 'draft', 1],
      ['retention.executed', 'question', 1],
    ])
    expect(await ground.run()).to.deep.equal({})
    expect(ground.entries()).to.have.length(2)
    await ground.store.close()
  })

  it('removes in small batches, each with its entry', async () => {
    const ground = await setUp()
    ground.store.tamper((database) => {
      const add = database.prepare('insert into webhook_event values (?, ?, ?)')
      for (let each = 0; each < 450; each += 1) add.run(ACCOUNT, `event-${each}`, '2026-03-05T10:00:00.000Z')
    })
    ground.world.setTo('2026-05-01T00:00:00.000Z')
    expect(await ground.run()).to.deep.include({ webhook: 450 })
    const counts = ground.entries().filter(({ detail }) => detail.class === 'webhook')
    expect(counts.map(({ detail }) => detail.count)).to.deep.equal([200, 200, 50])
    await ground.store.close()
  })

  it('keeps a consent to the end of its third year, one that holds for as long as it does, and erased ones', async () => {
    const ground = await setUp()
    const events = () => ground.store.rows('select * from consent_event').length
    ground.store.tamper((database) =>
      database.prepare("update consent_standing set status = 'granted'").run(),
    )
    ground.world.setTo('2032-01-01T00:00:00.000Z')
    await ground.run()
    expect(events()).to.equal(1)
    for (const status of ['erased', 'expired']) {
      ground.store.tamper((database) =>
        database.prepare('update consent_standing set status = ?').run(status),
      )
      ground.world.setTo('2029-12-31T23:59:59.000Z')
      await ground.run()
      expect(events(), status).to.equal(1)
    }
    ground.world.setTo('2030-01-01T00:00:00.000Z')
    expect(await ground.run()).to.deep.include({ consent: 1 })
    expect(events()).to.equal(0)
    await ground.store.close()
  })

  it('is set by compliance: longer with a reason, in the log without it', async () => {
    const ground = await setUp()
    const first = await ground.read()
    const longer = withDays(first, 'draft', 90)
    expect(await faultFrom(() => ground.change(longer))).to.equal('BAD_REQUEST')
    expect(await faultFrom(() => ground.change(withDays(first, 'draft', 0)))).to.equal('BAD_REQUEST')
    expect(await faultFrom(() => ground.change(withDays(first, 'question', 31, 'why')))).to.equal(
      'BAD_REQUEST',
    )
    expect(ground.entries()).to.deep.equal([])
    const reason = 'Supervision of the pilot asks for a quarter'
    expect((await ground.change(withDays(first, 'draft', 90, reason))).version).to.equal(1)
    expect(await faultFrom(() => ground.change(first))).to.equal('CONFLICT')
    expect((await ground.read()).rules.draft).to.deep.equal({ days: 90, reason })
    const [entry] = ground.entries()
    expect(entry.detail.days).to.deep.equal(['draft:90'])
    expect(JSON.stringify(entry)).to.not.include('pilot')
    ground.world.setTo('2026-05-01T00:00:00.000Z')
    expect(await ground.run()).to.not.have.property('draft')
    await ground.store.close()
  })

  it('takes a provider trial whole, from its end or its last word on, and none that is being asked', async () => {
    const ground = await setUp()
    const AT = '2026-03-05T10:00:00.000Z'
    const LATER = '2026-03-05T12:00:00.000Z'
    const trials: Readonly<
      Record<string, readonly [status: string, ended: string | null, until: string | null]>
    > = {
      ended: ['finished', LATER, null],
      'broken-off': ['running', null, LATER],
      'let-go': ['running', null, null],
      asked: ['running', null, '2026-09-02T12:00:00.000Z'],
    }
    ground.store.tamper((database) => {
      const trial = database.prepare(
        `insert into provider_trial (account_id, trial_id, status, source, started_by, started_at, finished_at,
          policy_version, allowlist_version, contenders, runner, runner_until) values (?, ?, ?, 'typed', '11', ?, ?, 1, 1, '{}', 'r', ?)`,
      )
      const question = database.prepare("insert into trial_question values (?, ?, 1, 'When?', null)")
      const answer = database.prepare("insert into trial_answer values (?, ?, 1, 'candidate', '{}', ?)")
      for (const [id, [status, ended, until]] of Object.entries(trials)) {
        trial.run(ACCOUNT, id, status, AT, ended, until)
        question.run(ACCOUNT, id)
        answer.run(ACCOUNT, id, AT)
      }
    })
    const left = () =>
      ['provider_trial', 'trial_question', 'trial_answer'].map((table) =>
        ground.store.rows(`select trial_id from ${table} order by trial_id`).map(({ trial_id }) => trial_id),
      )
    const of = async () => (await ground.preview()).find((row) => row.class === 'trial')
    // 180 days after the moment at which all of them began.
    ground.world.setTo('2026-09-01T09:59:59.000Z')
    expect(await ground.run()).to.not.have.property('trial')
    expect(await of()).to.deep.include({ held: 4, due: 3, oldest: AT })
    ground.world.setTo('2026-09-01T10:00:00.000Z')
    expect(await ground.run()).to.deep.include({ trial: 1 })
    expect(left()).to.deep.equal(Array(3).fill(['asked', 'broken-off', 'ended']))
    ground.world.setTo('2026-09-01T12:00:00.000Z')
    expect(await ground.run()).to.deep.include({ trial: 2 })
    expect(left()).to.deep.equal(Array(3).fill(['asked']))
    const entries = ground.entries().filter(({ detail }) => detail.class === 'trial')
    expect(entries.map(({ detail }) => detail.count)).to.deep.equal([1, 2])
    await ground.store.close()
  })

  it('goes by a shorter period once nobody has taken it back for a day, and by a longer one at once', async () => {
    const ground = await setUp()
    const drafts = () => ground.store.rows('select * from draft').length
    // Ten days after the draft’s last act.
    ground.world.setTo('2026-03-15T10:00:00.000Z')
    await ground.change(withDays(await ground.read(), 'draft', 5))
    expect((await ground.preview()).find((row) => row.class === 'draft')).to.deep.include({ due: 1 })
    expect(await ground.run()).to.deep.equal({})
    ground.world.pass(DAY - 1_000)
    expect(await ground.run()).to.deep.equal({})
    // Taken back in time: it is as if nobody had changed anything.
    await ground.change(withDays(await ground.read(), 'draft', 30))
    ground.world.pass(2 * DAY)
    expect(await ground.run()).to.deep.equal({})
    await ground.change(withDays(await ground.read(), 'draft', 5))
    ground.world.pass(DAY / 2)
    // Another change meanwhile takes nothing off the day of the first one, and adds nothing to it.
    await ground.change(withDays(await ground.read(), 'webhook', 5))
    ground.world.pass(DAY / 2 - 1_000)
    expect(await ground.run()).to.deep.equal({})
    expect(drafts()).to.equal(1)
    ground.world.pass(1_000)
    expect(await ground.run()).to.deep.equal({ draft: 1 })
    expect(drafts()).to.equal(0)
    await ground.store.close()
  })

  it('leaves as it is what an order does not name: it was written before the class existed', async () => {
    const ground = await setUp()
    const { version } = await ground.change(withDays(await ground.read(), 'trial', 7))
    const { trial: _, ...others } = (await ground.read()).rules
    const after = await ground.change({
      ...{ version, keepsErasedConsent: false },
      rules: { ...others, draft: { days: 5, reason: null } },
    })
    expect([after.rules.trial.days, after.rules.draft.days]).to.deep.equal([7, 5])
    expect(await ground.read()).to.deep.equal(after)
    expect(ground.entries().map(({ detail }) => detail.days)).to.deep.equal([['trial:7'], ['draft:5']])
    await ground.store.close()
  })

  describe('of tickets and people of whom nothing else is held', () => {
    const NOTHING_ELSE = [
      ...['consent_event', 'consent_standing', 'consent_link', 'draft_send', 'draft_quote', 'draft_citation'],
      ...['draft', 'recorded_question', 'decision', 'request_event', 'request_link', 'request_case'],
    ]
    const emptied = async () => {
      const ground = await setUp()
      ground.store.tamper((database) => {
        for (const table of NOTHING_ELSE) database.exec(`delete from ${table}`)
        database.exec("delete from helpdesk_fact where kind = 'merged'")
      })
      const left = () =>
        ['ticket', 'requester', 'helpdesk_fact', 'audit_payload', 'access_log', 'export_package'].map(
          (table) => ground.store.rows(`select * from ${table}`).length,
        )
      return { ...ground, left }
    }

    it('takes both, after their days and not a day before, with the key and what it sealed', async () => {
      const ground = await emptied()
      const before = ground.left()
      ground.world.setTo('2027-03-05T09:59:59.000Z')
      expect(await ground.run()).to.not.have.any.keys('ticket', 'person')
      expect(ground.left()).to.deep.equal(before)
      const due = (await ground.preview()).filter((row) => ['ticket', 'person'].includes(row.class))
      // Tomorrow the ticket goes; whoever stands on it is free to go only then.
      expect(due.map((row) => row.due)).to.deep.equal([1, 0])
      ground.world.pass(1_000)
      expect(await ground.run()).to.deep.include({ ticket: 1, person: 1 })
      expect(ground.left()).to.deep.equal([0, 0, 0, 0, 0, 0])
      const [, person] = ground.entries().filter(({ detail }) => /ticket|person/.test(detail.class))
      expect(person.detail).to.deep.include({ class: 'person', count: 1, kids: ['anna-kid'] })
      await ground.store.close()
    })

    it('walks them a part in each run, goes on where the last one ended, and misses none', async () => {
      const ground = await emptied()
      const add = (from: number, to: number) =>
        ground.store.tamper((database) =>
          database.exec(`insert into ticket (account_id, ticket_ref, ticket_id, requester_ref, identity,
              scope, scope_hash, revision, drafts_made, created_at)
            select account_id, 'a' || (10000 + i), '9' || i, requester_ref, identity,
              scope, scope_hash, revision, drafts_made, created_at
            from ticket join (with recursive n (i) as (select ${from} union all select i + 1 from n where i < ${to})
              select i from n) as numbers on true where ticket_id = '5'`),
        )
      const tickets = () => ground.store.rows('select * from ticket').length
      // Named ones before, which stay; then some that go, beyond what a run walks.
      add(1, 5_000)
      ground.store.tamper((database) =>
        database.exec(`insert into consent_event (account_id, ticket_ref, seq, event, actor_ref, requester_ref)
          select account_id, ticket_ref, 1, '{}', 'a', requester_ref from ticket where ticket_ref like 'a1%'`),
      )
      add(5_001, 5_300)
      ground.world.setTo('2027-03-06T10:00:00.000Z')
      const state: RetentionState = { places: {}, failed: {} }
      expect(await ground.run(state)).to.not.have.property('ticket')
      expect(state.places.ticket).to.equal('a15000')
      expect(tickets()).to.equal(5_301)
      expect(await ground.run(state)).to.deep.include({ ticket: 301 })
      expect(state.places.ticket).to.equal('')
      expect(tickets()).to.equal(5_000)
      // From the beginning again: what is named no longer goes now.
      ground.store.tamper((database) =>
        database.exec("delete from consent_event where ticket_ref = 'a10007'"),
      )
      expect(await ground.run(state)).to.deep.include({ ticket: 1 })
      expect(tickets()).to.equal(4_999)
      await ground.store.close()
    })

    const STAYS: Record<string, [sql: string, both: boolean]> = {
      'a draft': ['insert into draft select * from saved_draft', true],
      'a receipt of a decision': ['insert into decision select * from saved_decision', true],
      'a consent': ['insert into consent_event select * from saved_consent_event', true],
      'a request': ['insert into request_case select * from saved_request_case', true],
      'a join of two records': [
        "insert into helpdesk_fact select 'acme', 'person/' || digest, 'merged', 'other', '2026-03-05', 'e', '' from requester",
        false,
      ],
      'a join of another record with theirs': [
        "insert into helpdesk_fact select 'acme', 'person/other', 'merged', digest, '2026-03-05', 'e', '' from requester",
        false,
      ],
      'a package that can still be fetched': ["update export_package set status = 'ready'", false],
    }
    for (const [name, [sql, both]] of Object.entries(STAYS))
      it(`leaves whom ${name} is about`, async () => {
        const ground = await setUp()
        ground.store.tamper((database) => {
          // A connection to PostgreSQL may be the one of the test before, with its temporary tables.
          for (const table of ['draft', 'decision', 'consent_event', 'request_case'])
            database.exec(
              `drop table if exists saved_${table}; create temp table saved_${table} as select * from ${table}`,
            )
          for (const table of NOTHING_ELSE) database.exec(`delete from ${table}`)
          database.exec("delete from helpdesk_fact where kind = 'merged'")
          database.exec(sql)
          database.exec('update request_case set ended_at = null')
          database.exec("update draft set status = 'drafting'")
        })
        ground.world.setTo('2027-04-01T00:00:00.000Z')
        await ground.run()
        expect(ground.store.rows('select requester_ref from requester')).to.have.length(1)
        expect(ground.store.rows('select ticket_ref from ticket')).to.have.length(both ? 1 : 0)
        await ground.store.close()
      })
  })

  it('previews every class', async () => {
    const ground = await setUp()
    expect((await ground.preview()).map((row) => row.class)).to.deep.equal([...RETENTION_CLASSES])
    await ground.store.close()
  })
})
