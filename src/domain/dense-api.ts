/** `GET /api/v1/console/meaning`: whether articles are also found by what they mean, and if not, why. */

/**
 * What keeps a model of the admin's from being used. `FOLDER`: no folder, or a file of it is missing. `TOKENIZER`,
 * `MODEL`: cannot be read. `RUNTIME`: onnxruntime-web is not installed. `UNFIT`: it is no model of texts that Vouch
 * knows how to ask. `FAILED`: it stopped, or answered something else than numbers.
 */
export const DENSE_PROBLEMS = ['FOLDER', 'TOKENIZER', 'MODEL', 'RUNTIME', 'UNFIT', 'FAILED'] as const
export type DenseProblem = (typeof DENSE_PROBLEMS)[number]

/** `building`: until every article has its vectors, words alone rank. */
export const DENSE_STATES = ['off', 'building', 'ready', 'broken'] as const
export type DenseState = (typeof DENSE_STATES)[number]

export interface DenseStanding {
  readonly state: DenseState
  /** Of the allowlisted articles: how many have vectors, of how many. */
  readonly done: number
  readonly total: number
  /** First digits of the digest of model, tokenizer and settings; empty while it is not known. */
  readonly model: string
  readonly problem: DenseProblem | null
}
