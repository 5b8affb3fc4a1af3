/** One alarm at a time: what the door waits for, and how long at most. It ends the exchange with a fault. */
import { Fault } from '../../src/domain/fault.ts'
import type { EgressFaults, EgressRules } from './egress-rules.ts'

export interface Watch {
  /** Aborted by the caller's stop, with its reason, or by an alarm, with a fault. */
  readonly signal: AbortSignal
  connecting(): void
  awaitingFirstByte(): void
  awaitingMore(): void
  /** The other side is not the one that is waited for. */
  rest(): void
  /** Nothing rings any more. */
  end(): void
}

/** Begins with the whole time limit. */
export function startWatch(
  host: string,
  rules: EgressRules,
  faults: EgressFaults,
  stop?: AbortSignal,
): Watch {
  const alarm = new AbortController()
  const signal = stop === undefined ? alarm.signal : AbortSignal.any([stop, alarm.signal])
  const ringAfter = (ms: number, make: () => Fault) => setTimeout(() => alarm.abort(make()), ms).unref()
  const whole = ringAfter(
    rules.timeoutMs,
    () => new Fault(faults.tooSlow, `${host}: no complete answer within ${rules.timeoutMs} ms`),
  )
  let stage: NodeJS.Timeout | undefined
  const waitAtMost = (ms: number | undefined, make: (ms: number) => Fault) => {
    clearTimeout(stage)
    stage = ms === undefined ? undefined : ringAfter(ms, () => make(ms))
  }
  const slow = (what: string) => (ms: number) => new Fault(faults.tooSlow, `${host}: ${what} within ${ms} ms`)
  return {
    signal,
    connecting: () =>
      waitAtMost(
        rules.connectMs,
        (ms) => new Fault(faults.unreachable, `${host}: no connection within ${ms} ms`),
      ),
    awaitingFirstByte: () => waitAtMost(rules.firstByteMs, slow('nothing came')),
    awaitingMore: () => waitAtMost(rules.idleMs, slow('nothing more came')),
    rest: () => clearTimeout(stage),
    end: () => {
      clearTimeout(stage)
      clearTimeout(whole)
    },
  }
}
