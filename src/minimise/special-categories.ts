import { ALSO_WORD, GIVEN, OPENS_SPECIAL } from './lexicon.ts'
import type { Span } from './spans.ts'
import { CONDITIONS, formsOf, MEMBERSHIPS, STATES } from './special-words.ts'
import type { Word } from './words.ts'

/** Who it is said of, and that it is so: what stands before, up to some words away, in the same sentence. */
const IS =
  'am|i’m|im|is|are|was|bin|ist|sind|war|suis|est|soy|es|sono|è|ben|zijn|he’s|she’s|estoy|está|sto|as|als'
const HAS =
  'have|has|had|hatte|hatten|avais|avait|tenía|avevo|kreeg|suffer|suffers|suffering|diagnosed|habe|hat|leide|leidet|erkrankt|diagnostiziert|ai|a|souffre|tengo|tiene|padezco|padece|sufro|ho|ha|soffro|soffre|heb|heeft|lijd|lijdt|got|wegen|trotz|because|due'
const OWN =
  'my|his|her|meine|meinem|meiner|meinen|mein|ihre|seine|seinem|seiner|ma|mon|sa|son|mi|su|mia|mio|sua|suo|mijn|haar'
const IN =
  'member|members|mitglied|join|joined|belong|membre|miembro|membro|socio|lid|in|beigetreten|aktiv|active|adhérent'
const PERSONS =
  'i|i’m|i’ve|ich|je|j|yo|io|ik|he|she|er|sie|il|elle|él|ella|lui|lei|hij|zij|we|wir|nous|wife|husband|son|daughter|mother|father|partner|frau|mann|sohn|tochter|mutter|vater|child|brother|sister|bruder|schwester|femme|mari|fils|fille|mère|père|mujer|marido|hijo|hija|madre|padre|moglie|marito|figlio|figlia|vrouw|man|zoon|dochter|moeder|vader'

interface Kind {
  readonly before: ReadonlySet<string>
  readonly own: boolean
}
interface Expression {
  readonly rest: readonly string[]
  readonly kind: Kind
}
const setOf = (words: string) => new Set(words.split('|'))

const KINDS: readonly (Kind & { readonly said: string })[] = [
  { said: STATES, before: setOf(IS), own: false },
  { said: CONDITIONS, before: setOf(HAS), own: true },
  { said: MEMBERSHIPS, before: setOf(IN), own: false },
]
/** By first word. */
const EXPRESSIONS = new Map<string, Expression[]>()
for (const kind of KINDS) {
  for (const form of new Set(kind.said.split('|').flatMap(formsOf))) {
    const [first = '', ...rest] = form.split(/[ .]/)
    EXPRESSIONS.set(first, [...(EXPRESSIONS.get(first) ?? []), { rest, kind }])
  }
}
const PERSON = setOf(PERSONS)
const OWNED = setOf(OWN)
/** After these the word belongs to a thing: "my pregnancy pillow", "diabetes socks", "union bank". */
const REACH = 5
const THING_AFTER =
  /^[ -](?:\p{Ll}+[ ])?(?:insurance|versicherung|assurance|seguro|assicurazione|verzekering|pillow|socks|products?|produkte?|book|buch|test|tests|kit|center|centre|bank|card|discount|rabatt|section|category|kategorie|sale|friday|medicine|medikamente?)(?!\p{L})/iu

/**
 * Words of Art. 9(1) GDPR said of a person, in English, German, French, Spanish, Italian and Dutch. The same
 * words in a question about things ("Do you sell diabetes socks?") stay.
 */
export function specialCategories(text: string, words: readonly Word[]): Span[] {
  const spans: Span[] = []
  for (let at = 0; at < words.length; at++) {
    const word = words[at]
    if (word === undefined || (word.signs & OPENS_SPECIAL) === 0) continue
    for (const { rest, kind } of EXPRESSIONS.get(word.lower) ?? []) {
      if (!rest.every((next, index) => words[at + 1 + index]?.lower === next)) continue
      const end = words[at + rest.length]?.end ?? word.end
      if (!THING_AFTER.test(text.slice(end, end + 40)) && saidOfSomebody(text, words, at, kind))
        spans.push({ start: word.start, end, type: 'SPECIAL' })
    }
  }
  return spans
}

function saidOfSomebody(text: string, words: readonly Word[], at: number, { before, own }: Kind): boolean {
  for (let back = at - 1; back >= Math.max(0, at - REACH); back--) {
    const word = words[back]
    const next = words[back + 1]
    if (word === undefined || next === undefined) return false
    if (/[!?;\n]|\.(?!$)/.test(text.slice(word.end, next.start))) return false
    const lower = word.lower.replace("'", '’')
    // "my depression", "meine Schwangerschaft": nobody else needs to be named.
    if (own && back >= at - 2 && OWNED.has(lower)) return true
    if (CONTRACTED.test(lower) && (own ? /’ve$|^j’ai$/ : /’[ms]$/).test(lower)) return true
    if (!before.has(lower)) continue
    // "as a member of", "als Mitglied": the writer is meant.
    if (MEMBER.has(lower) && [1, 2].some((steps) => AS.has(words[back - steps]?.lower ?? ''))) return true
    // Spanish and Italian leave the person out: the verb says it.
    if (WITHOUT_PERSON.has(lower) || [1, 2, 3].some((steps) => isPerson(words[back - steps]))) return true
    // "bin ich", "habe ich": the person after the verb.
    if (back + 1 < at && PERSON.has(next.lower)) return true
  }
  return false
}

const AS = setOf('as|als|como|come|comme|que|qualità')
const MEMBER = setOf('member|mitglied|membre|miembro|membro|socio|lid|adhérent')
const CONTRACTED = /^(?:i|he|she|we|they|j)’(?:m|ve|s|ai)$/
const WITHOUT_PERSON = setOf(
  'am|bin|habe|leide|heb|lijd|souffre|soy|tengo|padezco|sufro|sono|soffro|estoy|diagnosed|diagnostiziert|erkrankt|suffering',
)

/** A pronoun, a relative, or a word with a capital that no sentence needs there: a name. */
function isPerson(word: Word | undefined): boolean {
  if (word === undefined) return false
  if (PERSON.has(word.lower)) return true
  return word.capital && (word.signs & (GIVEN | ALSO_WORD)) === GIVEN
}
