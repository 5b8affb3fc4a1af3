import { setTimeout as wait } from 'node:timers/promises'
import { expect } from 'chai'
import type { ReplayView } from '../../../src/domain/replay-api.ts'
import { ADMIN, AGENT, COMPLIANCE, type Harness } from '../../support/companion-harness.ts'
import {
  ALLOWED,
  consentedTicket,
  draft,
  orderFor,
  REFUND_QUESTION,
  REQUESTER,
  startDesk,
  withdraw,
} from '../../support/drafting-desk.ts'
import { keepRefusal, restrictAndLift } from '../../support/kept-refusal.ts'
import { expectProblem } from '../../support/problem-checks.ts'

const KETTLE_QUESTION = 'How do I descale my kettle?'
const BOTH = { allow: [{ sectionId: '1' }, { sectionId: '2' }], deny: [] }
const NOTHING = { allow: [], deny: [] }

describe('a dry run over recorded questions', () => {
  let desk: Harness
  let refund: string
  let kettle: string
  beforeEach(async () => {
    desk = await startDesk()
    refund = await consentedTicket(desk)
    kettle = await consentedTicket(desk)
    expect((await draft(desk, orderFor(refund, REFUND_QUESTION))).draft).to.not.equal(undefined)
    expect((await draft(desk, orderFor(kettle, KETTLE_QUESTION))).reasons).to.deep.equal(['NOT_COVERED'])
  })
  afterEach(() => desk.stop())

  const start = (selection: unknown, last = 100) =>
    desk.api(ADMIN, 'POST', '/console/replays', { selection, last })
  const read = (replayId: string) => desk.api(ADMIN, 'GET', `/console/replays/${replayId}`)
  async function done(selection: unknown, last?: number): Promise<ReplayView> {
    const { body } = await start(selection, last)
    for (;;) {
      const view: ReplayView = (await read(body.replayId)).body
      if (view.status !== 'running') return view
      await wait(5)
    }
  }

  it('changes nothing of a change that changes nothing', async () => {
    const { result } = await done(ALLOWED)
    const { answeredAt, ...told } = result ?? { answeredAt: [] }
    expect(told).to.deep.equal({
      questions: 2,
      answeredBefore: 1,
      answeredAfter: 1,
      counts: { lost: 0, gained: 0, restricted: 0, moved: 0 },
      lines: [],
    })
    // With no threshold at all even the kettle would be answered, from an article about something else.
    expect([answeredAt.length, answeredAt[0], answeredAt[38], answeredAt[100]]).to.deep.equal([101, 2, 1, 0])
  })

  it('says which question loses its source, with its ticket, its words and the article that leaves', async () => {
    const { result } = await done(NOTHING)
    expect(result?.counts).to.deep.equal({ lost: 1, gained: 0, restricted: 1, moved: 0 })
    const [line] = result?.lines ?? []
    expect(line).to.deep.include({ ticketId: refund, kinds: ['lost', 'restricted'], after: null })
    expect(line?.question).to.contain('refund')
    expect(line?.before?.articleId).to.equal(line?.restricted?.articleId)
  })

  it('reads nothing of somebody against whom something stands on another ticket of theirs, and shows nothing of it', async () => {
    await desk.api(ADMIN, 'PUT', `/console/roles/${COMPLIANCE}`, { roles: ['compliance'] })
    const other = await consentedTicket(desk)
    const [stranger, theirs] = ['77', await consentedTicket(desk, '77')]
    const order = orderFor(theirs, REFUND_QUESTION, { requesterId: stranger })
    expect((await draft(desk, order)).draft).to.not.equal(undefined)
    const { body } = await start(NOTHING)
    while ((await read(body.replayId)).body.status === 'running') await wait(5)
    const { epoch } = (await desk.api(AGENT, 'GET', `/tickets/${other}`)).body.consent
    const restrict = { act: 'restrict', reason: 'asked by letter', epoch }
    expect((await desk.api(COMPLIANCE, 'POST', `/console/consents/${other}/acts`, restrict)).status).to.equal(
      201,
    )
    const lines: NonNullable<ReplayView['result']>['lines'] = (await read(body.replayId)).body.result.lines
    expect(lines.map(({ ticketId, question }) => [ticketId, question === null])).to.have.deep.members([
      [refund, true],
      [theirs, false],
    ])
    const { result, total } = await done(NOTHING)
    expect([total, result?.lines.map(({ ticketId }) => ticketId)]).to.deep.equal([1, [theirs]])
    expect(desk.audit().findLast(({ type }) => type === 'question.replayed')?.detail).to.deep.equal({
      questions: 1,
    })
  })

  it('reads nothing of somebody of whom a restriction was kept without its record, until it is lifted', async () => {
    const [stranger, theirs, other] = ['77', await consentedTicket(desk, '77'), await consentedTicket(desk)]
    const order = orderFor(theirs, REFUND_QUESTION, { requesterId: stranger })
    expect((await draft(desk, order)).draft).to.not.equal(undefined)
    keepRefusal(desk, REQUESTER, 'restrict')
    const { result, total } = await done(NOTHING)
    expect([total, result?.lines.map(({ ticketId }) => ticketId)]).to.deep.equal([1, [theirs]])
    desk.world.pass(1_000)
    await restrictAndLift(desk, other)
    expect((await done(NOTHING)).total).to.equal(3)
  })

  it('says which question gains one', async () => {
    const { result } = await done(BOTH)
    expect(result?.counts).to.deep.equal({ lost: 0, gained: 1, restricted: 0, moved: 0 })
    expect(result?.lines[0]).to.deep.include({ ticketId: kettle, before: null })
    expect(result?.lines[0]?.after?.articleId).to.equal('kettle')
  })

  describe('over another scope policy', () => {
    const POLICY = {
      actions: ['draft', 'search'],
      fields: ['requester_text', 'subject', 'locale'],
      draftsPerTicket: 10,
      maxChars: 4000,
      validDays: 30,
    }
    async function under(policy: unknown): Promise<ReplayView> {
      const { body } = await desk.api(ADMIN, 'POST', '/console/replays', { policy, last: 100 })
      for (;;) {
        const view: ReplayView = (await read(body.replayId)).body
        if (view.status !== 'running') return view
        await wait(5)
      }
    }
    const RULE = { id: 'refunds', name: 'Refunds', when: {} }
    const takes: Record<string, unknown> = {
      'a rule that takes the article away': {
        ...POLICY,
        rules: [{ ...RULE, restrict: { articles: { deny: [{ sectionId: '1' }] } } }],
      },
      'no action to draft': { ...POLICY, actions: ['search'] },
      'a topic that is refused': {
        ...POLICY,
        topics: [{ id: 'money', name: 'Money', phrases: ['refund'] }],
        topicChoice: { deny: ['money'] },
      },
    }
    it('counts what each threshold would let through, and says who changes sides at another', async () => {
      const { result } = await under({ ...POLICY, refusalThreshold: 0.99 })
      expect(result).to.deep.include({ questions: 2, answeredBefore: 1, answeredAfter: 0 })
      expect(result?.lines.map(({ ticketId, kinds }) => [ticketId, kinds])).to.deep.equal([
        [refund, ['lost']],
      ])
      // What each setting would let through does not hang on the setting that is tried.
      expect(result?.answeredAt).to.deep.equal((await under(POLICY)).result?.answeredAt)
    })

    it('looks up what holds now at the threshold that holds now', async () => {
      const { body: policy } = await desk.api(ADMIN, 'GET', '/console/scope-policy')
      const strict = { ...policy, refusalThreshold: 0.99 }
      expect((await desk.api(ADMIN, 'PUT', '/console/scope-policy', strict)).status).to.equal(200)
      const { result } = await under(POLICY)
      expect(result).to.deep.include({ answeredBefore: 0, answeredAfter: 1 })
    })

    for (const [name, policy] of Object.entries(takes))
      it(`says which question loses its source: ${name}`, async () => {
        const before = desk.dump(['audit_entry', 'audit_head'])
        const { result } = await under(policy)
        expect(result).to.include({ questions: 2, answeredBefore: 1, answeredAfter: 0 })
        expect(result?.lines.map(({ ticketId, kinds }) => [ticketId, kinds[0]])).to.deep.equal([
          [refund, 'lost'],
        ])
        expect(desk.dump(['audit_entry', 'audit_head'])).to.equal(before)
      })

    it('changes nothing of a policy that takes nothing from them', async () => {
      const topics = [{ id: 'kettles', name: 'Kettles', phrases: ['kettle'] }]
      const { result } = await under({ ...POLICY, topics, topicChoice: { deny: ['kettles'] } })
      expect(result).to.deep.include({ answeredBefore: 1, answeredAfter: 1, lines: [] })
    })

    it('applies a rule only to the tickets that it names, and to those it cannot tell', async () => {
      const restrict = { articles: { deny: [{ sectionId: '1' }] } }
      const { result } = await under({ ...POLICY, rules: [{ ...RULE, when: { tags: ['vip'] }, restrict }] })
      expect(result).to.include({ answeredAfter: 0 })
    })
  })

  it('looks at the newest questions only, as many as it is told', async () => {
    expect((await done(NOTHING, 1)).result).to.include({ questions: 1, answeredBefore: 0 })
  })

  it('drafts nothing, asks no drafter and writes nothing but that it was made', async () => {
    desk.drafter.reset()
    const before = desk.dump(['audit_entry', 'audit_head'])
    const entries = desk.audit().length
    await done(NOTHING)
    expect(desk.drafter.calls).to.equal(0)
    expect(desk.dump(['audit_entry', 'audit_head'])).to.equal(before)
    const written = desk.audit().slice(entries)
    expect(written.map(({ type, detail }) => [type, detail])).to.deep.equal([
      ['question.replayed', { questions: 2 }],
    ])
    expect(desk.logged()).to.not.contain('refund?')
  })

  it('no longer shows the words of a question whose requester has withdrawn meanwhile', async () => {
    const view = await done(NOTHING)
    await withdraw(desk, refund)
    const again: ReplayView = (await read(view.replayId)).body
    expect(again.result?.lines.map(({ question }) => question)).to.deep.equal([null])
    expect((await done(NOTHING)).result).to.include({ questions: 1, answeredBefore: 0 })
  })

  it('can be cancelled, and then tells nothing of what it found', async () => {
    const { body } = await start(NOTHING)
    const cancelled = await desk.api(ADMIN, 'POST', `/console/replays/${body.replayId}/cancellations`)
    expect(cancelled.body).to.deep.include({ status: 'cancelled', result: null })
    expect((await read(body.replayId)).body).to.deep.include({ status: 'cancelled', result: null })
  })

  it('ends the one before when another begins', async () => {
    const first = (await start(NOTHING)).body
    await done(NOTHING)
    expectProblem(await read(first.replayId), 404, 'NOT_FOUND')
  })

  const wrong: Record<string, unknown> = {
    'neither a selection nor a policy': { last: 10 },
    'a policy with a member too many': { policy: { actions: [], everything: true }, last: 10 },
    'no number': { selection: NOTHING },
    'too many': { selection: NOTHING, last: 501 },
    none: { selection: NOTHING, last: 0 },
    'a key that nobody knows': { selection: { allow: [{ colour: '1' }], deny: [] }, last: 10 },
    'half a character': { selection: { allow: [{ label: '\ud800' }], deny: [] }, last: 10 },
  }
  for (const [name, body] of Object.entries(wrong))
    it(`is refused, and nothing is written, for an order with ${name}`, async () => {
      const before = desk.dump()
      expectProblem(await desk.api(ADMIN, 'POST', '/console/replays', body), 400, 'BAD_REQUEST')
      expect(desk.dump()).to.equal(before)
    })

  it('is for staff of the console', async () => {
    await desk.api(ADMIN, 'PUT', `/console/roles/${COMPLIANCE}`, { roles: ['compliance'] })
    const order = { selection: NOTHING, last: 10 }
    expect((await desk.api(COMPLIANCE, 'POST', '/console/replays', order)).status).to.equal(202)
    const entries = desk.audit().filter(({ type }) => type === 'question.replayed').length
    expectProblem(await desk.api(AGENT, 'POST', '/console/replays', order), 403, 'NOT_PERMITTED')
    expect(desk.audit().filter(({ type }) => type === 'question.replayed')).to.have.length(entries)
  })

  it('knows the rules of the policy: no rule, no allowlist gives a ticket what a rule takes', async () => {
    const { body: policy } = await desk.api(ADMIN, 'GET', '/console/scope-policy')
    const rule = {
      id: 'vip',
      name: 'VIP',
      when: { tags: ['vip'] },
      restrict: { articles: { deny: [{ articleId: 'kettle' }] } },
    }
    expect(
      (await desk.api(ADMIN, 'PUT', '/console/scope-policy', { ...policy, rules: [rule] })).status,
    ).to.equal(200)
    expect((await done(BOTH)).result).to.include({ answeredBefore: 1, answeredAfter: 1 })
    // Known not to be one: then the rule does not hold.
    await desk.api(AGENT, 'PUT', `/tickets/${kettle}`, { requesterId: REQUESTER, tags: [] })
    expect((await done(BOTH)).result).to.include({ answeredBefore: 1, answeredAfter: 2 })
  })

  it('knows what was taken from a single ticket', async () => {
    expect((await done(ALLOWED)).result?.answeredBefore).to.equal(1)
    await desk.api(AGENT, 'POST', `/tickets/${refund}/scope/narrowings`, {
      denyArticles: [{ sectionId: '1' }],
    })
    const { result } = await done(NOTHING)
    expect(result).to.include({ answeredBefore: 0, answeredAfter: 0 })
    expect(result?.counts.restricted).to.equal(0)
  })

  it('answers from nothing while the policy cannot be read', async () => {
    desk.tamper((database) =>
      database
        .prepare(
          'insert into scope_policy (account_id, version, policy, changed_at) select account_id, 9, ?, changed_at from allowlist limit 1',
        )
        .run('{"version":9,"colour":"red"}'),
    )
    expect((await done(BOTH)).result).to.include({ answeredBefore: 0, answeredAfter: 0 })
  })
})
