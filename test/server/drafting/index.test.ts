/** Promise P1, walked: no draft without the gate's yes, over every route and every state of a ticket. */
import { expect } from 'chai'
import { ADMIN, type Harness } from '../../support/companion-harness.ts'
import {
  consentedTicket,
  draft,
  draftsMade,
  orderFor,
  REFUND_QUESTION,
  startDesk,
} from '../../support/drafting-desk.ts'
import { CONSENTS, putInState, SCOPES, scopeOf } from '../../support/gate-states.ts'
import { declaredRoutes, methodOf, nameOf, ROUTE_CALLS } from '../../support/route-calls.ts'

const DRAFTING_ROUTE = 'post /drafts'

describe('the gate, walked', () => {
  let desk: Harness
  let closed: Harness

  before(async () => {
    desk = await startDesk()
    closed = await startDesk({ env: { VOUCH_KILL_SWITCH: 'on' } })
  })
  beforeEach(() => desk.drafter.reset())
  after(async () => {
    await desk.stop()
    await closed.stop()
  })

  it('knows every route that the product declares, and no other', () => {
    expect(declaredRoutes().map(nameOf).toSorted()).to.deep.equal(Object.keys(ROUTE_CALLS).toSorted())
  })

  for (const [consentName, consent] of Object.entries(CONSENTS))
    it(`drafts with a consent that is ${consentName} ${consent.may ? 'only in a good scope' : 'in no scope'}`, async () => {
      const ticketId = await consentedTicket(desk)
      const whole = scopeOf(desk, ticketId)
      const said: Record<string, unknown> = {}
      const expected: Record<string, unknown> = {}
      for (const [scopeName, scope] of Object.entries(SCOPES)) {
        putInState(desk, ticketId, consent.is, scope.is(whole))
        desk.drafter.reset()
        const run = await draft(desk, orderFor(ticketId, REFUND_QUESTION), ADMIN)
        // Of thousands that the walk has written, those of this draft.
        const decided = desk.auditTail(20).findLast(({ type }) => type === 'gate.decided')
        said[scopeName] = [run.status, run.events.at(-1)?.event, decided?.decision, desk.drafter.calls]
        expected[scopeName] =
          consent.may && scope.may ? [200, 'ready', 'allow', 1] : [200, 'refused', 'refused', 0]
      }
      // A no to a basis reaches the person's other tickets: the next state is to stand alone.
      putInState(desk, ticketId, [], whole)
      expect(said).to.deep.equal(expected)
    })

  const walks = [
    ...Object.keys(CONSENTS).map((consent) => ({ consent, scope: 'in order' })),
    ...Object.keys(SCOPES).map((scope) => ({ consent: 'granted', scope })),
  ]
  for (const { consent, scope } of walks)
    it(`reaches the drafter by one route only: consent ${consent}, scope ${scope}`, async () => {
      const ticketId = await consentedTicket(desk)
      const whole = scopeOf(desk, ticketId)
      const ready = await draft(desk, orderFor(ticketId, REFUND_QUESTION), ADMIN)
      const at = { ticketId, draftId: ready.draft?.id ?? '' }
      desk.drafter.reset()
      const reached: string[] = []
      const odd: string[] = []
      for (const [name, { path, body }] of Object.entries(ROUTE_CALLS)) {
        putInState(desk, ticketId, CONSENTS[consent]?.is ?? [], SCOPES[scope]?.is(whole))
        const before = desk.drafter.calls
        const answer = await desk.api(ADMIN, methodOf(name), path(at), body?.(at))
        if (desk.drafter.calls > before) reached.push(name)
        if (answer.status >= 500) odd.push(`${name} ${answer.status} ${answer.body?.code}`)
      }
      const may = CONSENTS[consent]?.may === true && SCOPES[scope]?.may === true
      expect(odd.filter((each) => !each.startsWith('post /console/syncs'))).to.deep.equal([])
      expect(reached).to.deep.equal(may ? [DRAFTING_ROUTE] : [])
    })

  it('drafts nothing with the kill switch on, and still searches, withdraws and verifies', async () => {
    const ticketId = await consentedTicket(closed)
    for (const { may, is } of Object.values(CONSENTS)) {
      if (!may) continue
      putInState(closed, ticketId, is, scopeOf(closed, ticketId))
      const run = await draft(closed, orderFor(ticketId, REFUND_QUESTION))
      expect(run.reasons).to.deep.equal(['KILL_SWITCH_ON'])
    }
    const search = await closed.api(ADMIN, 'POST', '/searches', { ticketId, query: 'refund' })
    expect(search.body.outcome).to.equal('found')
    const withdrawn = await closed.api(ADMIN, 'POST', `/tickets/${ticketId}/consent/events`, {
      event: 'withdraw',
      channel: 'phone',
      evidence: '',
    })
    expect(withdrawn.body.consent.status).to.equal('withdrawn')
    expect((await closed.api(ADMIN, 'GET', '/console/audit/check')).body.verdict).to.equal('intact')
    expect(closed.drafter.calls).to.equal(0)
    expect(draftsMade(closed, ticketId)).to.equal(0)
  })
})
