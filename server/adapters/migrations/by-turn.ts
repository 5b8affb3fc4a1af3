/** What the server looks for by itself each minute is found by an index: it must not read a whole table each time. */
import { type Kysely, sql } from 'kysely'

const INDEXES = [
  // As retention asks: `consent` in rows/retention-rows.ts. Not `coalesce`: behind a row policy PostgreSQL would look at
  // each row for it.
  `create index consent_standing_over on consent_standing
    (account_id, (case when valid_until is null then changed_at else valid_until end), ticket_ref)
    where status not in ('erased', 'granted', 'requested', 'not_required')`,
  'create index consent_standing_by_notice on consent_standing (account_id, status, notice_version)',
  // Without whoever is erased, of whom no key is left.
  'drop index requester_by_epoch',
  "create index requester_by_epoch on requester (account_id, key_epoch, requester_ref) where wrapped_key <> ''",
  'create index access_log_by_object on access_log (account_id, object_ref)',
  'create index request_link_by_case on request_link (account_id, case_id)',
]

export async function byTurn<Any>(db: Kysely<Any>): Promise<void> {
  for (const index of INDEXES) await sql.raw(index).execute(db)
}
