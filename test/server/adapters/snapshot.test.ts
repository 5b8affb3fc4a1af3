import { join } from 'node:path'
import { expect } from 'chai'
import { snapshotsOf } from '../../../server/adapters/snapshot.ts'
import { faultFrom } from '../../support/fault-from.ts'
import { fileStore } from '../../support/memory-store.ts'
import { tempFolder } from '../../support/temp-folder.ts'

describe('a snapshot of the store', () => {
  it('does not change while the store does, and keeps nobody from writing', async () => {
    const store = await fileStore()
    const snapshot = snapshotsOf(store.file)
    const roles = (tx: { rolesOf(account: string, agent: string): Promise<readonly string[]> }) =>
      tx.rolesOf('acme', '1')
    const seen = await snapshot(async (tx) => {
      const before = await roles(tx)
      await store.transact((writing) => writing.setRoles('acme', '1', ['admin'], '2026-01-01T00:00:00.000Z'))
      return [before, await roles(tx)]
    })
    expect(seen).to.deep.equal([[], []])
    expect(await snapshot(roles)).to.deep.equal(['admin'])
    await store.close()
  })

  it('writes nothing', async () => {
    const store = await fileStore()
    const snapshot = snapshotsOf(store.file)
    const written = () => snapshot((tx) => tx.setRoles('acme', '1', ['admin'], '2026-01-01T00:00:00.000Z'))
    expect(await faultFrom(written)).to.equal('STORE_UNAVAILABLE')
    expect(await store.transact((tx) => tx.rolesOf('acme', '1'))).to.deep.equal([])
    await store.close()
  })

  it('needs a store', async () => {
    const nowhere = snapshotsOf(join(tempFolder(), 'no.sqlite'))
    expect(await faultFrom(() => nowhere(() => Promise.resolve()))).to.equal('STORE_UNAVAILABLE')
  })
})
