import { expect } from 'chai'
import { decide, SECOND_ADMIN, SECOND_COMPLIANCE, withSecondPeople } from '../../support/approval-ground.ts'
import { ADMIN, COMPLIANCE, type Harness } from '../../support/companion-harness.ts'
import { startDesk } from '../../support/drafting-desk.ts'
import { DAY } from '../../support/fake-world.ts'
import { expectProblem } from '../../support/problem-checks.ts'

describe('the second person of an account', () => {
  let desk: Harness
  beforeEach(async () => {
    desk = await startDesk()
    await desk.api(ADMIN, 'PUT', `/console/roles/${COMPLIANCE}`, { roles: ['compliance'] })
  })
  afterEach(() => desk.stop())

  const turn = (mode: string, version = 0) =>
    desk.api(COMPLIANCE, 'PUT', '/console/four-eyes', { version, mode })
  const read = async () => (await desk.api(ADMIN, 'GET', '/console/four-eyes')).body

  it('is asked for until somebody says otherwise', async () => {
    expect(await read()).to.deep.equal({ version: 0, mode: 'on', changedAt: null })
  })

  it('may be dropped alone by the only one of compliance, and leaves an entry', async () => {
    const off = await turn('off')
    expect([off.status, off.body.mode, off.body.version]).to.deep.equal([200, 'off', 1])
    expect(desk.audit().at(-1)).to.deep.include({ type: 'four_eyes.changed', decision: 'off' })
  })

  it('is dropped by two as soon as there are two', async () => {
    await withSecondPeople(desk)
    const off = await turn('off')
    expect([off.status, off.body.change.widens]).to.deep.equal([202, [{ what: 'second_person_dropped' }]])
    expect((await read()).mode).to.equal('on')
    expectProblem(
      await decide(desk, COMPLIANCE, off.body.change.changeId, 'approve'),
      409,
      'SECOND_PERSON_NEEDED',
    )
    await decide(desk, SECOND_COMPLIANCE, off.body.change.changeId, 'approve')
    expect((await read()).mode).to.equal('off')
  })

  it('is not dropped by an admin who first takes the role from the other, before fourteen days are over', async () => {
    await desk.api(ADMIN, 'PUT', `/console/roles/${ADMIN}`, { roles: ['admin', 'compliance'] })
    await desk.api(ADMIN, 'PUT', `/console/roles/${COMPLIANCE}`, { roles: [] })
    const alone = () => desk.api(ADMIN, 'PUT', '/console/four-eyes', { version: 0, mode: 'off' })
    expect((await alone()).status).to.equal(202)
    expect((await read()).mode).to.equal('on')
    desk.world.pass(14 * DAY + 1)
    expect((await alone()).status).to.equal(200)
  })

  it('is not dropped by an admin who gives the role to themselves while there is another admin', async () => {
    await desk.api(ADMIN, 'PUT', `/console/roles/${COMPLIANCE}`, { roles: [] })
    desk.world.pass(14 * DAY + 1)
    await desk.api(ADMIN, 'PUT', `/console/roles/${SECOND_ADMIN}`, { roles: ['admin'] })
    await desk.api(ADMIN, 'PUT', `/console/roles/${ADMIN}`, { roles: ['admin', 'compliance'] })
    const off = () => desk.api(ADMIN, 'PUT', '/console/four-eyes', { version: 0, mode: 'off' })
    const asked = await off()
    expect([asked.status, (await read()).mode]).to.deep.equal([202, 'on'])
    await desk.api(ADMIN, 'PUT', `/console/roles/${SECOND_ADMIN}`, { roles: [] })
    expect((await off()).status).to.equal(202)
    await desk.api(ADMIN, 'PUT', `/console/roles/${SECOND_ADMIN}`, { roles: ['admin', 'compliance'] })
    await decide(desk, SECOND_ADMIN, asked.body.change.changeId, 'approve')
    expect((await read()).mode).to.equal('off')
  })

  it('is asked for again by one alone', async () => {
    await turn('off')
    await withSecondPeople(desk)
    const on = await turn('on', 1)
    expect([on.status, on.body.mode]).to.deep.equal([200, 'on'])
  })

  it('is not turned over unseen', async () => {
    await turn('off')
    const before = desk.dump()
    expectProblem(await turn('on', 0), 409, 'CONFLICT')
    expect(desk.dump()).to.equal(before)
  })

  it('is asked for when the store holds a word that nobody knows', async () => {
    await turn('off')
    desk.tamper((database) => database.exec(`update four_eyes set mode = 'sometimes'`))
    expect((await read()).mode).to.equal('on')
  })
})
