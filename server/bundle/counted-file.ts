/** A file of a bundle whose length and digest are known at its end. */
import { createHash } from 'node:crypto'
import type { BundleSink } from './files.ts'

export interface CountedFile {
  write(text: string): Promise<void>
  close(): Promise<{ readonly bytes: number; readonly sha256: string }>
}

/** Each write asks another thread, and each costs what hashing some ten thousand characters does. */
const MOST_HELD = 64 * 1024

export async function countedFile(sink: BundleSink, name: string): Promise<CountedFile> {
  const [file, digest] = [await sink.open(name), createHash('sha256')]
  let held = ''
  let bytes = 0
  async function writeHeld(): Promise<void> {
    const written = Buffer.from(held, 'utf8')
    held = ''
    digest.update(written)
    bytes += written.length
    await file.write(written)
  }
  return {
    async write(text) {
      held += text
      if (held.length >= MOST_HELD) await writeHeld()
    },
    async close() {
      await writeHeld()
      await file.close()
      return { bytes, sha256: digest.digest('hex') }
    },
  }
}
