/**
 * Tells where a ticket reads like commands to a machine, and where it says what a person would not see.
 * It informs the agent and decides nothing: what may be shown is decided by the checks on every sentence.
 * Linear in the text: every pattern is bounded. HOLE: a plain question off the subject is no sign of anything.
 */
import { foldLetters } from './folded-letters.ts'
import { findHidden, type HiddenSign } from './hidden-text.ts'
import * as words from './planted-phrases.ts'

export const INSTRUCTION_KINDS = [
  'override',
  'role',
  'marker',
  'reveal_prompt',
  'conceal',
  'answer_shape',
  'answer_content',
  'machine_task',
  'encoded',
] as const
export type InstructionKind = (typeof INSTRUCTION_KINDS)[number]

/** Offsets are UTF-16 code units into the text as given, end exclusive. */
export interface InstructionSign {
  readonly start: number
  readonly end: number
  readonly kind: InstructionKind
}

export interface PlantedText {
  readonly instructions: readonly InstructionSign[]
  readonly hidden: readonly HiddenSign[]
}

/** More than any ticket has; the rest is not read. */
const MOST_READ = 200_000
const LONGEST_SENTENCE = 500
const MOST_SIGNS = 50

const everywhere = (source: string) => new RegExp(source, 'g')
const commanded = (verbs: string) => new RegExp(`${words.BEFORE_COMMAND}(?:${verbs})\\b`)

/** Patterns that say it alone, over the whole text. */
const ALONE: readonly { readonly kind: InstructionKind; readonly pattern: RegExp }[] = [
  ...words.MARKERS.map((source) => ({ kind: 'marker' as const, pattern: everywhere(source) })),
  ...words.ROLES.map((source) => ({ kind: 'role' as const, pattern: everywhere(source) })),
  ...words.MACHINE_TASKS.map((source) => ({ kind: 'machine_task' as const, pattern: everywhere(source) })),
  { kind: 'answer_shape', pattern: everywhere(words.ANSWER_ONLY) },
  {
    kind: 'override',
    pattern: everywhere(
      '\\b(?:ignore|disregard|forget) (?:everything|all|anything)(?: that)? (?:you (?:were|have been|know)|was said|has been said)\\b|' +
        '\\b(?:ignore|disregard|forget) (?:everything|all) (?:above|before)(?: this)?(?:,| and|;|\\.) ?(?:instead |just )?(?:say|write|output|print|respond|you)\\b|' +
        '\\bignorier(?:e|en sie) (?:bitte )?alles,? was (?:oben|bisher|davor|zuvor) (?:steht|stand|gesagt wurde),? und (?:schreibe?|antworte|sage?|gib)\\b',
    ),
  },
  {
    kind: 'answer_content',
    pattern: everywhere(
      '\\bin your (?:answer|response|reply), (?:suggest|mention|include|tease|hint|say|state|write|claim|recommend|promote|tell|advise|encourage)\\b|' +
        '\\b(?:begin|start|end|finish|conclude|preface) your (?:answer|response|reply) (?:with|by)\\b',
    ),
  },
]

const OVERRIDES = words.OVERRIDES.map(({ verbs, fill, which, what }) => ({
  pattern: new RegExp(
    `(?<!\\b(?:i|we|you|they|ich|wir|je|nous|yo|io|ik|eu) )(?<![a-z])(?:${verbs})[\\s']+(?:(?:${fill}|${which})[\\s']+){0,6}(?:${what})\\b(?:\\s(?:${which})\\b)?`,
    'g',
  ),
  which: new RegExp(`[\\s'](?:${which})(?:\\b|$)`),
  given: /^\s(?:above|given to you|you (?:were|have been) given|you (?:have )?received|before this)\b/,
}))

/** Rules that look at one sentence: all their words must be there, in whatever order the language puts them. */
const TOGETHER: readonly { readonly kind: InstructionKind; readonly all: readonly RegExp[] }[] = [
  { kind: 'answer_content', all: [commanded(words.WORK_ON_ANSWER), new RegExp(words.YOUR_ANSWER)] },
  {
    kind: 'answer_content',
    all: [commanded(words.ADD), new RegExp(words.PLANTED_WORDS), new RegExp(words.YOUR_ANSWER)],
  },
  {
    kind: 'answer_shape',
    all: [commanded(words.SHAPE), new RegExp(words.ODD_SHAPE), new RegExp(words.YOUR_ANSWER)],
  },
  {
    kind: 'answer_shape',
    all: [
      new RegExp(
        `${words.BEFORE_COMMAND}(?:${words.ANSWER_IN})\\s?(?:[a-z]+ ){0,2}${words.ODD_SHAPE.slice(2)}`,
      ),
    ],
  },
  { kind: 'reveal_prompt', all: [commanded(words.REVEAL), new RegExp(`\\b${words.SECRET_PROMPT}`)] },
  { kind: 'conceal', all: [commanded(words.DO_NOT_TELL), new RegExp(words.NOT_TO_KNOW)] },
]

function* sentencesOf(text: string): Generator<{ readonly from: number; readonly sentence: string }> {
  let from = 0
  // A mark inside quotation marks ends what is quoted, not the sentence.
  for (const end of text.matchAll(/[.!?](?=\s)|\n\n|$/g)) {
    const to = end.index + end[0].length
    for (let at = from; at < to; at += LONGEST_SENTENCE) {
      const piece = text.slice(at, Math.min(to, at + LONGEST_SENTENCE))
      yield { from: at + piece.length - piece.trimStart().length, sentence: piece.trim() }
    }
    from = to
  }
}

/** @returns the signs in the order of the text; signs that overlap become one, of the first one's kind. */
function inOrder(signs: readonly InstructionSign[]): readonly InstructionSign[] {
  const kept: InstructionSign[] = []
  for (const sign of [...signs].sort((a, b) => a.start - b.start)) {
    const before = kept.at(-1)
    if (before === undefined || sign.start >= before.end) kept.push(sign)
    else if (sign.end > before.end) kept[kept.length - 1] = { ...before, end: sign.end }
  }
  return kept.slice(0, MOST_SIGNS)
}

function overridesIn(text: string): InstructionSign[] {
  return OVERRIDES.flatMap(({ pattern, which, given }) =>
    [...text.matchAll(pattern)]
      .filter(
        ({ 0: found, index }) =>
          which.test(found) || given.test(text.slice(index + found.length).slice(0, 40)),
      )
      .map(({ 0: found, index }) => ({ start: index, end: index + found.length, kind: 'override' as const })),
  )
}

function instructionsIn(text: string): InstructionSign[] {
  const signs = overridesIn(text)
  for (const { kind, pattern } of ALONE) {
    for (const { 0: found, index } of text.matchAll(pattern)) {
      signs.push({ start: index, end: index + found.length, kind })
    }
  }
  for (const { from, sentence } of sentencesOf(text)) {
    const rule = TOGETHER.find(({ all }) => all.every((pattern) => pattern.test(sentence)))
    if (rule !== undefined) signs.push({ start: from, end: from + sentence.length, kind: rule.kind })
  }
  return signs
}

/** Base64 that holds words: an order in a wrapping that a person cannot read and a model can. */
function encodedIn(text: string): InstructionSign[] {
  const signs: InstructionSign[] = []
  for (const { 0: found, index } of text.matchAll(/(?<![A-Za-z0-9+/=])[A-Za-z0-9+/]{24,4000}={0,2}/g)) {
    if (!/[a-z]/.test(found) || !/[A-Z]/.test(found)) continue
    const plain = fromBase64(found)
    if (
      /^[\x20-\x7e\n\t]+$/.test(plain) &&
      (plain.match(/\b[A-Za-z]{2,}\b/g) ?? []).length >= 4 &&
      plain.includes(' ')
    ) {
      signs.push({ start: index, end: index + found.length, kind: 'encoded' })
    }
  }
  return signs
}

function fromBase64(text: string): string {
  const whole = text.replace(/=+$/, '')
  return whole.length % 4 === 1 ? '' : atob(whole)
}

/** Reads a ticket's text, or an article's, for what is meant for a machine and for what is out of sight. */
export function findPlantedText(text: string): PlantedText {
  const read = text.slice(0, MOST_READ)
  const folded = foldLetters(read)
  const found = instructionsIn(folded.text).map(({ start, end, kind }) => ({
    start: folded.originOf(start),
    end: end > start ? folded.originOf(end - 1) + 1 : folded.originOf(end),
    kind,
  }))
  return { instructions: inOrder([...found, ...encodedIn(read)]), hidden: findHidden(read) }
}

export { HIDDEN_KINDS, type HiddenKind, type HiddenSign, revealHidden } from './hidden-text.ts'
