import { expect } from 'chai'
import {
  directionOf,
  documentLanguageOf,
  STAFF_LANGUAGES,
  staffLanguageOf,
} from '../../../src/domain/staff-language.ts'

describe('the language of the helpdesk’s own people', () => {
  const locales: Record<string, string> = {
    de: 'de',
    'de-AT': 'de',
    DE: 'de',
    'en-GB': 'en',
    fr: 'fr',
    'fr-CA': 'fr',
    'es-419': 'es',
    ES: 'es',
    'pt-PT': 'pt-BR',
    'ja-JP': 'ja',
  }
  for (const [locale, language] of Object.entries(locales))
    it(`is ${language} for ${locale}`, () => expect(staffLanguageOf(locale)).to.equal(language))

  for (const locale of ['', 'sv', 'den', 'frx', 'constructor', '../de', 'x'.repeat(100)])
    it(`is English for what it does not know: "${locale.slice(0, 12)}"`, () =>
      expect(staffLanguageOf(locale)).to.equal('en'))

  it('is found again by its own name', () => {
    expect(STAFF_LANGUAGES.map((language) => staffLanguageOf(language))).to.deep.equal(STAFF_LANGUAGES)
  })

  it('hands on a document in English where it is not written in the language of the page', () => {
    expect(['de-AT', 'fr', 'ar', 'pt-BR', ''].map(documentLanguageOf)).to.deep.equal([
      'de',
      'fr',
      'en',
      'en',
      'en',
    ])
  })

  it('runs from the right only in Arabic, Hebrew, Persian and Urdu', () => {
    const told = ['ar', 'AR-eg', 'he', 'fa', 'ur', 'en', 'arn', ''].filter(
      (tag) => directionOf(tag) === 'rtl',
    )
    expect(told).to.deep.equal(['ar', 'AR-eg', 'he', 'fa', 'ur'])
  })
})
