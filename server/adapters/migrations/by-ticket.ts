/** Retention asks of each old ticket and person whether anything still names them: that must not read a whole table. */
import { type Kysely, sql } from 'kysely'

const INDEXES = [
  'create index decision_by_ticket on decision (account_id, ticket_ref)',
  'create index request_case_by_ticket on request_case (account_id, ticket_ref)',
  'create index helpdesk_fact_of_whom on helpdesk_fact (account_id, fact_key)',
]

export async function byTicket<Any>(db: Kysely<Any>): Promise<void> {
  for (const index of INDEXES) await sql.raw(index).execute(db)
}
