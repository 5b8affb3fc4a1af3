import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect } from 'chai'
import { createProviderDoor, type ProviderDoor } from '../../../../server/adapters/model/provider-door.ts'
import type { CapabilityBar } from '../../../../server/capability/index.ts'
import {
  BODY,
  type CapabilityGround,
  capabilityGround,
  type Minted,
} from '../../../support/capability-ground.ts'
import { childProgram } from '../../../support/child-program.ts'
import type { DoorOrder } from '../../../support/door-child.ts'
import { configFor, genuineAllow, never, PROVIDER_KEY } from '../../../support/model-ground.ts'
import { ownChildren } from '../../../support/own-children.ts'
import { envOf } from '../../../support/store-of.ts'
import { LEAVING } from '../../../support/turnstiles.ts'

const DAY = 86_400_000
const DOOR_CHILD = new URL('../../../support/door-child.ts', import.meta.url)

describe("the provider's door", () => {
  const own = ownChildren()
  let provider: { readonly baseUrl: string; connections: number; readonly keys: (string | undefined)[] }
  let server: Server
  let ground: CapabilityGround
  let door: ProviderDoor
  let passed: number
  beforeEach(async () => {
    server = createServer((request, response) => {
      provider.keys.push(request.headers.authorization)
      response.writeHead(200, { 'content-type': 'text/event-stream' }).end('data: [DONE]\n\n')
    })
    server.on('connection', () => {
      provider.connections += 1
    })
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    const { port } = server.address() as AddressInfo
    provider = { baseUrl: `http://localhost:${port}/v1`, connections: 0, keys: [] }
    ground = await capabilityGround(new URL(provider.baseUrl).host)
    const config = configFor(provider)
    door = createProviderDoor(config, ground.turnstile, { idleMs: 20_000, maxBytes: 200_000 })
    passed = 0
  })
  afterEach(async () => {
    await ground.store.close()
    server.closeAllConnections()
    server.close()
  })

  const knock = async (capability: unknown, through = door) => {
    const onPassed = () => {
      passed += 1
    }
    const request = { accountId: 'acme', leaving: LEAVING, body: BODY, onPassed, onSent: () => {} }
    const answer = await through.send(capability, request, never())
    if ('outcome' in answer) return answer.bar
    answer.close()
    return 'opened'
  }
  const mint = (change: Partial<Minted> = {}) => ground.mint(change)

  it('opens once for a capability, and adds the key itself', async () => {
    expect(await knock(await mint())).to.equal('opened')
    expect([provider.connections, passed]).to.deep.equal([1, 1])
    expect(provider.keys[0]).to.equal(`Bearer ${PROVIDER_KEY}`)
  })

  const CLOSED: Readonly<Record<string, [CapabilityBar, () => Promise<unknown> | unknown]>> = {
    'no capability': ['MISSING', () => undefined],
    'an altered one': [
      'ALTERED',
      async () => (await mint()).replace(/.$/, (last) => (last === 'A' ? 'B' : 'A')),
    ],
    'an expired one': [
      'EXPIRED',
      async () => {
        const token = await mint()
        ground.world.pass(60_000)
        return token
      },
    ],
    'one of a clock that was set back': [
      'EXPIRED',
      async () => {
        const token = await mint()
        ground.world.pass(-DAY)
        return token
      },
    ],
    'one of another account': ['FOREIGN', () => mint({ accountId: 'other' })],
    'one of another ticket': ['FOREIGN', () => mint({ leaving: { ...LEAVING, ticketRef: 'other' } })],
    'one of another host': ['FOREIGN', () => mint({ host: 'eu.api.openai.com' })],
    'one of another region': [
      'FOREIGN',
      () => mint({ region: 'US', allow: genuineAllow('self-hosted', 'US') }),
    ],
    'one of another body': ['FOREIGN', () => mint({ body: '{}' })],
    'one of another scope': [
      'STALE',
      async () => {
        const token = await mint()
        ground.standing = { epoch: ground.allow.consentEpoch, scopeHash: 'f'.repeat(64) }
        return token
      },
    ],
    'one of an earlier consent': [
      'STALE',
      async () => {
        const token = await mint()
        ground.standing = { epoch: ground.allow.consentEpoch + 1, scopeHash: ground.allow.scopeHash }
        return token
      },
    ],
  }
  for (const [name, [bar, made]] of Object.entries(CLOSED))
    it(`does not open for ${name}: no connection is made`, async () => {
      expect(await knock(await made())).to.equal(bar)
      expect([provider.connections, passed]).to.deep.equal([0, 0])
    })

  it('does not open again for a capability that was used', async () => {
    const token = await mint()
    expect([await knock(token), await knock(token)]).to.deep.equal(['opened', 'SPENT'])
    expect(provider.connections).to.equal(1)
  })

  it('opens once for each capability that two servers hold at the same time', async () => {
    const tokens = await Promise.all(Array.from({ length: 40 }, () => mint()))
    const program = childProgram(DOOR_CHILD)
    const children = [program, program].map((path) => own(fork(path, { execArgv: [] })))
    const { folder, standing } = ground
    const database = envOf(folder)['DATABASE_URL'] ?? null
    const order: DoorOrder = { folder, database, baseUrl: provider.baseUrl, body: BODY, standing }
    const tell = async (child: ChildProcess, told: DoorOrder | string): Promise<string> => {
      const answered = once(child, 'message')
      child.send(told)
      return String((await answered)[0])
    }
    const [one, two] = children as [ChildProcess, ChildProcess]
    expect(await Promise.all([tell(one, order), tell(two, order)])).to.deep.equal(['stands', 'stands'])
    const answers: string[] = []
    for (const [at, token] of tokens.entries()) {
      // Both at once, and each is told first as often as the other.
      const [first, second] = at % 2 === 0 ? [one, two] : [two, one]
      const told = new Map([first, second].map((child) => [child, tell(child, token)]))
      answers.push(`${await told.get(one)} ${await told.get(two)}`)
    }
    expect(answers.filter((each) => !['opened SPENT', 'SPENT opened'].includes(each))).to.deep.equal([])
    expect(provider.connections).to.equal(tokens.length)
    // Otherwise they did not race.
    expect(new Set(answers).size).to.equal(2)
  }).timeout(240_000)

  it('makes no connection and spends nothing for whoever has left', async () => {
    const token = await mint()
    const request = { accountId: 'acme', leaving: LEAVING, body: BODY, onPassed: () => {}, onSent: () => {} }
    const gone = await door.send(token, request, AbortSignal.abort('gone')).catch((error: unknown) => error)
    expect([gone, provider.connections]).to.deep.equal(['gone', 0])
    expect(await knock(token)).to.equal('opened')
  })
})
