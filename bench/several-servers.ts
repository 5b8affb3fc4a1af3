/**
 * `NODE_ENV=test node test/postgres.mjs npx mocha --timeout 0 bench/several-servers.ts`: 3 servers on PostgreSQL behind a
 * balancer, one killed every 10 s in turn, for two minutes (`VOUCH_BENCH_SECONDS`), a month ending half-way by their
 * clocks, fails unless nothing acknowledged was lost or doubled; then 1 and 8 accounts appending at once.
 */
import { setTimeout as wait } from 'node:timers/promises'
import { expect } from 'chai'
import { openPostgresStore } from '../server/adapters/postgres-store.ts'
import { createAuditLog } from '../server/audit/index.ts'
import { act } from '../test/support/audit-log.ts'
import { fakeWorld } from '../test/support/fake-world.ts'
import { tempKeyring } from '../test/support/memory-store.ts'
import {
  NOTHING_WRONG,
  runSeveralServers,
  severalServersTable,
  wrongIn,
} from '../test/support/several-servers.ts'
import { asServer, newDatabase } from '../test/support/test-database.ts'

const KILL_EVERY_S = 10
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
    const seconds = Number(process.env['VOUCH_BENCH_SECONDS'] ?? 120)
    let next: number | null = null
    const report = await runSeveralServers({
      servers: 3,
      agents: 8,
      readsAMinute: 600,
      kills: Math.max(1, Math.floor(seconds / KILL_EVERY_S)),
      monthEndsAfterMs: seconds * 500,
      // By the clock, however long a kill has taken.
      pause: async () => {
        const now = performance.now()
        next = Math.max((next ?? now) + KILL_EVERY_S * 1000, now)
        await wait(next - now)
      },
    })
    say(`3 servers on PostgreSQL, one killed every ${KILL_EVERY_S} s\n${severalServersTable(report)}`)
    expect(wrongIn(report)).to.deep.equal(NOTHING_WRONG)
    expect(report.ledger.people.before).to.be.greaterThan(0)
  })

  it('accounts beside each other', async () => {
    say('appends a second, one at a time in each account')
    for (const accounts of [1, 8]) say(`  ${accounts} account(s)   ${Math.round(await appends(accounts))}`)
  })
})
