/**
 * The languages that the helpdesk's own people read. One more is a file of `translations/` and its name here;
 * the compiler then asks for the line that loads it.
 */
export const STAFF_LANGUAGES = ['en', 'de', 'fr', 'es'] as const
export type StaffLanguage = (typeof STAFF_LANGUAGES)[number]

const RIGHT_TO_LEFT: readonly string[] = ['ar', 'fa', 'he', 'ur']
const baseOf = (tag: string) => tag.toLowerCase().split('-')[0] ?? ''

/** `fr-CA` reads French; never a half-known language: an unknown one reads English throughout. */
export function staffLanguageOf(locale: string): StaffLanguage {
  const wanted = locale.toLowerCase()
  return (
    STAFF_LANGUAGES.find((known) => known.toLowerCase() === wanted) ??
    STAFF_LANGUAGES.find((known) => baseOf(known) === baseOf(wanted)) ??
    'en'
  )
}

export const directionOf = (language: string): 'ltr' | 'rtl' =>
  RIGHT_TO_LEFT.includes(baseOf(language)) ? 'rtl' : 'ltr'
