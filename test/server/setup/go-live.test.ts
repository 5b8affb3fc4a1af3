import { expect } from 'chai'
import { ACCOUNT_ID, type Harness } from '../../support/companion-harness.ts'
import { consentedTicket, draft, orderFor, REFUND_QUESTION, startDesk } from '../../support/drafting-desk.ts'

const liveEntries = (desk: Harness) => desk.audit().filter(({ type }) => type === 'account.live_changed')

describe('an account of before', () => {
  it('stays live, and the log is told once, in the name of nobody', async () => {
    // The harness puts the row where the migration puts it: without an entry.
    const desk = await startDesk()
    expect(liveEntries(desk)).to.deep.equal([])
    const second = await desk.restart()
    const [entry, ...more] = liveEntries(second)
    expect(more).to.deep.equal([])
    expect(entry).to.deep.include({
      decision: 'live',
      actor: { kind: 'system', ref: 'migration' },
      object: { kind: 'live_state', ref: '1' },
    })
    const third = await second.restart()
    expect(liveEntries(third)).to.have.length(1)
    expect(third.rows('select account_id, seq, live, audit_index from live_state')).to.deep.equal([
      { account_id: ACCOUNT_ID, seq: 1, live: 1, audit_index: entry?.index },
    ])
    const ticketId = await consentedTicket(third)
    expect((await draft(third, orderFor(ticketId, REFUND_QUESTION))).reasons).to.deep.equal([])
    await third.stop()
  })
})
