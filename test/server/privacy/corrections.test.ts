import { expect } from 'chai'
import { correctRecords, logHolder, whoIs } from '../../../server/privacy/index.ts'
import type { Agent } from '../../../src/domain/account.ts'
import { faultFrom } from '../../support/fault-from.ts'
import { ticketGround } from '../../support/ticket-ground.ts'

const OFFICER: Agent = { accountId: 'acme', agentId: '14', roles: ['compliance'] }
const NOTE = 'My order was 4711, not 4712'

describe('a correction', () => {
  it('lies sealed beside the log, goes out with the dossier, and rewrites nothing', async () => {
    const ground = await ticketGround()
    const { requesterRef } = await ground.ticket()
    const before = ground.store.rows('select * from consent_event')
    await ground.store.transact((tx) =>
      correctRecords(ground.rooms, tx, OFFICER, { requesterRef, note: NOTE }),
    )
    expect(ground.store.rows('select * from consent_event')).to.deep.equal(before)
    for (const table of ['audit_entry', 'audit_payload'])
      expect(JSON.stringify(ground.store.rows(`select * from ${table}`)), table).to.not.include('4711, not')
    const words = await ground.store.transact(async (tx) => {
      const who = await whoIs(tx, 'acme', requesterRef)
      if (who === null) throw new Error('nobody')
      const found: unknown[] = []
      for await (const { record } of logHolder(ground.rooms.keys).exportFor(tx, who)) found.push(record.words)
      return found
    })
    expect(words).to.deep.include({ correction: NOTE })
    await ground.store.close()
  })

  it('is about somebody, or is refused and not written', async () => {
    const ground = await ticketGround()
    const order = { requesterRef: 'nobody', note: NOTE }
    const entries = () => ground.store.rows('select idx from audit_entry').length
    const before = entries()
    expect(
      await faultFrom(() => ground.store.transact((tx) => correctRecords(ground.rooms, tx, OFFICER, order))),
    ).to.equal('NOT_FOUND')
    expect(entries()).to.equal(before)
    await ground.store.close()
  })
})
