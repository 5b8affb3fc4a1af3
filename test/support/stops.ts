/** Stops as they are pulled, and sources of them that a test moves. */
import type { StopFile, StoredStops } from '../../server/incidents/index.ts'
import type { Stop } from '../../src/domain/kill-switch.ts'
import { START } from './fake-world.ts'

let made = 0

export function aStop(change: Partial<Stop> = {}): Stop {
  made += 1
  return {
    stopId: `00000000-0000-4000-9000-${String(made).padStart(12, '0')}`,
    level: 'account',
    ref: '',
    reason: 'suspected_breach',
    pulledAt: START,
    pulledBy: 'a-pseudonym',
    ...change,
  }
}

/** Each is `null` while it cannot be read. */
export interface Sources {
  file: Stop[] | null
  active: Stop[] | null
  lifted: Set<string>
  readonly stopFile: StopFile
  readonly store: { read(): Promise<StoredStops> }
}

export function movableSources(): Sources {
  const sources: Sources = {
    file: [],
    active: [],
    lifted: new Set(),
    stopFile: {
      async read() {
        if (sources.file === null) throw new Error('the file cannot be read')
        return sources.file
      },
      async append(stop) {
        if (sources.file === null) throw new Error('the file cannot be written')
        sources.file = [...sources.file, stop]
      },
    },
    store: {
      async read() {
        if (sources.active === null) throw new Error('the store is down')
        return { active: sources.active, lifted: sources.lifted }
      },
    },
  }
  return sources
}

/** A file on a disk that hangs when it is told to: what is asked of it is answered when the disk answers again. */
export function slowFile(file: StopFile) {
  let gate: Promise<void> = Promise.resolve()
  let open = () => {}
  return {
    hang() {
      gate = new Promise((resolve) => {
        open = resolve
      })
    },
    answer: () => open(),
    file: {
      read: async () => {
        await gate
        return file.read()
      },
      append: async (stop: Stop) => {
        await gate
        return file.append(stop)
      },
    } satisfies StopFile,
  }
}

/** Asks until the answer is the wanted one; the test's own time limit ends it. */
export async function until(holds: () => Promise<boolean> | boolean): Promise<void> {
  while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 10))
}
