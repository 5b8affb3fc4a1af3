/**
 * Tags that were kept as text go. The keys for their digests are not at hand here, so that what they were is
 * not known any more: the rules of the account then apply as if each tag were there, until the next word on it.
 */
import { type Kysely, sql } from 'kysely'
import { z } from 'zod'

/** As a keyed digest is written. A tag could look like one, so that it is trusted only where no event spoke. */
const DIGEST = /^[A-Za-z0-9_-]{43}$/
const told = z.looseObject({ tags: z.array(z.string()).nullable() })

function withoutTags(text: string, trusted: boolean): string {
  const clean = (each: z.infer<typeof told>) => {
    const kept = each.tags?.every((tag) => trusted && DIGEST.test(tag)) ?? true
    return kept ? each : { ...each, tags: null }
  }
  const read = z.union([told, z.array(told)]).parse(JSON.parse(text))
  return JSON.stringify(Array.isArray(read) ? read.map(clean) : clean(read))
}

interface Kept {
  readonly accountId: string
  readonly name: string
  readonly text: string
}

export async function tagDigests<Any>(db: Kysely<Any>): Promise<void> {
  const facts = await sql<Kept>`select account_id as "accountId", subject as "name", value as "text"
    from helpdesk_fact where kind = 'facets'`.execute(db)
  const told = new Set<string>()
  for (const { accountId, name, text } of facts.rows) {
    told.add(`${accountId} ${name}`)
    await sql`update helpdesk_fact set value = ${withoutTags(text, false)}
      where account_id = ${accountId} and subject = ${name} and kind = 'facets'`.execute(db)
  }
  const tickets = await sql<Kept & { ticketRef: string }>`select account_id as "accountId",
    ticket_ref as "ticketRef", ticket_id as "name", facets as "text" from ticket
    where facets is not null`.execute(db)
  for (const { accountId, ticketRef, name, text } of tickets.rows) {
    const next = withoutTags(text, !told.has(`${accountId} ticket/${name}`))
    if (next !== text)
      await sql`update ticket set facets = ${next}
        where account_id = ${accountId} and ticket_ref = ${ticketRef}`.execute(db)
  }
}
