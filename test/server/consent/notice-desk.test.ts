import { expect } from 'chai'
import {
  activateNoticeDraft,
  discardNoticeDraft,
  readNoticeVersion,
  saveNoticeDraft,
  setNoticeLocales,
  startNoticeDraft,
  viewNotices,
} from '../../../server/consent/index.ts'
import type { DraftRows } from '../../../server/drafting/index.ts'
import {
  ART_13_FIELDS,
  REQUESTER_LANGUAGES,
  type RequesterLanguage,
  WRITTEN_PARTS,
  type WrittenNotice,
} from '../../../src/domain/notice.ts'
import type { NoticeChange, NoticesView } from '../../../src/domain/notice-api.ts'
import { loggedIn } from '../../support/access-ground.ts'
import { faultFrom, wholeFaultFrom } from '../../support/fault-from.ts'
import {
  MODEL_NOTICE_FACTS,
  type NoticeGround,
  noticeGround,
  OFFICER,
  PLAIN_FACTS,
} from '../../support/notice-ground.ts'

describe('the desk of notices', () => {
  let ground: NoticeGround
  beforeEach(async () => {
    ground = await noticeGround()
  })
  afterEach(() => ground.store.close())

  const within = <T>(act: (tx: DraftRows) => Promise<T>) => ground.store.transact(act)
  const view = () => within((tx) => viewNotices(ground.rooms, tx, OFFICER))
  const draft = async () => {
    const { draft: found } = await view()
    if (found === null) throw new Error('there is no draft')
    return found
  }
  const start = (from: 'active' | 'built_in' = 'active') =>
    within((tx) => startNoticeDraft(ground.rooms, tx, OFFICER, from))
  const built = (locale: RequesterLanguage) => ground.rooms.notice.builtIn(locale, ground.facts)
  const save = async (locale: RequesterLanguage, change: Partial<WrittenNotice>) => {
    const { saved, written } = await draft()
    const words = { ...(written[locale] ?? built(locale)), ...change }
    await within((tx) => saveNoticeDraft(ground.rooms, tx, OFFICER, { saved, locale, words }))
  }
  const activate = async (change: NoticeChange = 'version') => {
    const { draft: found, factsDigest } = await view()
    const order = { saved: found?.saved ?? null, factsDigest, change }
    await within((tx) => activateNoticeDraft(ground.rooms, tx, OFFICER, order))
  }
  const named = ({ active }: NoticesView) => `${active.version}.${active.revision} ${active.origin}`
  const locales = (...wanted: RequesterLanguage[]) =>
    within((tx) => setNoticeLocales(ground.rooms, tx, OFFICER, wanted))

  it('shows the active notice, who made it, and what each version changed', async () => {
    await start()
    await save('en', { dpo: 'Jo Ferrer, dpo@acme.example.' })
    await activate()
    const { active, versions, draft: left, standing } = await view()
    expect(left).to.equal(null)
    expect(standing).to.equal('current')
    expect(active.texts.en?.sections[0]?.text).to.contain('Jo Ferrer')
    expect(versions.map((row) => [row.version, row.origin, row.activatedBy, row.changes])).to.deep.equal([
      [2, 'written', '9002', ['en.dpo']],
      [1, 'generated', null, []],
    ])
    const old = await within((tx) => readNoticeVersion(tx, OFFICER, 1, 0))
    expect(JSON.stringify(old.texts.en)).to.not.contain('Jo Ferrer')
    expect(await faultFrom(() => within((tx) => readNoticeVersion(tx, OFFICER, 3, 0)))).to.equal('NOT_FOUND')
  })

  for (const part of WRITTEN_PARTS)
    it(`refuses to activate, and activates nothing, without ${part}`, async () => {
      await start()
      await save('fr', { [part]: '  ' })
      const entries = (await loggedIn(ground.store)).length
      const fault = await wholeFaultFrom(activate)
      expect(fault.code).to.equal('NOTICE_INCOMPLETE')
      expect(fault.detail.invalid).to.deep.equal([`fr.${part}`])
      expect(named(await view())).to.equal('1.0 generated')
      expect(await loggedIn(ground.store)).to.have.length(entries)
      expect((await draft()).missing).to.deep.equal([{ locale: 'fr', part }])
      await save('fr', { [part]: 'Voilà.' })
      await activate()
      expect(named(await view())).to.equal('2.0 written')
    })

  it('has all thirteen fields of Art. 13 among those', () => {
    expect(ART_13_FIELDS.filter((field) => !WRITTEN_PARTS.includes(field))).to.deep.equal([])
  })

  for (const locale of REQUESTER_LANGUAGES)
    it(`refuses to activate, and activates nothing, without the enabled language ${locale}`, async () => {
      await locales(...REQUESTER_LANGUAGES.filter((other) => other !== locale))
      await start()
      const [other = 'en'] = REQUESTER_LANGUAGES.filter((each) => each !== locale)
      await save(other, { lead: 'May we?' })
      await activate()
      await locales(...REQUESTER_LANGUAGES)
      await start()
      const before = named(await view())
      const fault = await wholeFaultFrom(activate)
      expect([fault.code, fault.detail.invalid]).to.deep.equal(['NOTICE_INCOMPLETE', [locale]])
      expect(named(await view())).to.equal(before)
      const { saved } = await draft()
      await within((tx) => saveNoticeDraft(ground.rooms, tx, OFFICER, { saved, locale, words: null }))
      await activate('correction')
      expect((await view()).active.locales).to.deep.equal([...REQUESTER_LANGUAGES])
    })

  it('names everything that is missing at once', async () => {
    await start()
    await save('en', { dpo: '', rights: '' })
    await save('pl', { complaint: '' })
    const fault = await wholeFaultFrom(activate)
    expect(fault.detail.invalid).to.deep.equal(['en.dpo', 'en.rights', 'pl.complaint'])
  })

  it('makes a new version by default, also for a typo', async () => {
    await start()
    await save('en', { lead: `${built('en').lead} ` })
    await save('en', { rights: built('en').rights.replace('erasure', 'ersaure') })
    await activate()
    expect(named(await view())).to.equal('2.0 written')
  })

  it('keeps the version for a correction of spelling, and counts it', async () => {
    await start()
    await save('en', { rights: built('en').rights.replace('erasure', 'ersaure') })
    await activate()
    await start()
    await save('en', { rights: built('en').rights })
    expect((await draft()).meaning).to.deep.equal([])
    await activate('correction')
    const seen = await view()
    // Every word is the built-in one again: it follows the configuration by itself again.
    expect(named(seen)).to.equal('2.1 generated')
    expect((await loggedIn(ground.store)).at(-1)).to.include({
      type: 'notice.activated',
      decision: 'corrected',
    })
  })

  for (const field of WRITTEN_PARTS)
    it(`refuses a correction that says something else, and activates nothing: ${field}`, async () => {
      await start()
      await save('de', { [field]: 'Etwas anderes.' })
      const fault = await wholeFaultFrom(() => activate('correction'))
      expect([fault.code, fault.detail.invalid]).to.deep.equal(['NOTICE_MEANING_CHANGED', [`de.${field}`]])
      expect(named(await view())).to.equal('1.0 generated')
    })

  it('refuses a correction when a fact changed that consents hang on', async () => {
    await start()
    await save('en', { dpo: 'Jo.' })
    await activate()
    await start()
    ground.facts = { ...PLAIN_FACTS, grantDays: 30 }
    const seen = await view()
    expect([seen.standing, seen.draft?.material]).to.deep.equal(['outdated', ['grantDays']])
    const fault = await wholeFaultFrom(() => activate('correction'))
    expect([fault.code, fault.detail.invalid]).to.deep.equal(['NOTICE_MEANING_CHANGED', ['grantDays']])
    expect(named(await view())).to.equal('2.0 written')
    await activate('version')
    expect(named(await view())).to.equal('3.0 written')
  })

  it('refuses a correction when this release frames the facts in other words', async () => {
    await start()
    ground.reword = (frame) => ({ ...frame, rights: { ...frame.rights, heading: 'What you may do' } })
    expect((await draft()).otherRelease).to.equal(true)
    expect((await wholeFaultFrom(() => activate('correction'))).code).to.equal('NOTICE_MEANING_CHANGED')
  })

  it('makes the new version from the new facts in one act, with the words kept', async () => {
    await start()
    await save('en', { dpo: 'Jo Ferrer.' })
    await activate()
    ground.facts = MODEL_NOTICE_FACTS
    expect((await view()).standing).to.equal('outdated')
    await activate()
    const seen = await view()
    expect([named(seen), seen.standing, seen.changedFacts]).to.deep.equal(['3.0 written', 'current', []])
    const text = JSON.stringify(seen.active.texts.en)
    expect(text).to.contain('Jo Ferrer.').and.to.contain('api.eu.mistral.ai')
  })

  it('never writes over what somebody else has saved or activated meanwhile', async () => {
    await start()
    const { saved } = await draft()
    await save('en', { dpo: 'Jo.' })
    const late = {
      'saves a language': (tx: DraftRows) =>
        saveNoticeDraft(ground.rooms, tx, OFFICER, { saved, locale: 'en', words: built('en') }),
      discards: (tx: DraftRows) => discardNoticeDraft(ground.rooms, tx, OFFICER, saved),
      'starts another': (tx: DraftRows) => startNoticeDraft(ground.rooms, tx, OFFICER, 'built_in'),
      activates: async (tx: DraftRows) =>
        activateNoticeDraft(ground.rooms, tx, OFFICER, {
          saved,
          factsDigest: (await viewNotices(ground.rooms, tx, OFFICER)).factsDigest,
          change: 'version',
        }),
    }
    for (const [name, act] of Object.entries(late))
      expect(await faultFrom(() => within(act)), name).to.equal('CONFLICT')
    expect((await draft()).written.en?.dpo).to.equal('Jo.')
    expect(named(await view())).to.equal('1.0 generated')
  })

  it('activates only the facts that were seen', async () => {
    await start()
    await save('en', { dpo: 'Jo.' })
    await activate()
    const seen = await view()
    ground.facts = MODEL_NOTICE_FACTS
    const order = { saved: null, factsDigest: seen.factsDigest, change: 'version' } as const
    expect(
      await faultFrom(() => within((tx) => activateNoticeDraft(ground.rooms, tx, OFFICER, order))),
    ).to.equal('CONFLICT')
    expect(named(await view())).to.equal('2.0 written')
  })

  it('discards a draft, and then has none', async () => {
    await start('built_in')
    const { saved } = await draft()
    await within((tx) => discardNoticeDraft(ground.rooms, tx, OFFICER, saved))
    expect((await view()).draft).to.equal(null)
    expect((await loggedIn(ground.store)).map(({ type }) => type)).to.deep.equal([
      'notice.activated',
      'notice.draft_saved',
      'notice.draft_discarded',
    ])
  })

  it('switches languages of a generated notice at once, as a correction', async () => {
    await view()
    await locales('pl', 'en')
    const seen = await view()
    expect([named(seen), seen.active.locales, seen.locales]).to.deep.equal([
      '1.1 generated',
      ['en', 'pl'],
      ['en', 'pl'],
    ])
    await locales('en', 'pl', 'fr')
    expect(named(await view())).to.equal('1.2 generated')
    expect((await view()).versions[0]?.changes).to.deep.equal(['+fr'])
    expect(await faultFrom(() => locales())).to.equal('BAD_REQUEST')
    expect((await view()).locales).to.deep.equal(['en', 'fr', 'pl'])
  })

  it('keeps its words out of the log', async () => {
    await start()
    await save('en', { dpo: 'Jo Ferrer' })
    await activate()
    const log = JSON.stringify(await loggedIn(ground.store))
    expect(log)
      .to.not.contain('Ferrer')
      .and.to.not.match(/\b9002\b/)
  })
})
