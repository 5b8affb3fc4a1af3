/**
 * key → units with their packed counts. What was there at the building lies in one run a key, what came after in
 * short lists; both become one run again when the lists have grown. What is taken out is zero at once.
 */
import { grown32 } from './growing.ts'

export interface Run {
  readonly units: Uint32Array
  readonly packed: Uint32Array
  /** Room for what a reader computes of each posting; zero where it has been taken out. */
  readonly impacts: Float32Array
}

export interface LateList {
  readonly units: number[]
  readonly packed: number[]
}

export interface PostingLists {
  readonly run: Run
  /** One more than the highest key. */
  readonly keys: number
  /** Rises when the runs are laid anew. */
  readonly laid: number
  /** How many units hold a key. */
  holders(key: number): number
  from(key: number): number
  to(key: number): number
  late(key: number): LateList | undefined
  add(unit: number, key: number, packed: number): void
  remove(unit: number, key: number): void
  /** Lays the short lists into the runs when they have grown. */
  tidy(): void
}

/** The short lists become a run again when they hold this share of all, and at least so many. */
const LATE_SHARE = 0.25
const LATE_MIN = 2_000

/** @param each gives the postings of every unit, in the order of the units; it is called twice. */
export function layPostings(
  each: (posting: (unit: number, key: number, packed: number) => void) => void,
): PostingLists {
  let holders = new Uint32Array(1024)
  let keys = 0
  each((_, key) => {
    if (key >= keys) {
      keys = key + 1
      holders = grown32(holders, keys)
    }
    holders[key] = (holders[key] as number) + 1
  })
  let starts = startsOf(holders, keys)
  let run = emptyRun(starts[keys] as number)
  const next = starts.slice()
  each((unit, key, packed) => {
    const at = next[key] as number
    run.units[at] = unit
    run.packed[at] = packed
    next[key] = at + 1
  })
  let late = new Map<number, LateList>()
  let [lateCount, gone, laid] = [0, 0, 0]
  const from = (key: number) => (key + 1 < starts.length ? (starts[key] as number) : 0)
  const to = (key: number) => (key + 1 < starts.length ? (starts[key + 1] as number) : 0)

  function removeLate(unit: number, key: number): boolean {
    const own = late.get(key)
    const at = own?.units.indexOf(unit) ?? -1
    if (own === undefined || at < 0) return false
    own.units.splice(at, 1)
    own.packed.splice(at, 1)
    if (own.units.length === 0) late.delete(key)
    lateCount -= 1
    return true
  }

  function removeLaid(unit: number, key: number): void {
    let low = from(key)
    let high = to(key)
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((run.units[middle] as number) < unit) low = middle + 1
      else high = middle
    }
    run.packed[low] = 0
    run.impacts[low] = 0
    gone += 1
  }

  function layAnew(): void {
    const newStarts = startsOf(holders, keys)
    const laidRun = emptyRun(newStarts[keys] as number)
    for (let key = 0; key < keys; key += 1)
      mergeRun(run, from(key), to(key), late.get(key), laidRun, newStarts[key] as number)
    starts = newStarts
    run = laidRun
    late = new Map()
    lateCount = 0
    gone = 0
    laid += 1
  }

  return {
    get run() {
      return run
    },
    get keys() {
      return keys
    },
    get laid() {
      return laid
    },
    holders: (key) => holders[key] ?? 0,
    from,
    to,
    late: (key) => late.get(key),
    add: (unit, key, packed) => {
      keys = Math.max(keys, key + 1)
      holders = grown32(holders, keys)
      holders[key] = (holders[key] as number) + 1
      const own = late.get(key)
      if (own === undefined) late.set(key, { units: [unit], packed: [packed] })
      else {
        own.units.push(unit)
        own.packed.push(packed)
      }
      lateCount += 1
    },
    remove: (unit, key) => {
      holders[key] = (holders[key] as number) - 1
      if (!removeLate(unit, key)) removeLaid(unit, key)
    },
    tidy: () => {
      if (lateCount + gone > Math.max(LATE_MIN, LATE_SHARE * run.units.length)) layAnew()
    },
  }
}

function startsOf(holders: Uint32Array, keys: number): Uint32Array<ArrayBuffer> {
  const starts = new Uint32Array(keys + 1)
  for (let key = 0; key < keys; key += 1) starts[key + 1] = (starts[key] as number) + (holders[key] as number)
  return starts
}

function emptyRun(length: number): Run {
  return {
    units: new Uint32Array(length),
    packed: new Uint32Array(length),
    impacts: new Float32Array(length),
  }
}

/** Both in the order of their units, without what has been taken out. */
function mergeRun(
  run: Run,
  from: number,
  to: number,
  late: LateList | undefined,
  into: Run,
  start: number,
): void {
  const order = [...(late?.units.keys() ?? [])].sort(
    (a, b) => (late?.units[a] as number) - (late?.units[b] as number),
  )
  let at = start
  const put = (unit: number, packed: number) => {
    into.units[at] = unit
    into.packed[at] = packed
    at += 1
  }
  let next = 0
  const putLateBelow = (unit: number) => {
    for (; next < order.length; next += 1) {
      const one = order[next] as number
      if ((late?.units[one] as number) >= unit) return
      put(late?.units[one] as number, late?.packed[one] as number)
    }
  }
  for (let old = from; old < to; old += 1) {
    if (run.packed[old] === 0) continue
    if (next < order.length) putLateBelow(run.units[old] as number)
    put(run.units[old] as number, run.packed[old] as number)
  }
  putLateBelow(Number.POSITIVE_INFINITY)
}
