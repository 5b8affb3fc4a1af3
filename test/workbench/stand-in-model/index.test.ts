import { expect } from 'chai'
import { BEHAVIOURS, behaviourOf } from '../../../workbench/stand-in-model/behaviours.ts'
import type { StandInModel } from '../../../workbench/stand-in-model/index.ts'
import { CALL, standIn } from '../../support/model-ground.ts'

function ask(provider: StandInModel, model = 'stand-in', signal?: AbortSignal): Promise<Response> {
  const messages = [
    { role: 'system', content: CALL.system },
    { role: 'user', content: CALL.user },
  ]
  return fetch(`${provider.baseUrl}/chat/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: 'Bearer mine' },
    body: JSON.stringify({ model, messages, stream: true }),
    redirect: 'manual',
    ...(signal === undefined ? {} : { signal }),
  })
}

/** Text of the deltas, as any client would put it together. */
function contentOf(events: string): string {
  return [...events.matchAll(/^data: (\{.*)$/gm)]
    .map(([, json = '']) => JSON.parse(json) as { choices: { delta: { content?: string } }[] })
    .map(({ choices }) => choices[0]?.delta.content ?? '')
    .join('')
}

describe('the stand-in for a provider', () => {
  it('streams a whole answer as server-sent events, and remembers what was asked', async () => {
    const provider = await standIn()
    const response = await ask(provider)
    const events = await response.text()
    expect(response.headers.get('content-type')).to.match(/^text\/event-stream/)
    expect(JSON.parse(contentOf(events))).to.have.property('segments')
    expect(events).to.match(/"finish_reason":"stop"[^\n]*\n\ndata: \[DONE\]\n\n$/)
    const [request] = provider.requests
    expect(request).to.deep.include({
      method: 'POST',
      path: '/v1/chat/completions',
      behaviour: 'faithful',
      cutOff: false,
    })
    expect(request?.headers.authorization).to.equal('Bearer mine')
    expect(request?.body).to.include('grandmother')
    provider.forget()
    expect(provider.requests).to.deep.equal([])
  })

  it('does as it is told: at the start, later, or by the name of the model', async () => {
    const provider = await standIn({ behaviour: '500' })
    expect((await ask(provider)).status).to.equal(500)
    provider.behave('401')
    expect((await ask(provider)).status).to.equal(401)
    expect((await ask(provider, 'stand-in:429')).status).to.equal(429)
    expect((await ask(provider, 'stand-in:no-such')).status).to.equal(401)
    expect(provider.requests.map(({ behaviour }) => behaviour)).to.deep.equal(['500', '401', '429', '401'])
  })

  it('knows each behaviour by its name', () => {
    expect(BEHAVIOURS.filter((one) => behaviourOf(`stand-in:${one}`) !== one)).to.deep.equal([])
    expect(new Set(BEHAVIOURS).size).to.equal(BEHAVIOURS.length)
  })

  it('fails once and then answers, where it was told so', async () => {
    const provider = await standIn({ behaviour: '500-then-ok' })
    expect([(await ask(provider)).status, (await ask(provider)).status]).to.deep.equal([500, 200])
    const busy = await standIn({ behaviour: '429-retry-after' })
    expect((await ask(busy)).headers.get('retry-after')).to.equal('1')
  })

  it('repeats key and words in its refusals, as bad servers do', async () => {
    const text = await (await ask(await standIn({ behaviour: '401' }))).text()
    expect(text).to.include('Bearer mine').and.to.include('grandmother')
  })

  it('sends elsewhere, and follows nobody', async () => {
    const response = await ask(await standIn({ behaviour: 'redirect' }))
    expect([response.status, response.headers.get('location')]).to.deep.equal([
      302,
      'https://us.model.example/v1/chat/completions',
    ])
  })

  it('stops an answer without end when nobody listens any more', async () => {
    const provider = await standIn({ behaviour: 'loops' })
    const stop = new AbortController()
    const response = await ask(provider, 'stand-in', stop.signal)
    await response.body?.getReader().read()
    stop.abort()
    await provider.left()
    expect(provider.requests[0]?.cutOff).to.equal(true)
  })

  it('answers nothing else, and nobody else', async () => {
    const provider = await standIn()
    expect((await fetch(`${provider.baseUrl}/models`)).status).to.equal(400)
    const elsewhere = await fetch(`${provider.baseUrl}/embeddings`, {
      method: 'POST',
      body: JSON.stringify({ model: 'stand-in', messages: [] }),
    })
    expect(elsewhere.status).to.equal(404)
    expect(new URL(provider.origin).hostname).to.equal('127.0.0.1')
  })
})
