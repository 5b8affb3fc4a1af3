/**
 * Erasures and noes as a file outside the store, one line each, only ever appended to: `<account>.journal`. A store
 * that comes back from a backup is held against it before it serves anybody. Each line carries a keyed digest over
 * itself and the line before, so that none can be changed or left out in the middle.
 */
import {
  closeSync,
  existsSync,
  fsyncSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readFileSync,
  statSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { Fault } from '../../src/domain/fault.ts'
import { type NoJournal, type NoLine, noLineSchema } from '../consent/index.ts'
import type { Keyring } from '../keys.ts'
import { type ErasureJournal, type JournalLine, journalLineSchema } from '../privacy/index.ts'
import { markOf } from '../tickets/index.ts'

const lineSchema = z.union([journalLineSchema, noLineSchema])
type Line = z.infer<typeof lineSchema>
const isNo = (line: Line): line is NoLine => 'no' in line

const writtenSchema = z.strictObject({ line: z.unknown(), mac: z.string() })

interface Content {
  readonly lines: readonly Line[]
  readonly mac: string
  /** Where the last whole line ends: what stands behind it was never acknowledged. */
  readonly end: number
}

function broken(path: string, at: number, cause?: unknown): Fault {
  return new Fault('ERASURE_JOURNAL_BROKEN', `line ${at} of ${path} is not as it was written`, cause)
}

export interface Journal extends ErasureJournal, NoJournal {}

export function erasureJournal(
  folder: string,
  keys: Pick<Keyring, 'digest'>,
  /** Of a no that could not be written: it holds in the store alone. */
  report: (error: unknown) => void = () => undefined,
): Journal {
  const pathOf = (accountId: string) => join(folder, `${accountId.replace(/[^a-z0-9-]/g, '_')}.journal`)
  const macOf = (accountId: string, before: string, text: string) =>
    keys.digest('erasure-journal', accountId, before, text)

  /** What this process wrote last: the file is read again only when it is not that long any more. */
  const last = new Map<string, { readonly mac: string; readonly end: number }>()

  function read(accountId: string): Content {
    const path = pathOf(accountId)
    if (!existsSync(path)) return { lines: [], mac: '', end: 0 }
    let bytes: Buffer
    try {
      bytes = readFileSync(path)
    } catch (cause) {
      throw new Fault('ERASURE_JOURNAL_BROKEN', `${path} cannot be read`, cause)
    }
    const end = bytes.lastIndexOf(10) + 1
    const texts = bytes.subarray(0, end).toString('utf8').split('\n').slice(0, -1)
    const lines: Line[] = []
    let mac = ''
    for (const [at, text] of texts.entries()) {
      let written: z.infer<typeof writtenSchema>
      let line: Line
      try {
        written = writtenSchema.parse(JSON.parse(text))
        line = lineSchema.parse(written.line)
      } catch (cause) {
        throw broken(path, at + 1, cause)
      }
      mac = macOf(accountId, mac, JSON.stringify(line))
      if (mac !== written.mac) throw broken(path, at + 1)
      lines.push(line)
    }
    return { lines, mac, end }
  }

  function append(accountId: string, line: Line): void {
    const path = pathOf(accountId)
    const known = last.get(accountId)
    const own = known !== undefined && existsSync(path) && statSync(path).size === known.end
    const { mac, end } = own ? known : read(accountId)
    // As it will be read, or its own digest would not fit it.
    const text = JSON.stringify(lineSchema.parse(line))
    const next = macOf(accountId, mac, text)
    const written = Buffer.from(`{"line":${text},"mac":${JSON.stringify(next)}}\n`, 'utf8')
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    const handle = openSync(path, existsSync(path) ? 'r+' : 'w', 0o600)
    try {
      // A line that a crash cut off goes, or the next one would be glued to it.
      ftruncateSync(handle, end)
      writeSync(handle, written, 0, written.length, end)
      fsyncSync(handle)
    } finally {
      closeSync(handle)
    }
    syncFolder(folder)
    last.set(accountId, { mac: next, end: end + written.length })
  }

  return {
    lines: (accountId) => read(accountId).lines.filter((line): line is JournalLine => !isNo(line)),
    noes(accountId) {
      const { lines } = read(accountId)
      const erased = new Set<string>()
      const kept: NoLine[] = []
      // From the end: whoever was erased after it said nothing any more, and who comes back is a new person.
      for (const line of lines.toReversed())
        if (!isNo(line)) for (const { mark } of line.marks) erased.add(mark)
        else if (
          line.about === undefined ||
          !erased.has(markOf(keys, accountId, 'person', line.about.person))
        )
          kept.push(line)
      return kept.reverse()
    },
    append(accountId, line) {
      try {
        append(accountId, line)
      } catch (cause) {
        if (cause instanceof Fault) throw cause
        throw new Fault(
          'STORE_UNAVAILABLE',
          'the erasure journal cannot be written: nothing was erased',
          cause,
        )
      }
    },
    appendNo(accountId, line) {
      try {
        append(accountId, line)
      } catch (error) {
        report(error)
      }
    },
  }
}

function syncFolder(folder: string): void {
  const handle = openSync(folder, 'r')
  try {
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
}
