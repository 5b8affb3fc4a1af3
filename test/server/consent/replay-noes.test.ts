import { readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'chai'
import { erasureJournal } from '../../../server/adapters/erasure-journal.ts'
import { openKeyring } from '../../../server/adapters/keyring.ts'
import { runRestore } from '../../../server/cli/restore.ts'
import { runVerify } from '../../../server/cli/verify.ts'
import type { NoLine } from '../../../server/consent/index.ts'
import { ADMIN, AGENT, COMPLIANCE, type Harness } from '../../support/companion-harness.ts'
import {
  consentedTicket,
  draft,
  grant,
  openedTicket,
  orderFor,
  REFUND_QUESTION,
  startDesk,
  withdraw,
} from '../../support/drafting-desk.ts'
import { eventually } from '../../support/eventually.ts'
import { faultFrom } from '../../support/fault-from.ts'
import { sendWebhook } from '../../support/signed-webhook.ts'
import { envOf, handOn } from '../../support/store-of.ts'
import { changedRows, putBack, type Rows, rowsOf } from '../../support/two-accounts.ts'

const [ANNA, BEN, CARA, DORA, EMIL, FAY, GIL] = [1, 2, 3, 4, 5, 6, 7].map((each) => `36000000081${each}`) as [
  string,
  string,
  string,
  string,
  string,
  string,
  string,
]

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
const fourTickets = async (desk: Harness) =>
  [
    await ticketOf(desk, ANNA),
    await ticketOf(desk, BEN),
    await ticketOf(desk, CARA),
    await ticketOf(desk, DORA),
  ] as const
const consentOf = async (desk: Harness, ticketId: string) => {
  const { body } = await desk.api(AGENT, 'GET', `/tickets/${ticketId}`)
  return { status: body.consent.status, overlays: body.consent.overlays }
}
const refOf = (desk: Harness, ticketId: string) =>
  String(desk.rows(`select requester_ref from ticket where ticket_id = '${ticketId}'`)[0]?.requester_ref)
const signedIn = (dataDir: string) =>
  Number(readFileSync(`${dataDir}/audit/acme.checkpoint`, 'utf8').split('\n')[1])

/** A line whose act is in no log. */
function noteNo(desk: Harness, ticketId: string, line: Pick<NoLine, 'no' | 'at' | 'index'>): void {
  const [row] = desk.rows(`select ticket_ref from ticket where ticket_id = '${ticketId}'`)
  erasureJournal(`${desk.dataDir}/erasures`, openKeyring(desk.dataDir)).appendNo('acme', {
    ...{ v: 1, ticketRef: String(row?.ticket_ref), by: 'compliance', channel: null, record: '00'.repeat(32) },
    ...line,
  })
}

/** As a backup, or a standby that was behind, brings it back; what was signed since is known beside it. */
async function fallBack(desk: Harness, before: Rows): Promise<void> {
  await eventually(async () => expect(signedIn(desk.dataDir)).to.equal(desk.audit().length))
  putBack(desk, 'acme', before, changedRows(before, rowsOf(desk, 'acme')))
  // Its last signature of the log fails: it has lost its end.
  await desk.stop().catch(() => undefined)
}

describe('what a person has refused, and a store that comes back without it', function () {
  this.timeout(240_000)

  it('is told again before anybody drafts: a withdrawal, an objection, a restriction; and who has not refused goes on', async () => {
    const desk = await startDesk()
    await desk.api(ADMIN, 'PUT', `/console/roles/${COMPLIANCE}`, { roles: ['compliance'] })
    const [anna, ben, cara, dora] = await fourTickets(desk)
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
    const [anna, ben, cara, dora] = await fourTickets(desk)
    await withdraw(desk, anna)
    // The like, and what she said later was a yes.
    const earlier = '2026-11-01T08:00:00.000Z'
    noteNo(desk, dora, { no: 'deny', at: earlier, index: 4_001 })
    // A yes lifts no restriction.
    const emil = await ticketOf(desk, EMIL)
    noteNo(desk, emil, { no: 'restrict', at: earlier, index: 4_002 })
    // An act whose commit failed after its line, and was then done again; and it was lifted.
    noteNo(desk, cara, { no: 'restrict', at: desk.world.now().toISOString(), index: 4_000 })
    const about = (act: string, toldAt: string | null) =>
      desk.api(COMPLIANCE, 'POST', '/console/person-acts', {
        ...{ requesterRef: refOf(desk, cara), act, reason: 'by letter', toldAt },
      })
    expect((await about('restrict', null)).status).to.equal(200)
    expect((await about('lift_restriction', desk.world.now().toISOString())).status).to.equal(200)
    // The ticket is another person's by now.
    const fay = await openedTicket(desk, FAY)
    noteNo(desk, fay, { no: 'deny', at: earlier, index: 4_003 })
    expect((await desk.api(AGENT, 'PUT', `/tickets/${fay}`, { requesterId: GIL })).status).to.equal(200)
    const before = rowsOf(desk, 'acme')
    await withdraw(desk, ben)
    await fallBack(desk, before)
    expect(await restoring(desk.dataDir, '--acknowledge', '--as', ADMIN)).to.match(
      /^0 [\s\S]*2 of what people had refused since/,
    )
    const again = await startDesk({ dataDir: desk.dataDir, world: desk.world })
    expect(await consentOf(again, cara)).to.deep.equal({ status: 'granted', overlays: [] })
    expect(await consentOf(again, emil)).to.deep.equal({ status: 'granted', overlays: ['restricted'] })
    expect(await consentOf(again, fay)).to.deep.equal({ status: 'unknown', overlays: [] })
    expect(await consentOf(again, dora)).to.deep.equal({ status: 'granted', overlays: [] })
    expect(await consentOf(again, ben)).to.deep.equal({ status: 'withdrawn', overlays: [] })
    const events = again.rows('select ticket_ref from consent_event order by ticket_ref')
    const held = rowsOf(again, 'acme')
    await again.companion.stop()
    expect(await restoring(desk.dataDir, '--acknowledge', '--as', ADMIN)).to.match(/^0 .*is not behind/)
    expect(again.rows('select ticket_ref from consent_event order by ticket_ref')).to.deep.equal(events)
    expect(held.get('consent_event')).to.have.length(events.length)
    await again.stop()
  })

  it('is told at the start where a no was cut off before its commit, or lost before anybody signed it, and once', async () => {
    const desk = await startDesk()
    const [anna, ben] = [await ticketOf(desk, ANNA), await ticketOf(desk, BEN)]
    await desk.companion.stop()
    const at = desk.world.now().toISOString()
    noteNo(desk, anna, { no: 'withdraw', at, index: desk.audit().length })
    noteNo(desk, ben, { no: 'restrict', at, index: desk.audit().length - 1 })
    const again = await desk.restart()
    expect(await consentOf(again, anna)).to.deep.equal({ status: 'withdrawn', overlays: [] })
    expect(await consentOf(again, ben), 'a place that the log has').to.deep.equal({
      ...{ status: 'granted', overlays: [] },
    })
    expect(again.logged()).to.contain('the store did not know what people had refused')
    const size = again.audit().length
    const third = await again.restart()
    expect(third.audit()).to.have.length(size)
    await third.stop()
  })

  /** Drafting rests on an interest, so that there is no yes that could be lost. */
  const restOnInterest = (desk: Harness) =>
    desk.tamper((database) =>
      database
        .prepare(
          `insert into legal_basis (account_id, purpose, version, basis, reference, objection_path, review_by, changed_at)
             values ('acme', 'ai_reply_drafting', 1, 'legitimate_interest', 'LIA-1', 'by mail', ?, ?)`,
        )
        .run('2027-11-20T09:00:00.000Z', '2026-11-20T09:00:00.000Z'),
    )
  const say = (desk: Harness, ticketId: string, event: string) =>
    desk.api(AGENT, 'POST', `/tickets/${ticketId}/consent/events`, {
      event,
      channel: 'email',
      evidence: 'says so',
    })
  const openAs = (desk: Harness, ticketId: string, requesterId: string) =>
    desk.api(AGENT, 'PUT', `/tickets/${ticketId}`, { requesterId })
  async function broughtBack(desk: Harness, before: Rows, told: number): Promise<Harness> {
    await fallBack(desk, before)
    expect(await restoring(desk.dataDir, '--acknowledge', '--as', ADMIN)).to.contain(
      `${told} of what people had refused since was told to it again`,
    )
    return startDesk({ dataDir: desk.dataDir, world: desk.world })
  }
  const draftedOn = async (desk: Harness, ticketId: string, requesterId: string) =>
    (await draft(desk, orderFor(ticketId, REFUND_QUESTION, { requesterId }))).draft?.status

  it('is about the person, also where the store comes back without the ticket on which they said it', async () => {
    const desk = await startDesk()
    restOnInterest(desk)
    const before = rowsOf(desk, 'acme')
    const [anna, ben] = [await openedTicket(desk, ANNA), await openedTicket(desk, BEN)]
    expect((await say(desk, anna, 'object')).status).to.equal(201)
    expect((await say(desk, ben, 'withdraw')).status).to.equal(201)
    const again = await broughtBack(desk, before, 2)
    const later = await openedTicket(again, ANNA)
    await openAs(again, anna, ANNA)
    await openAs(again, ben, BEN)
    expect(await draftedOn(again, anna, ANNA)).to.equal(undefined)
    expect(await draftedOn(again, later, ANNA)).to.equal(undefined)
    expect(await draftedOn(again, ben, BEN)).to.equal(undefined)
    expect(again.drafter.calls).to.equal(0)
    expect(await draftedOn(again, await openedTicket(again, CARA), CARA)).to.equal('ready')
    const kept = again.audit().filter(({ type }) => type === 'consent.refusal_kept')
    expect(kept.map(({ actor, decision }) => [actor.ref, decision])).to.deep.equal([
      ['restore', 'object'],
      ['restore', 'withdraw'],
    ])
    // Their own yes is about this ticket, and holds.
    await grant(again, later)
    expect(await draftedOn(again, later, ANNA)).to.equal('ready')
    await again.stop()
    expect(await verdict(desk.dataDir)).to.equal(0)
  })

  it('is told to nobody else where the store comes back from before the ticket changed hands', async () => {
    const desk = await startDesk()
    restOnInterest(desk)
    const ticketId = await openedTicket(desk, ANNA)
    const before = rowsOf(desk, 'acme')
    await openAs(desk, ticketId, BEN)
    expect((await say(desk, ticketId, 'object')).status).to.equal(201)
    const again = await broughtBack(desk, before, 1)
    expect(await consentOf(again, ticketId)).to.deep.equal({ status: 'not_required', overlays: [] })
    expect(await draftedOn(again, ticketId, ANNA)).to.equal('ready')
    await openAs(again, ticketId, BEN)
    expect(await draftedOn(again, ticketId, BEN)).to.equal(undefined)
    await again.stop()
  })

  it('stands over each later yes where it was that they may be under age, until one of theirs is lifted', async () => {
    const desk = await startDesk()
    await desk.api(ADMIN, 'PUT', `/console/roles/${COMPLIANCE}`, { roles: ['compliance'] })
    const before = rowsOf(desk, 'acme')
    expect((await say(desk, await openedTicket(desk, ANNA), 'hold_minor')).status).to.equal(201)
    const again = await broughtBack(desk, before, 1)
    const [anna, ben] = [await ticketOf(again, ANNA), await ticketOf(again, BEN)]
    again.world.pass(1_000)
    expect(await consentOf(again, anna)).to.deep.equal({ status: 'granted', overlays: ['minor_hold'] })
    expect(await consentOf(again, ben)).to.deep.equal({ status: 'granted', overlays: [] })
    const { epoch } = (await again.api(AGENT, 'GET', `/tickets/${anna}`)).body.consent
    const order = { act: 'lift_minor_hold', reason: 'their guardian wrote', epoch }
    expect((await again.api(COMPLIANCE, 'POST', `/console/consents/${anna}/acts`, order)).status).to.equal(
      201,
    )
    expect(await draftedOn(again, anna, ANNA)).to.equal('ready')
    // The ticket on which it was said is not there to lift it on.
    const next = await ticketOf(again, ANNA)
    expect(await consentOf(again, next)).to.deep.equal({ status: 'granted', overlays: [] })
    await again.stop()
  })

  it('stands on where the form had said it, a no or too young, whatever the helpdesk tells of the ticket next', async () => {
    const desk = await startDesk()
    const minor = { version: 0, minorTags: ['under_age'] }
    expect((await desk.api(ADMIN, 'PUT', '/console/helpdesk-settings/minor-tags', minor)).status).to.equal(
      200,
    )
    const tickets = { [ANNA]: await ticketOf(desk, ANNA), [BEN]: await ticketOf(desk, BEN) }
    const before = rowsOf(desk, 'acme')
    const tell = async (at: Harness, name: string, who: string, event: Readonly<Record<string, unknown>>) => {
      at.world.pass(5_000)
      const type = `zen:event-type:ticket.${name}`
      const answer = await sendWebhook(at, { ticketId: tickets[who] ?? '', requesterId: who, type, event })
      expect(answer.status).to.equal(204)
    }
    await tell(desk, 'tags_changed', ANNA, { tags_added: ['under_age'], tags_removed: [] })
    await tell(desk, 'tags_changed', BEN, { tags_added: ['vouch_form_no'], tags_removed: [] })
    const again = await broughtBack(desk, before, 2)
    for (const who of [ANNA, BEN]) {
      const ticketId = tickets[who] ?? ''
      const told = await consentOf(again, ticketId)
      expect(told).to.deep.equal(
        who === ANNA ? { status: 'granted', overlays: ['minor_hold'] } : { status: 'denied', overlays: [] },
      )
      await tell(again, 'comment_added', who, {})
      expect((await consentOf(again, ticketId)).overlays).to.deep.equal(told.overlays)
      await grant(again, ticketId)
      expect(await draftedOn(again, ticketId, who), who).to.equal(undefined)
    }
    expect((await consentOf(again, tickets[BEN] ?? '')).status).to.equal('denied')
    await again.stop()
  })

  it('is over for whoever was erased since: nothing of it comes back with the store', async () => {
    const desk = await startDesk()
    restOnInterest(desk)
    const before = rowsOf(desk, 'acme')
    const anna = await openedTicket(desk, ANNA)
    expect((await say(desk, anna, 'object')).status).to.equal(201)
    const digest = String(
      desk.rows(`select digest from requester where requester_ref = '${refOf(desk, anna)}'`)[0]?.digest,
    )
    const type = 'zen:event-type:user.deleted'
    expect((await sendWebhook(desk, { ticketId: ANNA, type })).status).to.equal(204)
    await fallBack(desk, before)
    expect(await restoring(desk.dataDir, '--acknowledge', '--as', ADMIN)).to.not.contain('told to it again')
    const again = await startDesk({ dataDir: desk.dataDir, world: desk.world })
    expect(again.rows(`select kind from helpdesk_fact where subject = 'person/${digest}'`)).to.deep.equal([])
    await again.stop()
  })

  it('is left, and counted, where the month’s key of who refused is gone: nothing of it is written', async () => {
    const desk = await startDesk()
    const anna = await ticketOf(desk, ANNA)
    const before = rowsOf(desk, 'acme')
    await withdraw(desk, anna)
    await fallBack(desk, before)
    const keys = join(desk.dataDir, 'keys')
    for (const name of readdirSync(keys)) rmSync(join(keys, name))
    expect(await restoring(desk.dataDir, '--acknowledge', '--as', ADMIN)).to.match(
      /^0 [\s\S]*1 could not be: the month’s key of who refused is gone/,
    )
    const database = handOn(desk.dataDir)
    const events = database.prepare('select seq from consent_event').all()
    database.close()
    expect(events).to.have.length(before.get('consent_event')?.length ?? -1)
    const again = await startDesk({ dataDir: desk.dataDir, world: desk.world })
    const run = await draft(again, orderFor(anna, REFUND_QUESTION, { requesterId: ANNA }))
    expect(run.draft, run.text).to.equal(undefined)
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
