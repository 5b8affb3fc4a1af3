import { expect } from 'chai'
import { keepNotice, type Notice, noticeToAsk, versionInForce } from '../../../server/consent/index.ts'
import { enabledLocales } from '../../../server/consent/notice-keeping.ts'
import { REQUESTER_LANGUAGES } from '../../../src/domain/notice.ts'
import { loggedIn } from '../../support/access-ground.ts'
import { faultFrom } from '../../support/fault-from.ts'
import {
  MODEL_NOTICE_FACTS,
  type NoticeGround,
  noticeGround,
  PLAIN_FACTS,
  PROVIDER,
} from '../../support/notice-ground.ts'

describe('keeping the notice true', () => {
  let ground: NoticeGround
  beforeEach(async () => {
    ground = await noticeGround()
  })
  afterEach(() => ground.store.close())

  const keep = (fresh = false) =>
    ground.store.transact((tx) => keepNotice(ground.rooms, tx, 'acme', { fresh }))
  const named = ({ version, revision }: Notice) => `${version}.${revision}`
  /** As if somebody had written the active notice. */
  const written = async () => {
    const { notice } = await keep()
    await ground.store.transact((tx) =>
      tx.addNotice('acme', { ...notice, version: notice.version + 1, origin: 'written' }),
    )
  }

  it('makes one from the configuration, in every language, with nothing missing', async () => {
    const { notice, standing } = await keep(true)
    expect([named(notice), notice.origin, notice.activatedBy, standing]).to.deep.equal([
      '1.0',
      'generated',
      null,
      'current',
    ])
    expect(Object.keys(notice.texts)).to.deep.equal([...REQUESTER_LANGUAGES])
    expect(notice.facts).to.deep.equal(PLAIN_FACTS)
    expect((await loggedIn(ground.store)).map(({ type }) => type)).to.deep.equal(['notice.activated'])
  })

  it('leaves it alone while nothing changes, also over a start', async () => {
    await keep(true)
    expect(named((await keep()).notice)).to.equal('1.0')
    expect(named((await keep(true)).notice)).to.equal('1.0')
    expect(await loggedIn(ground.store)).to.have.length(1)
  })

  it('renews a generated one at the next reading: a new version for what a consent hangs on', async () => {
    await keep(true)
    ground.facts = MODEL_NOTICE_FACTS
    const { notice, standing, changed } = await keep()
    expect([named(notice), standing, changed]).to.deep.equal(['2.0', 'current', []])
    expect(notice.recipients).to.deep.equal(MODEL_NOTICE_FACTS.recipients)
    for (const text of Object.values(notice.texts))
      expect(JSON.stringify(text)).to.contain('api.eu.mistral.ai')
  })

  it('corrects a generated one, and keeps its version, when only the model is another or fields are fewer', async () => {
    ground.facts = MODEL_NOTICE_FACTS
    await keep(true)
    ground.facts = { ...MODEL_NOTICE_FACTS, recipient: { ...PROVIDER, model: 'mistral-large' } }
    const other = await keep()
    expect(named(other.notice)).to.equal('1.1')
    expect(JSON.stringify(other.notice.texts.en)).to.contain('mistral-large')
    ground.facts = { ...ground.facts, fields: ['requester_text'] }
    expect(named((await keep()).notice)).to.equal('1.2')
    ground.facts = { ...ground.facts, fields: ['requester_text', 'subject'] }
    expect(named((await keep()).notice)).to.equal('2.0')
  })

  it('gives a generated one the languages that a release adds, as a correction: consents hold', async () => {
    const { notice } = await keep()
    const { 'pt-BR': _, ...texts } = notice.texts
    const { 'pt-BR': __, ...words } = notice.written
    const earlier = { ...notice, version: 2, digest: 'of the release before', texts, written: words }
    await ground.store.transact((tx) => tx.addNotice('acme', earlier))
    const kept = await keep(true)
    expect([named(kept.notice), versionInForce(kept)]).to.deep.equal(['2.1', 2])
    expect(Object.keys(kept.notice.texts)).to.deep.equal([...REQUESTER_LANGUAGES])
    // What was read stays as it was read.
    for (const [language, text] of Object.entries(texts))
      expect(kept.notice.texts[language]).to.deep.equal(text)
  })

  it('leaves a written one in the languages that people wrote, until they switch on another', async () => {
    const { notice } = await keep()
    const { en, de } = notice.texts
    if (en === undefined || de === undefined) throw new Error('the notice has no English')
    const { en: own } = notice.written
    await ground.store.transact((tx) =>
      tx.addNotice('acme', {
        ...{ ...notice, version: 2, origin: 'written', texts: { en, de } },
        written: own === undefined ? {} : { en: own, de: own },
      }),
    )
    const kept = await keep(true)
    expect([named(kept.notice), Object.keys(kept.notice.texts)]).to.deep.equal(['2.0', ['en', 'de']])
    expect(await ground.store.transact((tx) => enabledLocales(tx, 'acme'))).to.deep.equal(['en', 'de'])
    await ground.store.transact((tx) => tx.setNoticeLocales('acme', ['en', 'pt-BR'], notice.activatedAt))
    expect(await ground.store.transact((tx) => enabledLocales(tx, 'acme'))).to.deep.equal(['en', 'pt-BR'])
  })

  it('makes a new version at start when another release says the same in other words', async () => {
    await keep(true)
    ground.reword = (frame) => ({ ...frame, rights: { ...frame.rights, heading: 'What you may do' } })
    expect(named((await keep(true)).notice)).to.equal('2.0')
  })

  it('calls a written one outdated when a recipient is new: nobody is asked with it, no consent holds under it', async () => {
    await written()
    ground.facts = MODEL_NOTICE_FACTS
    const kept = await keep(true)
    expect([named(kept.notice), kept.standing, versionInForce(kept)]).to.deep.equal(['2.0', 'outdated', 0])
    expect(kept.changed).to.include.members(['provider', 'host', 'recipients'])
    const asking = () => ground.store.transact((tx) => noticeToAsk(ground.rooms, tx, 'acme'))
    expect(await faultFrom(asking)).to.equal('NOTICE_OUTDATED')
    expect((await loggedIn(ground.store)).map(({ type }) => type)).to.deep.equal(['notice.activated'])
    ground.facts = PLAIN_FACTS
    expect(versionInForce(await keep())).to.equal(2)
    expect(named(await asking())).to.equal('2.0')
  })

  it('calls a written one behind when nothing moved that a consent hangs on, and lets it be used', async () => {
    await written()
    ground.facts = { ...PLAIN_FACTS, fields: ['requester_text'] }
    const kept = await keep(true)
    expect([named(kept.notice), kept.standing, versionInForce(kept)]).to.deep.equal(['2.0', 'behind', 2])
    expect(kept.changed).to.deep.equal(['fields'])
  })
})
