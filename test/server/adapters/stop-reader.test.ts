import { renameSync, writeFileSync } from 'node:fs'
import Database from 'better-sqlite3'
import { expect } from 'chai'
import { openSqliteStore } from '../../../server/adapters/sqlite-store.ts'
import { type StopReader, stopReader } from '../../../server/adapters/stop-reader.ts'
import { START } from '../../support/fake-world.ts'
import { faultFrom } from '../../support/fault-from.ts'
import { aStop } from '../../support/stops.ts'
import { tempFolder } from '../../support/temp-folder.ts'

const NEW = { via: 'console', sealedNote: null, liftedAt: null, liftedBy: null } as const

describe('the stops in the store', () => {
  let path: string
  let store: Awaited<ReturnType<typeof openSqliteStore>>
  let reader: StopReader
  beforeEach(async () => {
    path = `${tempFolder()}/vouch.sqlite`
    store = await openSqliteStore(path)
    reader = stopReader(path, 'acme')
  })
  afterEach(async () => {
    reader.close()
    await store.close()
  })

  it('are those of the account, and which were lifted', async () => {
    const [held, over] = [aStop(), aStop({ level: 'brand', ref: '5' })]
    await store.transact(async (tx) => {
      await tx.addStop('acme', { ...held, ...NEW })
      await tx.addStop('acme', { ...over, ...NEW })
      await tx.addStop('other', { ...aStop(), ...NEW })
      await tx.setStopLifted('acme', over.stopId, { at: START, by: 'x' })
    })
    expect(await reader.read()).to.deep.equal({ active: [held], lifted: new Set([over.stopId]) })
  })

  it('are read while another program writes, and only what is committed', async () => {
    const writer = new Database(path)
    writer.exec('begin immediate')
    writer
      .prepare(
        "insert into kill_switch values ('acme', 'x', 'account', '', 'other', ?, 'x', 'file', null, null, null)",
      )
      .run(START)
    expect((await reader.read()).active).to.deep.equal([])
    writer.exec('commit')
    writer.close()
    expect((await reader.read()).active.map(({ stopId }) => stopId)).to.deep.equal(['x'])
  })

  it('are a fault, and not none, when the store is gone, locked or no store; then they are read again', async () => {
    await store.transact((tx) => tx.addStop('acme', { ...aStop(), ...NEW }))
    await store.close()
    reader.close()
    renameSync(path, `${path}.away`)
    expect(await faultFrom(() => reader.read())).to.equal('STORE_UNAVAILABLE')
    writeFileSync(path, 'no database at all, but a text that somebody put here')
    expect(await faultFrom(() => reader.read())).to.equal('STORE_UNAVAILABLE')
    renameSync(`${path}.away`, path)
    const locking = new Database(path)
    locking.pragma('locking_mode = exclusive')
    locking.exec('begin immediate; commit')
    expect(await faultFrom(() => reader.read())).to.equal('STORE_UNAVAILABLE')
    locking.close()
    expect((await reader.read()).active).to.have.length(1)
    store = await openSqliteStore(path)
  })

  it('are a fault when one has a level of a newer version', async () => {
    const { stopId } = aStop()
    await store.transact((tx) => tx.addStop('acme', { ...aStop({ stopId }), ...NEW }))
    const other = new Database(path)
    other.prepare("update kill_switch set level = 'planet'").run()
    other.close()
    expect(await faultFrom(() => reader.read())).to.equal('STORE_UNAVAILABLE')
  })
})
