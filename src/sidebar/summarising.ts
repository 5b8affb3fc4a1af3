/** A summary for the agent, from the text that "What leaves" shows. Shown, never inserted, never kept. */
import { troubleFrom } from '../companion/index.ts'
import { NEXT_STEPS } from '../domain/refusal.ts'
import { restore } from '../minimise/personal-data.ts'
import type { DraftSurroundings } from './drafting.ts'
import { summaryOrderOf } from './orders.ts'
import { maySummarise, type SummaryState } from './state.ts'

const WRITING: SummaryState = {
  stage: 'writing',
  points: [],
  dropped: 0,
  refusals: [],
  decision: null,
  trouble: null,
}

export function createSummarising(surroundings: DraftSurroundings) {
  const { store, tell, readComments, companion, newId } = surroundings
  const { get, set } = store
  let running: AbortController | null = null

  async function make(signal: AbortSignal): Promise<SummaryState> {
    await readComments()
    const { ticket, outgoing } = get()
    if (ticket === null || outgoing === null) throw new TypeError('the ticket is not open')
    if (!outgoing.comments.some(({ chosen }) => chosen)) {
      const refusal = { reason: 'NO_QUESTION' } as const
      return { ...WRITING, stage: 'refused', refusals: [{ refusal, nextStep: NEXT_STEPS.NO_QUESTION }] }
    }
    const order = summaryOrderOf(newId(), ticket, outgoing)
    const reply = await companion.summarise(order, signal)
    if (reply.outcome === 'refused')
      return { ...WRITING, stage: 'refused', refusals: reply.refusals, decision: reply.decision ?? null }
    const points = reply.points.map(({ text, quote, commentId }) => ({
      text: restore(text, outgoing.table),
      quote: restore(quote, outgoing.table),
      commentId,
      createdAt: outgoing.comments.find(({ id }) => id === commentId)?.createdAt ?? null,
    }))
    return { ...WRITING, stage: 'ready', points, dropped: reply.dropped }
  }

  async function summarise(): Promise<void> {
    if (!maySummarise(get())) return
    const controller = new AbortController()
    running = controller
    set({ summary: WRITING, said: null })
    try {
      const summary = await make(controller.signal)
      if (running === controller) set({ summary })
    } catch (error) {
      if (running !== controller) return
      const trouble = troubleFrom(error)
      if (trouble.kind === 'signed_out') tell('summary', error)
      if (trouble.kind === 'offline') set({ offline: true })
      set({ summary: { ...WRITING, stage: 'failed', trouble } })
    }
  }

  /** Lets go of it, finished or not: nothing of it stays anywhere. */
  function close(): void {
    running?.abort()
    running = null
    set({ summary: null })
  }

  return { summarise, close }
}
