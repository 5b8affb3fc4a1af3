/** The same rooms, a span around what they do. Each is put on at the composition root; the rooms know nothing of it. */
import { Fault } from '../../src/domain/fault.ts'
import type { ArticleSource } from '../articles/index.ts'
import type { AuditLog } from '../audit/index.ts'
import type { DraftingRooms, Model } from '../drafting/index.ts'
import { type Traces, tracedAct } from './spans.ts'

const codeOf = (error: unknown) => (error instanceof Fault ? error.code : 'UNEXPECTED')

export const tracedSteps =
  (traces: Traces, measure: DraftingRooms['measure']): DraftingRooms['measure'] =>
  (step, act) =>
    traces.span(`draft.${step}`, {}, () => measure(step, act))

export function tracedStore<Tx, Store extends { transact<T>(act: (tx: Tx) => Promise<T>): Promise<T> }>(
  store: Store,
  traces: Traces,
): Store {
  return { ...store, transact: (act) => traces.span('store.transaction', {}, () => store.transact(act)) }
}

/** Which act, and why it was refused if it was: whom it is about stays in the log. */
export function tracedLog(log: AuditLog, traces: Traces): AuditLog {
  return {
    append: (tx, accountId, act) => {
      const reasons: unknown = act.decision === 'refused' ? act.detail?.reasons : undefined
      const refusal = Array.isArray(reasons) ? { reasons: reasons.map(String) } : {}
      return traces.span('audit.append', { entry: act.type, ...refusal }, () =>
        log.append(tx, accountId, act),
      )
    },
  }
}

/** Runs as long as the answer does. */
export function tracedModel(model: Model, traces: Traces): Model {
  return {
    facts: model.facts,
    ask(yes, call, signal) {
      const answer = model.ask(yes, call, signal)
      async function* pieces() {
        const end = tracedAct(traces, 'provider.ask', { provider: model.facts.provider })
        let code: string | null = null
        try {
          yield* answer.pieces
        } catch (error) {
          code = codeOf(error)
          throw error
        } finally {
          // Whoever reads stops where the answer is whole, with or without its last piece.
          end(code === null ? { outcome: signal.aborted ? 'left' : 'done' } : { code })
        }
      }
      return { pieces: pieces(), traffic: () => answer.traffic() }
    },
  }
}

/** One reading of the help center, with what is made of it in between. */
export function tracedSource(source: ArticleSource, traces: Traces): ArticleSource {
  return {
    ...source,
    async *read(signal, from) {
      const end = tracedAct(traces, 'articles.read', {})
      let how: Parameters<typeof end>[0] = { outcome: 'left' }
      try {
        for await (const item of source.read(signal, from)) {
          if (item.kind === 'end') how = { outcome: item.complete ? 'done' : 'incomplete' }
          yield item
        }
      } catch (error) {
        how = { code: codeOf(error) }
        throw error
      } finally {
        end(how)
      }
    },
  }
}
