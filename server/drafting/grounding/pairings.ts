/** Which words belong together: "from savings to checking", "the red cable to port A". */
import type { Reading } from './reading.ts'

const DIRECTIONS: ReadonlySet<string> = new Set(
  'from to into onto per against von nach zu zum zur auf um aus an vers contre desde hasta hacia naar tot da pro'.split(
    ' ',
  ),
)
const REACH = 3

/** What each preposition stands before. */
function governed({ words }: Reading): ReadonlyMap<string, ReadonlySet<string>> {
  const found = new Map<string, Set<string>>()
  words.forEach(({ text, clause }, at) => {
    if (!DIRECTIONS.has(text)) return
    const next = words.slice(at + 1, at + 1 + REACH).find((word) => word.weight > 0 && word.clause === clause)
    if (next !== undefined) found.set(text, (found.get(text) ?? new Set()).add(next.stem))
  })
  return found
}

function directionTurned(own: Reading, cited: Reading): boolean {
  const mine = governed(own)
  const theirs = governed(cited)
  return [...mine].some(([word, stems]) => {
    const before = theirs.get(word)
    if (before === undefined) return false
    const came = [...stems].some((stem) => !before.has(stem) && cited.stems.has(stem))
    const went = [...before].some((stem) => !stems.has(stem) && own.stems.has(stem))
    return came && went
  })
}

function topicsByClause({ words }: Reading): readonly ReadonlySet<string>[] {
  const clauses = new Map<number, Set<string>>()
  for (const { clause, weight, stem } of words)
    if (weight > 0) clauses.set(clause, (clauses.get(clause) ?? new Set()).add(stem))
  return [...clauses.values()]
}

/** Two clauses that each mix what two clauses of the source keep apart. */
function crossed(own: Reading, cited: Reading): boolean {
  const theirs = topicsByClause(cited)
  const mine = topicsByClause(own)
  const places = (topics: ReadonlySet<string>) => {
    const at = [...topics].flatMap((stem) => {
      const found = theirs.flatMap((clause, index) => (clause.has(stem) ? [index] : []))
      return found.length === 1 ? found : []
    })
    return new Set(at)
  }
  const mixed = mine.map(places).filter(({ size }) => size > 1)
  return mixed.some((one, at) =>
    mixed.slice(at + 1).some((two) => [...one].filter((place) => two.has(place)).length > 1),
  )
}

const PASSIVE =
  /(?<!\p{L})(?:(?:is|are|be|been|being) (?:\p{L}+ly )?\p{L}+ by|wurde|werden|wird|worden|est|sont|es|son|è|sono|wordt|worden)(?!\p{L})/iu
const AGENT = new Set('by von vom durch par por da dal dalla door'.split(' '))

/** "The owner cancels it" and "it is cancelled by the owner": the agent must be who came first. */
export function passiveTurn(own: Reading, cited: Reading): 'none' | 'same' | 'other' {
  const agentOf = ({ text, words }: Reading) => {
    const at = PASSIVE.test(text) ? words.findIndex((word) => AGENT.has(word.text)) : -1
    return at < 0 ? null : (words.slice(at + 1, at + 1 + REACH).find(({ weight }) => weight > 0) ?? null)
  }
  const agent = agentOf(own)
  if (agent === null || agentOf(cited) !== null || agent.figure !== null) return 'none'
  const subject = own.words.find(({ weight, start }) => weight > 0 && start < agent.start)
  const placeOf = (stem: string | undefined) => cited.words.findIndex((word) => word.stem === stem)
  const [first, second] = [placeOf(agent.stem), placeOf(subject?.stem)]
  if (first < 0 || second < 0) return 'none'
  return first < second ? 'same' : 'other'
}

export function pairingDiffers(own: Reading, cited: Reading): boolean {
  if (passiveTurn(own, cited) === 'other') return true
  return directionTurned(own, cited) || crossed(own, cited)
}
