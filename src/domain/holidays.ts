/**
 * The public holidays by which a last day moves on, as a table: fixed days, and days counted from Easter.
 * A holiday that always falls on a Sunday is left out, and so is one that only some towns have: without it a last
 * day comes earlier, which is the safe mistake. For any other country an account lists its own days.
 */

/** `MM-DD`; `E+39`: days from Easter Sunday; `W<MM-DD`: the Wednesday before that day. */
type Rule = string

const GERMANY: readonly Rule[] = ['01-01', 'E-2', 'E+1', '05-01', 'E+39', 'E+50', '10-03', '12-25', '12-26']

const LAND: Readonly<Record<string, readonly Rule[]>> = {
  'DE-BB': ['10-31'],
  'DE-BE': ['03-08'],
  'DE-BW': ['01-06', 'E+60', '11-01'],
  'DE-BY': ['01-06', 'E+60', '11-01'],
  'DE-HB': ['10-31'],
  'DE-HE': ['E+60'],
  'DE-HH': ['10-31'],
  'DE-MV': ['03-08', '10-31'],
  'DE-NI': ['10-31'],
  'DE-NW': ['E+60', '11-01'],
  'DE-RP': ['E+60', '11-01'],
  'DE-SH': ['10-31'],
  'DE-SL': ['E+60', '08-15', '11-01'],
  'DE-SN': ['10-31', 'W<11-23'],
  'DE-ST': ['01-06', '10-31'],
  'DE-TH': ['09-20', '10-31'],
}

const words = (rules: string): readonly Rule[] => rules.split(' ')

const COUNTRY: Readonly<Record<string, readonly Rule[]>> = {
  DE: GERMANY,
  AT: words('01-01 01-06 E+1 05-01 E+39 E+50 E+60 08-15 10-26 11-01 12-08 12-25 12-26'),
  BE: words('01-01 E+1 05-01 E+39 E+50 07-21 08-15 11-01 11-11 12-25'),
  CZ: words('01-01 E-2 E+1 05-01 05-08 07-05 07-06 09-28 10-28 11-17 12-24 12-25 12-26'),
  DK: words('01-01 E-3 E-2 E+1 E+39 E+50 12-25 12-26'),
  ES: words('01-01 01-06 E-2 05-01 08-15 10-12 11-01 12-06 12-08 12-25'),
  FI: words('01-01 01-06 E-2 E+1 05-01 E+39 12-06 12-25 12-26'),
  FR: words('01-01 E+1 05-01 05-08 E+39 E+50 07-14 08-15 11-01 11-11 12-25'),
  IT: words('01-01 01-06 E+1 04-25 05-01 06-02 08-15 10-04 11-01 12-08 12-25 12-26'),
  LU: words('01-01 E+1 05-01 05-09 E+39 E+50 06-23 08-15 11-01 12-25 12-26'),
  NL: words('01-01 E+1 04-27 E+39 E+50 12-25 12-26'),
  PL: words('01-01 01-06 E+1 05-01 05-03 E+60 08-15 11-01 11-11 12-24 12-25 12-26'),
  PT: words('01-01 E-2 04-25 05-01 E+60 06-10 08-15 10-05 11-01 12-01 12-08 12-25'),
  SE: words('01-01 01-06 E-2 E+1 05-01 E+39 06-06 12-25 12-26'),
}

/** A country, or a German Land; `none`: weekends only, and whatever days the account lists. */
export const HOLIDAY_REGIONS = [
  'none',
  ...Object.keys(COUNTRY).toSorted(),
  ...Object.keys(LAND).toSorted(),
] as readonly string[]

export function isHolidayRegion(region: string): boolean {
  return HOLIDAY_REGIONS.includes(region)
}

const DAY_MS = 86_400_000
const iso = (ms: number) => new Date(ms).toISOString().slice(0, 10)

/** Easter Sunday of the western churches (Meeus/Jones/Butcher). */
export function easterOf(year: number): string {
  const a = year % 19
  const b = Math.floor(year / 100)
  const c = year % 100
  const h = (19 * a + b - Math.floor(b / 4) - Math.floor((b - Math.floor((b + 8) / 25) + 1) / 3) + 15) % 30
  const l = (32 + 2 * (b % 4) + 2 * Math.floor(c / 4) - h - (c % 4)) % 7
  const m = Math.floor((a + 11 * h + 22 * l) / 451)
  const at = h + l - 7 * m + 114
  return iso(Date.UTC(year, Math.floor(at / 31) - 1, (at % 31) + 1))
}

function dayOf(rule: Rule, year: number): string {
  if (rule.startsWith('E')) return iso(Date.parse(easterOf(year)) + Number(rule.slice(1)) * DAY_MS)
  if (!rule.startsWith('W<')) return `${year}-${rule}`
  const bound = Date.parse(`${year}-${rule.slice(2)}`)
  // Wednesday is day 3; the bound itself does not count.
  const back = (new Date(bound).getUTCDay() + 4) % 7 || 7
  return iso(bound - back * DAY_MS)
}

const known = new Map<string, ReadonlySet<string>>()

/** The holidays of one year as `YYYY-MM-DD`. */
export function holidaysOf(region: string, year: number): ReadonlySet<string> {
  const key = `${region}/${year}`
  const found = known.get(key)
  if (found !== undefined) return found
  const rules = COUNTRY[region] ?? (region in LAND ? [...GERMANY, ...(LAND[region] ?? [])] : [])
  const days = new Set(rules.map((rule) => dayOf(rule, year)))
  known.set(key, days)
  return days
}
