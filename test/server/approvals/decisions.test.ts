import { expect } from 'chai'
import { decide, SECOND_ADMIN, withSecondPeople } from '../../support/approval-ground.ts'
import { ADMIN, AGENT, COMPLIANCE, type Harness } from '../../support/companion-harness.ts'
import { startDesk } from '../../support/drafting-desk.ts'
import { expectProblem } from '../../support/problem-checks.ts'

const WIDER = { allow: [{ sectionId: '1' }, { sectionId: '2' }], deny: [] }
const DAY_MS = 86_400_000

describe('the decision on a change', () => {
  let desk: Harness
  let changeId: string
  beforeEach(async () => {
    desk = await startDesk()
    await withSecondPeople(desk)
    const put = await desk.api(ADMIN, 'PUT', '/console/allowlist', { version: 1, selection: WIDER })
    changeId = put.body.change.changeId
  })
  afterEach(() => desk.stop())

  const allowlist = async () => (await desk.api(ADMIN, 'GET', '/console/allowlist')).body
  const articles = async () =>
    ((await desk.api(ADMIN, 'GET', '/console/articles')).body as { allowed: boolean }[]).filter(
      ({ allowed }) => allowed,
    ).length

  it('of a second person makes it hold, in one transaction with its entries', async () => {
    const before = await articles()
    const answer = await decide(desk, SECOND_ADMIN, changeId, 'approve')
    expect(answer.status).to.equal(200)
    expect(answer.body).to.include({ status: 'approved', decidedBy: SECOND_ADMIN, mayDecide: false })
    expect(await allowlist()).to.deep.include({ version: 2, selection: WIDER })
    expect(await articles()).to.be.greaterThan(before)
    const entries = desk.audit().slice(-2)
    expect(entries.map(({ type }) => type)).to.deep.equal(['change.approved', 'allowlist.changed'])
    expect(entries[0]?.detail?.proposer).to.not.equal(entries[0]?.actor.ref)
  })

  it('of a second person may be no: nothing changes, and the reason is told', async () => {
    const answer = await decide(desk, SECOND_ADMIN, changeId, 'reject', ' too much at once ')
    expect(answer.body).to.include({ status: 'rejected', reason: 'too much at once' })
    expect((await allowlist()).version).to.equal(1)
    expect(desk.audit().at(-1)?.type).to.equal('change.rejected')
    expect(JSON.stringify(desk.audit())).to.not.contain('too much')
  })

  it('may be taken back by whoever proposed it, without a reason', async () => {
    const answer = await decide(desk, ADMIN, changeId, 'reject')
    expect(answer.body).to.include({ status: 'rejected', decidedBy: ADMIN, reason: null })
  })

  const refused: Readonly<
    Record<
      string,
      { as: string; status: number; code: string; order?: object; first?: () => Promise<unknown> }
    >
  > = {
    'of its own proposer is no approval': { as: ADMIN, status: 409, code: 'SECOND_PERSON_NEEDED' },
    'of an agent is none': { as: AGENT, status: 403, code: 'NOT_PERMITTED' },
    'of another role is none': { as: COMPLIANCE, status: 403, code: 'NOT_PERMITTED' },
    'needs a reason when it is no': {
      as: SECOND_ADMIN,
      status: 400,
      code: 'BAD_REQUEST',
      order: { decision: 'reject', reason: '  ' },
    },
    'is yes or no': { as: SECOND_ADMIN, status: 400, code: 'BAD_REQUEST', order: { decision: 'perhaps' } },
    'comes too late after fourteen days': {
      as: SECOND_ADMIN,
      status: 409,
      code: 'CHANGE_CLOSED',
      first: async () => desk.world.pass(14 * DAY_MS),
    },
    'comes too late when something else holds': {
      as: SECOND_ADMIN,
      status: 409,
      code: 'CHANGE_STALE',
      first: () =>
        desk.api(ADMIN, 'PUT', '/console/allowlist', { version: 1, selection: { allow: [], deny: [] } }),
    },
    'comes too late when it was taken': {
      as: SECOND_ADMIN,
      status: 409,
      code: 'CHANGE_CLOSED',
      first: () => decide(desk, ADMIN, changeId, 'reject'),
    },
  }
  for (const [name, { as, status, code, order, first }] of Object.entries(refused))
    it(name, async () => {
      await first?.()
      await desk.sessionOf(as)
      const before = desk.dump()
      const path = `/console/changes/${changeId}/decisions`
      expectProblem(await desk.api(as, 'POST', path, order ?? { decision: 'approve' }), status, code)
      expect(desk.dump()).to.equal(before)
    })

  it('is about a change that exists', async () => {
    for (const id of ['00000000-0000-4000-8000-00000000abcd', 'none'])
      expectProblem(await decide(desk, ADMIN, id, 'approve'), 404, 'NOT_FOUND')
  })

  it('is taken once by two who decide at the same moment', async () => {
    await desk.api(ADMIN, 'PUT', '/console/roles/17', { roles: ['admin'] })
    const answers = await Promise.all([
      decide(desk, SECOND_ADMIN, changeId, 'approve'),
      decide(desk, '17', changeId, 'approve'),
    ])
    expect(answers.map(({ status }) => status).toSorted()).to.deep.equal([200, 409])
    expect((await allowlist()).version).to.equal(2)
  })

  it('does not apply what another hand has written into the store', async () => {
    desk.tamper((database) =>
      database.exec(`update change_proposal set content = '{"allow":[{"anything":"1"}],"deny":[]}'`),
    )
    const before = desk.dump(['used_token'])
    expect((await decide(desk, SECOND_ADMIN, changeId, 'approve')).status).to.equal(400)
    expect(desk.rows('select version from allowlist')).to.have.length(1)
    expect(desk.rows('select status from change_proposal')).to.deep.equal([{ status: 'proposed' }])
    expect(before).to.not.equal('')
  })
})
