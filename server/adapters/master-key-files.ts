/** What a rotation of the master key does to the files, each step whole or not at all. To be called under the lock. */
import { randomBytes } from 'node:crypto'
import { existsSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { keptText, MASTER_FILES, type Master, newMaster, readMaster, readMasterRing } from './master-keys.ts'
import { readPrivate, syncFolder, writePrivate } from './private-file.ts'

const KEY_BYTES = 32

export interface MasterKeyFiles {
  /** `begun`: the new key lies there and wraps nothing yet. `under_way`: it wraps, and the old one is still there. */
  state(): 'none' | 'begun' | 'under_way'
  /** The key to come, made now or by a rotation that broke off. What must outlive the old one opens with both. */
  begin(since: Date): Master
  /** A rotation that never got into the log. */
  forget(): void
  /** From here on it wraps; the one before is laid aside. */
  exchange(): void
  /** The old one is overwritten and removed, and opens nothing that is left. */
  destroyOld(): void
}

export function masterKeyFiles(dataDir: string): MasterKeyFiles {
  const at = (name: keyof typeof MASTER_FILES) => join(dataDir, MASTER_FILES[name])
  return {
    state() {
      if (existsSync(at('next'))) return 'begun'
      return readMasterRing(dataDir).old === null ? 'none' : 'under_way'
    },
    begin(since) {
      const { current, kept } = readMasterRing(dataDir)
      const generation = current.generation + 1
      const left = readMaster(at('next'))
      // One that was made before the last rotation would be of no generation to come.
      if (left?.generation !== generation)
        writePrivate(at('next'), newMaster(generation, since.toISOString()))
      const next = readMaster(at('next'))
      if (next === null) throw new Error('unreachable: it was written a moment ago')
      const house = { [String(generation)]: randomBytes(KEY_BYTES).toString('hex'), ...kept.house }
      writePrivate(at('kept'), keptText({ ...kept, house }, [current, next]))
      return next
    },
    forget: () => rmSync(at('next'), { force: true }),
    exchange() {
      writePrivate(at('old'), readPrivate(at('current')))
      renameSync(at('next'), at('current'))
      syncFolder(dataDir)
    },
    destroyOld() {
      const { current, kept } = readMasterRing(dataDir)
      writePrivate(at('kept'), keptText(kept, [current]))
      if (!existsSync(at('old'))) return
      // Under another name first: nobody must meet an old key that is half gone.
      renameSync(at('old'), at('gone'))
      writeFileSync(at('gone'), '0'.repeat(statSync(at('gone')).size), { flush: true })
      rmSync(at('gone'))
      syncFolder(dataDir)
    },
  }
}
