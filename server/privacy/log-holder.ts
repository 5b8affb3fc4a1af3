/** What lies sealed beside the audit log about one person: opened under their key, as its entry vouches for it. */
import { z } from 'zod'
import { openPayload } from '../audit/index.ts'
import type { Keyring } from '../keys.ts'
import { holderOfTables, ofRequester } from './held-tables.ts'
import type {
  GoneTicket,
  HeldPlace,
  HeldRow,
  HeldRows,
  JsonValue,
  PersonalDataHolder,
  Who,
} from './holder.ts'

const PAGE = 500
const entry = z.object({
  id: z.string(),
  at: z.string(),
  type: z.string(),
  commit: z.string(),
  kid: z.string(),
})
const about = z.object({
  object: z.object({ ref: z.string() }),
  detail: z.object({ ticket: z.string().optional() }).optional(),
})

/** The entries whose payloads are the person's. */
function entriesOf({ requesterRef }: Pick<Who, 'requesterRef'>): HeldPlace {
  const theirs = {
    table: 'audit_payload',
    column: 'idx',
    where: [{ column: 'requesterRef', is: [requesterRef] }],
  }
  return { table: 'audit_entry', any: [[{ column: 'idx', of: theirs }]], order: ['idx'], time: null }
}

function entryIn(row: HeldRow | undefined) {
  try {
    return entry.safeParse(JSON.parse(String(row?.header))).data ?? null
  } catch {
    // The log's own check tells of it; what is held is handed out all the same.
    return null
  }
}

function isOnTicket(row: HeldRow, ticketRef: string): boolean {
  try {
    const { data } = about.safeParse(JSON.parse(String(row.header)))
    return data !== undefined && (data.object.ref === ticketRef || data.detail?.ticket === ticketRef)
  } catch {
    return false
  }
}

async function countOn(tx: HeldRows, { accountId, requesterRef, ticketRef }: GoneTicket): Promise<number> {
  let [count, after]: [number, readonly (string | number)[] | null] = [0, null]
  for (;;) {
    const page: readonly HeldRow[] = await tx.heldPage(accountId, entriesOf({ requesterRef }), after, PAGE)
    count += page.filter((row) => isOnTicket(row, ticketRef)).length
    const last = page.at(-1)
    if (last === undefined || page.length < PAGE) return count
    after = [last.idx ?? '']
  }
}

function opened(keys: Keyring, who: Who, row: HeldRow, of: HeldRow | undefined): JsonValue {
  const found = entryIn(of)
  if (found === null || who.wrappedKey === '') return null
  const key = keys.personKey(who.wrappedKey, `${who.accountId}/${who.requesterRef}`)
  const text = openPayload(key, { ...found, header: String(of?.header) }, String(row.sealed))
  // Sealed by the log under a key that nobody else holds: any JSON may be handed out.
  return text === null ? null : (JSON.parse(text) as JsonValue)
}

export function logHolder(keys: Keyring): PersonalDataHolder<HeldRows> {
  const table = {
    table: 'audit_payload',
    class: 'audit_payload',
    rows: ofRequester,
    order: ['idx'],
    time: null,
    columns: { idx: 'plain', kid: 'plain', requesterRef: 'plain', sealed: 'secret' },
  } as const
  return {
    ...holderOfTables(keys, 'log', [table]),
    // A ticket's number, counts and digests: which of a person's payloads may be missing the log says by key alone.
    eraseTicket: async (tx, ticket) => ({
      erased: [],
      kept: [{ class: 'audit_payload', count: await countOn(tx, ticket), exception: 'art_17_3_b' }],
    }),
    async *exportFor(tx, who) {
      const place: HeldPlace = { table: table.table, any: ofRequester(who), order: table.order, time: null }
      let after: readonly (string | number)[] | null = null
      for (;;) {
        const rows: readonly HeldRow[] = await tx.heldPage(who.accountId, place, after, PAGE)
        const entries = await tx.heldPage(who.accountId, entriesOf(who), after, PAGE)
        const byIndex = new Map(entries.map((one) => [one.idx, one]))
        for (const row of rows) {
          const of = byIndex.get(row.idx ?? null)
          const { idx = null, kid = null, requesterRef = null } = row
          const { at = null, type = null } = entryIn(of) ?? {}
          const words = opened(keys, who, row, of)
          yield {
            class: table.class,
            portable: false,
            // An entry's time is the log's: a payload whose entry is gone has none.
            at: null,
            record: { entry: idx, at, type, kid, requesterRef, words },
          }
        }
        const last = rows.at(-1)
        if (last === undefined || rows.length < PAGE) return
        after = [last.idx ?? '']
      }
    },
  }
}
