import type { DenseProblem } from '../../../src/domain/dense-api.ts'

/** The model gave no vectors. Whoever asked goes on without. */
export class EmbeddingFailed extends Error {
  override readonly name = 'EmbeddingFailed'
}

/** Texts become vectors of length 1; a text of which the model knows no word becomes zeros. */
export interface Embedder {
  /** Resolves when it can be asked. `digest` covers all that a vector depends on. */
  ready(): Promise<EmbedderFacts | { readonly problem: DenseProblem }>
  /** One vector a text, in their order. @throws EmbeddingFailed. */
  embed(texts: readonly string[], as: 'question' | 'passage'): Promise<readonly Float32Array[]>
  close(): Promise<void>
}

export interface EmbedderFacts {
  readonly digest: string
  readonly dimensions: number
}
