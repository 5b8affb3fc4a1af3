/**
 * Checks a bundle with nothing but the bundle and the keys that the reader trusts. Whatever in it was changed is
 * found; whatever is merely not in it is told apart from that.
 */
import { createHash } from 'node:crypto'
import type { z } from 'zod'
import type { AuditReport } from '../../src/domain/audit-report.ts'
import { Fault } from '../../src/domain/fault.ts'
import type { Scope } from '../../src/domain/scope.ts'
import {
  type Checkpoint,
  canonicalJson,
  coveringSpans,
  followKeys,
  isConsistent,
  type KeyRotation,
  keyEntryOf,
  keyRecords,
  keyRotationSchema,
  type NoteVerifier,
  openCheckpoint,
  openNote,
  parseTrustPolicy,
  type TrustPolicy,
  witnessedBy,
} from '../audit/index.ts'
import { createDecisionCheck, receiptNamedBy } from '../decisions/index.ts'
import { besideEntries } from './beside.ts'
import { createCoverage, stateOf } from './coverage.ts'
import { type BundleSource, linesOf, parseLine, wholeFile } from './files.ts'
import { createFindings, type Findings } from './findings.ts'
import {
  CHECKPOINT,
  CONSISTENCY,
  ENTRIES,
  LISTED,
  MANIFEST,
  MANIFEST_NOTE,
  type Manifest,
  MOST_LINE_BYTES,
  MOST_MANIFEST_BYTES,
  MOST_SNAPSHOT_BYTES,
  manifestSchema,
  manifestText,
  OLDER,
  PAYLOADS,
  POLICY,
  payloadLine,
  RECEIPTS,
  REQUIRED,
  ROTATIONS,
  receiptLine,
  SCOPES,
  SNAPSHOTS,
  scopeLine,
  snapshotLine,
} from './format.ts'
import { readEntriesFrom } from './read-entries.ts'

export interface BundleTrust {
  /** The reader's own; `null`: only what the bundle says of itself, and that is no proof of who made it. */
  readonly policy: TrustPolicy | null
  /** A checkpoint that the reader kept from earlier: the log must continue it. */
  readonly older: string | null
}

export interface BundleRules {
  readonly parseScope: (text: string | null) => Scope | null
  readonly scopeHash: (scope: Scope) => string
}

type Name = (typeof LISTED)[number]
const isListed = (name: string): name is Name => LISTED.some((one) => one === name)

interface Opened {
  readonly source: BundleSource
  readonly manifest: Manifest
  readonly findings: Findings
  readonly verifier: NoteVerifier
  readonly checkpoint: Checkpoint
  /** The bytes of a file that the manifest lists, held against it while they are read. */
  readonly chunks: (name: Name) => AsyncIterable<Buffer> | null
}

const bad = (what: string, cause?: unknown) => new Fault('SOURCE_UNREADABLE', what, cause)

async function readManifest(source: BundleSource, names: readonly string[]) {
  for (const name of [MANIFEST, MANIFEST_NOTE])
    if (!names.includes(name)) throw bad(`this is no bundle: ${name} is missing`)
  const bytes = await wholeFile(source, MANIFEST, MOST_MANIFEST_BYTES)
  let manifest: Manifest
  try {
    const text = bytes.toString('utf8')
    manifest = manifestSchema.parse(JSON.parse(text))
    // One spelling only: a name that stands twice would be read in two ways.
    if (`${canonicalJson(manifest)}\n` !== text) throw bad(`${MANIFEST} is in another spelling`)
  } catch (cause) {
    throw bad(`${MANIFEST} is of another format`, cause)
  }
  const { from, to, size, before, after } = manifest.range
  const fits =
    from <= to &&
    to <= size &&
    before.length === coveringSpans(0, from).length &&
    after.length === coveringSpans(to, size).length
  if (!fits) throw bad(`${MANIFEST} names no range`)
  const note = (await wholeFile(source, MANIFEST_NOTE, MOST_MANIFEST_BYTES)).toString('utf8')
  return { manifest, note, digest: createHash('sha256').update(bytes).digest('hex') }
}

/** Length first: a file that is not as long as it should be need not be read at all. */
function chunksOf(
  source: BundleSource,
  manifest: Manifest,
  present: ReadonlyMap<string, number>,
  findings: Findings,
) {
  return (name: Name): AsyncIterable<Buffer> | null => {
    const listed = manifest.files[name]
    const bytes = present.get(name)
    if (listed === undefined) return null
    if (bytes === undefined) {
      findings.tampered('FILE_MISSING', { file: name })
      return null
    }
    if (bytes !== listed.bytes) {
      findings.tampered('FILE_CHANGED', { file: name })
      return null
    }
    return digested(source.chunks(name), listed.sha256, () =>
      findings.tampered('FILE_CHANGED', { file: name }),
    )
  }
}

async function* digested(chunks: AsyncIterable<Buffer>, expected: string, changed: () => void) {
  const digest = createHash('sha256')
  for await (const chunk of chunks) {
    digest.update(chunk)
    yield chunk
  }
  if (digest.digest('hex') !== expected) changed()
}

async function text(opened: Pick<Opened, 'chunks'>, name: Name): Promise<string | null> {
  const chunks = opened.chunks(name)
  if (chunks === null) return null
  const parts: Buffer[] = []
  let size = 0
  for await (const chunk of chunks) {
    size += chunk.length
    if (size > MOST_MANIFEST_BYTES) throw bad(`${name} is too large`)
    parts.push(chunk)
  }
  return Buffer.concat(parts).toString('utf8')
}

async function rotationsIn(opened: Pick<Opened, 'chunks'>): Promise<readonly KeyRotation[]> {
  const held = (await text(opened, ROTATIONS)) ?? ''
  if (held !== '' && !held.endsWith('\n')) throw bad(`the last line of ${ROTATIONS} is cut off`)
  return held
    .split('\n')
    .slice(0, -1)
    .map((line) => parseLine(Buffer.from(line, 'utf8'), keyRotationSchema, ROTATIONS))
}

/** The key that the checkpoint has to be signed with, as far as the reader's keys and the records lead to it. */
function keyLine(
  known: readonly NoteVerifier[],
  rotations: readonly KeyRotation[],
  noted: string,
  findings: Findings,
): NoteVerifier | null {
  // Several keys of one log, and nothing that ties them: the reader has said that each is good.
  if (rotations.length === 0)
    return known.find((verifier) => openCheckpoint({ note: noted, verifier }) !== null) ?? known[0] ?? null
  const line = followKeys(known, rotations)
  if (line?.whole === false) findings.tampered('KEY_ROTATION_INVALID', { file: ROTATIONS })
  return line?.verifier ?? null
}

async function open(source: BundleSource, trust: BundleTrust, findings: Findings) {
  const names = await source.names()
  const { manifest, note, digest } = await readManifest(source, names)
  const present = new Map<string, number>()
  for (const name of names) {
    if (name === MANIFEST || name === MANIFEST_NOTE) continue
    if (!isListed(name) || manifest.files[name] === undefined)
      findings.tampered('FILE_UNEXPECTED', { file: name })
    else present.set(name, await source.bytes(name))
  }
  for (const name of REQUIRED)
    if (manifest.files[name] === undefined) throw bad(`${MANIFEST} lists no ${name}`)
  const chunks = chunksOf(source, manifest, present, findings)

  const ownPolicy = await text({ chunks }, POLICY)
  let policy = trust.policy
  if (policy === null) {
    findings.incomplete('KEY_NOT_TRUSTED')
    try {
      policy = ownPolicy === null ? null : parseTrustPolicy(ownPolicy)
    } catch (cause) {
      throw bad(`${POLICY} cannot be read`, cause)
    }
  }
  const noted = (await text({ chunks }, CHECKPOINT)) ?? ''
  // The reader says which logs they trust; a bundle of any other is not signed for them.
  const known = (policy?.logs ?? []).filter(({ name }) => name === manifest.origin)
  const rotations = await rotationsIn({ chunks })
  const verifier = keyLine(known, rotations, noted, findings)
  // By the newest key: one that was stolen after it handed over must not be enough.
  const newest = verifier === null ? null : { name: verifier.name, rawPublicKey: verifier.rawPublicKey }
  const checkpoint = newest === null ? null : openCheckpoint({ note: noted, verifier: newest })
  const signed = newest === null ? null : openNote(note, newest)
  if (signed !== manifestText(manifest.origin, digest)) findings.tampered('MANIFEST_SIGNATURE_INVALID')
  if (checkpoint === null) findings.tampered('CHECKPOINT_SIGNATURE_INVALID')
  if (manifest.origin !== `vouch/${manifest.account}`) findings.tampered('CHECKPOINT_SIGNATURE_INVALID')
  const witnessed = policy === null ? { by: [], quorum: false } : witnessedBy(policy, noted)
  if (!witnessed.quorum) findings.incomplete('WITNESS_QUORUM_MISSING')
  return { manifest, chunks, verifier, checkpoint, rotations, witnesses: witnessed.by }
}

/** Lines that many decisions share, by their digest. */
async function heldLines<Line>(
  opened: Pick<Opened, 'chunks'>,
  name: Name,
  schema: z.ZodType<Line>,
  keep: (line: Line) => void,
): Promise<void> {
  const chunks = opened.chunks(name)
  if (chunks === null) return
  for await (const lines of linesOf(chunks, MOST_SNAPSHOT_BYTES))
    for (const line of lines) keep(parseLine(line, schema, name))
}

const hashesIn = (hashes: readonly string[]) => hashes.map((hash) => Buffer.from(hash, 'hex'))

/** What the checks of an older checkpoint need of the log. */
interface Roots {
  readonly size: number
  readonly root: string
  readonly atOlder: string | null
}

async function checkOlder(
  opened: Pick<Opened, 'chunks' | 'findings' | 'verifier'>,
  older: string,
  roots: Roots,
  proved: { readonly note: string | null; readonly path: readonly Buffer[] },
): Promise<void> {
  const { findings, verifier } = opened
  const kept = openCheckpoint({ note: older, verifier })
  if (kept === null || kept.size > roots.size) {
    // Signed by the same log for more than there is now: it was cut, or rolled back.
    findings.tampered('OLDER_CHECKPOINT_DIFFERS', { file: OLDER })
    return
  }
  if (roots.atOlder !== null) {
    if (roots.atOlder !== kept.rootHash) findings.tampered('OLDER_CHECKPOINT_DIFFERS', { file: OLDER })
    return
  }
  const bundled = proved.note === null ? null : openCheckpoint({ note: proved.note, verifier })
  if (bundled?.size !== kept.size) {
    findings.incomplete('OLDER_CHECKPOINT_UNCHECKED')
    return
  }
  const rooted = (size: number, root: string) => ({ size, root: Buffer.from(root, 'hex') })
  if (!isConsistent(rooted(kept.size, kept.rootHash), rooted(roots.size, roots.root), proved.path))
    findings.tampered('OLDER_CHECKPOINT_DIFFERS', { file: OLDER })
}

function olderSize(note: string | null, verifier: NoteVerifier | null): number {
  return note === null || verifier === null ? -1 : (openCheckpoint({ note, verifier })?.size ?? -1)
}

/** @throws Fault `SOURCE_UNREADABLE` when it is no bundle that this version can read. */
export async function verifyBundle(
  rules: BundleRules,
  source: BundleSource,
  trust: BundleTrust,
): Promise<AuditReport> {
  const findings = createFindings()
  const { manifest, chunks, verifier, checkpoint, rotations, witnesses } = await open(source, trust, findings)
  const { from, to, size, before, after } = manifest.range
  if (from > 0) findings.incomplete('START_LEFT_OUT', { index: from })
  if (to < size) findings.incomplete('END_LEFT_OUT', { index: to })
  if (!manifest.receipts) findings.incomplete('RECEIPTS_LEFT_OUT')

  const [scopes, snapshots] = [new Map<string, string>(), new Map<string, string>()]
  await heldLines({ chunks }, SCOPES, scopeLine, ({ hash, scope }) => scopes.set(hash, canonicalJson(scope)))
  await heldLines({ chunks }, SNAPSHOTS, snapshotLine, ({ digest, body }) => snapshots.set(digest, body))
  const bundledOlder = await text({ chunks }, OLDER)
  const consistency = await text({ chunks }, CONSISTENCY)

  const coverage = createCoverage(findings)
  const payloadChunks = chunks(PAYLOADS)
  const payloads = besideEntries(
    payloadChunks === null ? null : linesOf(payloadChunks, MOST_LINE_BYTES),
    payloadLine,
    PAYLOADS,
  )
  const receiptChunks = chunks(RECEIPTS)
  const receipts = besideEntries(
    receiptChunks === null ? null : linesOf(receiptChunks, MOST_LINE_BYTES),
    receiptLine,
    RECEIPTS,
  )
  const decisions =
    verifier === null
      ? null
      : createDecisionCheck({ verifier, ...rules }, manifest.account, {
          scope: async (hash) => scopes.get(hash) ?? null,
          snapshot: async (digest) => snapshots.get(digest) ?? null,
        })

  const records = keyRecords(rotations)
  const reading = readEntriesFrom(hashesIn(before), coveringSpans(0, from))
  const olderAt = olderSize(trust.older, verifier)
  let atOlder: string | null = olderAt === from && from > 0 ? reading.tree.root().toString('hex') : null
  let broken = false
  const entryChunks = chunks(ENTRIES)
  if (entryChunks !== null)
    for await (const lines of linesOf(entryChunks, MOST_LINE_BYTES)) {
      // To the end in any case: the file's digest is known there.
      if (broken) continue
      for (const line of lines) {
        const entry = reading.read(line)
        if (typeof entry === 'string') {
          findings.tampered(entry, { index: reading.tree.size })
          broken = true
          break
        }
        if (entry.commit !== null || entry.kids.length > 0)
          coverage.note(entry, stateOf(entry, entry.commit === null ? null : await payloads.of(entry.index)))
        const ofKeys = entry.type.startsWith('key.r') ? keyEntryOf(entry.text) : null
        if (ofKeys !== null && !records.matches(entry.index, ofKeys))
          findings.tampered('KEY_ROTATION_DIFFERS', { index: entry.index })
        if (entry.type === 'key.retired' || entry.type === 'retention.executed') decisions?.note(entry.text)
        if (entry.type === 'gate.decided' && manifest.receipts) {
          const named = receiptNamedBy(entry.text)
          const line = named === null ? null : await receipts.of(entry.index)
          const held =
            line === null ? undefined : { receipt: canonicalJson(line.receipt), signature: line.signature }
          const problem =
            named === null ? null : ((await decisions?.problemOf(entry.index, named, held)) ?? null)
          if (problem !== null) findings.tampered(problem, { index: entry.index })
        }
        if (reading.tree.size === olderAt) atOlder = reading.tree.root().toString('hex')
      }
    }
  // A record of an entry that is in nobody's log: after the end, or in it and not there.
  for (const index of broken
    ? []
    : [...records.unmet(from, to), ...records.unmet(size, Number.MAX_SAFE_INTEGER)])
    findings.tampered('KEY_ROTATION_DIFFERS', { index })
  await payloads.finish()
  await receipts.finish()
  for (const index of payloads.strays) findings.tampered('PAYLOAD_UNEXPECTED', { index })
  for (const index of receipts.strays) findings.tampered('RECEIPT_UNEXPECTED', { index })

  if (!broken && reading.tree.size !== to) findings.tampered('ENTRY_MISSING', { index: reading.tree.size })
  for (const [at, span] of coveringSpans(to, size).entries())
    if (reading.tree.size < size) reading.tree.push(Buffer.from(after[at] ?? '', 'hex'), span)
  const rootHash = reading.tree.root().toString('hex')
  if (checkpoint !== null && (checkpoint.size !== size || checkpoint.rootHash !== rootHash))
    findings.tampered('CHECKPOINT_MISMATCH', { index: size })
  if (olderAt === size) atOlder = rootHash
  for (const index of decisions?.missing() ?? [])
    if (to < size || broken) findings.incomplete('RECEIPTS_LEFT_OUT', { index })
    else findings.tampered('RECEIPT_MISSING', { index })
  coverage.finish(findings, to < size || manifest.payloads === 'none' || broken)
  // Said to be opened, and kept shut all the same.
  if (manifest.payloads === 'open' && coverage.counts.sealed > 0) findings.incomplete('PAYLOADS_LEFT_OUT')
  const path = (consistency ?? '').split('\n').filter((line) => line !== '')
  if (trust.older !== null && verifier !== null)
    await checkOlder(
      { chunks, findings, verifier },
      trust.older,
      { size, root: rootHash, atOlder },
      { note: bundledOlder, path: path.map((hash) => Buffer.from(hash, 'base64')) },
    )
  return {
    account: manifest.account,
    entries: { from, to, size },
    rootHash,
    ...findings.verdict,
    payloads: coverage.counts,
    decisions: {
      receipts: decisions?.counts.decisions ?? 0,
      removed: decisions?.counts.removed ?? 0,
      recomputed: decisions?.counts.recomputed ?? 0,
    },
    witnesses,
  }
}
