/**
 * A server in a process of its own over one data folder, ended by SIGKILL at the step that it is told; and the hand of
 * those who work with it, who know no more of it than what it answers.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import type { Readable } from 'node:stream'
import { childProgram } from './child-program.ts'
import {
  ACCOUNT_ORIGIN,
  type Answer,
  type CallOptions,
  ENVIRONMENT,
  type Harness,
  sessionIn,
} from './companion-harness.ts'
import { undeclared } from './declared-answers.ts'
import type { Order } from './stepping-child.ts'
import { handOn } from './store-of.ts'
import { asServer, databaseIn, POSTGRES } from './test-database.ts'

export type Desk = Pick<Harness, 'api' | 'call' | 'rows' | 'dataDir'>

export interface Heard {
  readonly text: string
  /** False: it broke off. */
  readonly whole: boolean
}

export interface SteppingServer extends Desk {
  /** As `call`, of an act whose steps count; what came before it broke off is told too. */
  heard(as: string, path: string, body: unknown): Promise<Heard>
  /** An answer that is no text. */
  bytes(as: string, path: string, body: unknown): Promise<Buffer>
  /** From here on calls are of an act: its steps are counted anew, and the server stands still before that one. */
  count(until: number | null): Promise<void>
  /** Calls are no longer of the act. @returns its steps, by their names. */
  counted(): Promise<readonly string[]>
  /** It is so much later from here on. */
  pass(ms: number): Promise<void>
  /** Resolves with the step that it stands still at. */
  readonly still: Promise<string>
  logged(): string
  end(signal: 'SIGKILL' | 'SIGTERM'): Promise<void>
}

/** The time that servers, and those who sign tokens for them, go by: the system's, and how far it was moved ahead. */
export interface Clock {
  ahead: number
}

interface Given {
  /** Signs tokens, and reads the store behind the server's back. */
  readonly ground: Harness
  readonly env: Readonly<Record<string, string>>
  readonly clock: Clock
  /** Stands still at this step of its start, or counts them all. */
  readonly startUntil?: number
}

const MINUTE = 60_000
/** More than any start or act has: none is stood still at. */
export const NONE = 1_000_000

const linesOf = (stream: Readable, each: (line: string) => void) => {
  let held = ''
  stream.on('data', (chunk: Buffer) => {
    held += chunk.toString('utf8')
    const lines = held.split('\n')
    held = lines.pop() ?? ''
    for (const line of lines) each(line)
  })
}

/** Never held open: whoever starts over what a kill has left is the first to open it. */
function rowsIn(dataDir: string, query: string): readonly Record<string, unknown>[] {
  const database = handOn(dataDir)
  try {
    return database.prepare(query).all() as Record<string, unknown>[]
  } finally {
    database.close()
  }
}

function spawned({ ground, env, clock, startUntil }: Given, url: string | null): ChildProcess {
  const program = childProgram(new URL('./stepping-child.ts', import.meta.url))
  return spawn(process.execPath, [program, String(clock.ahead), String(startUntil ?? 0)], {
    env: {
      ...process.env,
      ...ENVIRONMENT,
      ...(url === null ? {} : { DATABASE_URL: asServer(url) }),
      ...env,
      VOUCH_DATA_DIR: ground.dataDir,
      NODE_ENV: 'test',
    },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc', 'pipe'],
  })
}

/** Resolves once it listens, or stands still on its way there. */
export async function startStepping(given: Given): Promise<SteppingServer & { readonly isUp: boolean }> {
  const { ground, clock } = given
  const url = POSTGRES === null ? null : await databaseIn(ground.dataDir)
  const child = spawned(given, url)
  const lines: string[] = []
  let counting = false
  const still = new Promise<string>((resolve) => linesOf(child.stdio[4] as Readable, resolve))
  const listens = new Promise<string>((resolve) => {
    linesOf(child.stdout as Readable, (line) => {
      lines.push(line)
      if (line.startsWith('http://')) resolve(line)
    })
  })
  linesOf(child.stderr as Readable, (line) => lines.push(line))
  const ended = once(child, 'exit')
  const gone = ended.then(([code]) => {
    throw new Error(`the server ended with ${code}:\n${lines.join('\n')}`)
  })
  gone.catch(() => undefined)
  const heardOf = await Promise.race([listens, still, gone])
  const isUp = heardOf.startsWith('http://')
  const origin = heardOf.replace('localhost', '127.0.0.1')
  const sessions = new Map<string, { readonly token: string; readonly until: number }>()
  const now = () => Date.now() + clock.ahead

  async function told(order: Order): Promise<readonly string[]> {
    const answered = once(child, 'message')
    child.send(order)
    return (await answered)[0] as readonly string[]
  }

  async function sessionOf(agentId: string): Promise<string> {
    const held = sessions.get(agentId)
    if (held !== undefined && held.until > now()) return held.token
    const iat = Math.floor(now() / 1000)
    const token = ground.hostToken(agentId, { iat, nbf: iat, exp: iat + 120 })
    const page = await fetch(`${origin}/sidebar?origin=${encodeURIComponent(ACCOUNT_ORIGIN)}`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ token }).toString(),
    })
    const text = await page.text()
    const boot = sessionIn(text)
    if (boot === null) throw new Error(`the page answered ${page.status}: ${text}`)
    sessions.set(agentId, { token: boot.token, until: Date.parse(boot.expiresAt) - 2 * MINUTE })
    return boot.token
  }

  async function sent(method: string, path: string, { as, body, headers }: CallOptions): Promise<Response> {
    const session = as === undefined ? {} : { authorization: `Bearer ${await sessionOf(as)}` }
    return fetch(`${origin}${path}`, {
      method,
      redirect: 'manual',
      headers: {
        ...session,
        ...(counting ? { 'x-counted': 'yes' } : {}),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
  }

  async function call(method: string, path: string, options: CallOptions = {}): Promise<Answer> {
    const answer = await sent(method, path, options)
    const text = await answer.text()
    const type = answer.headers.get('content-type') ?? ''
    const disposition = answer.headers.get('content-disposition')
    const wrong = undeclared({ method, path, status: answer.status, type, disposition, text })
    if (wrong !== null) throw new Error(wrong)
    const body = /[/+]json/.test(type) && text !== '' ? JSON.parse(text) : undefined
    return { status: answer.status, headers: answer.headers, text, body }
  }

  return {
    isUp,
    dataDir: ground.dataDir,
    still,
    call,
    api: (as, method, path, body) => call(method, `/api/v1${path}`, { as, body }),
    rows: (query) => rowsIn(ground.dataDir, query),
    async heard(as, path, body) {
      const answer = await sent('POST', `/api/v1${path}`, { as, body })
      const decoder = new TextDecoder()
      let text = ''
      try {
        for await (const piece of answer.body ?? []) text += decoder.decode(piece, { stream: true })
      } catch {
        return { text, whole: false }
      }
      return { text, whole: true }
    },
    async bytes(as, path, body) {
      const answer = await sent('POST', `/api/v1${path}`, { as, body })
      return Buffer.from(await answer.arrayBuffer())
    },
    async count(until) {
      await told({ count: until ?? NONE })
      counting = true
    },
    async counted() {
      counting = false
      return told({})
    },
    pass: async (ms) => {
      clock.ahead += ms
      await told({ ahead: clock.ahead })
    },
    logged: () => lines.join('\n'),
    async end(signal) {
      if (child.exitCode === null && child.signalCode === null) child.kill(signal)
      await ended
    },
  }
}
