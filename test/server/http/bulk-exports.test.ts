import { expect } from 'chai'
import { ADMIN, AGENT, COMPLIANCE, type Harness } from '../../support/companion-harness.ts'
import { consentedTicket, startDesk } from '../../support/drafting-desk.ts'

const SECOND = '15'

describe('the route for bulk exports', () => {
  let desk: Harness
  before(async () => {
    desk = await startDesk()
    for (const agentId of [COMPLIANCE, SECOND])
      await desk.api(ADMIN, 'PUT', `/console/roles/${agentId}`, { roles: ['compliance'] })
  })
  after(() => desk.stop())

  const person = async (userId: string) => {
    await consentedTicket(desk, userId)
    const [hit] = (
      await desk.api(COMPLIANCE, 'POST', '/console/requesters/searches', { by: 'user', values: [userId] })
    ).body
    return String(hit.requesterRef)
  }
  const make = (requesterRef: string) =>
    desk.api(COMPLIANCE, 'POST', '/console/requesters/packages', {
      requesterRef,
      ...{ locale: 'en', maskOthers: true },
    })
  const ask = (requesterRefs: readonly string[], as = COMPLIANCE, what = 'people') =>
    desk.api(as, 'POST', '/console/bulk-exports', { what, requesterRefs })
  const approve = (changeId: string, as: string) =>
    desk.api(as, 'POST', `/console/changes/${changeId}/decisions`, { decision: 'approve' })

  it('has a second person permit what one may not take out alone', async () => {
    const [anna, ben] = [await person('810001'), await person('810002')]
    expect((await make(anna)).status).to.equal(201)
    const before = desk.dump()
    const refused = await make(ben)
    expect([refused.status, refused.body.code]).to.deep.equal([409, 'SECOND_PERSON_NEEDED'])
    expect(desk.dump()).to.equal(before)

    const asked = await ask([ben])
    expect(asked.status).to.equal(202)
    expect(asked.body.change.widens).to.deep.equal([{ what: 'people_exported', people: 1 }])
    expect(asked.text).to.not.include('810002')
    const { changeId } = asked.body.change
    expect((await approve(changeId, COMPLIANCE)).body.code).to.equal('SECOND_PERSON_NEEDED')
    expect((await make(ben)).status).to.equal(409)
    expect((await approve(changeId, ADMIN)).body.code).to.equal('NOT_PERMITTED')
    expect((await approve(changeId, SECOND)).status).to.equal(200)
    expect((await make(ben)).status).to.equal(201)
    expect(desk.audit().map(({ type, decision }) => `${type} ${decision}`)).to.include(
      'export.permitted people',
    )
  })

  it('is closed to everybody without the role, and refuses what is no order', async () => {
    const anna = await person('810003')
    const before = desk.dump()
    for (const as of [AGENT, ADMIN]) expect((await ask([anna], as)).status).to.equal(403)
    for (const [refs, what] of [
      [[], 'people'],
      [[anna], 'log_words'],
      [['../x'], 'people'],
      [Array.from({ length: 101 }, (_, each) => `r${each}`), 'people'],
      [[anna], 'everything'],
    ] as const)
      expect((await ask(refs, COMPLIANCE, what)).status, what).to.equal(400)
    expect((await ask(['nobody'])).status).to.equal(404)
    expect(desk.dump()).to.equal(before)
  })
})
