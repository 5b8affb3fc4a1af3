import { once } from 'node:events'
import type { RequestListener, Server } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { expect } from 'chai'
import { HTTP_LIMITS, type HttpLimits, openHttpServer } from '../../server/http-server.ts'
import { expectClosed } from '../support/problem-checks.ts'

describe('what listens', () => {
  let server: Server
  let asked: string[]
  let lines: unknown[]
  const answering: RequestListener = (request, response) => {
    asked.push(String(request.url))
    response.end(`answer to ${request.url}`)
  }
  async function open(app: RequestListener = answering, change: Partial<HttpLimits> = {}) {
    asked = []
    lines = []
    let ids = 0
    const given = {
      publicUrl: 'https://drafts.acme.example',
      newRequestId() {
        ids += 1
        return `request-${ids}`
      },
      log: { info: (_event: string, fields?: object) => void lines.push(fields) },
    }
    server = openHttpServer(app, given, { ...HTTP_LIMITS, lookMs: 20, ...change })
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
  }
  afterEach(() => {
    server.closeAllConnections()
    server.close()
  })

  /** @returns all that comes back until the server hangs up. */
  async function sent(words: string, reads = true): Promise<string> {
    const socket = connect((server.address() as AddressInfo).port, '127.0.0.1')
    let said = ''
    socket.setEncoding('latin1')
    socket.on('error', () => undefined)
    socket.on('data', (text: string) => {
      said += text
    })
    if (!reads) socket.pause()
    socket.write(words)
    await once(socket, 'close')
    return said
  }
  const get = (path: string, more = 'host: x\r\n') => `GET ${path} HTTP/1.1\r\n${more}\r\n`
  const last = (path: string) => get(path, 'host: x\r\nconnection: close\r\n')

  function expectTold(said: string, status: number): void {
    const [head = '', body = ''] = said.split('\r\n\r\n')
    const [line, ...headers] = head.split('\r\n')
    expect(line).to.match(new RegExp(`^HTTP/1.1 ${status} `))
    const pairs = headers.map((each): [string, string] => {
      const at = each.indexOf(':')
      return [each.slice(0, at), each.slice(at + 1)]
    })
    expectClosed({ headers: new Headers(pairs) })
    expect(JSON.parse(body)).to.include({ status, code: 'BAD_REQUEST', requestId: 'request-1' })
    expect(lines).to.deep.equal([{ requestId: 'request-1', route: 'none', status, code: 'BAD_REQUEST' }])
    expect(asked).to.deep.equal([])
  }

  it('answers what is sent in a row, as long as that is little', async () => {
    await open()
    const said = await sent(`${get('/1').repeat(7)}${last('/2')}`)
    expect(said.match(/answer to/g)).to.have.length(8)
    expect(asked).to.have.length(8)
  })

  it('hangs up on whoever asks for much at once, and does no more of it', async () => {
    // Nothing is answered before all of it was read.
    await open((request, response) => {
      asked.push(String(request.url))
      setTimeout(() => response.end('x'.repeat(1_000_000)), 50)
    })
    const said = await sent(get('/1').repeat(2_000), false)
    expect(asked).to.have.length(8)
    expect(said).to.equal('')
  })

  it('takes the next ones when those before are answered', async () => {
    await open()
    const socket = connect((server.address() as AddressInfo).port, '127.0.0.1')
    let said = ''
    socket.on('data', (text: Buffer) => {
      said += text.toString('latin1')
    })
    for (let round = 1; round <= 4; round += 1) {
      socket.write(get('/1').repeat(8))
      while ((said.match(/answer to/g) ?? []).length < 8 * round) await once(socket, 'data')
    }
    expect(asked).to.have.length(32)
    socket.destroy()
  })

  for (const [what, more] of [
    ['names no host', ''],
    ['names two', 'host: a\r\nhost: b\r\n'],
  ])
    it(`refuses in words what ${what}`, async () => {
      await open()
      expectTold(await sent(get('/1', more)), 400)
    })

  for (const [what, head] of [
    ['has chunks before there were any', 'POST /1 HTTP/1.0\r\nhost: x\r\ntransfer-encoding: chunked\r\n'],
    ['is of a version that is none', 'POST /1 HTTP/2.0\r\nhost: x\r\ntransfer-encoding: chunked\r\n'],
  ])
    it(`refuses in words what ${what}, and does nothing of what follows on its connection`, async () => {
      await open()
      expectTold(await sent(`${head}connection: keep-alive\r\n\r\n0\r\n\r\n${get('/2')}`), 400)
    })

  /** Two readers could see two ends of such a request (RFC 9112 §6.3, §11.2). */
  const AMBIGUOUS: Readonly<Record<string, string>> = {
    'says its length and has chunks': 'content-length: 5\r\ntransfer-encoding: chunked\r\n',
    'has chunks and says its length': 'transfer-encoding: chunked\r\ncontent-length: 5\r\n',
    'says two lengths': 'content-length: 5\r\ncontent-length: 0\r\n',
    'says a length that is no number': 'content-length: +5\r\n',
    'has chunks, and then something else': 'transfer-encoding: chunked, identity\r\n',
    'has chunks of another name': 'transfer-encoding: xchunked\r\n',
    'has chunks of another name and says its length': 'transfer-encoding: xchunked\r\ncontent-length: 5\r\n',
    'is packed within chunks': 'transfer-encoding: gzip, chunked\r\n',
    'has chunks twice': 'transfer-encoding: chunked, chunked\r\n',
    'has chunks by two headers': 'transfer-encoding: chunked\r\ntransfer-encoding: chunked\r\n',
    'has a coding without a name': 'transfer-encoding: \r\n',
    'has a space before a colon': 'transfer-encoding : chunked\r\n',
    'has a header over two lines': 'x: y\r\n transfer-encoding: chunked\r\n',
    'has a sign in a header that ends it elsewhere': 'x: y\rtransfer-encoding: chunked\r\n',
    'has a null in a header': 'x: y\0\r\n',
  }
  for (const [what, more] of Object.entries(AMBIGUOUS))
    it(`refuses in words what ${what}, and does nothing of it, nor of what follows`, async () => {
      await open()
      expectTold(await sent(`POST /1 HTTP/1.1\r\nhost: x\r\n${more}\r\n0\r\n\r\n${last('/2')}`), 400)
    })

  for (const [what, more, status] of [
    ['names no host', '', 400],
    ['expects what cannot be', 'host: x\r\nexpect: miracles\r\n', 417],
  ] as const)
    it(`does nothing of what follows a request that ${what}`, async () => {
      await open()
      expectTold(await sent(get('/1', more) + get('/2')), status)
    })

  it('takes chunks in whatever letters, and the next request behind them', async () => {
    await open()
    const chunked = 'POST /1 HTTP/1.1\r\nhost: x\r\ntransfer-encoding: Chunked\r\n\r\n2\r\nhi\r\n0\r\n\r\n'
    expect(await sent(chunked + last('/2'))).to.match(/answer to \/1[\s\S]+answer to \/2/)
    expect(asked).to.deep.equal(['/1', '/2'])
  })

  it('answers whoever asks to be connected elsewhere, connects to nothing, and does nothing of what follows', async () => {
    await open()
    const tunnel = 'CONNECT elsewhere.example:443 HTTP/1.1\r\nhost: elsewhere.example:443\r\n\r\n'
    const answer = await sent(tunnel + get('/2'))
    expect(answer.match(/answer to \//g)).to.have.length(1)
    expect(answer).to.match(/^connection: close\r$/im)
    expect(asked).to.deep.equal(['/'])
    server.close()
    await open()
    expectTold(await sent('CONNECT elsewhere.example:443 HTTP/1.1\r\n\r\n'), 400)
  })

  it('takes a request of before there were hosts', async () => {
    await open()
    expect(await sent('GET /1 HTTP/1.0\r\n\r\n')).to.contain('answer to /1')
  })

  it('refuses in words what it is to expect and cannot', async () => {
    await open()
    expectTold(await sent(get('/1', 'host: x\r\nexpect: miracles\r\n')), 417)
  })

  it('refuses in words a head, or a body, that does not come in time', async () => {
    await open(answering, { headMs: 100, requestMs: 200 })
    expectTold(await sent('GET /1 HTTP/1.1\r\nhost: x\r\n'), 408)
    server.close()
    await open(
      (request, response) => {
        request.resume()
        request.on('end', () => answering(request, response))
      },
      { headMs: 100, requestMs: 200 },
    )
    expectTold(await sent('POST /1 HTTP/1.1\r\nhost: x\r\ncontent-length: 10\r\n\r\nhalf'), 408)
  })

  it('hangs up on whoever never reads what was asked for', async () => {
    await open((_request, response) => void response.end(Buffer.alloc(50_000_000)), { silentMs: 200 })
    let isClosed = false
    server.on('connection', (socket) => socket.on('close', () => (isClosed = true)))
    const socket = connect((server.address() as AddressInfo).port, '127.0.0.1')
    socket.on('error', () => undefined)
    socket.pause()
    socket.write(get('/1'))
    while (!isClosed) await new Promise((resolve) => setTimeout(resolve, 20))
    socket.destroy()
  })

  it('hangs up on two hundred who take nothing of what was asked for long before those who wait for an answer', async () => {
    const file = Buffer.alloc(20_000_000)
    const late: (() => void)[] = []
    await open(
      (request, response) => {
        if (request.url === '/file') return void response.end(file)
        late.push(() => response.end('late'))
      },
      { untakenMs: 200, silentMs: 60_000 },
    )
    const { port } = server.address() as AddressInfo
    const patient = connect(port, '127.0.0.1').setEncoding('latin1')
    const told = new Promise<string>((resolve) => patient.once('data', resolve))
    patient.write(get('/late'))
    while (late.length === 0) await new Promise((resolve) => setTimeout(resolve, 5))
    const gone: Promise<unknown>[] = []
    server.on('connection', (socket) => gone.push(once(socket, 'close')))
    const sockets = Array.from({ length: 200 }, () => connect(port, '127.0.0.1').pause())
    for (const socket of sockets) {
      socket.on('error', () => undefined)
      socket.write(get('/file'))
    }
    while (gone.length < sockets.length) await new Promise((resolve) => setTimeout(resolve, 5))
    await Promise.all(gone)
    for (const socket of sockets) socket.destroy()
    for (const answer of late) answer()
    expect(await told).to.match(/^HTTP\/1\.1 200 /)
    patient.destroy()
  })

  it('goes on giving to whoever takes slowly, as long as they take', async () => {
    const MUCH = 100_000_000
    // Longer than a slow machine stands still and than a window takes to empty, and shorter than all the sips take.
    await open((_request, response) => void response.end(Buffer.alloc(MUCH)), { untakenMs: 1_000 })
    const began = performance.now()
    const socket = connect((server.address() as AddressInfo).port, '127.0.0.1').pause()
    let taken = 0
    let isGone = false
    socket.on('error', () => undefined)
    socket.on('close', () => (isGone = true))
    socket.on('data', ({ length }: Buffer) => {
      taken += length
      socket.pause()
    })
    socket.write(get('/1'))
    const sip = setInterval(() => socket.resume(), 1)
    while (taken < MUCH && !isGone) await new Promise((resolve) => setTimeout(resolve, 50))
    clearInterval(sip)
    socket.destroy()
    expect(taken).to.be.at.least(MUCH)
    expect(performance.now() - began).to.be.above(1_000)
  })
})
