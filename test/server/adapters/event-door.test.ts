import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect } from 'chai'
import { openEventDoor } from '../../../server/adapters/event-door.ts'
import type { DeliveryError } from '../../../src/domain/evidence-api.ts'

type Manner = (request: IncomingMessage, response: ServerResponse) => void

interface Heard {
  readonly path: string
  readonly body: string
  readonly signature: unknown
}

/** A receiver on this machine that behaves as it is told. */
async function receiver(manner: Manner) {
  const heard: Heard[] = []
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString('utf8')
      heard.push({ path: request.url ?? '', body, signature: request.headers['vouch-signature'] })
      manner(request, response)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    heard,
    url: `http://127.0.0.1:${port}/in`,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

const never = new AbortController().signal
const config = (url: string, inHouse = false) => ({ url, eventsSecret: () => 'unused', inHouse })

const answer =
  (status: number, headers: Record<string, string> = {}): Manner =>
  (_request, response) => {
    response.writeHead(status, headers)
    response.end()
  }

const MANNERS: Readonly<Record<string, readonly [Manner, DeliveryError | null]>> = {
  'takes it': [answer(200), null],
  'takes it without a word': [answer(204), null],
  fails: [answer(500), 'FAILED'],
  'is busy': [answer(503), 'FAILED'],
  'refuses the signature': [answer(401), 'REFUSED'],
  'wants to send it elsewhere': [answer(307, { location: 'http://127.0.0.1:9/in' }), 'REDIRECTED'],
  hangs: [() => undefined, 'TIMEOUT'],
  'breaks off before it answers': [(request) => request.socket.destroy(), 'UNREACHABLE'],
  'breaks off in the middle of its answer': [
    (_request, response) => {
      response.writeHead(200, { 'content-length': '100' })
      response.write('taken', () => response.destroy())
    },
    'UNREACHABLE',
  ],
  'talks for ever': [
    (_request, response) => {
      response.writeHead(200)
      const more = () => void (response.writable && response.write('x'.repeat(8_192), more))
      more()
    },
    'MALFORMED',
  ],
  'answers garbage': [(request) => void request.socket.end('!!! no http at all\r\n\r\n'), 'UNREACHABLE'],
  'answers compressed': [answer(200, { 'content-encoding': 'gzip' }), 'MALFORMED'],
}

describe('the door for events', () => {
  for (const [name, [manner, expected]] of Object.entries(MANNERS))
    it(`knows what it means when the receiver ${name}`, async () => {
      const place = await receiver(manner)
      try {
        // Short only where nothing else ends it: a busy machine may answer late.
        const timeoutMs = expected === 'TIMEOUT' ? 200 : 10_000
        const deliver = openEventDoor(config(place.url), { timeoutMs })
        const told = await deliver('{"a":1}\n', { 'vouch-signature': 'v1=abc' }, never)
        expect(told).to.equal(expected)
        expect(place.heard).to.deep.equal([{ path: '/in', body: '{"a":1}\n', signature: 'v1=abc' }])
      } finally {
        await place.close()
      }
    })

  it('tells nobody there from a receiver that refuses', async () => {
    const gone = await receiver(answer(200))
    await gone.close()
    expect(await openEventDoor(config(gone.url))('x', {}, never)).to.equal('UNREACHABLE')
  })

  it('opens no connection to a name that leads into the house, unless it is meant to', async () => {
    const inside = async () => [{ address: '10.0.0.7', family: 4 }]
    const outside = async () => [{ address: '93.184.216.34', family: 4 }]
    const url = 'https://siem.example.com/in'
    expect(await openEventDoor(config(url), { resolve: inside })('x', {}, never)).to.equal('NOT_ALLOWED')
    expect(await openEventDoor(config(url, true), { resolve: outside })('x', {}, never)).to.equal(
      'NOT_ALLOWED',
    )
  })

  it('sends nothing when it is stopped before it began', async () => {
    const place = await receiver(answer(200))
    const stopped = AbortSignal.abort(new Error('stopped'))
    expect(await openEventDoor(config(place.url))('x', {}, stopped)).to.equal('UNEXPECTED')
    expect(place.heard).to.deep.equal([])
    await place.close()
  })
})
