/**
 * `NODE_ENV=test node test/postgres.mjs npx mocha --timeout 0 bench/several-servers.ts`: 3 servers on PostgreSQL behind a
 * balancer, one killed every 10 s, for a minute (`VOUCH_BENCH_SECONDS`); then 1 and 8 accounts appending at once.
 */
import { setTimeout as wait } from 'node:timers/promises'
import { openPostgresStore } from '../server/adapters/postgres-store.ts'
import { createAuditLog } from '../server/audit/index.ts'
import { act } from '../test/support/audit-log.ts'
import { fakeWorld } from '../test/support/fake-world.ts'
import { tempKeyring } from '../test/support/memory-store.ts'
import { runSeveralServers } from '../test/support/several-servers.ts'
import { asServer, newDatabase } from '../test/support/test-database.ts'

const say = (line: string) => process.stdout.write(`${line}\n`)
/** Appends of so many accounts at once, each over a store of its own, as their servers would. */
async function appends(accounts: number): Promise<number> {
  const url = asServer(await newDatabase())
  const stores = await Promise.all(
    Array.from({ length: accounts }, (_, at) =>
      openPostgresStore(url, { account: `account-${at}`, most: 2 }),
    ),
  )
  const log = createAuditLog(fakeWorld(), tempKeyring())
  const until = performance.now() + 5_000
  let done = 0
  await Promise.all(
    stores.map(async (store, at) => {
      while (performance.now() < until) {
        await store.transact((tx) => log.append(tx, `account-${at}`, act()))
        done += 1
      }
    }),
  )
  await Promise.all(stores.map((store) => store.close()))
  return done / 5
}

describe('several servers on PostgreSQL', () => {
  it('three, one killed every 10 s', async () => {
    const seconds = Number(process.env['VOUCH_BENCH_SECONDS'] ?? 60)
    const report = await runSeveralServers({
      servers: 3,
      agents: 8,
      kills: Math.max(1, Math.floor(seconds / 10)),
      // Killed, then away for a while: a turn of both is ten seconds.
      pause: () => wait(5_000).then(() => undefined),
    })
    say('3 servers on PostgreSQL, one killed every 10 s')
    for (const [name, value] of Object.entries(report))
      say(`  ${name.padEnd(14)} ${typeof value === 'number' ? Math.round(value * 10) / 10 : value}`)
  })

  it('accounts beside each other', async () => {
    say('appends a second, one at a time in each account')
    for (const accounts of [1, 8]) say(`  ${accounts} account(s)   ${Math.round(await appends(accounts))}`)
  })
})
