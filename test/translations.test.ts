import { readdirSync, readFileSync } from 'node:fs'
import { expect } from 'chai'
import { duplicateKeys } from '../server/cli/duplicate-keys.ts'

const FOLDER = new URL('../translations/', import.meta.url)
const FILES = readdirSync(FOLDER).sort()

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
const read = (file: string) => readFileSync(new URL(file, FOLDER), 'utf8')
const texts = (file: string) => textsOf(JSON.parse(read(file)))

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
