/** Words for streets, and what stands between words. */
import { endingLength, endingsOf } from './endings.ts'
import { ORDINARY } from './lexicon.ts'
import type { Word } from './words.ts'

/** What a street's last word ends in (DE, AT, CH, NL, Nordic, HU, CZ …); the word is longer, or stands alone after another. */
const WAY_ENDINGS = endingsOf(
  'straße strasse str weg platz allee gasse gässle gässli ufer damm chaussee stieg steig ring zeile promenade kai graben markt halde rain straat laan plein gracht kade dijk singel steenweg gatan gata gade vej veien vegen stræde allé vägen katu tie polku',
)

/** Words for a street that stand alone: before the name (Romance, Slavic) or after it (English, Hungarian). */
export const WAY_FIRST = new Set(
  'rue avenue av boulevard bd bld place impasse chemin allée allee quai cours route passage square calle c avenida avda paseo plaza camino carretera ronda via viale piazza piazzale corso vicolo largo strada rua travessa praça praca ulica ul ulice strada calea cesta utca odos leoforos barrio'.split(
    ' ',
  ),
)

export const WAY_LAST = new Set(
  'street st road rd avenue ave av lane ln drive dr boulevard blvd court ct square sq terrace way place pl close crescent gardens grove parade mews highway hwy parkway pkwy circle cir trail trl alley row walk hill rise green quay wharf freeway expressway route run path loop strasse straße str weg platz allee gasse ufer damm ring utca u út útja tér tere körút köz ulica ulice utca gatan vej weg straat laan plein'.split(
    ' ',
  ),
)

/** "Elm Street 12"; a number after the other English ones ("Trail 5") is a model. */
export const WAY_BEFORE_NUMBER = new Set(
  'street st road rd avenue ave lane boulevard square strasse straße str weg platz allee gasse ufer damm ring vej weg straat laan plein'.split(
    ' ',
  ),
)

/** Those of them that no sentence uses otherwise: in small letters too. */
export const SMALL_WAYS = new Set(
  'rue avenida calle rua ulica ul viale impasse boulevard utca u út útja tér tere köz körút põik tee mnt gate gata gatan gade vej veg trg nábřeží náměstí ulice straat laan'.split(
    ' ',
  ),
)

/** After a number also these: "8 place de la République". */
export const SMALL_AFTER_NUMBER: ReadonlySet<string> = new Set([
  ...SMALL_WAYS,
  ...'avenue place allee chemin quai route'.split(' '),
])

/** "Am Markt 5" is a street, "Am Montag 5" is not: only places that streets are named after. */
export const PREPOSITIONS = new Set('am an auf im in zum zur unter hinter vor bei'.split(' '))

export const ARTICLES = new Set('der den dem die das'.split(' '))

export const NAMED_AFTER =
  /(?:markt|park|bahnhof|kirche|berg|wald|tor|graben|anger|linden|bach|feld|garten|hang|mühle|see|brücke|hof|rain|wiese|teich|brunnen|schloss|dom|hafen|deich|ufer|weiher|acker|steg|eck|wall)$/

export const PARTICLES = new Set(
  'de del della delle dei di da do dos das du des la le les los las el van von der den het ter ten zu zum zur am an im bis y i e et und of the d l sur sous en aux nad pod pri z v na u ob lès upon on op aan bei ob'.split(
    ' ',
  ),
)

export const UNIT_WORDS = new Set(
  'apt apartment suite ste unit flat floor fl room building bldg box top tür tuer stiege stock etage og eg wohnung whg piso puerta planta bât bat bâtiment escalier interno scala bus bis ter'.split(
    ' ',
  ),
)

/** Who writes no capitals writes streets without them too. */
export function asIfWithCapitals(words: readonly Word[]): readonly Word[] {
  if (words.some((word) => word.capital && word.end - word.start > 1)) return words
  return words.map((word) =>
    word.number ||
    PARTICLES.has(word.lower) ||
    SMALL_WORDS.test(word.lower) ||
    (isOrdinary(word) && !WAY_LAST.has(word.lower))
      ? word
      : { ...word, capital: true },
  )
}

const SMALL_WORDS =
  /^(?:is|are|for|to|at|in|my|the|and|or|i|a|it|please|send|lost|one|new|can|you|me|need|because|this|with|from|your|days?|weeks?|months?|years?|hours?|minutes?|times?|items?|pieces?|people|persons?|euros?|percent)$/

export function isHouseNumber(text: string, words: readonly Word[], at: number): boolean {
  const word = words[at]
  if (word === undefined) return false
  const before = text.charAt(word.start - 1)
  if (/[\p{L}\p{N}#€$£.:_+@–-]/u.test(before) && !/[\p{L}]\.$/u.test(text.slice(word.start - 2, word.start)))
    return false
  return (
    /^\d{1,5}\p{L}{0,2}$/u.test(word.lower) &&
    !/^[.,:]\p{N}|^ ?[€$£%°]/u.test(text.slice(word.end, word.end + 2))
  )
}

export const gap = (text: string, words: readonly Word[], left: number) =>
  text.slice(words[left]?.end ?? 0, words[left + 1]?.start ?? 0)

export const spaced = (between: string) =>
  /^\.?[ \u00a0]{1,2}$/.test(between) || between === '.' || between === '-'

export const commaSpaced = (between: string) => spaced(between) || /^,[ ]$/.test(between)

export const isOrdinary = ({ signs }: Word) => (signs & ORDINARY) !== 0

export const ENGLISH_WAYS =
  /^(?:street|st|road|rd|avenue|ave|av|lane|ln|drive|dr|court|ct|place|pl|way|terrace|close|square|sq|hill|walk|row|park|green)$/

/** "Lindenallee", but not "Allee" alone, nor a word that only sounds so. */
export const endsWay = (word: Word | undefined) =>
  word !== undefined &&
  endingLength(word.lower, WAY_ENDINGS) > 0 &&
  word.lower.length - endingLength(word.lower, WAY_ENDINGS) >= 2 &&
  !/^(?:spring|hering|during|bring)$/.test(word.lower)
