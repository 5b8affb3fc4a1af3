/** The same model, its answers timed. */
import { Fault } from '../../src/domain/fault.ts'
import type { Model } from '../drafting/index.ts'
import type { Metrics } from './metrics.ts'

export function timedModel(model: Model, metrics: Metrics, stopwatch: () => number): Model {
  return {
    facts: model.facts,
    ask(yes, call, signal) {
      const answer = model.ask(yes, call, signal)
      async function* pieces() {
        const began = stopwatch()
        const since = () => (stopwatch() - began) / 1_000
        let firstSeconds: number | null = null
        let failure: string | null = null
        metrics.providerBegan()
        try {
          for await (const piece of answer.pieces) {
            firstSeconds ??= since()
            yield piece
          }
        } catch (error) {
          failure = error instanceof Fault ? error.code : 'UNEXPECTED'
          throw error
        } finally {
          // A reader that has all it needs stops as well: only the signal says that somebody went away.
          const code = failure ?? (signal.aborted ? 'left' : 'done')
          metrics.providerEnded({ firstSeconds, seconds: since(), code })
        }
      }
      return { pieces: pieces(), traffic: () => answer.traffic() }
    },
  }
}
