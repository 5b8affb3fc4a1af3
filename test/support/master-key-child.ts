/** An operator's rotation of the master key that the system kills: after a step, or after so many transactions. */
import { join } from 'node:path'
import { openKeyring } from '../../server/adapters/keyring.ts'
import { openSqliteStore } from '../../server/adapters/sqlite-store.ts'
import { createAuditLog } from '../../server/audit/index.ts'
import type { Transact } from '../../server/keys.ts'
import { rotateMasterKey } from '../../server/master-key.ts'
import type { StoreRows } from '../../server/store.ts'
import { fakeWorld } from './fake-world.ts'

const [folder = '', step = '', transactions = ''] = process.argv.slice(2)

const world = fakeWorld()
const keys = openKeyring(folder, world.now)
const store = await openSqliteStore(join(folder, 'vouch.sqlite'))
let left = Number(transactions)
const transact: Transact<StoreRows> = async (act) => {
  const done = await store.transact(act)
  left -= 1
  if (left === 0) process.kill(process.pid, 'SIGKILL')
  return done
}
await rotateMasterKey(
  {
    ...{ dataDir: folder, world, keys, transact },
    audit: createAuditLog(world, keys),
    after: async (done) => {
      if (done === step) process.kill(process.pid, 'SIGKILL')
    },
  },
  async () => ({ kind: 'agent', ref: 'r' }),
)
await store.close()
