import { expect } from 'chai'
import { createEgressDoor, type EgressRules, PROVIDER_FAULTS } from '../../../server/adapters/egress-door.ts'
import { Fault } from '../../../src/domain/fault.ts'
import { faultFrom } from '../../support/fault-from.ts'
import { type SocketGround, serveBytes, serveHttp } from '../../support/socket-ground.ts'

const HEAD = 'HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\n'

function doorTo({ port }: SocketGround, more: Partial<EgressRules>) {
  const door = createEgressDoor({
    allowedOrigins: [`http://127.0.0.1:${port}`],
    methods: ['POST'],
    timeoutMs: 5_000,
    maxBytes: 10_000,
    faults: PROVIDER_FAULTS,
    ...more,
  })
  const request = { method: 'POST' as const, url: `http://127.0.0.1:${port}/`, headers: {}, body: 'x' }
  return {
    send: (signal?: AbortSignal) => door.send(request, signal),
    async read(signal?: AbortSignal): Promise<number> {
      let pieces = 0
      for await (const _piece of (await door.send(request, signal)).body) pieces += 1
      return pieces
    },
  }
}

describe('a door that waits', () => {
  it('gives up on a name that is never answered, before there is a connection', async () => {
    const door = createEgressDoor({
      allowedOrigins: ['https://eu.api.openai.com'],
      methods: ['POST'],
      timeoutMs: 5_000,
      connectMs: 30,
      maxBytes: 10,
      faults: PROVIDER_FAULTS,
      resolve: () => new Promise(() => undefined),
    })
    const sent = () => door.send({ method: 'POST', url: 'https://eu.api.openai.com/', headers: {}, body: '' })
    expect(await faultFrom(sent)).to.equal('PROVIDER_UNREACHABLE')
  })

  it('gives up on a handshake that is never answered', async () => {
    const ground = await serveBytes(() => undefined)
    const door = createEgressDoor({
      allowedOrigins: [`https://127.0.0.1:${ground.port}`],
      methods: ['POST'],
      timeoutMs: 5_000,
      connectMs: 50,
      maxBytes: 10,
      faults: PROVIDER_FAULTS,
    })
    const url = `https://127.0.0.1:${ground.port}/`
    // 127.0.0.1 is this machine: allowed because it was named.
    expect(await faultFrom(() => door.send({ method: 'POST', url, headers: {}, body: '' }))).to.equal(
      'PROVIDER_UNREACHABLE',
    )
    await ground.left()
  })

  it('gives up on an answer whose first byte never comes, and hangs up', async () => {
    const ground = await serveBytes(() => undefined)
    expect(await faultFrom(() => doorTo(ground, { firstByteMs: 50 }).send())).to.equal('PROVIDER_TIMEOUT')
    await ground.left()
    expect(ground.connections()).to.equal(1)
  })

  it('does not take the head of an answer for its first byte', async () => {
    const ground = await serveBytes((socket) => socket.write(HEAD))
    expect(await faultFrom(() => doorTo(ground, { firstByteMs: 50 }).read())).to.equal('PROVIDER_TIMEOUT')
    await ground.left()
  })

  it('gives up on an answer that stops in the middle, and hangs up', async () => {
    const ground = await serveBytes((socket) => socket.write(`${HEAD}some`))
    expect(await faultFrom(() => doorTo(ground, { firstByteMs: 2_000, idleMs: 50 }).read())).to.equal(
      'PROVIDER_TIMEOUT',
    )
    await ground.left()
  })

  it('gives up on an answer that drips on for ever', async () => {
    const ground = await serveBytes((socket) => {
      socket.write(HEAD)
      const drip = setInterval(() => socket.write('x'), 10)
      socket.on('close', () => clearInterval(drip))
    })
    expect(await faultFrom(() => doorTo(ground, { timeoutMs: 150, idleMs: 1_000 }).read())).to.equal(
      'PROVIDER_TIMEOUT',
    )
    await ground.left()
  })

  it('does not hold a slow reader against the other side', async () => {
    const more: (() => void)[] = []
    const ground = await serveHttp((_seen, res) => {
      res.write('first')
      more.push(
        () => res.write('second'),
        () => res.end('third'),
      )
    })
    const answer = await doorTo(ground, { firstByteMs: 5_000, idleMs: 800 }).send()
    const pieces: string[] = []
    for await (const piece of answer.body) {
      pieces.push(Buffer.from(piece).toString())
      // Longer than the other side may take, which has done its part: no clock of its own runs out meanwhile.
      more.shift()?.()
      await new Promise((resolve) => setTimeout(resolve, 1_000))
    }
    expect(pieces).to.deep.equal(['first', 'second', 'third'])
  })

  it("stops when the caller stops, with the caller's reason, and hangs up", async () => {
    const ground = await serveBytes((socket) => socket.write(`${HEAD}some`))
    const stop = new AbortController()
    const door = doorTo(ground, {})
    const answer = await door.send(stop.signal)
    const read = async () => {
      for await (const _piece of answer.body) stop.abort(new Fault('SHUTTING_DOWN', 'stop'))
    }
    expect(await faultFrom(read)).to.equal('SHUTTING_DOWN')
    await ground.left()
  })

  it('connects to nobody when the caller has stopped before', async () => {
    const ground = await serveHttp((_seen, res) => res.end())
    const stopped = AbortSignal.abort(new Fault('SHUTTING_DOWN', 'stop'))
    expect(await faultFrom(() => doorTo(ground, {}).send(stopped))).to.equal('SHUTTING_DOWN')
    expect(ground.connections()).to.equal(0)
  })

  it('hangs up when the reader leaves, and when nobody reads at all', async () => {
    const ground = await serveBytes((socket) => socket.write(`${HEAD}some`))
    for await (const _piece of (await doorTo(ground, {}).send()).body) break
    await ground.left()
    const unread = await doorTo(ground, {}).send()
    unread.close()
    await ground.left()
    // Long enough that the head of the answer has come before.
    await doorTo(ground, { timeoutMs: 1_000 }).send()
    await ground.left()
    expect(ground.connections()).to.equal(3)
  })

  const TOO_LONG: Record<string, string> = {
    'announced as too long': 'HTTP/1.1 200 OK\r\ncontent-length: 10001\r\n\r\n',
    'longer than was announced to nobody': `HTTP/1.1 200 OK\r\n\r\n${'x'.repeat(10_001)}`,
  }
  for (const [name, bytes] of Object.entries(TOO_LONG))
    it(`stops reading an answer that is ${name}`, async () => {
      const ground = await serveBytes((socket) => socket.write(bytes))
      expect(await faultFrom(() => doorTo(ground, {}).read())).to.equal('PROVIDER_FAILED')
      await ground.left()
    })

  const BROKEN: Record<string, [bytes: string, code: string]> = {
    'no HTTP': ['hello', 'PROVIDER_UNREACHABLE'],
    nothing: ['', 'PROVIDER_UNREACHABLE'],
    'a body that breaks off': [`${HEAD}short`, 'PROVIDER_UNREACHABLE'],
    'a compressed body': [
      'HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: 1\r\n\r\nx',
      'PROVIDER_FAILED',
    ],
    'two lengths': [
      'HTTP/1.1 200 OK\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\nx',
      'PROVIDER_UNREACHABLE',
    ],
    'a length and chunks': [
      'HTTP/1.1 200 OK\r\ncontent-length: 1\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n',
      'PROVIDER_UNREACHABLE',
    ],
  }
  for (const [name, [bytes, code]] of Object.entries(BROKEN))
    it(`has its own name for ${name} in place of an answer`, async () => {
      const ground = await serveBytes((socket) => socket.end(bytes))
      expect(await faultFrom(() => doorTo(ground, {}).read())).to.equal(code)
    })
})
