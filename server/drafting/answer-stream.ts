/** Reads a model's JSON answer while it arrives. What is no JSON of the expected form is never handed on. */
import { JSONParser } from '@streamparser/json'

/** The answer has no form that could be read. Its words are not in it: they are nobody's. */
export class AnswerInvalid extends Error {
  override readonly name = 'AnswerInvalid'
  readonly why: 'not_json' | 'wrong_form' | 'broke_off' | 'too_long'

  constructor(why: AnswerInvalid['why']) {
    super(`the model's answer cannot be read: ${why}`)
    this.why = why
  }
}

/** In characters. Fifty sentences with their quotes are a tenth of it. */
const LONGEST_ANSWER = 200_000
/** Models without structured output like to say something first, or put a fence around it. */
const LONGEST_PREFACE = 2_000

/**
 * Yields each member of the array named `list` of the answer's object, as soon as its last character came.
 * What stands before the first `{` and after the closing one is not read.
 * @throws AnswerInvalid
 */
export async function* readAnswer(pieces: AsyncIterable<string>, list: string): AsyncGenerator<unknown> {
  const ready: unknown[] = []
  const state = { ended: false, broken: false, sawList: false }
  const parser = new JSONParser({ paths: ['$.*', `$.${list}.*`], keepStack: false })
  parser.onValue = ({ value, key, stack }) => {
    const depth = stack.length
    if (depth === 1 && key === list) state.sawList = Array.isArray(value)
    else if (depth > 1) ready.push(value)
  }
  parser.onEnd = () => {
    state.ended = true
  }
  parser.onError = () => {
    state.broken = true
  }
  let started = false
  let length = 0
  let preface = ''
  for await (const piece of pieces) {
    length += piece.length
    if (length > LONGEST_ANSWER) throw new AnswerInvalid('too_long')
    let text = piece
    if (!started) {
      preface += piece
      const at = startOf(preface)
      if (at === -1 && preface.length > longestPreface(preface)) throw new AnswerInvalid('not_json')
      if (at === -1) continue
      started = true
      text = preface.slice(at)
    }
    for (const part of untilEnd(text)) {
      if (state.ended || state.broken) break
      parser.write(part)
    }
    if (state.broken) throw new AnswerInvalid('not_json')
    yield* ready.splice(0)
    if (state.ended) break
  }
  if (!started) throw new AnswerInvalid('not_json')
  if (!state.ended) throw new AnswerInvalid('broke_off')
  if (!state.sawList) throw new AnswerInvalid('wrong_form')
}

/** Models that reason aloud do so between these, with braces of their own. */
const THINKING = /^\s*<think>/
const THOUGHT = '</think>'

/** Where the object begins; -1 as long as that is not known. */
function startOf(preface: string): number {
  if (!THINKING.test(preface)) return preface.indexOf('{')
  const thought = preface.indexOf(THOUGHT)
  return thought === -1 ? -1 : preface.indexOf('{', thought + THOUGHT.length)
}

function longestPreface(preface: string): number {
  return THINKING.test(preface) ? LONGEST_ANSWER : LONGEST_PREFACE
}

/** Cut after each closing brace, so that the parser is not handed what follows the object. */
function untilEnd(text: string): readonly string[] {
  return text.split(/(?<=\})/)
}
