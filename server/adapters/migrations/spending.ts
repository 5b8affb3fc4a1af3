/** What models cost, what was spent, and what is set aside for requests whose end is not known. Nobody's name is in it. */
import { type Kysely, sql } from 'kysely'

export interface SpendingTables {
  spendingPlan: { accountId: string; version: number; plan: string; at: string; changedBy: string }
  spendingTurn: { accountId: string; turn: number }
  spendReserved: {
    accountId: string
    capability: string
    month: string
    provider: string
    model: string
    currency: string
    inputPrice: number
    outputPrice: number
    amount: number
    deadAt: string
    sentAt: string | null
  }
  spendTotal: {
    accountId: string
    month: string
    provider: string
    model: string
    currency: string
    calls: number
    inputTokens: number
    outputTokens: number
    amount: number
  }
  spendAlert: {
    accountId: string
    month: string
    version: number
    provider: string
    level: number
    at: string
  }
}

const STATEMENTS: readonly string[] = [
  `create table spending_plan (account_id text not null, version integer not null, plan text not null,
     at text not null, changed_by text not null, primary key (account_id, version))`,
  `create table spending_turn (account_id text primary key, turn bigint not null)`,
  `create table spend_reserved (account_id text not null, capability text not null, month text not null,
     provider text not null, model text not null, currency text not null, input_price bigint not null,
     output_price bigint not null, amount bigint not null, dead_at text not null, sent_at text,
     primary key (account_id, capability))`,
  `create index spend_reserved_by_month on spend_reserved (account_id, month)`,
  `create table spend_total (account_id text not null, month text not null, provider text not null,
     model text not null, currency text not null, calls bigint not null, input_tokens bigint not null,
     output_tokens bigint not null, amount bigint not null,
     primary key (account_id, month, provider, model, currency))`,
  `create table spend_alert (account_id text not null, month text not null, version integer not null,
     provider text not null, level integer not null, at text not null,
     primary key (account_id, month, version, provider, level))`,
]

export async function spendingTables<Db>(db: Kysely<Db>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db)
}
