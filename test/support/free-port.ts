/** For a server whose address must be known before it listens. */
import { createServer } from 'node:net'

/**
 * Below the ports that the system hands out, and for each test process others: nobody takes one between the question
 * and the answer, nor while a server that comes back to it is away.
 */
let lastPort = 20_000 + 1_000 * Number(process.env['MOCHA_WORKER_ID'] ?? 0)

export async function freePort(): Promise<number> {
  lastPort += 1
  const server = createServer().listen(lastPort, '127.0.0.1')
  const free = await new Promise<boolean>((resolve) => {
    server.once('listening', () => resolve(true))
    server.once('error', () => resolve(false))
  })
  if (!free) return freePort()
  await new Promise((resolve) => server.close(resolve))
  return lastPort
}
