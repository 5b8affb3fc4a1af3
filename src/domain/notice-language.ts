/** Whether a notice was shown in a language of the ticket: `de-AT` reads `de`. */
const languageOf = (locale: string) => locale.toLowerCase().split('-')[0]

/** False where the ticket is known to be in other languages only. */
export function isLanguageOf(ticketLocales: readonly string[], noticeLocale: string): boolean {
  const shown = languageOf(noticeLocale)
  return ticketLocales.length === 0 || ticketLocales.some((locale) => languageOf(locale) === shown)
}
