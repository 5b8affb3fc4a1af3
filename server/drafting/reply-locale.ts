/** In which of the help center's locales a reply is written: the ticket's own language, or none. */
import { detectLocale, languageOf } from '../articles/index.ts'

/**
 * The language that the text is clearly written in; where that cannot be told, what the helpdesk says of
 * the requester; then the best guess. `null` when the text is clearly in a language without articles.
 */
export function replyLocale(
  text: string,
  locales: readonly string[],
  hint: string | undefined,
): string | null {
  const found = detectLocale(text, locales)
  if (found.reliable) return found.locale
  const hinted =
    hint === undefined
      ? undefined
      : (locales.find((locale) => locale === hint) ??
        locales.find((locale) => languageOf(locale) === languageOf(hint)))
  return hinted ?? found.locale ?? locales[0] ?? null
}
