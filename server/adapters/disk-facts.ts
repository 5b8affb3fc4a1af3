/** How large the store is, and how much room its disk still has. */
import { existsSync, statfsSync, statSync } from 'node:fs'

export interface DiskFacts {
  readonly bytes: number
  /** `null` where the system does not tell. */
  readonly freeBytes: number | null
  readonly totalBytes: number | null
}

const JOURNALS = ['', '-wal', '-shm']

export function diskFacts(storeFile: string): DiskFacts {
  const files = JOURNALS.map((end) => `${storeFile}${end}`).filter((file) => existsSync(file))
  const bytes = files.reduce((sum, file) => sum + statSync(file).size, 0)
  if (files.length === 0) return { bytes, freeBytes: null, totalBytes: null }
  const { bavail, blocks, bsize } = statfsSync(storeFile)
  // Some file systems count no blocks.
  if (blocks === 0) return { bytes, freeBytes: null, totalBytes: null }
  return { bytes, freeBytes: bavail * bsize, totalBytes: blocks * bsize }
}
