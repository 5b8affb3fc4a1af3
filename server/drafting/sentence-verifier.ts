/**
 * Checks each sentence of a draft in code, after whatever drafter made it. What fails is left out.
 * A quote must lie verbatim in its cited passage; a template must be the account's own words.
 */
import type { ReplyTemplates } from '../../src/domain/api.ts'
import type { CitedPassage, DraftSentence, DropRule } from '../../src/domain/draft.ts'

export type Verdict =
  | { readonly verdict: 'verified' }
  | { readonly verdict: 'dropped'; readonly rule: DropRule }

export interface Grounds {
  readonly passage: (sentence: DraftSentence & { kind: 'quote' }) => CitedPassage | null
  readonly templates: ReplyTemplates
  /** Of this ticket's requester: a greeting by any other one would name somebody else. */
  readonly namePlaceholder: string | null
}

/** Controls, zero-width and bidi characters, Unicode tags: text that a person would not see. */
const HIDDEN = /(?![\t\n])\p{Cc}|[\u200B\u200E\u200F\u202A-\u202E\u2060-\u2069\uFEFF]|[\u{E0000}-\u{E007F}]/u
export function hasHiddenCharacters(text: string): boolean {
  return HIDDEN.test(text)
}

/** The same text as a person sees it. */
export function withoutHiddenCharacters(text: string): string {
  return text.replace(EVERY_HIDDEN, '')
}
const EVERY_HIDDEN = new RegExp(HIDDEN.source, 'gu')

const NUMBERS = /\d+(?:[.,:]\d+)*/g
const ADDRESSES = /(?:https?:\/\/|www\.)[^\s<>"']+|[^\s<>"'@]{1,254}@[^\s<>"'@]{1,254}\.[a-z]{2,24}/gi
/** Words that turn a sentence round, in the languages that templates exist for and their neighbours. */
const NEGATIONS =
  /(?<![\p{L}])(?:not|no|never|none|cannot|without|nicht|kein\p{L}*|nie|niemals|ohne|ne|pas|jamais|sans|non|mai|senza|sin|nunca|geen|niet|nooit)(?![\p{L}])|n['’]t(?![\p{L}])/giu

const dropped = (rule: DropRule): Verdict => ({ verdict: 'dropped', rule })

function allIn(found: readonly string[], text: string): boolean {
  return found.every((item) => text.includes(item))
}

function checkQuote(sentence: DraftSentence & { kind: 'quote' }, passage: CitedPassage): Verdict {
  const { quote, ...at } = sentence.citation
  const same =
    passage.articleId === at.articleId &&
    passage.locale === at.locale &&
    passage.passageId === at.passageId &&
    passage.versionHash === at.versionHash
  if (!same) return dropped('NO_SUCH_PASSAGE')
  if (quote.trim() === '' || !passage.text.includes(quote)) return dropped('NOT_VERBATIM')
  if (sentence.text === quote) return { verdict: 'verified' }
  if (!allIn(sentence.text.match(NUMBERS) ?? [], quote)) return dropped('NUMBER_DIFFERS')
  if (!allIn(sentence.text.match(ADDRESSES) ?? [], quote)) return dropped('ADDRESS_DIFFERS')
  const negations = (text: string) => (text.match(NEGATIONS) ?? []).length
  if (negations(sentence.text) !== negations(quote)) return dropped('NEGATION_DIFFERS')
  return dropped('NOT_VERBATIM')
}

function isTemplate(text: string, { templates, namePlaceholder }: Grounds): boolean {
  const named =
    namePlaceholder === null ? [] : [templates.greetingNamed.replaceAll('{name}', namePlaceholder)]
  const { greetingUnnamed, closing, notCoveredBridge, aiLine } = templates
  return [...named, greetingUnnamed, closing, notCoveredBridge, aiLine].includes(text)
}

/** The verdict on one sentence. */
export function verifySentence(sentence: DraftSentence, grounds: Grounds): Verdict {
  if (hasHiddenCharacters(sentence.text)) return dropped('HIDDEN_CHARACTERS')
  if (sentence.kind === 'template')
    return isTemplate(sentence.text, grounds) ? { verdict: 'verified' } : dropped('NOT_A_TEMPLATE')
  if (sentence.kind === 'statement') return dropped('NO_CITATION')
  const passage = grounds.passage(sentence)
  return passage === null ? dropped('NO_SUCH_PASSAGE') : checkQuote(sentence, passage)
}
