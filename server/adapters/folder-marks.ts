/**
 * Which servers see this data folder: `<data>/servers/<id>`, an empty file each. Whoever finds another server in the
 * store and not here is in another folder, even if it is a copy of this one.
 */
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  rmSync,
  statSync,
  utimesSync,
} from 'node:fs'
import { join } from 'node:path'
import { Fault } from '../../src/domain/fault.ts'
import type { FolderMarks } from '../shared-folder.ts'

/** Of servers that were killed long ago: one that runs says every few seconds that it is there. */
const LEFT_BEHIND_MS = 86_400_000
const NAME = /^[0-9a-f-]{36}$/

export function folderMarks(dataDir: string, now: () => Date): FolderMarks {
  const folder = join(dataDir, 'servers')
  const pathOf = (holder: string) => {
    if (!NAME.test(holder)) throw new Fault('BAD_REQUEST', 'no server has such a name')
    return join(folder, holder)
  }
  return {
    put(holder) {
      const path = pathOf(holder)
      try {
        mkdirSync(folder, { recursive: true, mode: 0o700 })
        closeSync(openSync(path, 'a', 0o600))
        utimesSync(path, now(), now())
      } catch (cause) {
        throw new Fault('STORE_UNAVAILABLE', `the folder ${folder} cannot be written`, cause)
      }
    },
    has: (holder) => NAME.test(holder) && existsSync(pathOf(holder)),
    drop: (holder) => rmSync(pathOf(holder), { force: true }),
    clear() {
      const names = existsSync(folder) ? readdirSync(folder).filter((name) => NAME.test(name)) : []
      for (const name of names) {
        const there = statSync(join(folder, name), { throwIfNoEntry: false })
        if (there !== undefined && now().getTime() - there.mtimeMs > LEFT_BEHIND_MS)
          rmSync(pathOf(name), { force: true })
      }
    },
  }
}
