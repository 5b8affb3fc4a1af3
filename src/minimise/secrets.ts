import { append, type Span, spansOf } from './spans.ts'
import type { Word } from './words.ts'

/** Keys that say themselves what they are: the prefixes that their issuers document. */
const KEY =
  /(?<![A-Za-z0-9_])(?:sk-[\w-]{16,200}|(?:sk|pk|rk)_(?:live|test)_\w{10,200}|gh[pousr]_\w{20,255}|github_pat_\w{20,255}|glpat-[\w-]{16,100}|npm_\w{30,60}|A(?:KIA|SIA)[A-Z0-9]{16}|AIza[\w-]{30,50}|xox[abeoprs]-[\w-]{10,200}|SG\.[\w-]{16,64}\.[\w-]{16,64}|eyJ[\w-]{8,2000}\.eyJ[\w-]{4,4000}(?:\.[\w-]{0,1000})?)/g
const BEARER = /\b(?:bearer|basic)[ ]([A-Za-z0-9+/._~-]{16,2000}={0,2})/dgi
const PRIVATE_KEY =
  /-----BEGIN [A-Z ]{0,30}PRIVATE KEY-----[A-Za-z0-9+/=\s]{0,8000}(?:-----END [A-Z ]{0,30}-----)?/g

const SECRET_WORDS =
  "pass(?:word|wort|code|phrase)|passwd|pwd|pw|p\\/w|kennwort|mot de passe|contrase(?:ñ|n)a|wachtwoord|parola d'ordine|" +
  'api[ _-]?key|api[ _-]?schlüssel|secret(?: key)?|access[ _-]?token|auth[ _-]?token'
const CODE_WORDS =
  'pin|puk|tan|otp|cvv2?|cvc2?|code pin|security code|sicherheitscode|prüfziffer|verification code|bestätigungscode|einmalcode|one[- ]time (?:code|password)'
const SAID_TO_BE = '(?:is|was|ist|war|lautet|lautete|est|es|è|(?:luidt))'
/** After a colon or an equals sign anything is the secret; after "is" only what no word is: "is wrong" stays. */
const PASSWORD = new RegExp(
  `(?<![\\p{L}\\p{N}])(?:${SECRET_WORDS})[*_"']{0,2}(?:[ ]{0,2}[:=][ ]{0,3}["'«„“]?([^\\s"'«»„“”<>]{3,200})|` +
    `[ ](?:${SAID_TO_BE}[ ])?["'«„“]([^\\n"'«»„“”]{3,100})["'»“”]|[ ](?:${SAID_TO_BE}[: ]{1,2})?([^\\s"'<>]{4,200}))`,
  'dgiu',
)
const CODE = new RegExp(
  `(?<![\\p{L}\\p{N}])(?:${CODE_WORDS})(?:[- ]?(?:number|nummer|code|nr\\.?))?[ ]{0,2}(?:[:=]|${SAID_TO_BE}|#)?[ ]{0,3}(\\d{3,8})(?![\\d.,]\\d|\\d)`,
  'dgiu',
)
/** Cheap looks before the costly ones. */
/** Keys hold digits among letters, or go on where a word would have ended. */
const isDrawn = ({ mixed, start, end }: Word) => mixed || end - start >= 16
const CODE_HINT = /(?:\b(?:p[iu][nk]|tan|otp|cv[vc]2?)\b|code|ziffer|time password).{0,24}\d/i
const PASSWORD_HINT = /pass|pwd|\bpw\b|p\/w|kenn|mot de|contrase|wachtw|parola|api|secret|token/i
const TRAILING = /[.,;!?)\]]+$/

/**
 * Keys, tokens, passwords and one-time codes.
 * HOLE: a password that is an ordinary word and follows "is" ("my password is sunshine") reads like a complaint.
 */
export function secrets(text: string, words: readonly Word[]): Span[] {
  const spans = words.some(isDrawn)
    ? [...spansOf(text, KEY, 'SECRET'), ...spansOf(text, BEARER, 'SECRET', 1)]
    : []
  if (text.includes('-----BEGIN')) append(spans, spansOf(text, PRIVATE_KEY, 'SECRET'))
  if (words.some(({ number }) => number) && CODE_HINT.test(text))
    append(spans, spansOf(text, CODE, 'SECRET', 1))
  if (!PASSWORD_HINT.test(text)) return spans
  for (const group of [1, 2]) append(spans, trimmed(text, spansOf(text, PASSWORD, 'SECRET', group)))
  for (const span of trimmed(text, spansOf(text, PASSWORD, 'SECRET', 3))) {
    if (isNoWord(text.slice(span.start, span.end))) spans.push(span)
  }
  return spans
}

function trimmed(text: string, spans: readonly Span[]): Span[] {
  return spans.flatMap((span) => {
    const end = span.end - (TRAILING.exec(text.slice(span.start, span.end))?.[0].length ?? 0)
    return end > span.start ? [{ ...span, end }] : []
  })
}

function isNoWord(value: string): boolean {
  if (/^\p{L}+(?:[-'’/]\p{L}+)*$/u.test(value)) return /\p{Ll}\p{Lu}/u.test(value)
  return /\p{L}/u.test(value) ? /[\p{N}!$%&*+=?#@^~|\\]/u.test(value) : /^\d{4,}$/.test(value)
}
