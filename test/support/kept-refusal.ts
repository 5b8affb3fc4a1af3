/** What a person has refused on a ticket whose record is not there any more, and what compliance says of it since. */
import { expect } from 'chai'
import { openKeyring } from '../../server/adapters/keyring.ts'
import { ADMIN, AGENT, COMPLIANCE, type Harness } from './companion-harness.ts'

/** As the journal tells it to a store that came back, and as retention leaves it. */
export function keepRefusal(desk: Harness, requesterId: string, no: string): void {
  const digest = openKeyring(desk.dataDir).digest('requester', 'acme', requesterId)
  const at = desk.world.now().toISOString()
  desk.tamper((database) =>
    database
      .prepare(
        `insert into helpdesk_fact (account_id, subject, kind, fact_key, at, event_id, value)
           values ('acme', ?, 'refused', ?, ?, '', '{"by":"agent","to":null}')`,
      )
      .run(`person/${digest}`, no, at),
  )
}

/** A restriction on a ticket of theirs, which is lifted there at once. */
export async function restrictAndLift(desk: Harness, ticketId: string): Promise<void> {
  await desk.api(ADMIN, 'PUT', `/console/roles/${COMPLIANCE}`, { roles: ['compliance'] })
  for (const act of [
    { act: 'restrict' },
    { act: 'lift_restriction', toldAt: desk.world.now().toISOString() },
  ]) {
    const { epoch } = (await desk.api(AGENT, 'GET', `/tickets/${ticketId}`)).body.consent
    const order = { ...act, reason: 'asked by letter', epoch }
    const { status, body } = await desk.api(COMPLIANCE, 'POST', `/console/consents/${ticketId}/acts`, order)
    expect(status, JSON.stringify(body)).to.equal(201)
  }
}
