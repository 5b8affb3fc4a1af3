import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import { expect } from 'chai'
import { projectRoot } from '../../server/project-root.ts'
import { fillIn, loadWords, projectWords, WORD_LANGUAGES } from '../../server/words.ts'
import { faultFrom } from '../support/fault-from.ts'
import { tempFolder } from '../support/temp-folder.ts'

const at = (path: string) => new URL(path, projectRoot())

/** A root with all words, one file of them changed. */
function rootWith(file: string, change: (json: Record<string, unknown>) => unknown): URL {
  const folder = tempFolder()
  for (const path of ['translations', 'server/words'])
    cpSync(at(path), `${folder}/${path}`, { recursive: true })
  const json = JSON.parse(readFileSync(at(file), 'utf8'))
  writeFileSync(`${folder}/${file}`, JSON.stringify(change(json)))
  return pathToFileURL(`${folder}/`)
}

describe('the words that the server says', () => {
  const words = projectWords()

  it('come in the language of the locale, and in English for any other', () => {
    for (const [locale, language] of [
      ['de', 'de'],
      ['de-AT', 'de'],
      ['DE', 'de'],
      ['en-us', 'en'],
      ['fr', 'fr'],
      ['pt-BR', 'pt-BR'],
      ['pt-br', 'pt-BR'],
      ['pt', 'pt'],
      ['pt-PT', 'pt'],
      ['es-419', 'es'],
      ['it', 'it'],
      ['nl-be', 'nl'],
      ['pl', 'pl'],
      ['sv', 'en'],
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
    const broken: ((json: Record<string, unknown>) => unknown)[] = [
      () => ({}),
      () => [],
      (json) => ({ ...json, consentMessage: '' }),
      (json) => ({ ...json, notice: undefined }),
      (json) => ({ ...json, notice: { ...(json.notice as object), written: {} } }),
      (json) => ({ ...json, nobodyReadsThis: 'words' }),
    ]
    for (const language of WORD_LANGUAGES)
      for (const change of broken)
        expect(await faultFrom(() => loadWords(rootWith(`server/words/${language}.json`, change)))).to.equal(
          'CONFIG_INVALID',
        )
    const bare = rootWith('translations/de.json', ({ server: _, ...rest }) => rest)
    expect(await faultFrom(() => loadWords(bare))).to.equal('CONFIG_INVALID')
    const whole = rootWith('server/words/pl.json', (json) => json)
    expect(loadWords(whole).of('de').consentMessage).to.contain('{url}')
    rmSync(new URL('server/words/pl.json', whole))
    expect(await faultFrom(() => loadWords(whole))).to.equal('CONFIG_INVALID')
    expect(await faultFrom(() => loadWords(pathToFileURL(`${tempFolder()}/`)))).to.equal('CONFIG_INVALID')
  })

  it('have in every language the places and the articles of law that they have in English', () => {
    const sentences = (value: unknown, at = ''): [string, string][] =>
      typeof value === 'string'
        ? [[at, value]]
        : Object.entries(value as object).flatMap(([key, held]) => sentences(held, `${at}.${key}`))
    const places = (text: string) => text.match(/\{\w+\}/g)?.toSorted() ?? []
    const articles = (text: string) =>
      [...text.matchAll(/(?:Art\.|art\.|المادة) (\d+)|第(\d+)条/g)].map(
        ([, western, eastern]) => western ?? eastern,
      )
    for (const folder of ['words', 'letters', 'package-words']) {
      const read = (language: string) =>
        sentences(JSON.parse(readFileSync(at(`server/${folder}/${language}.json`), 'utf8')))
      const english = new Map(read('en'))
      for (const language of WORD_LANGUAGES) {
        const own = read(language)
        expect(own.map(([key]) => key).toSorted(), `${folder} ${language}`).to.deep.equal(
          [...english.keys()].toSorted(),
        )
        for (const [key, sentence] of own) {
          const first = english.get(key) ?? ''
          expect(places(sentence), `${language}${key}`).to.deep.equal(places(first))
          if (['pt-BR', 'ja', 'ar'].includes(language)) {
            expect(articles(sentence), `${language}${key}`).to.deep.equal(articles(first))
            if (!key.startsWith('.provider')) expect(sentence, `${language}${key}`).to.not.equal(first)
          }
          // Figures are the same in every script.
          expect(sentence).to.not.match(/[\u0660-\u0669]/)
        }
      }
    }
  })

  it('speak to the helpdesk’s own people in their languages, and English to all others', () => {
    expect(words.pages('de-AT').refusedTitle).to.equal('Vouch wurde nicht geöffnet')
    expect(words.pages('fr-CA').refusedTitle).to.equal('Vouch n’a pas été ouvert')
    expect(words.pages('es-419').refusedTitle).to.equal('Vouch no se abrió')
    expect(words.pages('pt').refusedTitle).to.equal(words.pages('pt-BR').refusedTitle)
    expect(words.pages('sv').refusedTitle).to.equal('Vouch was not opened')
    expect(words.templates('sv')).to.deep.equal({ ...words.templates('en'), locale: 'sv' })
    expect(words.templates('fr').closing).to.not.equal(words.templates('en').closing)
  })
})
