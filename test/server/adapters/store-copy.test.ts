import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { expect } from 'chai'
import { openKeyring } from '../../../server/adapters/keyring.ts'
import { MIGRATIONS } from '../../../server/adapters/schema.ts'
import { openSqliteStore } from '../../../server/adapters/sqlite-store.ts'
import { copyStore, readCopy } from '../../../server/adapters/store-copy.ts'
import { realWorld } from '../../../server/adapters/world.ts'
import { createAuditLog, verifyAudit } from '../../../server/audit/index.ts'
import { faultFrom } from '../../support/fault-from.ts'
import { tempFolder } from '../../support/temp-folder.ts'

async function writtenStore() {
  const folder = tempFolder()
  const file = join(folder, 'vouch.sqlite')
  const log = createAuditLog(realWorld, openKeyring(folder))
  const store = await openSqliteStore(file)
  const append = () =>
    store.transact((tx) =>
      log.append(tx, 'acme', {
        type: 'gate.decided',
        actor: { kind: 'system', ref: 'test' },
        object: { kind: 'ticket', ref: 'tk_1' },
        decision: 'allow',
      }),
    )
  for (let each = 0; each < 20; each += 1) await append()
  return { file, store, append, to: join(tempFolder(), 'copy.sqlite') }
}

describe('a copy of the store', () => {
  it('is one moment of it, whole and for its owner alone, although somebody writes meanwhile', async () => {
    const { file, store, append, to } = await writtenStore()
    let writing = true
    const writer = (async () => {
      while (writing) {
        await append()
        await new Promise<void>((resolve) => setImmediate(resolve))
      }
    })()
    const facts = await copyStore(file, to)
    writing = false
    await writer
    expect(facts).to.deep.equal({ schema: MIGRATIONS.length, months: [] })
    expect(statSync(to).mode & 0o777).to.equal(0o600)
    const copy = await openSqliteStore(to, { readonly: true })
    const verdict = await copy.transact((tx) => verifyAudit(tx, 'acme', null))
    expect(verdict).to.include({ problem: 'CHECKPOINT_MISSING' })
    expect(verdict.entries).to.be.greaterThan(19)
    await copy.close()
    await store.close()
  })

  it('has no journal beside it', async () => {
    const { file, store, to } = await writtenStore()
    await copyStore(file, to)
    expect(readdirSync(join(to, '..'))).to.deep.equal(['copy.sqlite'])
    await store.close()
  })

  it('names the months whose keys it needs', async () => {
    const { file, store, to } = await writtenStore()
    await store.close()
    const database = new Database(file)
    const insert = database.prepare(
      'insert into requester (account_id, requester_ref, digest, sealed_id, wrapped_key, created_at) values (?, ?, ?, ?, ?, ?)',
    )
    for (const [at, wrapped] of ['2026-10:b', '2026-09:a', '2026-10:c', 'older'].entries())
      insert.run('acme', `r${at}`, `d${at}`, 's', wrapped, '2026-11-01T00:00:00.000Z')
    database.close()
    expect((await copyStore(file, to)).months).to.deep.equal(['2026-09', '2026-10'])
    expect(readCopy(to).months).to.deep.equal(['2026-09', '2026-10'])
  })

  it('is not made of damaged pages, nor of what is no store, and nothing is left', async () => {
    const { file, store, to } = await writtenStore()
    await store.close()
    const bytes = readFileSync(file)
    bytes.fill(0xff, 4096 * 3, 4096 * 6)
    writeFileSync(file, bytes)
    expect(await faultFrom(() => copyStore(file, to))).to.equal('STORE_UNAVAILABLE')
    writeFileSync(file, 'something else')
    expect(await faultFrom(() => copyStore(file, to))).to.equal('STORE_UNAVAILABLE')
    expect(await faultFrom(() => copyStore(`${file}.gone`, to))).to.equal('SOURCE_UNREADABLE')
    expect(existsSync(to)).to.equal(false)
    expect(await faultFrom(async () => readCopy(file))).to.equal('SOURCE_UNREADABLE')
  })
})
