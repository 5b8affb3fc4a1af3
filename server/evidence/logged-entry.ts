/** An entry of the log as it is read back: parsed where it can be, and never left out where it cannot. */
import { z } from 'zod'
import type { StoredEntry } from '../audit/index.ts'

const header = z.object({
  id: z.string(),
  index: z.int(),
  at: z.iso.datetime(),
  type: z.string(),
  actor: z.object({ kind: z.string(), ref: z.string() }),
  object: z.object({ kind: z.string(), ref: z.string() }),
  decision: z.string(),
  detail: z
    .record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.array(z.string())]))
    .default({}),
})
export type EntryHeader = z.infer<typeof header>

export interface LoggedEntry {
  readonly index: number
  /** As it lies in the store: what a verifier hashes. */
  readonly header: string
  readonly leafHash: string
  /** `null`: the text is none of an entry, which is tampering or another program's work. */
  readonly entry: EntryHeader | null
}

export function loggedEntry(stored: StoredEntry): LoggedEntry {
  let value: unknown = null
  try {
    value = JSON.parse(stored.header)
  } catch {
    // Said by `entry: null`.
  }
  const parsed = header.safeParse(value)
  return { ...stored, entry: parsed.success ? parsed.data : null }
}
