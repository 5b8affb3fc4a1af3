/** Erasing over a real store, with a journal in memory that a test can look at, lose or break. */
import { createAuditLog } from '../../server/audit/index.ts'
import type { NoJournal, NoLine } from '../../server/consent/index.ts'
import { type ErasingRooms, erasureRooms } from '../../server/erasure-rooms.ts'
import type { Keyring, World } from '../../server/keys.ts'
import type { ErasureJournal, JournalLine } from '../../server/privacy/index.ts'

export interface MemoryJournal extends ErasureJournal, NoJournal {
  readonly written: JournalLine[]
  readonly refused: NoLine[]
  full: boolean
}

export function memoryJournal(): MemoryJournal {
  return {
    written: [],
    refused: [],
    full: false,
    lines() {
      return [...this.written]
    },
    append(_account, line) {
      if (this.full) throw new Error('no space left on device')
      this.written.push(line)
    },
    noes() {
      return [...this.refused]
    },
    appendNo(_account, line) {
      if (!this.full) this.refused.push(line)
    },
  }
}

export function erasingRooms(
  given: { readonly world: World; readonly keys: Keyring },
  journal: ErasureJournal & NoJournal = memoryJournal(),
  onErased?: () => void,
): ErasingRooms {
  const { world, keys } = given
  const audit = createAuditLog(world, keys)
  return erasureRooms({
    ...{ world, keys, audit, journal, backupDays: 35 },
    ...(onErased === undefined ? {} : { onErased }),
  })
}
