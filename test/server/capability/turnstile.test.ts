import { expect } from 'chai'
import { openCapability, payloadDigest } from '../../../server/capability/capability.ts'
import type { CapabilityBar, Presented } from '../../../server/capability/turnstile.ts'
import { type CapabilityGround, capabilityGround, type Minted } from '../../support/capability-ground.ts'
import { genuineAllow } from '../../support/model-ground.ts'
import { POSTGRES } from '../../support/test-database.ts'
import { LEAVING } from '../../support/turnstiles.ts'

const DAY = 86_400_000
const PASSED = { outcome: 'passed' } as const

describe('the turnstile', () => {
  let ground: CapabilityGround
  beforeEach(async () => {
    ground = await capabilityGround()
  })
  afterEach(() => ground.store.close())
  const refused = (bar: CapabilityBar) => ({ outcome: 'refused', bar })

  it('lets a capability pass for the request that it was made out for, and tells the log before', async () => {
    expect(await ground.turnstile.pass(await ground.mint(), ground.present())).to.deep.equal(PASSED)
    expect(ground.told()).to.deep.equal(['egress.sent'])
  })

  it('takes no capability twice', async () => {
    const token = await ground.mint()
    await ground.turnstile.pass(token, ground.present())
    expect(await ground.turnstile.pass(token, ground.present())).to.deep.equal(refused('SPENT'))
    expect(ground.told()).to.deep.equal(['egress.sent', 'egress.refused (SPENT)'])
  })

  // A thousand at once is about the file’s one writer.
  if (POSTGRES === null)
    it('lets one of a thousand pass that hold the same capability at once', async () => {
      const token = await ground.mint()
      const all = await Promise.all(
        Array.from({ length: 1_000 }, () => ground.turnstile.pass(token, ground.present())),
      )
      expect(all.filter(({ outcome }) => outcome === 'passed')).to.have.length(1)
      expect(ground.told().filter((told) => told === 'egress.sent')).to.have.length(1)
    }).timeout(240_000)

  const NONE: Readonly<Record<string, [unknown, CapabilityBar]>> = {
    nothing: [undefined, 'MISSING'],
    'an empty one': ['', 'MISSING'],
    'a made-up one': ['e30.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA', 'ALTERED'],
    'an object': [{ account: 'acme' }, 'ALTERED'],
  }
  for (const [name, [token, bar]] of Object.entries(NONE))
    it(`refuses ${name}`, async () => {
      expect(await ground.turnstile.pass(token, ground.present())).to.deep.equal(refused(bar))
      expect(ground.told()).to.deep.equal([`egress.refused (${bar})`])
    })

  /** One thing is other than what was decided. The door sees what stands at it; the capability what was decided. */
  const FOREIGN: Readonly<Record<string, Partial<Minted>>> = {
    account: { accountId: 'other' },
    ticket: { leaving: { ...LEAVING, ticketRef: 'another-ticket' } },
    draft: { leaving: { ...LEAVING, about: { kind: 'draft', ref: 'draft-2' } } },
    'kind of thing': { leaving: { ...LEAVING, about: { kind: 'summary', ref: 'draft-1' } } },
    'set of fields': { leaving: { ...LEAVING, fields: ['requester_text', 'subject'] } },
    'set of articles': { leaving: { ...LEAVING, articles: [] } },
    body: { body: '{"model":"n"}' },
    host: { host: 'localhost:10' },
    region: { region: 'US', allow: genuineAllow('self-hosted', 'US') },
  }
  for (const [name, change] of Object.entries(FOREIGN))
    it(`refuses one for another ${name}, and does not spend it`, async () => {
      const token = await ground.mint(change)
      expect(await ground.turnstile.pass(token, ground.present())).to.deep.equal(refused('FOREIGN'))
      const opened = openCapability(ground.keys.capabilityKey, token)
      const {
        leaving,
        body,
        allow: _,
        ends: __,
        ...rest
      } = { leaving: LEAVING, body: undefined, ...change } as Minted
      const there: Partial<Presented> = {
        ...leaving,
        ...rest,
        ...(body === undefined ? {} : { payload: payloadDigest(body) }),
      }
      ground.standing = { epoch: opened?.epoch ?? -1, scopeHash: opened?.scope ?? '' }
      expect(await ground.turnstile.pass(token, ground.present(there))).to.deep.equal(PASSED)
    })

  it('refuses one once the consent has moved on', async () => {
    const token = await ground.mint()
    ground.standing = { epoch: ground.allow.consentEpoch + 1, scopeHash: ground.allow.scopeHash }
    expect(await ground.turnstile.pass(token, ground.present())).to.deep.equal(refused('STALE'))
  })

  it('refuses one once the scope was narrowed', async () => {
    const token = await ground.mint()
    ground.standing = { epoch: ground.allow.consentEpoch, scopeHash: 'f'.repeat(64) }
    expect(await ground.turnstile.pass(token, ground.present())).to.deep.equal(refused('STALE'))
  })

  it('refuses one for a ticket that nobody knows any more', async () => {
    const token = await ground.mint()
    ground.standing = null
    expect(await ground.turnstile.pass(token, ground.present())).to.deep.equal(refused('STALE'))
  })

  it('refuses one that the store was never told of', async () => {
    const token = await ground.mint()
    ground.store.tamper((database) => database.exec('delete from capability'))
    expect(await ground.turnstile.pass(token, ground.present())).to.deep.equal(refused('SPENT'))
  })

  describe('as the clock goes', () => {
    /** Milliseconds after the decision, and whether the door still opens. */
    const CLOCKS: readonly [number, boolean][] = [
      [0, true],
      [1, true],
      [59_999, true],
      [60_000, false],
      [60_001, false],
      [DAY, false],
      [-1, false],
      [-60_000, false],
      [-DAY, false],
    ]
    for (const [ms, opens] of CLOCKS)
      it(`${opens ? 'takes' : 'refuses'} one ${ms} ms after it was made`, async () => {
        const token = await ground.mint()
        ground.world.pass(ms)
        const answer = await ground.turnstile.pass(token, ground.present())
        expect(answer).to.deep.equal(opens ? PASSED : refused('EXPIRED'))
      })

    it('takes none again that was swept, though the clock is set back', async () => {
      const token = await ground.mint()
      await ground.turnstile.pass(token, ground.present())
      ground.world.pass(DAY)
      const until = ground.world.now().toISOString()
      expect(await ground.store.transact((tx) => tx.sweepCapabilities(until))).to.equal(1)
      ground.world.pass(-DAY)
      expect(await ground.turnstile.pass(token, ground.present())).to.deep.equal(refused('SPENT'))
    })

    it('is swept of what has expired, and of nothing else', async () => {
      await ground.mint()
      ground.world.pass(30_000)
      const later = await ground.mint()
      ground.world.pass(30_000)
      const until = ground.world.now().toISOString()
      expect(await ground.store.transact((tx) => tx.sweepCapabilities(until))).to.equal(1)
      expect(await ground.turnstile.pass(later, ground.present())).to.deep.equal(PASSED)
    })
  })

  it('spends nothing when the log cannot be written', async () => {
    const token = await ground.mint()
    const actor = { kind: 'agent', ref: 'no reference but a sentence' } as const
    const outcome = await ground.turnstile.pass(token, ground.present({ actor })).catch(() => 'thrown')
    expect(outcome).to.equal('thrown')
    expect(await ground.turnstile.pass(token, ground.present())).to.deep.equal(PASSED)
  })

  it('keeps neither the token nor what is secret in it', async () => {
    const token = await ground.mint()
    await ground.turnstile.pass(token, ground.present())
    const jti = openCapability(ground.keys.capabilityKey, token)?.jti ?? 'none'
    const stored = JSON.stringify([
      ground.store.rows('select * from capability'),
      ground.store.rows('select * from audit_entry'),
    ])
    for (const secret of [token, jti, token.split('.')[1] ?? 'none']) expect(stored).not.to.include(secret)
  })
})
