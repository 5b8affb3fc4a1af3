/** A companion that has worked, one of its requesters erased, and bundles of its log. */
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { openKeyring } from '../../server/adapters/keyring.ts'
import { realWorld } from '../../server/adapters/world.ts'
import {
  canonicalJson,
  checkpointText,
  createAuditLog,
  growingTree,
  logSigner,
  type NoteSigner,
  signNote,
  storedLeafHash,
  verifierKeyText,
  verifierOf,
} from '../../server/audit/index.ts'
import { runCli } from '../../server/cli/main.ts'
import { draft, openedTicket, orderFor, REFUND_QUESTION, readyDraft, startDesk } from './drafting-desk.ts'
import { commandEnv, handOn, openStoreOf } from './store-of.ts'
import { tempFolder } from './temp-folder.ts'

export interface Ran {
  readonly code: number
  readonly out: string
  readonly err: string
}

export async function vouch(...args: string[]): Promise<Ran> {
  const [out, err]: [string[], string[]] = [[], []]
  const code = await runCli(args, {
    out: (line) => out.push(line),
    err: (line) => err.push(line),
    env: commandEnv(args),
  })
  return { code, out: out.join('\n'), err: err.join('\n') }
}

export interface BundleGround {
  readonly dataDir: string
  /** A file with the log's verifier key, as it was made known. */
  readonly key: string
  /** The checkpoint of the moment before the last acts. */
  readonly earlier: string
}

/** Two people: one whose words are there, one who was erased. */
export async function bundleGround(): Promise<BundleGround> {
  const desk = await startDesk()
  await readyDraft(desk)
  await draft(desk, orderFor(await openedTicket(desk, '77'), REFUND_QUESTION, { requesterId: '77' }))
  await desk.stop()
  const { dataDir } = desk
  const earlier = join(tempFolder(), 'earlier.checkpoint')
  writeFileSync(earlier, readFileSync(join(dataDir, 'audit', 'acme.checkpoint')))
  const keys = openKeyring(dataDir)
  await shredded(dataDir, '77')
  const key = join(tempFolder(), 'log.key')
  const signer = logSigner(keys, 'acme')
  writeFileSync(key, `${verifierKeyText(verifierOf(signer))}\n`)
  return { dataDir, key, earlier }
}

/** Takes a person's sealed words away, and says so. */
export async function shredded(dataDir: string, requesterId: string): Promise<void> {
  const keys = openKeyring(dataDir)
  const store = await openStoreOf(dataDir)
  await store.transact(async (tx) => {
    const gone = await tx.requesterByDigest('acme', keys.digest('requester', 'acme', requesterId))
    const requesterRef = gone?.requesterRef ?? ''
    await createAuditLog(realWorld, keys).append(tx, 'acme', {
      type: 'erasure.executed',
      actor: { kind: 'agent', ref: 'ag_1' },
      object: { kind: 'requester', ref: requesterRef },
      decision: 'erased',
      detail: { kids: await tx.auditPayloadKids('acme', requesterRef) },
    })
    await tx.dropAuditPayloads('acme', requesterRef)
  })
  await store.close()
}

const OFFICER = '14'

/** Somebody of compliance in an account that needs no second person. */
function permitOpenWords(dataDir: string): void {
  const database = handOn(dataDir)
  const at = '2026-01-01T00:00:00.000Z'
  database
    .prepare('insert or ignore into agent_role values (?, ?, ?, ?)')
    .run('acme', OFFICER, 'compliance', at)
  database.prepare('insert or ignore into four_eyes values (?, ?, ?, ?)').run('acme', 1, 'off', at)
  database.close()
}

/** A new bundle; its path does not exist before. */
export async function exported(
  { dataDir }: BundleGround,
  name = 'bundle',
  ...args: string[]
): Promise<string> {
  const path = join(tempFolder(), name)
  const open = args.includes('open')
  if (open) permitOpenWords(dataDir)
  const who = open ? ['--as', OFFICER] : []
  const { code, err } = await vouch('audit', 'export', '--data', dataDir, ...args, ...who, path)
  if (code !== 0) throw new Error(`no bundle: ${err}`)
  return path
}

/** A copy that a test may do anything to. */
export function copied(bundle: string): string {
  const folder = join(tempFolder(), 'bundle')
  cpSync(bundle, folder, { recursive: true })
  return folder
}

const read = (folder: string, name: string) => readFileSync(join(folder, name), 'utf8')

export function linesOf(folder: string, name: string): string[] {
  return read(folder, name).split('\n').slice(0, -1)
}

export function putLines(folder: string, name: string, lines: readonly string[]): void {
  writeFileSync(join(folder, name), lines.map((line) => `${line}\n`).join(''))
}

/** A signer of the installation itself: somebody who has its folder of keys. */
export function insider({ dataDir }: Pick<BundleGround, 'dataDir'>): NoteSigner {
  return logSigner(openKeyring(dataDir), 'acme')
}

/** Lists the files as they are now and signs the list: what whoever holds the log's key can always do. */
export function repacked(folder: string, signer: NoteSigner, change: object = {}): void {
  const files = Object.fromEntries(
    readdirSync(folder)
      .filter((name) => !name.startsWith('manifest.'))
      .map((name) => {
        const bytes = readFileSync(join(folder, name))
        return [name, { bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') }]
      }),
  )
  const text = `${canonicalJson({ ...JSON.parse(read(folder, 'manifest.json')), files, ...change })}\n`
  const digest = createHash('sha256').update(text).digest('hex')
  writeFileSync(join(folder, 'manifest.json'), text)
  writeFileSync(
    join(folder, 'manifest.note'),
    signNote(`vouch-audit-bundle/v1\n${signer.name}\n${digest}\n`, signer),
  )
}

/** Makes numbers, links, tree and checkpoint fit to whatever the entries say now, and signs all of it. */
export function rewritten(
  folder: string,
  signer: NoteSigner,
  headers: readonly string[],
  spelled: (entry: object) => string = canonicalJson,
): void {
  const tree = growingTree()
  let prev = '0'.repeat(64)
  const lines = headers.map((header, index) => {
    const line = spelled({ ...JSON.parse(header), index, prev })
    const leaf = storedLeafHash(line)
    prev = leaf.toString('hex')
    tree.push(leaf)
    return line
  })
  putLines(folder, 'entries.jsonl', lines)
  const { size } = tree
  const text = checkpointText({ origin: 'vouch/acme', size, rootHash: tree.root().toString('hex') })
  writeFileSync(join(folder, 'checkpoint'), signNote(text, signer))
  repacked(folder, signer, { range: { from: 0, to: size, size, before: [], after: [] } })
}

export interface SecondVerdict {
  readonly code: number
  readonly tampered?: readonly string[]
  readonly rootHash?: string
}

/** The second implementation, once for many bundles. */
export function secondVerifier(bundles: readonly string[], ...args: string[]): readonly SecondVerdict[] {
  const script = new URL('../second-verifier/verify.py', import.meta.url).pathname
  const { stdout, stderr } = spawnSync('python3', [script, ...args, '--', ...bundles], {
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  })
  const verdicts = stdout
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as SecondVerdict)
  if (verdicts.length !== bundles.length) throw new Error(`python3 is needed for this test: ${stderr}`)
  return verdicts
}
