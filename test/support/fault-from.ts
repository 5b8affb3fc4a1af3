/** The code of the Fault that an act ends in; every other end of the act fails the test. */
import { afterEach } from 'mocha'
import { Fault, type FaultCode } from '../../src/domain/fault.ts'

/** A promise that knows whether anybody has waited for it. */
export interface FaultPromise<T> extends PromiseLike<T> {
  readonly awaited: boolean
}

const open = new Set<FaultPromise<unknown>>()

function watched<T>(inner: Promise<T>): FaultPromise<T> {
  let awaited = false
  inner.catch(() => undefined)
  const promise: FaultPromise<T> = {
    get awaited() {
      return awaited
    },
    // biome-ignore lint/suspicious/noThenProperty: being awaited is exactly what is watched here
    then(onDone, onFail) {
      awaited = true
      open.delete(promise)
      return inner.then(onDone, onFail)
    },
  }
  open.add(promise)
  return promise
}

async function faultOf(act: () => unknown): Promise<Fault> {
  let outcome: unknown
  try {
    outcome = await act()
  } catch (error) {
    if (error instanceof Fault) return error
    throw new Error(`a Fault was expected, but this was thrown: ${String(error)}`, { cause: error })
  }
  throw new Error(`a Fault was expected, but the act ended well: ${JSON.stringify(outcome) ?? 'undefined'}`)
}

/** `expect(await faultFrom(() => act())).to.equal('CODE')`; never without its `await`. */
export function faultFrom(act: () => unknown): FaultPromise<FaultCode> {
  return watched(faultOf(act).then(({ code }) => code))
}

/** The Fault itself, for its detail and message. */
export function wholeFaultFrom(act: () => unknown): FaultPromise<Fault> {
  return watched(faultOf(act))
}

/** Fails when a `faultFrom` was started and nobody waited for it: it would prove nothing. */
export function checkAllAwaited(): void {
  const forgotten = open.size
  open.clear()
  if (forgotten > 0) throw new Error(`the await of ${forgotten} faultFrom call(s) was forgotten`)
}

afterEach(checkAllAwaited)
