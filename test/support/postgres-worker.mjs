/** Asks PostgreSQL for a test that waits: the answer is there when the test's own thread wakes up. */
import { parentPort, workerData } from 'node:worker_threads'
import pg from 'pg'

const { flag, port } = workerData
const clients = new Map()
const MOST = 12

pg.types.setTypeParser(20, Number)
pg.types.setTypeParser(1700, Number)

async function clientOf(url) {
  const known = clients.get(url)
  if (known !== undefined) return known
  for (const [other, client] of [...clients].slice(0, Math.max(0, clients.size - MOST + 1))) {
    clients.delete(other)
    await client.end()
  }
  const client = new pg.Client({ connectionString: url })
  client.on('error', () => clients.delete(url))
  await client.connect()
  clients.set(url, client)
  return client
}

parentPort.on('message', async ({ url, text, values }) => {
  try {
    const client = await clientOf(url)
    const answer = await client.query(values.length === 0 ? text : { text, values })
    const { rows, rowCount } = Array.isArray(answer) ? answer.at(-1) : answer
    port.postMessage({ rows: rows ?? [], changes: rowCount ?? 0 })
  } catch (error) {
    port.postMessage({ error: `${error.code ?? ''} ${error.message}: ${text.slice(0, 200)}` })
  }
  Atomics.store(flag, 0, 1)
  Atomics.notify(flag, 0)
})
