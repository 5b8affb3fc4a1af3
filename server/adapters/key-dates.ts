/** Since when the keys of a data folder are in use. */
import { statSync } from 'node:fs'
import { join } from 'node:path'
import type { KeyDates } from '../../src/domain/key-ages.ts'
import type { Keyring } from '../keys.ts'
import { MASTER_FILES } from './master-keys.ts'
import { SIGNING_KEY_FILE } from './signing-key.ts'

export function keyDates(keys: Pick<Keyring, 'master' | 'sessions'>, dataDir: string): KeyDates {
  // A key that does not say since when it is there: its file does, as long as nobody has brought it back.
  const made = (file: string) => statSync(join(dataDir, file)).mtime.toISOString()
  return {
    master: keys.master.since ?? made(MASTER_FILES.current),
    // Made with the first session.
    session: keys.sessions.list().at(-1)?.made ?? null,
    log: made(SIGNING_KEY_FILE),
  }
}
