/** Erasing over a real store, with a journal in memory that a test can look at, lose or break. */
import { createAuditLog } from '../../server/audit/index.ts'
import { type ErasingRows, erasureRooms } from '../../server/erasure-rooms.ts'
import type { Keyring, World } from '../../server/keys.ts'
import type { ErasureJournal, ErasureRooms, JournalLine } from '../../server/privacy/index.ts'

export interface MemoryJournal extends ErasureJournal {
  readonly written: JournalLine[]
  full: boolean
}

export function memoryJournal(): MemoryJournal {
  return {
    written: [],
    full: false,
    lines() {
      return [...this.written]
    },
    append(_account, line) {
      if (this.full) throw new Error('no space left on device')
      this.written.push(line)
    },
  }
}

export function erasingRooms(
  given: { readonly world: World; readonly keys: Keyring },
  journal: ErasureJournal = memoryJournal(),
  onErased?: () => void,
): ErasureRooms<ErasingRows> {
  const { world, keys } = given
  const audit = createAuditLog(world, keys)
  return erasureRooms({
    ...{ world, keys, audit, journal, backupDays: 35 },
    ...(onErased === undefined ? {} : { onErased }),
  })
}
