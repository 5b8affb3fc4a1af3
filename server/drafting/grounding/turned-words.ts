/** Small words that turn a sentence round where all else stays: "and" for "or", "by 5" for "to 5", "when" for "until". */
import { withCues } from './agreement.ts'
import type { Cue } from './cue-words.ts'
import type { FoundCue } from './cues.ts'
import { freeWordsOf } from './free-words.ts'
import type { Reading } from './reading.ts'
import { clausesOf } from './taken-clauses.ts'

type Join = 'and' | 'or'

const JOINS: Readonly<Record<Join, ReadonlySet<string>>> = {
  and: new Set(['and', 'und', 'sowie', 'et', 'y', 'e', 'en']),
  or: new Set(['or', 'oder', 'ou', 'o', 'of']),
}
/** "Not A or B" is "not A and not B"; of what is allowed each is. */
const EITHER: ReadonlySet<Cue> = new Set(['NOT', 'WITHOUT', 'MAY'])
const REACH = 4
const SHARED_FROM = 0.5
const EITHER_ONE: ReadonlySet<string> = new Set(['or', 'oder'])

/** What "and", or "or", stands between. English "of" and "en" of other languages are told apart by the rest. */
function joined({ words, language }: Reading, join: Join): ReadonlySet<string> {
  const found = new Set<string>()
  words.forEach(({ text }, at) => {
    if (!JOINS[join].has(text) || (language.code === 'en' && text === 'of')) return
    const left = words.slice(Math.max(0, at - REACH), at).findLast(({ weight }) => weight > 0)
    const right = words.slice(at + 1, at + 1 + REACH).find(({ weight }) => weight > 0)
    if (left !== undefined && right !== undefined) found.add([left.stem, right.stem].toSorted().join(' '))
  })
  return found
}

const BOTH = new Set(['both', 'beide', 'beiden', 'sowohl'])

/** "You or the seller" for "both you and the seller". */
function bothTurned(own: Reading, cited: Reading): boolean {
  const has = ({ words }: Reading, row: ReadonlySet<string>) => words.some(({ text }) => row.has(text))
  if (cited.language.code !== 'en' && cited.language.code !== 'de') return false
  return has(cited, BOTH) && !has(own, BOTH) && has(own, EITHER_ONE) && !has(cited, EITHER_ONE)
}

const THAN = new Set(['than', 'als'])

/** "B is cheaper than A" for "A is cheaper than B": also of names of one letter. */
function comparisonTurned(own: Reading, cited: Reading): boolean {
  const sides = ({ words }: Reading) => {
    const at = words.findIndex(({ text }) => THAN.has(text))
    const text = (part: typeof words) => new Set(part.map((word) => word.text))
    return at < 0 ? null : { before: text(words.slice(0, at)), behind: text(words.slice(at + 1, at + 3)) }
  }
  const [mine, theirs] = [sides(own), sides(cited)]
  if (mine === null || theirs === null) return false
  const crosses = (from: typeof mine, to: typeof mine) =>
    [...from.behind].some((text) => !to.behind.has(text) && to.before.has(text) && !from.before.has(text))
  return crosses(mine, theirs) && crosses(theirs, mine)
}

/** "The card or the code" for "the card and the code". */
function joinTurned(own: Reading, cited: Reading): boolean {
  if (withCues(cited).cues.some(({ cue, isWeak }) => !isWeak && EITHER.has(cue))) return false
  const isTurned = (mine: Join, theirs: Join) => {
    const before = joined(cited, theirs)
    const same = joined(cited, mine)
    return [...joined(own, mine)].some((pair) => before.has(pair) && !same.has(pair))
  }
  return isTurned('or', 'and') || isTurned('and', 'or')
}

const BY = new Set(['by', 'um'])
const TO = new Set(['to', 'auf'])

/** No figures, as most often they are none. */
const ONE = new Set(['one', 'a', 'an', 'ein', 'eine', 'einen'])

/** What one of these stands before. */
function ledBy({ words }: Reading, row: ReadonlySet<string>): ReadonlySet<string> {
  const found = new Set<string>()
  words.forEach(({ text, clause }, at) => {
    const next = row.has(text) ? words.slice(at + 1, at + 1 + REACH) : []
    const to = next.find((word) => word.clause === clause && (word.weight > 0 || ONE.has(word.text)))
    if (to !== undefined) found.add(to.stem)
  })
  return found
}

/** "Extended to one year" for "extended by one year", "paid by the seller" for "paid to the seller". */
function stepTurned(own: Reading, cited: Reading): boolean {
  const isTurned = (mine: ReadonlySet<string>, theirs: ReadonlySet<string>) => {
    const before = ledBy(cited, theirs)
    const same = ledBy(cited, mine)
    return [...ledBy(own, mine)].some((stem) => before.has(stem) && !same.has(stem))
  }
  return isTurned(BY, TO) || isTurned(TO, BY)
}

function topicsBehind({ words }: Reading, { to, clause }: FoundCue): ReadonlySet<string> {
  const inClause = words[to]?.clause ?? clause
  const behind = words.slice(to).filter((word) => word.clause === inClause && word.weight > 0)
  return new Set(behind.map(({ stem }) => stem))
}

/** "When it is shipped" for "until it is shipped". */
function endTurned(own: Reading, cited: Reading): boolean {
  const mine = withCues(own).cues
  if (mine.some(({ cue }) => cue === 'UNTIL')) return false
  const conditions = mine.filter(({ cue }) => cue === 'IF').map((cue) => topicsBehind(own, cue))
  return withCues(cited).cues.some((found) => {
    if (found.cue !== 'UNTIL' || cited.words[found.to]?.figure != null) return false
    const end = topicsBehind(cited, found)
    const sharedIn = (topics: ReadonlySet<string>) => [...end].filter((stem) => topics.has(stem)).length
    return end.size > 0 && conditions.some((topics) => sharedIn(topics) >= end.size * SHARED_FROM)
  })
}

/** They say that one side comes of, or after, the other. */
const SIDED: ReadonlySet<Cue> = new Set(['BEFORE', 'AFTER', 'IF'])

/** "Closed after it is deleted" for "deleted after it is closed". */
function sidesTurned(own: Reading, cited: Reading): boolean {
  const sides = (reading: Reading, cue: Cue) =>
    withCues(reading)
      .cues.filter((found) => found.cue === cue && !found.isWeak)
      .map((found) => {
        const behind = topicsBehind(reading, found)
        const rest = reading.words.filter(({ weight, stem }) => weight > 0 && !behind.has(stem))
        return { behind, before: new Set(rest.map(({ stem }) => stem)) }
      })
  const crosses = (from: ReadonlySet<string>, to: ReadonlySet<string>) => [...from].some((one) => to.has(one))
  return [...SIDED].some((cue) => {
    const [mine, ...more] = sides(own, cue)
    const [theirs, ...others] = sides(cited, cue)
    if (mine === undefined || theirs === undefined || more.length + others.length > 0) return false
    return crosses(mine.behind, theirs.before) && crosses(mine.before, theirs.behind)
  })
}

const OPEN = /(?<!\p{L})(?:whether|ob)(?!\p{L})/iu
const LEFT_OPEN = /(?<!\p{L})(?:whether|if|ob|wenn|falls)(?!\p{L})/iu
const SETTLED = /(?<!\p{L})(?:that|dass|daß)(?!\p{L})/iu

/** "We check that it is faulty" for "we check whether it is faulty". */
function openIsSettled(own: Reading, cited: Reading): boolean {
  return OPEN.test(cited.text) && !LEFT_OPEN.test(own.text) && SETTLED.test(own.text)
}

const AGAINST: readonly (readonly [Cue, Cue])[] = [
  ['MORE', 'LESS'],
  ['BEFORE', 'AFTER'],
  ['AT_LEAST', 'AT_MOST'],
  ['UNTIL', 'FROM'],
]

/** What each clause says of its limit, and by which of two opposite words: of clauses that say the same. */
function clauseTurned(own: Reading, cited: Reading): boolean {
  const { opposites } = freeWordsOf(own.language.code)
  const marked = (reading: Reading) => {
    const { cues } = withCues(reading)
    return clausesOf(reading).map(({ words, topics }) => ({
      texts: new Set(words.map(({ text }) => text)),
      topics: new Set(topics.map(({ stem }) => stem)),
      cues: new Set(cues.filter(({ clause }) => clause === words[0]?.clause).map(({ cue }) => cue)),
    }))
  }
  const theirs = marked(cited)
  return marked(own).some((mine) => {
    const told = theirs.map(({ topics }) => [...mine.topics].filter((stem) => topics.has(stem)).length)
    const most = Math.max(0, ...told)
    const [from, ...more] = theirs.filter((_, at) => told[at] === most)
    if (most < 2 || from === undefined || more.length > 0) return false
    const isAgainst = <T>(a: T, b: T, here: ReadonlySet<T>, there: ReadonlySet<T>) =>
      here.has(a) && !here.has(b) && there.has(b) && !there.has(a)
    return (
      AGAINST.some(
        ([a, b]) => isAgainst(a, b, mine.cues, from.cues) || isAgainst(b, a, mine.cues, from.cues),
      ) ||
      [...mine.texts].some((text) =>
        (opposites.get(text) ?? []).some((other) => isAgainst(text, other, mine.texts, from.texts)),
      )
    )
  })
}

const ACTS = new Set(['der'])
const IS_ACTED_ON = new Set(['den', 'dem'])

/** German may put either first, and tells by the article who does it: "den Verkäufer bezahlt der Käufer". */
function caseTurned(own: Reading, cited: Reading): boolean {
  if (own.language.code !== 'de') return false
  const articles = ({ words }: Reading) =>
    new Map(words.flatMap(({ stem, weight }, at) => (weight > 0 ? [[stem, words[at - 1]?.text ?? '']] : [])))
  const theirs = articles(cited)
  const turned = [...articles(own)].map(([stem, article]) => {
    const before = theirs.get(stem) ?? ''
    if (ACTS.has(before) && IS_ACTED_ON.has(article)) return 'no longer acts'
    return IS_ACTED_ON.has(before) && ACTS.has(article) ? 'acts now' : ''
  })
  return turned.includes('no longer acts') && turned.includes('acts now')
}

const TURNS = [
  joinTurned,
  bothTurned,
  comparisonTurned,
  stepTurned,
  endTurned,
  sidesTurned,
  openIsSettled,
  clauseTurned,
  caseTurned,
]

export function smallWordTurned(own: Reading, cited: Reading): boolean {
  return TURNS.some((isTurned) => isTurned(own, cited))
}
