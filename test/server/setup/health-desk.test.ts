import { expect } from 'chai'
import { ADMIN, AGENT } from '../../support/companion-harness.ts'
import { consentedTicket, startDesk } from '../../support/drafting-desk.ts'
import { modelFor, standIn } from '../../support/model-ground.ts'
import { expectProblem } from '../../support/problem-checks.ts'

describe('the health of a companion', () => {
  it('is told in counts and codes, to staff alone, with nothing of a person', async () => {
    const desk = await startDesk({ model: modelFor(await standIn({ behaviour: '500' })) })
    await consentedTicket(desk, '987654321')
    await desk.api(ADMIN, 'POST', '/console/set-up/provider-tests')
    const answer = await desk.api(ADMIN, 'GET', '/console/health')
    expect(answer.status).to.equal(200)
    const { body } = answer
    expect(body.findings).to.deep.equal(['provider_errors'])
    expect(body.provider.troubles).to.deep.equal([{ name: 'PROVIDER_FAILED', count: 1 }])
    expect(body.live).to.equal(true)
    expect(body.storage.tables).to.deep.include({ name: 'article', count: 100 })
    expect(body.storage.bytes).to.be.greaterThan(0)
    expect(body.versions.schema).to.be.greaterThan(30)
    expect(body.checkpoint.entries).to.equal(desk.audit().length)
    expect(answer.text).to.not.match(/987654321|"1[1-4]"/)
    expectProblem(await desk.api(AGENT, 'GET', '/console/health'), 403, 'NOT_PERMITTED')
    await desk.stop()
  })

  it('tells no single act by the rows of its tables', async () => {
    const desk = await startDesk()
    const tables = async () => (await desk.api(ADMIN, 'GET', '/console/health')).body.storage.tables
    const before = await tables()
    await consentedTicket(desk)
    expect(desk.rows('select * from consent_event').length).to.be.greaterThan(0)
    expect(await tables()).to.deep.equal(before)
    await desk.stop()
  })

  it('tells a stranger by a word that something is to be looked at, and no number or name', async () => {
    const model = modelFor(await standIn({ behaviour: '401' }))
    const desk = await startDesk({ model })
    const well = await desk.call('GET', '/readyz')
    expect(well.body).to.deep.equal({ status: 'ready', missing: [] })
    await desk.api(ADMIN, 'POST', '/console/set-up/provider-tests')
    const again = await desk.restart()
    const told = await again.call('GET', '/readyz')
    expect(told.body).to.deep.equal({ status: 'ready', missing: [], notes: ['provider errors'] })
    await again.stop()
  })

  it('forgets failures of a provider after two days', async () => {
    const desk = await startDesk({ model: modelFor(await standIn({ behaviour: '401' })) })
    await desk.api(ADMIN, 'POST', '/console/set-up/provider-tests')
    expect(desk.rows('select code from provider_trouble')).to.have.length(1)
    desk.world.pass(3 * 24 * 60 * 60 * 1000)
    const again = await desk.restart()
    expect(again.rows('select code from provider_trouble')).to.deep.equal([])
    await again.stop()
  })
})
