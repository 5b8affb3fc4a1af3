import { expect } from 'chai'
import { Fault } from '../../src/domain/fault.ts'
import { checkAllAwaited, faultFrom, wholeFaultFrom } from './fault-from.ts'

/** How a test that uses `faultFrom` wrongly ends. */
async function endOf(act: () => PromiseLike<unknown>): Promise<string> {
  return Promise.resolve(act()).then(
    (value) => `passed with ${String(value)}`,
    (error: unknown) => `failed: ${error instanceof Error ? error.message : 'without an error'}`,
  )
}

describe('faultFrom', () => {
  it('gives the code of a Fault that is thrown, or that a promise is rejected with', async () => {
    const fault = new Fault('NOT_FOUND', 'nothing there')
    const thrown = await faultFrom(() => {
      throw fault
    })
    expect(thrown).to.equal('NOT_FOUND')
    expect(await faultFrom(() => Promise.reject(fault))).to.equal('NOT_FOUND')
    expect(await wholeFaultFrom(() => Promise.reject(fault))).to.equal(fault)
  })

  it('fails when nothing is thrown', async () => {
    expect(await endOf(() => faultFrom(() => 7))).to.equal(
      'failed: a Fault was expected, but the act ended well: 7',
    )
  })

  it('fails when something else than a Fault is thrown', async () => {
    expect(await endOf(() => faultFrom(() => Promise.reject(new TypeError('x is no function'))))).to.match(
      /^failed: a Fault was expected, but this was thrown: TypeError/,
    )
  })

  it('fails when its await is forgotten, once', async () => {
    const forgotten = faultFrom(() => Promise.reject(new Fault('NOT_FOUND', 'nothing there')))
    expect(forgotten.awaited).to.equal(false)
    expect(checkAllAwaited).to.throw('the await of 1 faultFrom call(s) was forgotten')
    expect(checkAllAwaited).not.to.throw()
  })
})
