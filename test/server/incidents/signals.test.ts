import { expect } from 'chai'
import type { OpenStore } from '../../../server/adapters/sqlite-store.ts'
import { type Act, createAuditLog } from '../../../server/audit/index.ts'
import { findSignals } from '../../../server/incidents/signals.ts'
import { ACCOUNT, act } from '../../support/audit-log.ts'
import { fakeWorld, HOUR } from '../../support/fake-world.ts'
import { memoryStore, tempKeyring } from '../../support/memory-store.ts'

describe('what may be an incident', () => {
  let store: OpenStore
  let world: ReturnType<typeof fakeWorld>
  beforeEach(async () => {
    store = await memoryStore()
    world = fakeWorld()
  })
  afterEach(() => store.close())

  async function done(times: number, change: Partial<Act>): Promise<void> {
    const log = createAuditLog(world, tempKeyring())
    for (let each = 0; each < times; each += 1)
      await store.transact((tx) => log.append(tx, ACCOUNT, act(change)))
  }
  const found = async () =>
    (await store.transact((tx) => findSignals({ world }, tx, ACCOUNT, 'intact'))).map(({ kind, count }) => [
      kind,
      count,
    ])

  const SIGNALS: Record<string, readonly [number, Partial<Act>, string]> = {
    'permits that somebody tried to forge': [
      3,
      { type: 'egress.refused', detail: { bar: 'ALTERED' } },
      'permits_refused',
    ],
    'calls to a provider that were refused': [
      10,
      { type: 'egress.refused', detail: { bar: 'CONSENT' } },
      'egress_refused',
    ],
    'page loads that were refused': [30, { type: 'session.refused' }, 'sign_ins_refused'],
    'exports of people': [20, { type: 'export.made' }, 'many_exports'],
    'webhooks that were refused': [5, { type: 'webhook.refused', decision: 'forged' }, 'webhooks_refused'],
    'exports of the log': [20, { type: 'audit.exported' }, 'many_exports'],
  }
  for (const [name, [least, change, kind]] of Object.entries(SIGNALS))
    it(`is asked about from ${least} ${name} within a day, not from one less`, async () => {
      await done(least - 1, change)
      expect(await found()).to.deep.equal([])
      await done(1, change)
      expect(await found()).to.deep.equal([[kind, least]])
      world.pass(25 * HOUR)
      expect(await found()).to.deep.equal([])
    })

  it('counts refused webhooks that were too many for an entry each', async () => {
    await done(1, { type: 'webhook.refused', decision: 'forged', detail: { passedOver: 3 } })
    expect(await found()).to.deep.equal([])
    await done(1, { type: 'webhook.refused', decision: 'stale', detail: { passedOver: 995 } })
    expect(await found()).to.deep.equal([['webhooks_refused', 1_000]])
  })
})
