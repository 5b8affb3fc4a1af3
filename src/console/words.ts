/** The console's sentences, typed after the English ones, in the language of the page. */
import type en from '../../translations/en.json'
import { directionOf, type StaffLanguage, staffLanguageOf } from '../domain/staff-language.ts'
import { isolated } from '../domain/text-direction.ts'

export type ConsoleWords = (typeof en)['console']
/** What agents read in the sidebar; the console says a refusal or a consent in the same sentences. */
export type GateWords = (typeof en)['sidebar']
export type Plural = { readonly one: string; readonly other: string }
export type Values = Readonly<Record<string, string | number>>

export interface PageWords {
  readonly language: StaffLanguage
  readonly direction: 'ltr' | 'rtl'
  readonly words: ConsoleWords
  readonly gate: GateWords
}

interface Dictionary {
  readonly default: { readonly console: ConsoleWords; readonly sidebar: GateWords }
}

/** Loaded on demand: a page needs one language. The compiler compares the shape of each with the English one. */
const DICTIONARIES: Readonly<Record<StaffLanguage, () => Promise<Dictionary>>> = {
  en: () => import('../../translations/en.json', { with: { type: 'json' } }),
  de: () => import('../../translations/de.json', { with: { type: 'json' } }),
  fr: () => import('../../translations/fr.json', { with: { type: 'json' } }),
  es: () => import('../../translations/es.json', { with: { type: 'json' } }),
  it: () => import('../../translations/it.json', { with: { type: 'json' } }),
  nl: () => import('../../translations/nl.json', { with: { type: 'json' } }),
  'pt-BR': () => import('../../translations/pt-BR.json', { with: { type: 'json' } }),
  pl: () => import('../../translations/pl.json', { with: { type: 'json' } }),
  ja: () => import('../../translations/ja.json', { with: { type: 'json' } }),
  ar: () => import('../../translations/ar.json', { with: { type: 'json' } }),
}

export async function loadPageWords(locale: string): Promise<PageWords> {
  const language = staffLanguageOf(locale)
  const { console: words, sidebar: gate } = (await DICTIONARIES[language]()).default
  return { language, direction: directionOf(language), words, gate }
}

/** Puts values into `{name}` places; a place without a value stays visible instead of reading "undefined". */
export function fill(sentence: string, values: Values): string {
  return sentence.replace(/\{(\w+)\}/g, (place, name: string) => {
    const value = values[name]
    return value === undefined ? place : isolated(sentence, String(value))
  })
}

export function plural(forms: Plural, count: number, language: string, values: Values = {}): string {
  // A language may have more forms than English has: one for a few, one for many.
  const all: Readonly<Record<string, string>> = { ...forms }
  const form = all[new Intl.PluralRules(language).select(count)] ?? forms.other
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

/** For what is known no finer than to some minutes. */
export function formatMinute(iso: string, language: string): string {
  return formatted(iso, new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' }))
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
