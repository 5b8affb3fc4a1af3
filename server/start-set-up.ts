/** A server that waits for its account: it serves the page that connects one, and nothing else. */
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { Fault } from '../src/domain/fault.ts'
import { createFailureMeter } from './access/index.ts'
import { storedConnection } from './adapters/connection-file.ts'
import { newSetUpCode } from './adapters/set-up-code.ts'
import { realWorld } from './adapters/world.ts'
import type { SetUpConfig } from './config.ts'
import { connectAccount } from './connect-account.ts'
import { createConnectApp } from './http/connect-page.ts'
import { openHttpServer } from './http-server.ts'
import type { World } from './keys.ts'
import { createLog, type Log } from './log.ts'
import { projectRoot } from './project-root.ts'
import { createConnectionWatch, createSetUpCode, SET_UP_CODE_MINUTES } from './setup/index.ts'
import { projectWords } from './words.ts'

export interface WaitingServer {
  readonly origin: string
  /** Resolves when an account is connected, on the page or by a command. */
  readonly connected: Promise<void>
  stop(): Promise<void>
}

interface Replaced {
  readonly world?: World
  readonly log?: Log
}

const MOST_WRONG_CODES_A_MINUTE = 10
const LOOK_MS = 1_000

/** `print`: the terminal of whoever has started it; the code is said there and nowhere else. */
export async function startSetUp(
  config: SetUpConfig,
  print: (line: string) => void,
  replaced: Replaced = {},
): Promise<WaitingServer> {
  const world = replaced.world ?? realWorld
  const { dataDir, databaseUrl, accountId } = config
  const log = replaced.log ?? createLog(config.logLevel)
  const code = newSetUpCode()
  let connected = () => {}
  const waited = new Promise<void>((resolve) => {
    connected = resolve
  })
  const watch = createConnectionWatch(() => isStored(dataDir))
  const app = createConnectApp({
    ...config,
    code: createSetUpCode(code, world.now()),
    failures: createFailureMeter(MOST_WRONG_CODES_A_MINUTE),
    now: world.now,
    assetsDir: fileURLToPath(new URL('dist/app/', projectRoot())),
    words: projectWords(),
    newRequestId: world.newId,
    log,
    connect: (connection) =>
      watch.during(() => connectAccount({ dataDir, databaseUrl, accountId, world }, connection, 'page')),
    connected,
  })
  const server = openHttpServer(app, { publicUrl: config.publicUrl, newRequestId: world.newId, log })
  const origin = await new Promise<string>((resolve, reject) => {
    server.once('error', (cause) =>
      reject(new Fault('CONFIG_INVALID', `port ${config.port} on ${config.host} cannot be used`, cause)),
    )
    server.listen(config.port, config.host, () => {
      const { port } = server.address() as AddressInfo
      resolve(`http://${config.host === '127.0.0.1' ? 'localhost' : config.host}:${port}`)
    })
  })
  const looking = setInterval(() => {
    if (watch.isConnected()) connected()
  }, LOOK_MS)
  looking.unref()
  for (const line of invitation(config.publicUrl, code)) print(line)
  return {
    origin,
    connected: waited,
    stop: () =>
      new Promise<void>((resolve) => {
        clearInterval(looking)
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

/** What cannot be read is told by the start that follows, which reads it anew. */
function isStored(dataDir: string): boolean {
  try {
    return storedConnection(dataDir) !== null
  } catch {
    return true
  }
}

function invitation(publicUrl: string, code: string): readonly string[] {
  return [
    'Vouch is not connected to an account yet. Open',
    '',
    `    ${publicUrl}/set-up`,
    '',
    `and type this code there, once, within ${SET_UP_CODE_MINUTES} minutes:`,
    '',
    `    ${code}`,
    '',
    'Another start makes another code. Without a browser: vouch setup',
  ]
}
