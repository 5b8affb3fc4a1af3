/**
 * Makes small edits that change what a sentence says, and rewordings that do not. The same sentence always gives
 * the same edits: what is chosen hangs on a digest of its words, never on chance.
 */
import { createHash } from 'node:crypto'
import { EDIT_WORDS, type EditWords, type WordChange } from './edit-words.ts'

export const EDIT_KINDS = [
  'number',
  'unit',
  'date',
  'negation dropped',
  'negation inserted',
  'modality',
  'entity',
  'condition dropped',
  'swapped items',
  'order words',
  'comparison',
  'two sentences mixed',
] as const
export type EditKind = (typeof EDIT_KINDS)[number]

export const TRUE_KINDS = [
  'verbatim',
  'first letter',
  'filler dropped',
  'parenthesis dropped',
  'clauses reordered',
  'reworded',
  'typography',
] as const
export type TrueKind = (typeof TRUE_KINDS)[number]

export interface Edited<Kind> {
  readonly kind: Kind
  readonly text: string
}

/** Names and nouns of other sentences, to put in the place of one. */
export type Entities = readonly string[]

const NUMBER =
  /(?<![\p{L}\p{N}.,:/@+-]|0\d{1,4} |\d )\d{1,4}(?:[.,]\d{1,2})?(?![\p{L}\p{N}/@]|[.,:]\d| \d|\.(?: \p{L}|$))/gu
const CLOCK = /(?<![\d.:])(\d{1,2}):(\d{2})(?!\d)/u
const NUMERIC_DATE = /(?<!\d)(\d{1,2})\.(\d{1,2})\.(?=\d{4})/u
const FIGURE =
  /(?<![\p{L}\p{N}.,:/@+-])(?:\d{1,2}:\d{2}|\d{1,4}(?:[.,]\d{1,2})?)(?![\p{L}\p{N}/@-]|[.,:]\d)/gu
const NAME = /(?<=[\p{Ll},] )\p{Lu}\p{Ll}{3,}(?![\p{L}\p{N}-])/gu
const NOT_NAMES = new Set(
  'Ihre Ihrer Ihrem Ihren Ihres Ihnen Dein Deine Deiner Deinem Deinen Dich Euch Eure Anderen Folgenden Wichtige Angestellte Personen This That They Your'.split(
    ' ',
  ),
)
const PARENTHESIS = / \((?![^)]*(?:\d|not|nicht|only|nur|if|wenn|except|außer|kein))[^()]{3,120}\)/u
/** Behind these a swap says the same: "5 or 10", "A und B". */
const SAME_EITHER_WAY = /^(?:,|\s|and|or|und|oder|bzw\.?|&|\/|\+|-|–)*$/u

function draw(seed: string, size: number): number {
  return size <= 0 ? 0 : createHash('sha256').update(seed).digest().readUInt32BE(0) % size
}

function pick<T>(seed: string, list: readonly T[]): T | null {
  return list[draw(seed, list.length)] ?? null
}

function replaceAt(text: string, at: number, length: number, put: string): string {
  return text.slice(0, at) + put + text.slice(at + length)
}

function capitalised(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1)
}

/** `null` where the pattern does not stand in the sentence. */
function changed(text: string, { find, put }: WordChange): string | null {
  const match = find.exec(text)
  const found = match?.[1]
  if (match === null || found === undefined) return null
  const at = match.index + match[0].indexOf(found)
  const edited =
    put === null ? replaceAt(text, at, found.length + 1, '') : replaceAt(text, at, found.length, put)
  return at === 0 ? capitalised(edited) : edited
}

function anyChange(text: string, list: readonly WordChange[], seed: string): string | null {
  const fitting = list.map((change) => changed(text, change)).filter((edited) => edited !== null)
  return pick(seed + text, fitting)
}

function otherNumber(written: string, seed: string): string {
  const digits = [...written]
  const places = digits.flatMap((sign, at) => (/\d/.test(sign) ? [at] : []))
  const at = places[draw(seed, places.length)] ?? 0
  const old = Number(digits[at])
  const next = (old + 1 + draw(`${seed}+`, 8)) % 10
  digits[at] = String(at === 0 && next === 0 ? (old % 9) + 1 : next)
  const edited = digits.join('')
  return edited === written ? `${Number.parseInt(written, 10) + 1}` : edited
}

function numberEdit(text: string): string | null {
  const found = pick(`number${text}`, [...text.matchAll(NUMBER)])
  if (found === null) return null
  return replaceAt(text, found.index, found[0].length, otherNumber(found[0], text))
}

function unitEdit(text: string, words: EditWords): string | null {
  const fitting = Object.entries(words.units).flatMap(([unit, other]) => {
    const find = new RegExp(`\\d ?(${unit})(?![\\p{L}])`, 'u')
    const edited = changed(text, { find, put: other })
    return edited === null ? [] : [edited.replace(/ {2}/, ' ')]
  })
  return pick(`unit${text}`, fitting)
}

function dateEdit(text: string, words: EditWords): string | null {
  const named = words.dates.flatMap((names) =>
    names.flatMap((name) => {
      const other = pick(
        text + name,
        names.filter((one) => one !== name && !text.includes(one)),
      )
      const find = new RegExp(`(?<![\\p{L}])(${name})(?![\\p{L}])`, 'u')
      const edited = other === null ? null : changed(text, { find, put: other })
      return edited === null ? [] : [edited]
    }),
  )
  const clock = CLOCK.exec(text)
  if (clock !== null) {
    const hour = (Number(clock[1]) + 1 + draw(text, 5)) % 24
    named.push(replaceAt(text, clock.index, (clock[1] ?? '').length, String(hour).padStart(2, '0')))
  }
  const date = NUMERIC_DATE.exec(text)
  if (date !== null) {
    const day = (Number(date[1]) % 28) + 1
    named.push(replaceAt(text, date.index, (date[1] ?? '').length, String(day).padStart(2, '0')))
  }
  return pick(`date${text}`, named)
}

function entityEdit(text: string, entities: Entities): string | null {
  const names = [...text.matchAll(NAME)].filter(([name]) => !NOT_NAMES.has(name))
  const found = pick(`entity${text}`, names)
  if (found === null) return null
  const lower = text.toLowerCase()
  // From a place of its own for every sentence, the first name that the sentence does not have in any form.
  const from = draw(`other${text}`, entities.length)
  for (let at = 0; at < entities.length; at += 1) {
    const other = entities[(from + at) % entities.length] ?? ''
    if (!lower.includes(other.slice(0, 4).toLowerCase()))
      return replaceAt(text, found.index, found[0].length, other)
  }
  return null
}

/** "Wenn A, können Sie B." → "Sie können B.": German turns verb and subject round behind a clause. */
function mainClause(rest: string, isGerman: boolean): string {
  const turned = isGerman ? /^(\p{Ll}+) (Sie|wir|sie|es|er|du|man) /u.exec(rest) : null
  return capitalised(turned === null ? rest : `${turned[2]} ${turned[1]} ${rest.slice(turned[0].length)}`)
}

/** With a second comma nobody here can tell where the condition ends. */
function conditionAtStart(text: string, words: EditWords): RegExpExecArray | null {
  return /^[^,]*,[^,]*$/.test(text) ? words.conditionFirst.exec(text) : null
}

function conditionEdit(text: string, words: EditWords): string | null {
  const first = conditionAtStart(text, words)
  if (first !== null)
    return mainClause(text.slice(first[0].length).replace(/^(?:then|dann|so) /u, ''), words === EDIT_WORDS.de)
  const last = words.conditionLast.exec(text)
  if (last !== null && last.index > 15) return replaceAt(text, last.index, last[0].length, '')
  return anyChange(text, words.limitDropped, 'limit')
}

/** Two figures that change places, where that is not the same said in another order. */
function swapEdit(text: string): string | null {
  const figures = [...text.matchAll(FIGURE)]
  for (let at = 0; at + 1 < figures.length; at += 1) {
    const one = figures[at]
    const two = figures[at + 1]
    if (one === undefined || two === undefined || one[0] === two[0]) continue
    const between = text.slice(one.index + one[0].length, two.index)
    if (SAME_EITHER_WAY.test(between)) continue
    const second = replaceAt(text, two.index, two[0].length, one[0])
    return replaceAt(second, one.index, one[0].length, two[0])
  }
  const days =
    /(?<!\p{L})(\p{Lu}\p{Ll}+(?:day|tag)) (to|bis|until) (\p{Lu}\p{Ll}+(?:day|tag))(?!\p{L})/u.exec(text)
  return days === null ? null : text.replace(days[0], `${days[3]} ${days[2]} ${days[1]}`)
}

/** Who or what the one sentence is about, with what the other one says: both are cited, neither says it. */
function mixedEdit(before: string, text: string, words: EditWords | undefined): string | null {
  const one = words?.predicate.exec(before)
  const other = words?.predicate.exec(text)
  if (one?.[1] === undefined || other?.[1] === undefined) return null
  const isSame = one[1].toLowerCase() === other[1].toLowerCase() || one[2] !== other[2] || one[3] === other[3]
  return isSame ? null : `${one[1]} ${other[2]} ${other[3]}`
}

/**
 * Every small edit that the sentence offers, at most one of each kind.
 * @param before the sentence before it in the passage, for what is mixed of two.
 */
export function editsOf(
  text: string,
  language: string,
  entities: Entities,
  before: string | null = null,
): readonly Edited<EditKind>[] {
  const words = Object.hasOwn(EDIT_WORDS, language) ? EDIT_WORDS[language] : undefined
  const isPlain = words !== undefined && !words.negations.test(text)
  const made: Record<EditKind, string | null> = {
    number: numberEdit(text),
    unit: words === undefined ? null : unitEdit(text, words),
    date: words === undefined ? null : dateEdit(text, words),
    'negation dropped':
      words === undefined || /not only|nicht nur/iu.test(text)
        ? null
        : anyChange(text, words.negationDropped, 'dropped'),
    'negation inserted': isPlain ? anyChange(text, words.negationInserted, 'inserted') : null,
    modality: words === undefined ? null : anyChange(text, words.modality, 'modality'),
    entity: entityEdit(text, entities),
    'condition dropped': words === undefined ? null : conditionEdit(text, words),
    'swapped items': swapEdit(text),
    'order words': words === undefined ? null : anyChange(text, words.order, 'order'),
    comparison: words === undefined ? null : anyChange(text, words.comparison, 'comparison'),
    'two sentences mixed': before === null ? null : mixedEdit(before, text, words),
  }
  return EDIT_KINDS.flatMap((kind) => {
    const edited = made[kind]
    return edited === null || edited === text ? [] : [{ kind, text: edited }]
  })
}

function reordered(text: string, words: EditWords): string | null {
  const first = conditionAtStart(text, words)
  if (first === null) return null
  const isGerman = words === EDIT_WORDS.de
  const main = mainClause(text.slice(first[0].length, -1).replace(/^(?:then|dann|so) /u, ''), isGerman)
  const condition = first[0].replace(/, $/, '')
  return `${main}${isGerman ? ',' : ''} ${condition.slice(0, 1).toLowerCase()}${condition.slice(1)}${text.slice(-1)}`
}

/** Rewordings that say the same. */
export function rewordingsOf(text: string, language: string): readonly Edited<TrueKind>[] {
  const words = Object.hasOwn(EDIT_WORDS, language) ? EDIT_WORDS[language] : undefined
  const filler = words?.fillers.exec(text) ?? null
  const parenthesis = PARENTHESIS.exec(text)
  const made: Record<TrueKind, string | null> = {
    verbatim: text,
    'first letter': text.slice(0, 1).toLowerCase() + text.slice(1),
    'filler dropped':
      filler === null ? null : capitalised(replaceAt(text, filler.index, filler[0].length, '')),
    'parenthesis dropped':
      parenthesis === null ? null : replaceAt(text, parenthesis.index, parenthesis[0].length, ''),
    'clauses reordered': words === undefined ? null : reordered(text, words),
    reworded: words === undefined ? null : anyChange(text, words.paraphrases, 'reworded'),
    typography: text
      .replace(/ - /g, ' – ')
      .replace(/"([^"]*)"/g, '“$1”')
      .replace(/'/g, '’')
      .replace(/ (?=\d)/, '\u00A0'),
  }
  return TRUE_KINDS.flatMap((kind) => {
    const reworded = made[kind]
    return reworded === null || (reworded === text && kind !== 'verbatim') ? [] : [{ kind, text: reworded }]
  })
}

/** Names in the sentences, each once. */
export function entitiesOf(sentences: readonly string[]): Entities {
  return [...new Set(sentences.flatMap((text) => [...text.matchAll(NAME)].map(([name]) => name)))].filter(
    (name) => !NOT_NAMES.has(name),
  )
}
