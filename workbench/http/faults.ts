/** Failures that a test or a demo asks the stand-in to show, one answer each. */
export interface OrderedFailure {
  readonly status: number
  readonly retryAfterSeconds: number | null
}

export interface FailureQueue {
  /** The next help-center request is answered with `status`; 429 carries `Retry-After` and a text body. */
  nextHelpCenter(status: number, retryAfterSeconds?: number): void
  /** The next ticket or user request is answered with `status`. */
  nextSupport(status: number, retryAfterSeconds?: number): void
  takeHelpCenter(): OrderedFailure | undefined
  takeSupport(): OrderedFailure | undefined
}

export function openFailureQueue(): FailureQueue {
  const helpCenter: OrderedFailure[] = []
  const support: OrderedFailure[] = []
  return {
    nextHelpCenter: (status, retryAfterSeconds) =>
      void helpCenter.push({ status, retryAfterSeconds: retryAfterSeconds ?? null }),
    nextSupport: (status, retryAfterSeconds) =>
      void support.push({ status, retryAfterSeconds: retryAfterSeconds ?? null }),
    takeHelpCenter: () => helpCenter.shift(),
    takeSupport: () => support.shift(),
  }
}
