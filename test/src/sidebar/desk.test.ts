import { expect } from 'chai'
import { eventually } from '../../support/eventually.ts'
import { whileAnswered } from '../../support/held-answer.ts'
import { settled } from '../../support/settled.ts'
import { sidebarPage } from '../../support/sidebar-browser.ts'

describe('src/sidebar/desk: a requester who is changed', function () {
  this.timeout(240_000)
  const at = sidebarPage()
  const become = (id: number, name: string) =>
    at.page.evaluate(`
      fakeHelpdesk.requester = { id: ${id}, name: '${name}', email: 'x@example.com', locale: 'en' };
      fakeHelpdesk.comments[0].author_id = ${id};
      fakeHelpdesk.fire('ticket.requester.id.changed')`)
  const told = () =>
    at
      .sent('/tickets/35436')
      .filter(({ path }) => path === '/tickets/35436')
      .map(({ body }) => Object(body).requesterId)

  it('twice is the last one, whichever answer comes first', async () => {
    await at.open()
    await whileAnswered(
      at.page,
      '/tickets/35436',
      () => become(78, 'Jonas Berg'),
      async () => {
        await become(79, 'Lena Sommer')
        await settled(at.page)
      },
    )
    await eventually(async () => expect(told()).to.deep.equal(['77', '78', '79']))
    await settled(at.page)
    await at.draft()
    const [order] = at.sent('/drafts').map(({ body }) => Object(body))
    expect(order.requesterId).to.equal('79')
    await at.page.getByText('Hello Lena Sommer').waitFor()
  })

  it('and is told of twice, stays who they are: what was struck for them does not leave', async () => {
    await at.open()
    await at.summary('What leaves').click()
    await at.page.getByLabel('Strike further words').fill('jacket')
    await at.page.keyboard.press('Enter')
    await at.page.evaluate(`
      fakeHelpdesk.fire('ticket.requester.id.changed');
      fakeHelpdesk.fire('ticket.requester.changed')`)
    await at.draft()
    expect(told()).to.deep.equal(['77', '77'])
    expect(JSON.stringify(at.sent('/drafts').map(({ body }) => body))).to.not.include('jacket')
  })
})
