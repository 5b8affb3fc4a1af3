/** Reads the log backwards, for a rule that asks what was done lately. */
import { z } from 'zod'
import type { AccountId } from '../../src/domain/account.ts'
import { Fault } from '../../src/domain/fault.ts'
import type { AuditRows } from './log.ts'

const PAGE = 500

const recent = z.object({
  index: z.int(),
  at: z.iso.datetime(),
  type: z.string(),
  actor: z.object({ kind: z.string(), ref: z.string() }),
  object: z.object({ kind: z.string(), ref: z.string() }),
  detail: z
    .record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.array(z.string())]))
    .default({}),
})
export type RecentEntry = z.infer<typeof recent>

function entryIn(header: string): RecentEntry {
  let value: unknown = null
  try {
    value = JSON.parse(header)
  } catch {
    // Refused below.
  }
  const parsed = recent.safeParse(value)
  // What cannot be read might be the very entry that is looked for.
  if (!parsed.success) throw new Fault('AUDIT_CHAIN_BROKEN', 'an entry of the audit log cannot be read')
  return parsed.data
}

/**
 * A clock that was set back for a while leaves entries that look old between newer ones: reading ends only where as
 * many in a row as a page holds are older than the moment asked about.
 * @returns true when `matches` holds for an entry since that moment. @throws Fault `AUDIT_CHAIN_BROKEN`.
 */
export async function wasDoneSince(
  tx: AuditRows,
  accountId: AccountId,
  since: Date,
  matches: (entry: RecentEntry) => boolean,
): Promise<boolean> {
  let before = (await tx.auditHead(accountId))?.tree.size ?? 0
  let older = 0
  while (before > 0 && older < PAGE) {
    const page = await tx.auditEntriesBefore(accountId, before, PAGE)
    for (const { header } of page) {
      const entry = entryIn(header)
      const counts = Date.parse(entry.at) >= since.getTime()
      if (counts && matches(entry)) return true
      older = counts ? 0 : older + 1
    }
    before = page.at(-1)?.index ?? 0
  }
  return false
}
