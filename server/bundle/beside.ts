/** Lines that belong to entries by their number, read along with them. */
import type { z } from 'zod'
import { parseLine } from './files.ts'

export interface Beside<Line> {
  /** The line of that entry, when it has one. Entries are asked for in their order. */
  of(index: number): Promise<Line | null>
  /** Numbers of lines that belonged to no entry that was asked for. */
  readonly strays: readonly number[]
  /** Reads to the end. */
  finish(): Promise<void>
}

/** @throws Fault `SOURCE_UNREADABLE` at a line that is none. */
export function besideEntries<Line extends { readonly index: number }>(
  lines: AsyncIterable<Buffer[]> | null,
  schema: z.ZodType<Line>,
  name: string,
): Beside<Line> {
  const strays: number[] = []
  const pages = lines?.[Symbol.asyncIterator]()
  let page: Buffer[] = []
  let at = 0
  let ahead: Line | null | undefined

  async function next(): Promise<Line | null> {
    while (at >= page.length) {
      const more = await pages?.next()
      if (more === undefined || more.done === true) return null
      page = more.value
      at = 0
    }
    const line = page[at]
    at += 1
    return line === undefined ? null : parseLine(line, schema, name)
  }

  const stray = (index: number) => {
    if (strays.length < 20) strays.push(index)
  }

  return {
    strays,
    async of(index) {
      if (ahead === undefined) ahead = await next()
      // Twice the same number, or one of no entry that has something beside it.
      while (ahead !== null && ahead.index < index) {
        stray(ahead.index)
        ahead = await next()
      }
      if (ahead === null || ahead.index !== index) return null
      const found = ahead
      ahead = await next()
      return found
    },
    async finish() {
      if (ahead === undefined) ahead = await next()
      while (ahead !== null) {
        stray(ahead.index)
        ahead = await next()
      }
    },
  }
}
