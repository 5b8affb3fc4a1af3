/** Whether a condition of the cited sentence went missing: "only if", "unless", "within 14 days". */

import { type CuedReading, relevant } from './agreement.ts'
import type { Cue } from './cue-words.ts'
import type { FoundCue } from './cues.ts'
import type { Reading, Word } from './reading.ts'

const CONDITIONS: ReadonlySet<Cue> = new Set(['IF', 'UNLESS', 'EXCEPT', 'WITHIN', 'ONLY', 'WITHOUT'])
/** Words after which a condition may be told in another way: "with a valid ticket", "bei Verlust". */
const TOLD_OTHERWISE = new Set(
  'with for bei mit für zur zum avec pour con para per bij met voor after nach upon'.split(' '),
)
const AMOUNTS: ReadonlySet<Cue> = new Set(['FROM', 'MORE', 'LESS', 'AT_LEAST'])
const KEPT_FROM = 0.5
const BEARS_FROM = 0.4

function topics(words: readonly Word[]): readonly Word[] {
  return words.filter(({ weight }) => weight > 0)
}

function share(words: readonly Word[], own: Reading): number {
  return words.length === 0 ? 0 : words.filter(({ stem }) => own.stems.has(stem)).length / words.length
}

/** From the cue to the end of its clause; a limit of time ends with its figure. */
function stretch(words: readonly Word[], { cue, from, to, clause }: FoundCue): { from: number; to: number } {
  let end = to
  while (end < words.length && words[end]?.clause === (words[to]?.clause ?? clause)) {
    end += 1
    if ((cue === 'WITHIN' || AMOUNTS.has(cue)) && words[end - 1]?.figure !== null) break
  }
  return { from, to: end }
}

/** The sentence is made of what hangs on the condition, more than of anything else. */
function bearsOn(own: Reading, main: readonly Word[]): boolean {
  const told = topics(own.words)
  const words = told.length > 0 ? told : own.words
  const stems = new Set(main.map(({ stem }) => stem))
  return words.filter(({ stem }) => stems.has(stem)).length >= words.length * BEARS_FROM
}

function inParenthesis({ text, words }: Reading, { from }: FoundCue): boolean {
  const before = text.slice(0, words[from]?.start ?? 0)
  return before.lastIndexOf('(') > before.lastIndexOf(')')
}

function isDropped(own: CuedReading, cited: Reading, found: FoundCue): boolean {
  if (found.cue === 'WITHOUT' && inParenthesis(cited, found)) return false
  const { from, to } = stretch(cited.words, found)
  const condition = topics(cited.words.slice(found.to, to))
  const main = [...cited.words.slice(0, from), ...cited.words.slice(to)]
  if (main.length === 0 || !bearsOn(own.reading, main)) return false
  const isIf = found.cue === 'IF' || found.cue === 'UNLESS'
  const isNamed = own.cues.some(({ cue }) => (isIf ? cue === 'IF' || cue === 'UNLESS' : CONDITIONS.has(cue)))
  const inMain = new Set(main.map(({ stem }) => stem))
  const itsOwn = condition.filter(({ stem }) => !inMain.has(stem))
  // "if you do this": only its own small words could tell it.
  if (itsOwn.length === 0) return isIf && !isNamed
  if (share(itsOwn, own.reading) < KEPT_FROM) return true
  const isTold = isNamed || own.reading.words.some(({ text }) => TOLD_OTHERWISE.has(text))
  return !isTold && found.cue !== 'WITHOUT' && !AMOUNTS.has(found.cue)
}

/** "from 50 euros", "over 18 years": an amount that has to be reached. Times and dates only say when. */
function isCondition({ cue, isWeak, from, to }: FoundCue, { words }: Reading): boolean {
  if (CONDITIONS.has(cue)) return true
  // "eine Frist von 2 Wochen" has no amount to reach.
  if (/^v[ao]n$|^vom$/.test(words[from]?.text ?? '')) return false
  const figure = words[to]?.figure
  return AMOUNTS.has(cue) && !isWeak && figure?.kind === 'number' && figure.unit !== null
}

/** True when the sentence says what the cited one says, without the condition under which it says it. */
export function conditionDropped(own: CuedReading, cited: readonly CuedReading[]): boolean {
  return relevant(own.reading, cited).some(({ reading, cues }) =>
    cues.some((found) => isCondition(found, reading) && isDropped(own, reading, found)),
  )
}
