import { append, type Span, saidBefore, spansOf } from './spans.ts'
import { coreAt } from './street-cores.ts'
import { tailFrom } from './street-tails.ts'
import { asIfWithCapitals, isHouseNumber } from './street-words.ts'
import type { Word } from './words.ts'

/** Where the sentence says that an address follows, a name and a number are enough. */
const ADDRESS_SAID =
  /(?:address|adresse|anschrift|direcci[oó]n|indirizzo|adres|lives?|living|located|office|restaurant|station|shop|store|deliver|ship|send|sent|moved?|wohne|wohnhaft|wohnt|liefern|lieferung|ziehe|umgezogen|habite|vivo|abito|woon|drops? you off|corner|return|house|home|find us|come)(?:\P{L}{1,4}(?:is|are|at|to|to:|on|in|auf|an|am|nach|lautet|ist|est|es|è|of|near|au|en|a|op|the|new|my|neue|it|will|be|them|was)){0,5}\P{L}{0,4}$/iu

/** The last words of those expressions: the pattern is asked only after one of them. */
const LAST_OF_ADDRESS_SAID = new Set(
  "address adresse anschrift dirección direccion indirizzo adres live lives living located office restaurant station shop store deliver ship send sent move moved wohne wohnhaft wohnt liefern lieferung ziehe umgezogen habite j'habite j’habite vivo abito woon off corner return house home us come is are at to on in auf an am nach lautet ist est es è of near au en a op the new my neue it will be them was".split(
    ' ',
  ),
)

const POSTAL_BOX =
  /(?<![\p{L}\p{N}])(?:P\.? ?O\.? ?Box|Post(?:office)? ?Box|Postfach|Postbus|Boîte postale|Apartado(?: de correos)?|Casella postale|PSC|(?:Unit|CMR) \d{1,5},?[ ]Box)[ ,]{1,2}\d[\d ]{0,8}(?:,? ?Box \d{1,5})?(?:,?[ \n]{1,2}(?:[A-Z]-)?\d{4,5}[ ]\p{L}[\p{L}-]{1,30})?/giu

/** USPS Publication 28 §225: military post, the line before it with it. */
const MILITARY =
  /(?<![\p{L}\p{N}])(?:(?:(?:PSC|CMR|Unit|US[A-Z]{1,3})[ ][\p{L}\p{N}, ]{1,40}?)[,\n ]{1,3})?[AFD]PO[ ,]{1,2}A[AEP][ ,]{1,2}\d{5}(?:-\d{4})?/giu

/** A town with its state and postcode, as the US writes them, whatever stands before. */
const TOWN_AND_STATE =
  /(?<![\p{L}\p{N}])\p{Lu}[\p{L}.'’-]{1,25}(?:[ ]\p{Lu}[\p{L}.'’-]{1,25}){0,2},?[ ](?:A[KLRZ]|C[AOT]|D[CE]|FL|GA|HI|I[ADLN]|K[SY]|LA|M[ADEINOST]|N[CDEHJMVY]|O[HKR]|P[AR]|RI|S[CD]|T[NX]|UT|V[AIT]|W[AIVY])[ ]{1,2}\d{5}(?:-\d{4})?(?![\p{L}\p{N}-])/gu
/** Digits first: capitals are many. */
const STATE_CODE = /\d{5}(?<=[A-Z]{2}[ ]{1,2}\d{5})/

const CORNER =
  /(?<!\p{L})(?:the )?corner of (?:\d{1,5} )?(?:[\p{Lu}\d][\p{L}\d.'’-]{0,30}[ ](?:(?:de|du|des|la|del|van|der|of)[ ]){0,2}){1,5}(?:and|&)[ ](?:\p{Lu}[\p{L}'’-]{1,30})(?:[ ]\p{Lu}[\p{L}'’-]{1,30}){0,2}/giu

const FIXED_FORMS = /box|post|apartado|casella|[afd]po[ ,]|corner of/i

/** Street addresses of DE, AT, CH, FR, ES, IT, NL, the UK and the US, and others of the same build; post boxes. */
export function streetAddresses(text: string, written: readonly Word[]): Span[] {
  const words = asIfWithCapitals(written)
  const spans = FIXED_FORMS.test(text)
    ? [POSTAL_BOX, MILITARY, CORNER].flatMap((form) => spansOf(text, form, 'ADDRESS'))
    : []
  if (STATE_CODE.test(text)) append(spans, spansOf(text, TOWN_AND_STATE, 'ADDRESS'))
  let done = 0
  for (let at = 0; at < words.length; at++) {
    const word = words[at]
    if (word === undefined || !word.number || at < done || !isHouseNumber(text, words, at)) continue
    const core = coreAt(text, words, at, done)
    if (core === null) continue
    const first = words[core.from]
    const last = words[core.to]
    if (first === undefined || last === undefined) continue
    const tail = tailFrom(text, words, core.to)
    if (core.weak && !tail.telling && !isSaid(text, words, core.from, first.start)) continue
    const { end } = tail
    spans.push({ start: first.start, end, type: 'ADDRESS' })
    while (done < words.length && (words[done]?.start ?? end) < end) done++
  }
  return spans
}

function isSaid(text: string, words: readonly Word[], from: number, start: number): boolean {
  return LAST_OF_ADDRESS_SAID.has(words[from - 1]?.lower ?? '') && saidBefore(text, start, ADDRESS_SAID, 60)
}
