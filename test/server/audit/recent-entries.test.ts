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

  it('are found behind those of a clock that was set back for a while', async () => {
    const wavering = fakeWorld()
    const begun = wavering.now()
    await appendMany(store, 10, wavering, 'wavering')
    wavering.pass(-3_600 * SECOND)
    await appendMany(store, 30, wavering, 'wavering')
    wavering.pass(3_600 * SECOND)
    await appendMany(store, 5, wavering, 'wavering')
    const ofNumber = (number: number) =>
      store.transact((tx) => wasDoneSince(tx, 'wavering', begun, ({ detail }) => detail.number === number))
    // Numbers 0 to 9 stand before the clock went back, 20 to 29 only in its hour.
    expect([await ofNumber(9), await ofNumber(25)]).to.deep.equal([true, false])
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
