import { expect } from 'chai'
import { FIRST_POLICY } from '../../../server/drafting/stored-policy.ts'
import { decide, SECOND_ADMIN, withSecondPeople } from '../../support/approval-ground.ts'
import { ADMIN, AGENT, COMPLIANCE, type Harness } from '../../support/companion-harness.ts'
import { openedTicket, startDesk } from '../../support/drafting-desk.ts'
import { expectProblem } from '../../support/problem-checks.ts'

const NARROW = { ...FIRST_POLICY, actions: ['search'], draftsPerTicket: 3 }

/** As a newer Vouch, or somebody's hand, may have left it. */
const UNREADABLE: Readonly<Record<string, string>> = {
  'a key that is not known': JSON.stringify({ ...FIRST_POLICY, version: 2, sendsItself: true }),
  'a limit that is none': JSON.stringify({ ...FIRST_POLICY, version: 2, maxChars: 'many' }),
  'a number where the policy was': '7',
  'half of it': '{"version":2,"actions":["dra',
}

describe('a scope policy in the store that cannot be read', () => {
  let desk: Harness
  beforeEach(async () => {
    desk = await startDesk()
  })
  afterEach(() => desk.stop())

  const putPolicy = (policy: object) => desk.api(ADMIN, 'PUT', '/console/scope-policy', policy)
  const read = () => desk.api(ADMIN, 'GET', '/console/scope-policy')
  const readable = () => desk.api(ADMIN, 'GET', '/console/scope-policy/readable')
  const spoil = (policy: string, version = 2) =>
    desk.tamper((database) => {
      database
        .prepare('insert into scope_policy (account_id, version, policy, changed_at) values (?, ?, ?, ?)')
        .run('acme', version, policy, desk.world.now().toISOString())
    })
  const reasonsOn = async (ticketId: string) =>
    JSON.stringify((await desk.api(AGENT, 'GET', `/tickets/${ticketId}`)).body.refusals)

  for (const [name, policy] of Object.entries(UNREADABLE))
    it(`is a refusal by that name, for the admin and on each ticket, and not an outage: ${name}`, async () => {
      await putPolicy(NARROW)
      const ticketId = await openedTicket(desk)
      spoil(policy)
      expectProblem(await read(), 409, 'SCOPE_INVALID')
      expect(await reasonsOn(ticketId)).to.contain('SCOPE_INVALID')
      expect((await readable()).body).to.deep.equal({ stored: 2, policy: { ...NARROW, version: 1 } })
      const versions = await desk.api(ADMIN, 'GET', '/console/scope-policy/versions')
      expect(versions.body.map(({ version }: { version: number }) => version)).to.deep.equal([2, 1])
    })

  it('gives way to the built-in policy where no version can be read, and to nothing that is not there', async () => {
    expect((await readable()).body).to.deep.equal({ stored: 0, policy: FIRST_POLICY })
    for (let version = 1; version <= 60; version += 1) spoil('{}', version)
    expect((await readable()).body).to.deep.equal({ stored: 60, policy: FIRST_POLICY })
  })

  it('is replaced over its own number, alone where nobody else is asked, and kept among the versions', async () => {
    await putPolicy(NARROW)
    const ticketId = await openedTicket(desk)
    spoil(UNREADABLE['a key that is not known'] ?? '')
    const before = desk.dump()
    expectProblem(await putPolicy({ ...NARROW, version: 1 }), 409, 'CONFLICT')
    expect(desk.dump()).to.equal(before)
    await desk.api(ADMIN, 'PUT', `/console/roles/${COMPLIANCE}`, { roles: ['compliance'] })
    await desk.api(COMPLIANCE, 'PUT', '/console/four-eyes', { version: 0, mode: 'off' })
    const put = await putPolicy({ ...NARROW, version: 2 })
    expect([put.status, put.body]).to.deep.equal([200, { ...NARROW, version: 3 }])
    expect((await read()).body.version).to.equal(3)
    expect(await reasonsOn(ticketId)).to.not.contain('SCOPE_INVALID')
    expect(desk.rows('select version from scope_policy').length).to.equal(3)
  })

  it('waits for a second person whatever it permits, and holds once they have agreed', async () => {
    await putPolicy(NARROW)
    await withSecondPeople(desk)
    spoil(UNREADABLE['half of it'] ?? '')
    const waits = await putPolicy({ ...NARROW, version: 2 })
    expect(waits.status).to.equal(202)
    expectProblem(await read(), 409, 'SCOPE_INVALID')
    const agreed = await decide(desk, SECOND_ADMIN, waits.body.change.changeId, 'approve')
    expect(agreed.status).to.equal(200)
    expect((await read()).body).to.deep.equal({ ...NARROW, version: 3 })
  })
})
