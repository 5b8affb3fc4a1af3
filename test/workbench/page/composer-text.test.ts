import { expect } from 'chai'
import { eventually } from '../../support/eventually.ts'
import { type BrowserStage, startBrowserStage } from '../../support/workbench-browser.ts'

describe('composer of the workbench', function () {
  this.timeout(240_000)
  let stage: BrowserStage
  before(async () => {
    stage = await startBrowserStage()
  })
  after(() => stage.close())
  afterEach(async () => {
    await Promise.all(stage.browser.contexts().map((context) => context.close()))
  })

  it('inserts at the caret between the words that the agent has typed, and keeps both', async () => {
    const { page, run } = await stage.open(stage.newTicket())
    await page.click('#composer')
    await page.keyboard.type('Before after')
    for (let step = 0; step < 'after'.length; step += 1) await page.keyboard.press('ArrowLeft')
    await run(`client.invoke('ticket.editor.insert', '<p>In <strong>the</strong> middle</p>')`)
    expect(await run(`client.get('comment.text').then((answer) => answer['comment.text'])`)).to.equal(
      '<p>Before </p><p>In <strong>the</strong> middle</p><p>after</p>',
    )
    await run(`client.invoke('ticket.editor.insert', ' inline')`)
    await eventually(async () =>
      expect(await page.textContent('#composer')).to.match(/^Before In the middle inlineafter$/),
    )
  })

  it('inserts behind a word that the agent has marked, and does not replace it', async () => {
    const { page, run } = await stage.open(stage.newTicket())
    await page.click('#composer')
    await page.keyboard.type('Mine')
    await page.keyboard.press('Control+A')
    await run(`client.invoke('ticket.editor.insert', '<p>Drafted</p>')`)
    await eventually(async () => expect(await page.textContent('#composer')).to.match(/^MineDrafted$/))
  })

  it('takes out with Ctrl+Z what the app has put in, after what was typed since, and leaves the rest', async () => {
    const { page, run } = await stage.open(stage.newTicket())
    const text = () => page.textContent('#composer')
    await page.click('#composer')
    await page.keyboard.type('Mine')
    await run(`client.invoke('ticket.editor.insert', '<p>One</p>')`)
    await run(`client.invoke('ticket.editor.insert', '<p>Two</p>')`)
    await eventually(async () => expect(await text()).to.equal('MineOneTwo'))
    await page.focus('#composer')
    await page.keyboard.type(' typed')
    expect(await text()).to.equal('MineOneTwo typed')
    const seen: (string | null)[] = []
    for (let press = 0; press < 3; press += 1) {
      await page.keyboard.press('Control+Z')
      seen.push(await text())
    }
    expect(seen).to.deep.equal(['MineOneTwo', 'MineOne', 'Mine'])
    expect(await run(`client.get('comment.text').then((answer) => answer['comment.text'])`)).to.equal(
      '<p>Mine</p>',
    )
  })

  it('appends to what is written, and replaces it only where the app sets the text', async () => {
    const { page, run } = await stage.open(stage.newTicket())
    await page.click('#composer')
    await page.keyboard.type('Mine')
    await run(`client.invoke('comment.appendText', ' & <more>')`)
    await eventually(async () => expect(await page.textContent('#composer')).to.contain('Mine'))
    await eventually(async () => expect(await page.textContent('#composer')).to.contain('& <more>'))
    await run(`client.set({ 'comment.text': '<p>Only this</p>', 'comment.type': 'internalNote' })`)
    await eventually(async () => expect(await page.textContent('#composer')).to.equal('Only this'))
    await eventually(async () =>
      expect(await page.getAttribute('#internal-note', 'aria-pressed')).to.equal('true'),
    )
    const refused = await run(`client.set('comment.type', 'fax').catch(failure)`)
    expect(refused).to.deep.equal({ name: 'Error', message: '"comment.type" is not a comment type' })
  })
})
