import { type Span, spansOf } from './spans.ts'

const PLATE_WORD =
  "(?:[Kk](?:fz|FZ)-|[Aa]uto)?[Kk]ennzeichen|[Nn]ummernschild|[Aa]utonummer|[Ll]icen[cs]e plate|[Nn]umber plate|[Pp]late(?: number)?|[Rr]egistration(?: plate| number)?|[Cc]ar reg|[Pp]laque(?: d'immatriculation)?|[Ii]mmatriculation|[Mm]atr[ií]cula|[Tt]arga|[Kk]enteken"
const PLATE = '[A-ZÄÖÜ0-9]{1,8}(?:[ ·:-]{1,3}[A-ZÄÖÜ0-9]{1,5}){0,3}'
const NAMED = new RegExp(
  `(?<![\\p{L}])(?:${PLATE_WORD})(?:[ ]?[:#-]|[ ](?:is|ist|lautet|number|nummer|nr\\.?|est|es|è|of|von|vom|mit|with)){0,3}[ ]{1,2}["'„“]?(${PLATE})(?![\\p{L}\\p{N}])`,
  'dgu',
)

const MAY_BE = /kennz|nummern|autonum|plate|regis|car reg|plaque|matr|targa|kentek/i

/** Number plates that the text calls so; alone, "M AB 1234" is a model name as well. */
export function plates(text: string): Span[] {
  if (!MAY_BE.test(text)) return []
  return spansOf(text, NAMED, 'PLATE', 1).filter((span) => {
    const plate = text.slice(span.start, span.end)
    return /\d/.test(plate) && /[A-ZÄÖÜ]/.test(plate) && plate.length >= 4
  })
}
