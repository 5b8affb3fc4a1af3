/** A second server's door over the same files: knocks with each capability that it is sent, all at once. */
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
  readonly standing: Standing
  readonly tokens: readonly string[]
}

async function knockWithAll(order: DoorOrder): Promise<readonly string[]> {
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
  const door = createProviderDoor(config, turnstile, { idleMs: 1_000, maxBytes: 200_000 })
  const answers: string[] = []
  for (const token of order.tokens) {
    const request = { accountId: 'acme', leaving: LEAVING, body, onPassed: () => {}, onSent: () => {} }
    const answer = await door.send(token, request)
    answers.push('outcome' in answer ? answer.bar : 'opened')
    if (!('outcome' in answer)) answer.close()
  }
  await store.close()
  return answers
}

process.on('message', (order: DoorOrder) => {
  knockWithAll(order).then(
    (answers) => process.send?.(answers, () => process.exit()),
    () => process.exit(1),
  )
})
process.send?.('ready')
