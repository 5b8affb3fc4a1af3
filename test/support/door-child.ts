/** A second server's door over the same files: says when it stands, then knocks with each capability that it is sent. */
import { join } from 'node:path'
import { openKeyring } from '../../server/adapters/keyring.ts'
import { createProviderDoor } from '../../server/adapters/model/provider-door.ts'
import { openPostgresStore } from '../../server/adapters/postgres-store.ts'
import { openSqliteStore } from '../../server/adapters/sqlite-store.ts'
import { createAuditLog } from '../../server/audit/index.ts'
import { createTurnstile, type Standing } from '../../server/capability/index.ts'
import { readProvider } from '../../server/provider/index.ts'
import { fakeWorld } from './fake-world.ts'
import { LEAVING } from './turnstiles.ts'

export interface DoorOrder {
  readonly folder: string
  /** Where the store is, if not in the folder. */
  readonly database: string | null
  readonly baseUrl: string
  readonly body: string
  readonly standing: Standing | null
}

async function doorOf(order: DoorOrder): Promise<(token: string) => Promise<string>> {
  const { folder, database, standing, body } = order
  const keys = openKeyring(folder)
  const store =
    database === null
      ? await openSqliteStore(join(folder, 'vouch.sqlite'))
      : await openPostgresStore(database, { account: 'acme' })
  const world = fakeWorld()
  const turnstile = createTurnstile({
    world,
    keys,
    audit: createAuditLog(world, keys),
    transact: store.transact,
    standing: async () => standing,
  })
  const config = readProvider(
    { VOUCH_PROVIDER: 'self-hosted', VOUCH_PROVIDER_URL: order.baseUrl, VOUCH_PROVIDER_MODEL: 'm' },
    [],
  )
  if (config === null) throw new Error('no configuration')
  const door = createProviderDoor(config, turnstile, { idleMs: 20_000, maxBytes: 200_000 })
  return async (token) => {
    const request = { accountId: 'acme', leaving: LEAVING, body, onPassed: () => {}, onSent: () => {} }
    const answer = await door.send(token, request)
    if ('outcome' in answer) return answer.bar
    answer.close()
    return 'opened'
  }
}

const tell = (told: string) => void process.send?.(told)
const fail = () => process.exit(1)
process.once('message', (order: DoorOrder) => {
  doorOf(order).then((knock) => {
    process.on('message', (token: string) => void knock(token).then(tell, fail))
    tell('stands')
  }, fail)
})
