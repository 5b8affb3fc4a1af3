import { expect } from 'chai'
import { openSqliteStore } from '../../../server/adapters/sqlite-store.ts'
import { createAuditLog } from '../../../server/audit/index.ts'
import { openRequestCase } from '../../../server/privacy/index.ts'
import { readTicket } from '../../../server/tickets/index.ts'
import { ADMIN, AGENT, COMPLIANCE, type Harness } from '../../support/companion-harness.ts'
import { openedTicket, startDesk } from '../../support/drafting-desk.ts'
import { tempKeyring } from '../../support/memory-store.ts'

describe('the requests routes', () => {
  let desk: Harness
  before(async () => {
    desk = await startDesk()
    await desk.api(ADMIN, 'PUT', `/console/roles/${COMPLIANCE}`, { roles: ['compliance'] })
  })
  after(() => desk.stop())

  async function asked(): Promise<{ ticketId: string; caseId: string }> {
    const ticketId = await openedTicket(desk)
    const store = await openSqliteStore(`${desk.dataDir}/vouch.sqlite`)
    const keys = tempKeyring(desk.dataDir)
    const rooms = { world: desk.world, keys, audit: createAuditLog(desk.world, keys) }
    const { caseId } = await store.transact(async (tx) => {
      // Each of another person: one has only one open case.
      const requesterRef = `person-${ticketId}`
      await tx.addRequester(
        'acme',
        {
          requesterRef,
          digest: requesterRef,
          wrappedKey: rooms.keys.newPersonKey(`acme/${requesterRef}`),
          sealedId: '',
        },
        desk.world.now().toISOString(),
      )
      const ticket = { ...(await readTicket(tx, 'acme', ticketId)), requesterRef }
      return openRequestCase(rooms, tx, 'acme', { kind: 'access', ticket, locale: 'de' })
    })
    await store.close()
    return { ticketId, caseId }
  }
  const list = async (as: string) => (await desk.api(as, 'GET', '/console/requests')).body

  it('list what was asked, with its last day and the way to the ticket', async () => {
    const { ticketId, caseId } = await asked()
    const found = (await list(ADMIN)).find((row: { caseId: string }) => row.caseId === caseId)
    expect(found).to.deep.include({
      kind: 'access',
      status: 'received',
      ticketId,
      ticketUrl: `https://acme.zendesk.com/agent/tickets/${ticketId}`,
      locale: 'de',
      answeredAt: null,
      note: null,
    })
    expect(found.dueOn).to.match(/^\d{4}-\d\d-\d\d$/)
  })

  it('let compliance alone mark one as answered, once', async () => {
    const { caseId } = await asked()
    const path = `/console/requests/${caseId}/answers`
    for (const as of [ADMIN, AGENT]) {
      const before = desk.dump()
      expect((await desk.api(as, 'POST', path, { note: 'x' })).status).to.equal(403)
      expect(desk.dump()).to.equal(before)
    }
    const done = await desk.api(COMPLIANCE, 'POST', path, { note: ' Sent by mail ' })
    expect(done.status).to.equal(200)
    const row = done.body.find((each: { caseId: string }) => each.caseId === caseId)
    expect([row.status, row.note]).to.deep.equal(['answered', 'Sent by mail'])
    expect(desk.dump()).to.not.contain('Sent by mail')
    expect(desk.logged()).to.not.contain('Sent by mail')
    const before = desk.dump()
    expect((await desk.api(COMPLIANCE, 'POST', path, { note: 'again' })).status).to.equal(409)
    expect(desk.dump()).to.equal(before)
  })

  it('are closed to an agent without one of the two roles', async () => {
    expect((await desk.api(AGENT, 'GET', '/console/requests')).status).to.equal(403)
  })

  const odd: Readonly<Record<string, unknown>> = {
    'no note': {},
    'an empty note': { note: '  ' },
    'a number': { note: 4 },
    'too long a note': { note: 'x'.repeat(4_001) },
    'half a character': { note: '\ud800' },
    'more than a note': { note: 'x', status: 'received' },
  }
  for (const [name, body] of Object.entries(odd))
    it(`change nothing for ${name}`, async () => {
      const { caseId } = await asked()
      const before = desk.dump()
      const answered = await desk.api(COMPLIANCE, 'POST', `/console/requests/${caseId}/answers`, body)
      expect(answered.status).to.equal(400)
      expect(desk.dump()).to.equal(before)
    })

  it('know no case by another name', async () => {
    for (const name of ['x', '5', '00000000-0000-7000-8000-000000000009'])
      expect(
        (await desk.api(COMPLIANCE, 'POST', `/console/requests/${name}/answers`, { note: 'x' })).status,
      ).to.equal(404)
  })
})
