/** Packs the log for somebody who trusts nobody, and checks such a pack. Never asks a store or the network for it. */

export { createCoverage } from './coverage.ts'
export type { BundleRows } from './entry-pages.ts'
export type { BundleSink, BundleSource, FileSink } from './files.ts'
export { createFindings } from './findings.ts'
export { FORMAT, LISTED, MANIFEST, MANIFEST_NOTE, type Manifest } from './format.ts'
export { newestNote } from './newest-note.ts'
export { readCovered } from './read-entries.ts'
export { type BundleRules, type BundleTrust, verifyBundle } from './verify-bundle.ts'
export { type BundleOrder, type BundleRooms, writeBundle } from './write-bundle.ts'
