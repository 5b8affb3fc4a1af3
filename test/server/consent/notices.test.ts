import { expect } from 'chai'
import type { OpenStore } from '../../../server/adapters/sqlite-store.ts'
import { createAuditLog } from '../../../server/audit/index.ts'
import { activateNotice, type Notice, noticeLocale, readNotice } from '../../../server/consent/index.ts'
import { loggedIn } from '../../support/access-ground.ts'
import { failing } from '../../support/audit-log.ts'
import { fakeWorld } from '../../support/fake-world.ts'
import { faultFrom } from '../../support/fault-from.ts'
import { memoryStore, tempKeyring } from '../../support/memory-store.ts'
import { NOTICE_TEXTS, RECIPIENTS } from '../../support/ticket-ground.ts'

describe('the notice', () => {
  const world = fakeWorld()
  const rooms = { world, audit: createAuditLog(world, tempKeyring()) }
  const given = { texts: NOTICE_TEXTS, recipients: RECIPIENTS }
  let store: OpenStore

  beforeEach(async () => {
    store = await memoryStore()
  })
  afterEach(() => store.close())

  function activate(change: Partial<typeof given> = {}): Promise<Notice> {
    return store.transact((tx) => activateNotice(rooms, tx, 'acme', { ...given, ...change }))
  }

  it('is activated once, and stays at its version while it says the same', async () => {
    const turned = { de: NOTICE_TEXTS.de, en: NOTICE_TEXTS.en }
    const versions = [
      (await activate()).version,
      (await activate()).version,
      (await activate({ texts: turned })).version,
    ]
    expect(versions).to.deep.equal([1, 1, 1])
    expect((await loggedIn(store)).map(({ type }) => type)).to.deep.equal(['notice.activated'])
  })

  it('gets a new version with one other word, or another recipient', async () => {
    await activate()
    const texts = { ...NOTICE_TEXTS, en: { ...NOTICE_TEXTS.en, lead: 'May we, please?' } }
    expect((await activate({ texts })).version).to.equal(2)
    expect((await activate({ recipients: ['openai-compatible@eu'] })).version).to.equal(3)
    expect((await activate()).version).to.equal(4)
  })

  it('keeps every version as it was read', async () => {
    const first = await activate()
    await activate({ recipients: ['openai-compatible@eu'] })
    const [old, current, none, other] = await store.transact(async (tx) => [
      await tx.noticeByVersion('acme', 1),
      await readNotice(tx, 'acme'),
      await tx.noticeByVersion('acme', 3),
      await tx.noticeByVersion('other', 1),
    ])
    expect(old).to.deep.equal(first)
    expect(current?.recipients).to.deep.equal(['openai-compatible@eu'])
    expect([none, other]).to.deep.equal([null, null])
  })

  it('is not activated when the entry cannot be written', async () => {
    const code = await faultFrom(() =>
      store.transact((tx) =>
        activateNotice(rooms, failing(tx, 'writeAuditEntry', new Error('full')), 'acme', given),
      ),
    )
    expect(code).to.equal('AUDIT_UNAVAILABLE')
    expect(await faultFrom(() => store.transact((tx) => readNotice(tx, 'acme')))).to.equal(
      'STORE_UNAVAILABLE',
    )
  })

  it('is shown in the language wanted, or the nearest that it has', async () => {
    const notice = await activate()
    const shown = Object.fromEntries(
      ['de', 'DE', 'de-AT', 'en-us', 'fr', ''].map((wanted) => [wanted, noticeLocale(notice, wanted)]),
    )
    expect(shown).to.deep.equal({ de: 'de', DE: 'de', 'de-AT': 'de', 'en-us': 'en', fr: 'en', '': 'en' })
  })
})
