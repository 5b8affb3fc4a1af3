import { mkdirSync, writeFileSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import { expect } from 'chai'
import { type LetterFacts, letterFrame, loadLetters } from '../../server/letters.ts'
import { projectRoot } from '../../server/project-root.ts'
import { REQUESTER_LANGUAGES } from '../../src/domain/notice.ts'
import { answerLetterOf, LETTER_KINDS, REQUEST_KINDS } from '../../src/domain/request-case.ts'
import { letterText } from '../../src/domain/request-letter.ts'
import { faultFrom } from '../support/fault-from.ts'
import { tempFolder } from '../support/temp-folder.ts'

const FACTS: LetterFacts = {
  ...{ letter: 'refusal', language: 'en', kind: 'access', caseNumber: '2026-00007' },
  ...{ receivedOn: '2026-03-05', dueOn: '2026-04-07', extendedTo: '2026-06-05', link: null },
  controller: { name: 'Larch & Loft', contact: 'privacy@larch.example', address: 'Am Ufer 1, Berlin' },
  complaint: 'The authority is the one of Berlin.',
}
const letters = loadLetters(projectRoot())

describe('the letters about requests', () => {
  for (const language of REQUESTER_LANGUAGES)
    it(`are whole in ${language}: every place filled, every mandatory part there`, () => {
      for (const kind of REQUEST_KINDS)
        for (const letter of LETTER_KINDS) {
          const facts = { ...FACTS, letter, kind, language, link: 'https://vouch.example/r/x' }
          const frame = letterFrame(letters.of(language), facts)
          const text = letterText(frame, frame.body)
          expect(text, letter).to.not.match(/\{\w+\}/)
          expect(text)
            .to.contain('2026-00007')
            .and.to.contain('Larch & Loft')
            .and.to.contain('Am Ufer 1, Berlin')
          expect(text).to.contain('privacy@larch.example')
          const answers = letter === 'refusal' || letter === 'nothing_found' || letter.startsWith('answer_')
          if (answers || letter === 'extension') {
            expect(frame.mandatory, letter).to.include(FACTS.complaint)
            expect(frame.mandatory.join(' ')).to.match(/79/)
          }
          if (letter === 'identity') expect(frame.body).to.contain('https://vouch.example/r/x')
        }
    })

  it('name the last day in the reader’s own way, and the new one when it is extended', () => {
    const frame = (letter: LetterFacts['letter'], language: LetterFacts['language']) =>
      letterFrame(letters.of(language), { ...FACTS, letter, language }).mandatory.join(' ')
    expect(frame('acknowledgement', 'de')).to.contain('7. April 2026')
    expect(frame('extension', 'en')).to.contain('June 5, 2026')
  })

  it('keep a number and an address as they are written in a letter from right to left, and a link bare', () => {
    const facts = { ...FACTS, letter: 'identity', language: 'ar', link: 'https://vouch.example/r/x' } as const
    const frame = letterFrame(letters.of('ar'), facts)
    expect(frame.reference).to.contain('\u20682026-00007\u2069').and.to.contain('5 مارس 2026')
    expect(frame.mandatory.join(' ')).to.contain('\u2068privacy@larch.example\u2069')
    expect(frame.body).to.contain('https://vouch.example/r/x\n')
    const plain = letterFrame(letters.of('en'), { ...facts, language: 'en' })
    expect(JSON.stringify(plain)).to.not.match(/[\u2066-\u2069]/)
  })

  it('ask for what only a person knows: reasons, what was corrected, how a file is handed over', () => {
    for (const letter of [
      'refusal',
      'extension',
      'identity',
      'answer_access',
      'answer_rectification',
    ] as const)
      expect(letterFrame(letters.of('en'), { ...FACTS, letter }).body, letter).to.match(/\[[^\]]+\]/)
    for (const kind of REQUEST_KINDS) expect(LETTER_KINDS).to.include(answerLetterOf(kind))
  })

  it('say in another language something else than in English', () => {
    const texts = (language: (typeof REQUESTER_LANGUAGES)[number]) => JSON.stringify(letters.of(language))
    for (const language of REQUESTER_LANGUAGES.filter((each) => each !== 'en')) {
      const english = Object.values(letters.of('en').frame)
      const same = Object.values(letters.of(language).frame).filter((text) => english.includes(text))
      expect(same, language).to.deep.equal([])
      // A place that a sentence has in one language, it has in each.
      const places = (text: string) => [...text.matchAll(/"(\w+)":"[^"]*?\{(\w+)\}/g)].length
      expect(places(texts(language)), language).to.equal(places(texts('en')))
    }
  })

  it('do not start with a language that is not whole', async () => {
    const folder = tempFolder()
    mkdirSync(`${folder}/server/letters`, { recursive: true })
    writeFileSync(`${folder}/server/letters/en.json`, '{"letters":{}}')
    expect(await faultFrom(async () => loadLetters(pathToFileURL(`${folder}/`)))).to.equal('CONFIG_INVALID')
  })
})
