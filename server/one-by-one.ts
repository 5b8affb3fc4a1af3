/**
 * What runs again and again over many rows must not stop at one of them. All that is due is done together; where that
 * fails, in halves, until whatever works is done and what does not stands alone: it is told, and tried again next time.
 */

/** What runs again and again, as the log and the figures name it. */
export const SWEEPS = [
  'consents',
  'standings',
  'left',
  'sessions',
  'reminders',
  'drills',
  'reviews',
  'health',
  'questions',
  'keys',
  'retention',
  'packages',
  'files',
] as const
export type Sweep = (typeof SWEEPS)[number]

/** Is told each time that something due was not done; what else is due goes on. */
export type Setback = (sweep: Sweep, error: unknown) => void

/** What fails everywhere, e.g. on a full disk, is not asked for each row by itself. */
const MOST_FAILURES = 40
const MOST_AGAIN = 20

/** Those that failed the last time, the one that waits longest first. */
export type Failed = Set<string>

/**
 * @param act does them all or none of them; @returns how many it found to do.
 * @param failed is brought up to date. They are tried last, each by itself, a bounded number of them.
 * @returns how many were done in all. What fails even with nothing to do, e.g. a store that is away, is thrown: it
 *   says nothing of any of them.
 */
export async function allOrEach(
  ids: readonly string[],
  failed: Failed,
  act: (ids: readonly string[]) => Promise<number>,
  setback: (error: unknown) => void,
): Promise<number> {
  let failures = 0
  let last: unknown
  async function go(some: readonly string[]): Promise<number> {
    if (some.length === 0 || failures >= MOST_FAILURES) return 0
    try {
      const done = await act(some)
      for (const id of some) failed.delete(id)
      return done
    } catch (error) {
      failures += 1
      last = error
      await act([])
      const [alone] = some
      if (some.length > 1 || alone === undefined) return inHalves(some)
      // To the end: the others that failed are tried before it.
      failed.delete(alone)
      failed.add(alone)
      setback(error)
      return 0
    }
  }
  async function inHalves(some: readonly string[]): Promise<number> {
    const half = Math.ceil(some.length / 2)
    return (await go(some.slice(0, half))) + (await go(some.slice(half)))
  }
  const due = new Set(ids)
  const again = [...failed].filter((id) => due.has(id)).slice(0, MOST_AGAIN)
  let done = await go(ids.filter((id) => !failed.has(id)))
  // Some were left over, and none of them stood alone: somebody must hear of it all the same.
  if (failures >= MOST_FAILURES) setback(last)
  failures = 0
  for (const id of again) done += await go([id])
  return done
}

/** Each by itself, whatever becomes of the others. @returns how many `act` has said yes to. */
export async function eachApart<Item>(
  items: readonly Item[],
  act: (item: Item) => Promise<boolean>,
  setback: (error: unknown) => void,
): Promise<number> {
  let done = 0
  for (const item of items) {
    try {
      if (await act(item)) done += 1
    } catch (error) {
      setback(error)
    }
  }
  return done
}

/** Whoever asks for it while it runs begins no second one. */
export function oneAtATime(act: () => Promise<void>): {
  readonly run: () => Promise<void>
  /** When the one that runs is over, whatever became of it. */
  readonly over: () => Promise<void>
} {
  let running: Promise<void> | null = null
  return {
    run: async () => {
      if (running !== null) return
      running = act().finally(() => {
        running = null
      })
      await running
    },
    over: async () => {
      await running?.catch(() => undefined)
    },
  }
}

/** Of those that failed only what is due still is remembered; `due` are all there are. */
export function forgetOthers(failed: Failed, due: readonly string[]): void {
  const still = new Set(due)
  for (const id of failed) if (!still.has(id)) failed.delete(id)
}
