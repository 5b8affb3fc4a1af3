/** What a file says, read again only when another file lies there: a running server follows a change at once. */
import { statSync } from 'node:fs'

export interface WatchedFile<T> {
  /** `null`: there is no file. */
  read(): T | null
  /** Whatever the folder's own cache says: over a network a changed file may look unchanged for a while. */
  readAnew(): T | null
}

export function watchedFile<T>(path: string, parse: (path: string) => T): WatchedFile<T> {
  let kept: { readonly stamp: string; readonly value: T } | null = null
  const read = (anew: boolean) => {
    const there = statSync(path, { bigint: true, throwIfNoEntry: false })
    if (there === undefined) return null
    const stamp = `${there.ino}:${there.mtimeNs}:${there.size}`
    if (anew || kept?.stamp !== stamp) kept = { stamp, value: parse(path) }
    return kept.value
  }
  return { read: () => read(false), readAnew: () => read(true) }
}
