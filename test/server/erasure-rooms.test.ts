import { copyFileSync, existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'chai'
import { erasureJournal } from '../../server/adapters/erasure-journal.ts'
import { openKeyring } from '../../server/adapters/keyring.ts'
import { runRestore } from '../../server/cli/restore.ts'
import { runVerify } from '../../server/cli/verify.ts'
import type { KeptClass } from '../../src/domain/erasure.ts'
import { ACCOUNT_ID, ADMIN, AGENT, COMPLIANCE, type Harness } from '../support/companion-harness.ts'
import {
  consentedTicket,
  draft,
  newTicketId,
  openedTicket,
  orderFor,
  REFUND_QUESTION,
  startDesk,
} from '../support/drafting-desk.ts'
import { DAY, SECOND } from '../support/fake-world.ts'
import { faultFrom } from '../support/fault-from.ts'
import { freePort } from '../support/free-port.ts'
import { expectProblem } from '../support/problem-checks.ts'
import { sendWebhook } from '../support/signed-webhook.ts'
import { sweptSince } from '../support/store-of.ts'
import { tempFolder } from '../support/temp-folder.ts'

const SECOND_PERSON = '15'
const PERSON = '360000000777'

async function desk(): Promise<Harness> {
  const started = await startDesk()
  for (const agentId of [COMPLIANCE, SECOND_PERSON])
    await started.api(ADMIN, 'PUT', `/console/roles/${agentId}`, { roles: ['compliance'] })
  return started
}

async function withDraft(at: Harness, requesterId = PERSON) {
  const ticketId = await consentedTicket(at, requesterId)
  const made = await draft(at, orderFor(ticketId, REFUND_QUESTION, { requesterId }))
  if (made.draft === undefined) throw new Error(`no draft was made: ${made.text}`)
  return { ticketId, draftId: made.draft.id, requesterRef: refOf(at, ticketId) }
}

function refOf(at: Harness, ticketId: string): string {
  return String(at.rows(`select requester_ref from ticket where ticket_id = '${ticketId}'`)[0]?.requester_ref)
}

const propose = (at: Harness, requesterRef: string, as = COMPLIANCE) =>
  at.api(as, 'POST', '/console/erasures', { requesterRef, caseId: null })

const approve = (at: Harness, changeId: string, as = SECOND_PERSON) =>
  at.api(as, 'POST', `/console/changes/${changeId}/decisions`, { decision: 'approve' })

async function erase(at: Harness, requesterRef: string): Promise<string> {
  const proposed = await propose(at, requesterRef)
  const decided = await approve(at, proposed.body.change.changeId)
  if (decided.status !== 200) throw new Error(decided.text)
  return (await at.api(COMPLIANCE, 'GET', '/console/erasures')).body[0].erasureId
}

const terminal = () => {
  const lines: string[] = []
  const out = (line: string) => void lines.push(line)
  return { lines, out, err: out, env: {} }
}

function filesIn(folder: string): readonly string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name)
    return statSync(path).isDirectory() ? filesIn(path) : [path]
  })
}

/** Which of the words lie anywhere in the folder, as bytes. */
function found(folder: string, words: readonly string[]): readonly string[] {
  const bytes = filesIn(folder).map((file) => readFileSync(file))
  return words.filter((word) => bytes.some((content) => content.includes(word)))
}

describe('erasure, through the whole companion', () => {
  it('needs two people, leaves nothing, and tells the ticket’s page so', async () => {
    const at = await desk()
    const { ticketId, draftId, requesterRef } = await withDraft(at)
    const other = await withDraft(at, '360000000888')
    for (const nobody of [AGENT, ADMIN])
      expect((await propose(at, requesterRef, nobody)).body).to.deep.include({ code: 'NOT_PERMITTED' })
    const proposed = await propose(at, requesterRef)
    expect(proposed.status).to.equal(202)
    const [told] = proposed.body.change.widens
    expect(told).to.deep.include({ what: 'person_erased', tickets: 1, caseNumber: null })
    expect(told.erased)
      .to.deep.include({ class: 'draft', count: 1 })
      .and.deep.include({ class: 'ticket', count: 1 })
    const staying = told.kept.map(({ class: held, exception }: KeptClass) => `${held} ${exception}`)
    expect(staying).to.deep.equal(['receipt art_17_3_b'])
    expect(proposed.text).to.not.include(PERSON).and.not.include(`"${ticketId}"`)
    expect((await approve(at, proposed.body.change.changeId, COMPLIANCE)).body.code).to.equal(
      'SECOND_PERSON_NEEDED',
    )
    expect(at.rows(`select * from draft where draft_id = '${draftId}'`)).to.have.length(1)
    expect((await approve(at, proposed.body.change.changeId)).status).to.equal(200)

    expect(at.rows(`select * from draft where draft_id = '${draftId}'`)).to.deep.equal([])
    expect(at.rows(`select * from draft where draft_id = '${other.draftId}'`)).to.have.length(1)
    const before = at.dump()
    const view = await at.api(AGENT, 'PUT', `/tickets/${ticketId}`, { requesterId: PERSON })
    expect(view.body).to.deep.include({ ticketId, draftsMade: 0 })
    expect(view.body.consent.overlays).to.deep.equal(['erased'])
    expect(view.body.refusals.map(({ refusal }: { refusal: unknown }) => refusal)).to.deep.equal([
      { reason: 'CONSENT_OVERLAY', overlay: 'erased' },
    ])
    expect(at.dump()).to.equal(before, 'looking at it takes nothing in')
    const refused = await draft(at, orderFor(ticketId, REFUND_QUESTION, { requesterId: PERSON }))
    expect(refused.reasons.length + (refused.code === undefined ? 0 : 1)).to.be.greaterThan(0)
    expect(
      at.rows(
        `select * from draft where ticket_ref not in (select ticket_ref from draft where draft_id = '${other.draftId}')`,
      ),
    ).to.deep.equal([])
    expect((await propose(at, requesterRef)).body).to.deep.equal({ outcome: 'nothing_held' })
    expect(at.audit().at(-1)).to.deep.include({ type: 'erasure.nothing_found', decision: 'nothing_held' })
    await at.stop()
    const verify = terminal()
    expect(await runVerify(['--data', at.dataDir], verify), verify.lines.join('\n')).to.equal(0)
  })

  it('is proposed anew where the helpdesk has joined the person with another record meanwhile: both go, or neither', async () => {
    const at = await desk()
    const [one, other] = [await withDraft(at), await withDraft(at, '360000000888')]
    const { changeId } = (await propose(at, one.requesterRef)).body.change
    at.world.pass(SECOND)
    const type = 'zen:event-type:user.merged'
    const event = { target_user_id: '360000000888' }
    expect((await sendWebhook(at, { ticketId: PERSON, type, event })).status).to.equal(204)
    const tickets = at.rows('select * from ticket')
    expectProblem(await approve(at, changeId), 409, 'CHANGE_STALE')
    expect(at.rows('select * from ticket')).to.deep.equal(tickets)
    expect(at.rows('select * from erasure')).to.deep.equal([])
    await erase(at, refOf(at, one.ticketId))
    const left = [one, other].map(({ ticketId }) =>
      at.rows(`select * from ticket where ticket_id = '${ticketId}'`),
    )
    expect(left).to.deep.equal([[], []])
    expect(at.rows('select * from draft')).to.deep.equal([])
    await at.stop()
  })

  it('gives a certificate that anybody can check offline, and that names nobody', async () => {
    const at = await desk()
    const { ticketId, requesterRef } = await withDraft(at)
    const erasureId = await erase(at, requesterRef)
    expect((await at.api(AGENT, 'GET', `/console/erasures/${erasureId}/certificate`)).status).to.equal(403)
    expect(
      (await at.api(COMPLIANCE, 'GET', '/console/erasures/00000000-0000-4000-8000-000000000000/certificate'))
        .status,
    ).to.equal(404)
    const answer = await at.api(COMPLIANCE, 'GET', `/console/erasures/${erasureId}/certificate`)
    const certificate = answer.body
    expect(certificate.erased.map((row: { class: string }) => row.class)).to.include.members([
      'identity',
      'ticket',
      'consent',
      'draft',
    ])
    expect(certificate.liveErasedAt < certificate.backupsFinalBy).to.equal(true)
    expect(certificate.backupsFinalAt).to.equal(null)
    for (const word of [PERSON, `"${ticketId}"`]) expect(answer.text).to.not.include(word)
    const file = join(tempFolder(), 'certificate.json')
    const check = async (document: unknown, ...more: string[]) => {
      writeFileSync(file, JSON.stringify(document))
      const said = terminal()
      return { code: await runVerify(['--certificate', file, ...more], said), said: said.lines.join('\n') }
    }
    const nowhere = tempFolder()
    expect(await check(certificate, '--data', nowhere, '--key', certificate.key)).to.deep.include({ code: 0 })
    expect(await check(certificate, '--data', at.dataDir)).to.deep.include({ code: 0 })
    expect(await check(certificate, '--data', nowhere)).to.deep.include({ code: 3 })
    const changes: Record<string, unknown> = {
      'a count': { ...certificate, erased: [{ class: 'draft', count: 9 }] },
      'a date': { ...certificate, backupsFinalBy: '2026-11-21T00:00:00.000Z' },
      'the case': { ...certificate, case: 'another' },
      'whose word': { ...certificate, by: 'another' },
      'an exception': { ...certificate, kept: [] },
      'a key': { ...certificate, keys: { ...certificate.keys, destroyed: [] } },
      'the entry': { ...certificate, entry: { ...certificate.entry, index: 0 } },
      'the path': { ...certificate, inclusion: certificate.inclusion.slice(1) },
    }
    for (const [name, changed] of Object.entries(changes))
      expect(await check(changed, '--data', nowhere, '--key', certificate.key), name).to.deep.include({
        code: 2,
      })
    await at.stop()
  })

  it('gives one for a ticket that the helpdesk has deleted for good, and the person is there still', async () => {
    const at = await desk()
    const { ticketId, requesterRef } = await withDraft(at)
    const kept = await withDraft(at)
    at.world.pass(SECOND)
    const gone = { type: 'zen:event-type:ticket.permanently_deleted', ticketId, requesterId: PERSON }
    expect((await sendWebhook(at, gone)).status).to.equal(204)
    expect(at.rows('select draft_id from draft')).to.deep.equal([{ draft_id: kept.draftId }])
    const [view] = (await at.api(COMPLIANCE, 'GET', '/console/erasures')).body
    expect(view).to.deep.include({ about: 'ticket', source: 'helpdesk', backupsFinalAt: null })
    const { body } = await at.api(COMPLIANCE, 'GET', `/console/erasures/${view.erasureId}/certificate`)
    expect(body).to.deep.include({ about: 'ticket', keys: { destroyed: [], wrappedIn: '' } })
    expect(body.statement).to.include('copies in backups end with the backups')
    const file = join(tempFolder(), 'certificate.json')
    const check = async (document: unknown) => {
      writeFileSync(file, JSON.stringify(document))
      return runVerify(['--certificate', file, '--data', tempFolder(), '--key', body.key], terminal())
    }
    expect(await check(body)).to.equal(0)
    // It is not the certificate of a person's erasure.
    expect(await check({ ...body, about: 'requester' })).to.equal(2)
    expect(refOf(at, kept.ticketId)).to.equal(requesterRef)
    await at.stop()
    const verify = terminal()
    expect(await runVerify(['--data', at.dataDir], verify), verify.lines.join('\n')).to.equal(0)
  })

  it('answers the open request that staff named, of that person and of that kind, and no other', async () => {
    const at = await desk()
    const { requesterRef } = await withDraft(at)
    await withDraft(at, '360000000888')
    const openCase = async (kind: string, userId: string) => {
      const order = { kind, channel: 'letter', who: { userId }, locale: 'en', another: false }
      const receivedOn = at.world.now().toISOString().slice(0, 10)
      return (await at.api(COMPLIANCE, 'POST', '/console/requests', { ...order, receivedOn })).body.request
    }
    const mine = await openCase('erasure', PERSON)
    const others = [
      (await openCase('access', PERSON)).caseId,
      (await openCase('erasure', '360000000888')).caseId,
      '00000000-0000-4000-8000-000000000000',
    ]
    const ask = (caseId: string) => at.api(COMPLIANCE, 'POST', '/console/erasures', { requesterRef, caseId })
    const before = at.dump()
    for (const caseId of others) expect((await ask(caseId)).body.code, caseId).to.equal('CONFLICT')
    expect(at.dump()).to.equal(before)

    const dossier = async (by: string, value: string) => {
      const [hit] = (
        await at.api(COMPLIANCE, 'POST', '/console/requesters/searches', { by, values: [value] })
      ).body
      expect(hit.requesterRef).to.equal(requesterRef)
      const order = { requesterRef, purpose: 'person_asks' }
      return (await at.api(COMPLIANCE, 'POST', '/console/requesters/dossiers', order)).body
    }
    const { cases } = await dossier('case', mine.caseId)
    expect(cases.map((each: { kind: string; open: boolean }) => [each.kind, each.open])).to.deep.equal([
      ['access', true],
      ['erasure', true],
    ])
    const proposed = await ask(mine.caseId)
    expect((await approve(at, proposed.body.change.changeId)).status).to.equal(200)
    const detail = (await at.api(COMPLIANCE, 'GET', `/console/requests/${mine.caseId}`)).body
    expect(detail.erasure).to.include.keys('erasureId', 'at')
    const linked = detail.history.find((line: { kind: string }) => line.kind === 'linked')
    expect(linked.detail).to.deep.equal({ product: 'erasure_executed', ref: detail.erasure.erasureId })
    expect(detail.steps.filter((step: { lacks: string }) => step.lacks === 'ERASURE_NOT_DONE')).to.deep.equal(
      [],
    )
    await at.stop()
  })

  it('says when the backups are final, once the key of the month is destroyed', async () => {
    const at = await desk()
    const { requesterRef } = await withDraft(at)
    await erase(at, requesterRef)
    // As if it had been swept on each day between.
    const until = async (one: Harness, iso: string) => {
      one.world.setTo(iso)
      one.tamper(sweptSince)
      return one.restart()
    }
    const next = await until(await until(at, '2026-12-01T00:00:00.000Z'), '2027-01-06T00:00:00.000Z')
    const [view] = (await next.api(COMPLIANCE, 'GET', '/console/erasures')).body
    expect(view.backupsFinalAt).to.equal('2027-01-06T00:00:00.000Z')
    expect(view.backupsFinalAt <= view.backupsFinalBy).to.equal(true)
    await next.stop()
  })

  it('is carried out again in a store that comes back from a backup, before anybody is served', async () => {
    const at = await desk()
    const { ticketId, requesterRef, draftId } = await withDraft(at)
    const kept = await withDraft(at, '360000000888')
    const row = (query: string) => Object.values(at.rows(query)[0] ?? {}).map(String)
    const canaries = [
      ...row(`select wrapped_key, sealed_id, digest from requester where requester_ref = '${requesterRef}'`),
      ...row(`select sealed_content from draft where draft_id = '${draftId}'`),
      ...at
        .rows(`select sealed_text from recorded_question where requester_ref = '${requesterRef}'`)
        .map((one) => String(one.sealed_text)),
      ...at
        .rows(
          `select sealed_evidence from consent_event where requester_ref = '${requesterRef}' and sealed_evidence is not null`,
        )
        .map((one) => String(one.sealed_evidence)),
      ...at
        .rows(`select sealed from audit_payload where requester_ref = '${requesterRef}'`)
        .map((one) => String(one.sealed)),
    ]
    const planted = Array.from(
      { length: 20 },
      (_, each) => `CANARY-${each}-${'x'.repeat(each)}-of-the-erased`,
    )
    at.tamper((database) => {
      database.pragma('secure_delete = OFF')
      for (const [each, word] of planted.entries())
        database
          .prepare(`insert into recorded_question (account_id, question_id, ticket_ref, requester_ref, locale, sealed_text, at)
            select account_id, ?, ticket_ref, requester_ref, 'en', ?, created_at from ticket where ticket_id = ?`)
          .run(`canary-${each}`, word, ticketId)
    })
    await at.stop()
    const file = join(at.dataDir, 'vouch.sqlite')
    const backup = join(tempFolder(), 'backup')
    copyFileSync(file, backup)
    expect(found(at.dataDir, [...canaries, ...planted])).to.have.length(canaries.length + 20)

    const running = await at.restart()
    await erase(running, requesterRef)
    await running.stop()
    expect(found(at.dataDir, [...canaries, ...planted])).to.deep.equal([], 'after erasing')

    for (const end of ['-wal', '-shm']) rmSync(`${file}${end}`, { force: true })
    copyFileSync(backup, file)
    expect(await faultFrom(() => at.restart())).to.equal('AUDIT_CHAIN_BROKEN')
    const said = terminal()
    expect(await runRestore(['--data', at.dataDir], said)).to.equal(3)
    expect(said.lines.join('\n')).to.include('this store is behind what was signed')
    expect(await faultFrom(() => at.restart())).to.equal(
      'AUDIT_CHAIN_BROKEN',
      'without a word nothing has changed',
    )
    expect(
      await faultFrom(() => runRestore(['--data', at.dataDir, '--acknowledge', '--as', AGENT], said)),
    ).to.equal('NOT_PERMITTED')
    expect(await runRestore(['--data', at.dataDir, '--acknowledge', '--as', ADMIN], said)).to.equal(0)
    expect(
      filesIn(join(at.dataDir, 'audit')).filter((name) => /\.checkpoint\.of-\d+$/.test(name)),
    ).to.have.length(1)

    const again = await at.restart()
    expect((await again.call('GET', '/readyz')).status).to.equal(200)
    expect(again.rows('select draft_id from draft')).to.deep.equal([{ draft_id: kept.draftId }])
    expect(again.audit().map(({ type }) => type)).to.include.members([
      'store.restored',
      'erasure.executed',
      'erasure.replayed',
    ])
    const restored = again.audit().find(({ type }) => type === 'store.restored')
    expect(Number(restored?.detail?.signed_size)).to.be.greaterThan(Number(restored?.detail?.restored_size))
    expect(restored?.detail?.signed_root)
      .to.match(/^[0-9a-f]{64}$/)
      .and.not.equal(restored?.detail?.restored_root)
    const view = await again.api(AGENT, 'PUT', `/tickets/${ticketId}`, { requesterId: PERSON })
    expect(view.body.consent.overlays).to.deep.equal(['erased'])
    await again.stop()
    expect(found(at.dataDir, [...canaries, ...planted])).to.deep.equal([], 'after the replay')
    const verify = terminal()
    expect(await runVerify(['--data', at.dataDir], verify), verify.lines.join('\n')).to.equal(0)
    expect(await runRestore(['--data', at.dataDir], terminal())).to.equal(0, 'it is not behind any more')
  })

  it('answers health and nothing else until all of it is carried out again', async () => {
    const at = await desk()
    await at.stop()
    const journal = erasureJournal(join(at.dataDir, 'erasures'), openKeyring(at.dataDir))
    for (let each = 0; each < 300; each += 1)
      journal.append(ACCOUNT_ID, {
        ...{ v: 1, erasureId: `erasure-${each}`, requesterRef: `nobody-${each}`, caseId: null },
        ...{ at: at.world.now().toISOString(), source: 'compliance', actorRef: 'a', keepsConsent: false },
        ...{ deadInHelpdesk: false, marks: [{ mark: `mark-${each}`, kind: 'person', notAfter: null }] },
      })
    const port = await freePort()
    const seen: string[] = []
    const ask = (path: string) =>
      fetch(`http://127.0.0.1:${port}${path}`).then(
        async (answer) => void seen.push(`${path} ${answer.status} ${await answer.text()}`),
        () => undefined,
      )
    let started = false
    const starting = at.restart({ VOUCH_PORT: String(port) }).finally(() => {
      started = true
    })
    const pages: string[] = []
    const openPage = () =>
      fetch(`http://127.0.0.1:${port}/console`, { method: 'POST' }).then(
        async (answer) => void pages.push(`${answer.status} ${await answer.text()}`),
        () => undefined,
      )
    for (let turn = 0; !started; turn += 1) {
      const link = `/${'crp'.charAt(turn % 3)}/link`
      await Promise.all([...['/readyz', '/livez', '/api/v1/me', '/console', link].map(ask), openPage()])
    }
    const next = await starting
    const during = seen.filter((line) => line.includes('NOT_READY') || line.includes('not ready'))
    expect(during.some((line) => line.startsWith('/readyz 503') && line.includes('erasures'))).to.equal(
      true,
      seen[0],
    )
    expect(during.some((line) => line.startsWith('/api/v1/me 503'))).to.equal(true)
    // Somebody looks at it.
    expect(pages.some((page) => /^503 .*cannot be used right now.*NOT_READY/s.test(page))).to.equal(true)
    for (const page of ['c', 'r', 'p'])
      expect(
        seen.some((line) => line.startsWith(`/${page}/link 503 <!doctype html>`) && line.includes('trouble')),
        page,
      ).to.equal(true)
    expect(
      seen.filter((line) => line.startsWith('/livez')).every((line) => line.startsWith('/livez 200')),
    ).to.equal(true)
    const ready = seen.findIndex((line) => line.startsWith('/readyz 200'))
    const served = seen.findIndex((line) => line.startsWith('/api/v1/me 401'))
    if (ready >= 0 && served >= 0) expect(next.rows('select mark from tombstone')).to.have.length(300)
    expect((await next.call('GET', '/readyz')).status).to.equal(200)
    await next.stop()
  })

  it('does not start over a journal that somebody has changed', async () => {
    const at = await desk()
    const { requesterRef } = await withDraft(at)
    await erase(at, requesterRef)
    await at.stop()
    const file = join(at.dataDir, 'erasures', `${ACCOUNT_ID}.journal`)
    writeFileSync(file, readFileSync(file, 'utf8').replace(requesterRef, 'somebodyelse'))
    expect(await faultFrom(() => at.restart())).to.equal('ERASURE_JOURNAL_BROKEN')
    rmSync(file)
    const next = await at.restart()
    expect(existsSync(file)).to.equal(true, 'what the store knows is written down again')
    await next.stop()
  })

  it('keeps late and repeated events of before away, and hears those of after', async () => {
    const at = await desk()
    const ticketId = newTicketId()
    const created = at.world.now().toISOString()
    const event = (id: string, time: string, ticket = ticketId) =>
      sendWebhook(at, {
        type: 'zen:event-type:ticket.created',
        ticketId: ticket,
        requesterId: PERSON,
        time,
        eventId: id,
      })
    await event('first', created)
    at.world.pass(SECOND)
    await erase(at, refOf(at, ticketId))
    const rows = () =>
      ['ticket', 'requester', 'helpdesk_fact', 'consent_event'].map(
        (table) => at.rows(`select * from ${table}`).length,
      )
    const before = rows()
    for (let each = 0; each < 300; each += 1)
      await event(`late-${each}`, created, each % 2 === 0 ? ticketId : newTicketId())
    expect(rows()).to.deep.equal(before)
    expect(at.dump()).to.not.include(PERSON)
    at.world.pass(DAY)
    const later = newTicketId()
    await event('new contact', at.world.now().toISOString(), later)
    expect(
      (await at.api(AGENT, 'PUT', `/tickets/${later}`, { requesterId: PERSON })).body.consent.status,
    ).to.equal('unknown')
    expect(rows()[1]).to.equal((before[1] ?? 0) + 1)
    await at.stop()
  })

  it('never leaves a row or gives a draft, whatever runs at the same time', async function () {
    this.timeout(240_000)
    const at = await desk()
    const rounds = 48
    const play = async (round: number) => {
      const requesterId = String(500_000 + round)
      const ticketId = await (round % 3 === 0
        ? openedTicket(at, requesterId)
        : consentedTicket(at, requesterId))
      const requesterRef = refOf(at, ticketId)
      const proposed = await propose(at, requesterRef)
      // Each package by somebody else: several people's by one would need a second person.
      const maker = String(9_000 + round)
      await at.api(ADMIN, 'PUT', `/console/roles/${maker}`, { roles: ['compliance'] })
      const time = at.world.now().toISOString()
      const acts = [
        () => approve(at, proposed.body.change.changeId),
        () => draft(at, orderFor(ticketId, REFUND_QUESTION, { requesterId })),
        () => at.api(AGENT, 'PUT', `/tickets/${ticketId}`, { requesterId, tags: ['vip'] }),
        () =>
          at.api(maker, 'POST', '/console/requesters/packages', {
            requesterRef,
            ...{ locale: 'en', maskOthers: true },
          }),
        () =>
          sendWebhook(at, {
            type: 'zen:event-type:ticket.tags_changed',
            ...{ ticketId, requesterId, time, event: { tags_added: ['x'], tags_removed: [] } },
          }),
      ]
      const turned = [...acts.slice(round % acts.length), ...acts.slice(0, round % acts.length)]
      await Promise.all(turned.map((act) => act()))
      const after = await draft(at, orderFor(ticketId, REFUND_QUESTION, { requesterId }))
      expect(after.draft, `round ${round}`).to.equal(undefined)
      const left = [
        ...['draft', 'recorded_question', 'consent_link', 'audit_payload'],
        ...['export_package', 'export_link'],
      ].filter(
        (table) => at.rows(`select * from ${table} where requester_ref = '${requesterRef}'`).length > 0,
      )
      const facts = at.rows(`select * from helpdesk_fact where subject = 'ticket/${ticketId}'`)
      const facets = at.rows(
        `select facets from ticket where requester_ref = '${requesterRef}' and facets is not null`,
      )
      expect({ left, facts, facets }, `round ${round}`).to.deep.equal({ left: [], facts: [], facets: [] })
    }
    for (let from = 0; from < rounds; from += 12)
      await Promise.all(Array.from({ length: 12 }, (_, each) => play(from + each)))
    expect((await at.api(COMPLIANCE, 'GET', '/console/erasures')).body).to.have.length(rounds)
    // What was being made when its person went is thrown away, whoever was first.
    const exports = join(at.dataDir, 'exports')
    expect(existsSync(exports) ? readdirSync(exports) : []).to.deep.equal([])
    const made = at.audit().filter(({ type }) => type === 'export.made').length
    expect(made).to.be.greaterThan(0)
    await at.stop()
  })
})
