import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import {
  type AddressInfo,
  createServer as createSocketServer,
  type Socket,
  type Server as SocketServer,
} from 'node:net'
import { gzipSync } from 'node:zlib'
import { expect } from 'chai'
import { createEgressDoor, type EgressRules } from '../../../server/adapters/egress-door.ts'
import { Fault } from '../../../src/domain/fault.ts'
import { faultFrom } from '../../support/fault-from.ts'

type Answer = (req: IncomingMessage, res: ServerResponse) => void

describe('the egress door', () => {
  const open: (Server | SocketServer)[] = []
  const sockets = new Set<Socket>()
  let seen: { url: string; headers: IncomingMessage['headers'] }[] = []

  async function listen<T extends Server | SocketServer>(server: T, host = '127.0.0.1'): Promise<number> {
    open.push(server)
    server.on('connection', (socket: Socket) => {
      sockets.add(socket)
      socket.on('error', () => undefined)
      socket.on('close', () => sockets.delete(socket))
    })
    await new Promise<void>((done) => server.listen(0, host, () => done()))
    return (server.address() as AddressInfo).port
  }

  function serve(answer: Answer, host?: string): Promise<number> {
    return listen(
      createServer((req, res) => {
        seen.push({ url: req.url ?? '', headers: req.headers })
        answer(req, res)
      }),
      host,
    )
  }

  function doorTo(port: number, more: Partial<EgressRules> = {}) {
    return createEgressDoor({
      allowedOrigins: [`http://127.0.0.1:${port}`],
      timeoutMs: 20_000,
      maxBytes: 10_000,
      ...more,
    })
  }

  /** Waits for as long as the machine needs: a door that keeps one open runs into the runner's limit. */
  const allClosed = () =>
    Promise.all([...sockets].map((socket) => new Promise((done) => socket.once('close', done))))

  beforeEach(() => {
    seen = []
  })

  afterEach(() => {
    for (const socket of sockets) socket.destroy()
    for (const server of open.splice(0)) server.close()
  })

  it('hands out status, headers and body of an allowed origin', async () => {
    const port = await serve((_req, res) => res.writeHead(418, { 'x-a': ['1', '2'] }).end('tea'))
    const answer = await doorTo(port).get(`http://127.0.0.1:${port}/a?b=c`, { accept: 'application/json' })
    expect([answer.status, answer.headers['x-a'], answer.body.toString()]).to.deep.equal([418, '1, 2', 'tea'])
    expect(seen.map(({ url }) => url)).to.deep.equal(['/a?b=c'])
    expect(seen[0]?.headers['accept-encoding']).to.equal('identity')
  })

  describe('refuses, and connects to nobody,', () => {
    const ATTACKS: Record<string, (port: number) => string> = {
      'another port': (port) => `http://127.0.0.1:${port === 65535 ? 1 : port + 1}/`,
      'another scheme': (port) => `https://127.0.0.1:${port}/`,
      'another spelling that leads to another host name': (port) => `http://localhost:${port}/`,
      'a login before the host': (port) => `http://agent:secret@127.0.0.1:${port}/`,
      'the allowed origin as a login': (port) => `http://127.0.0.1:${port}@127.0.0.2:${port}/`,
      'an empty login': (port) => `http://@127.0.0.1:${port}/`,
      'a host that begins like the allowed one': (port) => `http://127.0.0.1.evil.test:${port}/`,
      'a backslash before the at sign': (port) => `http://evil.test\\@127.0.0.1:${port}/`,
      'the metadata address of a cloud': () => 'http://169.254.169.254/latest/meta-data',
      'a file': () => 'file:///etc/passwd',
      'a data address': () => 'data:text/plain,x',
      'no address at all': () => 'help center',
      nothing: () => '',
    }
    for (const [name, address] of Object.entries(ATTACKS)) {
      it(name, async () => {
        const port = await serve((_req, res) => res.end('leak'))
        expect(await faultFrom(() => doorTo(port).get(address(port)))).to.equal('EGRESS_REFUSED')
        expect([seen, sockets.size]).to.deep.equal([[], 0])
      })
    }

    for (const header of [
      'Host',
      'cookie',
      'Authorization',
      'proxy-authorization',
      'Accept-Encoding',
      'Content-Length',
    ]) {
      it(`the header ${header}`, async () => {
        const port = await serve((_req, res) => res.end())
        expect(
          await faultFrom(() => doorTo(port).get(`http://127.0.0.1:${port}/`, { [header]: '1' })),
        ).to.equal('EGRESS_REFUSED')
        expect(seen).to.deep.equal([])
      })
    }

    const ANSWERS: Record<string, string> = {
      loopback: '127.0.0.1',
      'a private network': '10.1.2.3',
      'a link-local address': '169.254.169.254',
      'a carrier network': '100.64.0.1',
      'the unspecified address': '0.0.0.0',
      'IPv6 loopback': '::1',
      'an IPv6 private network': 'fd00::1',
      'an IPv6 link-local address': 'fe80::1',
      'a mapped IPv4 loopback': '::ffff:127.0.0.1',
      'a NAT64 loopback': '64:ff9b::7f00:1',
      '6to4 of a private network': '2002:a00:1::',
    }
    for (const [name, address] of Object.entries(ANSWERS)) {
      it(`a public name that resolves to ${name}`, async () => {
        const port = await serve((_req, res) => res.end('inside'))
        const door = createEgressDoor({
          allowedOrigins: [`https://help.example.com:${port}`],
          timeoutMs: 1000,
          maxBytes: 100,
          resolve: async () => [
            { address: '93.184.216.34', family: 4 },
            { address, family: address.includes(':') ? 6 : 4 },
          ],
        })
        expect(await faultFrom(() => door.get(`https://help.example.com:${port}/`))).to.equal(
          'EGRESS_REFUSED',
        )
        expect(sockets.size).to.equal(0)
      })
    }

    it('localhost when its name resolves to something else', async () => {
      const door = createEgressDoor({
        allowedOrigins: ['http://localhost:9'],
        timeoutMs: 1000,
        maxBytes: 100,
        resolve: async () => [{ address: '10.0.0.1', family: 4 }],
      })
      expect(await faultFrom(() => door.get('http://localhost:9/'))).to.equal('EGRESS_REFUSED')
    })
  })

  for (const origin of [
    'http://help.example.com',
    'https://help.example.com/path',
    'https://a@help.example.com',
    'ftp://a.b',
    'x',
  ]) {
    it(`does not open for the origin ${origin}`, async () => {
      const built = async () => createEgressDoor({ allowedOrigins: [origin], timeoutMs: 1, maxBytes: 1 })
      expect(await faultFrom(() => built())).to.equal('CONFIG_INVALID')
    })
  }

  it('connects to the address that was checked, and asks for no name a second time', async () => {
    // The system would resolve localhost to 127.0.0.1, where nobody listens on this port.
    const port = await serve((_req, res) => res.end('pinned'), '127.0.0.2')
    const asked: string[] = []
    const resolve = async (host: string) => {
      asked.push(host)
      return [{ address: '127.0.0.2', family: 4 }]
    }
    const door = doorTo(port, { allowedOrigins: [`http://localhost:${port}`], resolve })
    expect((await door.get(`http://localhost:${port}/`)).body.toString()).to.equal('pinned')
    expect(asked).to.deep.equal(['localhost'])
    expect(seen[0]?.headers.host).to.equal(`localhost:${port}`)
  })

  it('does not follow a redirect, not even to an allowed origin', async () => {
    const port = await serve((req, res) =>
      req.url === '/'
        ? res.writeHead(302, { location: `http://127.0.0.1:${port}/next` }).end()
        : res.end('followed'),
    )
    const answer = await doorTo(port).get(`http://127.0.0.1:${port}/`)
    expect([answer.status, seen.length]).to.deep.equal([302, 1])
  })

  it('goes straight to the origin when the environment names a proxy', async () => {
    const proxied: string[] = []
    const proxy = await listen(createServer((req, res) => res.end(String(proxied.push(req.url ?? '')))))
    const port = await serve((_req, res) => res.end('direct'))
    const names = [
      'HTTP_PROXY',
      'http_proxy',
      'HTTPS_PROXY',
      'https_proxy',
      'ALL_PROXY',
      'NODE_USE_ENV_PROXY',
    ]
    const before = names.map((name) => [name, process.env[name]] as const)
    for (const name of names)
      process.env[name] = name === 'NODE_USE_ENV_PROXY' ? '1' : `http://127.0.0.1:${proxy}`
    const answer = await doorTo(port)
      .get(`http://127.0.0.1:${port}/`)
      .finally(() => {
        for (const [name, value] of before) {
          if (value === undefined) delete process.env[name]
          else process.env[name] = value
        }
      })
    expect([answer.body.toString(), proxied]).to.deep.equal(['direct', []])
  })

  const TOO_LONG: Record<string, Answer> = {
    'a body that is announced as too long': (_req, res) => {
      res.writeHead(200, { 'content-length': '10001' }).end('x'.repeat(10_001))
    },
    'a body that grows without an announcement': (_req, res) => {
      const more = () => res.write('x'.repeat(4000)) && setImmediate(more)
      more()
    },
  }
  for (const [name, answer] of Object.entries(TOO_LONG)) {
    it(`stops reading ${name}`, async () => {
      const port = await serve(answer)
      expect(await faultFrom(() => doorTo(port).get(`http://127.0.0.1:${port}/`))).to.equal('TOO_LARGE')
      await allClosed()
    })
  }

  it('reads a body of exactly the limit', async () => {
    const port = await serve((_req, res) => res.end('x'.repeat(10_000)))
    expect((await doorTo(port).get(`http://127.0.0.1:${port}/`)).body.length).to.equal(10_000)
  })

  it('does not inflate a compressed answer that it never asked for', async () => {
    const port = await serve((_req, res) => {
      res.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync('x'.repeat(1e6)))
    })
    expect(await faultFrom(() => doorTo(port).get(`http://127.0.0.1:${port}/`))).to.equal(
      'HELP_CENTER_MALFORMED',
    )
  })

  it('gives up on an answer that drips, and closes the connection', async () => {
    const port = await listen(
      createSocketServer((socket) => {
        socket.write('HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\n')
        const drip = setInterval(() => socket.write('x'), 20)
        socket.on('close', () => clearInterval(drip))
      }),
    )
    expect(await faultFrom(() => doorTo(port, { timeoutMs: 200 }).get(`http://127.0.0.1:${port}/`))).to.equal(
      'HELP_CENTER_UNREACHABLE',
    )
    await allClosed()
  })

  it('gives up on a name server that never answers', async () => {
    const door = doorTo(1, {
      allowedOrigins: ['https://help.example.com'],
      timeoutMs: 100,
      resolve: () => new Promise(() => undefined),
    })
    expect(await faultFrom(() => door.get('https://help.example.com/'))).to.equal('HELP_CENTER_UNREACHABLE')
  })

  const BROKEN: Record<string, (socket: Socket) => void> = {
    'no HTTP at all': (socket) => socket.end('hello'),
    'a reset': (socket) => socket.destroy(),
    'a body that breaks off': (socket) => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nshort'),
    'a switch of protocols': (socket) =>
      socket.end('HTTP/1.1 101 X\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n'),
  }
  for (const [name, answer] of Object.entries(BROKEN)) {
    it(`calls the help center unreachable after ${name}`, async () => {
      const port = await listen(createSocketServer((socket) => socket.once('data', () => answer(socket))))
      expect(
        await faultFrom(() => doorTo(port, { timeoutMs: 60_000 }).get(`http://127.0.0.1:${port}/`)),
      ).to.equal('HELP_CENTER_UNREACHABLE')
    })
  }

  it('calls the help center unreachable when nobody listens', async () => {
    const port = await serve((_req, res) => res.end())
    for (const server of open.splice(0)) await new Promise((done) => server.close(done))
    expect(await faultFrom(() => doorTo(port).get(`http://127.0.0.1:${port}/`))).to.equal(
      'HELP_CENTER_UNREACHABLE',
    )
  })

  it('stops when the caller stops, with the reason of the caller', async () => {
    const stop = new AbortController()
    // It has been asked, and will never answer.
    const port = await serve(() => stop.abort(new Fault('SHUTTING_DOWN', 'stop')))
    const work = doorTo(port).get(`http://127.0.0.1:${port}/`, {}, stop.signal)
    expect(await faultFrom(() => work)).to.equal('SHUTTING_DOWN')
    expect(seen).to.have.length(1)
  })
})
