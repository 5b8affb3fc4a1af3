/**
 * A companion as it runs in production, in a process of its own, that counts the steps of the acts it is asked for and
 * stands still for good before the one it is told: made to be killed there. A step is whatever outlives a process: a
 * commit that has something to keep, each thing done to a file and each half of one, a word to somebody outside, a
 * piece of an answer. Steps that the server takes by itself do not count: they go on beside the act as they do.
 */
import { AsyncLocalStorage } from 'node:async_hooks'
import fs from 'node:fs'
import http, { type IncomingMessage } from 'node:http'
import { syncBuiltinESMExports } from 'node:module'
import Database from 'better-sqlite3'
import pg from 'pg'
import { realWorld } from '../../server/adapters/world.ts'
import { readConfig } from '../../server/config.ts'
import { createLog } from '../../server/log.ts'
import { startCompanion } from '../../server/start-companion.ts'

/** What the parent sends; each is answered with every step that was taken since the last time it counted anew. */
export interface Order {
  readonly count?: number | null
  /** So much later, in milliseconds, than the clock says. */
  readonly ahead?: number
}

/** Of an act whose steps count. */
export const COUNTED = 'x-counted'
/** Where it says that it stands still: beside the channel of orders, which it does not read any more then. */
const STILL = 4

type Ask = (this: unknown, ...given: unknown[]) => unknown

const acts = new AsyncLocalStorage<true>()
const asked = new WeakSet<object>()
const writeNow = fs.writeSync
let taken: string[] = []
let until = Number(process.argv[3] ?? 0)
/** Nobody asks for what happens at a start: it counts where its steps are to be stopped at. */
let starting = until !== 0
let ahead = Number(process.argv[2] ?? 0)

function step(name: string, half: () => void = () => undefined): void {
  if (!starting && acts.getStore() === undefined) return
  taken.push(name)
  if (taken.length !== until) return
  half()
  writeNow(STILL, `${name}\n`)
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)
}

/** Lets a function of an object be preceded by what `first` does. */
function before(
  holder: object,
  names: string,
  first: (self: object, given: readonly unknown[]) => void,
): void {
  for (const name of names.split(' ')) {
    const original: Ask = Reflect.get(holder, name)
    Reflect.set(holder, name, function (this: object, ...given: unknown[]) {
      first(this, given)
      return Reflect.apply(original, this, given)
    })
  }
}

const isReading = (flags: unknown) => flags === undefined || flags === 'r'
const baseOf = (path: unknown) => (typeof path === 'string' ? (path.split('/').at(-1) ?? '') : '')
/** Names made of numbers are of one run; what is told of a step holds in the next one too. */
const named = (path: unknown) => baseOf(path).replace(/[0-9a-f]{8}-[0-9a-f-]{27}|[0-9a-f]{12}/g, '*')

function halfOf(fd: number, what: unknown): () => void {
  const bytes = typeof what === 'string' ? Buffer.from(what) : what
  return () => {
    if (bytes instanceof Uint8Array) writeNow(fd, bytes, 0, Math.floor(bytes.byteLength / 2))
  }
}

async function countFiles(): Promise<void> {
  for (const name of ['rename', 'rm', 'unlink', 'mkdir', 'writeFile', 'appendFile', 'truncate'])
    for (const [holder, key] of [
      [fs, `${name}Sync`],
      [fs.promises, name],
    ] as const)
      before(holder, key, (_, [path]) => step(`${name} ${named(path)}`))
  for (const [holder, key] of [
    [fs, 'openSync'],
    [fs.promises, 'open'],
  ] as const)
    before(holder, key, (_, [path, flags]) => {
      if (!isReading(flags)) step(`open ${named(path)}`)
    })
  before(fs, 'fsyncSync', () => step('sync'))
  before(fs, 'ftruncateSync', () => step('truncate'))
  before(fs, 'writeSync', (_, [fd, bytes, offset, length, position]) => {
    step('write')
    step('half a write', () => {
      if (!(bytes instanceof Uint8Array)) return
      const half = Math.floor(Number(length ?? bytes.byteLength) / 2)
      writeNow(Number(fd), bytes, Number(offset ?? 0), half, typeof position === 'number' ? position : null)
    })
  })
  const handle = await fs.promises.open('/dev/null')
  const handles: object = Object.getPrototypeOf(handle)
  await handle.close()
  before(handles, 'sync', () => step('sync'))
  before(handles, 'write writeFile', (self, [bytes]) => {
    step('write')
    step('half a write', halfOf(Number(Reflect.get(self, 'fd')), bytes))
  })
}

/** A commit of what was only read keeps nothing. */
function countCommits(): void {
  const databases: object = Database.prototype
  const prepare: Ask = Reflect.get(databases, 'prepare')
  Reflect.set(Database.prototype, 'prepare', function (this: Database.Database, text: string) {
    const statement = Reflect.apply(prepare, this, [text]) as Database.Statement
    if (text !== 'commit') return statement
    const total = (Reflect.apply(prepare, this, ['select total_changes()']) as Database.Statement).pluck()
    let last = total.get()
    before(statement, 'run', () => {
      const now = total.get()
      if (now !== last) step('commit')
      last = now
    })
    return statement
  })
  const writing = new WeakSet<object>()
  before(pg.Client.prototype, 'query', (client, [asked]) => {
    const words = String(typeof asked === 'object' && asked !== null ? Reflect.get(asked, 'text') : asked)
    if (/^(?:begin|start transaction)\b/.test(words)) writing.delete(client)
    if (/^(?:\/\*[^*]*\*\/)?\s*(?:with|insert|update|delete)\b/i.test(words)) writing.add(client)
    if (words === 'commit' && writing.has(client)) step('commit')
  })
}

function countWords(): void {
  before(http, 'request', (_, [url]) => step(`ask ${url instanceof URL ? url.pathname.split('/')[1] : ''}`))
  const servers: object = http.Server.prototype
  const emit: Ask = Reflect.get(servers, 'emit')
  Reflect.set(http.Server.prototype, 'emit', function (this: http.Server, ...given: unknown[]) {
    const [event, req] = given
    if (event !== 'request' || (req as IncomingMessage).headers[COUNTED] === undefined)
      return Reflect.apply(emit, this, given)
    asked.add(req as object)
    return acts.run(true, () => Reflect.apply(emit, this, given))
  })
  before(http.ServerResponse.prototype, 'write end', (self) => {
    if (asked.has(Reflect.get(self, 'req'))) acts.run(true, () => step('answer'))
  })
}

/** What is heard of somebody outside, from its first piece to its end. */
function countHeard(): void {
  const heard = new WeakSet<object>()
  before(http.IncomingMessage.prototype, 'push', (self, [piece]) => {
    if (!(Reflect.get(self, 'req') instanceof http.ClientRequest)) return
    if (piece === null) step('heard to its end')
    else if (!heard.has(self)) step('heard of')
    heard.add(self)
  })
}

await countFiles()
countCommits()
countWords()
countHeard()
syncBuiltinESMExports()

process.on('message', (order: Order) => {
  if (order.count !== undefined) {
    taken = []
    until = order.count ?? 0
    starting = false
  }
  if (order.ahead !== undefined) ahead = order.ahead
  process.send?.(taken)
})
const companion = await startCompanion(readConfig(process.env), {
  world: { ...realWorld, now: () => new Date(Date.now() + ahead) },
  log: createLog('warn'),
})
starting = false
process.stdout.write(`${companion.origin}\n`)
process.once('SIGTERM', () => {
  companion.stop().then(
    () => process.exit(0),
    () => process.exit(1),
  )
})
