import { expect } from 'chai'
import { decide, SECOND_ADMIN, withSecondPeople } from '../../support/approval-ground.ts'
import { ADMIN, COMPLIANCE, type Harness } from '../../support/companion-harness.ts'
import { startDesk } from '../../support/drafting-desk.ts'
import { expectProblem } from '../../support/problem-checks.ts'

const WIDER = { allow: [{ sectionId: '1' }, { sectionId: '2' }], deny: [] }
const NARROWER = { allow: [{ sectionId: '1', locale: 'de' }], deny: [{ label: 'old' }] }

describe('a change that widens', () => {
  let desk: Harness
  beforeEach(async () => {
    desk = await startDesk()
    await withSecondPeople(desk)
  })
  afterEach(() => desk.stop())

  const put = (selection: unknown, version = 1, as = ADMIN) =>
    desk.api(as, 'PUT', '/console/allowlist', { version, selection })
  const allowlist = async () => (await desk.api(ADMIN, 'GET', '/console/allowlist')).body
  const changes = async (as = ADMIN) => (await desk.api(as, 'GET', '/console/changes')).body

  it('waits: it is told with what it permits and what differs, and nothing is in force', async () => {
    const answer = await put(WIDER)
    expect(answer.status).to.equal(202)
    expect(answer.body.outcome).to.equal('proposed')
    expect(answer.body.change).to.deep.include({
      kind: 'allowlist',
      status: 'proposed',
      proposedBy: ADMIN,
      proposedAt: '2026-11-20T09:00:00.000Z',
      expiresAt: '2026-12-04T09:00:00.000Z',
      decidedBy: null,
      own: true,
      mayDecide: false,
      widens: [{ what: 'article_rule_added', selector: { sectionId: '2' } }],
      diff: [{ sign: '+', path: 'allow', value: '{"sectionId":"2"}' }],
    })
    expect((await allowlist()).version).to.equal(1)
    expect(desk.rows('select version from allowlist')).to.have.length(1)
  })

  it('is audited by digest before it waits, without its rules', async () => {
    const { body } = await put(WIDER)
    const entry = desk.audit().at(-1)
    expect(entry).to.deep.include({
      type: 'change.proposed',
      decision: 'proposed',
      object: { kind: 'change', ref: body.change.changeId },
    })
    expect(Object.keys(entry?.detail ?? {})).to.deep.equal(['from', 'kind', 'to', 'widens'])
    expect(JSON.stringify(entry)).to.not.contain('sectionId')
  })

  it('does not wait when it narrows', async () => {
    const answer = await put(NARROWER)
    expect([answer.status, answer.body.version]).to.deep.equal([200, 2])
    expect(await changes()).to.deep.equal([])
  })

  it('does not wait at the very first set-up', async () => {
    const fresh = await startDesk()
    expect(fresh.audit().filter(({ type }) => type.startsWith('change.'))).to.deep.equal([])
    expect((await fresh.api(ADMIN, 'GET', '/console/allowlist')).body.version).to.equal(1)
    await fresh.stop()
  })

  it('waits also when it is to the scope policy, once articles were allowed', async () => {
    const { body } = await desk.api(ADMIN, 'GET', '/console/scope-policy')
    const wider = await desk.api(ADMIN, 'PUT', '/console/scope-policy', { ...body, draftsPerTicket: 11 })
    expect([wider.status, wider.body.change.widens]).to.deep.equal([
      202,
      [{ what: 'limit_raised', limit: 'draftsPerTicket', from: 10, to: 11 }],
    ])
    expect((await desk.api(ADMIN, 'GET', '/console/scope-policy')).body.version).to.equal(0)
    const narrower = await desk.api(ADMIN, 'PUT', '/console/scope-policy', { ...body, draftsPerTicket: 9 })
    expect([narrower.status, narrower.body.version]).to.deep.equal([200, 1])
    expect((await changes())[0].status).to.equal('stale')
  })

  it('is seen by everyone of the staff, to decide by those alone who hold its role and did not propose it', async () => {
    await put(WIDER)
    const may = await Promise.all([ADMIN, SECOND_ADMIN, COMPLIANCE].map((as) => changes(as)))
    expect(may.map(([change]) => [change.own, change.mayDecide])).to.deep.equal([
      [true, false],
      [false, true],
      [false, false],
    ])
  })

  it('is stale once something else holds, and once its proposer has lost the role', async () => {
    const first = (await put(WIDER)).body.change.changeId
    await put(NARROWER)
    expect((await changes())[0]).to.include({ changeId: first, status: 'stale', mayDecide: false })
    await put(WIDER, 2, SECOND_ADMIN)
    await desk.api(ADMIN, 'PUT', `/console/roles/${SECOND_ADMIN}`, { roles: ['agent'] })
    expect((await changes())[0].status).to.equal('stale')
  })

  it('is refused with CONFLICT when it was made from an older version, and nothing waits', async () => {
    await put(NARROWER)
    expectProblem(await put(WIDER, 1), 409, 'CONFLICT')
    expect(desk.rows('select * from change_proposal')).to.deep.equal([])
  })

  it('is refused when too many wait already', async () => {
    const now = desk.world.now().toISOString()
    desk.tamper((database) => {
      const insert = database.prepare(
        `insert into change_proposal (account_id, change_id, kind, base, content, widens, diff, proposed_by,
           proposed_at, expires_at, status) values ('acme', ?, 'allowlist', '1', '{}', '[]', '[]', '11', ?, '2027', 'proposed')`,
      )
      for (let count = 0; count < 100; count += 1) insert.run(`filler-${count}`, now)
    })
    expectProblem(await put(WIDER), 429, 'TOO_MANY_REQUESTS')
    expect(desk.rows('select * from change_proposal')).to.have.length(100)
    expect((await put(NARROWER)).status).to.equal(200)
  })

  it('holds at once while the account asks for no second person', async () => {
    const off = await desk.api(COMPLIANCE, 'PUT', '/console/four-eyes', { version: 0, mode: 'off' })
    await decide(desk, '16', off.body.change.changeId, 'approve')
    expect((await put(WIDER)).status).to.equal(200)
  })
})
