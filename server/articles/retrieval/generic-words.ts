import type { Language } from './language.ts'

/** What is done to anything, by anyone, at any time: such words name no topic, however few articles use them. */
const GENERIC: ReadonlyMap<string, string> = new Map([
  [
    'en',
    `ask bring call change charge choose come contact cost count do expect find follow get give go happen have hold
    keep know learn leave let like look make mean mind need offer open pay please put reply run say see sell send
    set show start stay stop take tell think transfer try turn use wait want work write model thing way kind sort
    type day days week weeks month months year years time today tomorrow yesterday new old much many long good`,
  ],
  [
    'de',
    `anbieten ändern bekommen bezahlen bieten bitte bleiben brauchen bringen fallen finden funktionieren geben gehen
    gelten halten holen kommen kosten kriegen lassen laufen legen liegen machen melden nehmen nutzen öffnen passen
    reichen sagen schauen schicken schreiben sehen senden setzen stehen stellen stimmen suchen tragen tun verkaufen
    verwenden wählen warten wissen zahlen zeigen ziehen sache ding art weise möglichkeit tag tage woche wochen monat
    monate jahr jahre zeit heute morgen gestern neu alt lange gut einfach gilt nimmt gibt läuft`,
  ],
])

const NONE: ReadonlySet<string> = new Set()
const known = new Map<string, ReadonlySet<string>>()

/** Stems of the words that carry no topic; none for languages that have no list. */
export function genericStems(language: Language): ReadonlySet<string> {
  const words = GENERIC.get(language.code)
  if (words === undefined) return NONE
  const stems = known.get(language.code) ?? new Set(words.split(/\s+/).map(language.stem))
  known.set(language.code, stems)
  return stems
}
