/** Stops of the kill switch, those that were lifted too. */
import { type Kysely, sql } from 'kysely'

export interface KillSwitchTables {
  killSwitch: {
    accountId: string
    stopId: string
    level: string
    ref: string
    reason: string
    pulledAt: string
    pulledBy: string
    via: string
    sealedNote: string | null
    liftedAt: string | null
    liftedBy: string | null
  }
}

const STATEMENTS: readonly string[] = [
  `create table kill_switch (account_id text not null, stop_id text not null, level text not null,
     ref text not null, reason text not null, pulled_at text not null, pulled_by text not null,
     via text not null, sealed_note text, lifted_at text, lifted_by text,
     primary key (account_id, stop_id))`,
]

export async function killSwitchTables<Any>(db: Kysely<Any>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db)
}
