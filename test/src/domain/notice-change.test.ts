import { expect } from 'chai'
import { type NoticeFacts, WRITTEN_PARTS, type WrittenNotice } from '../../../src/domain/notice.ts'
import {
  changedFacts,
  changedParts,
  FACT_NAMES,
  type FactName,
  isSameSpeech,
  materialFacts,
  meaningParts,
  missingParts,
  placeOf,
} from '../../../src/domain/notice-change.ts'
import { MODEL_NOTICE_FACTS, PLAIN_FACTS, PROVIDER } from '../../support/notice-ground.ts'

const words = (change: Partial<WrittenNotice> = {}): WrittenNotice => ({
  ...(Object.fromEntries(
    WRITTEN_PARTS.map((part) => [part, `Words of ${part}.`]),
  ) as unknown as WrittenNotice),
  ...change,
})
const withRecipient = (change: Partial<typeof PROVIDER>): NoticeFacts => ({
  ...MODEL_NOTICE_FACTS,
  recipient: { ...PROVIDER, ...change },
})

describe('a change of a notice’s facts', () => {
  const MATERIAL: Readonly<Record<string, readonly [NoticeFacts, readonly FactName[]]>> = {
    'another provider': [withRecipient({ provider: 'openai-eu' }), ['provider']],
    'another host': [withRecipient({ host: 'api.mistral.ai' }), ['host']],
    'another region': [withRecipient({ region: 'US' }), ['region']],
    'another retention at the provider': [withRecipient({ retention: 'zdr' }), ['providerRetention']],
    'another recipient': [{ ...MODEL_NOTICE_FACTS, recipients: ['extractive@local'] }, ['recipients']],
    'a longer consent': [{ ...MODEL_NOTICE_FACTS, grantDays: 365 }, ['grantDays']],
    'a shorter consent': [{ ...MODEL_NOTICE_FACTS, grantDays: 30 }, ['grantDays']],
    'questions kept for longer': [{ ...MODEL_NOTICE_FACTS, questionDays: 90 }, ['questionDays']],
    'the requester’s other tickets': [
      { ...MODEL_NOTICE_FACTS, coversOtherTickets: true },
      ['coversOtherTickets'],
    ],
    'another legal basis': [{ ...MODEL_NOTICE_FACTS, legalBasis: 'legitimate_interest' }, ['legalBasis']],
    'no provider any more': [
      PLAIN_FACTS,
      ['provider', 'host', 'region', 'model', 'providerRetention', 'recipients'],
    ],
  }
  for (const [name, [after, facts]] of Object.entries(MATERIAL))
    it(`is material: ${name}`, () => {
      expect(materialFacts(MODEL_NOTICE_FACTS, after)).to.deep.equal(facts)
      expect(changedFacts(MODEL_NOTICE_FACTS, after)).to.deep.equal(facts)
    })

  it('is material when a ticket field comes in, and not when one goes', () => {
    const fewer: NoticeFacts = { ...PLAIN_FACTS, fields: ['requester_text'] }
    expect(materialFacts(fewer, PLAIN_FACTS)).to.deep.equal(['fields'])
    expect(materialFacts(PLAIN_FACTS, fewer)).to.deep.equal([])
    expect(changedFacts(PLAIN_FACTS, fewer)).to.deep.equal(['fields'])
    const swapped: NoticeFacts = { ...PLAIN_FACTS, fields: ['subject'] }
    expect(materialFacts(fewer, swapped)).to.deep.equal(['fields'])
  })

  it('is not material when the same provider has another model', () => {
    const after = withRecipient({ model: 'mistral-large' })
    expect(changedFacts(MODEL_NOTICE_FACTS, after)).to.deep.equal(['model'])
    expect(materialFacts(MODEL_NOTICE_FACTS, after)).to.deep.equal([])
  })

  it('is none when the same is only said in another order', () => {
    const turned = { ...MODEL_NOTICE_FACTS, recipients: [...MODEL_NOTICE_FACTS.recipients].reverse() }
    expect(changedFacts(MODEL_NOTICE_FACTS, turned)).to.deep.equal([])
    expect(new Set(FACT_NAMES).size).to.equal(FACT_NAMES.length)
  })
})

describe('what a notice lacks', () => {
  for (const part of WRITTEN_PARTS)
    it(`is named when it is empty: ${part}`, () => {
      const missing = missingParts({ en: words(), de: words({ [part]: ' \n ' }) }, ['en', 'de'])
      expect(missing.map(placeOf)).to.deep.equal([`de.${part}`])
    })

  it('is a whole language where nothing is written, of those switched on only', () => {
    expect(missingParts({ en: words() }, ['en', 'fr', 'pl']).map(placeOf)).to.deep.equal(['fr', 'pl'])
    expect(missingParts({ en: words(), de: words({ dpo: '' }) }, ['en'])).to.deep.equal([])
  })
})

describe('a change of a notice’s words', () => {
  it('is listed by language and part, in the languages that both have', () => {
    const before = { en: words(), de: words() }
    const after = { en: words({ dpo: 'Jo' }), de: words(), fr: words({ title: 'x' }) }
    expect(changedParts(before, after).map(placeOf)).to.deep.equal(['en.dpo'])
    expect(meaningParts(before, after).map(placeOf)).to.deep.equal(['en.dpo'])
    const respelt = { en: words({ dpo: 'WORDS  of dpo.' }) }
    expect(changedParts(before, respelt).map(placeOf)).to.deep.equal(['en.dpo'])
    expect(meaningParts(before, respelt)).to.deep.equal([])
  })

  const SPELLING: Readonly<Record<string, readonly [string, string]>> = {
    'spaces and lines': ['We keep  it.\nLong', 'We keep it. Long'],
    capitals: ['your consent', 'Your consent'],
    'quotes and dashes': ['the "tool" - ours', 'the “tool” – ours'],
    'two letters in the wrong order': ['We recieve it', 'We receive it'],
    'a letter too few of two': ['your adress', 'your address'],
    'a letter too many': ['the persson', 'the person'],
  }
  for (const [name, [before, after]] of Object.entries(SPELLING))
    it(`is spelling alone: ${name}`, () => {
      expect(isSameSpeech(before, after)).to.equal(true)
      expect(isSameSpeech(after, before)).to.equal(true)
    })

  const MEANING: Readonly<Record<string, readonly [string, string]>> = {
    'one letter that turns the sense': ['We are unable to', 'We are enable to'],
    'a word more': ['It is kept', 'It is not kept'],
    'a word less': ['It is never kept', 'It is kept'],
    'another number': ['30 days', '90 days'],
    'digits in another order': ['12345 days', '13245 days'],
    'another address': ['dpo@acme.example', 'dpo@amce.example'],
    'short words with letters changed': ['no', 'on'],
    'the first letters changed': ['trial', 'rtial'],
    'another word': ['six months', 'ten months'],
    'another word of the same length': ['delete', 'record'],
    'an accent': ['nous demandons', 'nous démandons'],
    'a comma': ['not, for us', 'not for us'],
    'words in another order': ['they inform agents', 'agents inform they'],
    'a Japanese sentence, which has no spaces': ['記録は保存されます', '記録は保存さされます'],
    'an Arabic word whose letters changed places': ['الموافقة عليها', 'المواقفة عليها'],
    nothing: ['words', ''],
  }
  for (const [name, [before, after]] of Object.entries(MEANING))
    it(`may be meaning: ${name}`, () => {
      expect(isSameSpeech(before, after)).to.equal(false)
      expect(isSameSpeech(after, before)).to.equal(false)
    })
})
