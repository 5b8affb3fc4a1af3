import { expect } from 'chai'
import { eventually } from '../../support/eventually.ts'
import { withoutConsent } from '../../support/fake-companion.ts'
import { whileAnswered } from '../../support/held-answer.ts'
import { settled } from '../../support/settled.ts'
import { sidebarPage } from '../../support/sidebar-browser.ts'

describe('src/sidebar/ticket-acts: a request for consent', function () {
  this.timeout(240_000)
  const at = sidebarPage()
  const askedWhile = (meanwhile: () => Promise<unknown>) =>
    whileAnswered(
      at.page,
      '/consent/requests',
      () => at.button('Ask for consent').first().click(),
      meanwhile,
    ).then(() => settled(at.page))

  it('is put into the reply where nothing changed meanwhile', async () => {
    at.companion.script.view = withoutConsent()
    await at.open()
    await askedWhile(async () => {})
    await at.page.getByText('The message is in your reply.').first().waitFor()
    expect(await at.composer()).to.contain('https://vouch.example/c/abc123')
    const [order] = at.sent('/tickets/35436/consent/requests')
    expect(order?.body).to.deep.include({ requesterId: '77' })
  })

  it('that waits in the reply is asked for again at one place only, beside its link', async () => {
    at.companion.script.view = withoutConsent()
    await at.open()
    await at.button('Ask for consent').first().click()
    await at.page.getByText('The message is in your reply.').first().waitFor()
    await eventually(async () => expect(await at.button(/^Ask (again|for consent)/).count()).to.equal(1))
    await at.shoot('asked')
    expect(await at.violations()).to.deep.equal([])
    await at.button(/^Ask (again|for consent)/).click()
    await eventually(async () => expect(at.sent('/tickets/35436/consent/requests').length).to.equal(2))
  })

  it('in an internal note reaches nobody, which it says, and leaves the note a note', async () => {
    at.companion.script.view = withoutConsent()
    await at.open()
    await at.page.evaluate("fakeHelpdesk.commentType = 'internalNote'")
    await at.button('Ask for consent').first().click()
    await at.page.getByText('in an internal note, which the requester does not see').first().waitFor()
    expect(await at.page.getByText('The message is in your reply.').count()).to.equal(0)
    expect(await at.composer()).to.contain('https://vouch.example/c/abc123')
    expect(await at.page.evaluate('fakeHelpdesk.commentType')).to.equal('internalNote')
    await at.button('Copy message').waitFor()
    // What comes next is to make it a reply: another request would stand in the note as well.
    await eventually(async () => expect(await at.button(/^Ask (again|for consent)/).count()).to.equal(1))
    await at.shoot('asked-in-note')
  })

  it('that the helpdesk never confirmed may be in the reply, and says so', async () => {
    at.companion.script.view = withoutConsent()
    await at.open()
    await at.page.evaluate('fakeHelpdesk.lateInsert = true')
    await at.button('Ask for consent').first().click()
    await at.page.getByText('may be in your reply already').first().waitFor()
    expect(await at.page.getByText('did not take the message').count()).to.equal(0)
    expect((await at.composer()).split('https://vouch.example/c/abc123').length - 1, 'its link').to.equal(2)
    await at.button('Copy message').waitFor()
  })

  it('does not reach a reply to another requester: its link answers for the one it was made for', async () => {
    at.companion.script.view = withoutConsent()
    await at.open()
    const opened = () => at.sent('/tickets/35436').filter(({ path }) => path === '/tickets/35436').length
    const before = opened()
    await askedWhile(async () => {
      await at.page.evaluate(`
        fakeHelpdesk.requester = { id: 78, name: 'Jonas Berg', email: 'j@example.com', locale: 'de' };
        fakeHelpdesk.fire('ticket.requester.id.changed')`)
      await eventually(async () => expect(opened(), 'the other requester').to.equal(before + 1))
      await settled(at.page)
    })
    expect(at.sent('/tickets/35436/consent/requests').length, 'it was made').to.equal(1)
    expect(await at.composer()).to.equal('Own words. ')
    expect(await at.page.getByText('abc123').count(), 'nor is it on the page').to.equal(0)
  })
})
