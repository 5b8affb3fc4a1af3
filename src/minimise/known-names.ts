import { ALSO_WORD, FAMILY, GIVEN, ORDINARY, signsOf } from './lexicon.ts'
import type { PersonalDataType } from './personal-data.ts'
import { escaped, type Span, spansOf } from './spans.ts'

const LETTER = /[\p{L}\p{N}]/u
const NO_SPACES = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}]/u

/** The full name in any case; its parts where they are written as a name. */
function namePatterns(known: readonly string[]): RegExp[] {
  const anyCase = new Set<string>()
  const asWritten = new Set<string>()
  for (const name of known.flatMap(spellings)) {
    const parts = name.split(/[\s,]+/).filter((part) => part !== '')
    if (parts.length === 0 || name.length > 200) continue
    if (parts.length > 1) {
      anyCase.add(parts.join(' '))
      anyCase.add([...parts].reverse().join(' '))
      anyCase.add(`${parts.at(-1)}, ${parts.slice(0, -1).join(' ')}`)
    }
    for (const part of parts) {
      const letters = part.replace(/[^\p{L}]/gu, '')
      if (NO_SPACES.test(part) ? letters.length < 1 : letters.length < 3) continue
      if (letters.length >= 4 && (signsOf(part.toLowerCase(), false) & ALSO_WORD) === 0) anyCase.add(part)
      else for (const form of [part, capitalised(part), part.toUpperCase()]) asWritten.add(form)
    }
  }
  // A name all in lower case that is also a word would come back as written; only its capital forms count.
  for (const form of [...asWritten])
    if (form === form.toLowerCase() && !NO_SPACES.test(form)) asWritten.delete(form)
  return [pattern(anyCase, 'giu'), pattern(asWritten, 'gu')].filter((entry) => entry !== null)
}

function pattern(forms: ReadonlySet<string>, flags: string): RegExp | null {
  if (forms.size === 0) return null
  const longestFirst = [...forms].sort((a, b) => b.length - a.length)
  const alternatives = longestFirst.map((form) => {
    const body = escaped(form).replace(/ /g, '[ \\u00a0\\t\\r\\n]{1,4}')
    // Scripts without spaces have no word boundary to look for.
    return NO_SPACES.test(form) ? body : `(?<![\\p{L}\\p{N}])${body}(?=s?(?![\\p{L}\\p{N}]))`
  })
  return new RegExp(alternatives.join('|'), flags)
}

function spellings(name: string): string[] {
  const plain = name.replace(/ä/g, 'ae').replace(/ö/g, 'oe').replace(/ü/g, 'ue').replace(/ß/g, 'ss')
  return plain === name ? [name] : [name, plain]
}

const capitalised = (word: string) => word.charAt(0).toUpperCase() + word.slice(1).toLowerCase()

/** Names that the helpdesk knows, in the forms that people write them. */
export function knownNames(known: readonly string[]): (text: string) => Span[] {
  const patterns = namePatterns(known)
  return (text) => patterns.flatMap((pattern) => spansOf(text, pattern, 'NAME'))
}

/** "Support Team" answers, but is nobody: each of its words is one that people write for itself. */
export function isPersonal(name: string): boolean {
  const parts = name.split(/[\s,.-]+/).filter((part) => part !== '')
  return parts.some((part) => !isOrdinary(part))
}

function isOrdinary(word: string): boolean {
  const signs = signsOf(word.toLowerCase(), false)
  return (signs & ORDINARY) !== 0 && (signs & (GIVEN | FAMILY)) === 0
}

/** Names found once, wherever else they stand as written. */
export function sameNames(text: string, found: ReadonlySet<string>): Span[] {
  const spans: Span[] = []
  for (const name of found) {
    for (let at = text.indexOf(name); at !== -1; at = text.indexOf(name, at + name.length)) {
      const end = at + name.length
      if (!LETTER.test(text.charAt(at - 1)) && !/^s?[\p{L}\p{N}]/u.test(text.slice(end, end + 2)))
        spans.push({ start: at, end, type: 'NAME' })
    }
  }
  return spans
}

/** Is this part of a full name, alone and with its capital, still the person? "Keller" is, "Rose" may be a rose. */
export function isTellingPart(part: string): boolean {
  if (part.length < 4 || !/^\p{Lu}/u.test(part)) return false
  return (signsOf(part.toLowerCase(), false) & (ALSO_WORD | ORDINARY)) === 0
}

const LEGAL_FORM =
  /,? (?:(?:gmbh|ug|ag|kg)(?: & co\.? ?kg(?:aa)?)?|& co\.? kg|ohg|gbr|mbh|e\. ?[vkg]\.|ev|se|ltd\.?|limited|plc|llc|llp|inc\.?|corp\.?|s\.?a\.?r\.?l\.?|s\.?a\.?s?\.?|s\.?r\.?l\.?|s\.?p\.?a\.?|s\.?l\.?|b\.?v\.?|n\.?v\.?|aps|a\/s|oy|ab)$/i

/** With and without the legal form, which people seldom write. A name that is a word only as it is written. */
export function knownOrganizations(known: readonly string[]): (text: string) => Span[] {
  const anyCase: string[] = []
  const asWritten: string[] = []
  for (const name of plainForms(known)) {
    for (const form of new Set([name, name.replace(LEGAL_FORM, '')])) {
      const letters = form.replace(/[^\p{L}]/gu, '').length
      const distinct = letters >= 4 && form.split(/[\s-]+/).some((word) => !isOrdinary(word))
      if (distinct) anyCase.push(form)
      // "Bank AG" is not "Bank", and "An GmbH" is not "An".
      else if (form === name) asWritten.push(form)
    }
  }
  const matchers = [pattern(new Set(anyCase), 'giu'), pattern(new Set(asWritten), 'gu')]
  return (text) => matchers.flatMap((matcher) => (matcher === null ? [] : spansOf(text, matcher, 'ORG')))
}

/** Whole expressions in any case of letters, such as the words that the agent struck out. */
export function knownWords(known: readonly string[], type: PersonalDataType): (text: string) => Span[] {
  const matcher = pattern(new Set(plainForms(known)), 'giu')
  return (text) => (matcher === null ? [] : spansOf(text, matcher, type))
}

const plainForms = (known: readonly string[]) =>
  known.map((form) => form.trim().replace(/\s+/g, ' ')).filter((form) => form !== '' && form.length <= 200)
