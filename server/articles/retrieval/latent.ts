/**
 * What the articles themselves teach about which words belong together: latent semantic analysis (Deerwester 1990).
 * `Krankmeldung` and `Attest` meet where the same articles use them, though no list says so.
 */
import { grownFloat } from './growing.ts'
import { rarityOf } from './postings.ts'

const DIMENSIONS = 128
/** More dimensions than a third of the articles would learn each article by heart. */
const ARTICLES_PER_DIMENSION = 3
/** Enough to learn from, taken evenly; the others are only placed. */
const SAMPLE_MAX = 1_500
const ROUNDS = 3
/** A word of one article alone says nothing about any other. */
const USES_MIN = 2
/** So many articles teach half of what very many would. */
const HALF_TAUGHT = 100
const SEED = 0x9e3779b9

export interface TermCounts {
  readonly keys: Uint32Array
  readonly counts: Float32Array
}

export interface Latent {
  readonly dimensions: number
  /** 0…1: how much the articles can teach. */
  readonly trust: number
  /** Adds a term's place to a point. */
  addTerm(term: number, weight: number, into: Float32Array): void
  /** Cosine of a point and articles, 0…1. */
  likenessTo(point: Float32Array): (article: number) => number
}

/** What was learned once, with room for articles that came after: they are placed, and teach nothing yet. */
export interface LearnedLatent extends Latent {
  /** Whether an article is one of those that were learned from. */
  taught(article: number): boolean
  place(article: number, counts: TermCounts): void
  remove(article: number): void
}

type Matrix = readonly Float32Array[]

/** @param articles their numbers; where there are many, it depends on their order which are learned from. */
export function buildLatent(
  termCount: number,
  articles: readonly number[],
  countsOf: (article: number) => TermCounts,
): LearnedLatent {
  const step = Math.max(1, articles.length / SAMPLE_MAX)
  const sample = Array.from(
    { length: Math.floor(articles.length / step) },
    (_, at) => articles[Math.floor(at * step)] as number,
  )
  const counted = sample.map(countsOf)
  const uses = new Uint32Array(termCount)
  for (const { keys } of counted) for (const term of keys) uses[term] = (uses[term] ?? 0) + 1
  const rowOf = new Int32Array(termCount).fill(-1)
  const rarity: number[] = []
  uses.forEach((count, term) => {
    if (count < USES_MIN) return
    rowOf[term] = rarity.length
    rarity.push(rarityOf(count, sample.length))
  })
  const dimensions = Math.min(DIMENSIONS, Math.floor(sample.length / ARTICLES_PER_DIMENSION))
  const weighted = (counts: TermCounts) => weigh(counts, rowOf, rarity)
  const places = learn(counted.map(weighted), rarity.length, dimensions)
  const teachers = new Set(sample)
  let placed = 0
  let points = new Float32Array(0)
  const place = (article: number, counts: TermCounts) => {
    points = grownFloat(points, (article + 1) * dimensions)
    const { rows, values } = weighted(counts)
    const point = points.subarray(article * dimensions, (article + 1) * dimensions).fill(0)
    for (let i = 0; i < rows.length; i += 1)
      addRow(places, dimensions, rows[i] as number, values[i] as number, point)
    scale(point, 1 / (lengthOf(point) || 1))
    placed += 1
  }
  for (const article of articles) place(article, countsOf(article))
  return {
    dimensions,
    get trust() {
      return placed / (placed + HALF_TAUGHT)
    },
    taught: (article) => teachers.has(article),
    place,
    remove: (article) => {
      points.fill(0, article * dimensions, (article + 1) * dimensions)
      placed -= 1
    },
    addTerm: (term, weight, into) => {
      const row = rowOf[term] ?? -1
      if (row >= 0) addRow(places, dimensions, row, weight * (rarity[row] as number), into)
    },
    likenessTo: (point) => {
      const length = lengthOf(point)
      return (article) => {
        if (length === 0) return 0
        const from = article * dimensions
        let dot = 0
        for (let d = 0; d < dimensions; d += 1) dot += (point[d] as number) * (points[from + d] as number)
        return Math.max(0, dot / length)
      }
    },
  }
}

interface Sparse {
  readonly rows: Uint32Array
  readonly values: Float32Array
}

function weigh(article: TermCounts, rowOf: Int32Array, rarity: readonly number[]): Sparse {
  const keys = [...article.keys]
  const rows = keys.map((term) => rowOf[term] ?? -1)
  const values = keys.map((_, i) => Math.log1p(article.counts[i] ?? 0) * (rarity[rows[i] as number] ?? 0))
  const kept = rows.flatMap((row, i) => (row < 0 ? [] : [i]))
  const length = Math.sqrt(kept.reduce((sum, i) => sum + (values[i] as number) ** 2, 0))
  return {
    rows: Uint32Array.from(kept, (i) => rows[i] as number),
    values: Float32Array.from(kept, (i) => (values[i] as number) / (length || 1)),
  }
}

/** Subspace iteration; the cosines do not depend on which basis of the space is found. */
function learn(articles: readonly Sparse[], rows: number, dimensions: number): Float32Array {
  const places = new Float32Array(rows * dimensions)
  if (dimensions === 0) return places
  const points: Matrix = articles.map(() => new Float32Array(dimensions))
  const random = mulberry(SEED)
  for (const point of points) for (let d = 0; d < dimensions; d += 1) point[d] = random() - 0.5
  for (let round = 0; round <= ROUNDS; round += 1) {
    places.fill(0)
    articles.forEach(({ rows: own, values }, at) => {
      const point = points[at] as Float32Array
      for (let i = 0; i < own.length; i += 1) {
        const from = (own[i] as number) * dimensions
        const value = values[i] as number
        for (let d = 0; d < dimensions; d += 1)
          places[from + d] = (places[from + d] as number) + value * (point[d] as number)
      }
    })
    if (round === ROUNDS) break
    articles.forEach(({ rows: own, values }, at) => {
      const point = points[at] as Float32Array
      point.fill(0)
      for (let i = 0; i < own.length; i += 1)
        addRow(places, dimensions, own[i] as number, values[i] as number, point)
    })
    orthonormal(points, dimensions)
  }
  const vectors = Array.from({ length: rows }, (_, row) =>
    places.subarray(row * dimensions, (row + 1) * dimensions),
  )
  orthonormal(vectors, dimensions)
  return places
}

/** Makes the columns of a tall matrix orthonormal, by its Gram matrix: one pass over the rows instead of many. */
function orthonormal(matrix: Matrix, dimensions: number): void {
  const gram = new Float64Array(dimensions * dimensions)
  for (const row of matrix)
    for (let i = 0; i < dimensions; i += 1) {
      const value = row[i] as number
      if (value === 0) continue
      const from = i * dimensions
      for (let j = 0; j <= i; j += 1) gram[from + j] = (gram[from + j] as number) + value * (row[j] as number)
    }
  const inverse = inverseOf(cholesky(gram, dimensions), dimensions)
  const own = new Float64Array(dimensions)
  for (const row of matrix) {
    own.fill(0)
    // Column by column, so that both are read in a run.
    for (let j = 0; j < dimensions; j += 1) {
      const value = row[j] as number
      const from = j * dimensions
      if (value === 0) continue
      for (let i = j; i < dimensions; i += 1)
        own[i] = (own[i] as number) + value * (inverse[from + i] as number)
    }
    for (let i = 0; i < dimensions; i += 1) row[i] = own[i] as number
  }
}

/** Of a lower triangle, laid by columns. A direction that was left out stays out. */
function inverseOf(lower: Float64Array, size: number): Float64Array {
  const inverse = new Float64Array(size * size)
  for (let column = 0; column < size; column += 1) {
    const pivot = lower[column * size + column] as number
    if (pivot === 0) continue
    inverse[column * size + column] = 1 / pivot
    for (let row = column + 1; row < size; row += 1) {
      const own = lower[row * size + row] as number
      if (own === 0) continue
      let sum = 0
      for (let k = column; k < row; k += 1)
        sum -= (lower[row * size + k] as number) * (inverse[column * size + k] as number)
      inverse[column * size + row] = sum / own
    }
  }
  return inverse
}

function cholesky(gram: Float64Array, size: number): Float64Array {
  const lower = new Float64Array(size * size)
  for (let i = 0; i < size; i += 1)
    for (let j = 0; j <= i; j += 1) {
      let sum = gram[i * size + j] as number
      for (let k = 0; k < j; k += 1) sum -= (lower[i * size + k] as number) * (lower[j * size + k] as number)
      // A direction that the articles do not have is left out rather than blown up.
      if (i === j) lower[i * size + i] = sum > 1e-9 * (gram[i * size + i] as number) ? Math.sqrt(sum) : 0
      else lower[i * size + j] = lower[j * size + j] === 0 ? 0 : sum / (lower[j * size + j] as number)
    }
  return lower
}

function addRow(
  places: Float32Array,
  dimensions: number,
  row: number,
  weight: number,
  into: Float32Array,
): void {
  const from = row * dimensions
  for (let d = 0; d < dimensions; d += 1)
    into[d] = (into[d] as number) + weight * (places[from + d] as number)
}

function scale(point: Float32Array, factor: number): void {
  for (let d = 0; d < point.length; d += 1) point[d] = (point[d] as number) * factor
}

function lengthOf(point: Float32Array): number {
  let sum = 0
  for (const value of point) sum += value * value
  return Math.sqrt(sum)
}

/** The same numbers at every build: an index must not rank differently after a restart. */
function mulberry(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}
