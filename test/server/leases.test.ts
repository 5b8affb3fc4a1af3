import { expect } from 'chai'
import { ALONE, createLeases, LEASE_MS } from '../../server/leases.ts'
import { fakeWorld } from '../support/fake-world.ts'
import { memoryStore } from '../support/memory-store.ts'

async function twoServers() {
  const store = await memoryStore()
  const world = fakeWorld()
  const of = (holder: string, accountId = 'acme') =>
    createLeases({ accountId, holder, world, transact: store.transact })
  return { store, world, of, one: of('one'), two: of('two') }
}

describe('leases of several servers', () => {
  it('are one server’s at a time, and nothing is taken from it', async () => {
    const { one, two } = await twoServers()
    expect([await one.take('sync'), await two.take('sync'), await one.take('sync')]).to.deep.equal([
      true,
      false,
      true,
    ])
    expect([await one.isElsewhere('sync'), await two.isElsewhere('sync')]).to.deep.equal([false, true])
  })

  it('are one server’s when all ask at once', async () => {
    const { of } = await twoServers()
    const taken = await Promise.all(['a', 'b', 'c', 'd'].map((holder) => of(holder).take('sync')))
    expect(taken.filter(Boolean)).to.have.length(1)
  })

  it('are free once they are given back, and not by another', async () => {
    const { one, two } = await twoServers()
    await one.take('sync')
    await two.release('sync')
    expect(await two.take('sync')).to.equal(false)
    await one.release('sync')
    expect(await two.take('sync')).to.equal(true)
  })

  it('end with a server that is gone, and not with one that goes on', async () => {
    const { one, two, world } = await twoServers()
    await one.take('sync')
    world.pass(LEASE_MS - 1)
    await one.renew()
    world.pass(LEASE_MS - 1)
    expect(await two.take('sync')).to.equal(false)
    world.pass(1)
    expect(await two.take('sync')).to.equal(true)
    await one.renew()
    expect(await two.take('sync')).to.equal(true)
  })

  it('tell whether another server is there, of this account alone', async () => {
    const { one, two, of, world } = await twoServers()
    await one.renew()
    expect([
      [...(await one.others())],
      [...(await two.others())],
      [...(await of('three', 'globex').others())],
    ]).to.deep.equal([[], ['one'], []])
    await one.end()
    expect([...(await two.others())]).to.deep.equal([])
    await one.renew()
    world.pass(LEASE_MS - 1)
    expect([...(await two.others())]).to.deep.equal(['one'])
    world.pass(1)
    expect([...(await two.others())]).to.deep.equal([])
  })

  it('show servers that come at once to each other', async () => {
    const { of } = await twoServers()
    await Promise.all(['a', 'b', 'c'].map((holder) => of(holder).renew()))
    expect([...(await of('b').others())].sort()).to.deep.equal(['a', 'c'])
  })

  it('leave nothing behind when a server ends', async () => {
    const { one, store } = await twoServers()
    await one.take('sync')
    await one.renew()
    await one.end()
    expect(await store.transact((tx) => tx.leases('acme'))).to.deep.equal([])
  })

  it('are always had where no other server can be', async () => {
    expect([
      await ALONE.take('sync'),
      (await ALONE.others()).size,
      await ALONE.isElsewhere('sync'),
    ]).to.deep.equal([true, 0, false])
  })
})
