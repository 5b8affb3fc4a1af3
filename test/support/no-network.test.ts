import { lookup, resolve4 } from 'node:dns'
import { lookup as lookupSoon } from 'node:dns/promises'
import { get } from 'node:http'
import { connect, Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'
import { expect } from 'chai'
import { mochaHooks, takeAttempts } from './no-network.ts'
import { serveHttp } from './socket-ground.ts'

/** Documentation addresses and names (RFC 5737, RFC 2606): should the guard fail, nobody is bothered. */
const OUTSIDE = '192.0.2.1'
const failed = (socket: { once(event: 'error', then: () => void): unknown }) =>
  new Promise<void>((done) => socket.once('error', done))

const LEAVING: Record<string, [leave: () => Promise<unknown>, attempt: string]> = {
  'a socket': [() => failed(connect(9, OUTSIDE)), `connection to ${OUTSIDE}`],
  'a socket with options': [() => failed(connect({ port: 9, host: OUTSIDE })), `connection to ${OUTSIDE}`],
  'a socket made by hand': [() => failed(new Socket().connect(9, OUTSIDE)), `connection to ${OUTSIDE}`],
  'an IPv6 socket': [() => failed(connect(9, '2001:db8::1')), 'connection to 2001:db8::1'],
  'a TLS socket': [() => failed(connectTls(9, OUTSIDE)), `connection to ${OUTSIDE}`],
  'a request': [() => failed(get(`http://${OUTSIDE}/`)), `connection to ${OUTSIDE}`],
  'a fetch': [() => fetch(`http://${OUTSIDE}/`).catch(() => undefined), `connection to ${OUTSIDE}`],
  'a fetch by name': [
    () => fetch('https://vouch.example/').catch(() => undefined),
    'connection to vouch.example',
  ],
  'a private address': [() => failed(connect(9, '10.0.0.1')), 'connection to 10.0.0.1'],
  'a question for a name': [
    () => new Promise<void>((done) => lookup('vouch.example', () => done())),
    'name of vouch.example',
  ],
  'a question for a record': [
    () => new Promise<void>((done) => resolve4('vouch.example', () => done())),
    'name of vouch.example',
  ],
  'a promised answer to a name': [
    () => lookupSoon('vouch.example').catch(() => undefined),
    'name of vouch.example',
  ],
}

describe('the guard of the whole run', () => {
  for (const [name, [leave, attempt]] of Object.entries(LEAVING))
    it(`notices ${name} that leaves this machine, and fails the run`, async () => {
      await leave()
      expect(mochaHooks.afterEach).to.throw(attempt)
      expect(takeAttempts()).to.deep.equal([])
    })

  it('lets everything on this machine be', async () => {
    const ground = await serveHttp((_seen, res) => res.end('here'))
    for (const host of ['127.0.0.1', 'localhost'])
      expect(await (await fetch(`http://${host}:${ground.port}/`)).text()).to.equal('here')
    expect((await lookupSoon('localhost')).address).to.be.oneOf(['127.0.0.1', '::1'])
    expect(mochaHooks.afterEach).not.to.throw()
  })
})
