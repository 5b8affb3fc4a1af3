import { expect } from 'chai'
import { createEgressDoor } from '../../../server/adapters/egress-door.ts'
import { faultFrom } from '../../support/fault-from.ts'

const PUBLIC = '93.184.216.34'

function ask(host: string, answers: readonly string[], privateHosts?: readonly string[]) {
  const door = createEgressDoor({
    allowedOrigins: [`https://${host}`],
    timeoutMs: 300,
    connectMs: 100,
    maxBytes: 10,
    ...(privateHosts === undefined ? {} : { privateHosts }),
    resolve: async () =>
      answers.map((address) => ({ address, family: address.includes(':') ? 6 : (4 as const) })),
  })
  return () => door.get(`https://${host}/`)
}

describe('an address', () => {
  const OUTSIDE: Record<string, readonly string[]> = {
    'on the internet': [PUBLIC],
    'in the house and another on the internet': ['10.1.2.3', PUBLIC],
    'of this machine': ['127.0.0.1'],
    'of this machine in IPv6': ['::1'],
    'where a cloud hands out credentials': ['169.254.169.254'],
    'where a cloud hands out credentials, in IPv6': ['fd00:ec2::254'],
    'of the local link': ['fe80::1'],
    'that means every machine': ['0.0.0.0'],
    'of a group': ['224.0.0.1'],
    'mapped into IPv6': ['::ffff:10.0.0.1'],
    'with a zone': ['fe80::1%eth0'],
  }
  for (const [name, answers] of Object.entries(OUTSIDE))
    it(`${name} is refused for a host that is declared as inside the house`, async () => {
      const asked = ask('llm.intern.example', answers, ['llm.intern.example'])
      expect(await faultFrom(asked)).to.equal('EGRESS_REFUSED')
    })

  it('in the house is refused for every host that is not declared, also beside a declared one', async () => {
    expect(await faultFrom(ask('llm.example', ['10.1.2.3']))).to.equal('EGRESS_REFUSED')
    expect(await faultFrom(ask('llm.example', ['10.1.2.3'], ['other.example']))).to.equal('EGRESS_REFUSED')
  })

  it('of localhost that is not this machine is refused', async () => {
    const door = createEgressDoor({
      allowedOrigins: ['http://localhost:9'],
      timeoutMs: 300,
      maxBytes: 10,
      resolve: async () => [{ address: PUBLIC, family: 4 }],
    })
    expect(await faultFrom(() => door.get('http://localhost:9/'))).to.equal('EGRESS_REFUSED')
  })

  it('is asked for once; a second answer that points inside is never heard', async () => {
    const answers = [[{ address: '127.0.0.1', family: 4 }], [{ address: '10.0.0.1', family: 4 }]]
    let asked = 0
    const door = createEgressDoor({
      allowedOrigins: ['http://localhost:9'],
      timeoutMs: 300,
      maxBytes: 10,
      resolve: async () => answers[asked++] ?? [],
    })
    // Nobody listens on port 9: the connection fails after the one question.
    expect([await faultFrom(() => door.get('http://localhost:9/')), asked]).to.deep.equal([
      'HELP_CENTER_UNREACHABLE',
      1,
    ])
  })

  it('that does not exist is no address', async () => {
    expect(await faultFrom(ask('llm.example', []))).to.equal('HELP_CENTER_UNREACHABLE')
  })
})
