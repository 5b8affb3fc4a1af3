/** Whose decision it was: found by person and ticket, as everything else that is kept about somebody. */
import { type Kysely, sql } from 'kysely'
import { z } from 'zod'
import type { Tables } from '../schema.ts'

const AT_ONCE = 500
/** `recordDecision` alone writes receipts; of those of before, these two members are read. */
const receiptSchema = z.object({ ticket: z.string(), at: z.string() })

async function fillFromReceipts(db: Kysely<Tables>): Promise<void> {
  let last = { accountId: '', decisionId: '' }
  for (;;) {
    const { accountId, decisionId } = last
    const rows = await db
      .selectFrom('decision')
      .select(['accountId', 'decisionId', 'receipt'])
      .where((eb) =>
        eb.or([
          eb('accountId', '>', accountId),
          eb.and([eb('accountId', '=', accountId), eb('decisionId', '>', decisionId)]),
        ]),
      )
      .orderBy('accountId')
      .orderBy('decisionId')
      .limit(AT_ONCE)
      .execute()
    for (const row of rows) {
      const { ticket, at } = receiptSchema.parse(JSON.parse(row.receipt))
      const known = await db
        .selectFrom('ticket')
        .select('requesterRef')
        .where('accountId', '=', row.accountId)
        .where('ticketRef', '=', ticket)
        .executeTakeFirst()
      await db
        .updateTable('decision')
        .set({ ticketRef: ticket, at, requesterRef: known?.requesterRef ?? null })
        .where('accountId', '=', row.accountId)
        .where('decisionId', '=', row.decisionId)
        .execute()
    }
    const end = rows.at(-1)
    if (end === undefined) return
    last = end
  }
}

export async function decidedAbout(db: Kysely<Tables>): Promise<void> {
  for (const column of ['ticket_ref', 'requester_ref', 'at'])
    await sql.raw(`alter table decision add column ${column} text`).execute(db)
  await fillFromReceipts(db)
  await sql.raw('create index decision_by_requester on decision (account_id, requester_ref)').execute(db)
}
