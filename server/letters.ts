/** The letters about requests in every language of requesters, from `server/letters/<language>.json`, and the page behind an identity link. */
import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { Fault } from '../src/domain/fault.ts'
import { REQUESTER_LANGUAGES, type RequesterLanguage } from '../src/domain/notice.ts'
import {
  answerLetterOf,
  LETTER_KINDS,
  type LetterKind,
  REQUEST_KINDS,
  type RequestKind,
} from '../src/domain/request-case.ts'
import type { LetterFrame } from '../src/domain/request-letter.ts'
import { directionOf } from '../src/domain/staff-language.ts'
import { fillIn } from './words.ts'

const text = z.string().min(1)
const letterWords = z.strictObject({
  letters: z.record(z.enum(LETTER_KINDS), z.strictObject({ subject: text, body: text })),
  /** What was asked for, inside a sentence. */
  right: z.record(z.enum(REQUEST_KINDS), text),
  frame: z.strictObject({
    reference: text,
    greeting: text,
    closing: text,
    due: text,
    clockStands: text,
    newDue: text,
    byPeople: text,
    whoWasTold: text,
    complaint: text,
    court: text,
    questions: text,
  }),
  page: z.strictObject({
    title: text,
    lead: text,
    notMe: text,
    confirm: text,
    doneTitle: text,
    done: text,
    unknownTitle: text,
    unknown: text,
    endedTitle: text,
    ended: text,
  }),
})
export type LetterWords = z.infer<typeof letterWords>

export interface Letters {
  of(language: RequesterLanguage): LetterWords
}

/** @throws Fault `CONFIG_INVALID` when a file is missing or a sentence is. */
export function loadLetters(root: URL): Letters {
  const known = new Map<string, LetterWords>()
  for (const language of REQUESTER_LANGUAGES) {
    const path = `server/letters/${language}.json`
    try {
      known.set(language, letterWords.parse(JSON.parse(readFileSync(new URL(path, root), 'utf8'))))
    } catch (cause) {
      throw new Fault('CONFIG_INVALID', `${path} is not complete`, cause)
    }
  }
  return {
    of(language) {
      const words = known.get(language)
      if (words === undefined) throw new Fault('CONFIG_INVALID', 'a language has no letters')
      return words
    },
  }
}

export interface LetterFacts {
  readonly letter: LetterKind
  readonly language: RequesterLanguage
  readonly kind: RequestKind
  readonly caseNumber: string
  readonly receivedOn: string
  readonly dueOn: string
  /** What the last day would be with two months more. */
  readonly extendedTo: string
  readonly link: string | null
  readonly controller: { readonly name: string; readonly contact: string; readonly address: string | null }
  /** The sentence of the active notice about the supervisory authority. */
  readonly complaint: string
}

/** The letters after which a person may want to complain or sue: Art. 12(4), 15(1)(f), 77, 79. */
function isAnswer(letter: LetterKind): boolean {
  return (
    letter === 'refusal' ||
    letter === 'nothing_found' ||
    REQUEST_KINDS.some((kind) => answerLetterOf(kind) === letter)
  )
}

/** Of these each recipient is told, and the requester on request (Art. 19). */
const TOLD_ON: readonly LetterKind[] = ['answer_rectification', 'answer_erasure', 'answer_restriction']

function mandatoryOf(
  words: LetterWords['frame'],
  { letter, complaint }: LetterFacts,
  fill: (sentence: string) => string,
): readonly string[] {
  const answer = [
    ...(TOLD_ON.includes(letter) ? [words.whoWasTold] : []),
    words.byPeople,
    fill(words.complaint),
    complaint,
    words.court,
    fill(words.questions),
  ]
  if (isAnswer(letter)) return answer
  if (letter === 'identity') return [words.clockStands, fill(words.questions)]
  if (letter === 'extension')
    return [fill(words.newDue), fill(words.complaint), complaint, words.court, fill(words.questions)]
  return [fill(words.due), fill(words.questions)]
}

export function letterFrame(words: LetterWords, facts: LetterFacts): LetterFrame {
  const { letter, language, controller } = facts
  const day = (iso: string) =>
    new Intl.DateTimeFormat(language, { dateStyle: 'long', timeZone: 'UTC' }).format(new Date(iso))
  // A link stands at the end of its line, and whoever presses it must not take a mark along.
  const apart = (value: string) =>
    directionOf(language) === 'rtl' && !value.includes('://') ? `\u2068${value}\u2069` : value
  const values = {
    case: apart(facts.caseNumber),
    received: day(facts.receivedOn),
    due: day(facts.dueOn),
    extendedTo: day(facts.extendedTo),
    right: words.right[facts.kind],
    controller: apart(controller.name),
    contact: apart(controller.contact),
    ...(facts.link === null ? {} : { link: facts.link }),
  }
  const fill = (sentence: string) => fillIn(sentence, values)
  const { subject, body } = words.letters[letter]
  return {
    letter,
    language,
    subject: fill(subject),
    reference: fill(words.frame.reference),
    greeting: words.frame.greeting,
    body: fill(body),
    mandatory: mandatoryOf(words.frame, facts, fill),
    closing: words.frame.closing,
    sender: [
      controller.name,
      ...(controller.address === null ? [] : [controller.address]),
      controller.contact,
    ],
  }
}
