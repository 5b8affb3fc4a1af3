import { appendFileSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { expect } from 'chai'
import { LOOK_EVERY_MS } from '../../../server/incidents/index.ts'
import { decide, SECOND_COMPLIANCE, withSecondPeople } from '../../support/approval-ground.ts'
import { ADMIN, AGENT, COMPLIANCE, type Harness, startHarness } from '../../support/companion-harness.ts'
import {
  consentedTicket,
  draft,
  draftRow,
  openedTicket,
  orderFor,
  REFUND_QUESTION,
  readyDraft,
  startDesk,
  withdraw,
} from '../../support/drafting-desk.ts'
import { expectProblem } from '../../support/problem-checks.ts'
import { recalls } from '../../support/recall-ground.ts'
import { scriptedModel } from '../../support/scripted-model.ts'
import { until } from '../../support/stops.ts'

const model = scriptedModel()
const PULL = { level: 'account', ref: '', reason: 'suspected_breach' } as const

describe('the kill switch of a running companion', () => {
  let desk: Harness
  beforeEach(async () => {
    model.reset()
    desk = await startDesk({ model, lookEveryMs: LOOK_EVERY_MS })
    await withSecondPeople(desk)
    // Signing in writes, too; what follows must not.
    for (const as of [ADMIN, AGENT, COMPLIANCE, SECOND_COMPLIANCE]) await desk.sessionOf(as)
  })
  afterEach(() => desk.stop())

  const file = () => `${desk.dataDir}/kill-switch.jsonl`
  const pull = (order: object = PULL, as = COMPLIANCE) =>
    desk.api(as, 'POST', '/console/kill-switch/pulls', order)
  const view = async () => (await desk.api(COMPLIANCE, 'GET', '/console/kill-switch')).body
  const lift = (stopIds: readonly string[], as = COMPLIANCE) =>
    desk.api(as, 'POST', '/console/kill-switch/lifts', { stopIds })
  const entries = (type: string) => desk.audit().filter((entry) => entry.type === type)
  const ask = async (ticketId: string, change: object = {}) => {
    const order = orderFor(ticketId, REFUND_QUESTION, change)
    return { order, run: await draft(desk, order) }
  }
  /** Nothing was asked of anybody, and nothing of a draft is kept. */
  const expectNothingDrafted = (draftId: string) => {
    expect(model.calls).to.deep.equal([])
    expect(desk.drafter.calls).to.equal(0)
    expect(draftRow(desk, draftId)).to.equal(undefined)
  }

  for (const as of [ADMIN, COMPLIANCE])
    it(`is pulled by one person of the right role alone, at once, and audited: ${as}`, async () => {
      const ticketId = await consentedTicket(desk)
      const pulled = await pull({ ...PULL, note: 'A mailbox was opened by a stranger.' }, as)
      expect(pulled.status).to.equal(201)
      const { order, run } = await ask(ticketId)
      expect(run.reasons).to.deep.equal(['KILL_SWITCH_ON'])
      expectNothingDrafted(order.draftId)
      expect(
        entries('kill_switch.pulled').map(({ decision, detail }) => [decision, detail?.reason]),
      ).to.deep.equal([['account', 'suspected_breach']])
      expect(desk.dump()).not.to.include('stranger')
      const { stops } = await view()
      expect(stops).to.have.length(1)
      expect(stops[0]).to.include({ note: 'A mailbox was opened by a stranger.', own: as === COMPLIANCE })
      // Who may not lift it sees that it stands, and not what was written beside it.
      const { body } = await desk.api(ADMIN, 'GET', '/console/kill-switch')
      expect(body.stops[0]).to.include({ reason: 'suspected_breach', note: null, own: as === ADMIN })
      expect(JSON.stringify(body)).to.not.include('stranger')
    })

  it('is pulled by no agent, and nothing is stopped', async () => {
    const before = desk.dump()
    expectProblem(await pull(PULL, AGENT), 403, 'NOT_PERMITTED')
    expect(desk.dump()).to.equal(before)
    const { run } = await ask(await consentedTicket(desk))
    expect(run.reasons).to.deep.equal([])
  })

  const bad: Readonly<Record<string, object>> = {
    'a level that does not exist': { ...PULL, level: 'planet' },
    'a reason that does not exist': { ...PULL, reason: 'because' },
    'a drill that nobody runs': { ...PULL, reason: 'drill' },
    'the account of something': { ...PULL, ref: 'x' },
    'a brand without an id': { ...PULL, level: 'brand' },
    'half a character': { ...PULL, note: '\ud800' },
  }
  for (const [name, order] of Object.entries(bad))
    it(`is not pulled by ${name}`, async () => {
      const before = desk.dump()
      expectProblem(await pull(order), 400, 'BAD_REQUEST')
      expect(desk.dump()).to.equal(before)
    })

  it('stops no article that does not exist', async () => {
    expectProblem(await pull({ ...PULL, level: 'article', ref: 'nobody' }), 404, 'NOT_FOUND')
    expect((await view()).stops).to.deep.equal([])
  })

  it('stops a provider, and drafting on this machine goes on', async () => {
    const ticketId = await consentedTicket(desk)
    await pull({ ...PULL, level: 'provider', ref: 'openai-eu' })
    const { order, run } = await ask(ticketId)
    expect(run.reasons).to.deep.equal(['KILL_SWITCH_ON'])
    expectNothingDrafted(order.draftId)
    expect((await ask(ticketId, { drafter: 'extractive' })).run.draft).not.to.equal(undefined)
  })

  it('stops a brand, and every ticket whose brand nobody knows', async () => {
    const [known, unknown] = [await consentedTicket(desk), await consentedTicket(desk)]
    await desk.api(AGENT, 'PUT', `/tickets/${known}`, {
      requesterId: '21',
      facets: { brandId: '6', formId: null, groupId: null, channel: null },
    })
    await pull({ ...PULL, level: 'brand', ref: '5' })
    expect((await ask(known)).run.reasons).to.deep.equal([])
    expect((await ask(unknown)).run.reasons).to.deep.equal(['KILL_SWITCH_ON'])
  })

  it('hangs up on a model that is at work, and nothing of its answer is kept', async () => {
    const ticketId = await consentedTicket(desk)
    model.says = async function* () {
      yield '{"segments":['
      await pull()
      // Nothing more is said, for ever; only a call that was hung up ends this.
      for (;;) {
        yield ' '
        await new Promise((resolve) => setTimeout(resolve, 5))
      }
    }
    const order = orderFor(ticketId, REFUND_QUESTION)
    const run = await draft(desk, order)
    expect(run.reasons).to.deep.equal(['KILL_SWITCH_ON'])
    expect(run.events.map(({ event }) => event)).to.deep.equal(['accepted', 'refused'])
    const row = draftRow(desk, order.draftId)
    expect([row?.status, row?.sealed_content]).to.deep.equal(['discarded', null])
  })

  it('takes an article out of retrieval at once, and drafts on it go stale', async () => {
    const made = await readyDraft(desk)
    const [{ articleId } = { articleId: '' }] = made.draft.passages
    const offered = model.calls.length
    expect(
      (await pull({ ...PULL, level: 'article', ref: articleId, reason: 'wrong_article' })).status,
    ).to.equal(201)
    expect(recalls(desk).map(({ cause }) => cause)).to.include('stopped')
    const inserted = await desk.api(AGENT, 'POST', `/drafts/${made.draft.id}/insertions`, {
      sentenceIds: made.draft.sentences.map(({ id }) => id),
      how: 'insert',
      lastCommentId: '501',
    })
    expect(inserted.body.refusals[0].refusal.reason).to.equal('ARTICLE_CHANGED')
    const standing = await desk.api(AGENT, 'GET', `/drafts/${made.draft.id}/standing`)
    expect(standing.body).to.deep.include({ standing: 'recalled' })
    const { run } = await ask(made.ticketId)
    expect(run.draft?.passages.map((passage) => passage.articleId) ?? []).not.to.include(articleId)
    for (const reading of model.readings.slice(offered))
      expect(reading.passages.map(({ text }) => text)).not.to.include(made.draft.passages[0]?.text)
    const [stop] = (await view()).stops
    const { change } = (await lift([stop.stopId])).body
    await decide(desk, SECOND_COMPLIANCE, change.changeId, 'approve')
    const again = async () => (await ask(made.ticketId)).run.draft?.passages ?? []
    await until(async () => (await again()).some((passage) => passage.articleId === articleId))
  })

  it('stays pulled until two people of the role compliance lift it', async () => {
    const ticketId = await consentedTicket(desk)
    await pull({ ...PULL, level: 'egress' })
    await pull()
    const stops: { stopId: string; level: string }[] = (await view()).stops
    const account = stops.find(({ level }) => level === 'account')?.stopId ?? ''
    expectProblem(await lift([account], ADMIN), 403, 'NOT_PERMITTED')
    // Also where the account has turned four eyes off for everything else.
    const off = await desk.api(COMPLIANCE, 'PUT', '/console/four-eyes', { version: 0, mode: 'off' })
    await decide(desk, SECOND_COMPLIANCE, off.body.change.changeId, 'approve')
    const proposed = await lift([account])
    expect([proposed.status, proposed.body.outcome]).to.deep.equal([202, 'proposed'])
    const { changeId } = proposed.body.change
    expectProblem(await decide(desk, COMPLIANCE, changeId, 'approve'), 409, 'SECOND_PERSON_NEEDED')
    expect((await ask(ticketId)).run.reasons).to.deep.equal(['KILL_SWITCH_ON', 'KILL_SWITCH_ON'])
    expect((await decide(desk, SECOND_COMPLIANCE, changeId, 'approve')).status).to.equal(200)
    expect(entries('kill_switch.lifted').map(({ object }) => object.ref)).to.deep.equal([account])
    // The other stop holds.
    await until(async () => (await ask(ticketId)).run.reasons.length === 1)
    expect((await ask(ticketId, { drafter: 'extractive' })).run.reasons).to.deep.equal([])
    expectProblem(await lift([account]), 409, 'CONFLICT')
  })

  it('leaves a lift stale when something else is stopped meanwhile', async () => {
    await pull()
    const [stop] = (await view()).stops
    const { change } = (await lift([stop.stopId])).body
    await pull({ ...PULL, level: 'egress' })
    expectProblem(await decide(desk, SECOND_COMPLIANCE, change.changeId, 'approve'), 409, 'CHANGE_STALE')
    expect(
      (await view()).stops.filter(({ liftedAt }: { liftedAt: null }) => liftedAt === null),
    ).to.have.length(2)
  })

  it('stops also by the file alone; the entry is written as soon as it is read', async () => {
    const ticketId = await consentedTicket(desk)
    const stopId = '00000000-0000-4000-8000-00000000abcd'
    const line = { v: 1, account: 'acme', stopId, level: 'account', ref: '', reason: 'other' }
    appendFileSync(
      file(),
      `${JSON.stringify({ ...line, pulledAt: '2026-11-20T09:00:00.000Z', pulledBy: 'x' })}\n`,
    )
    await until(async () => (await ask(ticketId)).run.reasons.includes('KILL_SWITCH_ON'))
    await until(() => entries('kill_switch.pulled').length > 0)
    expect(entries('kill_switch.pulled')[0]).to.deep.include({ object: { kind: 'kill_switch', ref: stopId } })
    expect(entries('kill_switch.pulled')[0]?.detail?.via).to.equal('file')
    // By hand it is not undone: the store knows it by now.
    rmSync(file())
    expect((await ask(ticketId)).run.reasons).to.deep.equal(['KILL_SWITCH_ON'])
  })

  it('is pulled by a file that cannot be read', async () => {
    const ticketId = await consentedTicket(desk)
    writeFileSync(file(), 'stop!')
    await until(async () => (await ask(ticketId)).run.reasons.includes('KILL_SWITCH_ON'))
    expect((await view()).blind).to.deep.equal(['unreadable_file'])
    const said = () =>
      desk
        .logged()
        .split('\n')
        .filter((line) => line.includes('what is stopped can'))
    await until(() => said().length > 0)
    rmSync(file())
    await until(async () => (await ask(ticketId)).run.reasons.length === 0)
    await until(() => said().length > 1)
    expect(said().map((line) => JSON.parse(line).message)).to.deep.equal([
      'nothing is drafted, since what is stopped cannot be read (unreadable_file)',
      'what is stopped can be read again',
    ])
  })

  it('is as good as pulled while it cannot be read in the store: nothing is drafted, nothing asked', async () => {
    const ticketId = await consentedTicket(desk)
    desk.tamper((database) => database.exec('alter table kill_switch rename to hidden'))
    // Until the switch has seen it, the store itself fails.
    await until(async () => (await ask(ticketId)).run.reasons.includes('KILL_SWITCH_ON'))
    model.reset()
    desk.drafter.reset()
    const { order, run } = await ask(ticketId)
    expect(run.reasons).to.deep.equal(['KILL_SWITCH_ON'])
    expectNothingDrafted(order.draftId)
    desk.tamper((database) => database.exec('alter table hidden rename to kill_switch'))
    await until(async () => (await ask(ticketId)).run.draft !== undefined)
  })

  it('is pulled although the store takes nothing: the answer says that it holds, and what is owed', async () => {
    const ticketId = await consentedTicket(desk)
    desk.tamper((database) =>
      database.exec(
        `create trigger full before insert on kill_switch begin select raise(abort, 'full'); end`,
      ),
    )
    const { status, body } = await pull({ ...PULL, note: 'Nobody will read this.' })
    expect([status, body.untold, body.stops.length]).to.deep.equal([201, ['store'], 1])
    expect(body.stops[0]).to.include({ level: 'account', via: 'file', own: true, liftedAt: null })
    const { order, run } = await ask(ticketId)
    expect(run.reasons).to.deep.equal(['KILL_SWITCH_ON'])
    expectNothingDrafted(order.draftId)
    expect(entries('kill_switch.pulled')).to.deep.equal([])
    desk.tamper((database) => database.exec('drop trigger full'))
    await until(() => entries('kill_switch.pulled').length > 0)
    const later = await view()
    expect([later.untold, later.stops.length]).to.deep.equal([[], 1])
  })

  it('is pulled although its file cannot be written: the answer says that it holds, and where not', async () => {
    // What it leads to is not there: that reads as no stop, and cannot be written.
    symlinkSync(`${desk.dataDir}/nowhere/kill-switch.jsonl`, file())
    const ticketId = await consentedTicket(desk)
    const { status, body } = await pull()
    expect([status, body.untold, body.blind, body.stops.length]).to.deep.equal([201, ['file'], [], 1])
    expect(entries('kill_switch.pulled')).to.have.length(1)
    expect((await ask(ticketId)).run.reasons).to.deep.equal(['KILL_SWITCH_ON'])
    expect((await view()).untold).to.deep.equal(['file'])
    mkdirSync(`${desk.dataDir}/nowhere`)
    await until(async () => (await view()).untold.length === 0)
  })

  it('leaves search, withdrawal, requests, the public page and verifying as they are', async () => {
    const made = await readyDraft(desk)
    const asked = await desk.api(AGENT, 'POST', `/tickets/${await openedTicket(desk)}/consent/requests`, {
      locale: 'en-us',
    })
    await pull()
    const { body } = await desk.api(AGENT, 'POST', '/searches', { ticketId: made.ticketId, query: 'refund' })
    expect(body.passages).to.have.length.greaterThan(0)
    expect((await desk.api(COMPLIANCE, 'GET', '/console/requests')).status).to.equal(200)
    expect((await desk.api(ADMIN, 'GET', '/console/overview')).body.audit.verdict).to.equal('intact')
    expect((await withdraw(desk, made.ticketId)).body.consent.status).to.equal('withdrawn')
    expect((await desk.call('GET', new URL(asked.body.url).pathname)).status).to.equal(200)
  })

  it('reaches another server on the same store and file, and so does lifting it', async () => {
    const ticketId = await consentedTicket(desk)
    const other = await startHarness({
      dataDir: desk.dataDir,
      world: desk.world,
      model,
      drafter: desk.drafter,
    })
    const there = async () => (await draft(other, orderFor(ticketId, REFUND_QUESTION))).reasons
    expect(await there()).to.deep.equal([])
    await pull({ ...PULL, level: 'egress' })
    await until(async () => (await there()).includes('KILL_SWITCH_ON'))
    const [stop] = (await view()).stops
    const { change } = (await lift([stop.stopId])).body
    await decide(desk, SECOND_COMPLIANCE, change.changeId, 'approve')
    await until(async () => (await there()).length === 0)
    await other.stop()
  })
})
