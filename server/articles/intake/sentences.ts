/** Finds the sentences of a block. A sentence that ends too late is only long; one cut short misleads. */

const ABBREVIATIONS = new Set(
  (
    'z b d h u a o ä ca bzw vgl nr str tel fax evtl ggf inkl exkl zzgl abs bspw etc usw sog mind ' +
    'dr prof dipl ing hr tsd mio mrd mo di jan feb febr mär apr jun jul aug sep sept okt nov dez ' +
    'jahrh hl geb gest verh ev kath gem lt s bd aufl hrsg anm ziff var std sek stk zt i e g m v ' +
    'e.g i.e mr mrs ms jr sr vs dept est approx inc ltd co corp vol ch mon tue tues wed thu thur thurs fri ' +
    'dec oct p pp cf al viz resp incl excl appt ave blvd rd u.s u.k a.m p.m ' +
    'av pl sra dra ud uds ej pág núm tél mme mlle env réf ul al godz np tj tzn itd itp wg r ok'
  ).split(' '),
)
/** Words of their own, too: only a number behind them shows that they are cut short. */
const BEFORE_NUMBERS = new Set('art no fig sec kap ext st abb tab'.split(' '))
/** Languages that write "the 3rd of May" as "3. Mai". */
const DOTTED_ORDINALS = /^(?:de|da|nb|nn|no|fi|is|et|lv|cs|sk|sl|hr|bs|sr|hu|tr|pl|fo|lb|mk)\b/
const LONGEST_MERGE = 600
const WINDOW = 4000
const ENDING_INSIDE = /[\p{Sentence_Terminal}\r\n\u0085\u2028\u2029][\s\S]/u

const segmenters = new Map<string, Intl.Segmenter>()

function segmenterFor(locale: string): Intl.Segmenter {
  const known = segmenters.get(locale)
  if (known !== undefined) return known
  const [supported] = /^[a-z]{2,3}(?:-[a-z0-9]{1,8})*$/i.test(locale) ? supportedLocales(locale) : []
  const segmenter = new Intl.Segmenter(supported ?? 'en', { granularity: 'sentence' })
  if (segmenters.size < 100) segmenters.set(locale, segmenter)
  return segmenter
}

function supportedLocales(locale: string): readonly string[] {
  try {
    return Intl.Segmenter.supportedLocalesOf([locale])
  } catch {
    // A tag of legal shape may still be language tag.
    return []
  }
}

/** Whether `end` only looks like the end of a sentence: "z. B.", "Nr. 5", "3. Mai", "https://a.de/?b". */
function goesOn(text: string, start: number, end: number, locale: string): boolean {
  const tail = text.slice(Math.max(start, end - 40), end)
  const next = text.slice(end, end + 2)
  if (!/\s$/.test(tail)) return /[.?!:]["'”“»)\]]*$/.test(tail) && !/^["'”“»)\]]*\s/.test(next)
  const said = tail.trimEnd()
  if (/^["'”“»)\]]?\p{Ll}/u.test(next) && /[.…]["'”“»)\]]*$/u.test(said)) return true
  if (!said.endsWith('.')) return false
  const word = /[\p{L}\p{M}.]*\.$/u.exec(said)?.[0].slice(0, -1).toLowerCase() ?? ''
  // A single letter is an initial or half of "z. B.", whatever the language.
  if (/^\p{L}$/u.test(word) || ABBREVIATIONS.has(word) || word.endsWith('str')) return true
  if (BEFORE_NUMBERS.has(word) && /^\d/.test(next)) return true
  const number = /(?:^|[\s(„“"'])(\d{1,2})\.$/u.exec(said)
  if (number === null) return false
  // "1. Open the lid": a number that begins the sentence belongs to it, in every language.
  return said === `${number[1]}.` || DOTTED_ORDINALS.test(locale)
}

function openBrackets(text: string): number {
  let open = 0
  for (const sign of text) {
    if (sign === '(') open += 1
    if (sign === ')' && open > 0) open -= 1
  }
  return open
}

export interface Span {
  readonly start: number
  readonly end: number
}

/** The segmenter takes quadratic time, a long text is read through a window. */
function* segmentsOf(text: string, locale: string): Generator<Span> {
  const segmenter = segmenterFor(locale)
  for (let from = 0; from < text.length; ) {
    const whole = from + WINDOW >= text.length
    const ends = Array.from(
      segmenter.segment(text.slice(from, from + WINDOW)),
      ({ segment, index }) => index + segment.length,
    )
    // The last one may go on behind the window: it is read again with the next.
    if (!whole && ends.length > 1) ends.pop()
    let start = from
    for (const end of ends) {
      yield { start, end: from + end }
      start = from + end
    }
    from = start
  }
}

function wholeOf(text: string): readonly Span[] {
  const start = text.search(/\S/)
  return start === -1 ? [] : [{ start, end: text.trimEnd().length }]
}

/** @returns the sentences of `text` without the space around them, in order, together covering every letter. */
export function splitSentences(text: string, locale: string): readonly Span[] {
  // Asking the segmenter costs more than all else; most blocks have nothing inside that could end a sentence.
  if (!ENDING_INSIDE.test(text)) return wholeOf(text)
  const spans: Span[] = []
  let start = 0
  let brackets = 0
  for (const { start: at, end } of segmentsOf(text, locale)) {
    const segment = text.slice(at, end)
    brackets = segment.length > LONGEST_MERGE ? 0 : brackets + openBrackets(segment)
    if (segment.includes(')'))
      brackets = Math.max(0, openBrackets(text.slice(start, Math.min(end, start + LONGEST_MERGE))))
    const mayGoOn = end < text.length && end - start < LONGEST_MERGE
    if (mayGoOn && (brackets > 0 || goesOn(text, start, end, locale))) continue
    const piece = text.slice(start, end)
    const from = end - piece.trimStart().length
    const to = start + piece.trimEnd().length
    if (to > from) spans.push({ start: from, end: to })
    start = end
    brackets = 0
  }
  return spans
}
