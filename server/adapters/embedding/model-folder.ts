/** Reads a model folder in the form of Hugging Face: model.onnx, tokenizer.json, and what says how it wants to be asked. */
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import type { DenseProblem } from '../../../src/domain/dense-api.ts'

export type Pooling = 'mean' | 'cls' | 'last'

export interface ModelFolder {
  readonly model: Uint8Array
  readonly tokenizer: object
  readonly tokenizerConfig: object
  readonly pooling: Pooling
  readonly maxTokens: number
  /** Put before each text, as the model was trained. */
  readonly prompts: { readonly question: string; readonly passage: string }
  /** Of every file that a vector depends on, and of the way in which Vouch asks. */
  readonly digest: string
}

/** Another number makes every vector anew: raise it when the way of asking changes. */
const WAY_OF_ASKING = '1'
const MODEL_FILES = ['model.onnx', 'onnx/model.onnx'] as const
const SETTING_FILES = [
  'tokenizer_config.json',
  'config.json',
  'sentence_bert_config.json',
  'config_sentence_transformers.json',
  '1_Pooling/config.json',
] as const
const USUAL_TOKENS = 512

const anything = z.record(z.string(), z.unknown())
const count = z.int().positive().optional().catch(undefined)
const poolingForm = z.object({
  pooling_mode_cls_token: z.boolean().default(false),
  pooling_mode_mean_tokens: z.boolean().default(false),
  pooling_mode_lasttoken: z.boolean().default(false),
})
const promptForm = z.object({ prompts: z.record(z.string(), z.string()).default({}) })
const settingForm = z.object({
  max_seq_length: count,
  model_max_length: count,
  max_position_embeddings: count,
})

/** @returns the first problem, or the folder. Nothing outside of it is read. */
export function readModelFolder(folder: string): ModelFolder | { readonly problem: DenseProblem } {
  const model = MODEL_FILES.map((name) => fileIn(folder, name)).find((found) => found !== null)
  const tokenizerFile = fileIn(folder, 'tokenizer.json')
  if (model == null || tokenizerFile === null) return { problem: 'FOLDER' }
  const tokenizer = objectOf(tokenizerFile)
  if (tokenizer === null) return { problem: 'TOKENIZER' }
  const files = SETTING_FILES.map((name) => fileIn(folder, name))
  const settings = files.map((file) => (file === null ? {} : objectOf(file)))
  const [tokenizerConfig, config, sentence, sentenceTransformers, poolingConfig] = settings
  if (tokenizerConfig == null || config == null || sentence == null) return { problem: 'UNFIT' }
  const pooling = poolingOf(poolingConfig)
  const prompts = promptForm.safeParse(sentenceTransformers)
  if (pooling === null || !prompts.success) return { problem: 'UNFIT' }
  const limits = [sentence, tokenizerConfig, config].map((one) => settingForm.parse(one))
  const tokens = limits.flatMap((one) => [
    one.max_seq_length,
    one.model_max_length,
    one.max_position_embeddings,
  ])
  const said = prompts.data.prompts
  return {
    model,
    tokenizer,
    tokenizerConfig,
    pooling,
    maxTokens: Math.min(USUAL_TOKENS, ...tokens.flatMap((one) => one ?? [])),
    prompts: { question: said['query'] ?? '', passage: said['passage'] ?? said['document'] ?? '' },
    digest: digestOf([model, tokenizerFile, ...files]),
  }
}

function fileIn(folder: string, name: string): Buffer | null {
  try {
    return readFileSync(join(folder, name))
  } catch {
    return null
  }
}

function objectOf(file: Buffer): object | null {
  try {
    const parsed = anything.safeParse(JSON.parse(file.toString('utf8')))
    return parsed.success ? parsed.data : null
  } catch {
    return null
  }
}

function poolingOf(config: object | null | undefined): Pooling | null {
  if (config != null && Object.keys(config).length === 0) return 'mean'
  const parsed = poolingForm.safeParse(config)
  if (!parsed.success) return null
  const {
    pooling_mode_cls_token: cls,
    pooling_mode_mean_tokens: mean,
    pooling_mode_lasttoken: last,
  } = parsed.data
  if (mean && !cls && !last) return 'mean'
  if (cls && !mean && !last) return 'cls'
  return last && !cls && !mean ? 'last' : null
}

function digestOf(files: readonly (Buffer | null)[]): string {
  const hash = createHash('sha256').update(WAY_OF_ASKING)
  for (const file of files)
    hash.update(file === null ? 'absent' : createHash('sha256').update(file).digest('hex'))
  return hash.digest('hex')
}
