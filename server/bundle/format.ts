/** The files of a bundle and what they are called. docs/audit-format.md says the same byte for byte. */
import { z } from 'zod'

export const FORMAT = 'vouch-audit-bundle/v1'
export const MANIFEST = 'manifest.json'
export const MANIFEST_NOTE = 'manifest.note'
export const CHECKPOINT = 'checkpoint'
export const POLICY = 'policy.txt'
export const ENTRIES = 'entries.jsonl'
export const PAYLOADS = 'payloads.jsonl'
export const RECEIPTS = 'receipts.jsonl'
export const SCOPES = 'scopes.jsonl'
export const SNAPSHOTS = 'snapshots.jsonl'
/** What ties the keys that the log has had to the one that signs now; only where there were several. */
export const ROTATIONS = 'rotations.jsonl'
/** An older checkpoint, and the proof that its log is the beginning of this one. */
export const OLDER = 'older.checkpoint'
export const CONSISTENCY = 'consistency.txt'

/** Files that the manifest lists, in the order in which they are written. */
export const LISTED = [
  ENTRIES,
  PAYLOADS,
  RECEIPTS,
  SCOPES,
  SNAPSHOTS,
  CHECKPOINT,
  POLICY,
  ROTATIONS,
  OLDER,
  CONSISTENCY,
] as const
export const REQUIRED = [ENTRIES, CHECKPOINT, POLICY] as const

export const MOST_MANIFEST_BYTES = 1_000_000
/** No entry is longer (`entry.ts`); a payload, a receipt or a scope is not either by far. */
export const MOST_LINE_BYTES = 4_000_000
export const MOST_SNAPSHOT_BYTES = 256 * 2 ** 20

const hex = z.string().regex(/^[0-9a-f]{64}$/)
const count = z.int().min(0)

export const manifestSchema = z.strictObject({
  format: z.literal(FORMAT),
  account: z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/),
  origin: z.string(),
  made: z.iso.datetime(),
  range: z.strictObject({
    from: count,
    to: count,
    size: count,
    before: z.array(hex).max(64),
    after: z.array(hex).max(64),
  }),
  payloads: z.enum(['sealed', 'open', 'none']),
  receipts: z.boolean(),
  files: z.partialRecord(z.enum(LISTED), z.strictObject({ bytes: count, sha256: hex })),
})
export type Manifest = z.infer<typeof manifestSchema>

/** The signed text over a manifest: it begins as no checkpoint does. */
export function manifestText(origin: string, digest: string): string {
  return `${FORMAT}\n${origin}\n${digest}\n`
}

/** In its one spelling: decoders differ in what else they let pass. */
const base64 = z.string().refine((text) => Buffer.from(text, 'base64').toString('base64') === text)
export const payloadLine = z.union([
  z.strictObject({ index: count, kid: z.string(), sealed: base64 }),
  z.strictObject({ index: count, kid: z.string(), commitKey: hex, value: z.record(z.string(), z.json()) }),
])
export const receiptLine = z.strictObject({ index: count, receipt: z.unknown(), signature: base64 })
export const scopeLine = z.strictObject({ hash: hex, scope: z.unknown() })
export const snapshotLine = z.strictObject({ digest: hex, body: base64 })
