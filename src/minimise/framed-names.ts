import { CLOSING_FIRST_WORDS, GREETING_WORDS, INTRODUCTION_WORDS, TITLE_WORDS } from './letter-words.ts'
import { ALSO_WORD, GIVEN, OPENS_FRAME, ORDINARY } from './lexicon.ts'
import { matchesOf, type Span } from './spans.ts'
import type { Word } from './words.ts'

const NAME_WORD = "\\p{Lu}(?:\\p{Ll}[\\p{L}'’-]{0,30}|\\.)"
const NAME_RUN = `${NAME_WORD}(?:[ \\u00a0](?:(?:von|van|de|der|den|zu|di|da|del|bin|al)[ ]){0,2}${NAME_WORD}){0,3}`
const WORD = /[^ \u00a0]+/g
const NOT_A_NAME = new Set(
  (
    'Dr Prof Herr Herrn Frau Mr Mrs Ms Team Support Service Sir Madam Damen Herren All Everyone There Zusammen Leute Customer Kundenservice ' +
    'Kundendienst Helpdesk Sent Gesendet From Von Order Thanks Danke Please Bitte Best Kind Viele Liebe The ' +
    'This Your My Ich Wir Sie Ihr We It Is Can Could How What When Where Why Wie Was Wann Wo Warum Kann Und And'
  ).split(' '),
)

const TITLE = new RegExp(
  `(?:Herrn?|Frau|Mr|Mrs|Ms|Mx|Miss|Dr|Prof|M|Mme|Mlle|Madame|Monsieur|Señora?|Sra?|Signora?|Sig|Dott|Mevrouw|Meneer|Dhr|Mevr)\\.?[ \\u00a0](?:(?:Dr|Prof)\\.[ ])?(${NAME_RUN})`,
  'dyu',
)
const INTRODUCTION = new RegExp(
  `(?:[Mm]y name is|[Mm]y name’s|[Mm]y name's|[Mm]ein Name ist|[Ii]ch heiße|[Ii]ch heisse|[Tt]his is|[Jj]e m['’]appelle|[Mm]e llamo|[Mm]i nombre es|[Mm]i chiamo|[Mm]ijn naam is|[Ii]k heet)[ \\u00a0](${NAME_RUN})`,
  'dyu',
)
const GREETING = new RegExp(
  `(?:[Hh]i|HI|[Hh]ello|[Hh]ey|[Dd]ear|[Hh]allo|[Ll]iebe[rs]?|[Gg]uten (?:Tag|Morgen|Abend)|[Ss]ervus|[Mm]oin|[Gg]ood (?:morning|afternoon|evening)|[Bb]onjour|[Cc]h[eè]re?|[Hh]ola|[Ee]stimad[oa]|[Qq]uerid[oa]|[Bb]uenos días|[Cc]iao|[Gg]entile|[Cc]ar[oa]|[Bb]uongiorno|[Bb]este|[Gg]eachte|[Dd]ag)[ \\u00a0](${NAME_RUN})(?=[ ]?(?:[,!.:;–-]|\\r?$))`,
  'dymu',
)
const CLOSING_WORDS =
  '(?:(?:[Bb]est|[Kk]ind(?:est)?|[Ww]arm(?:est)?|[Mm]any)[ ](?:regards|wishes|thanks)|[Rr]egards|[Ss]incerely|[Yy]ours(?:[ ](?:sincerely|faithfully|truly))?|[Tt]hanks|[Tt]hank you|[Cc]heers|[Bb]est|' +
  '[Mm]it (?:freundlichen|besten|herzlichen|lieben) Grü(?:ß|ss)en|[Mm]it freundlichem Gru(?:ß|ss)|(?:[Vv]iele|[Ll]iebe|[Bb]este|[Ff]reundliche|[Hh]erzliche|[Ss]chöne) Grü(?:ß|ss)e|[Gg]rü(?:ß|ss)e|[Gg]ru(?:ß|ss)|MfG|[Mm]fg|[Ll][Gg]|[Vv][Gg]|[Dd]anke|[Vv]ielen Dank|' +
  '[Cc]ordialement|[Bb]ien à vous|[Ss]alutations|[Mm]erci|[Ss]aludos|[Uu]n saludo|[Aa]tentamente|[Gg]racias|[Cc]ordiali saluti|[Dd]istinti saluti|[Ss]aluti|[Gg]razie|[Mm]et vriendelijke groeten?|[Gg]roet(?:en|jes)?|[Bb]edankt)'
const SIGNATURE = new RegExp(
  `${CLOSING_WORDS}(?:[,.!]{0,2}[ \\t]{0,3}\\r?\\n(?:[ \\t]{0,3}\\r?\\n){0,2}[ \\t]{0,3}|[,!]{1,2}[ ]|[ ])(${NAME_RUN})[ \\t.]{0,3}(?=\\r?\\n|$)`,
  'dyu',
)

/** "thanks\njonas", "lg petra" at the end of a text: small letters, so it must be the last line and a listed name. */
const SMALL_WORD = "\\p{Ll}[\\p{L}'’-]{2,30}"
const SMALL_SIGNATURE = new RegExp(
  `${CLOSING_WORDS}(?:[,.!]{0,2}[ \\t]{0,3}\\r?\\n(?:[ \\t]{0,3}\\r?\\n){0,2}[ \\t]{0,3}|[,!]{0,2}[ ])(${SMALL_WORD}(?:[ ]${SMALL_WORD})?)[ \\t.!]{0,3}(?:\\r?\\n[ \\t]{0,3}){0,3}$`,
  'dyu',
)

/** The pattern is asked only at one of its first words. */
const FORMS: readonly {
  readonly first: ReadonlySet<string>
  readonly form: RegExp
  readonly lineStart?: true
}[] = [
  { first: TITLE_WORDS, form: TITLE },
  { first: INTRODUCTION_WORDS, form: INTRODUCTION },
  { first: GREETING_WORDS, form: GREETING, lineStart: true },
  { first: CLOSING_FIRST_WORDS, form: SIGNATURE },
]

/** Names by their place in a letter: after a title, an introduction or a greeting, and under a closing. */
export function framedNames(text: string, words: readonly Word[]): Span[] {
  const found: Span[] = []
  for (const { start, lower, signs } of words) {
    if ((signs & OPENS_FRAME) === 0) continue
    for (const { first, form, lineStart } of FORMS) {
      if (!first.has(lower) || (lineStart && !opensLine(text, start))) continue
      form.lastIndex = start
      const at = form.exec(text)?.indices?.[1]
      if (at === undefined) continue
      const named = withoutOrdinaryWords(text, { start: at[0], end: at[1], type: 'NAME' })
      if (named !== null) found.push(named)
    }
  }
  const small = smallSignature(text, words)
  return small === null ? found : [...found, small]
}

/** Only the last words of a text are looked at. */
function smallSignature(text: string, words: readonly Word[]): Span | null {
  const last = words.at(-1)
  if (last === undefined || last.capital) return null
  if (((last.signs | (words.at(-2)?.signs ?? 0)) & GIVEN) === 0) return null
  for (const { start, lower, signs } of words.slice(-7)) {
    if ((signs & OPENS_FRAME) === 0 || !CLOSING_FIRST_WORDS.has(lower)) continue
    SMALL_SIGNATURE.lastIndex = start
    const at = SMALL_SIGNATURE.exec(text)?.indices?.[1]
    if (at === undefined) continue
    const named = words.slice(-2).filter((word) => word.start >= at[0])
    const ownLine = text.slice(start, at[0]).includes('\n')
    if (named.some((word) => isSmallName(word, ownLine))) return { start: at[0], end: at[1], type: 'NAME' }
  }
  return null
}

/** "thanks ruby" may go on; "ruby" on a line of its own is a person. */
const isSmallName = ({ signs }: Word, ownLine: boolean) =>
  (signs & GIVEN) !== 0 && (signs & ORDINARY) === 0 && (ownLine || (signs & ALSO_WORD) === 0)

const opensLine = (text: string, start: number) =>
  /(?:^|\n)[ \t>]{0,4}$/.test(text.slice(Math.max(0, start - 5), start))

/** Cuts the run before the first word that is no name: "Hi Maria Please" is Maria. */
function withoutOrdinaryWords(text: string, span: Span): Span | null {
  let end = span.start
  for (const match of matchesOf(text.slice(span.start, span.end), WORD)) {
    if (NOT_A_NAME.has(match[0].replace(/[.,]$/, ''))) break
    end = span.start + match.index + match[0].length
  }
  return end > span.start ? { ...span, end } : null
}
