import { expect } from 'chai'
import { wasDoneSince } from '../../../server/audit/index.ts'
import { ACCOUNT, appendMany } from '../../support/audit-log.ts'
import { fakeWorld, SECOND } from '../../support/fake-world.ts'
import { faultFrom } from '../../support/fault-from.ts'
import { type FileStore, fileStore } from '../../support/memory-store.ts'

describe('recent entries of the log', () => {
  let store: FileStore
  const world = fakeWorld()
  const start = world.now().getTime()
  before(async () => {
    store = await fileStore()
    await appendMany(store, 1_203, world)
  })
  after(() => store.close())

  const found = (number: number, second = 0) =>
    store.transact((tx) =>
      wasDoneSince(tx, ACCOUNT, new Date(start + second * SECOND), ({ detail }) => detail.number === number),
    )

  it('are found on whatever page they stand, back to the moment that is asked about', async () => {
    // The entry with number n was made in second n + 1.
    expect(await Promise.all([found(1_202), found(700), found(0)])).to.deep.equal([true, true, true])
    expect(await Promise.all([found(700, 701), found(700, 702)])).to.deep.equal([true, false])
    expect(await found(5_000)).to.equal(false)
  })

  it('are none in an account without a log', async () => {
    expect(await store.transact((tx) => wasDoneSince(tx, 'other', new Date(0), () => true))).to.equal(false)
  })

  it('stop whoever asks when one cannot be read', async () => {
    store.tamper((db) => db.exec(`update audit_entry set header = 'torn' where idx = 1000`))
    expect(await faultFrom(() => found(0))).to.equal('AUDIT_CHAIN_BROKEN')
    expect(await found(1_100)).to.equal(true)
  })
})
