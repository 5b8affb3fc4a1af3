/** How long a bundle of a million entries takes to verify, beside a bare SHA-256 over the same bytes. */
import { createHash, generateKeyPairSync } from 'node:crypto'
import { createReadStream, createWriteStream, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { finished } from 'node:stream/promises'
import { folderSource } from '../server/adapters/bundle-folder.ts'
import { entryBytes, FIRST_PREV } from '../server/audit/entry.ts'
import {
  canonicalJson,
  checkpointText,
  growingTree,
  signNote,
  trustPolicyText,
  verifierOf,
} from '../server/audit/index.ts'
import { verifyBundle } from '../server/bundle/index.ts'
import { parseStoredScope, scopeHashOf } from '../server/tickets/index.ts'

const ENTRIES = Number(process.argv[2] ?? 1_000_000)
const signer = { name: 'vouch/bench', privateKey: generateKeyPairSync('ed25519').privateKey }

/** A real log's bytes without a store: entries as they are made, in a bundle. */
async function made(folder: string): Promise<string> {
  const out = createWriteStream(join(folder, 'entries.jsonl'))
  const tree = growingTree()
  const digest = createHash('sha256')
  let [prev, bytes, page] = [FIRST_PREV, 0, '']
  for (let index = 0; index < ENTRIES; index += 1) {
    const { header, leafHash } = entryBytes({
      v: 2,
      id: `019ab2c3-0000-7000-8000-${String(index).padStart(12, '0')}`,
      index,
      at: new Date(1_790_000_000_000 + index * 1_000).toISOString(),
      prev,
      type: 'draft.inserted',
      actor: { kind: 'agent', ref: 'q83vEjRWeJCrze8q83vEjRWeJCrze8q83vEjRWeJCrz' },
      object: { kind: 'draft', ref: '019ab2c3-0000-7000-8000-000000000001' },
      decision: 'insert',
      detail: { sentences: 3, of: 4 },
    })
    tree.push(leafHash)
    prev = leafHash.toString('hex')
    page += `${header}\n`
    if (page.length < 1_000_000 && index + 1 < ENTRIES) continue
    digest.update(page)
    bytes += page.length
    if (!out.write(page)) await new Promise<void>((resolve) => out.once('drain', () => resolve()))
    page = ''
  }
  out.end()
  await finished(out)
  const policy = trustPolicyText(verifierOf(signer), [])
  const size = ENTRIES
  const checkpoint = signNote(
    checkpointText({ origin: signer.name, size, rootHash: tree.root().toString('hex') }),
    signer,
  )
  const files: Record<string, object> = { 'entries.jsonl': { bytes, sha256: digest.digest('hex') } }
  for (const [name, text] of Object.entries({ checkpoint, 'policy.txt': policy })) {
    writeFileSync(join(folder, name), text)
    files[name] = { bytes: Buffer.byteLength(text), sha256: createHash('sha256').update(text).digest('hex') }
  }
  const manifest = `${canonicalJson({
    format: 'vouch-audit-bundle/v1',
    account: 'bench',
    origin: signer.name,
    made: '2026-11-27T00:00:00.000Z',
    range: { from: 0, to: size, size, before: [], after: [] },
    payloads: 'none',
    receipts: true,
    files,
  })}\n`
  writeFileSync(join(folder, 'manifest.json'), manifest)
  const signed = createHash('sha256').update(manifest).digest('hex')
  writeFileSync(
    join(folder, 'manifest.note'),
    signNote(`vouch-audit-bundle/v1\n${signer.name}\n${signed}\n`, signer),
  )
  return folder
}

async function bareHash(path: string): Promise<number> {
  const startedAt = performance.now()
  const digest = createHash('sha256')
  for await (const chunk of createReadStream(path, { highWaterMark: 2 ** 20 })) digest.update(chunk as Buffer)
  digest.digest()
  return (performance.now() - startedAt) / 1_000
}

const folder = mkdtempSync(join(tmpdir(), 'vouch-bench-'))
try {
  await made(folder)
  const bytes = statSync(join(folder, 'entries.jsonl')).size
  const bare = await bareHash(join(folder, 'entries.jsonl'))
  const [startedAt, before] = [performance.now(), process.cpuUsage()]
  const policy = {
    logs: [verifierOf(signer)],
    witnesses: new Map(),
    groups: new Map(),
    quorum: 'none',
  }
  const report = await verifyBundle(
    { parseScope: parseStoredScope, scopeHash: scopeHashOf },
    folderSource(folder),
    { policy, older: null },
  )
  const seconds = (performance.now() - startedAt) / 1_000
  const cpu = process.cpuUsage(before).user / 1e6
  const rate = (over: number) => `${(bytes / over / 1e6).toFixed(0)} MB/s`
  const memory = Math.round(process.memoryUsage().rss / 2 ** 20)
  console.log(
    `audit verify, ${ENTRIES} entries, ${(bytes / 1e6).toFixed(0)} MB: ${report.integrity}, ${report.completeness}`,
  )
  console.log(
    `  ${seconds.toFixed(1)} s (${cpu.toFixed(1)} s of one core), ${rate(seconds)}; a bare SHA-256 over the same bytes ${rate(bare)}; ${memory} MiB`,
  )
} finally {
  rmSync(folder, { recursive: true, force: true })
}
