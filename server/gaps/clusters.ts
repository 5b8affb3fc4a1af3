/**
 * Puts questions about one thing together. The same questions in any order give the same topics: nothing is
 * drawn by lot. Each question is compared only with topics that share one of its telling words.
 */
import type { AskedWords } from './asked-words.ts'

/** From here on two questions are about the same thing. */
const ALIKE_FROM = 0.32
/** So many words, the heaviest first, say what a topic is about. */
const TELLING_WORDS = 8
/** A word that stands in more topics than this tells none of them apart. */
const MOST_TOPICS_A_WORD = 64
const PASSES = 2

interface Topic {
  readonly members: number[]
  /** Sum of the members' words. */
  readonly sum: Map<string, number>
  length: number
  telling: readonly string[]
}

function heaviest(weights: ReadonlyMap<string, number>, most: number): readonly string[] {
  return [...weights]
    .toSorted(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))
    .slice(0, most)
    .map(([key]) => key)
}

function alike(asked: AskedWords, topic: Topic): number {
  let product = 0
  for (const [key, weight] of asked.weights) product += weight * (topic.sum.get(key) ?? 0)
  return product / (topic.length || 1)
}

/** Topics by the words that tell them, kept up to date as topics grow. */
class TopicIndex {
  readonly topics: Topic[] = []
  readonly #byWord = new Map<string, Set<Topic>>()

  nearest(asked: AskedWords, own: readonly string[]): { topic: Topic; near: number } | null {
    const seen = new Set<Topic>()
    let best: { topic: Topic; near: number } | null = null
    for (const word of own) {
      const holders = this.#byWord.get(word)
      if (holders === undefined || holders.size > MOST_TOPICS_A_WORD) continue
      for (const topic of holders) {
        if (seen.has(topic)) continue
        seen.add(topic)
        const near = alike(asked, topic)
        if (best === null || near > best.near) best = { topic, near }
      }
    }
    return best
  }

  open(): Topic {
    const topic: Topic = { members: [], sum: new Map(), length: 0, telling: [] }
    this.topics.push(topic)
    return topic
  }

  add(topic: Topic, at: number, { weights }: AskedWords): void {
    topic.members.push(at)
    for (const [key, weight] of weights) topic.sum.set(key, (topic.sum.get(key) ?? 0) + weight)
    const grown = topic.members.length
    // Told anew while small and at each doubling: what a large topic is about hardly changes by one more.
    if (grown <= 4 || (grown & (grown - 1)) === 0) this.#tell(topic)
    topic.length = Math.sqrt([...topic.sum.values()].reduce((sum, weight) => sum + weight * weight, 0))
  }

  #tell(topic: Topic): void {
    for (const word of topic.telling) this.#byWord.get(word)?.delete(topic)
    topic.telling = heaviest(topic.sum, TELLING_WORDS)
    for (const word of topic.telling) {
      const holders = this.#byWord.get(word)
      if (holders === undefined) this.#byWord.set(word, new Set([topic]))
      else holders.add(topic)
    }
  }
}

/** Questions whose words many others use begin topics; odd ones join or stay alone. */
function inOrder(asked: readonly AskedWords[], keys: readonly string[]): readonly number[] {
  const holders = new Map<string, number>()
  for (const { weights } of asked)
    for (const key of weights.keys()) holders.set(key, (holders.get(key) ?? 0) + 1)
  const central = asked.map(({ weights }) =>
    [...weights].reduce((sum, [key, weight]) => sum + weight * Math.log(holders.get(key) ?? 1), 0),
  )
  return asked
    .map((_, at) => at)
    .toSorted((a, b) => {
      const more = (central[b] ?? 0) - (central[a] ?? 0)
      return Math.abs(more) > 1e-9 ? more : (keys[a] ?? '') < (keys[b] ?? '') ? -1 : 1
    })
}

/**
 * @param keys one for each question; decides between equals.
 * @returns places of the questions of each topic, the most typical question first; the largest topic first.
 */
export function clustersOf(
  asked: readonly AskedWords[],
  keys: readonly string[],
): readonly (readonly number[])[] {
  const order = inOrder(asked, keys)
  let index = new TopicIndex()
  for (let pass = 0; pass < PASSES; pass += 1) {
    const before = index
    index = new TopicIndex()
    const successor = new Map<Topic, Topic>()
    for (const at of order) {
      const words = asked[at]
      if (words === undefined) continue
      const own = heaviest(words.weights, TELLING_WORDS)
      // The second time every question has all topics to choose from, not only those before it.
      const source = pass === 0 ? index : before
      const found = source.nearest(words, own)
      const near = found !== null && found.near >= ALIKE_FROM ? found.topic : null
      if (pass === 0) index.add(near ?? index.open(), at, words)
      else {
        const next = near === null ? index.open() : (successor.get(near) ?? index.open())
        if (near !== null) successor.set(near, next)
        index.add(next, at, words)
      }
    }
  }
  const nameOf = (members: readonly number[]) => members.map((at) => keys[at] ?? '').toSorted()[0] ?? ''
  return index.topics
    .map((topic) => typicalFirst(topic, asked, keys))
    .toSorted((a, b) => b.length - a.length || (nameOf(a) < nameOf(b) ? -1 : 1))
}

function typicalFirst(
  topic: Topic,
  asked: readonly AskedWords[],
  keys: readonly string[],
): readonly number[] {
  const near = new Map(
    topic.members.map((at) => {
      const words = asked[at]
      return [at, words === undefined ? 0 : alike(words, topic)]
    }),
  )
  return topic.members.toSorted((a, b) => {
    const more = (near.get(b) ?? 0) - (near.get(a) ?? 0)
    return Math.abs(more) > 1e-9 ? more : (keys[a] ?? '') < (keys[b] ?? '') ? -1 : 1
  })
}
