/** Where a bundle's files come from and go to, whatever they lie in. */
import { isUtf8 } from 'node:buffer'
import type { z } from 'zod'
import { Fault } from '../../src/domain/fault.ts'
import { canonicalJson } from '../audit/index.ts'

export interface BundleSource {
  /** Every name that is there, known or not, each once. @throws Fault `SOURCE_UNREADABLE`. */
  names(): Promise<readonly string[]>
  bytes(name: string): Promise<number>
  chunks(name: string): AsyncIterable<Buffer>
}

/** A new bundle: files are written one after the other, and then it is closed. */
export interface BundleSink {
  open(name: string): Promise<FileSink>
  /** Closes what is still open: whoever breaks off leaves a half-written file, and never one that is held. */
  abandon(): Promise<void>
}

export interface FileSink {
  write(bytes: string | Buffer): Promise<void>
  close(): Promise<void>
}

const NEWLINE = 0x0a

/** Whole lines without their ends. @throws Fault `SOURCE_UNREADABLE` for a line that is too long, or cut off. */
export async function* linesOf(chunks: AsyncIterable<Buffer>, most: number): AsyncGenerator<Buffer[]> {
  let rest: Buffer = Buffer.alloc(0)
  for await (const chunk of chunks) {
    const bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk])
    const lines: Buffer[] = []
    let start = 0
    for (let end = bytes.indexOf(NEWLINE, start); end >= 0; end = bytes.indexOf(NEWLINE, start)) {
      lines.push(bytes.subarray(start, end))
      start = end + 1
    }
    rest = bytes.subarray(start)
    if (rest.length > most) throw new Fault('SOURCE_UNREADABLE', 'a line of the bundle is too long')
    if (lines.length > 0) yield lines
  }
  // What is left of a file that was cut: one reader would take it for a line, another would not.
  if (rest.length > 0)
    throw new Fault('SOURCE_UNREADABLE', 'the last line of a file of the bundle is cut off')
}

/** What a line says, in the one spelling that it may have. @throws Fault `SOURCE_UNREADABLE`. */
export function parseLine<Line>(line: Buffer, schema: z.ZodType<Line>, name: string): Line {
  const text = line.toString('utf8')
  let parsed: unknown
  let canonical: string
  try {
    parsed = JSON.parse(text)
    canonical = canonicalJson(parsed)
  } catch (cause) {
    throw new Fault('SOURCE_UNREADABLE', `${name} holds a line that is no JSON`, cause)
  }
  const read = schema.safeParse(parsed)
  if (!read.success) throw new Fault('SOURCE_UNREADABLE', `${name} holds a line of another format`)
  // A name that stands twice would be read in two ways, and only one of them be checked.
  if (canonical !== text || !isUtf8(line))
    throw new Fault('SOURCE_UNREADABLE', `${name} holds a line in another spelling`)
  return read.data
}

/** The file's bytes as text, whole. @throws Fault `SOURCE_UNREADABLE` when there are more than `most`. */
export async function wholeFile(source: BundleSource, name: string, most: number): Promise<Buffer> {
  if ((await source.bytes(name)) > most) throw new Fault('SOURCE_UNREADABLE', `${name} is too large`)
  const parts: Buffer[] = []
  for await (const chunk of source.chunks(name)) parts.push(chunk)
  return Buffer.concat(parts)
}
