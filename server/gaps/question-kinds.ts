/** What a question wants to know, told from how it is asked. Looking at the beginning is enough; no gaps without a bound. */
import type { QuestionKind } from '../../src/domain/gap-api.ts'
import { languageOf } from '../articles/index.ts'

const CHARS_READ = 400
const word = (words: string) => new RegExp(`(?<!\\p{L})(?:${words})(?!\\p{L})`, 'iu')

/** The first that fits. `how long` before `how`, since it asks for a time. */
type Signs = readonly (readonly [QuestionKind, RegExp])[]

const SIGNS: Readonly<Record<string, Signs>> = {
  en: [
    ['cost', word('how much|how expensive|costs?|prices?|fees?|free of charge|for free')],
    [
      'when',
      word(
        'when|how long|how soon|how fast|until when|by when|what time|how many (?:days|weeks|months)|deadline|opening hours',
      ),
    ],
    ['where', word('where')],
    ['who', word('who|whom|whose')],
    ['why', word('why|how come|does(?:n.t| not) work|not working|broken|error|fails?')],
    ['how', word('how')],
    [
      'may',
      word('can|could|may|is it possible|am i allowed|do (?:you|i|we)|is it|will you|is there|are there'),
    ],
    ['what', word('what|which')],
  ],
  de: [
    [
      'cost',
      word(
        'wie ?viel(?! (?:uhr|tage|wochen|monate))|was kostet|was kosten|kostet|kosten|preis|preise|gebühr|gebühren|kostenlos|gratis|wie teuer',
      ),
    ],
    [
      'when',
      word(
        'wann|wie lange|wie schnell|bis wann|ab wann|seit wann|um wie ?viel uhr|wie viele (?:tage|wochen|monate)|frist|öffnungszeiten',
      ),
    ],
    ['where', word('wo|woher|wohin')],
    ['who', word('wer|wem|wen|wessen')],
    [
      'why',
      word('warum|wieso|weshalb|funktioniert (?:\\S+ ){0,3}nicht|geht nicht|kaputt|fehler|fehlermeldung'),
    ],
    ['how', word('wie')],
    [
      'may',
      word(
        'kann|können|könnte|darf|dürfen|gibt es|ist es|ist das|muss ich|bietet|bieten|liefert|liefern|habt ihr|haben sie',
      ),
    ],
    ['what', word('was|welche[rsmn]?')],
  ],
  fr: [
    [
      'cost',
      word('combien (?:coûte|coûtent|ça coûte)|coûte|coûtent|prix|tarifs?|frais|gratuit(?:e|s|ement)?'),
    ],
    [
      'when',
      word(
        'quand|combien de temps|combien de (?:jours|semaines|mois)|jusqu.à quand|à quelle heure|délais?|horaires',
      ),
    ],
    ['where', word('où|d.où')],
    ['who', word('qui|à qui|chez qui')],
    ['why', word('pourquoi|ne (?:fonctionne|marche) (?:pas|plus)|cassée?|erreur')],
    ['how', word('comment')],
    [
      'may',
      word(
        'puis-je|peut-on|pouvez-vous|pourrais-je|est-il possible|y a-t-il|est-ce que|proposez-vous|livrez-vous|acceptez-vous',
      ),
    ],
    ['what', word('quels?|quelles?|que|quoi|qu.est-ce')],
  ],
  es: [
    [
      'cost',
      word('cuánto (?:cuesta|cuestan|vale|es)|cuesta|cuestan|precios?|tarifas?|gastos|gratis|gratuit[oa]s?'),
    ],
    [
      'when',
      word(
        'cuándo|cuánto tiempo|cuánto tarda|cuántos (?:días|meses)|cuántas semanas|hasta cuándo|a qué hora|plazos?|horarios?',
      ),
    ],
    ['where', word('dónde|adónde')],
    ['who', word('quién|quiénes')],
    ['why', word('por qué|no funciona|roto|rota|error|falla')],
    ['how', word('cómo')],
    ['may', word('puedo|se puede|podría|es posible|hay|ofrecen|envían|aceptan|tienen')],
    ['what', word('qué|cuál|cuáles')],
  ],
}

export function questionKind(text: string, locale: string): QuestionKind {
  const signs = SIGNS[languageOf(locale)] ?? []
  const read = text.slice(0, CHARS_READ)
  return signs.find(([, sign]) => sign.test(read))?.[0] ?? 'other'
}
