/** The console's sentences, typed after the English ones, in the language of the page. */
import de from '../../translations/de.json' with { type: 'json' }
import en from '../../translations/en.json' with { type: 'json' }

export type ConsoleWords = typeof en.console
export type Plural = { readonly one: string; readonly other: string }
export type Values = Readonly<Record<string, string | number>>

const WORDS: Readonly<Record<string, ConsoleWords>> = { en: en.console, de: de.console }

/** Never a half-known language: an unknown one reads English throughout. */
export function wordsFor(language: string): { language: 'en' | 'de'; words: ConsoleWords } {
  const known = language.toLowerCase().startsWith('de') ? 'de' : 'en'
  return { language: known, words: WORDS[known] ?? en.console }
}

/** Puts values into `{name}` places; a place without a value stays visible instead of reading "undefined". */
export function fill(sentence: string, values: Values): string {
  return sentence.replace(/\{(\w+)\}/g, (place, name: string) => String(values[name] ?? place))
}

export function plural(forms: Plural, count: number, language: string, values: Values = {}): string {
  const form = new Intl.PluralRules(language).select(count) === 'one' ? forms.one : forms.other
  return fill(form, { count: formatNumber(count, language), ...values })
}

export function formatNumber(value: number, language: string): string {
  return new Intl.NumberFormat(language).format(value)
}

/** "a, b and c" in the language of the page. */
export function joinWords(parts: readonly string[], language: string): string {
  return new Intl.ListFormat(language, { type: 'conjunction' }).format(parts)
}

/** `de` → "German"; an unknown or malformed code stays as it is. */
export function localeName(locale: string, language: string): string {
  try {
    const names = new Intl.DisplayNames([language], {
      type: 'language',
      style: 'short',
      languageDisplay: 'standard',
    })
    return names.of(locale) ?? locale
  } catch {
    return locale
  }
}

/** `DE` → "Germany". */
export function regionName(region: string, language: string): string {
  return new Intl.DisplayNames([language], { type: 'region' }).of(region) ?? region
}

export function formatDate(iso: string, language: string): string {
  return formatted(iso, new Intl.DateTimeFormat(language, { dateStyle: 'medium' }))
}

export function formatMoment(iso: string, language: string): string {
  return formatted(iso, new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'medium' }))
}

const onDay = (options: Intl.DateTimeFormatOptions) => (day: string, language: string) =>
  formatted(day, new Intl.DateTimeFormat(language, { ...options, timeZone: 'UTC' }))

/** A day of the calendar is the same day wherever it is read. */
export const formatDay = onDay({ dateStyle: 'medium' })
export const formatDayMonth = onDay({ day: 'numeric', month: 'short' })
export const formatMonth = onDay({ month: 'long', year: 'numeric' })
export const formatWeekday = onDay({ weekday: 'short' })

/** A changed audit entry may hold any text for its time; it is shown as it stands. */
function formatted(iso: string, format: Intl.DateTimeFormat): string {
  const at = new Date(iso)
  return Number.isNaN(at.getTime()) ? iso : format.format(at)
}

const UNITS = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
] as const

/** "5 minutes ago": a rounded distance for people; the exact moment stands in the title beside it. */
export function formatAgo(iso: string, now: number, language: string): string {
  const seconds = (new Date(iso).getTime() - now) / 1_000
  if (Number.isNaN(seconds)) return iso
  const format = new Intl.RelativeTimeFormat(language, { numeric: 'auto' })
  for (const [unit, size] of UNITS) {
    if (Math.abs(seconds) >= size) return format.format(Math.trunc(seconds / size), unit)
  }
  return format.format(Math.trunc(Math.min(0, seconds)), 'second')
}
