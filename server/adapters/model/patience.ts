/** How often a provider is asked again, after what pause, and when it is left alone for a while (cockatiel). */
import {
  type CircuitBreakerPolicy,
  CountBreaker,
  circuitBreaker,
  ExponentialBackoff,
  handleWhen,
  type IBackoff,
  type IBackoffFactory,
  isBrokenCircuitError,
  retry,
  wrap,
} from 'cockatiel'
import { Fault } from '../../../src/domain/fault.ts'

export interface PatienceRules {
  /** Beyond the first. */
  readonly attempts: number
  readonly firstPauseMs: number
  /** A longer `Retry-After` is not waited for. */
  readonly longestPauseMs: number
  /** How long a provider that keeps failing is not asked. */
  readonly restMs: number
}

export const PATIENCE: PatienceRules = {
  attempts: 2,
  firstPauseMs: 250,
  longestPauseMs: 5_000,
  restMs: 15_000,
}

/** One request that failed. `again`: nothing of an answer had come, and asking again may help. */
export class FailedAttempt extends Error {
  override readonly name = 'FailedAttempt'
  readonly fault: Fault
  readonly again: boolean
  readonly retryAfterMs: number

  constructor(fault: Fault, again: boolean, retryAfterMs = 0) {
    super(fault.code)
    this.fault = fault
    this.again = again
    this.retryAfterMs = retryAfterMs
  }
}

/** Nobody at a screen is told of a longer one. */
const LONGEST_SAID_SECONDS = 3_600

/** The same fault, with the seconds that have to pass. */
function toldWhen(fault: Fault, waitMs: number): Fault {
  if (waitMs <= 0) return fault
  const retryAfterSeconds = Math.min(Math.ceil(waitMs / 1_000), LONGEST_SAID_SECONDS)
  return new Fault(fault.code, fault.message, fault.cause, { ...fault.detail, retryAfterSeconds })
}

/** Of these the provider is the cause; a refused key or request says nothing of how it is. */
const AGAINST_PROVIDER: readonly string[] = [
  'PROVIDER_UNREACHABLE',
  'PROVIDER_TIMEOUT',
  'PROVIDER_BUSY',
  'PROVIDER_FAILED',
]

/** Jitter as the library makes it, and never less than the provider asked for. */
function atLeastAsAsked(steps: IBackoffFactory<unknown>): IBackoffFactory<{ readonly result: unknown }> {
  return {
    next(context): IBackoff<{ readonly result: unknown }> {
      const step = steps.next(context)
      const { result } = context
      const error = typeof result === 'object' && result !== null ? Reflect.get(result, 'error') : undefined
      const asked = error instanceof FailedAttempt ? error.retryAfterMs : 0
      return { duration: Math.max(step.duration, asked), next: (then) => atLeastAsAsked(step).next(then) }
    },
  }
}

function breakerFor(rules: PatienceRules): CircuitBreakerPolicy {
  return circuitBreaker(
    handleWhen((error) => error instanceof FailedAttempt && AGAINST_PROVIDER.includes(error.fault.code)),
    {
      // Below a half: an answer that breaks off counts once as begun and once as failed.
      breaker: new CountBreaker({ threshold: 0.4, size: 20, minimumNumberOfCalls: 6 }),
      halfOpenAfter: rules.restMs,
    },
  )
}

export interface Patience {
  /** @throws the Fault of the last attempt, or `PROVIDER_PAUSED` without asking. */
  ask<T>(attempt: () => Promise<T>): Promise<T>
  /** An answer that had begun has failed: that too says how the provider is. */
  brokeOff(fault: Fault): void
}

/** One for each provider, for all accounts: it is the provider that is left alone. */
export function createPatience(rules: PatienceRules): Patience {
  const breaker = breakerFor(rules)
  const again = retry(
    handleWhen(
      (error) => error instanceof FailedAttempt && error.again && error.retryAfterMs <= rules.longestPauseMs,
    ),
    {
      maxAttempts: rules.attempts,
      backoff: atLeastAsAsked(
        new ExponentialBackoff({ initialDelay: rules.firstPauseMs, maxDelay: rules.longestPauseMs }),
      ),
    },
  ).dangerouslyUnref()
  const policy = wrap(again, breaker)
  let askedFrom = 0
  breaker.onBreak(() => {
    askedFrom = performance.now() + rules.restMs
  })
  return {
    async ask(attempt) {
      try {
        return await policy.execute(attempt)
      } catch (error) {
        if (error instanceof FailedAttempt) throw toldWhen(error.fault, error.retryAfterMs)
        if (isBrokenCircuitError(error))
          throw toldWhen(
            new Fault('PROVIDER_PAUSED', `not asked for ${rules.restMs} ms after repeated failures`),
            askedFrom - performance.now(),
          )
        throw error
      }
    },
    brokeOff(fault) {
      const failed = () => Promise.reject(new FailedAttempt(fault, false))
      breaker.execute(failed).catch(() => undefined)
    },
  }
}
