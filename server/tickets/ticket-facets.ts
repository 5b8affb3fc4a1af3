/** Where the helpdesk itself says a ticket stands: it wins over whatever an agent's session has said of it. */
import { z } from 'zod'
import type { AccountId } from '../../src/domain/account.ts'
import type { TicketFacets } from '../../src/domain/ticket.ts'
import { canonicalJson } from '../audit/index.ts'
import { type FactRows, ticketSubject } from './helpdesk-facts.ts'
import { facetsOf } from './ticket-scope.ts'

const place = z.string().nullable()
const toldSchema = z.object({
  brandId: place,
  formId: place,
  groupId: place,
  channel: place,
  /** As digests. `null`: as text they were kept once, and are not known since. */
  tags: z.array(z.string()).nullable(),
})

/**
 * Puts the newest word of the helpdesk on brand, form, group and tags in the place of all others. Language and
 * channel stay as sessions have named them: the helpdesk spells channels in more than one way, and taking one
 * spelling for the other could leave a rule behind.
 */
export async function joinFacets(tx: FactRows, accountId: AccountId, ticketId: string): Promise<void> {
  const ticket = await tx.ticketById(accountId, ticketId)
  const fact = (await tx.factsOf(accountId, ticketSubject(ticketId))).find(({ kind }) => kind === 'facets')
  if (ticket === null || fact === undefined) return
  const { channel, ...told } = toldSchema.parse(JSON.parse(fact.value))
  const said: readonly Pick<TicketFacets, 'locale' | 'channel'>[] = facetsOf(ticket)
  const joined = (said.length === 0 ? [{ locale: null, channel }] : said).map((held) =>
    canonicalJson({ ...told, locale: held.locale, channel: held.channel }),
  )
  const text = `[${[...new Set(joined)].join(',')}]`
  if (text === ticket.facets) return
  await tx.setTicketFacets(accountId, ticket.ticketRef, text)
  await tx.raiseTicketRevision(accountId, ticket.ticketRef)
}
