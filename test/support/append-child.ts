/** A process that appends as fast as it can, and says each place and whose it is once it was told that it is kept. */
import { openKeyring } from '../../server/adapters/keyring.ts'
import { storePlace } from '../../server/adapters/store-address.ts'
import { openStoreAt } from '../../server/adapters/store-place.ts'
import { realWorld } from '../../server/adapters/world.ts'
import { createAuditLog } from '../../server/audit/index.ts'

const folder = process.argv[2] ?? ''
const writers = Number(process.argv[3] ?? 20)
const log = createAuditLog(realWorld, openKeyring(folder))
const store = await openStoreAt(storePlace(folder, process.env['DATABASE_URL'] ?? null), {
  account: 'acme',
  strict: false,
})

async function appendForEver(): Promise<void> {
  for (;;) {
    const ref = `tk_${realWorld.newId()}`
    const index = await store.transact((tx) =>
      log.append(tx, 'acme', {
        type: 'gate.decided',
        actor: { kind: 'system', ref: 'test' },
        object: { kind: 'ticket', ref },
        decision: 'allow',
      }),
    )
    process.stdout.write(`${index} ${ref}\n`)
  }
}

await Promise.all(Array.from({ length: writers }, appendForEver))
