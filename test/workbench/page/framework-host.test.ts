import { expect } from 'chai'
import jwt from 'jsonwebtoken'
import { CONTACT_REASON_FIELD_ID } from '../../../workbench/seed.ts'
import { eventually } from '../../support/eventually.ts'
import { type BrowserStage, startBrowserStage } from '../../support/workbench-browser.ts'
import { AGENT_ID, FIXTURE_NOW, OTHER_REQUESTER_ID, REQUESTER_ID } from '../../support/workbench-fixture.ts'

describe('framework host of the workbench, with the unmodified SDK in its frame', function () {
  this.timeout(240_000)
  let stage: BrowserStage
  before(async () => {
    stage = await startBrowserStage()
  })
  after(() => stage.close())
  afterEach(async () => {
    await Promise.all(stage.browser.contexts().map((context) => context.close()))
  })

  it('loads the app by a signed form post and completes the handshake', async () => {
    const { workbench, origin, loads } = stage
    const ticket = stage.newTicket()
    const { run } = await stage.open(ticket)
    const load = loads.at(-1)
    expect([load?.method, load?.path, load?.query.get('origin'), load?.query.get('app_guid')]).to.deep.equal([
      'POST',
      '/sidebar',
      origin,
      workbench.appGuid,
    ])
    const token = new URLSearchParams(load?.body).get('token') ?? ''
    const claims = jwt.verify(token, workbench.publicKeyPem, {
      algorithms: ['RS256'],
      clockTimestamp: FIXTURE_NOW.getTime() / 1000,
    })
    expect(claims.sub).to.equal(`${origin}/api/v2/users/${AGENT_ID}.json`)
    expect(await run('client.context()')).to.deep.equal({
      instanceGuid: workbench.appGuid,
      product: 'support',
      location: 'ticket_sidebar',
      account: { subdomain: 'fixture' },
      ticketId: ticket.id,
    })
    expect(await run('client.metadata()')).to.deep.include({
      appId: workbench.appId,
      installationId: workbench.installationId,
    })
  })

  it('opens the console in the place of its own', async () => {
    const page = await stage.browser.newPage()
    await page.goto(`${stage.origin}/agent/apps/vouch`)
    const app = await (await page.waitForSelector('#app-frame')).contentFrame()
    await app?.waitForFunction('window.registered !== undefined')
    expect(stage.loads.at(-1)?.path).to.equal('/console')
    expect(await app?.evaluate('client.context()')).to.include({ location: 'nav_bar' })
    const answer = await app?.evaluate(`client.get('ticket.id').catch(failure)`)
    expect(answer).to.deep.equal({ name: 'Error', message: '"ticket.id" No such Api' })
  })

  it('loads the app anew with another token, and forgets what the page before subscribed to', async () => {
    const ticket = stage.newTicket()
    const { page, app, run } = await stage.open(ticket)
    await run(`client.on('ticket.save', () => 'never')`)
    const before = stage.loads.at(-1)?.body
    const reloaded = page.waitForEvent('framenavigated')
    await page.click('[aria-label="Reload app"]')
    await reloaded
    await app.waitForFunction('window.registered !== undefined')
    expect(stage.loads.at(-1)?.body).not.to.equal(before)
    await page.click('#submit-ticket')
    await page.waitForSelector('.notice-notice')
  })

  it('answers a bulk get with what there is and an error for each path that there is not', async () => {
    const ticket = stage.newTicket()
    const { run } = await stage.open(ticket)
    const field = `ticket.customField:custom_field_${CONTACT_REASON_FIELD_ID}`
    const paths = ['ticket.id', 'ticket.nope', 'ticket.requester.id', field, 'currentUser', 'constructor']
    const answer = await run<Record<string, unknown>>(`client.get(${JSON.stringify(paths)})`)
    expect(answer).to.deep.include({
      'ticket.id': ticket.id,
      'ticket.requester.id': REQUESTER_ID,
      [field]: null,
    })
    expect(answer.currentUser).to.include({ id: AGENT_ID, role: 'agent' })
    expect(Object.keys(answer.errors as object)).to.deep.equal(['ticket.nope', 'constructor'])
  })

  it('rejects a single get of a path that there is not, with the path in its message', async () => {
    const { run } = await stage.open(stage.newTicket())
    expect(await run(`client.get('ticket.nope').catch(failure)`)).to.deep.equal({
      name: 'Error',
      message: '"ticket.nope" No such Api',
    })
  })

  it('answers every path that a sidebar may read', async () => {
    const { run } = await stage.open(stage.newTicket())
    const paths = [
      ...[
        'id',
        'subject',
        'description',
        'status',
        'tags',
        'brand',
        'requester',
        'assignee',
        'via',
        'form',
      ].map((name) => `ticket.${name}`),
      ...[
        'ticket',
        'ticket.requester.name',
        'ticket.requester.email',
        'ticket.comment',
        'ticket.comment.text',
      ],
      ...['ticket.comment.type', 'ticket.conversation', 'comment.text', 'comment.type'],
      ...['currentUser', 'currentUser.email', 'currentAccount', 'currentAccount.subdomain', 'instances'],
    ]
    const answer = await run<Record<string, unknown>>(`client.get(${JSON.stringify(paths)})`)
    expect(answer.errors).to.deep.equal({})
    expect(Object.keys(answer)).to.include.members(paths)
    expect(answer['ticket.conversation']).to.deep.equal([
      {
        author: { id: REQUESTER_ID, name: 'Erik Requester', role: 'end-user', avatar: '' },
        channel: { name: 'web' },
        message: { content: '<p>May I?</p>', contentType: 'text/html' },
        timestamp: FIXTURE_NOW.toISOString().replace('.000Z', 'Z'),
        attachments: [],
      },
    ])
  })

  it('tells the app when the requester writes, when the requester changes, and when the agent types', async () => {
    const ticket = stage.newTicket()
    const { page, app, run } = await stage.open(ticket)
    await run(`listen('ticket.conversation.changed', 'ticket.requester.changed', 'comment.text.changed')`)
    await page.click('#composer')
    await page.keyboard.type('H')
    stage.workbench.sendPublicReplyAs(ticket.id, REQUESTER_ID, 'One more thing')
    await app.waitForFunction(`heard.some(([name]) => name === 'ticket.conversation.changed')`)
    const { desk } = stage.workbench
    desk.changeTicket(ticket, { requesterId: OTHER_REQUESTER_ID }, null)
    await app.waitForFunction(`heard.some(([name]) => name === 'ticket.requester.changed')`)
    expect(await run('heard[0]')).to.deep.equal(['comment.text.changed', '<p>H</p>'])
    await eventually(async () => expect(await page.textContent('#composer')).to.equal('H'))
    await eventually(async () => expect(await page.textContent('.conversation')).to.contain('One more thing'))
    const { 'ticket.requester.id': id } = await run<Record<string, unknown>>(
      `client.get('ticket.requester.id')`,
    )
    expect(id).to.equal(OTHER_REQUESTER_ID)
  })

  it('tells an app that unsubscribed nothing more', async () => {
    const ticket = stage.newTicket()
    const { app, run } = await stage.open(ticket)
    await run(`void (window.quiet = () => heard.push(['quiet']))`)
    await run(`void client.on('ticket.conversation.changed', window.quiet)`)
    await run(`void client.off('ticket.conversation.changed', window.quiet)`)
    await run(`listen('ticket.status.changed')`)
    stage.workbench.sendPublicReplyAs(ticket.id, REQUESTER_ID, 'More')
    stage.workbench.desk.changeTicket(ticket, { status: 'pending' }, null)
    await app.waitForFunction(`heard.some(([name]) => name === 'ticket.status.changed')`)
    expect(await run(`heard.filter(([name]) => name === 'quiet')`)).to.deep.equal([])
  })

  it('swallows what newer SDKs report of clicks and activity', async () => {
    const { run } = await stage.open(stage.newTicket())
    await run(`client.postMessage('session.live', {}); client.postMessage('__track__', {})`)
    const answer = await run(`client.invoke('track', { type: 'click', value: 'x' })`)
    expect(answer).to.have.property('errors').that.deep.equals({})
  })

  it('activates the app once it listens, and again when its panel is opened again', async () => {
    const { page, app, run } = await stage.open(stage.newTicket())
    await run(`listen('app.activated', 'app.deactivated')`)
    await app.waitForFunction('heard.length === 1')
    await page.click('[aria-label="Hide app"]')
    await page.click('[aria-label="Show app"]')
    await app.waitForFunction('heard.length === 3')
    expect((await run<[string, unknown][]>('heard')).map(([name]) => name)).to.deep.equal([
      'app.activated',
      'app.deactivated',
      'app.activated',
    ])
  })

  it('obeys no message from any other window', async () => {
    const { page, app, run } = await stage.open(stage.newTicket())
    const message = JSON.stringify({ id: 1, request: 'invoke', params: { 'ticket.editor.insert': ['evil'] } })
    await page.evaluate(`window.postMessage(${JSON.stringify(message)}, '*')`)
    await app.evaluate(`new Promise((resolve) => {
      const inner = document.createElement('iframe')
      inner.onload = () => { inner.contentWindow.eval(
        'top.postMessage(' + ${JSON.stringify(JSON.stringify(message))} + ', "*")'); setTimeout(resolve, 100) }
      inner.srcdoc = '<p>inner</p>'
      document.body.append(inner)
    })`)
    await eventually(async () => expect(await page.textContent('#composer')).to.match(/^\s*$/))
    await run(`client.invoke('ticket.editor.insert', 'good')`)
    await eventually(async () => expect(await page.textContent('#composer')).to.equal('good'))
  })

  it('resizes the frame and shows a note when the app asks', async () => {
    const { page, run } = await stage.open(stage.newTicket())
    await run(`client.invoke('resize', { width: '100%', height: '1234px' })`)
    await run(`client.invoke('notify', 'Inserted', 'notice')`)
    await page.waitForSelector('.notice >> text=Inserted')
    const box = await page.locator('#app-frame').boundingBox()
    expect([box?.width, box?.height]).to.deep.equal([319, 1234])
  })
})
