/** Servers in processes of their own, made to be killed, behind a balancer that knows their last addresses and no more. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http'
import { createInterface, type Interface } from 'node:readline'

export interface FleetServer {
  /** Where it listened last; it may be gone. */
  readonly origin: string | null
  /** Resolves when it listens (again). */
  readonly up: Promise<void>
  readonly alive: boolean
  start(): Promise<void>
  end(signal: 'SIGKILL' | 'SIGTERM'): Promise<void>
}

/** What it logs before is no address. */
function originIn(lines: Interface): Promise<string> {
  return new Promise((resolve) => {
    lines.on('line', (line) => {
      if (line.startsWith('http://')) resolve(line)
    })
  })
}

/** `started` is told how long each start took, in seconds; `aheadMs`: its clock is so far ahead. */
export function fleetServer(
  program: string,
  env: NodeJS.ProcessEnv,
  started: (seconds: number) => void,
  aheadMs = 0,
): FleetServer {
  let child: ChildProcess | null = null
  let origin: string | null = null
  let up: Promise<void> = Promise.resolve()
  let alive = false

  async function spawned(): Promise<void> {
    const from = performance.now()
    const running = spawn(process.execPath, [program, String(aheadMs)], {
      env,
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    child = running
    const line = await Promise.race([
      originIn(createInterface(running.stdout)),
      once(running, 'exit').then(([code]) => Promise.reject(new Error(`a server ended with ${code}`))),
    ])
    origin = line.replace('localhost', '127.0.0.1')
    alive = true
    started((performance.now() - from) / 1000)
  }

  return {
    get origin() {
      return origin
    },
    get up() {
      return up
    },
    get alive() {
      return alive
    },
    start() {
      up = spawned()
      return up
    },
    async end(signal) {
      alive = false
      if (child === null || child.exitCode !== null || child.signalCode !== null) return
      const ended = once(child, 'exit')
      child.kill(signal)
      await ended
    },
  }
}

/** Nothing was sent: whatever it was, another server may be asked. */
const isRefused = (error: Error) => Reflect.get(error, 'code') === 'ECONNREFUSED'

/** @returns false where nobody listens; otherwise the answer has been passed on, or broken off where it broke off. */
function passOn(
  origin: string,
  incoming: IncomingMessage,
  body: Buffer,
  outgoing: ServerResponse,
): Promise<boolean> {
  const { method, headers } = incoming
  return new Promise((resolve) => {
    const passed = request(`${origin}${incoming.url}`, { method, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers)
      answer.pipe(outgoing)
      answer.on('error', () => outgoing.destroy())
      answer.on('close', () => resolve(true))
    })
    passed.on('error', (error) => {
      if (isRefused(error)) return resolve(false)
      // It may have been done: it must not be sent again by anybody who cannot know.
      if (outgoing.headersSent) outgoing.destroy()
      else outgoing.writeHead(502).end()
      resolve(true)
    })
    passed.end(body)
  })
}

/**
 * Takes turns, and goes on to the next server where nobody listens. What a server did not live to answer is not
 * answered (502): whether it was done nobody knows.
 */
export function balancer(servers: readonly FleetServer[], wentOn: () => void): Server {
  let turn = 0
  return createServer(async (incoming, outgoing) => {
    const parts: Buffer[] = []
    incoming.on('error', () => outgoing.destroy())
    for await (const part of incoming) parts.push(part as Buffer)
    turn += 1
    const first = turn
    for (let tried = 0; tried < servers.length; tried += 1) {
      const origin = servers[(first + tried) % servers.length]?.origin ?? null
      if (origin !== null && (await passOn(origin, incoming, Buffer.concat(parts), outgoing))) return
      wentOn()
    }
    outgoing.writeHead(503).end()
  })
}
