/**
 * `NODE_ENV=test node test/postgres.mjs npx mocha --timeout 0 bench/postgres-acts.ts`: how often an act goes to the database and
 * back, counted on the wire, and how many acts a second there are, against bare durable inserts on the same server in
 * the same run. `VOUCH_TEST_POSTGRES_FSYNC=on` makes a commit wait for the disk, as in production.
 */
import { connect, createServer } from 'node:net'
import pg from 'pg'
import { openPostgresStore } from '../server/adapters/postgres-store.ts'
import { createAuditLog } from '../server/audit/index.ts'
import { act } from '../test/support/audit-log.ts'
import { fakeWorld } from '../test/support/fake-world.ts'
import { tempKeyring } from '../test/support/memory-store.ts'
import { asServer, newDatabase } from '../test/support/test-database.ts'

const say = (line: string) => process.stdout.write(`${line}\n`)
const SECONDS = Number(process.env['VOUCH_BENCH_SECONDS'] ?? 5)
const ACTS = 200

/** Stands between the store and its database and counts how often the talk turns round to the client's side. */
async function countingWire(url: string) {
  const target = new URL(url)
  const { hostname, port } = target
  let trips = 0
  const server = createServer((near) => {
    const far = connect(Number(port), hostname)
    let isAsking = false
    for (const socket of [near, far]) {
      socket.setNoDelay(true)
      socket.on('error', () => near.destroy())
    }
    near.on('data', (bytes) => {
      if (!isAsking) trips += 1
      isAsking = true
      far.write(bytes)
    })
    far.on('data', (bytes) => {
      isAsking = false
      near.write(bytes)
    })
    near.on('close', () => far.destroy())
    far.on('close', () => near.destroy())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  target.port = String(address.port)
  return { url: target.href, trips: () => trips, close: () => server.close() }
}

async function ofSoManySeconds(once: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now()
  let done = 0
  while (performance.now() < startedAt + SECONDS * 1000) {
    await once()
    done += 1
  }
  return done / ((performance.now() - startedAt) / 1000)
}

describe('acts on PostgreSQL', () => {
  it('go to the database and back so often', async () => {
    const wire = await countingWire(asServer(await newDatabase()))
    const store = await openPostgresStore(wire.url, { account: 'acme' })
    const log = createAuditLog(fakeWorld(), tempKeyring())
    const append = () => store.transact((tx) => log.append(tx, 'acme', act()))
    await append()
    const perAct = async (together: number, once: () => Promise<unknown>) => {
      const before = wire.trips()
      for (let at = 0; at < ACTS; at += together)
        await Promise.all(Array.from({ length: together }, () => once()))
      return ((wire.trips() - before) / ACTS).toFixed(2)
    }
    say(`round trips of an act with one entry, alone        ${await perAct(1, append)}`)
    say(`  twenty that begin together, each                 ${await perAct(20, append)}`)
    say(
      `round trips of one look beside all transactions    ${await perAct(1, () => store.readStops('acme'))}`,
    )
    await store.close()
    wire.close()
  })

  it('are so many beside bare durable inserts', async () => {
    const url = await newDatabase()
    const bare = new pg.Client({ connectionString: url })
    await bare.connect()
    await bare.query('create table bare_insert (id bigint primary key, words text not null)')
    let next = 0
    const insert = () => {
      next += 1
      return bare.query('insert into bare_insert values ($1, $2)', [next, 'x'.repeat(600)])
    }
    const store = await openPostgresStore(asServer(url), { account: 'acme' })
    const log = createAuditLog(fakeWorld(), tempKeyring())
    const append = () => store.transact((tx) => log.append(tx, 'acme', act()))
    const inserts = await ofSoManySeconds(insert)
    const appends = await ofSoManySeconds(append)
    const grouped =
      20 * (await ofSoManySeconds(() => Promise.all(Array.from({ length: 20 }, () => append()))))
    say(`bare durable inserts a second, one connection      ${Math.round(inserts)}`)
    say(
      `acts with one entry, one after the other           ${Math.round(appends)}  ratio ${(appends / inserts).toFixed(2)}`,
    )
    say(
      `  twenty that begin together                       ${Math.round(grouped)}  ratio ${(grouped / inserts).toFixed(2)}`,
    )
    await bare.end()
    await store.close()
  })
})
