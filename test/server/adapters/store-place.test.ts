import { expect } from 'chai'
import { storePlace } from '../../../server/adapters/store-address.ts'
import { openStoreAt } from '../../../server/adapters/store-place.ts'
import { tempFolder } from '../../support/temp-folder.ts'

describe('where a store is', () => {
  it('is the data folder where no database is named', () => {
    for (const none of [null, undefined, '', ' '])
      expect(storePlace('/data', none)).to.deep.equal({ kind: 'sqlite', file: '/data/vouch.sqlite' })
  })

  it('is the database that is named', () => {
    const url = 'postgres://vouch_app@db.example/vouch'
    expect(storePlace('/data', url)).to.deep.equal({ kind: 'postgres', url })
  })

  it('does not change what can be asked of it', async () => {
    const store = await openStoreAt(storePlace(tempFolder(), null), { account: 'acme' })
    expect(await store.transact((tx) => tx.auditHead('acme'))).to.equal(null)
    expect(await store.snapshot((tx) => tx.auditHead('acme'))).to.equal(null)
    expect(await store.stopsOf('acme').read()).to.deep.equal({ active: [], lifted: new Set() })
    expect((await store.disk()).bytes).to.be.greaterThan(0)
    expect(await store.engine()).to.deep.equal({ countsItsRows: true, takesWrites: true, isBound: true })
    await store.close()
  })
})
