/** What a package holds, file by file, signed: whoever has it can tell that nothing was changed or left out. */
import { createHash } from 'node:crypto'
import { z } from 'zod'
import {
  keyRotationSchema,
  type NoteSigner,
  type NoteVerifier,
  openNote,
  signNote,
} from '../../audit/index.ts'
import type { PackageFile } from './zip.ts'

export const MANIFEST_FORMAT = 'vouch-export/v1'
/** First line of what is signed: neither a checkpoint nor a receipt begins so. */
const DOMAIN = 'vouch-export/v1'

export interface ManifestFile {
  readonly name: string
  readonly sha256: string
  readonly bytes: number
}

export const manifestSchema = z.strictObject({
  format: z.literal(MANIFEST_FORMAT),
  account: z.string(),
  packageId: z.string(),
  /** Opaque references of the records that the package is about. */
  subjects: z.array(z.string()),
  generatedAt: z.iso.datetime(),
  generator: z.string(),
  locale: z.string(),
  records: z.record(z.string(), z.int()),
  maskedOthers: z.int().nullable(),
  checkpoint: z.string(),
  key: z.string(),
  rotations: z.array(keyRotationSchema).max(100).exactOptional(),
  files: z.array(
    z.strictObject({
      name: z.string(),
      sha256: z.string().regex(/^[0-9a-f]{64}$/),
      bytes: z.int().min(0),
    }),
  ),
})
export type Manifest = z.infer<typeof manifestSchema>

export interface Tally {
  /** The same files, weighed as they pass. */
  readonly over: (files: AsyncIterable<PackageFile>) => AsyncGenerator<PackageFile>
  readonly files: () => readonly ManifestFile[]
}

export function openTally(): Tally {
  const weighed: ManifestFile[] = []
  async function* weighing(name: string, content: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    const hash = createHash('sha256')
    let bytes = 0
    for await (const piece of content) {
      hash.update(piece)
      bytes += piece.length
      yield piece
    }
    weighed.push({ name, sha256: hash.digest('hex'), bytes })
  }
  return {
    async *over(files) {
      for await (const { name, content } of files) {
        if (Buffer.isBuffer(content)) {
          const sha256 = createHash('sha256').update(content).digest('hex')
          weighed.push({ name, sha256, bytes: content.length })
          yield { name, content }
        } else yield { name, content: weighing(name, content) }
      }
    },
    files: () => [...weighed],
  }
}

function signedText(manifest: Buffer): string {
  return `${DOMAIN}\n${createHash('sha256').update(manifest).digest('hex')}\n`
}

/** A signed note (C2SP) over the manifest's digest. */
export function signManifest(manifest: Buffer, signer: NoteSigner): string {
  return signNote(signedText(manifest), signer)
}

export function isSignedManifest(manifest: Buffer, note: string, verifier: NoteVerifier): boolean {
  return openNote(note, verifier) === signedText(manifest)
}
