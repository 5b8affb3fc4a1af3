/** The file of stops on this machine's disk; no file at all is no stop. */
import { mkdir, open, readFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { parseStopLines, type StopFile, stopLine } from '../incidents/index.ts'

function isMissing(cause: unknown): boolean {
  return typeof cause === 'object' && cause !== null && Reflect.get(cause, 'code') === 'ENOENT'
}

export function stopFile(path: string, accountId: string): StopFile {
  return {
    async read() {
      let text: string
      try {
        text = await readFile(path, 'utf8')
      } catch (cause) {
        if (isMissing(cause)) return []
        throw cause
      }
      return parseStopLines(text, accountId)
    },
    async append(stop) {
      await mkdir(dirname(path), { recursive: true, mode: 0o700 })
      // One short write at the end: two programs that stop at the same time both have their line.
      const file = await open(path, 'a', 0o600)
      try {
        await file.write(stopLine(accountId, stop))
        await file.sync()
      } finally {
        await file.close()
      }
    },
  }
}
