/** What is a person's is found by them, in every table: showing and erasing cost what they have, not what there is. */
import { type Kysely, sql } from 'kysely'

const STATEMENTS: readonly string[] = [
  'create index recorded_question_by_requester on recorded_question (account_id, requester_ref)',
  'create index request_case_by_requester on request_case (account_id, requester_ref)',
  'create index request_event_by_requester on request_event (account_id, requester_ref)',
  'create index request_link_by_requester on request_link (account_id, requester_ref)',
  'create index export_link_by_package on export_link (account_id, package_id)',
]

export async function byRequester<Any>(db: Kysely<Any>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db)
}
