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
  type StoredEntry,
  signNote,
  trustPolicyText,
  verifierOf,
  type WitnessKey,
  widened,
} from '../audit/index.ts'
import { receiptNamedBy } from '../decisions/index.ts'
import type { Keyring } from '../keys.ts'
import { absentWords } from './absent-words.ts'
import { countedFile } from './counted-file.ts'
import { keysOfPage, payloadLineOf, receiptLineOf } from './entry-lines.ts'
import { type BundleRows, besidePage, entryPages, type PageRooms, pages } from './entry-pages.ts'
import type { BundleSink } from './files.ts'
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

export interface BundleRooms extends PageRooms {
  readonly keys: Pick<Keyring, 'personKey'>
  readonly signer: NoteSigner
  readonly witnesses: readonly WitnessKey[]
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

/** Almost every ticket has one. */
const SCOPES_AT_A_TIME = 20

const timed = z.object({ at: z.string() })

function momentOf({ header }: StoredEntry): number {
  return Date.parse(timed.parse(JSON.parse(header)).at)
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
  for await (const entries of entryPages(rooms, accountId, 0, size))
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
  for await (const entries of entryPages(rooms, accountId, from, to))
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
 * @returns the manifest. @throws Fault `AUDIT_CHAIN_BROKEN` where the store has not what the checkpoint signs,
 * `CONFLICT` when somebody was erased meanwhile.
 */
export async function writeBundle(
  rooms: BundleRooms,
  order: BundleOrder,
  sink: BundleSink,
): Promise<Manifest> {
  try {
    return await writeAll(rooms, order, sink)
  } catch (error) {
    await sink.abandon()
    throw error
  }
}

async function writeAll(rooms: BundleRooms, order: BundleOrder, sink: BundleSink): Promise<Manifest> {
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
    const file = await countedFile(sink, name)
    await file.write(text)
    files[name] = await file.close()
  }

  const out = {
    entries: await countedFile(sink, ENTRIES),
    payloads: order.payloads === 'none' ? null : await countedFile(sink, PAYLOADS),
    receipts: await countedFile(sink, RECEIPTS),
  }
  const [scopes, snapshots] = [new Set<string>(), new Set<string>()]
  const absent = absentWords()
  const [words, open] = [order.payloads !== 'none', order.payloads === 'open']
  const read = (tx: BundleRows, first: number, span: number) =>
    besidePage(tx, accountId, { first, span, words })
  for await (const { entries, beside } of pages(rooms, accountId, { from, to }, read)) {
    const lines = { entries: '', payloads: '', receipts: '' }
    const keyOf = keysOfPage(rooms.keys, accountId, beside.wrapped)
    for (const { index, header } of entries) {
      lines.entries += `${header}\n`
      const payload = beside.payloads.get(index)
      const line = payload === undefined ? null : payloadLineOf(keyOf, payload, { header, open })
      if (line !== null) lines.payloads += line
      absent.note(header, line !== null)
      const named = receiptNamedBy(header)
      const decision = named === null ? undefined : beside.decisions.get(index)
      if (named === null || decision === undefined) continue
      const receipt = receiptLineOf(index, decision, named)
      lines.receipts += receipt.text
      if (receipt.restsOn === null) continue
      scopes.add(receipt.restsOn.scope)
      snapshots.add(receipt.restsOn.snapshot)
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
    await absent.refuseWhenCoveredBy(entryPages(rooms, accountId, size, grown))
  }

  const scopeFile = await countedFile(sink, SCOPES)
  const hashes = [...scopes].sort()
  for (let at = 0; at < hashes.length; at += SCOPES_AT_A_TIME) {
    const held = await rooms.transact(async (tx) => {
      const texts: { hash: string; text: string | null }[] = []
      for (const hash of hashes.slice(at, at + SCOPES_AT_A_TIME))
        texts.push({ hash, text: await tx.decidedScope(accountId, hash) })
      return texts
    })
    await rooms.pause()
    for (const { hash, text } of held)
      if (text !== null) await scopeFile.write(`${canonicalJson({ hash, scope: JSON.parse(text) })}\n`)
  }
  files[SCOPES] = await scopeFile.close()
  const snapshotFile = await countedFile(sink, SNAPSHOTS)
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
