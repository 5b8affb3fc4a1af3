import { expect } from 'chai'
import { createConnectionWatch } from '../../../server/setup/connection-watch.ts'
import { Fault } from '../../../src/domain/fault.ts'
import { faultFrom } from '../../support/fault-from.ts'

describe('a server that waits for its account', () => {
  it('believes a file that another process has left', () => {
    let stored = false
    const watch = createConnectionWatch(() => stored)
    expect(watch.isConnected()).to.equal(false)
    stored = true
    expect(watch.isConnected()).to.equal(true)
  })

  it('does not believe its own file before its entry holds', async () => {
    let stored = false
    const watch = createConnectionWatch(() => stored)
    const seen = await watch.during(async () => {
      stored = true
      return watch.isConnected()
    })
    expect([seen, watch.isConnected()]).to.deep.equal([false, true])
  })

  it('does not call connected what failed and was taken back, and goes on looking', async () => {
    let stored = false
    const watch = createConnectionWatch(() => stored)
    const failing = watch.during(async () => {
      stored = true
      const early = watch.isConnected()
      stored = false
      throw new Fault(early ? 'UNEXPECTED' : 'STORE_UNAVAILABLE', 'the entry was not written')
    })
    expect(await faultFrom(() => failing)).to.equal('STORE_UNAVAILABLE')
    expect(watch.isConnected()).to.equal(false)
    stored = true
    expect(watch.isConnected()).to.equal(true)
  })

  it('waits for every attempt that runs', async () => {
    const watch = createConnectionWatch(() => true)
    await watch.during(() =>
      watch.during(async () => undefined).then(() => expect(watch.isConnected()).to.equal(false)),
    )
    expect(watch.isConnected()).to.equal(true)
  })
})
