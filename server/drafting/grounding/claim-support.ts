/** Scores a claim of several sentences against its sources, without quotes: for measuring, not for showing. */
import { splitSentences } from '../../articles/index.ts'
import { checkFacts } from './facts.ts'
import { type Ground, type GroundingSource, readSource } from './ground.ts'
import { compareWords } from './hunks.ts'
import { withoutNumbering } from './markup.ts'
import { checkMeaning } from './meaning.ts'
import { type Reading, readWords } from './reading.ts'
import { pairsOf, supportIn } from './support.ts'
import { plainText } from './typography.ts'

const WEAKEST_SHARE = 0.2
const SAYS_NOTHING =
  /\b(?:do(?:es)? not|don't|doesn't|cannot|can't|no) (?:\p{L}+ ){0,3}(?:specific |any |enough )?(?:information|answer|mention|specify|provide)\b|\bno (?:specific )?information\b/iu
/** Shorter than that says too little to be the weakest of a claim. */
const WEAKEST_WORDS = 4
const COMPARED_FROM = 0.5
const FACT_LEFT = 0.85
const RULE_LEFT = 0.75
const NOTHING = readWords('', 'en')

interface Scored {
  readonly score: number
  readonly words: number
}

function wholeGround(sources: readonly GroundingSource[], locale: string): Ground {
  const readings = sources.map((source) => readSource(source, locale))
  const cited = readings.flatMap(({ sentences }) => sentences.map(({ reading }) => reading))
  const heads = readings.flatMap((reading) => reading.heads)
  const stems = (list: typeof heads) => new Set(list.flatMap((one) => [...one.stems]))
  return {
    cited,
    verbatim: cited,
    items: new Map(),
    heads,
    sources: readings,
    citedStems: stems(cited),
    headStems: stems(heads),
  }
}

/** The source sentence that says most of it, when one says enough to be compared word by word. */
function closest(own: Reading, ground: Ground): Reading | null {
  const topics = own.words.filter(({ weight }) => weight > 0)
  let best: Reading | null = null
  let most = topics.length * COMPARED_FROM
  for (const reading of ground.cited) {
    const told = topics.filter(({ stem }) => reading.stems.has(stem)).length
    if (told <= most) continue
    most = told
    best = reading
  }
  return best
}

/** What is left of the score when a rule speaks: the closer the copy, the more a difference means. */
function penalty(own: Reading, ground: Ground): number {
  const base = closest(own, ground)
  if (base === null) return checkFacts(own, ground, NOTHING).rule === null ? 1 : FACT_LEFT
  const narrow = { ...ground, cited: [base], citedStems: base.stems }
  const kept = compareWords(own, [base])?.kept ?? 0
  const rule = checkFacts(own, narrow, NOTHING).rule ?? checkMeaning(own, narrow)
  return rule === null ? 1 : 1 - (1 - RULE_LEFT) * kept
}

function scored(text: string, ground: Ground, pairs: ReadonlySet<string>, locale: string): Scored {
  const own = readWords(withoutNumbering(text), locale)
  if (own.words.length === 0) return { score: 0, words: 0 }
  return { score: supportIn(own, ground, pairs, null) * penalty(own, ground), words: own.words.length }
}

/** @returns 0…1: the mean over the claim's sentences by length, drawn towards the weakest one. */
export function supportOf(claim: string, sources: readonly GroundingSource[], locale: string): number {
  const isBare = sources.every(({ text, title }) => text.trim() === '' && title.trim() === '')
  // With nothing to rest on, a claim that says so is right.
  if (isBare) return SAYS_NOTHING.test(plainText(claim)) ? 1 : 0
  const ground = wholeGround(sources, locale)
  const pairs = new Set([...ground.cited, ...ground.heads].flatMap(({ words }) => pairsOf(words)))
  const parts = splitSentences(claim, locale).map(({ start, end }) =>
    scored(claim.slice(start, end), ground, pairs, locale),
  )
  const words = parts.reduce((sum, part) => sum + part.words, 0)
  if (words === 0) return 0
  const mean = parts.reduce((sum, part) => sum + part.score * part.words, 0) / words
  const telling = parts.filter((part) => part.words >= WEAKEST_WORDS).map(({ score }) => score)
  return (1 - WEAKEST_SHARE) * mean + WEAKEST_SHARE * Math.min(mean, ...telling)
}
