/**
 * Every sentence that a person reads comes from `translations/`, through typed keys.
 * Plurals, numbers and dates follow the agent's locale by Intl; an unknown language reads English.
 */
import type en from '../translations/en.json'
import { directionOf, type StaffLanguage, staffLanguageOf } from './domain/staff-language.ts'
import { isolated } from './domain/text-direction.ts'

export type Sentences = { readonly [key: string]: string | Sentences }

/** Dotted paths to sentences. A group that has `one` and `other` is a plural and is a leaf of its own. */
type Paths<T, Leaf> = T extends string
  ? never
  : {
      [K in keyof T & string]: T[K] extends Leaf
        ? K
        : T[K] extends string
          ? never
          : `${K}.${Paths<T[K], Leaf>}`
    }[keyof T & string]
export type SentenceKey<T> = Paths<T, string>
export type PluralKey<T> = Paths<T, { readonly one: string; readonly other: string }>
type Values = Readonly<Record<string, string | number>>

export interface Words<T extends Sentences> {
  readonly locale: string
  readonly direction: 'ltr' | 'rtl'
  say(key: SentenceKey<T>, values?: Values): string
  /** `{count}` in the sentence is the formatted number. */
  count(key: PluralKey<T>, count: number, values?: Values): string
  number(value: number): string
  bytes(value: number): string
  /** 0…1 as whole percent. */
  percent(value: number): string
  date(iso: string): string
  dateTime(iso: string): string
  list(items: readonly string[]): string
  /** Beside each other with dots between them: where the line breaks, the dot ends it. */
  dotted(items: readonly string[]): string
  language(code: string): string
}

/** @param locale as the agent has it: numbers and dates follow it where it is of the dictionary's language. */
export function createWords<T extends Sentences>(
  dictionary: T,
  language: StaffLanguage,
  locale: string,
): Words<T> {
  const tag = formattingLocale(locale, language)
  const plurals = new Intl.PluralRules(language)
  const numbers = new Intl.NumberFormat(tag)
  const dates = new Intl.DateTimeFormat(tag, { dateStyle: 'medium' })
  const dateTimes = new Intl.DateTimeFormat(tag, { dateStyle: 'medium', timeStyle: 'short' })
  const lists = new Intl.ListFormat(language)
  const languages = new Intl.DisplayNames([language], { type: 'language', fallback: 'code' })

  const fill = (sentence: string, values: Values = {}) =>
    sentence.replace(/\{(\w+)\}/g, (whole, name: string) => {
      const value = values[name]
      return value === undefined
        ? whole
        : typeof value === 'number'
          ? numbers.format(value)
          : isolated(sentence, value)
    })
  const at = (path: string): string | Sentences | undefined => {
    let found: string | Sentences | undefined = dictionary
    for (const key of path.split('.')) {
      found = typeof found === 'object' && Object.hasOwn(found, key) ? found[key] : undefined
    }
    return found
  }
  const formatted = (iso: string, format: Intl.DateTimeFormat) => {
    const when = new Date(iso)
    return Number.isNaN(when.getTime()) ? iso : format.format(when)
  }

  return {
    locale: language,
    direction: directionOf(language),
    say(key, values) {
      const sentence = at(key)
      return typeof sentence === 'string' ? fill(sentence, values) : key
    },
    count(key, count, values) {
      const forms = at(key)
      const form = typeof forms === 'object' ? (forms[plurals.select(count)] ?? forms.other) : undefined
      return typeof form === 'string' ? fill(form, { ...values, count }) : key
    },
    number: (value) => numbers.format(value),
    bytes: (value) =>
      value < 1000
        ? `${numbers.format(value)} ${unitSign('byte', tag)}`
        : `${new Intl.NumberFormat(tag, { maximumFractionDigits: 1 }).format(value / 1000)} ${unitSign('kilobyte', tag)}`,
    percent: (value) => new Intl.NumberFormat(tag, { style: 'percent' }).format(value),
    date: (iso) => formatted(iso, dates),
    dateTime: (iso) => formatted(iso, dateTimes),
    list: (items) => lists.format(items),
    dotted: (items) => items.join('\u00a0· '),
    language(code) {
      try {
        return languages.of(code) ?? code
      } catch {
        return code
      }
    },
  }
}

/** A byte is `B`, in French `o`. */
function unitSign(unit: 'byte' | 'kilobyte', tag: string): string {
  const format = new Intl.NumberFormat(tag, { style: 'unit', unit, unitDisplay: 'narrow' })
  return format.formatToParts(1).find(({ type }) => type === 'unit')?.value ?? unit
}

/** Sentences exist in few languages, but a Swiss agent still reads Swiss numbers and dates. */
function formattingLocale(locale: string, language: string): string {
  try {
    const [canonical] = Intl.getCanonicalLocales(locale)
    return canonical?.startsWith(language) ? canonical : language
  } catch {
    return language
  }
}

export type SidebarSentences = (typeof en)['sidebar']
export interface SidebarWords extends Words<SidebarSentences> {
  /** Brings what the first paint does without (`later-words.ts`); again after it failed. */
  rest?(): Promise<void>
}

export type Dictionaries = Readonly<
  Record<StaffLanguage, () => Promise<{ readonly default: { readonly sidebar: SidebarSentences } }>>
>

/** Loaded on demand: a page needs one language. The compiler compares the shape of each with the English one. */
const DICTIONARIES: Dictionaries = {
  en: () => import('../translations/en.json', { with: { type: 'json' } }),
  de: () => import('../translations/de.json', { with: { type: 'json' } }),
  fr: () => import('../translations/fr.json', { with: { type: 'json' } }),
  es: () => import('../translations/es.json', { with: { type: 'json' } }),
  it: () => import('../translations/it.json', { with: { type: 'json' } }),
  nl: () => import('../translations/nl.json', { with: { type: 'json' } }),
  'pt-BR': () => import('../translations/pt-BR.json', { with: { type: 'json' } }),
  pl: () => import('../translations/pl.json', { with: { type: 'json' } }),
  ja: () => import('../translations/ja.json', { with: { type: 'json' } }),
  ar: () => import('../translations/ar.json', { with: { type: 'json' } }),
}

/** @param later the loaders of what comes after the first paint; the build divides the file between the two. */
export async function loadSidebarWords(locale: string, later?: Dictionaries): Promise<SidebarWords> {
  const language = staffLanguageOf(locale)
  const first = (await DICTIONARIES[language]()).default.sidebar
  if (later === undefined) return createWords(first, language, locale)
  const whole: SidebarSentences = { ...first }
  return {
    ...createWords(whole, language, locale),
    async rest() {
      Object.assign(whole, joined(first, (await later[language]()).default.sidebar))
    },
  }
}

/** Both of the same shape, each with its own part of the leaves. */
function joined(one: Sentences, other: Sentences): Sentences {
  const all: Record<string, string | Sentences> = { ...one }
  for (const [key, value] of Object.entries(other)) {
    const there = Object.hasOwn(all, key) ? all[key] : undefined
    all[key] = typeof there === 'object' && typeof value === 'object' ? joined(there, value) : value
  }
  return all
}
