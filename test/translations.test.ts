import { readdirSync, readFileSync } from 'node:fs'
import { expect } from 'chai'
import { ENTRY_TYPES } from '../server/audit/index.ts'
import { duplicateKeys } from '../server/cli/duplicate-keys.ts'
import { REQUESTER_LANGUAGES } from '../src/domain/notice.ts'
import { STAFF_LANGUAGES } from '../src/domain/staff-language.ts'
import { PLACES, type Place, placeOf, sentencePlaces } from './support/sentence-places.ts'
import { sourceFiles } from './support/source-files.ts'

const FOLDER = new URL('../translations/', import.meta.url)
const FILES = readdirSync(FOLDER).sort()
/** What a requester reads. */
const REQUESTER = new URL('../server/words/', import.meta.url)
const REQUESTER_FILES = readdirSync(REQUESTER).sort()

/** Path to text; items of a list by their position. Every leaf must be a string. */
function textsOf(value: unknown, path = ''): ReadonlyMap<string, string> {
  if (typeof value === 'string') return new Map([[path, value]])
  expect(typeof value, path).to.equal('object')
  expect(value, path).to.not.equal(null)
  return new Map(
    Object.entries(value as object).flatMap(([key, inner]) => [
      ...textsOf(inner, path === '' ? key : `${path}.${key}`),
    ]),
  )
}

const placeholdersOf = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1]).sort()
const read = (file: string, folder = FOLDER) => readFileSync(new URL(file, folder), 'utf8')
const texts = (file: string, folder = FOLDER) => textsOf(JSON.parse(read(file, folder)))

/** Plural groups of English: their other languages may need more forms. */
function pluralGroups(value: unknown, path = ''): readonly string[] {
  if (typeof value === 'string') return []
  const inner = Object.entries(Object(value))
  const keys = inner.map(([key]) => key).sort()
  if (keys.join() === 'one,other' && inner.every(([, text]) => typeof text === 'string')) return [path]
  return inner.flatMap(([key, one]) => pluralGroups(one, path === '' ? key : `${path}.${key}`))
}

/** The forms that a language needs for what is counted here: nobody counts millions of drafts. */
function formsOf(language: string): ReadonlySet<string> {
  const rules = new Intl.PluralRules(language)
  return new Set(['one', 'other', ...Array.from({ length: 1_000 }, (_, count) => rules.select(count))])
}

/** What a language must say, by its path, with the English sentence that it stands for. */
function wantedTexts(language: string): ReadonlyMap<string, string> {
  const english = texts('en.json')
  const wanted = new Map(english)
  for (const group of pluralGroups(JSON.parse(read('en.json'))))
    for (const form of formsOf(language)) {
      const path = `${group}.${form}`
      if (!wanted.has(path)) wanted.set(path, english.get(`${group}.other`) ?? '')
    }
  return wanted
}

/** Names and single words may be the same in a language; a longer text that stands among the English ones was forgotten. */
function leftEnglish(reference: ReadonlyMap<string, string>, other: ReadonlyMap<string, string>): string[] {
  const english = new Set(reference.values())
  return [...other]
    .filter(([, text]) => english.has(text) && text.split(/\s+/).length > 3)
    .map(([key]) => key)
}

/** How `other` differs from `reference`: missing, surplus, empty, other placeholders. */
function differences(reference: ReadonlyMap<string, string>, other: ReadonlyMap<string, string>): string[] {
  const missing = [...reference.keys()].filter((key) => !other.has(key)).map((key) => `${key} is missing`)
  const surplus = [...other.keys()].filter((key) => !reference.has(key)).map((key) => `${key} is only here`)
  const wrong = [...other].flatMap(([key, text]) => {
    if (text.trim() === '') return [`${key} is empty`]
    const expected = placeholdersOf(reference.get(key) ?? text)
    return placeholdersOf(text).join() === expected.join() ? [] : [`${key} has other placeholders`]
  })
  return [...missing, ...surplus, ...wrong]
}

/** Letters that fit where the text stands, in the narrowest window; what is longer breaks the line or the place. */
const ROOM: Readonly<Record<Place | 'nav' | 'group', number>> = {
  button: 52,
  head: 44,
  chip: 50,
  tab: 26,
  nav: 32,
  group: 38,
}

/** In Latin letters: a Chinese or Japanese sign takes two of them, a vowel sign above another letter none. */
function widthOf(text: string): number {
  const signs = [...text.replace(/\{\w+\}/g, '00')].filter((sign) => !/\p{M}/u.test(sign))
  return signs.reduce((sum, sign) => sum + (/[\u3000-\u9fff\uff00-\uffef]/.test(sign) ? 2 : 1), 0)
}

function tooLong(sentences: ReadonlyMap<string, string>, places: ReadonlyMap<string, Place>): string[] {
  return [...sentences].flatMap(([path, text]) => {
    const place = path.startsWith('console.nav.')
      ? 'nav'
      : path.startsWith('console.navGroup.')
        ? 'group'
        : placeOf(path, places)
    const over = place === undefined ? 0 : widthOf(text) - ROOM[place]
    return over > 0 ? [`${path} is ${over} too long for a ${place}: ${text}`] : []
  })
}

describe('the translations', () => {
  it('are in every language of the helpdesk’s own people', () => {
    expect(FILES).to.deep.equal(STAFF_LANGUAGES.map((language) => `${language}.json`).toSorted())
  })

  for (const language of STAFF_LANGUAGES) {
    const file = `${language}.json`
    it(`say the same things with the same placeholders, and nothing twice or empty: ${file}`, () => {
      expect(duplicateKeys(read(file))).to.deep.equal([])
      expect(texts('en.json').size).to.be.greaterThan(1_000)
      expect(differences(wantedTexts(language), texts(file))).to.deep.equal([])
    })
  }

  for (const language of STAFF_LANGUAGES.filter((known) => known !== 'en'))
    it(`are not left in English: ${language}.json`, () => {
      expect(leftEnglish(texts('en.json'), texts(`${language}.json`))).to.deep.equal([])
    })

  it('for requesters are in all their languages', () => {
    const wanted = REQUESTER_LANGUAGES.map((language) => `${language}.json`).toSorted()
    expect(REQUESTER_FILES).to.deep.equal(wanted)
  })

  for (const file of REQUESTER_FILES)
    it(`for requesters say the same things, and nothing twice or empty: ${file}`, () => {
      expect(duplicateKeys(read(file, REQUESTER))).to.deep.equal([])
      expect(texts('en.json', REQUESTER).size).to.be.greaterThan(50)
      expect(differences(texts('en.json', REQUESTER), texts(file, REQUESTER))).to.deep.equal([])
    })

  for (const file of REQUESTER_FILES.filter((name) => name !== 'en.json'))
    it(`for requesters are not English: ${file}`, () => {
      const english = texts('en.json', REQUESTER)
      const same = [...texts(file, REQUESTER)].filter(([key, text]) => english.get(key) === text)
      // The names of companies are the same everywhere.
      expect(same.map(([key]) => key).filter((key) => !key.startsWith('provider.'))).to.deep.equal([])
    })

  it('for requesters are all read by the server', () => {
    const code = sourceFiles('server')
      .filter(({ path }) => path !== 'server/words.ts')
      .map(({ text }) => text)
      .join('\n')
    // By ids of the configuration or the domain: `test/server/notice-texts.test.ts` and the receipts ask for each.
    const byId =
      /^(provider|retention|region)\.|^notice\.(headings|facts\.(field|basis))\.|^consentReceipt\.localeReason\./
    const keys = [...texts('en.json', REQUESTER).keys()].filter((key) => !byId.test(key))
    expect(keys.length).to.be.greaterThan(30)
    const unread = keys.filter((key) => {
      const name = key.split('.').at(-1) ?? ''
      return !new RegExp(`\\.${name}\\b|'${name}'|\\{[^}]*\\b${name}\\b[^}]*\\} = `).test(code)
    })
    expect(unread).to.deep.equal([])
  })

  it('would be found different', () => {
    const english = new Map([
      ['a', 'Hello {name}'],
      ['b', 'Bye'],
      ['c', 'See {x} and {y}'],
    ])
    const german = new Map([
      ['a', 'Hallo {nahme}'],
      ['c', 'Siehe {y} und {x}'],
      ['d', ' '],
    ])
    expect(differences(english, german)).to.deep.equal([
      'b is missing',
      'd is only here',
      'a has other placeholders',
      'd is empty',
    ])
    const words = new Map([['a', 'One two three four']])
    expect(leftEnglish(words, words)).to.deep.equal(['a'])
  })

  for (const language of STAFF_LANGUAGES)
    it(`fit on the button, chip, tab, column or line of the navigation that they stand on: ${language}`, () => {
      expect(tooLong(texts(`${language}.json`), sentencePlaces())).to.deep.equal([])
    })

  it('are known by where they stand, and would be found too long there', () => {
    const places = sentencePlaces()
    for (const place of PLACES)
      expect([...places.values()].filter((found) => found === place).length, place).to.be.greaterThan(5)
    expect(placeOf('console.common.save', places)).to.equal('button')
    expect(placeOf('console.incidents.tab.switch', places)).to.equal('tab')
    expect(placeOf('console.overview.title', places)).to.equal(undefined)
    const long = new Map([['console.common.save', 'x'.repeat(53)]])
    expect(tooLong(long, places)).to.deep.equal([
      `console.common.save is 1 too long for a button: ${'x'.repeat(53)}`,
    ])
    expect(tooLong(new Map([['console.nav.sync', '同'.repeat(17)]]), places).length).to.equal(1)
    expect(widthOf('مُنحت {count}')).to.equal(7)
  })

  it('name every act that the audit log can hold, and no other', () => {
    const { types } = JSON.parse(read('en.json')).console.audit
    expect(Object.keys(types).sort()).to.deep.equal(
      ENTRY_TYPES.map((type) => type.replaceAll('.', '_')).sort(),
    )
  })

  it('count in the forms of their language', () => {
    expect(
      pluralGroups({ a: { one: 'x', other: 'y' }, b: { c: { one: 'x', other: 'y' } }, d: 'z' }),
    ).to.deep.equal(['a', 'b.c'])
    expect(pluralGroups(JSON.parse(read('en.json'))).length).to.be.greaterThan(50)
    expect([...formsOf('fr')].sort()).to.deep.equal(['one', 'other'])
    expect([...formsOf('pl')].sort()).to.deep.equal(['few', 'many', 'one', 'other'])
    expect(formsOf('ar').size).to.equal(6)
  })
})
