import { expect } from 'chai'
import { createAuditLog } from '../../../server/audit/index.ts'
import { createAccessFolds, readAccess, reviewAccess } from '../../../server/evidence/index.ts'
import type { Agent } from '../../../src/domain/account.ts'
import { csvLine } from '../../../src/domain/csv.ts'
import type { AccessRow, AccessView } from '../../../src/domain/evidence-api.ts'
import { ACCOUNT_ID, ADMIN, AGENT, COMPLIANCE, type Harness } from '../../support/companion-harness.ts'
import { cutOnceWritten } from '../../support/cut-store.ts'
import { startEvidenceDesk } from '../../support/evidence-ground.ts'
import { DAY } from '../../support/fake-world.ts'
import { fileStore, tempKeyring } from '../../support/memory-store.ts'

const ACCESS = '/console/evidence/access'
const review = (
  desk: Harness,
  agentId: string,
  decision: string,
  roles: readonly string[],
  as = COMPLIANCE,
) => desk.api(as, 'POST', `${ACCESS}/${agentId}/reviews`, { decision, roles })
const rowOf = (view: AccessView, agentId: string): AccessRow | undefined =>
  view.rows.find((row) => row.agentId === agentId)
const reviews = (desk: Harness) => desk.audit().filter(({ type }) => type === 'access.reviewed')

describe('access reviews', () => {
  let desk: Harness
  beforeEach(async () => {
    desk = await startEvidenceDesk()
  })
  afterEach(() => desk.stop())

  it('say who holds which role since when, from whom, and when it was last used', async () => {
    const view: AccessView = (await desk.api(ADMIN, 'GET', ACCESS)).body
    expect(view.quarter).to.deep.equal({ from: '2026-10-01', to: '2026-12-31', months: 3 })
    const admin = rowOf(view, ADMIN)
    const second = rowOf(view, COMPLIANCE)
    expect(admin?.grants).to.have.length(1)
    expect(admin?.grants[0]).to.include({ role: 'admin', by: 'system:start' })
    expect(second?.grants.map(({ role, by }) => [role, by])).to.deep.equal([
      ['agent', admin?.agentRef],
      ['compliance', admin?.agentRef],
    ])
    expect(second?.lastSessionAt).to.equal(desk.world.now().toISOString())
    expect(second?.lastActAt).to.equal(null)
    expect(admin?.lastActAt).to.equal(desk.world.now().toISOString())
    expect(view.rows.map(({ review: { state } }) => state)).to.deep.equal(['due', 'due'])
  })

  it('keep since when a role is held, whatever else is given or taken beside it', async () => {
    const before = rowOf((await desk.api(ADMIN, 'GET', ACCESS)).body, COMPLIANCE)
    desk.world.pass(3 * DAY)
    await desk.api(ADMIN, 'PUT', `/console/roles/${COMPLIANCE}`, { roles: ['admin', 'compliance'] })
    const after = rowOf((await desk.api(ADMIN, 'GET', ACCESS)).body, COMPLIANCE)
    const since = (row: AccessRow | undefined, role: string) =>
      row?.grants.find((grant) => grant.role === role)?.since
    expect(since(after, 'compliance')).to.equal(since(before, 'compliance'))
    expect(since(after, 'admin')).to.equal(desk.world.now().toISOString())
    expect(since(after, 'agent')).to.equal(undefined)
  })

  it('call stale what nobody used for more than 90 days, counted from the log', async () => {
    desk.world.pass(90 * DAY)
    const stale = async () => rowOf((await desk.api(ADMIN, 'GET', ACCESS)).body, COMPLIANCE)?.stale
    expect(await stale()).to.equal(false)
    desk.world.pass(DAY)
    expect(await stale()).to.equal(true)
    await desk.sessionOf(COMPLIANCE)
    expect(await stale()).to.equal(false)
  })

  it('are an entry, hold for the period, and are due again in the next one', async () => {
    const { status, body } = await review(desk, ADMIN, 'kept', ['admin'])
    expect(status).to.equal(200)
    expect(rowOf(body, ADMIN)?.review).to.include({ state: 'done', decision: 'kept', own: false })
    expect(rowOf(body, COMPLIANCE)?.review.state).to.equal('due')
    expect(reviews(desk)).to.have.length(1)
    expect(reviews(desk)[0]).to.deep.include({
      decision: 'kept',
      object: { kind: 'agent', ref: rowOf(body, ADMIN)?.agentRef },
      detail: { roles: ['admin'], period: '2026-10-01', own: false },
    })
    desk.world.setTo('2027-01-01T00:00:00.000Z')
    const next: AccessView = (await desk.api(ADMIN, 'GET', ACCESS)).body
    expect(rowOf(next, ADMIN)?.review).to.include({ state: 'due', decision: 'kept' })
  })

  it('leave the roles where they are: removing them stays with an admin, and is open until then', async () => {
    const { body } = await review(desk, COMPLIANCE, 'removed', ['agent', 'compliance'])
    expect(rowOf(body, COMPLIANCE)?.review).to.include({ state: 'removal_open', own: true })
    expect(rowOf(body, COMPLIANCE)?.grants).to.have.length(2)
    desk.world.setTo('2027-02-01T00:00:00.000Z')
    const later: AccessView = (await desk.api(ADMIN, 'GET', ACCESS)).body
    expect(rowOf(later, COMPLIANCE)?.review.state).to.equal('removal_open')
    await desk.api(ADMIN, 'PUT', `/console/roles/${COMPLIANCE}`, { roles: [] })
    expect(rowOf((await desk.api(ADMIN, 'GET', ACCESS)).body, COMPLIANCE)).to.equal(undefined)
  })

  it('are of what was seen: of other roles by now, of nobody and by anybody else there is none', async () => {
    const cases = {
      'other roles by now': [await review(desk, ADMIN, 'kept', ['admin', 'compliance']), 409],
      'nobody with a role': [await review(desk, '4711', 'kept', []), 404],
      'no number': [await review(desk, 'abc', 'kept', []), 404],
      'a word that is none': [await review(desk, ADMIN, 'maybe', ['admin']), 400],
      'an admin': [await review(desk, ADMIN, 'kept', ['admin'], ADMIN), 403],
      'an agent': [await review(desk, ADMIN, 'kept', ['admin'], AGENT), 403],
    } as const
    for (const [name, [answer, status]] of Object.entries(cases)) expect(answer.status, name).to.equal(status)
    expect(reviews(desk)).to.deep.equal([])
    expect((await desk.api(AGENT, 'GET', ACCESS)).status).to.equal(403)
  })

  it('leave the house by pseudonym, and who is who apart from it, each as an entry', async () => {
    const list = await desk.api(COMPLIANCE, 'GET', '/console/evidence/access-export')
    const keys = await desk.api(COMPLIANCE, 'GET', '/console/evidence/agent-keys')
    const [
      {
        actor: { ref },
      } = { actor: { ref: '' } },
    ] = desk.audit().filter(({ type }) => type === 'evidence.exported')
    expect(list.text).to.contain(ref)
    expect(list.text).not.to.match(new RegExp(`"(?:${ADMIN}|${COMPLIANCE})"`))
    // As every cell: a pseudonym may begin with a hyphen, which a spreadsheet would run.
    expect(keys.text).to.contain(csvLine([ref, COMPLIANCE]))
    const taken = desk.audit().filter(({ type }) => type === 'evidence.exported')
    expect(taken.map(({ object }) => object.ref)).to.deep.equal(['access', 'agent_keys'])
    for (const path of ['/console/evidence/access-export', '/console/evidence/agent-keys'])
      expect((await desk.api(ADMIN, 'GET', path)).status).to.equal(403)
    expect(desk.audit().filter(({ type }) => type === 'evidence.exported')).to.have.length(2)
  })
})

describe('an access review', () => {
  const reviewer: Agent = { accountId: ACCOUNT_ID, agentId: COMPLIANCE, roles: ['compliance'] }
  const order = { agentId: ADMIN, decision: 'kept', roles: ['admin'] } as const

  async function roomsOver(desk: Harness) {
    await desk.stop()
    const [store, keys] = [await fileStore(desk.dataDir), tempKeyring(desk.dataDir)]
    const audit = createAuditLog(desk.world, keys)
    const base = { world: desk.world, keys, audit, anchor: async () => null }
    const given = { ...base, productVersion: '0', reviewMonths: 3 }
    return {
      store,
      given,
      rooms: (transact = store.transact) => ({ ...given, transact, folds: createAccessFolds(transact) }),
    }
  }

  it('is answered as done when the store is gone once it is written', async () => {
    const { store, rooms } = await roomsOver(await startEvidenceDesk())
    const view = await reviewAccess(rooms(cutOnceWritten(store.transact)), reviewer, order)
    expect(rowOf(view, ADMIN)?.review).to.include({ state: 'done', decision: 'kept' })
    expect(view).to.deep.equal(await readAccess(rooms(), ACCOUNT_ID))
    await store.close()
  })

  it('that was taken back is not remembered by whoever reads next', async () => {
    const { store, given } = await roomsOver(await startEvidenceDesk())
    const folds = createAccessFolds(store.transact)
    let refusing = true
    const transact: typeof store.transact = (act) =>
      store.transact(async (tx) => {
        const done = await act(tx)
        if (refusing && (await tx.auditHead(ACCOUNT_ID))?.tree.size !== size) throw new Error('at the commit')
        return done
      })
    const size = await store.transact(async (tx) => (await tx.auditHead(ACCOUNT_ID))?.tree.size)
    const rooms = { ...given, transact, folds }
    expect(await reviewAccess(rooms, reviewer, order).catch(({ message }) => message)).to.equal(
      'at the commit',
    )
    expect(rowOf(await readAccess(rooms, ACCOUNT_ID), ADMIN)?.review.state).to.equal('due')
    refusing = false
    const view = await reviewAccess(rooms, reviewer, { ...order, decision: 'removed' })
    expect(rowOf(view, ADMIN)?.review).to.include({ state: 'removal_open', decision: 'removed' })
    await store.close()
  })
})
