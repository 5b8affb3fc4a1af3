/** The sentences that the server itself says to people, from `translations/<language>.json`, key `server`. */
import { readFileSync } from 'node:fs'
import { z } from 'zod'
import type { TemplatesView } from '../src/domain/api.ts'
import { Fault } from '../src/domain/fault.ts'

const text = z.string().min(1)
const serverWords = z.object({
  consentMessage: text,
  templates: z.object({
    greetingNamed: text,
    greetingUnnamed: text,
    closing: text,
    notCoveredBridge: text,
    aiLine: text,
  }),
  drafter: z.object({ extractive: text, model: text, selfHosted: text }),
  /** By the ids of `server/provider`. */
  provider: z.record(z.string(), text),
  retention: z.record(z.string(), text),
  notice: z.object({
    title: text,
    lead: text,
    sections: z.array(z.object({ heading: text, text })).min(1),
  }),
  consentPage: z.object({
    grant: text,
    deny: text,
    withdraw: text,
    granted: text,
    grantedUntil: text,
    denied: text,
    withdrawn: text,
    changeMind: text,
    blocked: text,
    unknownLinkTitle: text,
    unknownLink: text,
    noticeVersion: text,
    privacyPolicy: text,
    language: text,
  }),
  pages: z.object({
    sidebarTitle: text,
    consoleTitle: text,
    refusedTitle: text,
    refusedText: text,
    needsScript: text,
  }),
})
export type ServerWords = z.infer<typeof serverWords>

export const WORD_LANGUAGES = ['en', 'de'] as const
export type WordLanguage = (typeof WORD_LANGUAGES)[number]

export interface Words {
  of(locale: string): ServerWords
  languageOf(locale: string): WordLanguage
  /** One sentence with its `{placeholders}` filled. */
  fill(locale: string, key: 'consentMessage', values: Readonly<Record<string, string>>): string
  templates(locale: string): TemplatesView
}

/** Fills `{name}` placeholders; an unknown one stays, so that a mistake shows. */
export function fillIn(sentence: string, values: Readonly<Record<string, string>>): string {
  return sentence.replace(/\{(\w+)\}/g, (whole, name: string) =>
    Object.hasOwn(values, name) ? (values[name] ?? whole) : whole,
  )
}

/** @throws Fault `CONFIG_INVALID` when a file is missing or a sentence is. */
export function loadWords(root: URL): Words {
  const load = (language: WordLanguage): ServerWords => {
    try {
      const file = readFileSync(new URL(`translations/${language}.json`, root), 'utf8')
      return z.object({ server: serverWords }).parse(JSON.parse(file)).server
    } catch (cause) {
      throw new Fault('CONFIG_INVALID', `translations/${language}.json is not complete`, cause)
    }
  }
  const loaded: Record<WordLanguage, ServerWords> = { en: load('en'), de: load('de') }
  const languageOf = (locale: string): WordLanguage => {
    const language = locale.toLowerCase().split('-')[0]
    return WORD_LANGUAGES.find((known) => known === language) ?? 'en'
  }
  const of = (locale: string) => loaded[languageOf(locale)]
  return {
    of,
    languageOf,
    fill: (locale, key, values) => fillIn(of(locale)[key], values),
    templates: (locale) => ({ locale, ...of(locale).templates }),
  }
}
