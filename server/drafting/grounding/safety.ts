/** What no source could make good: hidden text, markup, foreign links, promises, another language. */

import type { DropRule } from '../../../src/domain/draft.ts'
import { detectLocale, languageOf } from '../../articles/index.ts'
import { addressesIn, trimmedLink } from './addresses.ts'
import type { GroundingQuestion } from './index.ts'
import { hasForeignSigns, hasMarkup, hidesText, unknownPlaceholders, withoutPlaceholders } from './markup.ts'
import { promisingClauses } from './promises.ts'
import { plainText, quoteIn } from './typography.ts'

const SENTENCE_CHARS = 700
/** Fewer words look alike in neighbouring languages. */
const WORDS_TO_TELL = 6
const LETTERS_TO_TELL = 30
const WORD = /[\p{L}\p{N}]+/gu
const REPEATED_WORDS = 12
const REPEATED_SHARE = 0.35

function repeats(words: readonly string[]): boolean {
  return words.length >= REPEATED_WORDS && new Set(words).size / words.length < REPEATED_SHARE
}

function isForeignTo(text: string, locale: string, words: readonly string[]): boolean {
  const letters = words.reduce((sum, word) => sum + word.length, 0)
  if (words.length < WORDS_TO_TELL || letters < LETTERS_TO_TELL) return false
  const found = detectLocale(text, [locale])
  return found.reliable && found.locale === null
}

function hasForeignLink({ sources, allowedLinks = [] }: GroundingQuestion, text: string): boolean {
  const links = addressesIn(text, true).filter(({ kind }) => kind === 'link')
  if (links.length === 0) return false
  const allowed = new Set(allowedLinks.map(trimmedLink))
  for (const source of sources)
    for (const address of addressesIn(
      plainText(`${source.title} ${source.headings.join(' ')} ${source.text}`),
      true,
    ))
      if (address.kind === 'link') allowed.add(address.value)
  return links.some(({ value }) => !allowed.has(value))
}

const ALONE = /(?<!\p{L})(?:i|ich|je|j'|yo|io|ik)(?!\p{L})/iu

/** A help center's own general "we will contact you" may be repeated, clause by clause, and no further. */
function isSourcesWord({ sources }: GroundingQuestion, text: string): boolean {
  if (ALONE.test(text)) return false
  return sources.some((source) => quoteIn(text.toLowerCase(), plainText(source.text).toLowerCase()) !== null)
}

/** @returns the first rule that the sentence breaks whatever its citations say. */
export function checkSafety(question: GroundingQuestion): DropRule | null {
  const rule = checkForm(question)
  if (rule !== null) return rule
  const text = plainText(withoutPlaceholders(question.sentence))
  const promises = promisingClauses(text, languageOf(question.locale))
  return promises.some((clause) => !isSourcesWord(question, clause)) ? 'PROMISE_OF_ACTION' : null
}

function bringsSigns({ sentence, sources }: GroundingQuestion): boolean {
  const texts = sources.flatMap(({ title, headings, text }) => [title, ...headings, text])
  return hasForeignSigns(withoutPlaceholders(sentence), texts)
}

/** The same without what only a reply must not say: a summary may tell that somebody promised something. */
export function checkForm(question: GroundingQuestion): DropRule | null {
  const { sentence, ticket, locale } = question
  if (sentence.length > SENTENCE_CHARS) return 'TOO_LONG'
  if (hidesText(sentence)) return 'HIDDEN_CHARACTERS'
  if (hasMarkup(sentence)) return 'MARKUP'
  if (bringsSigns(question)) return 'HIDDEN_CHARACTERS'
  if (unknownPlaceholders(sentence, ticket).length > 0) return 'PLACEHOLDER_UNKNOWN'
  const text = plainText(withoutPlaceholders(sentence))
  if (hasForeignLink(question, text)) return 'FOREIGN_LINK'
  const words = text.toLowerCase().match(WORD) ?? []
  if (repeats(words)) return 'REPEATED'
  return isForeignTo(text, locale, words) ? 'OTHER_LANGUAGE' : null
}
