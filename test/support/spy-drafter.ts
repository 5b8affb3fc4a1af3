/** The real drafter, counted; a test may act in the middle of a draft, or answer in the drafter's place. */
import { createExtractiveDrafter, type Drafter, type DraftTask } from '../../server/drafting/index.ts'

type Reply = Awaited<ReturnType<Drafter['draft']>>

export interface SpyDrafter extends Drafter {
  readonly tasks: readonly DraftTask[]
  /** How often a draft was asked for since `reset`. */
  readonly calls: number
  /** Runs before the real drafter answers; what it returns is the answer, `undefined` lets the real one speak. */
  during: (task: DraftTask, signal: AbortSignal) => Promise<Reply | undefined> | Reply | undefined
  reset(): void
}

export function spyDrafter(): SpyDrafter {
  const inner = createExtractiveDrafter()
  const tasks: DraftTask[] = []
  const spy: SpyDrafter = {
    version: inner.version,
    tasks,
    get calls() {
      return tasks.length
    },
    during: () => undefined,
    reset() {
      tasks.length = 0
      spy.during = () => undefined
    },
    async draft(allow, task, signal) {
      tasks.push(task)
      return (await spy.during(task, signal)) ?? inner.draft(allow, task, signal)
    },
  }
  return spy
}
