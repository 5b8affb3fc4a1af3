import { expect } from 'chai'
import { fill, formatAgo, formatMoment, loadPageWords, plural } from '../../../src/console/words.ts'
import { STAFF_LANGUAGES } from '../../../src/domain/staff-language.ts'

function sentences(words: unknown, path = ''): Map<string, string> {
  if (typeof words === 'string') return new Map([[path, words]])
  return new Map(
    Object.entries(words as object).flatMap(([key, value]) => [...sentences(value, `${path}.${key}`)]),
  )
}

const ENGLISH = await loadPageWords('en')

describe('the console’s sentences', () => {
  it('never use a word that stands for something else here', () => {
    const all = [...sentences(ENGLISH.words).values()].join(' ')
    expect(all.length).to.be.greaterThan(10_000)
    expect(all).not.to.match(/whitelist|dump|log line|opt-in|confidence|\bcase\b/i)
  })

  it('come in the language of the agent, with those of the sidebar', async () => {
    const titles: Record<string, string> = {}
    for (const language of STAFF_LANGUAGES) {
      const page = await loadPageWords(`${language}-XX`)
      expect(page.language).to.equal(language)
      expect(page.direction).to.equal(language === 'ar' ? 'rtl' : 'ltr')
      expect(page.gate.draft.make).to.not.equal('')
      titles[language] = page.words.nav.articles
    }
    expect(new Set(Object.values(titles)).size).to.equal(STAFF_LANGUAGES.length)
  })

  it('read English throughout for a language that they do not know', async () => {
    expect(await loadPageWords('sv')).to.deep.equal(ENGLISH)
  })

  it('keep a place visible when its value is missing', () => {
    expect(fill('{a} and {b}', { a: 1 })).to.equal('1 and {b}')
  })

  it('count in the language of the page', () => {
    const forms = { one: '{count} entry', other: '{count} entries' }
    expect(plural(forms, 1, 'en')).to.equal('1 entry')
    expect(plural(forms, 1_284, 'de')).to.equal('1.284 entries')
    // French counts nothing in the singular, and has a form of its own for millions that falls back.
    expect(plural(forms, 0, 'fr')).to.equal('0 entry')
    expect(plural(forms, 1_000_000, 'fr')).to.match(/^1\D000\D000 entries$/)
  })

  it('may count in more forms than English has', () => {
    const forms = {
      one: '{count} wpis',
      few: '{count} wpisy',
      many: '{count} wpisów',
      other: '{count} wpisu',
    }
    const said = [1, 3, 5, 22].map((count) => plural(forms, count, 'pl'))
    expect(said).to.deep.equal(['1 wpis', '3 wpisy', '5 wpisów', '22 wpisy'])
    expect(plural({ one: '{count}件', other: '{count}件' }, 1, 'ja')).to.equal('1件')
  })

  it('tell how long ago, and show a time that is none as it stands', () => {
    const now = Date.UTC(2026, 10, 23, 12)
    expect(formatAgo('2026-11-23T09:30:00.000Z', now, 'en')).to.equal('2 hours ago')
    expect(formatAgo('2026-11-23T12:00:05.000Z', now, 'en')).to.equal('now')
    expect(formatAgo('', now, 'en')).to.equal('')
    expect(formatMoment('soon', 'en')).to.equal('soon')
  })
})
