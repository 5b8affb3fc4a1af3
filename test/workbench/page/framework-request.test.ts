import { expect } from 'chai'
import { type BrowserStage, startBrowserStage } from '../../support/workbench-browser.ts'
import { AGENT_ID } from '../../support/workbench-fixture.ts'

describe('requests that the app makes through its host', function () {
  this.timeout(240_000)
  let stage: BrowserStage
  before(async () => {
    stage = await startBrowserStage()
  })
  after(() => stage.close())
  afterEach(async () => {
    await Promise.all(stage.browser.contexts().map((context) => context.close()))
  })

  it('proxies a request with the rights of the acting agent', async () => {
    const ticket = stage.newTicket()
    const { run } = await stage.open(ticket)
    const comments = await run<{ comments: { public: boolean }[] }>(
      `client.request('/api/v2/tickets/${ticket.id}/comments.json')`,
    )
    expect(comments.comments.map((comment) => comment.public)).to.deep.equal([true])
    const change = JSON.stringify({ ticket: { comment: { body: 'By request', public: false } } })
    await run(`client.request({ url: '/api/v2/tickets/${ticket.id}.json', type: 'PUT',
      contentType: 'application/json', data: ${JSON.stringify(change)} })`)
    expect(ticket.comments.at(-1)).to.include({ authorId: AGENT_ID, isPublic: false })
  })

  it('rejects a failed request with its status and body', async () => {
    const { run } = await stage.open(stage.newTicket())
    expect(await run(`client.request('/api/v2/tickets/9999.json').catch(failure)`)).to.deep.include({
      status: 404,
      responseJSON: { error: 'RecordNotFound', description: 'Not found' },
    })
  })

  const unproxied = {
    'another host': 'https://evil.example.org/api/v2/tickets.json',
    "the workbench's own controls": '/workbench/bootstrap',
    'a path that climbs out': '/api/v2/../../workbench/bootstrap',
    'an encoded path that climbs out': '/api/v2/%2e%2e/%2e%2e/workbench/bootstrap',
    'a host without a scheme': '//evil.example.org/api/v2/tickets.json',
  }

  for (const [name, url] of Object.entries(unproxied)) {
    it(`does not proxy a request to ${name}`, async () => {
      const { page, run } = await stage.open(stage.newTicket())
      const asked: string[] = []
      page.on('request', (request) => asked.push(request.url()))
      const answer = await run(`client.request(${JSON.stringify(url)}).catch(failure)`)
      expect(answer).to.include({ status: 400, responseText: 'This address is not a proxyable URI' })
      expect(asked).to.deep.equal([])
    })
  }
})
