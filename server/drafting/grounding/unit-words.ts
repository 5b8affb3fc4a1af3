/** Spellings of one unit, whatever the language: a reply is compared with passages of its own language only. */
const UNITS: Readonly<Record<string, string>> = {
  second:
    'second seconds sec sekunde sekunden sek seconde secondes segundo segundos secondo secondi seconden',
  minute: 'minute minutes min minuten minuto minutos minuti minuut',
  hour: 'hour hours hr hrs stunde stunden std heure heures hora horas ora ore uur uren',
  day: 'day days daily tag tage tagen tages täglich jour jours día días dia dias giorno giorni dag dagen',
  workday:
    'workday workdays werktag werktage werktagen arbeitstag arbeitstage arbeitstagen werkdag werkdagen',
  week: 'week weeks weekly woche wochen wöchentlich semaine semaines semana semanas settimana settimane weken',
  month: 'month months monthly monat monate monaten monats monatlich mois mes meses mese mesi maand maanden',
  quarter: 'quarter quarterly quartal quartale quartals vierteljährlich trimestre',
  year: 'year years yearly annual annually annum jahr jahre jahren jahres jährlich an ans année années año años anno anni jaar jaren',
  euro: 'euro euros eur €',
  dollar: 'dollar dollars usd $',
  pound: 'pound pounds gbp £ sterling',
  franc: 'franc francs franken chf',
  cent: 'cent cents',
  percent: 'percent percentage prozent % pourcent porcentaje percento procent',
  metre: 'metre metres meter meters metern m mètre mètres metro metros metri',
  centimetre: 'centimetre centimetres centimeter centimeters zentimeter cm',
  millimetre: 'millimetre millimetres millimeter millimeters mm',
  kilometre: 'kilometre kilometres kilometer kilometers km kilomètre kilomètres',
  mile: 'mile miles meile meilen',
  gram: 'gram grams gramm g gramme grammes',
  kilogram: 'kilogram kilograms kilo kilos kilogramm kg',
  pounds_weight: 'lb lbs',
  ounce: 'ounce ounces oz unze unzen',
  tonne: 'tonne tonnes ton tons tonnen',
  foot: 'foot feet ft fuß',
  inch: 'inch inches zoll',
  yard: 'yard yards',
  centilitre: 'centilitre centilitres centiliter cl zentiliter',
  decilitre: 'decilitre decilitres dl deziliter',
  milliampere_hour: 'mah',
  ampere_hour: 'ah',
  krona: 'sek krona kronor',
  zloty: 'pln zloty',
  litre: 'litre litres liter liters l litros litri',
  millilitre: 'millilitre millilitres milliliter ml',
  kilobyte: 'kb kilobyte kilobytes',
  megabyte: 'mb megabyte megabytes',
  gigabyte: 'gb gigabyte gigabytes',
  terabyte: 'tb terabyte terabytes',
  degree: 'degree degrees grad celsius °c °',
  fahrenheit: '°f fahrenheit',
  hectare: 'hectare hectares hektar',
}

const CLASS_OF: ReadonlyMap<string, string> = new Map(
  Object.entries(UNITS).flatMap(([unit, words]) => words.split(' ').map((word) => [word, unit] as const)),
)
/** "14 working days": the word before makes it another unit. */
const WORKING = new Set('working business werk arbeits ouvrables ouvrés laborables lavorativi'.split(' '))
/** Too short or too common to be a unit unless a figure stands before them. */
const ONLY_BEHIND_FIGURE = new Set(
  'm g l h ft oz ton tons foot yard yards inch zoll fuß cl dl ah lb lbs an ans ora ore min sec second seconds secondo segundo seconde minute quarter degree degrees grad std mb gb kb tb mes pound pounds meter metro cent daily täglich'.split(
    ' ',
  ),
)

export const MONEY_UNITS: ReadonlySet<string> = new Set(['euro', 'dollar', 'pound', 'franc', 'cent'])
export const POLICY_UNITS: ReadonlySet<string> = new Set([
  ...MONEY_UNITS,
  'percent',
  ...['hour', 'day', 'workday', 'week', 'month', 'year'],
])

const DURATIONS = new Set('second minute hour day workday week month quarter year'.split(' '))

/** Figures of one dimension can be mistaken for each other: two prices, two periods. */
export function dimensionOf(unit: string | null): string {
  if (unit === null) return ''
  if (MONEY_UNITS.has(unit)) return 'money'
  return DURATIONS.has(unit) ? 'duration' : unit
}

/** The unit that a word means, or `null`. */
export function unitOf(word: string, isBehindFigure: boolean): string | null {
  if (!isBehindFigure && ONLY_BEHIND_FIGURE.has(word)) return null
  return CLASS_OF.get(word) ?? null
}

export function makesWorkday(word: string): boolean {
  return WORKING.has(word)
}
