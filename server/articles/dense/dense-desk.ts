/**
 * Gives allowlisted articles their vectors, one after the other in the background, and holds a question against them.
 * Never throws at whoever drafts: without vectors the words alone rank, and the standing says why.
 */
import type { AccountId } from '../../../src/domain/account.ts'
import type { DenseProblem, DenseStanding } from '../../../src/domain/dense-api.ts'
import type { DenseSign } from '../../../src/domain/draft.ts'
import type { Transact } from '../../keys.ts'
import type { ArticleRows } from '../article-register.ts'
import type { Shelf } from '../article-shelf.ts'
import type { Meaning } from '../retrieval/index.ts'
import type { Embedder } from './embedder.ts'
import {
  type ArticleVectors,
  decodeVectors,
  encodeVectors,
  nearness,
  packVectors,
  vectorCount,
} from './vectors.ts'

const MODEL_SHOWN = 12

export interface VectorRows {
  articleVectors(
    accountId: AccountId,
    model: string,
  ): Promise<readonly { versionHash: string; dimensions: number; vectors: string }[]>
  putArticleVectors(
    accountId: AccountId,
    row: { versionHash: string; model: string; dimensions: number; vectors: string },
  ): Promise<void>
  /** All but those of this model and of versions that are stored. */
  dropOldVectors(accountId: AccountId, model: string): Promise<void>
}

/** How a question was held against the articles. `null`: no model is configured. */
export interface Asked {
  /** `null`: the words alone rank. */
  readonly meaning: Meaning | null
  /** For the receipt: the model and what came of it. */
  readonly sign: DenseSign
}

export interface DenseDesk {
  /** Gives one more article its vectors. @returns false when there is nothing left to do. */
  turn(): Promise<boolean>
  ask(shelf: Shelf, question: string): Promise<Asked>
  standing(): Promise<DenseStanding>
  /** What was wrong when it was last asked; `null`: nothing. */
  problem(): DenseProblem | null
  close(): Promise<void>
}

export interface DenseDeskGiven<Rows extends ArticleRows & VectorRows> {
  readonly accountId: AccountId
  readonly embedder: Embedder
  readonly transact: Transact<Rows>
  readonly shelf: (tx: ArticleRows, accountId: AccountId) => Promise<Shelf>
  readonly report: (error: unknown) => void
}

export function createDenseDesk<Rows extends ArticleRows & VectorRows>(
  given: DenseDeskGiven<Rows>,
): DenseDesk {
  const { accountId, embedder, transact, shelf: readShelf, report } = given
  let held: Promise<Map<string, ArticleVectors>> | null = null
  let problem: DenseProblem | null = null
  let closed = false
  let work: Promise<boolean> = Promise.resolve(false)

  async function facts() {
    const ready = await embedder.ready()
    if ('problem' in ready) {
      problem = ready.problem
      return null
    }
    return ready
  }

  function vectorsOf(model: string): Promise<Map<string, ArticleVectors>> {
    held ??= transact(async (tx) => {
      await tx.dropOldVectors(accountId, model)
      const rows = await tx.articleVectors(accountId, model)
      return new Map(
        rows.flatMap(({ versionHash, dimensions, vectors }) => {
          const read = decodeVectors(vectors, dimensions)
          return read === null ? [] : [[versionHash, read] as const]
        }),
      )
    }).catch((error: unknown) => {
      held = null
      throw error
    })
    return held
  }

  const standsIn = (shelf: Shelf, known: ReadonlyMap<string, ArticleVectors>) =>
    shelf.articles.filter(({ versionHash }) => known.has(versionHash)).length

  async function embedNext(): Promise<boolean> {
    const found = await facts()
    if (found === null) return false
    const known = await vectorsOf(found.digest)
    const shelf = await transact((tx) => readShelf(tx, accountId))
    const next = shelf.articles.find(({ versionHash }) => !known.has(versionHash))
    if (next === undefined) {
      await transact((tx) => tx.dropOldVectors(accountId, found.digest))
      return false
    }
    const texts = shelf
      .passagesOf(next.articleId, next.locale)
      .map(({ title, headings, text }) => [title, ...headings, text].join('\n'))
    try {
      const packed = packVectors(await embedder.embed(texts, 'passage'), found.dimensions)
      await transact((tx) =>
        tx.putArticleVectors(accountId, {
          versionHash: next.versionHash,
          model: found.digest,
          dimensions: found.dimensions,
          vectors: encodeVectors(packed),
        }),
      )
      known.set(next.versionHash, packed)
      problem = null
      return true
    } catch (error) {
      problem = 'FAILED'
      report(error)
      return false
    }
  }

  return {
    turn() {
      // One at a time, and none after the end.
      work = work.catch(() => false).then(() => (closed ? false : embedNext()))
      return work
    },
    async ask(shelf, question) {
      const found = await facts()
      if (found === null) return { meaning: null, sign: { model: '', outcome: 'broken' } }
      const model = found.digest.slice(0, MODEL_SHOWN)
      try {
        const known = await vectorsOf(found.digest)
        if (standsIn(shelf, known) < shelf.articles.length)
          return { meaning: null, sign: { model, outcome: 'building' } }
        const [vector] = await embedder.embed([question], 'question')
        if (vector === undefined) return { meaning: null, sign: { model, outcome: 'broken' } }
        problem = null
        return { meaning: meaningOf(vector, known), sign: { model, outcome: 'used' } }
      } catch (error) {
        problem = 'FAILED'
        report(error)
        return { meaning: null, sign: { model, outcome: 'broken' } }
      }
    },
    async standing() {
      const found = await facts()
      const shelf = await transact((tx) => readShelf(tx, accountId))
      const total = shelf.articles.length
      if (found === null) return { state: 'broken', done: 0, total, model: '', problem }
      const done = standsIn(shelf, await vectorsOf(found.digest))
      const model = found.digest.slice(0, MODEL_SHOWN)
      const state = problem !== null ? 'broken' : done < total ? 'building' : 'ready'
      return { state, done, total, model, problem }
    },
    problem: () => problem,
    async close() {
      closed = true
      // Whoever waits for the model is let go first: a long text must not hold up the stop.
      await embedder.close()
      await Promise.allSettled([work])
    },
  }
}

function meaningOf(question: Float32Array, known: ReadonlyMap<string, ArticleVectors>): Meaning {
  return {
    nearness({ versionHash, passages }) {
      const vectors = known.get(versionHash)
      return vectors === undefined || vectorCount(vectors) !== passages.length
        ? null
        : nearness(question, vectors)
    },
  }
}
