import { expect } from 'chai'
import { ADMIN, COMPLIANCE, type Harness } from '../../support/companion-harness.ts'
import { startDesk } from '../../support/drafting-desk.ts'

const FORM = { raw: 'choice=confirm', headers: { 'content-type': 'application/x-www-form-urlencoded' } }

describe('the page behind an identity link', () => {
  let desk: Harness
  before(async () => {
    desk = await startDesk()
    await desk.api(ADMIN, 'PUT', `/console/roles/${COMPLIANCE}`, { roles: ['compliance'] })
  })
  after(() => desk.stop())

  it('asks one question, changes nothing until its button is pressed, and then only once', async () => {
    const receivedOn = desk.world.now().toISOString().slice(0, 10)
    const order = {
      kind: 'access',
      channel: 'letter',
      who: { userId: '900' },
      locale: 'fr',
      receivedOn,
      another: false,
    }
    const { body } = await desk.api(COMPLIANCE, 'POST', '/console/requests', order)
    const at = `/console/requests/${body.request.caseId}`
    const link = await desk.api(COMPLIANCE, 'POST', `${at}/identity-links`, { version: 1 })
    expect(link.body.url).to.match(/^http:\/\/localhost:4000\/r\/[\w-]{43}$/)
    const page = new URL(link.body.url).pathname
    const before = desk.dump()
    const shown = await desk.call('GET', page)
    expect([shown.status, desk.dump() === before]).to.deep.equal([200, true])
    expect(shown.text)
      .to.contain('lang="fr"')
      .and.to.contain('Avez-vous envoyé')
      .and.to.contain(body.request.caseNumber)
    expect(shown.text).to.not.contain('<script')
    // Nothing is to be filled in: who can read mail at the address is who has asked.
    expect(shown.text).to.not.match(/<(?:input|select|textarea)/)
    expect(shown.text.match(/<button/g)).to.have.length(1)
    expect(shown.headers.get('content-security-policy')).to.contain("frame-ancestors 'none'")
    for (let press = 0; press < 2; press += 1)
      expect((await desk.call('POST', page, FORM)).status).to.equal(303)
    expect((await desk.call('GET', `${page}?lang=de`)).text).to.contain('Vielen Dank')
    const { request, history } = (await desk.api(COMPLIANCE, 'GET', at)).body
    expect(request).to.deep.include({ status: 'verified', identityWay: 'address_on_file' })
    expect(history.map(({ kind }: { kind: string }) => kind)).to.deep.equal([
      ...['opened', 'link_issued', 'confirm_identity'],
    ])
    for (const place of [desk.dump(), desk.logged()]) expect(place).to.not.contain(page.slice(3))
  })

  it('says to a stranger’s link that it leads nowhere', async () => {
    const before = desk.dump()
    for (const method of ['GET', 'POST'])
      expect((await desk.call(method, `/r/${'x'.repeat(43)}`)).status).to.equal(404)
    expect(desk.dump()).to.equal(before)
  })
})
