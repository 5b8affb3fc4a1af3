/** "Search the articles yourself": the agent's own words, no ticket text, no consent needed. */
import type { Agent } from '../../src/domain/account.ts'
import type { SearchReply, SearchRequest } from '../../src/domain/api.ts'
import { readTicket } from '../tickets/index.ts'
import { writeDecision } from './gate-decision.ts'
import { replyLocale } from './reply-locale.ts'
import type { DraftingRooms } from './rooms.ts'
import { askGate, readTicketFacts, usableIn } from './ticket-desk.ts'

const MOST_ARTICLES = 5

export async function searchArticles(
  rooms: DraftingRooms,
  agent: Agent,
  order: SearchRequest,
): Promise<SearchReply> {
  return rooms.transact(async (tx) => {
    const ticket = await readTicket(tx, agent.accountId, order.ticketId)
    const facts = await readTicketFacts(rooms, tx, agent, ticket)
    const gate = askGate(rooms, facts, {
      action: 'search',
      fields: [],
      requesterAgrees: true,
      draftsMade: 0,
    })
    const decision = await writeDecision(rooms, tx, agent, facts, {
      action: 'search',
      about: { kind: 'search', ref: ticket.ticketRef },
      refusals: gate.outcome === 'refused' ? gate.refusals.map(({ refusal }) => refusal) : [],
      fields: [],
    })
    const actor = { kind: 'agent' as const, ref: rooms.keys.digest('agent', agent.accountId, agent.agentId) }
    const object = { kind: 'ticket', ref: ticket.ticketRef }
    if (gate.outcome === 'refused') {
      await rooms.audit.append(tx, agent.accountId, {
        type: 'search.refused',
        actor,
        object,
        decision: 'refused',
        detail: { reasons: gate.refusals.map(({ refusal }) => refusal.reason) },
      })
      return { ...gate, decision }
    }
    const usable = usableIn(facts.shelf.articles, gate.scope)
    const [first = 'en'] = rooms.helpCenterLocales
    const ranked = facts.shelf.index.search({
      query: order.query,
      locale: replyLocale(order.query, rooms.helpCenterLocales, order.locale) ?? order.locale ?? first,
      limit: MOST_ARTICLES,
      prior: facts.shelf.prior,
      allowed: usable.has,
    })
    const passages = ranked.flatMap(({ articleId, locale, alsoIn, passages: [best] }) => {
      const passage = facts.shelf.passage({ articleId, locale, passageId: best?.passage.id ?? '' })
      if (passage === null) return []
      return [{ ...passage, ...(alsoIn.length === 0 ? {} : { alsoIn }) }]
    })
    await rooms.audit.append(tx, agent.accountId, {
      type: 'search.made',
      actor,
      object,
      decision: 'searched',
      detail: { found: passages.length },
    })
    return { outcome: 'found', passages, decision }
  })
}
