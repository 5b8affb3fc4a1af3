/**
 * The languages that the helpdesk's own people read. One more is a file of `translations/` and its name here;
 * the compiler then asks for the line that loads it.
 */
export const STAFF_LANGUAGES = ['en', 'de', 'fr', 'es', 'it', 'nl', 'pt-BR', 'pl', 'ja', 'ar'] as const
export type StaffLanguage = (typeof STAFF_LANGUAGES)[number]

/** What staff hand on to others: the documents, the letter to an authority. */
export const DOCUMENT_LANGUAGES = ['en', 'de', 'fr', 'es'] as const satisfies readonly StaffLanguage[]
export type DocumentLanguage = (typeof DOCUMENT_LANGUAGES)[number]

const RIGHT_TO_LEFT: readonly string[] = ['ar', 'fa', 'he', 'ur']
const baseOf = (tag: string) => tag.toLowerCase().split('-')[0] ?? ''

function nearest<Known extends string>(locale: string, languages: readonly Known[]): Known | undefined {
  const wanted = locale.toLowerCase()
  return (
    languages.find((known) => known.toLowerCase() === wanted) ??
    languages.find((known) => baseOf(known) === baseOf(wanted))
  )
}

/** `fr-CA` reads French; never a half-known language: an unknown one reads English throughout. */
export const staffLanguageOf = (locale: string): StaffLanguage => nearest(locale, STAFF_LANGUAGES) ?? 'en'
export const documentLanguageOf = (locale: string): DocumentLanguage =>
  nearest(locale, DOCUMENT_LANGUAGES) ?? 'en'

export const directionOf = (language: string): 'ltr' | 'rtl' =>
  RIGHT_TO_LEFT.includes(baseOf(language)) ? 'rtl' : 'ltr'
