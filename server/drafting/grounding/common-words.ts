/** Nouns that name nothing: a reply may use them although no passage does. By language, lower case. */
const COMMON: Readonly<Record<string, string>> = {
  de: `fall fälle frage fragen möglichkeit möglichkeiten information informationen hilfe hinweis hinweise übersicht
    grund gründe person personen ort zeitraum dauer art weg schritt schritte beispiel thema kontakt seite link höhe
    anfrage nachricht antwort anliegen verfügung regel kunde kunden kundin frist rahmen punkt punkte teil angaben
    bedarf bestellung bestellwert artikel ware produkt konto preis betrag geld moment team verständnis sachen dinge sie ihr ihre ihnen ihrem ihren ihrer ihres du dich dir dein deine`,
  en: 'i information question questions case please thank thanks',
}

const sets = new Map(
  Object.entries(COMMON).map(([code, words]) => [code, new Set(words.split(/\s+/))] as const),
)

export function namesNothing(word: string, language: string): boolean {
  return sets.get(language)?.has(word) ?? false
}
