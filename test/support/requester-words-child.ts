/**
 * Asks what a draft asks of a ticket with a word that nobody ever wrote, forgets the ticket, and says how often that
 * word still lies in the memory of the process; and the same of another word of which it holds one copy itself.
 */
import { randomInt } from 'node:crypto'
import { setImmediate } from 'node:timers/promises'
import { getHeapSnapshot, setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { buildRetrievalIndex, detectLocale, splitQuestions } from '../../server/articles/retrieval/index.ts'
import { checkGrounding, checkSummaryPoint } from '../../server/drafting/grounding/index.ts'
import { minimiseAgain } from '../../server/drafting/second-look.ts'
import { SAMPLE_ARTICLES } from '../server/articles/retrieval/sample-articles.ts'

const LETTERS = 'bcdfghjkmnpqrtvwxz'
/** As bytes: a string would be found in the memory itself. */
const newLetters = () => Uint8Array.from({ length: 9 }, () => LETTERS.charCodeAt(randomInt(LETTERS.length)))
const ofTicket = newLetters()
const ofHeld = newLetters()
const held: string[] = []

/** Around the letters stands what a stemmer or a capital may change. */
const written = (letters: Uint8Array) => `O${String.fromCharCode(...letters)}ings`

const index = buildRetrievalIndex(SAMPLE_ARTICLES)
const TICKETS = {
  'en-us': (word: string) =>
    `I bought a ${word} last week. How do I return my ${word}? Where is the ${word}?`,
  de: (word: string) => `Ich habe ${word} gekauft. Wie kann ich ${word} zurückgeben? Wo ist mein ${word}?`,
} as const

function askEverything(locale: keyof typeof TICKETS): void {
  const word = written(ofTicket)
  const comment = { id: '1', text: TICKETS[locale](word), createdAt: '2026-01-05T09:00:00Z' }
  const { subject = '', texts } = minimiseAgain(
    { subject: `My ${word}`, comments: [comment], replaced: {} },
    4_000,
  )
  const text = texts.join('\n')
  detectLocale(text, Object.keys(TICKETS))
  for (const question of splitQuestions(text, locale, subject)) {
    const asked = { question: question.text, context: question.context, locale, allowed: () => true }
    index.answer(asked)
    index.search({ ...asked, query: question.asked })
  }
  const reader = index.readTicket(locale)
  for (const { text: question, context } of reader.split(text, subject))
    reader.answer({ question, context, allowed: () => true })
  const [passage] = SAMPLE_ARTICLES.find((article) => article.locale === locale)?.passages ?? []
  const source = { text: passage?.text ?? '', title: '', headings: [] }
  const sentence = `${source.text.slice(0, 60)} ${word}.`
  checkGrounding({ sentence, locale, sources: [source], quotes: [source.text.slice(0, 40)], ticket: text })
  checkSummaryPoint({ text: `Return of a ${word}.`, quote: text.slice(0, 30), comment: text, locale })
}

for (const locale of ['en-us', 'de'] as const) askEverything(locale)
// The engine itself holds on to the last text that a pattern was tried on.
'another text'.replace(/text/u, '')
held.push(written(ofHeld))
await setImmediate()
setFlagsFromString('--expose-gc')
runInNewContext('gc')()
const chunks: Buffer[] = []
for await (const chunk of getHeapSnapshot()) chunks.push(chunk as Buffer)
const memory = Buffer.concat(chunks)
const copiesOf = (letters: Uint8Array) => {
  let found = 0
  for (let at = memory.indexOf(letters); at >= 0; at = memory.indexOf(letters, at + 1)) found += 1
  return found
}
process.stdout.write(
  JSON.stringify({ ofTicket: copiesOf(ofTicket), ofHeld: copiesOf(ofHeld), held: held.length }),
)
