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

/** From two on: `one` and `ein` are articles. */
const NUMBERS: Readonly<Record<string, string>> = {
  en: 'two three four five six seven eight nine ten eleven twelve',
  de: 'zwei|zweier drei|dreier vier fünf sechs sieben acht neun zehn elf zwölf',
  fr: 'deux trois quatre cinq six sept huit neuf dix onze douze',
  es: 'dos tres cuatro cinco seis siete ocho nueve diez once doce',
  it: 'due tre quattro cinque sei sette otto nove dieci undici dodici',
  nl: 'twee drie vier vijf zes zeven acht negen tien elf twaalf',
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

function buildCalendar(code: string): Calendar {
  return {
    months: new Map(numbered(MONTHS, code, (at) => at + 1)),
    weekdays: new Map(numbered(WEEKDAYS, code, (at) => at + 1)),
    numbers: new Map([
      ...numbered(NUMBERS, code, (at) => at + 2),
      ...numbered(TENS, code, (at) => (at + 2) * 10),
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
