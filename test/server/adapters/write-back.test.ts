import { statSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { expect } from 'chai'
import { openSqliteStore } from '../../../server/adapters/sqlite-store.ts'
import { writeBack } from '../../../server/adapters/write-back.ts'
import { START } from '../../support/fake-world.ts'
import { until } from '../../support/stops.ts'
import { tempFolder } from '../../support/temp-folder.ts'

/** A file whose writer never writes anything to its place. */
function writerOf() {
  const file = join(tempFolder(), 'vouch.sqlite')
  const database = new Database(file)
  database.pragma('journal_mode = WAL')
  database.pragma('wal_autocheckpoint = 0')
  database.exec('create table word (text text not null)')
  database.pragma('wal_checkpoint(TRUNCATE)')
  return { file, database, add: database.prepare('insert into word values (?)') }
}

const heard = () => {
  const causes: unknown[] = []
  return { causes, report: (cause: unknown) => causes.push(cause) }
}

const manyCommits = (commits: { committed(): void }) => {
  for (let at = 0; at < 64; at += 1) commits.committed()
}

describe('what is written back to its place', () => {
  it('is what was committed, after many commits, by another thread', async () => {
    const { file, database, add } = writerOf()
    const { causes, report } = heard()
    const before = statSync(file).size
    add.run('one'.repeat(10_000))
    const early = writeBack(file, report)
    for (let at = 0; at < 63; at += 1) early.committed()
    // What it had been asked for would be done before it ends.
    await early.close()
    expect(statSync(file).size).to.equal(before)
    const thread = writeBack(file, report)
    manyCommits(thread)
    await until(() => statSync(file).size > before)
    expect(thread.isLong()).to.equal(false)
    await thread.close()
    manyCommits(thread)
    database.close()
    expect(causes).to.deep.equal([])
  })

  it('tells the writer once when the WAL has grown long, and that it then begins anew', async () => {
    const { file, database, add } = writerOf()
    const thread = writeBack(file)
    const page = 'x'.repeat(4_096)
    database.transaction(() => {
      for (let at = 0; at < 4_200; at += 1) add.run(page)
    })()
    manyCommits(thread)
    await until(() => thread.isLong())
    expect(thread.isLong()).to.equal(false)
    const long = statSync(`${file}-wal`).size
    add.run('more')
    expect(statSync(`${file}-wal`).size).to.equal(long)
    await thread.close()
    database.close()
  })

  it('is nobody’s worry where the thread cannot be: it ends, and is waited for no longer', async () => {
    const { causes, report } = heard()
    const thread = writeBack(join(tempFolder(), 'none.sqlite'), report)
    for (const _ of [1, 2, 3]) {
      manyCommits(thread)
      await until(() => causes.length > 0)
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
    await thread.close()
    expect(thread.isLong()).to.equal(false)
    // It is tried again and again, and told once.
    expect(causes.map(String)).to.deep.equal(['Error: the thread died of SQLITE_CANTOPEN'])
  })

  it('comes to its place while the store is open, and is whole after it was closed', async () => {
    const file = join(tempFolder(), 'vouch.sqlite')
    const store = await openSqliteStore(file)
    const before = statSync(file).size
    const agents = Array.from({ length: 200 }, (_, at) => `agent-${at}-${'x'.repeat(2_000)}`)
    for (const agent of agents) await store.transact((tx) => tx.setRoles('acme', agent, ['admin'], START))
    await until(() => statSync(file).size > before)
    await store.close()
    const database = new Database(file, { readonly: true })
    expect(database.pragma('integrity_check', { simple: true })).to.equal('ok')
    expect(database.prepare('select count(distinct agent_id) from agent_role').pluck().get()).to.equal(200)
    database.close()
  })
})
