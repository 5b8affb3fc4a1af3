/** What a backup says of itself, under a keyed digest: who does not have the keys cannot make one, nor change it. */
import { createHash } from 'node:crypto'
import { createReadStream, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { Fault } from '../../src/domain/fault.ts'
import { STORE_FILE } from '../adapters/store-file.ts'
import { canonicalJson } from '../audit/index.ts'
import type { Keyring } from '../keys.ts'

export const MANIFEST_FILE = 'manifest.json'

/** Nothing else is copied, neither in nor out: a name leads nowhere but into the folder. */
const FILE_NAME = /^(?:vouch\.sqlite|kill-switch\.jsonl|audit\/[a-z0-9_-]+\.(?:checkpoint|keys))$/
const digest = z.string().regex(/^[0-9a-f]{64}$/)

const manifestSchema = z.strictObject({
  v: z.literal(1),
  made: z.iso.datetime(),
  version: z.string(),
  schema: z.int().min(1),
  months: z.array(z.string().regex(/^\d{4}-\d{2}(?:\.\d{3})?$/)),
  /** The master key that wrapped when it was made: this one, or a later one, opens it. */
  master: z
    .strictObject({ generation: z.int().min(1).max(999), kid: z.string().regex(/^[0-9a-f]{16}$/) })
    .exactOptional(),
  logs: z.array(z.strictObject({ accountId: z.string(), entries: z.int().min(0), root: z.string() })),
  files: z.array(
    z.strictObject({ name: z.string().regex(FILE_NAME), bytes: z.int().min(0), sha256: digest }),
  ),
})
export type BackupManifest = z.infer<typeof manifestSchema>
const writtenSchema = z.strictObject({ manifest: manifestSchema, mac: z.string() })
export type WrittenManifest = z.infer<typeof writtenSchema>

const macOf = (manifest: BackupManifest, keys: Pick<Keyring, 'digest'>) =>
  keys.digest('backup-manifest', canonicalJson(manifest))

export function manifestText(manifest: BackupManifest, keys: Pick<Keyring, 'digest'>): string {
  return `${JSON.stringify({ manifest, mac: macOf(manifest, keys) }, null, 2)}\n`
}

/** @throws Fault `SOURCE_UNREADABLE`; says nothing yet about who wrote it. */
export function readManifest(folder: string): WrittenManifest {
  try {
    const written = writtenSchema.parse(JSON.parse(readFileSync(join(folder, MANIFEST_FILE), 'utf8')))
    if (!written.manifest.files.some(({ name }) => name === STORE_FILE)) throw new Error('no store')
    return written
  } catch (cause) {
    throw new Fault('SOURCE_UNREADABLE', `${folder} is no whole backup: its manifest cannot be read`, cause)
  }
}

/** @throws Fault `SIGNATURE_INVALID` for one of another installation, or one that was changed. */
export function requireOwn({ manifest, mac }: WrittenManifest, keys: Pick<Keyring, 'digest'>): void {
  if (macOf(manifest, keys) !== mac)
    throw new Fault('SIGNATURE_INVALID', 'the manifest was not written with these keys, or was changed since')
}

export async function digestOf(path: string): Promise<{ bytes: number; sha256: string }> {
  const hash = createHash('sha256')
  let bytes = 0
  for await (const piece of createReadStream(path)) {
    hash.update(piece as Buffer)
    bytes += (piece as Buffer).length
  }
  return { bytes, sha256: hash.digest('hex') }
}
