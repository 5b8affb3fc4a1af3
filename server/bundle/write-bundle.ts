/** Packs a log, or a part of it, with all that is needed to check it elsewhere. Reads page by page. */
import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { AccountId } from '../../src/domain/account.ts'
import { Fault } from '../../src/domain/fault.ts'
import {
  canonicalJson,
  consistencyPath,
  coveringSpans,
  growingTree,
  type KeyRotation,
  type NoteSigner,
  openCheckpoint,
  openPayload,
  type StoredEntry,
  type StoredPayload,
  signNote,
  trustPolicyText,
  verifierOf,
  type WitnessKey,
  widened,
} from '../audit/index.ts'
import { type DecisionRows, receiptNamedBy } from '../decisions/index.ts'
import type { Keyring, Transact } from '../keys.ts'
import { absentWords } from './absent-words.ts'
import type { BundleSink, FileSink } from './files.ts'
import {
  CHECKPOINT,
  CONSISTENCY,
  ENTRIES,
  FORMAT,
  type LISTED,
  MANIFEST,
  MANIFEST_NOTE,
  type Manifest,
  manifestText,
  OLDER,
  PAYLOADS,
  POLICY,
  RECEIPTS,
  ROTATIONS,
  SCOPES,
  SNAPSHOTS,
} from './format.ts'

/** What a bundle asks of a transaction. */
export interface BundleRows extends DecisionRows {
  requesterByRef(
    accountId: AccountId,
    requesterRef: string,
  ): Promise<{ readonly requesterRef: string; readonly wrappedKey: string } | null>
}

export interface BundleRooms {
  readonly transact: Transact<BundleRows>
  readonly keys: Pick<Keyring, 'personKey'>
  readonly signer: NoteSigner
  readonly witnesses: readonly WitnessKey[]
  /** Lets everybody else have a turn: a server that packs its log goes on drafting. */
  readonly pause: () => Promise<void>
}

export interface BundleOrder {
  readonly accountId: AccountId
  readonly made: string
  /** The newest signed checkpoint: what the bundle is proved against. */
  readonly checkpoint: string
  /** Entry numbers, or moments: from the first entry at or after `from` up to the last before `to`. */
  readonly from: number | Date | null
  readonly to: number | Date | null
  readonly payloads: Manifest['payloads']
  /** An older checkpoint, for whoever kept it: the bundle proves that this log continues it. */
  readonly older: string | null
  /** Every record of the log's keys, the oldest first. */
  readonly rotations: readonly KeyRotation[]
}

const PAGE = 250
/** Of so many entries the words are opened and written before others have a turn: a few milliseconds. */
const AT_A_TIME = 50

const namesWords = z.object({ id: z.string(), commit: z.string() })
const restsOn = z.object({
  scope: z.object({ hash: z.string() }),
  articles: z.object({ snapshot: z.string() }),
})

/** A file whose length and digest are known at its end. */
async function counted(sink: BundleSink, name: string) {
  const [file, digest]: [FileSink, ReturnType<typeof createHash>] = [
    await sink.open(name),
    createHash('sha256'),
  ]
  let bytes = 0
  return {
    async write(text: string): Promise<void> {
      digest.update(text, 'utf8')
      bytes += Buffer.byteLength(text, 'utf8')
      await file.write(text)
    },
    async close() {
      await file.close()
      return { bytes, sha256: digest.digest('hex') }
    },
  }
}

const timed = z.object({ at: z.string() })

function momentOf({ header }: StoredEntry): number {
  return Date.parse(timed.parse(JSON.parse(header)).at)
}

async function* pages(
  { transact }: BundleRooms,
  accountId: AccountId,
  from: number,
  to: number,
): AsyncGenerator<readonly StoredEntry[]> {
  for (let at = from; at < to; ) {
    const entries = await transact((tx) => tx.auditEntries(accountId, at, Math.min(PAGE, to - at)))
    if (entries.length === 0) throw new Fault('AUDIT_CHAIN_BROKEN', `entry ${at} of the audit log is missing`)
    yield entries
    at += entries.length
  }
}

/** Place of the first entry at or after a moment. The clock may have gone back: the first one counts. */
async function placeOf(
  rooms: BundleRooms,
  accountId: AccountId,
  at: number | Date | null,
  size: number,
  otherwise: number,
): Promise<number> {
  if (at === null) return otherwise
  if (typeof at === 'number') return Math.min(at, size)
  for await (const entries of pages(rooms, accountId, 0, size))
    for (const entry of entries) if (momentOf(entry) >= at.getTime()) return entry.index
  return size
}

/** Root hashes of the subtrees `[from, to)` is covered by, from the leaf hashes as they are stored. */
async function subtrees(
  rooms: BundleRooms,
  accountId: AccountId,
  from: number,
  to: number,
): Promise<readonly Buffer[]> {
  const spans = coveringSpans(from, to)
  const [roots, at] = [[] as Buffer[], { span: 0 }]
  let tree = growingTree()
  for await (const entries of pages(rooms, accountId, from, to))
    for (const { leafHash } of entries) {
      tree.push(Buffer.from(leafHash, 'hex'))
      if (tree.size !== spans[at.span]) continue
      roots.push(tree.root())
      tree = growingTree()
      at.span += 1
    }
  return roots
}

function olderThan(order: BundleOrder, rooms: BundleRooms, size: number) {
  if (order.older === null) return null
  const verifier = widened(verifierOf(rooms.signer), order.rotations)
  const opened = openCheckpoint({ note: order.older, verifier })
  if (opened === null || opened.size > size)
    throw new Fault('BAD_REQUEST', 'the older checkpoint is not one of this log, or it is a newer one')
  return opened
}

/**
 * `null` when the words do not open as those that the entry was made with: changed, or under a key that is not the
 * person's any more. They are left out, so that whoever checks the bundle sees that they are missing.
 */
function payloadText(
  rooms: BundleRooms,
  accountId: AccountId,
  { index, kid, requesterRef, sealed }: StoredPayload,
  at: { readonly header: string; readonly wrappedKey: string; readonly open: boolean },
): string | null {
  const { header } = at
  const entry = namesWords.safeParse(JSON.parse(header))
  if (!entry.success) return null
  const { id, commit } = entry.data
  try {
    const key = rooms.keys.personKey(at.wrappedKey, `${accountId}/${requesterRef}`)
    const text = openPayload(key, { id, commit, kid, header }, sealed)
    if (text === null) return null
    return canonicalJson(
      at.open
        ? { index, kid, commitKey: key.commitKey(id), value: JSON.parse(text) }
        : { index, kid, sealed },
    )
  } catch (error) {
    if (error instanceof Fault) return null
    throw error
  }
}

/**
 * @returns the manifest. @throws Fault `AUDIT_CHAIN_BROKEN` where the store has not what the checkpoint signs,
 * `CONFLICT` when somebody was erased meanwhile.
 */
export async function writeBundle(
  rooms: BundleRooms,
  order: BundleOrder,
  sink: BundleSink,
): Promise<Manifest> {
  const { accountId } = order
  // By the key that signs now: readers follow the records to it, and ask for its signature.
  const verifier = verifierOf({ ...rooms.signer, retiring: null })
  const signed = openCheckpoint({ note: order.checkpoint, verifier })
  if (signed === null)
    throw new Fault('AUDIT_CHAIN_BROKEN', 'the checkpoint is not signed by this installation')
  const { size } = signed
  const from = await placeOf(rooms, accountId, order.from, size, 0)
  const to = Math.max(from, await placeOf(rooms, accountId, order.to, size, size))
  const older = olderThan(order, rooms, size)
  const files: Manifest['files'] = {}
  const whole = async (name: (typeof LISTED)[number], text: string) => {
    const file = await counted(sink, name)
    await file.write(text)
    files[name] = await file.close()
  }

  const out = {
    entries: await counted(sink, ENTRIES),
    payloads: order.payloads === 'none' ? null : await counted(sink, PAYLOADS),
    receipts: await counted(sink, RECEIPTS),
  }
  const [scopes, snapshots] = [new Set<string>(), new Set<string>()]
  const absent = absentWords()
  for await (const entries of pages(rooms, accountId, from, to)) {
    const first = entries[0]?.index ?? 0
    const beside = await rooms.transact(async (tx) => {
      const payloads = out.payloads === null ? [] : await tx.auditPayloads(accountId, first, entries.length)
      const wrapped = new Map<string, string>()
      for (const { requesterRef } of payloads)
        if (!wrapped.has(requesterRef))
          wrapped.set(requesterRef, (await tx.requesterByRef(accountId, requesterRef))?.wrappedKey ?? '')
      return { payloads, wrapped, decisions: await tx.decisionsFrom(accountId, first, entries.length) }
    })
    const payloads = new Map(beside.payloads.map((one) => [one.index, one]))
    const decisions = new Map(beside.decisions.map((one) => [one.auditIndex, one]))
    const lines = { entries: '', payloads: '', receipts: '' }
    for (const { index, header } of entries) {
      if ((index - first) % AT_A_TIME === 0) await rooms.pause()
      lines.entries += `${header}\n`
      const payload = payloads.get(index)
      const wrappedKey = beside.wrapped.get(payload?.requesterRef ?? '') ?? ''
      const at = { header, wrappedKey, open: order.payloads === 'open' }
      const words = payload === undefined ? null : payloadText(rooms, accountId, payload, at)
      if (words !== null) lines.payloads += `${words}\n`
      absent.note(header, words !== null)
      const decision = receiptNamedBy(header) === null ? undefined : decisions.get(index)
      if (decision === undefined) continue
      const receipt: unknown = JSON.parse(decision.receipt)
      lines.receipts += `${canonicalJson({ index, receipt, signature: decision.signature })}\n`
      const rests = restsOn.safeParse(receipt)
      if (!rests.success) continue
      scopes.add(rests.data.scope.hash)
      snapshots.add(rests.data.articles.snapshot)
    }
    await out.entries.write(lines.entries)
    await out.payloads?.write(lines.payloads)
    await out.receipts.write(lines.receipts)
  }
  files[ENTRIES] = await out.entries.close()
  if (out.payloads !== null) files[PAYLOADS] = await out.payloads.close()
  files[RECEIPTS] = await out.receipts.close()
  if (out.payloads !== null && to === size) {
    const grown = (await rooms.transact((tx) => tx.auditHead(accountId)))?.tree.size ?? size
    await absent.refuseWhenCoveredBy(pages(rooms, accountId, size, grown))
  }

  const scopeFile = await counted(sink, SCOPES)
  for (const hash of [...scopes].sort()) {
    const text = await rooms.transact((tx) => tx.decidedScope(accountId, hash))
    if (text !== null) await scopeFile.write(`${canonicalJson({ hash, scope: JSON.parse(text) })}\n`)
  }
  files[SCOPES] = await scopeFile.close()
  const snapshotFile = await counted(sink, SNAPSHOTS)
  for (const digest of [...snapshots].sort()) {
    const body = await rooms.transact((tx) => tx.snapshot(accountId, digest))
    if (body !== null) await snapshotFile.write(`${canonicalJson({ digest, body })}\n`)
  }
  files[SNAPSHOTS] = await snapshotFile.close()

  await whole(CHECKPOINT, order.checkpoint)
  await whole(POLICY, trustPolicyText(verifier, rooms.witnesses))
  const rotations = order.rotations.filter(({ index }) => index < size)
  if (rotations.length > 0)
    await whole(ROTATIONS, rotations.map((each) => `${canonicalJson(each)}\n`).join(''))
  if (older !== null && order.older !== null) {
    await whole(OLDER, order.older)
    const path = await consistencyPath(older.size, size, async (lo, hi) => {
      const tree = growingTree()
      const roots = await subtrees(rooms, accountId, lo, hi)
      for (const [at, span] of coveringSpans(lo, hi).entries()) tree.push(roots[at] as Buffer, span)
      return tree.root()
    })
    await whole(CONSISTENCY, path.map((hash) => `${hash.toString('base64')}\n`).join(''))
  }

  const hexOf = (hashes: readonly Buffer[]) => hashes.map((hash) => hash.toString('hex'))
  const manifest: Manifest = {
    format: FORMAT,
    account: accountId,
    origin: signed.origin,
    made: order.made,
    range: {
      ...{ from, to, size },
      before: hexOf(await subtrees(rooms, accountId, 0, from)),
      after: hexOf(await subtrees(rooms, accountId, to, size)),
    },
    payloads: order.payloads,
    receipts: true,
    files,
  }
  const text = `${canonicalJson(manifest)}\n`
  const digest = createHash('sha256').update(text, 'utf8').digest('hex')
  for (const [name, content] of [
    [MANIFEST, text],
    [MANIFEST_NOTE, signNote(manifestText(signed.origin, digest), rooms.signer)],
  ] as const) {
    const file = await sink.open(name)
    await file.write(content)
    await file.close()
  }
  return manifest
}
