import { readdirSync, readFileSync } from 'node:fs'
import { expect } from 'chai'
import { duplicateKeys } from '../server/cli/duplicate-keys.ts'
import { REQUESTER_LANGUAGES } from '../src/domain/notice.ts'
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

describe('the translations', () => {
  it('are English and German', () => {
    expect(FILES).to.deep.equal(['de.json', 'en.json'])
  })

  for (const file of FILES) {
    it(`say the same things with the same placeholders, and nothing twice or empty: ${file}`, () => {
      expect(duplicateKeys(read(file))).to.deep.equal([])
      expect(texts('en.json').size).to.be.greaterThan(3)
      expect(differences(texts('en.json'), texts(file))).to.deep.equal([])
    })
  }

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
  })
})
