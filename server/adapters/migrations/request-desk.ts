/** Request cases with their states, clock and history; what was opened before goes on where it was. */
import { type Kysely, sql } from 'kysely'
import { addDays } from '../../../src/domain/due-dates.ts'

export interface RequestDeskTables {
  requestCase: {
    accountId: string
    caseId: string
    caseNumber: string
    kind: string
    status: string
    channel: string
    ticketRef: string | null
    requesterRef: string
    locale: string
    receivedAt: string
    receivedOn: string
    dueOn: string
    internalDueOn: string
    extended: number
    pauses: string
    pausedSince: string | null
    identityWay: string | null
    deliveredOn: string | null
    endedAt: string | null
    calendar: string
    reminded: string
    version: number
    sealedNote: string | null
  }
  requestEvent: {
    accountId: string
    caseId: string
    seq: number
    requesterRef: string
    kind: string
    at: string
    actor: string
    actorRef: string
    detail: string
    sealedText: string | null
  }
  requestLink: {
    accountId: string
    linkHash: string
    caseId: string
    requesterRef: string
    locale: string
    expiresAt: string
    usedAt: string | null
  }
  requestCalendar: {
    accountId: string
    region: string
    extraDays: string
    timeZone: string
    changedAt: string
    changedBy: string
  }
}

const STATEMENTS: readonly string[] = [
  `create table request_desk_case (account_id text not null, case_id text not null,
     case_number text not null, kind text not null, status text not null, channel text not null,
     ticket_ref text, requester_ref text not null, locale text not null, received_at text not null,
     received_on text not null, due_on text not null, internal_due_on text not null,
     extended integer not null, pauses text not null, paused_since text, identity_way text,
     delivered_on text, ended_at text, calendar text not null, reminded text not null,
     version integer not null, sealed_note text,
     primary key (account_id, case_id), unique (account_id, case_number),
     foreign key (account_id, ticket_ref) references ticket (account_id, ticket_ref),
     foreign key (account_id, requester_ref) references requester (account_id, requester_ref))`,
  `create table request_event (account_id text not null, case_id text not null, seq integer not null,
     requester_ref text not null, kind text not null, at text not null, actor text not null,
     actor_ref text not null, detail text not null, sealed_text text,
     primary key (account_id, case_id, seq))`,
  `create table request_link (account_id text not null, link_hash text primary key, case_id text not null,
     requester_ref text not null, locale text not null, expires_at text not null, used_at text)`,
  `create table request_calendar (account_id text primary key, region text not null,
     extra_days text not null, time_zone text not null, changed_at text not null,
     changed_by text not null)`,
]

const AFTER: readonly string[] = [
  'drop table request_case',
  'alter table request_desk_case rename to request_case',
  // Two presses of the requester's own button at once must not open two cases.
  `create unique index request_case_open on request_case (account_id, requester_ref, kind)
     where channel = 'page'
     and status in ('received', 'identity_pending', 'verified', 'collecting', 'review', 'ready')`,
  'create index request_case_by_due on request_case (account_id, due_on)',
]

interface Before {
  accountId: string
  caseId: string
  kind: string
  status: string
  ticketRef: string
  requesterRef: string
  locale: string
  receivedAt: string
  dueOn: string
  answeredAt: string | null
  sealedNote: string | null
}

export async function requestDeskTables<Tables>(db: Kysely<Tables>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db)
  const { rows } = await sql<Before>`select * from request_case order by received_at, case_id`.execute(db)
  const numbers = new Map<string, number>()
  for (const row of rows) {
    const year = row.receivedAt.slice(0, 4)
    const place = `${row.accountId}/${year}`
    const number = (numbers.get(place) ?? 0) + 1
    numbers.set(place, number)
    const receivedOn = row.receivedAt.slice(0, 10)
    const done = row.status === 'answered'
    await sql`insert into request_desk_case values (${row.accountId}, ${row.caseId},
      ${`${year}-${String(number).padStart(5, '0')}`}, ${row.kind}, ${done ? 'closed' : 'received'}, 'page',
      ${row.ticketRef}, ${row.requesterRef}, ${row.locale}, ${row.receivedAt}, ${receivedOn}, ${row.dueOn},
      ${addDays(receivedOn, 21)}, 0, '[]', null, ${done ? 'own_link' : null},
      ${row.answeredAt?.slice(0, 10) ?? null}, ${row.answeredAt}, 'none', '[]', 1,
      ${row.sealedNote})`.execute(db)
    await sql`insert into request_event values (${row.accountId}, ${row.caseId}, 0, ${row.requesterRef},
      'opened', ${row.receivedAt}, 'requester', 'link', '{"channel":"page"}', null)`.execute(db)
  }
  for (const statement of AFTER) await sql.raw(statement).execute(db)
}
