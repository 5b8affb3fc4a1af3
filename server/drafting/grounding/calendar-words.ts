/** Months, weekdays and number words; positions count. One row a language, `|` parts spellings. */

const MONTHS: Readonly<Record<string, string>> = {
  en: 'january|jan february|feb march|mar april|apr may june|jun july|jul august|aug september|sept|sep october|oct november|nov december|dec',
  de: 'januar|jänner|jan februar|feb märz|mär april|apr mai juni|jun juli|jul august|aug september|sept|sep oktober|okt november|nov dezember|dez',
  fr: 'janvier février mars avril mai juin juillet août septembre octobre novembre décembre',
  es: 'enero febrero marzo abril mayo junio julio agosto septiembre|setiembre octubre noviembre diciembre',
  it: 'gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre',
  nl: 'januari februari maart april mei juni juli augustus september oktober november december',
}

const WEEKDAYS: Readonly<Record<string, string>> = {
  en: 'monday|mondays|mon tuesday|tuesdays|tue|tues wednesday|wednesdays|wed thursday|thursdays|thu|thur|thurs friday|fridays|fri saturday|saturdays|sat sunday|sundays',
  de: 'montag|montags dienstag|dienstags mittwoch|mittwochs donnerstag|donnerstags freitag|freitags samstag|samstags|sonnabend|sonnabends sonntag|sonntags',
  fr: 'lundi|lundis mardi|mardis mercredi|mercredis jeudi|jeudis vendredi|vendredis samedi|samedis dimanche|dimanches',
  es: 'lunes martes miércoles jueves viernes sábado|sábados domingo|domingos',
  it: 'lunedì martedì mercoledì giovedì venerdì sabato domenica',
  nl: 'maandag|maandags dinsdag|dinsdags woensdag|woensdags donderdag|donderdags vrijdag|vrijdags zaterdag|zaterdags zondag|zondags',
}

const ONES: Readonly<Record<string, string>> = {
  en: 'one two three four five six seven eight nine',
  de: 'ein zwei drei vier fünf sechs sieben acht neun',
  nl: 'een twee drie vier vijf zes zeven acht negen',
}
/** Half of what follows: "half a year", "anderthalb Jahre". */
const HALVES: Readonly<Record<string, readonly (readonly [string, number])[]>> = {
  en: [['half', 0.5]],
  de: [
    ...['halb', 'halbe', 'halbes', 'halben', 'halber', 'halbem', 'hälfte'].map(
      (word) => [word, 0.5] as const,
    ),
    ...['anderthalb', 'eineinhalb'].map((word) => [word, 1.5] as const),
  ],
  fr: [
    ['demi', 0.5],
    ['demie', 0.5],
    ['moitié', 0.5],
  ],
  es: [
    ['medio', 0.5],
    ['mitad', 0.5],
  ],
  it: [
    ['mezzo', 0.5],
    ['metà', 0.5],
  ],
  nl: [
    ['half', 0.5],
    ['halve', 0.5],
    ['helft', 0.5],
    ['anderhalf', 1.5],
  ],
}

/** From two on: `one` and `ein` are articles. */
const NUMBERS: Readonly<Record<string, string>> = {
  en: 'two three four five six seven eight nine ten eleven twelve',
  de: 'zwei|zweier drei|dreier vier fünf sechs sieben acht neun zehn elf zwölf',
  fr: 'deux trois quatre cinq six sept huit neuf dix onze douze',
  es: 'dos tres cuatro cinco seis siete ocho nueve diez once doce',
  it: 'due tre quattro cinque sei sette otto nove dieci undici dodici',
  nl: 'twee drie vier vijf zes zeven acht negen tien elf twaalf',
}

/** From thirteen to nineteen. */
const TEENS: Readonly<Record<string, string>> = {
  en: 'thirteen fourteen fifteen sixteen seventeen eighteen nineteen',
  de: 'dreizehn vierzehn fünfzehn sechzehn siebzehn achtzehn neunzehn',
  fr: 'treize quatorze quinze seize dix-sept dix-huit dix-neuf',
  es: 'trece catorce quince dieciséis diecisiete dieciocho diecinueve',
  it: 'tredici quattordici quindici sedici diciassette diciotto diciannove',
  nl: 'dertien veertien vijftien zestien zeventien achttien negentien',
}

const TENS: Readonly<Record<string, string>> = {
  en: 'twenty thirty forty fifty sixty seventy eighty ninety hundred',
  de: 'zwanzig dreißig vierzig fünfzig sechzig siebzig achtzig neunzig hundert',
  fr: 'vingt trente quarante cinquante soixante - - - cent',
  es: 'veinte treinta cuarenta cincuenta sesenta setenta ochenta noventa cien',
  it: 'venti trenta quaranta cinquanta sessanta settanta ottanta novanta cento',
  nl: 'twintig dertig veertig vijftig zestig zeventig tachtig negentig honderd',
}

const ORDINALS: Readonly<Record<string, string>> = {
  en: 'second third fourth fifth sixth seventh eighth ninth tenth',
  de: 'zweite|zweiten|zweiter|zweites dritte|dritten|dritter|drittes vierte|vierten|vierter fünfte|fünften sechste|sechsten siebte|siebten achte|achten neunte|neunten zehnte|zehnten',
  fr: 'deuxième troisième quatrième cinquième sixième septième huitième neuvième dixième',
  es: 'segundo|segunda tercero|tercera|tercer cuarto|cuarta quinto|quinta',
  it: 'secondo|seconda terzo|terza quarto|quarta quinto|quinta',
  nl: 'tweede derde vierde vijfde zesde zevende achtste negende tiende',
}

function numbered(
  table: Readonly<Record<string, string>>,
  code: string,
  valueAt: (at: number) => number,
): readonly (readonly [string, number])[] {
  const row = Object.hasOwn(table, code) ? table[code] : table.en
  return (row ?? '')
    .split(' ')
    .flatMap((spellings, at) => spellings.split('|').map((word) => [word, valueAt(at)] as const))
}

export interface Calendar {
  readonly months: ReadonlyMap<string, number>
  readonly weekdays: ReadonlyMap<string, number>
  readonly numbers: ReadonlyMap<string, number>
  readonly ordinals: ReadonlyMap<string, number>
}

/** "thirty-five", "fünfunddreißig". */
function compoundNumbers(code: string): readonly (readonly [string, number])[] {
  const ones = numbered(ONES, code, (at) => at + 1)
  if (!Object.hasOwn(ONES, code)) return []
  const tens = numbered(TENS, code, (at) => (at + 2) * 10).filter(([, value]) => value < 100)
  return tens.flatMap(([ten, high]) =>
    ones.map(([one, low]) => {
      const word = code === 'en' ? `${ten}-${one}` : `${one}${code === 'nl' ? 'en' : 'und'}${ten}`
      return [word, high + low] as const
    }),
  )
}

function buildCalendar(code: string): Calendar {
  return {
    months: new Map(numbered(MONTHS, code, (at) => at + 1)),
    weekdays: new Map(numbered(WEEKDAYS, code, (at) => at + 1)),
    numbers: new Map([
      ...numbered(NUMBERS, code, (at) => at + 2),
      ...numbered(TEENS, code, (at) => at + 13),
      ...numbered(TENS, code, (at) => (at + 2) * 10),
      ...compoundNumbers(code),
      ...(HALVES[code] ?? []),
    ]),
    ordinals: new Map(numbered(ORDINALS, code, (at) => at + 2)),
  }
}

const built = new Map<string, Calendar>()

/** Of the six languages; English where there is no row, as many texts borrow it. */
export function calendarFor(code: string): Calendar {
  const known = Object.hasOwn(MONTHS, code) ? code : 'en'
  const calendar = built.get(known) ?? buildCalendar(known)
  built.set(known, calendar)
  return calendar
}
