import { once } from 'node:events'
import { connect } from 'node:net'
import { expect } from 'chai'
import { type Harness, startHarness } from '../support/companion-harness.ts'
import { expectClosed } from '../support/problem-checks.ts'

const SECRET = 'anna@customer.example'

describe('what is no HTTP request', () => {
  let desk: Harness
  before(async () => {
    desk = await startHarness()
  })
  after(() => desk.stop())

  /** @returns all that comes back until the server hangs up. */
  async function sent(...pieces: readonly string[]): Promise<string> {
    const { port, hostname } = new URL(desk.origin)
    const socket = connect(Number(port), hostname)
    await once(socket, 'connect')
    let said = ''
    socket.setEncoding('latin1')
    socket.on('data', (text: string) => {
      said += text
    })
    socket.on('error', () => undefined)
    const [first = '', ...rest] = pieces
    socket.write(first)
    for (const piece of rest) {
      await once(socket, 'data')
      socket.write(piece)
    }
    await once(socket, 'close')
    return said
  }

  function expectTold(said: string, status: number, code: string): void {
    const [head = '', body = ''] = said.split('\r\n\r\n').slice(-2)
    expect(head.toLowerCase())
      .to.include('content-type: application/problem+json')
      .and.include('connection: close')
    const headers = head.split('\r\n').slice(1)
    expectClosed({
      headers: new Headers(
        headers.map((line): [string, string] => [
          line.slice(0, line.indexOf(':')),
          line.slice(line.indexOf(':') + 1),
        ]),
      ),
    })
    expect(said).to.match(new RegExp(`HTTP/1.1 ${status} `))
    expect(JSON.parse(body)).to.include({ status, code })
    const line = desk
      .logged()
      .split('\n')
      .find((each) => each.includes(JSON.parse(body).requestId))
    expect(JSON.parse(line ?? '{}')).to.include({ message: 'request', route: 'none', status, code })
    expect(body).to.not.include(SECRET)
    expect(desk.logged()).to.not.include(SECRET)
  }

  it('is answered in words when its address is longer than a parser takes', async () => {
    const long = `GET /api/v1/me?${SECRET}${'x'.repeat(20_000)} HTTP/1.1\r\nhost: x\r\n\r\n`
    expectTold(await sent(long), 431, 'TOO_LARGE')
  })

  it('is answered in words when it is something else', async () => {
    expectTold(await sent(`\x16\x03\x01 ${SECRET}\r\n\r\n`), 400, 'BAD_REQUEST')
  })

  it('is answered in words on a connection that carried a good one before', async () => {
    const good = 'GET /livez HTTP/1.1\r\nhost: x\r\n\r\n'
    expectTold(await sent(good, `NONSENSE ${SECRET}\r\n\r\n`), 400, 'BAD_REQUEST')
  })

  it('is answered without a body where only the head was asked for', async () => {
    const said = await sent(`HEAD /?${SECRET}${'x'.repeat(20_000)} HTTP/1.1\r\nhost: x\r\n\r\n`)
    expect(said).to.match(/^HTTP\/1\.1 431 [\s\S]+\r\n\r\n$/)
  })

  it('leaves the server as it was for everybody else', async () => {
    expect((await desk.call('GET', '/livez')).status).to.equal(200)
  })
})
