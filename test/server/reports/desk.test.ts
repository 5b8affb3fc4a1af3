import { expect } from 'chai'
import { createReportDesk } from '../../../server/reports/index.ts'
import {
  ACCOUNT_ID,
  ADMIN,
  AGENT,
  COMPLIANCE,
  type Harness,
  OTHER_AGENT,
} from '../../support/companion-harness.ts'
import {
  consentedTicket,
  draft,
  openedTicket,
  orderFor,
  REFUND_QUESTION,
  startDesk,
} from '../../support/drafting-desk.ts'
import { DAY, MINUTE } from '../../support/fake-world.ts'
import { expectProblem } from '../../support/problem-checks.ts'
import { insertAll, reportSend } from '../../support/recall-ground.ts'
import { openStoreOf } from '../../support/store-of.ts'

const WEEK = 7 * DAY
const PEOPLE = [AGENT, OTHER_AGENT, ADMIN, COMPLIANCE, '15', '16']

describe('reports', () => {
  let desk: Harness
  beforeEach(async () => {
    // A Friday; its week begins on the 16th.
    desk = await startDesk()
  })
  afterEach(() => desk.stop())

  const report = (query: string, as = ADMIN) => desk.api(as, 'GET', `/console/reports?${query}`)
  const own = (from = '2026-11-16', to = '2026-11-22') => report(`from=${from}&to=${to}`)
  async function draftsBy(people: readonly string[]): Promise<void> {
    const ticketId = await consentedTicket(desk)
    for (const as of people) await draft(desk, orderFor(ticketId, REFUND_QUESTION), as)
  }

  it('tell what five people did, once the week is over, and nothing before', async () => {
    await draftsBy(PEOPLE.slice(0, 5))
    const running = (await own()).body
    expect(running.work).to.equal(null)
    expect(running.weeks).to.deep.equal([{ week: '2026-11-16', state: 'running' }])
    desk.world.pass(WEEK)
    const { body } = await own()
    expect(body.weeks).to.deep.equal([{ week: '2026-11-16', state: 'told' }])
    expect(body.work).to.include({ drafts: 5, byModel: 0, refusals: 0, inserted: 0, sent: 0 })
    expect(body.work.made).to.deep.equal({ p50: 0.5, p95: 0.5, count: 5 })
    expect(
      body.work.articles.map(({ articleId, drafts }: { articleId: string; drafts: number }) => [
        articleId,
        drafts,
      ]),
    ).to.deep.equal([['refund', 5]])
  })

  it('tell nothing of four people, whatever is asked, and keep nothing about them', async () => {
    await draftsBy([...PEOPLE.slice(0, 4), AGENT, AGENT])
    desk.world.pass(WEEK)
    const { body } = await own()
    expect(body.work).to.equal(null)
    expect(body.weeks).to.deep.equal([{ week: '2026-11-16', state: 'too_few' }])
    expect(desk.rows('select * from report_block')).to.deep.equal([])
    for (const query of [
      'period=month&day=2026-11-20',
      'period=quarter&day=2026-11-20',
      'period=week&day=2026-11-20&locale=en-us',
    ])
      expect((await report(query)).body.work, query).to.equal(null)
  })

  it('put weeks of too few together, and leave them out of a report that cuts them', async () => {
    await draftsBy(PEOPLE.slice(0, 3))
    desk.world.pass(WEEK)
    await draftsBy(PEOPLE.slice(3))
    desk.world.pass(WEEK)
    expect((await own()).body).to.deep.include({
      work: null,
      weeks: [{ week: '2026-11-16', state: 'beyond' }],
    })
    const both = (await own('2026-11-16', '2026-11-29')).body
    expect(both.work).to.include({ drafts: 6 })
    expect(both.weeks.map(({ state }: { state: string }) => state)).to.deep.equal(['told', 'told'])
  })

  it('count refusals by reason, and what was sent as the browser counted it', async () => {
    const ticketId = await consentedTicket(desk)
    const waiting = await openedTicket(desk)
    for (const as of PEOPLE.slice(0, 5)) {
      await draft(desk, orderFor(waiting, REFUND_QUESTION), as)
      const made = await draft(desk, orderFor(ticketId, REFUND_QUESTION), as)
      if (as !== AGENT || made.draft === undefined) continue
      desk.world.pass(MINUTE)
      await insertAll(desk, made.draft)
      await reportSend(desk, made.draft.id, { waitedMs: 4_000 })
    }
    desk.world.pass(WEEK)
    const { work } = (await own()).body
    expect(work).to.include({
      drafts: 5,
      refusals: 5,
      inserted: 1,
      sent: 1,
      sentences: 4,
      kept: 3,
      distance: 6,
    })
    expect(work.reasons).to.deep.equal([{ reason: 'CONSENT_NOT_GRANTED', count: 5 }])
    expect(work.untilInsert).to.deep.equal({ p50: 60, p95: 60, count: 1 })
    expect(work.waited).to.deep.equal({ p50: 5, p95: 5, count: 1 })
  })

  const unused = (draftId: string, allowedAt: string, usedBefore = false) =>
    desk.api(AGENT, 'POST', `/drafts/${draftId}/unused`, { why: 'composer', usedBefore, allowedAt })
  async function fiveDrafts() {
    const ticketId = await consentedTicket(desk)
    const made = []
    for (const as of PEOPLE.slice(0, 5)) made.push(await draft(desk, orderFor(ticketId, REFUND_QUESTION), as))
    const [first] = made
    if (first?.draft === undefined) throw new Error('no draft')
    return first.draft
  }
  const insertedIn = async (from: string, to: string) => {
    const { work } = (await own(from, to)).body
    return [work.inserted, work.untilInsert?.count ?? 0]
  }

  it('count no draft as inserted that never reached the reply, and one that did at last once', async () => {
    const never = await fiveDrafts()
    await unused(never.id, await insertAll(desk, never))
    const last = await fiveDrafts()
    await unused(last.id, await insertAll(desk, last))
    desk.world.pass(MINUTE)
    await insertAll(desk, last)
    desk.world.pass(MINUTE)
    // Something of it was there before: that stays.
    await unused(last.id, await insertAll(desk, last), true)
    desk.world.pass(WEEK)
    expect(await insertedIn('2026-11-16', '2026-11-22')).to.deep.equal([1, 1])
  })

  it('leave a week as it was told when the word comes after it', async () => {
    const never = await fiveDrafts()
    const allowedAt = await insertAll(desk, never)
    desk.world.pass(WEEK)
    expect(await insertedIn('2026-11-16', '2026-11-22')).to.deep.equal([1, 1])
    await unused(never.id, allowedAt)
    await fiveDrafts()
    desk.world.pass(WEEK)
    expect(await insertedIn('2026-11-16', '2026-11-22')).to.deep.equal([1, 1])
    expect(await insertedIn('2026-11-23', '2026-11-29')).to.deep.equal([0, 0])
  })

  it('take it back also over the end of a week that waits for more people', async () => {
    const ticketId = await consentedTicket(desk)
    const { draft: never } = await draft(desk, orderFor(ticketId, REFUND_QUESTION))
    if (never === undefined) throw new Error('no draft')
    const allowedAt = await insertAll(desk, never)
    desk.world.pass(WEEK)
    expect((await own()).body.work).to.equal(null)
    await unused(never.id, allowedAt)
    await draftsBy(PEOPLE.slice(0, 5))
    desk.world.pass(WEEK)
    expect(await insertedIn('2026-11-16', '2026-11-29')).to.deep.equal([0, 0])
  })

  /** What an erasure takes away of drafts. */
  const eraseDrafts = () => desk.tamper((database) => database.exec('delete from draft'))

  it('stay as they were told when what they tell of is erased afterwards', async () => {
    await draftsBy(PEOPLE.slice(0, 5))
    desk.world.pass(WEEK)
    const before = (await own()).body
    eraseDrafts()
    expect((await own()).body.work).to.deep.equal(before.work)
  })

  it('count what was erased before they were closed: the log still tells of it, and of nobody', async () => {
    await draftsBy(PEOPLE.slice(0, 5))
    eraseDrafts()
    desk.world.pass(WEEK)
    const { body } = await own()
    expect(body.work).to.include({ drafts: 5 })
    expect(body.locales).to.deep.equal(['unknown'])
  })

  it('are closed by one server, whoever else tries', async () => {
    await draftsBy(PEOPLE.slice(0, 5))
    desk.world.pass(WEEK)
    const store = await openStoreOf(desk.dataDir)
    const others = [1, 2, 3].map(() => createReportDesk({ world: desk.world, transact: store.transact }))
    await Promise.all([own(), ...others.map((other) => other.close(ACCOUNT_ID))])
    await store.close()
    expect(desk.rows('select first_week from report_block')).to.deep.equal([{ first_week: '2026-11-16' }])
  })

  it('count what requesters were asked and said', async () => {
    await consentedTicket(desk)
    expect((await own()).body.consent).to.include({ answered: 1, granted: 1, denied: 0, basis: 'consent' })
  })

  const REQUESTERS = ['201', '202', '203', '204', '205']
  const funnel = async () => (await own()).body.consentByBasis

  it('tell by legal basis what five requesters were asked and said, once the week is over', async () => {
    for (const requester of REQUESTERS) await consentedTicket(desk, requester)
    expect(await funnel()).to.equal(null)
    desk.world.pass(WEEK)
    const [line, ...none] = await funnel()
    expect([line.basis, line.counts.granted, line.counts.denied, none]).to.deep.equal(['consent', 5, 0, []])
  })

  it('tell nothing by legal basis of four requesters, however many tickets they have, and keep nothing', async () => {
    for (const requester of [...REQUESTERS.slice(0, 4), ...REQUESTERS.slice(0, 4)])
      await consentedTicket(desk, requester)
    desk.world.pass(WEEK)
    expect(await funnel()).to.equal(null)
    expect(desk.rows('select * from consent_block')).to.deep.equal([])
  })

  it('count people by legal basis who are erased by then as one, since nobody knows how many they were', async () => {
    for (const requester of REQUESTERS) await consentedTicket(desk, requester)
    desk.tamper((database) => {
      database.pragma('foreign_keys = off')
      database.exec('delete from ticket')
    })
    desk.world.pass(WEEK)
    expect(await funnel()).to.equal(null)
  })

  it('name quoted articles that are old, and not the others', async () => {
    await draftsBy(PEOPLE.slice(0, 5))
    desk.world.pass(WEEK)
    const before = (await own()).body.staleArticles
    desk.tamper((database) =>
      database.exec(`update article set updated_at = '2024-01-02T00:00:00.000Z' where article_id = 'refund'`),
    )
    const [stale, ...none] = (await own()).body.staleArticles
    expect([before, none]).to.deep.equal([[], []])
    expect(stale).to.deep.include({
      ...{ articleId: 'refund', updatedAt: '2024-01-02T00:00:00.000Z', reasons: ['old'] },
      ...{ drafts: 5, draftsSince: 5 },
    })
    expect(stale.url).to.be.a('string')
  })

  it('name no article that fewer than five people quoted', async () => {
    await draftsBy(PEOPLE.slice(0, 4))
    desk.tamper((database) => database.exec(`update article set updated_at = '2024-01-02T00:00:00.000Z'`))
    desk.world.pass(WEEK)
    const { staleArticles, work } = (await own()).body
    expect([work, staleArticles]).to.deep.equal([null, null])
  })

  it('are a table of plain cells', async () => {
    const { text, headers } = await desk.api(
      ADMIN,
      'GET',
      '/console/reports/table?period=week&day=2026-11-20',
    )
    expect(headers.get('content-disposition')).to.include('report-2026-11-16-2026-11-22.csv')
    expect(text.replace('\uFEFF', '').split('\r\n').slice(0, 2)).to.deep.equal([
      '"from","to","brand","locale","measure","of","value"',
      '"2026-11-16","2026-11-22","","","work","fewer than 5 people",""',
    ])
  })

  const WRONG: Record<string, string> = {
    'no whole week': 'from=2026-11-17&to=2026-11-22',
    'only one end': 'from=2026-11-16',
    'an end before the beginning': 'from=2026-11-16&to=2026-11-01',
    'both a period and days': 'period=week&from=2026-11-16&to=2026-11-22',
    'no day': 'from=2026-11-31&to=2026-12-06',
    'an unknown word': 'agent=12',
    'more than two years': 'from=2020-01-06&to=2026-11-22',
  }
  for (const [name, query] of Object.entries(WRONG))
    it(`are refused for ${name}`, async () => expectProblem(await report(query), 400, 'BAD_REQUEST'))

  it('are not for agents', async () => {
    expectProblem(await report('period=week', AGENT), 403, 'NOT_PERMITTED')
  })
})
