/** Request cases as they were first kept; `request-desk.ts` takes them over. */
import { type Kysely, sql } from 'kysely'

const STATEMENTS: readonly string[] = [
  `create table request_case (account_id text not null, case_id text not null, kind text not null,
     status text not null, ticket_ref text not null, requester_ref text not null, locale text not null,
     received_at text not null, due_on text not null, answered_at text, sealed_note text,
     primary key (account_id, case_id),
     foreign key (account_id, ticket_ref) references ticket (account_id, ticket_ref),
     foreign key (account_id, requester_ref) references requester (account_id, requester_ref))`,
  // Two presses at once must not open two cases.
  `create unique index request_case_open on request_case (account_id, requester_ref, kind)
     where status = 'received'`,
]

export async function requestCaseTables<Tables>(db: Kysely<Tables>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db)
}
