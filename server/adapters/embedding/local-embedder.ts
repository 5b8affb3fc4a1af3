/** The model in the admin's folder, asked in a thread of its own. Text never leaves the machine. */
import { Worker } from 'node:worker_threads'
import { z } from 'zod'
import { DENSE_PROBLEMS } from '../../../src/domain/dense-api.ts'
import { type Embedder, EmbeddingFailed } from '../../articles/index.ts'

const started = z.union([
  z.object({ problem: z.enum(DENSE_PROBLEMS) }),
  z.object({ digest: z.string(), dimensions: z.int().positive() }),
])
const answered = z.object({ id: z.int(), vectors: z.array(z.instanceof(Float32Array)).nullable() })

type Started = z.infer<typeof started>

interface Waiting {
  resolve(vectors: readonly Float32Array[]): void
  reject(error: Error): void
}

const failed = () => new EmbeddingFailed('the embedding model gave no vectors')

/** From the sources (tests) the thread registers the loader that its parent has; a build needs none. */
function openWorker(folder: string): Worker {
  const { url } = import.meta
  const isSource = url.endsWith('.ts')
  const file = new URL(`./embedding-worker.${isSource ? 'ts' : 'js'}`, url)
  const options = { workerData: { folder }, env: {}, stdout: true, stderr: true }
  if (!isSource) return new Worker(file, options)
  const load = `import('tsx/esm/api').then(({ register }) => { register(); return import('${file.href}') })`
  return new Worker(load, { ...options, eval: true })
}

/** The thread starts with the first question; one that dies is not started again until the next start. */
export function openLocalEmbedder(folder: string): Embedder {
  const waiting = new Map<number, Waiting>()
  let worker: Worker | null = null
  let asked = 0
  let first: Promise<Started> | null = null

  function end(): void {
    for (const one of waiting.values()) one.reject(failed())
    waiting.clear()
    worker?.unref()
  }

  function start(): Promise<Started> {
    first ??= new Promise((resolve) => {
      const own = openWorker(folder)
      worker = own
      let refused: Started | null = null
      const dead = () => {
        // One that said why it cannot be used ends by itself.
        const why = refused ?? { problem: 'FAILED' }
        first = Promise.resolve(why)
        resolve(why)
        end()
      }
      own.on('error', dead)
      own.on('exit', dead)
      own.on('message', (message: unknown) => {
        const head = started.safeParse(message)
        if (head.success) {
          if ('problem' in head.data) refused = head.data
          own.unref()
          resolve(head.data)
          return
        }
        const { id, vectors } = answered.parse(message)
        const one = waiting.get(id)
        waiting.delete(id)
        // Waits for nobody: it must not keep a program from ending.
        if (waiting.size === 0) own.unref()
        if (vectors === null) one?.reject(failed())
        else one?.resolve(vectors)
      })
    })
    return first
  }

  return {
    ready: start,
    async embed(texts, as) {
      const ready = await start()
      if ('problem' in ready || worker === null) throw failed()
      const own = worker
      asked += 1
      const id = asked
      return new Promise((resolve, reject) => {
        waiting.set(id, { resolve, reject })
        own.ref()
        own.postMessage({ id, texts, as })
      })
    },
    async close() {
      await worker?.terminate()
      end()
    },
  }
}
