import { expect } from 'chai'
import fc from 'fast-check'
import {
  LIVES_MS,
  mintCapability,
  openCapability,
  payloadDigest,
  setDigest,
} from '../../../server/capability/capability.ts'
import { type Allow, decideProbe, isAllow } from '../../../src/domain/decide.ts'
import { BODY, type CapabilityGround, capabilityGround } from '../../support/capability-ground.ts'
import { faultFrom } from '../../support/fault-from.ts'
import { tempKeyring } from '../../support/memory-store.ts'
import { genuineAllow } from '../../support/model-ground.ts'
import { LEAVING } from '../../support/turnstiles.ts'

describe('a capability', () => {
  let ground: CapabilityGround
  before(async () => {
    ground = await capabilityGround()
  })
  after(() => ground.store.close())

  const minting = (change: object = {}) => ({
    accountId: 'acme',
    leaving: LEAVING,
    request: { payload: payloadDigest(BODY), bytes: BODY.length },
    host: 'localhost:9',
    region: 'local',
    now: ground.world.now(),
    ends: [],
    ...change,
  })

  it('names all that was decided, and lives a minute', async () => {
    const opened = openCapability(ground.keys.capabilityKey, await ground.mint())
    const now = ground.world.now().getTime()
    expect(opened).to.deep.include({
      account: 'acme',
      ticket: LEAVING.ticketRef,
      about: 'draft/draft-1',
      scope: ground.allow.scopeHash,
      epoch: ground.allow.consentEpoch,
      host: 'localhost:9',
      region: 'local',
      fields: setDigest(['requester_text']),
      articles: setDigest(LEAVING.articles),
      payload: payloadDigest(BODY),
      iat: now,
      exp: now + LIVES_MS,
    })
    expect(opened?.jti).to.match(/^[\w-]{22}$/)
  })

  const PROBE = { ticketRef: '', about: { kind: 'probe', ref: 't' }, fields: [], articles: [] } as const
  const CARRIES: Readonly<Record<string, object>> = {
    'a ticket': { ticketRef: 'ticket-ref' },
    'a field of a ticket': { fields: ['subject'] },
    'an article': { articles: ['a'.repeat(64)] },
    'a draft': { about: { kind: 'draft', ref: 'draft-1' } },
  }
  for (const [name, change] of Object.entries(CARRIES))
    it(`of a test is made for nothing that carries ${name}`, async () => {
      const probe = decideProbe({ provider: 'self-hosted', region: 'local', stops: [] })
      expect(isAllow(probe)).to.equal(false)
      if (probe.outcome === 'refused') throw new Error('the gate was expected to let it through')
      const mint = (leaving: object) => mintCapability(ground.keys, probe, minting({ leaving }))
      expect(await faultFrom(async () => mint({ ...PROBE, ...change }))).to.equal('GATE_BYPASSED')
      expect(mint(PROBE).token).to.not.equal('')
      const foreign = { leaving: PROBE, region: 'US' }
      expect(await faultFrom(async () => mintCapability(ground.keys, probe, minting(foreign)))).to.equal(
        'GATE_BYPASSED',
      )
    })

  it('of a draft is not made for a test', async () => {
    const mint = async () => mintCapability(ground.keys, ground.allow, minting({ leaving: PROBE }))
    expect(await faultFrom(mint)).to.equal('GATE_BYPASSED')
  })

  it('ends when the consent or the scope that it rests on does', async () => {
    const soon = new Date(ground.world.now().getTime() + 5_000).toISOString()
    const opened = openCapability(ground.keys.capabilityKey, await ground.mint({ ends: [null, soon] }))
    expect(opened?.exp).to.equal(Date.parse(soon))
  })

  it('is another one each time', async () => {
    expect(await ground.mint()).not.to.equal(await ground.mint())
  })

  const NO_YES: Readonly<Record<string, () => unknown>> = {
    nothing: () => undefined,
    'a copy of a yes': () => ({ ...genuineAllow() }),
    'a yes for another region': () => genuineAllow('self-hosted', 'US'),
  }
  for (const [name, made] of Object.entries(NO_YES))
    it(`is not made with ${name}`, async () => {
      const mint = async () => mintCapability(ground.keys, made() as Allow, minting())
      expect(await faultFrom(mint)).to.equal('GATE_BYPASSED')
    })

  it('opens with no other key, and not after any character of it was changed, cut or added', async () => {
    const token = await ground.mint()
    expect(openCapability(tempKeyring().capabilityKey, token)).to.equal(null)
    expect(openCapability(ground.keys.sessions.current().key, token)).to.equal(null)
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.= \n'
    let tried = 0
    for (let at = 0; at < token.length; at += 1)
      for (const letter of alphabet) {
        if (token[at] === letter) continue
        const changed = `${token.slice(0, at)}${letter}${token.slice(at + 1)}`
        tried += 1
        expect(openCapability(ground.keys.capabilityKey, changed)).to.equal(null)
      }
    expect(tried).to.be.greaterThan(30_000)
    for (const other of [
      token.slice(1),
      token.slice(0, -1),
      `${token}A`,
      `${token}.`,
      ` ${token}`,
      `${token}\n`,
    ])
      expect(openCapability(ground.keys.capabilityKey, other)).to.equal(null)
  })

  it('is nothing that anybody makes up', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.anything(),
          fc.base64String().map((text) => `${text}.${text}`),
        ),
        (made) => {
          expect(openCapability(ground.keys.capabilityKey, made)).to.equal(null)
        },
      ),
    )
  })

  it('takes a set for the same in any order, and for another with any other member', () => {
    expect(setDigest(['a', 'b', 'b'])).to.equal(setDigest(['b', 'a']))
    expect(setDigest(['a', 'b'])).not.to.equal(setDigest(['a,b']))
    expect(setDigest([])).not.to.equal(setDigest(['']))
  })
})
