/** Asks one ONNX model for the vector of one text. No batches: a vector must not depend on what stood beside its text. */
import type { Tensor } from 'onnxruntime-web'
import type { DenseProblem } from '../../../src/domain/dense-api.ts'
import { type ModelFolder, type Pooling, readModelFolder } from './model-folder.ts'

export interface OnnxModel {
  readonly digest: string
  readonly dimensions: number
  vectorOf(text: string, as: 'question' | 'passage'): Promise<Float32Array>
}

type Tokenize = (text: string) => readonly number[]

/** Loaded only where a model is configured: neither package costs anybody else anything. */
export async function openOnnxModel(folder: string): Promise<OnnxModel | { readonly problem: DenseProblem }> {
  const read = readModelFolder(folder)
  if ('problem' in read) return read
  const runtime = await import('onnxruntime-web').catch(() => null)
  if (runtime === null) return { problem: 'RUNTIME' }
  const tokenize = await openTokenizer(read)
  if (tokenize === null) return { problem: 'TOKENIZER' }
  // One thread, no helper of its own: the same numbers in the same order every time.
  runtime.env.wasm.numThreads = 1
  runtime.env.wasm.proxy = false
  runtime.env.logLevel = 'fatal'
  const session = await runtime.InferenceSession.create(read.model, {
    executionProviders: ['wasm'],
    // What it prints could hold what it was asked.
    logSeverityLevel: 4,
  }).catch(() => null)
  if (session === null) return { problem: 'MODEL' }
  const { inputNames } = session
  const known = ['input_ids', 'attention_mask', 'token_type_ids']
  if (!inputNames.includes('input_ids') || inputNames.some((name) => !known.includes(name)))
    return { problem: 'UNFIT' }

  async function run(ids: readonly number[]): Promise<Float32Array | null> {
    const shape = [1, ids.length]
    const tensor = (values: readonly number[]) =>
      new (runtime as NonNullable<typeof runtime>).Tensor('int64', BigInt64Array.from(values, BigInt), shape)
    const all = {
      input_ids: tensor(ids),
      attention_mask: tensor(ids.map(() => 1)),
      token_type_ids: tensor(ids.map(() => 0)),
    }
    const wanted = Object.entries(all).filter(([name]) => inputNames.includes(name))
    const found = await (session as NonNullable<typeof session>).run(Object.fromEntries(wanted))
    return pooled(Object.entries(found), (read as ModelFolder).pooling)
  }

  const probe = await run(tokenize('a')).catch(() => null)
  if (probe === null) return { problem: 'UNFIT' }
  return {
    digest: read.digest,
    dimensions: probe.length,
    async vectorOf(text, as) {
      const vector = await run(tokenize(`${read.prompts[as]}${text}`))
      if (vector === null || vector.length !== probe.length || vector.some((one) => !Number.isFinite(one)))
        throw new Error('the model answered something else than a vector')
      return ofLengthOne(vector)
    },
  }
}

async function openTokenizer(folder: ModelFolder): Promise<Tokenize | null> {
  const { Tokenizer } = await import('@huggingface/tokenizers')
  try {
    const tokenizer = new Tokenizer(folder.tokenizer, folder.tokenizerConfig)
    const tokenize = (text: string) => {
      const { ids } = tokenizer.encode(text)
      const last = ids.at(-1)
      // What is too long is cut; the mark that ends a text stays.
      return ids.length <= folder.maxTokens || last === undefined
        ? ids
        : [...ids.slice(0, folder.maxTokens - 1), last]
    }
    return tokenize('a').length > 0 ? tokenize : null
  } catch {
    return null
  }
}

/** A vector for the whole text where the model gives one, else one made of those of its words. */
function pooled(outputs: readonly (readonly [string, Tensor])[], pooling: Pooling): Float32Array | null {
  const whole = outputs.find(([name, { dims }]) => name === 'sentence_embedding' && dims.length === 2)
  const words = outputs.find(([name]) => name === 'last_hidden_state') ?? outputs[0]
  const [, tensor] = whole ?? words ?? []
  if (tensor === undefined || !(tensor.data instanceof Float32Array)) return null
  const { data, dims } = tensor
  if (dims.length === 2) return data.slice(0, dims[1])
  const [, count = 0, size = 0] = dims
  if (dims.length !== 3 || count === 0) return null
  if (pooling === 'cls') return data.slice(0, size)
  if (pooling === 'last') return data.slice((count - 1) * size, count * size)
  const mean = new Float32Array(size)
  for (let at = 0; at < count * size; at += 1)
    mean[at % size] = (mean[at % size] as number) + (data[at] as number) / count
  return mean
}

function ofLengthOne(vector: Float32Array): Float32Array {
  const length = Math.sqrt(vector.reduce((sum, one) => sum + one * one, 0))
  return length === 0 ? vector : vector.map((one) => one / length)
}
