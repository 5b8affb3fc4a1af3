/**
 * Reads past tickets, minimises them as the sidebar does, and hands them to a run in batches until it is done or told
 * to stop. Asks first which tickets are wanted: whoever said no is not read at all.
 */
import type { SimulationClient } from '../companion/simulation-client.ts'
import { type PastTicket, SIMULATION_BATCH, type SimulationView } from '../domain/simulation-api.ts'
import { openMinimiser, phoneFinder } from '../minimise/index.ts'
import type { Conversation, PastTickets, SolvedTicket } from '../zendesk/index.ts'

export interface PastReading {
  readonly client: Pick<SimulationClient, 'wantedTickets' | 'sendPastTickets' | 'moveSimulation'>
  readonly past: PastTickets
  /** Forms of the account's order numbers. */
  readonly orderPatterns: readonly string[]
  readonly signal: AbortSignal
  readonly onView: (view: SimulationView) => void
}

export function minimisedTicket(
  ticket: SolvedTicket,
  { texts, reply, locale, people }: Conversation,
  orderPatterns: readonly string[],
): PastTicket {
  const minimiser = openMinimiser({ ...people, orderPatterns }, { phones: phoneFinder })
  // First of all, so that the requester is the first name whatever the text holds.
  const [name] = people.names
  if (name !== undefined) minimiser.placeholderOf('NAME', name)
  const { ticketId, requesterId, subject, brandId, formId, groupId, channel, tags } = ticket
  return {
    ticketId,
    requesterId,
    ...(subject.trim() === '' ? {} : { subject: minimiser.minimise(subject.trim()) }),
    ...(locale === null ? {} : { locale }),
    ...(brandId === null ? {} : { brandId }),
    ...(formId === null ? {} : { formId }),
    ...(groupId === null ? {} : { groupId }),
    ...(channel === null ? {} : { channel }),
    tags,
    texts: texts.map((text) => minimiser.minimise(text)),
    ...(reply === null ? {} : { reply: minimiser.minimise(reply) }),
  }
}

/** @returns the run as it then stands: finished, or running where it was told to stop. */
export async function readIntoRun(given: PastReading, run: SimulationView): Promise<SimulationView> {
  const { client, past, signal, onView } = given
  const { runId, planned } = run
  let view = run
  let { cursor } = run
  const send = async (next: string | null, tickets: readonly PastTicket[]) => {
    view = await client.sendPastTickets(runId, { cursor: next, tickets })
    onView(view)
  }
  for (;;) {
    const page = await past.page(cursor)
    const wanted = new Set(
      await client.wantedTickets(runId, {
        tickets: page.tickets.map(({ ticketId, requesterId }) => ({ ticketId, requesterId })),
      }),
    )
    let batch: PastTicket[] = []
    for (const ticket of page.tickets) {
      if (signal.aborted) return view
      if (!wanted.has(ticket.ticketId) || view.done + batch.length >= planned) continue
      const read = await past.conversation(ticket)
      if (read !== null) batch.push(minimisedTicket(ticket, read, given.orderPatterns))
      if (batch.length < SIMULATION_BATCH) continue
      // The page is not through yet: whoever goes on begins with it again, and what is counted is not wanted.
      await send(cursor, batch)
      batch = []
    }
    cursor = page.next
    await send(cursor, batch)
    if (signal.aborted) return view
    if (cursor === null || view.done >= planned) {
      view = await client.moveSimulation(runId, 'finish')
      onView(view)
      return view
    }
  }
}
