/** What an agent does beside drafting and inserting, in one piece that is loaded after the first paint. */
import { createRewriting } from './rewriting.ts'
import { createSummarising } from './summarising.ts'
import { createTicketActs, type TicketActSurroundings } from './ticket-acts.ts'

export type Follow = Parameters<typeof createRewriting>[1]

export function createLaterActs(surroundings: TicketActSurroundings, follow: Follow) {
  const { rewrite, undo } = createRewriting(surroundings, follow)
  const { summarise, close } = createSummarising(surroundings)
  return { ...createTicketActs(surroundings), rewrite, undoRewrite: undo, summarise, closeSummary: close }
}

export type LaterActs = ReturnType<typeof createLaterActs>
