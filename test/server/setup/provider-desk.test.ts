import { expect } from 'chai'
import { z } from 'zod'
import type { stepsOf } from '../../../src/domain/set-up.ts'
import type { Behaviour, StandInModel } from '../../../workbench/stand-in-model/index.ts'
import { ADMIN, AGENT, COMPLIANCE, type Harness } from '../../support/companion-harness.ts'
import { startDesk } from '../../support/drafting-desk.ts'
import { modelFor, standIn } from '../../support/model-ground.ts'
import { expectProblem } from '../../support/problem-checks.ts'
import { budgetOf, reserved, setPlan } from '../../support/spending-ground.ts'

const test = (desk: Harness, as = ADMIN) => desk.api(as, 'POST', '/console/set-up/provider-tests')
const sent = (desk: Harness) => desk.audit().filter(({ type }) => type === 'egress.sent')
const stepOf = (body: { steps: ReturnType<typeof stepsOf> }) =>
  body.steps.find(({ step }) => step === 'provider')

async function deskWith(behaviour: Behaviour): Promise<{ desk: Harness; model: StandInModel }> {
  const model = await standIn({ behaviour })
  return { desk: await startDesk({ live: false, model: modelFor(model) }), model }
}

/** All that a test says: whoever adds a word of a ticket changes this line, too. */
const FIXED_WORDS = `TASK draft
REPLY LANGUAGE en
TONE neutral   LENGTH short
QUESTIONS
[[Q1]] How long does a parcel take?
PASSAGES
[[P1]] Delivery
A parcel takes three working days.
TICKET ~
How long does a parcel take?
END TICKET ~`

/** What was said beside the instructions that every draft has, without the secret of this one request. */
function wordsOf(model: StandInModel): string {
  const request = z.object({ messages: z.array(z.object({ role: z.string(), content: z.string() })) })
  const { messages } = request.parse(JSON.parse(model.requests[0]?.body ?? ''))
  const [said] = messages.filter(({ role }) => role === 'user')
  return (said?.content ?? '').replaceAll(/TICKET [\w-]+$/gm, 'TICKET ~')
}

const FAILS: Readonly<Record<string, { readonly behaviour: Behaviour; readonly code: string }>> = {
  'refuses the key': { behaviour: '401', code: 'PROVIDER_KEY_REFUSED' },
  'breaks down': { behaviour: '500', code: 'PROVIDER_FAILED' },
  'answers in no form': { behaviour: 'not-json', code: 'PROVIDER_ANSWER_INVALID' },
  'answers in another form': { behaviour: 'wrong-schema', code: 'PROVIDER_ANSWER_INVALID' },
  'answers with nothing': { behaviour: 'empty', code: 'PROVIDER_FAILED' },
}

describe('the test of a provider', () => {
  it('is a real answer through the door, of nobody, and turns its step green', async () => {
    const { desk, model } = await deskWith('faithful')
    expect(stepOf((await desk.api(ADMIN, 'GET', '/console/set-up')).body)).to.include({ code: 'untested' })
    const answer = await test(desk)
    expect(answer.status).to.equal(201)
    expect(stepOf(answer.body)).to.include({ state: 'done', code: 'tested', ref: 'local' })
    expect(answer.body.providerTest).to.include({ provider: 'self-hosted', outcome: 'answered' })
    expect(sent(desk)).to.have.length(1)
    expect(sent(desk)[0]?.object.kind).to.equal('probe')
    expect(sent(desk)[0]?.detail).to.deep.include({ fields: [], articles: [] })
    expect(model.requests).to.have.length(1)
    expect(wordsOf(model)).to.equal(FIXED_WORDS)
    await desk.stop()
  })

  it('is kept with its answer or not at all', async () => {
    const { desk } = await deskWith('faithful')
    await desk.sessionOf(ADMIN)
    const tested = () => desk.audit().filter(({ type }) => type === 'provider.tested').length
    desk.tamper((database) => database.exec('alter table simulation_run rename to gone'))
    const refused = await test(desk)
    desk.tamper((database) => database.exec('alter table gone rename to simulation_run'))
    expectProblem(refused, 503, 'STORE_UNAVAILABLE')
    expect([tested(), desk.rows('select * from provider_test')]).to.deep.equal([0, []])
    expect((await test(desk)).status).to.equal(201)
    expect(tested()).to.equal(1)
    await desk.stop()
  })

  for (const [name, { behaviour, code }] of Object.entries(FAILS))
    it(`stays red when the provider ${name}, and says so by a code`, async () => {
      const { desk } = await deskWith(behaviour)
      const answer = await test(desk)
      expect(answer.status).to.equal(201)
      expect(stepOf(answer.body)).to.include({ state: 'problem', code: 'test_failed', ref: code })
      const tested = desk.audit().filter(({ type }) => type === 'provider.tested')
      expect(tested.map(({ decision, detail }) => [decision, detail?.outcome])).to.deep.equal([
        ['failed', code],
      ])
      await desk.stop()
    })

  it('sends nothing while the kill switch is pulled, and sends again when it is not', async () => {
    const { desk, model } = await deskWith('faithful')
    const stopped = await desk.restart({ VOUCH_KILL_SWITCH: 'on' })
    expect(stepOf((await test(stopped)).body)).to.include({ code: 'test_failed', ref: 'KILL_SWITCH_ON' })
    expect(sent(stopped)).to.deep.equal([])
    expect(model.requests).to.deep.equal([])
    const again = await stopped.restart({ VOUCH_KILL_SWITCH: 'off' })
    expect(stepOf((await test(again)).body)).to.include({ code: 'tested' })
    await again.stop()
  })

  it('sends nothing under a budget that is used up, says so, where it sent before', async () => {
    const { desk, model } = await deskWith('faithful')
    expect(stepOf((await test(desk)).body)).to.include({ code: 'tested' })
    await setPlan(desk, { prices: [], budget: budgetOf(0) })
    const refused = await test(desk)
    expect(stepOf(refused.body)).to.include({
      ...{ state: 'problem', code: 'test_failed', ref: 'BUDGET_REACHED' },
    })
    expect(refused.body.providerTest).to.include({ outcome: 'BUDGET_REACHED' })
    expect(sent(desk)).to.have.length(1)
    expect(model.requests).to.have.length(1)
    expect(reserved(desk)).to.deep.equal([])
    await desk.stop()
  })

  it('is not made where nothing leaves, nor for anybody but an admin', async () => {
    const local = await startDesk({ live: false })
    await local.sessionOf(ADMIN)
    const before = local.dump()
    expectProblem(await test(local), 409, 'CONFLICT')
    expect(local.dump()).to.equal(before)
    await local.stop()
    const { desk, model } = await deskWith('faithful')
    await desk.api(ADMIN, 'PUT', `/console/roles/${COMPLIANCE}`, { roles: ['agent', 'compliance'] })
    for (const as of [AGENT, COMPLIANCE]) expectProblem(await test(desk, as), 403, 'NOT_PERMITTED')
    expect(model.requests).to.deep.equal([])
    expect(sent(desk)).to.deep.equal([])
    await desk.stop()
  })

  it('is counted by its code where it fails, with no word of it', async () => {
    const { desk } = await deskWith('500')
    await test(desk)
    await test(desk)
    const rows = () => desk.rows('select account_id, code, count from provider_trouble')
    const counted = rows().reduce((sum, row) => sum + Number(row.count), 0)
    expect(counted).to.equal(2)
    expect(JSON.stringify(desk.rows('select * from provider_trouble'))).to.not.contain('parcel')
    await desk.stop()
  })
})
