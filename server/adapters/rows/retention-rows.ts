/** What is past its days, in the store. */
import { type Kysely, sql } from 'kysely'
import type { AccountId } from '../../../src/domain/account.ts'
import type { RetentionClass } from '../../../src/domain/retention.ts'
import type { RetentionRows, Stretch, WalkedClass } from '../../privacy/index.ts'
import type { Tables } from '../schema.ts'

type Own = Pick<RetentionRows, 'pastRetention' | 'unnamedPastRetention' | 'retentionSpan' | 'removeRetained'>

interface Place {
  readonly table: string
  readonly id: string
  readonly at: string
  /** Which rows may ever go. */
  readonly where: string
  /** Tables with rows of the same id, removed first. */
  readonly more: readonly string[]
}

/** True of a row of `table` when none of these tables names it by `column`. */
function namedByNone(table: string, column: string, tables: readonly string[]): string {
  return tables
    .map((each) =>
      [
        `not exists (select 1 from ${each} where ${each}.account_id = ${table}.account_id`,
        `and ${each}.${column} = ${table}.${column})`,
      ].join(' '),
    )
    .join(' and ')
}

const OF_A_TICKET = [
  'consent_event',
  'consent_standing',
  'consent_link',
  'draft',
  'recorded_question',
  'decision',
  'request_case',
]
const OF_A_PERSON = ['ticket', ...OF_A_TICKET]
/** What they bar, or which ticket goes on, must be known for as long as the ticket may be opened. */
const BARS = "helpdesk_fact.kind in ('merged', 'gone', 'form_no', 'minor')"
const FACTS = 'select 1 from helpdesk_fact where helpdesk_fact.account_id'

/** Names are of this table alone, values are bound. */
const PLACES: Readonly<Record<RetentionClass, Place>> = {
  draft: { table: 'draft', id: 'draft_id', at: 'changed_at', where: "status <> 'drafting'", more: [] },
  question: { table: 'recorded_question', id: 'question_id', at: 'at', where: '1 = 1', more: [] },
  webhook: { table: 'webhook_event', id: 'event_id', at: 'received_at', where: '1 = 1', more: [] },
  // The run that lets the policy in force be drafted under stays: without it the gate would close by itself.
  simulation: {
    ...{ table: 'simulation_run', id: 'run_id', at: 'changed_at', more: ['simulated_ticket'] },
    where: `not (coalesce(passed, 0) = 1 and policy_version = (select coalesce(max(version), 0) from scope_policy
      where scope_policy.account_id = simulation_run.account_id))`,
  },
  // One that broke off lives from its last word on; one that is being asked has just said one.
  trial: {
    ...{ table: 'provider_trial', id: 'trial_id', at: 'coalesce(finished_at, runner_until, started_at)' },
    ...{ where: '1 = 1', more: ['trial_answer', 'trial_question'] },
  },
  // By the place of its entry: the log is told which receipts are gone.
  receipt: { table: 'decision', id: 'audit_index', at: 'at', where: '1 = 1', more: [] },
  consent: {
    table: 'consent_standing',
    id: 'ticket_ref',
    at: 'case when valid_until is null then changed_at else valid_until end',
    // What was erased must go on being told; what still holds, or waits for an answer, is not over.
    where: "status not in ('erased', 'granted', 'requested', 'not_required')",
    more: ['consent_event', 'consent_link'],
  },
  request: {
    table: 'request_case',
    id: 'case_id',
    at: 'ended_at',
    where: 'ended_at is not null',
    more: ['request_event', 'request_link'],
  },
  // What is left is its number, how it was filed, and what the helpdesk said of it.
  ticket: {
    ...{ table: 'ticket', id: 'ticket_ref', at: 'created_at', more: [] },
    where: namedByNone('ticket', 'ticket_ref', OF_A_TICKET),
  },
  // Their id, who looked at them, packages that are gone, and sealed parts of the log: its entry names their key.
  person: {
    ...{ table: 'requester', id: 'requester_ref', at: 'created_at' },
    where: `${namedByNone('requester', 'requester_ref', OF_A_PERSON)}
      and not exists (select 1 from export_package where export_package.account_id = requester.account_id
      and export_package.requester_ref = requester.requester_ref
      and export_package.status in ('making', 'ready'))`,
    more: ['access_log', 'export_link', 'export_package', 'export_permit', 'audit_payload'],
  },
  tombstone: { table: 'tombstone', id: 'mark', at: 'set_at', where: '1 = 1', more: [] },
}

/** What the helpdesk said of it holds it too: by the same columns, in one statement or looked up for a stretch. */
const BY_FACTS: Readonly<Record<WalkedClass, { readonly name: string; readonly where: string }>> = {
  ticket: {
    name: 'ticket_id',
    where: `not exists (${FACTS} = ticket.account_id and helpdesk_fact.subject = 'ticket/' || ticket.ticket_id
      and ${BARS})`,
  },
  person: {
    name: 'digest',
    where: `not exists (${FACTS} = requester.account_id and helpdesk_fact.subject = 'person/' || requester.digest)
      and not exists (${FACTS} = requester.account_id and helpdesk_fact.fact_key = requester.digest)`,
  },
}

const of = (accountId: string, { table, at, where }: Place, before: string) =>
  sql`from ${sql.table(table)} where account_id = ${accountId} and ${sql.raw(where)}
    and ${sql.raw(at)} <= ${before}`

const due = (accountId: string, name: RetentionClass, before: string) =>
  name === 'ticket' || name === 'person'
    ? sql`${of(accountId, PLACES[name], before)} and ${sql.raw(BY_FACTS[name].where)}`
    : of(accountId, PLACES[name], before)

/** The oldest first; each row costs a few looks into indexes, however much lies in the tables that could name it. */
export function pastDays(name: RetentionClass, accountId: string, before: string, limit: number) {
  const place = PLACES[name]
  return sql<{ id: string | number }>`select ${sql.ref(place.id)} as id
    ${due(accountId, name, before)} order by ${sql.raw(place.at)}, ${sql.ref(place.id)}
    limit ${limit}`
}

/**
 * The rows behind `after`, in the order of their ids; of these the ones that no table names; and of those what the
 * helpdesk's facts name. These are looked up by words that are put together here: by words that PostgreSQL puts
 * together it may not look into an index behind a row policy, and would read every fact for each stretch.
 */
export function unnamedPastDays(
  name: WalkedClass,
  accountId: AccountId,
  before: string,
  { after, rows }: Stretch,
) {
  const place = PLACES[name]
  const [table, id] = [sql.table(place.table), sql.ref(place.id)]
  const last = sql`(select max(${id}) from (select ${id} from ${table} where account_id = ${accountId}
    and ${id} > ${after} order by ${id} limit ${rows}) as stretch)`
  return {
    last: sql<{ last: string | null }>`select ${last} as last`,
    unnamed: (until: string) => sql<{ id: string; name: string }>`select ${id} as id,
      ${sql.ref(BY_FACTS[name].name)} as name ${of(accountId, place, before)}
      and ${id} > ${after} and ${id} <= ${until} order by ${id}`,
    facts: (names: readonly string[]) => {
      const about = sql.join(names.map((each) => sql`${`${name}/${each}`}`))
      const told = sql`select subject as named from helpdesk_fact where account_id = ${accountId}
        and subject in (${about})`
      return name === 'ticket'
        ? sql<{ named: string }>`${told} and ${sql.raw(BARS)}`
        : sql<{ named: string }>`${told} union select fact_key as named from helpdesk_fact
            where account_id = ${accountId} and fact_key in (${sql.join(names.map((each) => sql`${each}`))})`
    },
  }
}

export function retentionRows(db: Kysely<Tables>): Own {
  return {
    async pastRetention(accountId, name, before, limit) {
      const { rows } = await pastDays(name, accountId, before, limit).execute(db)
      return rows.map(({ id }) => String(id))
    },
    async unnamedPastRetention(accountId, name, before, stretch) {
      const asked = unnamedPastDays(name, accountId, before, stretch)
      const last = (await asked.last.execute(db)).rows[0]?.last ?? null
      if (last === null) return { ids: [], last }
      const { rows } = await asked.unnamed(last).execute(db)
      if (rows.length === 0) return { ids: [], last }
      const facts = await asked.facts(rows.map((row) => row.name)).execute(db)
      const named = new Set(facts.rows.map((fact) => fact.named))
      const isNamed = (of: string) => named.has(of) || named.has(`${name}/${of}`)
      return { ids: rows.flatMap((row) => (isNamed(row.name) ? [] : [row.id])), last }
    },
    async retentionSpan(accountId, name, before) {
      const place = PLACES[name]
      const all = await sql<{
        count: number | string
      }>`select count(*) as count from ${sql.table(place.table)}
        where account_id = ${accountId}`.execute(db)
      const past = await sql<{ count: number | string; oldest: string | null }>`select count(*) as count,
        min(${sql.raw(place.at)}) as oldest ${due(accountId, name, before)}`.execute(db)
      return {
        held: Number(all.rows[0]?.count ?? 0),
        due: Number(past.rows[0]?.count ?? 0),
        oldest: past.rows[0]?.oldest ?? null,
      }
    },
    async removeRetained(accountId, name, ids) {
      const { table, id, more } = PLACES[name]
      if (ids.length === 0) return
      const list = sql.join(ids.map((each) => sql`${each}`))
      if (name === 'ticket')
        await sql`delete from helpdesk_fact where account_id = ${accountId} and subject in
          (select 'ticket/' || ticket_id from ticket where account_id = ${accountId} and ticket_ref in (${list}))`.execute(
          db,
        )
      for (const each of [...more, table])
        await sql`delete from ${sql.table(each)} where account_id = ${accountId}
          and ${sql.ref(id)} in (${list})`.execute(db)
    },
  }
}
