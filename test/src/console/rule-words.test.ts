import { expect } from 'chai'
import { articleNames, describeSelector } from '../../../src/console/rule-words.ts'
import { loadPageWords } from '../../../src/console/words.ts'
import type { ArticleSelector } from '../../../src/domain/scope.ts'
import { brandedArticles } from '../../support/console-data.ts'

const ROWS = brandedArticles()
const PAGES = { en: await loadPageWords('en'), de: await loadPageWords('de') }

function read(selector: ArticleSelector, language: 'en' | 'de'): string {
  return describeSelector(selector, articleNames(ROWS, language), PAGES[language].words, language)
}

describe('a rule in plain words', () => {
  const rules: Record<string, [ArticleSelector, string, string]> = {
    category: [
      { categoryId: '100' },
      'Category “Orders and delivery” in all languages',
      'Kategorie „Bestellung und Lieferung“ in allen Sprachen',
    ],
    section: [
      { sectionId: '210' },
      'Section “Returns” in all languages',
      'Abschnitt „Rückgaben“ in allen Sprachen',
    ],
    'section in one language': [
      { sectionId: '210', locale: 'de' },
      'Section “Returns” only in German',
      'Abschnitt „Rückgaben“ nur auf Deutsch',
    ],
    article: [
      { articleId: 'zendesk:210001' },
      'Article “Return period” in all languages',
      'Artikel „Rückgabefrist“ in allen Sprachen',
    ],
    label: [{ label: 'faq' }, 'Label “faq” in all languages', 'Stichwort „faq“ in allen Sprachen'],
    language: [{ locale: 'de' }, 'Every article in German', 'Jeder Artikel auf Deutsch'],
    'label within a section in one language': [
      { sectionId: '120', label: 'faq', locale: 'en-us' },
      'Section “Delivery” with label “faq” only in English (US)',
      'Abschnitt „Lieferung“ mit Stichwort „faq“ nur auf Englisch (USA)',
    ],
    brand: [
      { brandId: '36002' },
      'Brand “Larch & Loft Pro” in all languages',
      'Marke „Larch & Loft Pro“ in allen Sprachen',
    ],
    'section of a brand': [
      { sectionId: '210', brandId: '36002' },
      'Section “Returns” of brand “Larch & Loft Pro” in all languages',
      'Abschnitt „Rückgaben“ der Marke „Larch & Loft Pro“ in allen Sprachen',
    ],
    'what is no longer synced': [
      { sectionId: '999' },
      'Section “999 (not synced)” in all languages',
      'Abschnitt „999 (nicht synchronisiert)“ in allen Sprachen',
    ],
    'no condition at all': [
      {},
      'Nothing (a rule without a condition names no article)',
      'Nichts (eine Regel ohne Bedingung betrifft keinen Artikel)',
    ],
  }
  for (const [name, [selector, english, german]] of Object.entries(rules)) {
    it(`reads ${name}`, () => {
      expect(read(selector, 'en')).to.equal(english)
      expect(read(selector, 'de')).to.equal(german)
    })
  }

  it('keeps a language code that no browser knows', () => {
    expect(read({ locale: 'not a code' }, 'en')).to.equal('Every article in not a code')
  })

  it('names a place in the reader’s language, else in English, whatever the order', () => {
    for (const rows of [ROWS, ROWS.toReversed()]) {
      expect(articleNames(rows, 'de').categories.get('100')).to.equal('Bestellung und Lieferung')
      for (const language of ['en', 'fr'])
        expect(articleNames(rows, language).categories.get('100')).to.equal('Orders and delivery')
    }
  })
})
