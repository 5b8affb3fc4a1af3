import { readFileSync } from 'node:fs'
import { expect } from 'chai'
import { erasureJournal } from '../../../server/adapters/erasure-journal.ts'
import { openKeyring } from '../../../server/adapters/keyring.ts'
import { runRestore } from '../../../server/cli/restore.ts'
import { runVerify } from '../../../server/cli/verify.ts'
import { ADMIN, AGENT, COMPLIANCE, type Harness } from '../../support/companion-harness.ts'
import {
  consentedTicket,
  draft,
  orderFor,
  REFUND_QUESTION,
  startDesk,
  withdraw,
} from '../../support/drafting-desk.ts'
import { eventually } from '../../support/eventually.ts'
import { faultFrom } from '../../support/fault-from.ts'
import { envOf } from '../../support/store-of.ts'
import { changedRows, putBack, type Rows, rowsOf } from '../../support/two-accounts.ts'

const [ANNA, BEN, CARA, DORA] = ['360000000811', '360000000812', '360000000813', '360000000814'] as const

const terminalOf = (dataDir: string, said: string[]) => {
  const out = (line: string) => void said.push(line)
  return { out, err: out, env: envOf(dataDir) }
}

async function restoring(dataDir: string, ...args: readonly string[]): Promise<string> {
  const said: string[] = []
  const code = await runRestore(['--data', dataDir, ...args], terminalOf(dataDir, said))
  return `${code} ${said.join('\n')}`
}

const verdict = (dataDir: string) => runVerify(['--data', dataDir], terminalOf(dataDir, []))
const ticketOf = (desk: Harness, requesterId: string) => consentedTicket(desk, requesterId)
const consentOf = async (desk: Harness, ticketId: string) => {
  const { body } = await desk.api(AGENT, 'GET', `/tickets/${ticketId}`)
  return { status: body.consent.status, overlays: body.consent.overlays }
}
const refOf = (desk: Harness, ticketId: string) =>
  String(desk.rows(`select requester_ref from ticket where ticket_id = '${ticketId}'`)[0]?.requester_ref)
const signedIn = (dataDir: string) =>
  Number(readFileSync(`${dataDir}/audit/acme.checkpoint`, 'utf8').split('\n')[1])

/** As a backup, or a standby that was behind, brings it back; what was signed since is known beside it. */
async function fallBack(desk: Harness, before: Rows): Promise<void> {
  await eventually(async () => expect(signedIn(desk.dataDir)).to.equal(desk.audit().length))
  putBack(desk, 'acme', before, changedRows(before, rowsOf(desk, 'acme')))
  // Its last signature of the log fails: it has lost its end.
  await desk.stop().catch(() => undefined)
}

describe('what a person has refused, and a store that comes back without it', function () {
  this.timeout(60_000)

  it('is told again before anybody drafts: a withdrawal, an objection, a restriction; and who has not refused goes on', async () => {
    const desk = await startDesk()
    await desk.api(ADMIN, 'PUT', `/console/roles/${COMPLIANCE}`, { roles: ['compliance'] })
    const [anna, ben, cara, dora] = [
      await ticketOf(desk, ANNA),
      await ticketOf(desk, BEN),
      await ticketOf(desk, CARA),
      await ticketOf(desk, DORA),
    ]
    const before = rowsOf(desk, 'acme')
    expect((await withdraw(desk, anna)).status).to.equal(201)
    const about = (act: string, ticketId: string) =>
      desk.api(COMPLIANCE, 'POST', '/console/person-acts', {
        ...{ requesterRef: refOf(desk, ticketId), act, reason: 'by letter', toldAt: null },
      })
    expect((await about('restrict', ben)).status).to.equal(200)
    expect((await about('object', cara)).status).to.equal(200)
    await fallBack(desk, before)
    expect(await faultFrom(() => desk.restart())).to.equal('AUDIT_CHAIN_BROKEN')
    expect(await restoring(desk.dataDir)).to.match(/^3 .*behind what was signed/)
    expect(await restoring(desk.dataDir, '--acknowledge', '--as', ADMIN)).to.match(
      /^0 [\s\S]*3 of what people had refused since was told to it again/,
    )
    const again = await startDesk({ dataDir: desk.dataDir, world: desk.world })
    expect(await consentOf(again, anna)).to.deep.equal({ status: 'withdrawn', overlays: [] })
    expect(await consentOf(again, ben)).to.deep.equal({ status: 'granted', overlays: ['restricted'] })
    expect(await consentOf(again, cara)).to.deep.equal({ status: 'granted', overlays: ['objected'] })
    const drafted = async (ticketId: string, requesterId: string) =>
      (await draft(again, orderFor(ticketId, REFUND_QUESTION, { requesterId }))).draft?.status
    for (const [ticketId, requesterId] of [
      [anna, ANNA],
      [ben, BEN],
      [cara, CARA],
    ] as const)
      expect(await drafted(ticketId, requesterId), requesterId).to.equal(undefined)
    expect(again.drafter.calls).to.equal(0)
    expect(await drafted(dora, DORA)).to.equal('ready')
    const told = again.audit().filter(({ actor }) => actor.kind === 'system' && actor.ref === 'restore')
    expect(told.map(({ type, detail }) => [type, detail?.event])).to.deep.equal([
      ['consent.changed', 'withdraw'],
      ['consent.changed', 'restrict'],
      ['consent.changed', 'object'],
    ])
    await again.stop()
    expect(await verdict(desk.dataDir)).to.equal(0)
  })

  it('is not told twice: what the store knows, or has heard once more since, stays as it is', async () => {
    const desk = await startDesk()
    await desk.api(ADMIN, 'PUT', `/console/roles/${COMPLIANCE}`, { roles: ['compliance'] })
    const [anna, ben, cara] = [
      await ticketOf(desk, ANNA),
      await ticketOf(desk, BEN),
      await ticketOf(desk, CARA),
    ]
    await withdraw(desk, anna)
    // An act whose commit failed after its line, and was then done again; and it was lifted.
    const [row] = desk.rows(`select ticket_ref from ticket where ticket_id = '${cara}'`)
    erasureJournal(`${desk.dataDir}/erasures`, openKeyring(desk.dataDir)).appendNo('acme', {
      ...{ v: 1, no: 'restrict', ticketRef: String(row?.ticket_ref), by: 'compliance', channel: null },
      ...{ at: desk.world.now().toISOString(), index: 4_000, record: '00'.repeat(32) },
    })
    const about = (act: string, toldAt: string | null) =>
      desk.api(COMPLIANCE, 'POST', '/console/person-acts', {
        ...{ requesterRef: refOf(desk, cara), act, reason: 'by letter', toldAt },
      })
    expect((await about('restrict', null)).status).to.equal(200)
    expect((await about('lift_restriction', desk.world.now().toISOString())).status).to.equal(200)
    const before = rowsOf(desk, 'acme')
    await withdraw(desk, ben)
    await fallBack(desk, before)
    expect(await restoring(desk.dataDir, '--acknowledge', '--as', ADMIN)).to.match(
      /^0 [\s\S]*1 of what people had refused since/,
    )
    const again = await startDesk({ dataDir: desk.dataDir, world: desk.world })
    expect(await consentOf(again, cara)).to.deep.equal({ status: 'granted', overlays: [] })
    expect(await consentOf(again, ben)).to.deep.equal({ status: 'withdrawn', overlays: [] })
    const events = again.rows('select ticket_ref from consent_event order by ticket_ref')
    const held = rowsOf(again, 'acme')
    await again.companion.stop()
    expect(await restoring(desk.dataDir, '--acknowledge', '--as', ADMIN)).to.match(/^0 .*is not behind/)
    expect(again.rows('select ticket_ref from consent_event order by ticket_ref')).to.deep.equal(events)
    expect(held.get('consent_event')).to.have.length(events.length)
    await again.stop()
  })

  it('holds all the same where it cannot be written down a second time, and the log of the server says so', async () => {
    const desk = await startDesk({ env: { VOUCH_ERASURE_JOURNAL: '/dev/null/erasures' } })
    const anna = await ticketOf(desk, ANNA)
    expect((await withdraw(desk, anna)).status).to.equal(201)
    expect(await consentOf(desk, anna)).to.deep.equal({ status: 'withdrawn', overlays: [] })
    expect(desk.logged()).to.contain('a no was written to the store alone')
    await desk.stop()
  })
})
