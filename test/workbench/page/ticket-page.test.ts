import { expect } from 'chai'
import { CONTACT_REASON_FIELD_ID } from '../../../workbench/seed.ts'
import { eventually } from '../../support/eventually.ts'
import { type BrowserStage, startBrowserStage } from '../../support/workbench-browser.ts'
import { AGENT_ID } from '../../support/workbench-fixture.ts'

describe('submitting a ticket in the workbench', function () {
  this.timeout(240_000)
  let stage: BrowserStage
  before(async () => {
    stage = await startBrowserStage()
  })
  after(() => stage.close())
  afterEach(async () => {
    await Promise.all(stage.browser.contexts().map((context) => context.close()))
  })

  const blocking = {
    'a string': [`() => 'Cite an article first.'`, 'Cite an article first.'],
    false: ['() => false', 'The app did not allow the ticket to be saved.'],
    'a rejection': [`() => Promise.reject(new Error('Not yet.'))`, 'Not yet.'],
    'an exception': [`() => { throw new Error('Broken.') }`, 'Broken.'],
  }

  for (const [name, [hook, message]] of Object.entries(blocking)) {
    it(`saves nothing when the app answers the save hook with ${name}, and says why`, async () => {
      const ticket = stage.newTicket()
      const { page, run } = await stage.open(ticket)
      await run(`listen('ticket.submit.start', 'ticket.submit.done', 'ticket.submit.fail')`)
      await run(`void client.on('ticket.save', ${hook})`)
      await page.click('#composer')
      await page.keyboard.type('My reply')
      await page.click('#submit-ticket')
      await page.waitForSelector('.notice-error')
      await eventually(async () => expect(await page.textContent('.notice-error')).to.contain(message))
      await eventually(async () => expect(await page.textContent('#composer')).to.equal('My reply'))
      expect(ticket.comments).to.have.length(1)
      expect(await run('heard')).to.deep.equal([])
    })
  }

  it('saves when the app allows it: public as chosen, events in order, composer empty', async () => {
    const ticket = stage.newTicket()
    const { page, run } = await stage.open(ticket)
    await run(`listen(...['start', 'done', 'fail', 'always'].map((name) => 'ticket.submit.' + name))`)
    await run(`void client.on('ticket.save', () => client.get('comment.text').then(({ 'comment.text': text }) => {
      heard.push(['ticket.save', text])
    }))`)
    await run(`client.set('ticket.customField:custom_field_${CONTACT_REASON_FIELD_ID}', 'reason_other')`)
    await page.click('#internal-note')
    await page.click('#composer')
    await page.keyboard.type('Only for us')
    await page.click('[aria-label="Choose status"]')
    await page.click('.submit-menu >> text=Solved')
    await page.click('#submit-ticket')
    await page.waitForSelector('.notice-notice')
    expect(ticket.comments.at(-1)).to.include({
      plainBody: 'Only for us',
      isPublic: false,
      authorId: AGENT_ID,
    })
    expect([ticket.status, ticket.customFields.get(CONTACT_REASON_FIELD_ID)]).to.deep.equal([
      'solved',
      'reason_other',
    ])
    await eventually(async () => expect(await page.textContent('#composer')).to.match(/^\s*$/))
    const names = (await run<[string, unknown][]>('heard')).map(([name]) => name)
    expect(names).to.deep.equal([
      'ticket.save',
      'ticket.submit.start',
      'ticket.submit.done',
      'ticket.submit.always',
    ])
  })

  it('tells the app of a refused save and keeps the words', async () => {
    const ticket = stage.newTicket()
    const { page, run } = await stage.open(ticket)
    await run(`listen('ticket.submit.fail', 'ticket.submit.always', 'ticket.submit.done')`)
    stage.workbench.faults.nextSupport(503)
    await page.click('#composer')
    await page.keyboard.type('My reply')
    await page.click('#submit-ticket')
    await page.waitForSelector('.notice-error')
    await eventually(async () => expect(await page.textContent('#composer')).to.equal('My reply'))
    const names = (await run<[string, unknown][]>('heard')).map(([name]) => name)
    expect(names).to.deep.equal(['ticket.submit.fail', 'ticket.submit.always'])
  })
})
