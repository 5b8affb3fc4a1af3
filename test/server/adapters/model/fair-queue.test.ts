import { expect } from 'chai'
import { createFairQueue } from '../../../../server/adapters/model/fair-queue.ts'
import { Fault } from '../../../../src/domain/fault.ts'
import { faultFrom } from '../../../support/fault-from.ts'

const LONG = 60_000
const stay = new AbortController().signal
const settled = () => new Promise((resolve) => setImmediate(resolve))

/** Lets `order` in, a turn at a time, and says who got in. */
async function turnsOf(order: readonly string[], concurrency = 1): Promise<readonly string[]> {
  const queue = createFairQueue({ concurrency, waiting: order.length, waitMs: LONG })
  const blocking = await Promise.all(Array.from({ length: concurrency }, () => queue.enter('first', stay)))
  const turns: string[] = []
  const all = order.map(async (accountId) => {
    const leave = await queue.enter(accountId.charAt(0), stay)
    turns.push(accountId)
    await settled()
    leave()
  })
  for (const leave of blocking) leave()
  await Promise.all(all)
  return turns
}

describe('the queue before a provider', () => {
  it('lets accounts take turns, however much one of them asks', async () => {
    expect(await turnsOf(['a1', 'a2', 'a3', 'a4', 'b1', 'c1', 'b2'])).to.deep.equal([
      'a1',
      'b1',
      'c1',
      'a2',
      'b2',
      'a3',
      'a4',
    ])
  })

  it('tells how many wait, until nobody does, however their wait ends', async () => {
    const told: number[] = []
    const onWaiting = (waiting: number) => told.push(waiting)
    const queue = createFairQueue({ concurrency: 1, waiting: 10, waitMs: LONG, onWaiting })
    const leave = await queue.enter('a', stay)
    const gone = new AbortController()
    const left = queue.enter('a', gone.signal).catch(() => undefined)
    const turn = queue.enter('b', stay)
    gone.abort(new Error('gone'))
    leave()
    const out = await turn
    await left
    out()
    expect(told).to.deep.equal([1, 2, 1, 0])
  })

  it('keeps the order within an account', async () => {
    expect(await turnsOf(['a1', 'a2', 'a3'])).to.deep.equal(['a1', 'a2', 'a3'])
  })

  it('lets in as many at once as it may, and no more', async () => {
    const queue = createFairQueue({ concurrency: 3, waiting: 100, waitMs: LONG })
    let [running, most] = [0, 0]
    const all = Array.from({ length: 40 }, async (_none, at) => {
      const leave = await queue.enter(`account-${at % 4}`, new AbortController().signal)
      running += 1
      most = Math.max(most, running)
      await settled()
      running -= 1
      leave()
    })
    await Promise.all(all)
    expect([most, running]).to.deep.equal([3, 0])
  })

  it('takes a second way out for nothing', async () => {
    const queue = createFairQueue({ concurrency: 1, waiting: 0, waitMs: LONG })
    const leave = await queue.enter('a', stay)
    leave()
    leave()
    await queue.enter('a', stay)
    expect(await faultFrom(() => queue.enter('a', stay))).to.equal('PROVIDER_QUEUE_FULL')
  })

  it('turns away who finds it full, and keeps those who wait', async () => {
    const queue = createFairQueue({ concurrency: 1, waiting: 2, waitMs: LONG })
    const leave = await queue.enter('a', stay)
    const waiting = [queue.enter('a', stay), queue.enter('a', stay)]
    expect(await faultFrom(() => queue.enter('a', stay))).to.equal('PROVIDER_QUEUE_FULL')
    leave()
    for (const one of waiting) (await one)()
  })

  it('cannot be filled by one account for the others', async () => {
    const queue = createFairQueue({ concurrency: 1, waiting: 3, waitMs: LONG })
    const leave = await queue.enter('a', stay)
    const first = queue.enter('a', stay)
    const second = queue.enter('a', stay)
    const third = faultFrom(() => queue.enter('a', stay))
    const other = queue.enter('b', stay)
    // The newest of the account that waits most makes room.
    expect(await third).to.equal('PROVIDER_QUEUE_FULL')
    leave()
    for (const one of [first, other, second]) (await one)()
  })

  it('lets go of who leaves while waiting, and gives nobody else the place', async () => {
    const queue = createFairQueue({ concurrency: 1, waiting: 1, waitMs: LONG })
    const leave = await queue.enter('a', stay)
    const stop = new AbortController()
    const gone = faultFrom(() => queue.enter('a', stop.signal))
    stop.abort(new Fault('SHUTTING_DOWN', 'gone'))
    expect(await gone).to.equal('SHUTTING_DOWN')
    const next = queue.enter('a', stay)
    leave()
    const last = await next
    expect(await faultFrom(() => queue.enter('a', AbortSignal.abort(new Fault('CONFLICT', 'x'))))).to.equal(
      'CONFLICT',
    )
    last()
    await queue.enter('a', stay)
  })

  it('does not let anybody wait for ever', async () => {
    const queue = createFairQueue({ concurrency: 1, waiting: 9, waitMs: 5 })
    await queue.enter('a', stay)
    expect(await faultFrom(() => queue.enter('a', stay))).to.equal('PROVIDER_QUEUE_FULL')
  })
})
