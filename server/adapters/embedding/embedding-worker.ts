/** Beside the server, so that a model which thinks for a second holds up nobody's draft. */
import { parentPort, workerData } from 'node:worker_threads'
import { z } from 'zod'
import { openOnnxModel } from './onnx-model.ts'

const order = z.object({
  id: z.int(),
  texts: z.array(z.string()),
  as: z.enum(['question', 'passage']),
})
const { folder } = z.object({ folder: z.string() }).parse(workerData)
const model = await openOnnxModel(folder)
if ('problem' in model) parentPort?.postMessage({ problem: model.problem })
else {
  const { digest, dimensions } = model
  parentPort?.postMessage({ digest, dimensions })
  parentPort?.on('message', (message: unknown) => {
    const { id, texts, as } = order.parse(message)
    answer(texts, as).then(
      (vectors) => parentPort?.postMessage({ id, vectors }),
      () => parentPort?.postMessage({ id, vectors: null }),
    )
  })

  async function answer(texts: readonly string[], as: 'question' | 'passage') {
    const vectors: Float32Array[] = []
    if (!('problem' in model)) for (const text of texts) vectors.push(await model.vectorOf(text, as))
    return vectors
  }
}
