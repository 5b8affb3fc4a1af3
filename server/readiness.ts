/** What is asked of the store whether a server can work, however many ask the server. */

/** An orchestrator and a balancer or two ask less often than that. */
const MOST_A_SECOND = 5
const SECOND_MS = 1_000

type Check = () => Promise<readonly string[]>

/**
 * Each caller has a check of their own, so that nothing said is old, up to a few a second; beyond that, and while as
 * many have no answer yet, they share the newest one.
 */
export function boundedCheck(check: Check, nowMs: () => number): Check {
  let begun: readonly number[] = []
  let open = 0
  let newest: Promise<readonly string[]> | null = null
  return () => {
    const now = nowMs()
    begun = begun.filter((at) => now - at < SECOND_MS)
    if (newest !== null && (begun.length >= MOST_A_SECOND || open >= MOST_A_SECOND)) return newest
    begun = [...begun, now]
    open += 1
    newest = check().finally(() => {
      open -= 1
    })
    return newest
  }
}
