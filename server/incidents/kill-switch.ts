/**
 * What is stopped, as store, file and environment say together: the strictest of them holds. Kept in memory for
 * the gate and looked at again a few times a second. Whatever cannot be read counts as a stop of everything.
 */
import {
  STOP_SOURCES,
  type Stop,
  type StopPlace,
  type StopSign,
  type StopSource,
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
  /** Places that do not know of every stop in force: it holds here, and they are told again at every look. */
  readonly untold: readonly StopSource[]
}

export interface KillSwitch {
  /** Puts a stop in force here, at once, whoever else knows of it yet. */
  hold(stop: Stop, known: { readonly inStore: boolean }): void
  stopped(place: StopPlace): readonly StopSign[]
  stoppedArticles(): ReadonlySet<string>
  state(): SwitchState
  /** Reads store and file anew, and brings each what only the other knows. Throws only when it cannot bring it. */
  look(): Promise<void>
  /** The same, again and again: a turn that finds the one before still at work is a missed one. */
  turn(): Promise<void>
}

/** How often a server looks. */
export const LOOK_EVERY_MS = 175
/**
 * Turns of the watch that a look may miss, e.g. while a network disk hangs, before nothing is trusted any more:
 * together with the first, which hangs, and what watches a draft, they stay within a second.
 */
const MOST_MISSED = 2

const settled = async <T>(work: Promise<T>): Promise<T | null> => {
  try {
    return await work
  } catch {
    return null
  }
}

/**
 * Whether it holds by the file alone. A drill is in the store before it is in the file: one that the store does not know
 * was over long ago, and it is the store that came back from before it.
 */
export const outlastsStore = ({ reason }: Pick<Stop, 'reason'>): boolean => reason !== 'drill'

interface Seen {
  readonly stops: ReadonlyMap<string, Stop>
  readonly blind: ReadonlySet<StopWhy>
}

type Told = Readonly<Record<StopSource, ReadonlySet<string>>>

export function createKillSwitch(given: KillSwitchGiven): KillSwitch {
  let seen: Seen = { stops: new Map(), blind: new Set(['not_read']) }
  /** Who was seen to know of which stops. */
  let told: Told = { file: new Set(), store: new Set() }
  let articles: ReadonlySet<string> = new Set()
  let running: Promise<void> | null = null
  let missed = 0

  const untoldOf = (place: StopSource) =>
    [...seen.stops.values()].filter(({ stopId }) => !told[place].has(stopId))
  const tell = (place: StopSource, stopId: string) => {
    told = { ...told, [place]: new Set([...told[place], stopId]) }
  }

  function putTogether(stops: ReadonlyMap<string, Stop>, blind: ReadonlySet<StopWhy>): void {
    seen = { stops, blind }
    articles = stoppedArticlesOf([...stops.values()])
    // Retrieval asks the store which articles are out: until it knows, nothing is drafted.
    if (untoldOf('store').some(({ level }) => level === 'article'))
      seen = { stops, blind: new Set([...blind, 'unsettled'] as const) }
  }

  async function read(): Promise<{ file: boolean; store: boolean }> {
    const [file, store] = await Promise.all([settled(given.file.read()), settled(given.store.read())])
    // Nothing leaves this list because a source is gone: only the store can say that a stop is over.
    const stops = new Map(seen.stops)
    for (const stop of [...(file ?? []).filter(outlastsStore), ...(store?.active ?? [])])
      stops.set(stop.stopId, stop)
    for (const stopId of store?.lifted ?? []) stops.delete(stopId)
    const ids = (known: readonly Stop[]) => new Set(known.map(({ stopId }) => stopId))
    told = {
      file: file === null ? told.file : ids(file),
      store: store === null ? told.store : ids(store.active),
    }
    const blind = new Set<StopWhy>()
    if (file === null) blind.add('unreadable_file')
    if (store === null) blind.add('unreadable_store')
    putTogether(stops, blind)
    return { file: file !== null, store: store !== null }
  }

  /** Each is told on its own: that one fails keeps nothing from the other. @throws what failed first. */
  async function readAndBring(): Promise<void> {
    const there = await read()
    missed = 0
    const failed: unknown[] = []
    async function bring(place: StopSource, write: (stop: Stop) => Promise<void>): Promise<boolean> {
      const missing = there[place] ? untoldOf(place) : []
      for (const stop of missing)
        try {
          await write(stop)
          tell(place, stop.stopId)
        } catch (cause) {
          failed.push(cause)
        }
      return missing.length > 0
    }
    await bring('file', (stop) => given.file.append(stop))
    if (await bring('store', given.adopt)) await read()
    if (failed.length > 0) throw failed[0]
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
    return { stops, blind, untold: STOP_SOURCES.filter((place) => untoldOf(place).length > 0) }
  }

  return {
    hold(stop, { inStore }) {
      if (inStore) tell('store', stop.stopId)
      putTogether(new Map([...seen.stops, [stop.stopId, stop]]), seen.blind)
    },
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
