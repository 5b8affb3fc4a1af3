import { expect } from 'chai'
import {
  followTicketScope,
  narrowTicketScope,
  noteFacets,
  parseStoredScope,
  renewTicketScope,
  scopeHashOf,
} from '../../../server/tickets/index.ts'
import type { ArticleSelection, Scope } from '../../../src/domain/scope.ts'
import type { ScopePolicy } from '../../../src/domain/scope-resolution.ts'
import { UNKNOWN_FACETS } from '../../../src/domain/ticket.ts'
import { loggedIn } from '../../support/access-ground.ts'
import { failing } from '../../support/audit-log.ts'
import { DAY } from '../../support/fake-world.ts'
import { faultFrom } from '../../support/fault-from.ts'
import { SCOPE } from '../../support/gate-cases.ts'
import { AGENT, type TicketGround, ticketGround } from '../../support/ticket-ground.ts'

const POLICY: ScopePolicy = {
  version: 1,
  actions: ['draft', 'rewrite', 'search'],
  fields: ['requester_text', 'subject', 'locale'],
  drafter: { drafter: 'extractive', provider: 'extractive', region: 'local' },
  draftsPerTicket: 10,
  maxChars: 4_000,
  validDays: 30,
}
const ALLOWLIST: ArticleSelection = { allow: [{ sectionId: 's1' }], deny: [] }
const NO_ARTICLES: ArticleSelection = { allow: [], deny: [] }

/** A change to the stored text of a good scope, after which it must mean "no". */
const UNREADABLE: Record<string, unknown> = {
  'an unknown key': { ...SCOPE, tools: ['send'] },
  'an unknown key deep inside': { ...SCOPE, limits: { ...SCOPE.limits, tokens: 1 } },
  'an unknown key of a selector': {
    ...SCOPE,
    articles: { allow: [{ sectionId: 's1', brand: 'x' }], deny: [] },
  },
  'an unknown action': { ...SCOPE, actions: ['draft', 'send'] },
  'an unknown field': { ...SCOPE, fields: ['internal_note'] },
  'an unknown drafter': { ...SCOPE, drafter: { ...SCOPE.drafter, drafter: 'magic' } },
  'an unknown visibility': { ...SCOPE, visibility: 'everything' },
  'a negative limit': { ...SCOPE, limits: { draftsPerTicket: -1, maxChars: 1 } },
  'a limit in words': { ...SCOPE, limits: { draftsPerTicket: '10', maxChars: 1 } },
  'an end that is no time': { ...SCOPE, expiresAt: 'never' },
  'an end without a zone': { ...SCOPE, expiresAt: '2026-12-20T09:00:00' },
  'no end': { ...SCOPE, expiresAt: undefined },
  'no deny list': { ...SCOPE, articles: { allow: [] } },
  'a list': [SCOPE],
  'a word': 'everything',
  null: null,
}

describe('the stored scope of a ticket', () => {
  it('is read when it is one that this version fully understands', () => {
    expect(parseStoredScope(JSON.stringify(SCOPE))).to.deep.equal(SCOPE)
  })

  for (const [name, value] of Object.entries(UNREADABLE))
    it(`means no with ${name}`, () => {
      expect(parseStoredScope(JSON.stringify(value))).to.equal(null)
    })

  it('means no when it is no JSON, or nothing', () => {
    expect([parseStoredScope('{'), parseStoredScope(''), parseStoredScope(null)]).to.deep.equal([
      null,
      null,
      null,
    ])
  })

  it('is read once while its text is small beside what is remembered, and forgotten for what is large', () => {
    /** About 300 characters each, of which no other scope has any. */
    const scopeOf = (name: string, articles: number) => {
      const allow = Array.from({ length: articles }, (_, at) => ({
        articleId: `${name}-${at}`.padEnd(280, 'x'),
      }))
      return JSON.stringify({ ...SCOPE, articles: { allow, deny: [] } })
    }
    const isRemembered = (text: string) => {
      const read = parseStoredScope(text)
      return parseStoredScope(text) === read
    }
    const small = scopeOf('small', 1)
    const first = parseStoredScope(small)
    expect(first).to.not.equal(null)
    expect(parseStoredScope(small)).to.equal(first)
    // Larger than all that is remembered: read each time, and nothing is forgotten for it.
    const selection = JSON.parse(scopeOf('large', 2_000)).articles
    const large = JSON.stringify({ ...SCOPE, within: Array.from({ length: 5 }, () => selection) })
    expect(large.length).to.be.greaterThan(2_097_152)
    expect([parseStoredScope(large) === null, isRemembered(large)]).to.deep.equal([false, false])
    expect(parseStoredScope(small)).to.equal(first)
    // Eight of half a million bytes are more than fits beside it, far fewer than 2,000.
    for (let at = 0; at < 8; at += 1) expect(isRemembered(scopeOf(`middle-${at}`, 900))).to.equal(true)
    expect(parseStoredScope(small)).to.not.equal(first)
    expect(parseStoredScope(small)).to.deep.equal(first)
  })

  it('has a hash that its spelling does not change, and its content does', () => {
    const turned = Object.fromEntries(Object.entries(SCOPE).reverse()) as unknown as Scope
    expect(scopeHashOf(turned)).to.equal(scopeHashOf(SCOPE))
    expect(scopeHashOf({ ...SCOPE, actions: ['draft'] })).not.to.equal(scopeHashOf(SCOPE))
  })
})

describe('the scope of a ticket over time', () => {
  let ground: TicketGround

  beforeEach(async () => {
    ground = await ticketGround()
  })
  afterEach(() => ground.store.close())

  async function fix(policy: ScopePolicy | null = POLICY, allowlist = ALLOWLIST): Promise<Scope | null> {
    const ticket = await ground.ticket()
    return ground.store.transact((tx) =>
      followTicketScope(ground.rooms, tx, AGENT, ticket, {
        policy,
        allowlist,
        allowlistVersion: 1,
        now: ground.world.now(),
      }),
    )
  }

  it('follows policy and allowlist at once, each time with an entry that names both hashes', async () => {
    const first = (await fix()) as Scope
    ground.world.pass(DAY)
    const followed = (await fix({ ...POLICY, version: 2, actions: ['search'] })) as Scope
    expect(followed.actions).to.deep.equal(['search'])
    expect(followed.expiresAt).to.equal(first.expiresAt)
    const { scope, scopeHash } = await ground.ticket()
    expect(parseStoredScope(scope)).to.deep.equal(followed)
    expect(scopeHash).to.equal(scopeHashOf(followed))
    expect((await loggedIn(ground.store)).at(-1)).to.deep.include({
      type: 'scope.followed',
      detail: { from: scopeHashOf(first), to: scopeHashOf(followed), policy: 2 },
    })
  })

  it('is looked at again without an entry when nothing differs', async () => {
    await fix()
    const entries = (await loggedIn(ground.store)).length
    await fix({ ...POLICY, version: 2 })
    expect((await loggedIn(ground.store)).length).to.equal(entries)
    expect((await ground.ticket()).scopeBasis).to.equal('2/1')
  })

  it('is the stored one itself where nothing differs, so that its digest is not made again', async () => {
    await fix()
    const { scope } = await ground.ticket()
    expect(await fix()).to.equal(parseStoredScope(scope))
    const other = await fix({ ...POLICY, version: 2, maxChars: 300 })
    expect(other).not.to.equal(parseStoredScope(scope))
    expect(other?.limits.maxChars).to.equal(300)
  })

  it('keeps what an agent took from it when the policy gives more', async () => {
    const scope = (await fix({ ...POLICY, actions: ['draft', 'search'] })) as Scope
    const before = await ground.ticket()
    await ground.store.transact((tx) =>
      narrowTicketScope(ground.rooms, tx, AGENT, before, scope, { removeActions: ['draft'] }),
    )
    expect((await fix())?.actions).to.deep.equal(['rewrite', 'search'])
  })

  it('means no while the policy cannot be read, and stays as it was stored', async () => {
    await fix()
    const stored = (await ground.ticket()).scope
    expect(await fix(null)).to.equal(null)
    expect((await ground.ticket()).scope).to.equal(stored)
  })

  it('keeps what was taken from a scope that was stored without its beginning', async () => {
    await fix({ ...POLICY, actions: ['search'], validDays: 3 })
    ground.store.tamper((db) => db.prepare('update ticket set scope_since = null, narrowing = null').run())
    ground.world.pass(DAY)
    const followed = await fix()
    expect(followed?.actions).to.deep.equal(['search'])
    expect(followed?.expiresAt).to.equal('2026-11-23T09:00:00.000Z')
  })

  it('forgets nothing that was said of where the ticket stands, until the helpdesk says it itself', async () => {
    const rule = {
      id: 'legal',
      name: 'Legal',
      when: { brandIds: ['9'] },
      restrict: { actions: ['search' as const] },
    }
    const policy = { ...POLICY, rules: [rule] }
    const say = async (brandId: string, confirmed: boolean) => {
      const ticket = await ground.ticket()
      await ground.store.transact((tx) =>
        noteFacets(ground.rooms, tx, AGENT.accountId, ticket, { ...UNKNOWN_FACETS, brandId }, confirmed),
      )
      return (await fix(policy))?.actions
    }
    expect((await fix(policy))?.actions).to.deep.equal(['search'])
    expect(await say('8', false)).to.deep.equal(['draft', 'rewrite', 'search'])
    expect(await say('9', false)).to.deep.equal(['search'])
    expect(await say('8', false)).to.deep.equal(['search'])
    expect(await say('8', true)).to.deep.equal(['draft', 'rewrite', 'search'])
  })

  it('is not fixed before an allowlist permits anything', async () => {
    expect((await fix(POLICY, NO_ARTICLES))?.articles).to.deep.equal(NO_ARTICLES)
    expect((await ground.ticket()).scope).to.equal(null)
    expect((await fix())?.articles).to.deep.equal(ALLOWLIST)
  })

  it('stays shut, and is not made anew, when what is stored cannot be read', async () => {
    await fix()
    ground.store.tamper((db) => db.prepare(`update ticket set scope = '{"tools":1}'`).run())
    expect(await fix()).to.equal(null)
    expect((await ground.ticket()).scope).to.equal('{"tools":1}')
  })

  it('is narrowed with an entry that names both hashes, and stays narrow', async () => {
    const scope = (await fix()) as Scope
    const before = await ground.ticket()
    const narrowed = await ground.store.transact((tx) =>
      narrowTicketScope(ground.rooms, tx, AGENT, before, scope, { removeActions: ['rewrite'] }),
    )
    expect(narrowed.actions).to.deep.equal(['draft', 'search'])
    expect(await fix()).to.deep.equal(narrowed)
    expect((await ground.ticket()).revision).to.equal(before.revision + 1)
    const entry = (await loggedIn(ground.store)).at(-1)
    expect(entry).to.deep.include({
      type: 'scope.narrowed',
      detail: { from: scopeHashOf(scope), to: scopeHashOf(narrowed) },
    })
  })

  it('is not narrowed when the entry cannot be written', async () => {
    const scope = (await fix()) as Scope
    const ticket = await ground.ticket()
    const code = await faultFrom(() =>
      ground.store.transact((tx) =>
        narrowTicketScope(
          ground.rooms,
          failing(tx, 'writeAuditEntry', new Error('full')),
          AGENT,
          ticket,
          scope,
          {
            removeActions: ['draft'],
          },
        ),
      ),
    )
    expect(code).to.equal('AUDIT_UNAVAILABLE')
    expect(await fix()).to.deep.equal(scope)
  })

  it('begins anew when it is renewed, with an entry', async () => {
    await fix()
    ground.world.pass(31 * DAY)
    const ticket = await ground.ticket()
    const renewed = await ground.store.transact((tx) =>
      renewTicketScope(ground.rooms, tx, { ...AGENT, roles: ['admin'] }, ticket, {
        policy: { ...POLICY, actions: ['draft'] },
        allowlist: ALLOWLIST,
        allowlistVersion: 1,
        now: ground.world.now(),
      }),
    )
    expect(renewed.expiresAt).to.equal('2027-01-20T09:00:00.000Z')
    expect(await fix({ ...POLICY, actions: ['draft'] })).to.deep.equal(renewed)
    expect((await loggedIn(ground.store)).at(-1)).to.deep.include({
      type: 'scope.renewed',
      detail: { to: scopeHashOf(renewed) },
    })
  })
})
