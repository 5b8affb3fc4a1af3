/**
 * What a kill would leave behind, without killing: the data folder as it lies on the disk, copied at every turn of the
 * event loop in which an act has changed it. Files are whole between two turns, as the system sees them.
 */
import { cpSync, readdirSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { tempFolder } from './temp-folder.ts'

export interface Photograph {
  readonly folder: string
  /** The act had been acknowledged by then. */
  readonly acknowledged: boolean
}

/** Shared memory of processes that run: after a kill nobody has it. */
const SHARED = /-shm$/

function lookOf(folder: string): string {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => !SHARED.test(name))
    .map((name) => {
      const { size, mtimeNs } = statSync(join(folder, name), { bigint: true })
      return `${name} ${size} ${mtimeNs}`
    })
    .join('\n')
}

/** @returns null where a file went or came while it was copied: then at the next turn. */
function photograph(folder: string): string | null {
  const copy = tempFolder()
  try {
    cpSync(folder, copy, { recursive: true, filter: (path) => !SHARED.test(path) })
    return copy
  } catch {
    rmSync(copy, { recursive: true, force: true })
    return null
  }
}

function lookNow(folder: string): string | null {
  try {
    return lookOf(folder)
  } catch {
    return null
  }
}

/** @param act resolves when it was acknowledged. */
export async function photographs(
  folder: string,
  act: () => Promise<unknown>,
): Promise<readonly Photograph[]> {
  const taken: Photograph[] = []
  let acknowledged = false
  let failed: unknown = null
  let seen = ''
  const take = () => {
    const look = lookNow(folder)
    if (look === null || look === seen) return
    const copy = photograph(folder)
    if (copy === null) return
    seen = look
    taken.push({ folder: copy, acknowledged })
  }
  const done = act().then(
    () => {
      acknowledged = true
    },
    (cause: unknown) => {
      failed = cause
      acknowledged = true
    },
  )
  while (!acknowledged) {
    take()
    await new Promise((resolve) => setImmediate(resolve))
  }
  await done
  if (failed !== null) throw failed
  seen = ''
  take()
  return taken
}
