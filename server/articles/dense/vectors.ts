/** Vectors as they are kept: a byte for each dimension, since only directions are compared. */

const FULL = 127

/** Of one article version, a vector for each passage, in the order of the passages. */
export interface ArticleVectors {
  readonly dimensions: number
  readonly bytes: Int8Array
}

export function packVectors(vectors: readonly Float32Array[], dimensions: number): ArticleVectors {
  const bytes = new Int8Array(vectors.length * dimensions)
  vectors.forEach((vector, at) => {
    const most = vector.reduce((found, value) => Math.max(found, Math.abs(value)), 0)
    if (most === 0) return
    vector.forEach((value, d) => {
      bytes[at * dimensions + d] = Math.round((value / most) * FULL)
    })
  })
  return { dimensions, bytes }
}

export function encodeVectors({ bytes }: ArticleVectors): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64')
}

/** @returns `null` where the text does not hold a whole number of vectors. */
export function decodeVectors(text: string, dimensions: number): ArticleVectors | null {
  const read = Buffer.from(text, 'base64')
  if (dimensions < 1 || read.byteLength % dimensions !== 0) return null
  return { dimensions, bytes: new Int8Array(read) }
}

export function vectorCount({ bytes, dimensions }: ArticleVectors): number {
  return bytes.length / dimensions
}

/** Cosine of the question and each passage; 0 where either says nothing. */
export function nearness(question: Float32Array, { bytes, dimensions }: ArticleVectors): Float64Array {
  const found = new Float64Array(bytes.length / dimensions)
  if (question.length !== dimensions) return found
  for (let at = 0; at < found.length; at += 1) {
    let dot = 0
    let own = 0
    for (let d = 0; d < dimensions; d += 1) {
      const value = bytes[at * dimensions + d] as number
      dot += value * (question[d] as number)
      own += value * value
    }
    found[at] = own === 0 ? 0 : dot / Math.sqrt(own)
  }
  return found
}
