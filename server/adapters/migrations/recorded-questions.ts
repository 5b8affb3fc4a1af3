/** Recorded questions: what was asked, sealed under the requester's key, for a month at most. */
import { type Kysely, sql } from 'kysely'

export interface RecordedQuestionTables {
  recordedQuestion: {
    accountId: string
    questionId: string
    ticketRef: string
    requesterRef: string
    locale: string
    sealedText: string
    at: string
  }
  questionSetting: { accountId: string; kept: number; changedAt: string }
}

const STATEMENTS: readonly string[] = [
  `create table recorded_question (account_id text not null, question_id text not null,
     ticket_ref text not null, requester_ref text not null, locale text not null,
     sealed_text text not null, at text not null, primary key (account_id, question_id),
     foreign key (account_id, ticket_ref) references ticket (account_id, ticket_ref),
     foreign key (account_id, requester_ref) references requester (account_id, requester_ref))`,
  `create index recorded_question_by_ticket on recorded_question (account_id, ticket_ref)`,
  `create index recorded_question_by_time on recorded_question (account_id, at)`,
  `create table question_setting (account_id text primary key, kept integer not null,
     changed_at text not null)`,
]

export async function recordedQuestionTables<Tables>(db: Kysely<Tables>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db)
}
