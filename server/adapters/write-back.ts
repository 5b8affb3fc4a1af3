/**
 * What was appended to the WAL is written to its place in the file by a thread of its own (a PASSIVE checkpoint,
 * https://sqlite.org/wal.html#ckpt): hundreds of pages at places of their own, for which the server does not stand still.
 * Under load commits go on meanwhile, so that the WAL never ends there: when it has grown long, the writer itself
 * writes the little that is left, and begins it anew.
 */
import { createRequire } from 'node:module'
import { Worker } from 'node:worker_threads'
import { z } from 'zod'

/** After so many commits that wrote something, a few megabytes at most. */
const COMMITS = 64
/** Pages of 4 kB, from where on the writer ends the WAL. */
const LONG = 4_000
/** Where the thread does not keep up, or is not there, the engine does it in a commit. */
export const BACKSTOP_PAGES = 16_000

/** By its place: it runs from sources, from a build, and from one file. */
const THREAD = `
  const { parentPort, workerData } = require('node:worker_threads')
  const Database = require(workerData.engine)
  const database = new Database(workerData.file, { fileMustExist: true })
  parentPort.on('message', (asked) => {
    if (asked === 'close') {
      database.close()
      parentPort.close()
      return
    }
    let pages = null
    try {
      pages = database.pragma('wal_checkpoint(PASSIVE)')[0].log
    } catch {}
    parentPort.postMessage(pages)
  })
`
const pagesSchema = z.int().nullable()

/** What was thrown in another thread comes as what is left of it there: of the engine's errors, their code. */
const asError = (cause: unknown): Error =>
  cause instanceof Error
    ? cause
    : new Error(`the thread died of ${String(Reflect.get(Object(cause), 'code'))}`)

export interface WriteBack {
  /** To be told of each commit that wrote something. */
  committed(): void
  /** Whether the WAL is to be ended by whoever writes next; asked once. */
  isLong(): boolean
  close(): Promise<void>
}

/** The thread begins when there is something to do: a store that hardly anybody writes to has none. */
export function writeBack(file: string, report: (cause: unknown) => void = () => undefined): WriteBack {
  let thread: { readonly worker: Worker; readonly ended: Promise<void> } | null = null
  let [commits, busy, long, closed, told] = [0, false, false, false, false]
  /** Without it the engine writes back by itself; another one is tried after so many commits more. */
  const gone = () => {
    thread = null
    busy = false
  }
  /** Once for as long as none is there: it is tried again and again. */
  const tell = (cause: unknown) => {
    if (!told && !closed) report(cause)
    told = true
  }

  function start() {
    const engine = createRequire(import.meta.url).resolve('better-sqlite3')
    const worker = new Worker(THREAD, { eval: true, env: {}, workerData: { file, engine } })
    // It must not keep a program from ending.
    worker.unref()
    worker.on('message', (message: unknown) => {
      busy = false
      told = false
      long = (pagesSchema.parse(message) ?? 0) > LONG
    })
    const ended = new Promise<void>((resolve) => {
      // Its end comes after it.
      worker.on('error', (cause) => tell(asError(cause)))
      worker.once('exit', (code) => {
        tell(new Error(`the thread ended with ${code}`))
        gone()
        resolve()
      })
    })
    return { worker, ended }
  }

  return {
    committed() {
      commits += 1
      if (commits < COMMITS || busy || closed) return
      commits = 0
      busy = true
      try {
        thread ??= start()
        thread.worker.postMessage('write back')
      } catch (cause) {
        // The system gives no thread.
        tell(cause)
        gone()
      }
    },
    isLong() {
      const was = long
      long = false
      return was
    },
    async close() {
      closed = true
      const open = thread
      open?.worker.postMessage('close')
      open?.worker.ref()
      await open?.ended
    },
  }
}
