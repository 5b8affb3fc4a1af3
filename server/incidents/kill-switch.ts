/**
 * What is stopped, as store, file and environment say together: the strictest of them holds. Kept in memory for
 * the gate and looked at again a few times a second. Whatever cannot be read counts as a stop of everything.
 */
import {
  type Stop,
  type StopPlace,
  type StopSign,
  type StopWhy,
  signsFor,
  stoppedArticlesOf,
} from '../../src/domain/kill-switch.ts'

/** What the store knows: lifted stops too, since the file does not. */
export interface StoredStops {
  readonly active: readonly Stop[]
  readonly lifted: ReadonlySet<string>
}

/** The file. Both throw when it cannot be had. */
export interface StopFile {
  read(): Promise<readonly Stop[]>
  append(stop: Stop): Promise<void>
}

export interface KillSwitchGiven {
  /** The environment stops everything. */
  readonly environment: boolean
  readonly file: StopFile
  readonly store: { read(): Promise<StoredStops> }
  /** Writes a stop of the file into the store, with its audit entry. */
  readonly adopt: (stop: Stop) => Promise<void>
}

export interface SwitchState {
  /** In force, in the order in which they were pulled. */
  readonly stops: readonly Stop[]
  /** Why everything is stopped although nobody may have pulled anything. */
  readonly blind: readonly Exclude<StopWhy, 'pulled'>[]
}

export interface KillSwitch {
  stopped(place: StopPlace): readonly StopSign[]
  stoppedArticles(): ReadonlySet<string>
  state(): SwitchState
  /** Reads store and file anew, and brings each what only the other knows. Throws only when it cannot bring it. */
  look(): Promise<void>
  /** The same, again and again: a turn that finds the one before still at work is a missed one. */
  turn(): Promise<void>
}

/** Turns of the watch that a look may miss, e.g. while a network disk hangs, before nothing is trusted any more. */
const MOST_MISSED = 3

const settled = async <T>(work: Promise<T>): Promise<T | null> => {
  try {
    return await work
  } catch {
    return null
  }
}

interface Seen {
  readonly stops: ReadonlyMap<string, Stop>
  readonly blind: ReadonlySet<StopWhy>
}

export function createKillSwitch(given: KillSwitchGiven): KillSwitch {
  let seen: Seen = { stops: new Map(), blind: new Set(['not_read']) }
  let articles: ReadonlySet<string> = new Set()
  let running: Promise<void> | null = null
  let missed = 0

  /** @returns what each must still be told. */
  async function read(): Promise<{ adopt: readonly Stop[]; append: readonly Stop[] }> {
    const [file, store] = await Promise.all([settled(given.file.read()), settled(given.store.read())])
    // Nothing leaves this list because a source is gone: only the store can say that a stop is over.
    const stops = new Map(seen.stops)
    for (const stop of [...(file ?? []), ...(store?.active ?? [])]) stops.set(stop.stopId, stop)
    for (const stopId of store?.lifted ?? []) stops.delete(stopId)
    const known = new Set([...(store?.lifted ?? []), ...(store?.active ?? []).map(({ stopId }) => stopId)])
    const adopt = store === null ? [] : [...stops.values()].filter(({ stopId }) => !known.has(stopId))
    const inFile = new Set((file ?? []).map(({ stopId }) => stopId))
    const blind = new Set<StopWhy>()
    if (file === null) blind.add('unreadable_file')
    if (store === null) blind.add('unreadable_store')
    // Retrieval asks the store which articles are out: until it knows, nothing is drafted.
    if (adopt.some(({ level }) => level === 'article')) blind.add('unsettled')
    seen = { stops, blind }
    articles = stoppedArticlesOf([...stops.values()])
    const append = file === null ? [] : (store?.active ?? []).filter(({ stopId }) => !inFile.has(stopId))
    return { adopt, append }
  }

  async function readAndBring(): Promise<void> {
    const { adopt, append } = await read()
    missed = 0
    for (const stop of append) await given.file.append(stop)
    for (const stop of adopt) await given.adopt(stop)
    if (adopt.length > 0) await read()
  }

  async function look(): Promise<void> {
    // One that began before may have read what has changed since.
    while (running !== null) await settled(running)
    running = readAndBring().finally(() => {
      running = null
    })
    return running
  }

  async function turn(): Promise<void> {
    if (running === null) return look()
    missed += 1
  }

  function state(): SwitchState {
    const blind: Exclude<StopWhy, 'pulled'>[] = []
    if (given.environment) blind.push('environment')
    for (const why of ['unreadable_file', 'unreadable_store', 'not_read', 'unsettled'] as const)
      if (seen.blind.has(why) || (why === 'not_read' && missed > MOST_MISSED)) blind.push(why)
    const stops = [...seen.stops.values()].sort((a, b) => (a.pulledAt < b.pulledAt ? -1 : 1))
    return { stops, blind }
  }

  return {
    look,
    turn,
    state,
    stoppedArticles: () => articles,
    stopped(place) {
      const { stops, blind } = state()
      const all = blind.map((why): StopSign => ({ why, level: 'account' }))
      return [...all, ...signsFor(stops, place)]
    },
  }
}
