import { expect } from 'chai'
import { createEgressDoor, type EgressRules, PROVIDER_FAULTS } from '../../../server/adapters/egress-door.ts'
import { createAdmission } from '../../../server/adapters/egress-rules.ts'
import { faultFrom, wholeFaultFrom } from '../../support/fault-from.ts'
import { selfSigned } from '../../support/self-signed.ts'
import { type SocketGround, serveHttp, serveTls } from '../../support/socket-ground.ts'

const KEY = 'sk-a-key-that-belongs-to-one-origin'
const PATH = '/v1/chat/completions'

function doorTo({ port }: SocketGround, more: Partial<EgressRules> = {}) {
  return createEgressDoor({
    allowedOrigins: [`http://127.0.0.1:${port}`],
    methods: ['POST'],
    paths: [PATH],
    credential: () => `Bearer ${KEY}`,
    timeoutMs: 2_000,
    maxBytes: 10_000,
    faults: PROVIDER_FAULTS,
    ...more,
  })
}

async function textOf(body: AsyncIterable<Uint8Array>): Promise<string> {
  let text = ''
  for await (const chunk of body) text += Buffer.from(chunk).toString()
  return text
}

const post = (port: number, url = `http://127.0.0.1:${port}${PATH}`) => ({
  method: 'POST' as const,
  url,
  headers: { 'content-type': 'application/json' },
  body: '{"a":1}',
})

describe('a door that sends', () => {
  it('sends the body, and the key, to the one origin and path', async () => {
    const ground = await serveHttp((_seen, res) => res.writeHead(200, { 'x-a': 'b' }).end('answer'))
    const answer = await doorTo(ground).send(post(ground.port))
    expect([answer.status, answer.headers['x-a'], await textOf(answer.body)]).to.deep.equal([
      200,
      'b',
      'answer',
    ])
    const [seen] = ground.seen
    expect([seen?.method, seen?.url, seen?.body]).to.deep.equal(['POST', PATH, '{"a":1}'])
    expect(seen?.headers).to.deep.equal({
      'content-type': 'application/json',
      'content-length': '7',
      authorization: `Bearer ${KEY}`,
      'accept-encoding': 'identity',
      connection: 'close',
      host: `127.0.0.1:${ground.port}`,
    })
  })

  it('sends no key where none was given', async () => {
    const ground = await serveHttp((_seen, res) => res.end())
    const { credential: _none, ...rules } = {
      allowedOrigins: [`http://127.0.0.1:${ground.port}`],
      methods: ['POST'] as const,
      timeoutMs: 2_000,
      maxBytes: 10,
      credential: null,
    }
    const answer = await createEgressDoor(rules).send(post(ground.port))
    answer.close()
    expect(ground.seen[0]?.headers).not.to.have.property('authorization')
  })

  const ELSEWHERE: Record<string, (port: number) => string> = {
    'another path of the origin': (port) => `http://127.0.0.1:${port}/v1/files`,
    'a path that begins like the allowed one': (port) => `http://127.0.0.1:${port}${PATH}/../../files`,
    'the allowed path below another': (port) => `http://127.0.0.1:${port}/evil${PATH}`,
    'the path in other letters': (port) => `http://127.0.0.1:${port}${PATH.toUpperCase()}`,
    'the path with an encoded slash': (port) => `http://127.0.0.1:${port}/v1%2Fchat/completions`,
    'a query': (port) => `http://127.0.0.1:${port}${PATH}?to=elsewhere`,
    'another port': (port) => `http://127.0.0.1:${port === 65_535 ? 1 : port + 1}${PATH}`,
    'another scheme': (port) => `https://127.0.0.1:${port}${PATH}`,
    'another name of this machine': (port) => `http://localhost:${port}${PATH}`,
    'the allowed host as a login': (port) => `http://127.0.0.1:${port}@127.0.0.2:${port}${PATH}`,
    'a host that begins like the allowed one': (port) => `http://127.0.0.1.evil.test:${port}${PATH}`,
    'an IPv6 address of this machine': (port) => `http://[::1]:${port}${PATH}`,
    'a mapped IPv6 address of this machine': (port) => `http://[::ffff:127.0.0.1]:${port}${PATH}`,
    'another loopback address in decimal': (port) => `http://2130706434:${port}${PATH}`,
  }
  for (const [name, url] of Object.entries(ELSEWHERE))
    it(`refuses ${name}, and connects to nobody`, async () => {
      const ground = await serveHttp((_seen, res) => res.end('leak'))
      const sent = () => doorTo(ground).send(post(ground.port, url(ground.port)))
      expect(await faultFrom(sent)).to.equal('EGRESS_REFUSED')
      expect(ground.connections()).to.equal(0)
    })

  const PROVIDER_TRICKS: Record<string, string> = {
    'a longer host': 'https://eu.api.openai.com.evil.example/v1/chat/completions',
    'the host as a login': 'https://eu.api.openai.com@evil.example/v1/chat/completions',
    'the host as a login with a password': 'https://eu.api.openai.com:443@evil.example/v1/chat/completions',
    'the worldwide host': 'https://api.openai.com/v1/chat/completions',
    'plain http': 'http://eu.api.openai.com/v1/chat/completions',
    'another port': 'https://eu.api.openai.com:8443/v1/chat/completions',
    'a trailing dot': 'https://eu.api.openai.com./v1/chat/completions',
    'a look-alike letter': 'https://eu.api.оpenai.com/v1/chat/completions',
    'a fragment with a host': 'https://evil.example/#@eu.api.openai.com/v1/chat/completions',
    'a backslash': 'https://evil.example\\@eu.api.openai.com/v1/chat/completions',
  }
  for (const [name, url] of Object.entries(PROVIDER_TRICKS))
    it(`refuses ${name} in place of a provider's host, and asks for no name`, async () => {
      const asked: string[] = []
      const door = createEgressDoor({
        allowedOrigins: ['https://eu.api.openai.com'],
        methods: ['POST'],
        paths: [PATH],
        credential: () => KEY,
        timeoutMs: 500,
        maxBytes: 10,
        resolve: async (host) => {
          asked.push(host)
          return []
        },
      })
      expect(await faultFrom(() => door.send({ ...post(0), url }))).to.equal('EGRESS_REFUSED')
      expect(asked).to.deep.equal([])
    })

  const SMUGGLED: Record<string, Readonly<Record<string, string>>> = {
    'a second header in a value': { accept: 'a\r\nx-injected: 1' },
    'a second request in a value': { accept: 'a\r\n\r\nPOST /v1/files HTTP/1.1\r\n\r\n' },
    'a bare line feed in a value': { accept: 'a\nx-injected: 1' },
    'a zero in a value': { accept: 'a\u0000' },
    'a line break in a name': { 'x-a\r\nx-injected': '1' },
    'a space after a name': { 'transfer-encoding ': 'chunked' },
    'a colon in a name': { 'x:y': '1' },
    'its own framing': { 'Transfer-Encoding': 'chunked' },
    'its own length': { 'content-length': '1' },
    'its own key': { authorization: 'Bearer mine' },
    "its own key in Azure's header": { 'API-Key': 'mine' },
    'another host': { host: 'evil.example' },
    'another method': { 'x-http-method-override': 'DELETE' },
    'another origin for a proxy': { 'x-forwarded-host': 'evil.example' },
  }
  for (const [name, headers] of Object.entries(SMUGGLED))
    it(`refuses a request with ${name}, and connects to nobody`, async () => {
      const ground = await serveHttp((_seen, res) => res.end())
      const fault = await wholeFaultFrom(() => doorTo(ground).send({ ...post(ground.port), headers }))
      expect([fault.code, ground.connections()]).to.deep.equal(['EGRESS_REFUSED', 0])
      expect(JSON.stringify([fault.message, fault.detail])).not.to.match(/mine|injected|sk-/)
    })

  it('does not fetch, and a door that fetches does not send', async () => {
    const ground = await serveHttp((_seen, res) => res.end())
    const { port } = ground
    const fetching = createEgressDoor({
      allowedOrigins: [`http://127.0.0.1:${port}`],
      timeoutMs: 500,
      maxBytes: 10,
    })
    expect(await faultFrom(() => fetching.send(post(port)))).to.equal('EGRESS_REFUSED')
    expect(await faultFrom(() => doorTo(ground).get(`http://127.0.0.1:${port}${PATH}`))).to.equal(
      'EGRESS_REFUSED',
    )
    expect(ground.connections()).to.equal(0)
  })

  it('hands a redirect out as it is, and carries body and key to nobody else', async () => {
    const other = await serveHttp((_seen, res) => res.end())
    const ground = await serveHttp((_seen, res) =>
      res.writeHead(307, { location: `http://127.0.0.1:${other.port}${PATH}` }).end(),
    )
    const answer = await doorTo(ground).send(post(ground.port))
    answer.close()
    expect([answer.status, other.connections(), ground.connections()]).to.deep.equal([307, 0, 1])
  })

  it('goes straight to the origin when the environment names a proxy', async () => {
    const proxy = await serveHttp((_seen, res) => res.end())
    const ground = await serveHttp((_seen, res) => res.end('direct'))
    const names = ['HTTP_PROXY', 'HTTPS_PROXY', 'ALL_PROXY', 'http_proxy', 'https_proxy', 'all_proxy']
    const before = { ...process.env }
    for (const name of names) process.env[name] = `http://127.0.0.1:${proxy.port}`
    process.env.NODE_USE_ENV_PROXY = '1'
    const answer = await doorTo(ground)
      .send(post(ground.port))
      .finally(() => {
        for (const name of [...names, 'NODE_USE_ENV_PROXY'])
          if (before[name] === undefined) delete process.env[name]
          else process.env[name] = before[name]
      })
    expect([await textOf(answer.body), proxy.connections()]).to.deep.equal(['direct', 0])
  })

  it('accepts no certificate that nobody vouches for, whatever the environment says', async () => {
    const ground = await serveTls(selfSigned(), (res) => res.end('trusted'))
    const origin = `https://127.0.0.1:${ground.port}`
    const door = doorTo(ground, { allowedOrigins: [origin] })
    process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0'
    const sent = faultFrom(() => door.send(post(0, `${origin}${PATH}`)))
    expect(await sent).to.equal('PROVIDER_UNREACHABLE')
    // The same server answers who does not look.
    const careless = await fetch(`${origin}${PATH}`)
    delete process.env.NODE_TLS_REJECT_UNAUTHORIZED
    expect([await careless.text(), ground.seen.length]).to.deep.equal(['trusted', 1])
  })

  it('is not made with one key for two origins', async () => {
    const made = () =>
      createAdmission({
        allowedOrigins: ['https://a.example', 'https://b.example'],
        credential: () => KEY,
        timeoutMs: 1,
        maxBytes: 1,
      })
    expect(await faultFrom(made)).to.equal('CONFIG_INVALID')
  })
})
