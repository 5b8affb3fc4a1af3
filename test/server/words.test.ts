import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import { expect } from 'chai'
import { projectRoot } from '../../server/project-root.ts'
import { fillIn, loadWords } from '../../server/words.ts'
import { faultFrom } from '../support/fault-from.ts'
import { tempFolder } from '../support/temp-folder.ts'

function rootWith(change: (file: Record<string, unknown>) => unknown): URL {
  const folder = tempFolder()
  mkdirSync(`${folder}/translations`)
  for (const language of ['en', 'de']) {
    const file = readFileSync(new URL(`translations/${language}.json`, projectRoot()), 'utf8')
    writeFileSync(
      `${folder}/translations/${language}.json`,
      JSON.stringify(language === 'de' ? change(JSON.parse(file)) : JSON.parse(file)),
    )
  }
  return pathToFileURL(`${folder}/`)
}

describe('the words that the server says', () => {
  const words = loadWords(projectRoot())

  it('come in the language of the locale, and in English for any other', () => {
    for (const [locale, language] of [
      ['de', 'de'],
      ['de-AT', 'de'],
      ['DE', 'de'],
      ['en-us', 'en'],
      ['fr', 'en'],
      ['', 'en'],
      ['../de', 'en'],
      ['constructor', 'en'],
    ] as const)
      expect(words.languageOf(locale), locale).to.equal(language)
    expect(words.of('de').consentPage.grant).to.not.equal(words.of('en').consentPage.grant)
    expect(words.templates('de')).to.include({ locale: 'de' })
  })

  it('are filled by name; what has no name stays, so that a mistake shows', () => {
    expect(fillIn('See {url} and {other}', { url: 'https://x.example' })).to.equal(
      'See https://x.example and {other}',
    )
    expect(fillIn('{constructor} {toString} {__proto__}', {})).to.equal(
      '{constructor} {toString} {__proto__}',
    )
    expect(fillIn('{a}', { a: '{b}', b: 'c' })).to.equal('{b}')
    expect(fillIn('{a}', { a: '$& $1' })).to.equal('$& $1')
  })

  it('are not started with, when a file or a sentence is missing', async () => {
    const broken: ((file: Record<string, unknown>) => unknown)[] = [
      () => ({}),
      () => [],
      ({ server, ...rest }) => ({ ...rest, server: { ...(server as object), consentMessage: '' } }),
      ({ server, ...rest }) => ({ ...rest, server: { ...(server as object), notice: undefined } }),
    ]
    for (const change of broken)
      expect(await faultFrom(() => loadWords(rootWith(change)))).to.equal('CONFIG_INVALID')
    expect(await faultFrom(() => loadWords(pathToFileURL(`${tempFolder()}/`)))).to.equal('CONFIG_INVALID')
    expect(loadWords(rootWith((file) => file)).of('de').consentMessage).to.contain('{url}')
  })
})
