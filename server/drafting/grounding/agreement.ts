/** Whether negation, modality, limits and comparisons say the same as the cited sentences, clause by clause. */

import type { DropRule } from '../../../src/domain/draft.ts'
import { CUES, type Cue } from './cue-words.ts'
import { cuesIn, type FoundCue } from './cues.ts'
import type { Reading, Word } from './reading.ts'

type RuleTable = Readonly<Partial<Record<Cue, DropRule>>>

const OPPOSITES: Readonly<Partial<Record<Cue, readonly Cue[]>>> = {
  ALL: ['SOME', 'FEW'],
  SOME: ['ALL'],
  MANY: ['FEW', 'ALL'],
  FEW: ['MANY', 'ALL'],
  ALWAYS: ['USUALLY'],
  USUALLY: ['ALWAYS'],
  MORE: ['LESS', 'AT_MOST'],
  LESS: ['MORE', 'AT_LEAST'],
  BEFORE: ['AFTER'],
  AFTER: ['BEFORE'],
  EARLY: ['LATE'],
  LATE: ['EARLY'],
  UP: ['DOWN'],
  DOWN: ['UP'],
  FIRST: ['LAST'],
  LAST: ['FIRST'],
  UNTIL: ['FROM'],
  FROM: ['UNTIL'],
  AT_LEAST: ['AT_MOST'],
  AT_MOST: ['AT_LEAST'],
}
/** A reply may leave them out, but not bring them in. */
const NEVER_ADDED: RuleTable = {
  UNLESS: 'CONDITION_DROPPED',
  EXCEPT: 'MODALITY_DIFFERS',
  ONLY: 'MODALITY_DIFFERS',
  AT_LEAST: 'MODALITY_DIFFERS',
  AT_MOST: 'MODALITY_DIFFERS',
  ALWAYS: 'MODALITY_DIFFERS',
  MORE: 'ORDER_DIFFERS',
  LESS: 'ORDER_DIFFERS',
  BEFORE: 'ORDER_DIFFERS',
  AFTER: 'ORDER_DIFFERS',
}
/** They have to stand in both clauses or in none. */
const SAME_IN_BOTH: RuleTable = {
  NOT: 'NEGATION_DIFFERS',
  WITHOUT: 'NEGATION_DIFFERS',
  ONLY: 'MODALITY_DIFFERS',
  UNLESS: 'CONDITION_DROPPED',
  EXCEPT: 'CONDITION_DROPPED',
}
/** What comes first stays with what it is said of: "first unplug it, then open it". */
const STEPS: readonly Cue[] = ['FIRST', 'LAST']
const MODALS: readonly Cue[] = ['MUST', 'SHOULD', 'MAY']
/** "You can find it here" and "It is here" promise the same. */
const ADDRESSED = new Set('you sie du ihr vous tu usted ustedes lei voi u je jij man one on si'.split(' '))
const LIMIT_REACH = 4
const RELEVANT_FROM = 0.8

export interface CuedReading {
  readonly reading: Reading
  readonly cues: readonly FoundCue[]
}

/** Of several cited sentences, those that say about as much of the reply's as the closest one. */
export function relevant(own: Reading, cited: readonly CuedReading[]): readonly CuedReading[] {
  const topics = own.words.filter(({ weight }) => weight > 0)
  const told = cited.map(({ reading }) => topics.filter(({ stem }) => reading.stems.has(stem)).length)
  const most = Math.max(0, ...told)
  return cited.filter((_, at) => (told[at] ?? 0) >= most * RELEVANT_FROM)
}

interface Clause {
  readonly topics: ReadonlySet<string>
  readonly words: ReadonlySet<string>
  readonly cues: ReadonlySet<Cue>
  readonly isAddressed: boolean
}

export function withCues(reading: Reading): CuedReading {
  return { reading, cues: cuesIn(reading.words, reading.language.code) }
}

function clausesOf({ reading, cues }: CuedReading): readonly Clause[] {
  const byClause = new Map<number, Word[]>()
  const inCue = new Set(cues.flatMap(({ from, to }) => Array.from({ length: to - from }, (_, i) => from + i)))
  const topics = new Map<number, Set<string>>()
  reading.words.forEach((word, at) => {
    byClause.set(word.clause, [...(byClause.get(word.clause) ?? []), word])
    const own = topics.get(word.clause) ?? new Set()
    if (word.weight > 0 && !inCue.has(at)) own.add(word.stem)
    topics.set(word.clause, own)
  })
  return [...byClause].map(([clause, words]) => ({
    topics: topics.get(clause) ?? new Set(),
    words: new Set(words.map(({ text }) => text)),
    cues: new Set(cues.filter((one) => one.clause === clause && !one.isWeak).map(({ cue }) => cue)),
    isAddressed: words.some(({ text }) => ADDRESSED.has(text)),
  }))
}

function shared(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  let count = 0
  for (const one of a) if (b.has(one)) count += 1
  return count
}

/** Grammar decides between clauses of the same topics, and where a clause has none: "if you do not". */
function likeness(clause: Clause, other: Clause): number {
  const topics = shared(clause.topics, other.topics)
  if (topics === 0 && clause.topics.size > 0) return 0
  const words = shared(clause.words, other.words) / Math.max(clause.words.size, other.words.size)
  return topics + words
}

/** The clauses that say the same thing: the closest one, and those that went into this one mostly. */
function matching(clause: Clause, cited: readonly Clause[]): readonly Clause[] {
  const scores = cited.map((other) => likeness(clause, other))
  const closest = Math.max(0, ...scores)
  if (closest === 0) return []
  return cited.filter((other, at) => {
    const count = shared(clause.topics, other.topics)
    return scores[at] === closest || (count > 0 && count >= other.topics.size / 2)
  })
}

function modalityDiffers(clause: Clause, cited: readonly Clause[]): boolean {
  const has = (cue: Cue) => cited.some(({ cues }) => cues.has(cue))
  for (const cue of MODALS) {
    if (!clause.cues.has(cue) || has(cue)) continue
    if (cue !== 'MAY' || has('MUST') || has('SHOULD')) return true
  }
  const isBare = !MODALS.some((cue) => clause.cues.has(cue))
  const areAll = cited.every(({ cues, isAddressed }) => cues.has('MAY') && !cues.has('NOT') && !isAddressed)
  return isBare && areAll
}

/** The cue stands in a clause of the reply that is closer to the cited one. */
function saidElsewhere(cue: Cue, clause: Clause, own: readonly Clause[], cited: readonly Clause[]): boolean {
  return own.some(
    (other) =>
      other !== clause &&
      other.cues.has(cue) &&
      cited.every((one) => likeness(other, one) >= likeness(clause, one)),
  )
}

function clauseDiffers(clause: Clause, own: readonly Clause[], all: readonly Clause[]): DropRule | null {
  const cited = matching(clause, all)
  for (const [cue, rule] of entries(SAME_IN_BOTH)) {
    const theirs = cited.map(({ cues }) => cues.has(cue))
    if (clause.cues.has(cue)) {
      if (!theirs.includes(true)) return rule
    } else if (theirs.length > 0 && !theirs.includes(false) && !saidElsewhere(cue, clause, own, cited))
      return rule
  }
  for (const cue of STEPS) {
    const isTold = clause.cues.has(cue) && all.some(({ cues }) => cues.has(cue))
    if (isTold && cited.length > 0 && !cited.some(({ cues }) => cues.has(cue))) return 'ORDER_DIFFERS'
  }
  return cited.length > 0 && modalityDiffers(clause, cited) ? 'MODALITY_DIFFERS' : null
}

function entries(table: RuleTable): readonly (readonly [Cue, DropRule])[] {
  return CUES.flatMap((cue) => {
    const rule = table[cue]
    return rule === undefined ? [] : [[cue, rule] as const]
  })
}

/** "at least 18": the limit of a figure that the reply goes on naming. */
function limitLost(own: CuedReading, cited: readonly CuedReading[]): boolean {
  const kept = new Set(own.cues.map(({ cue }) => cue))
  return cited.some(({ reading, cues }) =>
    cues.some(({ cue, from, to }) => {
      if ((cue !== 'AT_LEAST' && cue !== 'AT_MOST') || kept.has(cue)) return false
      const near = reading.words.slice(Math.max(0, from - LIMIT_REACH), to + LIMIT_REACH)
      return near.some(({ figure, stem }) => figure?.kind === 'number' && own.reading.stems.has(stem))
    }),
  )
}

function comparisonDiffers(own: CuedReading, cited: readonly CuedReading[]): DropRule | null {
  const theirs = new Set(cited.flatMap(({ cues }) => cues.map(({ cue }) => cue)))
  const mine = new Set(own.cues.map(({ cue }) => cue))
  for (const { cue, isWeak } of own.cues) {
    if (theirs.has(cue)) continue
    const isSwapped = OPPOSITES[cue]?.some((other) => theirs.has(other) && !mine.has(other)) ?? false
    if (isSwapped) return cue === 'ALL' || cue === 'SOME' ? 'MODALITY_DIFFERS' : 'ORDER_DIFFERS'
    const added = NEVER_ADDED[cue]
    if (!isWeak && added !== undefined) return added
  }
  return null
}

/** @returns the first rule that the sentence breaks against the sentences it cites. */
export function disagreement(own: CuedReading, cited: readonly CuedReading[]): DropRule | null {
  const theirs = cited.flatMap(clausesOf)
  const mine = clausesOf(own)
  for (const clause of mine) {
    const rule = clauseDiffers(clause, mine, theirs)
    if (rule !== null) return rule
  }
  return limitLost(own, cited) ? 'MODALITY_DIFFERS' : comparisonDiffers(own, cited)
}
