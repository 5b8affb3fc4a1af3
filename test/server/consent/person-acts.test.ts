import { expect } from 'chai'
import { actOnPerson, openPersonActs } from '../../../server/consent/index.ts'
import { openTicket } from '../../../server/tickets/index.ts'
import type { Agent } from '../../../src/domain/account.ts'
import type { PersonAct } from '../../../src/domain/erasure-api.ts'
import { failing } from '../../support/audit-log.ts'
import { MINUTE } from '../../support/fake-world.ts'
import { faultFrom, wholeFaultFrom } from '../../support/fault-from.ts'
import { AGENT, REQUESTER_ID, type TicketGround, ticketGround } from '../../support/ticket-ground.ts'

const OFFICER: Agent = { accountId: 'acme', agentId: '14', roles: ['compliance'] }

describe('an act about a person', () => {
  let ground: TicketGround
  let ref: string
  beforeEach(async () => {
    ground = await ticketGround()
    ref = (await ground.ticket()).requesterRef
    await ground.store.transact(async (tx) => {
      await openTicket(ground.rooms, tx, AGENT, { ticketId: '6', requesterId: REQUESTER_ID })
      await openTicket(ground.rooms, tx, AGENT, { ticketId: '7', requesterId: 'somebody' })
    })
    await ground.addDraft('d1', 'ready')
  })
  afterEach(() => ground.store.close())

  const act = (what: PersonAct, reason = 'They asked on the phone', toldAt: string | null = null) =>
    ground.store.transact((tx) =>
      actOnPerson(ground.rooms, tx, OFFICER, [ref], { requesterRef: ref, act: what, reason, toldAt }),
    )
  const kinds = () =>
    ground.store
      .rows(
        'select t.ticket_id, e.event from consent_event e join ticket t using (account_id, ticket_ref) order by ticket_id, seq',
      )
      .map(({ ticket_id, event }) => `${ticket_id} ${JSON.parse(String(event)).kind}`)

  it('holds on all tickets of theirs at once, takes their drafts, and leaves others alone', async () => {
    expect(await act('restrict')).to.deep.equal({ tickets: 2, unchanged: 0 })
    expect(kinds()).to.deep.equal(['5 restrict', '6 restrict'])
    expect(ground.drafts()).to.deep.equal(['d1: discarded'])
    expect(await act('restrict')).to.deep.equal({ tickets: 0, unchanged: 2 })
    expect(kinds()).to.have.length(2)
  })

  it('is lifted only after they were told', async () => {
    await act('restrict')
    expect(await faultFrom(() => act('lift_restriction'))).to.equal('ILLEGAL_TRANSITION')
    expect(kinds()).to.have.length(2)
    ground.world.pass(MINUTE)
    const told = ground.world.now().toISOString()
    expect(await act('lift_restriction', 'They were told by mail', told)).to.deep.equal({
      tickets: 2,
      unchanged: 0,
    })
    expect((await ground.consent()).overlays).to.deep.equal([])
  })

  it('is offered where it would change something, and nowhere else', async () => {
    const open = (refs = [ref]) =>
      ground.store.transact((tx) => openPersonActs(ground.rooms, tx, OFFICER.accountId, refs))
    expect(await open()).to.deep.equal(['restrict', 'object'])
    await act('restrict')
    await act('object')
    expect(await open()).to.deep.equal(['lift_restriction', 'uphold_objection'])
    await act('uphold_objection')
    expect(await open()).to.deep.equal(['lift_restriction', 'object'])
    expect(await open(['nobody'])).to.deep.equal([])
  })

  it('is refused, and changes nothing, where what it would end stands on no ticket of theirs', async () => {
    const told = ground.world.now().toISOString()
    const rules = { lift_restriction: 'NOTHING_TO_LIFT', uphold_objection: 'NOTHING_TO_DECIDE' } as const
    for (const what of ['lift_restriction', 'uphold_objection'] as const) {
      const fault = await wholeFaultFrom(() => act(what, 'By mistake', told))
      expect(fault.code).to.equal('ILLEGAL_TRANSITION')
      expect(fault.detail.rule).to.equal(rules[what])
    }
    expect(kinds()).to.deep.equal([])
    expect(ground.drafts()).to.deep.equal(['d1: ready with words'])
  })

  it('needs a reason, which is sealed, and a ticket to hold on', async () => {
    expect(await faultFrom(() => act('restrict', ' '))).to.equal('BAD_REQUEST')
    ref = 'nobody'
    expect(await faultFrom(() => act('restrict'))).to.equal('NOT_FOUND')
    expect(kinds()).to.deep.equal([])
    expect(JSON.stringify(ground.store.rows('select * from consent_event'))).to.not.include('phone')
  })

  it('happens on all of them or on none', async () => {
    let entries = 0
    const cut = ground.store.transact((tx) =>
      actOnPerson(
        ground.rooms,
        {
          ...failing(tx, 'setConsentStanding', new Error('never')),
          setConsentStanding: async (...given) => {
            entries += 1
            if (entries === 2) throw new Error('cut off')
            return tx.setConsentStanding(...given)
          },
        },
        OFFICER,
        [ref],
        { requesterRef: ref, act: 'restrict', reason: 'x', toldAt: null },
      ),
    )
    expect(
      await cut.then(
        () => 'done',
        (error: Error) => error.message,
      ),
    ).to.equal('cut off')
    expect(kinds()).to.deep.equal([])
    expect(ground.drafts()).to.deep.equal(['d1: ready with words'])
  })
})
