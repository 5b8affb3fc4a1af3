/**
 * `vouch backup`: a copy of the store beside a running server, with a manifest; and apart from it a copy of the keys
 * that follows the data folder. The two never lie in one folder: a month's key that is destroyed must end old backups.
 */
import { copyFileSync, existsSync, mkdirSync, readdirSync, realpathSync, renameSync, rmSync } from 'node:fs'
import { basename, dirname, join, resolve, sep } from 'node:path'
import { parseArgs } from 'node:util'
import { Fault } from '../../src/domain/fault.ts'
import { KILL_SWITCH_FILE } from '../../src/domain/kill-switch.ts'
import { copyKeys, monthsOnlyIn, readPassphrase } from '../adapters/key-copy.ts'
import { withKeyLock } from '../adapters/key-lock.ts'
import { openKeyring } from '../adapters/keyring.ts'
import { syncFolder, writePrivate } from '../adapters/private-file.ts'
import { openSqliteStore } from '../adapters/sqlite-store.ts'
import { copyStore } from '../adapters/store-copy.ts'
import { STORE_FILE } from '../adapters/store-file.ts'
import { realWorld } from '../adapters/world.ts'
import { verifyAudit } from '../audit/index.ts'
import { codeVersion, projectRoot } from '../project-root.ts'
import { type BackupManifest, digestOf, MANIFEST_FILE, manifestText } from './backup-manifest.ts'
import { dataFolder } from './data-folder.ts'
import { besideOf, openInstallation, requireFile } from './installation.ts'
import type { Terminal } from './main.ts'

const USAGE =
  'usage: vouch backup [--to FOLDER] [--keys-to FOLDER [--passphrase-file FILE]] [--data DIR] [--json]'

function readArgs(args: readonly string[], env: Terminal['env']) {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        data: { type: 'string' },
        to: { type: 'string' },
        'keys-to': { type: 'string' },
        'passphrase-file': { type: 'string' },
        json: { type: 'boolean', default: false },
      },
    })
    const keysTo = values['keys-to']
    const passphraseFile = values['passphrase-file']
    if (values.to === undefined && keysTo === undefined) throw new Error('nothing to do')
    if (keysTo === undefined && passphraseFile !== undefined) throw new Error('seals keys')
    return {
      data: dataFolder(values.data, env),
      to: values.to === undefined ? null : resolve(values.to),
      keysTo: keysTo === undefined ? null : resolve(keysTo),
      passphrase: passphraseFile === undefined ? null : readPassphrase(passphraseFile),
      json: values.json,
    }
  } catch (cause) {
    throw cause instanceof Fault ? cause : new Fault('BAD_REQUEST', USAGE, cause)
  }
}

/** How long somebody who changes keys is waited for. */
const PATIENCE_MS = 10_000
const DUMPED = 'copy it with pg_dump, and the keys with --keys-to alone (docs/postgresql.md)'
/** Where a folder really lies, through links; of one that is not there yet, where its nearest parent does. */
function realPlace(folder: string): string {
  if (existsSync(folder)) return realpathSync(folder)
  const parent = dirname(folder)
  return parent === folder ? folder : join(realPlace(parent), basename(folder))
}
const holds = (outer: string, inner: string) => inner === outer || inner.startsWith(`${outer}${sep}`)

/** @throws Fault `CONFLICT`: in one folder they would be copied, kept and stolen together. */
function requireApart(named: readonly (readonly [string, string | null])[]): void {
  const places = named.map(([name, place]) => [name, place === null ? null : realPlace(place)] as const)
  for (const [name, place] of places)
    for (const [other, elsewhere] of places)
      if (name !== other && place !== null && elsewhere !== null && holds(place, elsewhere))
        throw new Fault('CONFLICT', `${other} must not lie in ${name}: each needs a folder of its own`)
}

async function logsOf(file: string): Promise<BackupManifest['logs']> {
  const store = await openSqliteStore(file, { readonly: true })
  try {
    const logs: BackupManifest['logs'] = []
    for (const accountId of await store.transact((tx) => tx.auditedAccounts())) {
      const found = await store.transact((tx) => verifyAudit(tx, accountId, null))
      if (found.verdict !== 'intact' && found.problem !== 'CHECKPOINT_MISSING')
        throw new Fault(
          'AUDIT_CHAIN_BROKEN',
          `the log of ${accountId} does not hold (${found.problem}): no backup was made of it`,
        )
      logs.push({ accountId, entries: found.entries, root: found.rootHash })
    }
    return logs
  } finally {
    await store.close()
  }
}

function requireKeys(data: string): void {
  if (!['master.key', 'checkpoint.key'].every((file) => existsSync(join(data, file))))
    throw new Fault('SOURCE_UNREADABLE', `the keys of this installation are not in ${data}`)
}

async function backUpStore(
  data: string,
  to: string,
  stops: string,
): Promise<BackupManifest & { readonly folder: string }> {
  requireKeys(data)
  const keys = openKeyring(data)
  const made = realWorld.now().toISOString()
  const folder = join(to, `vouch-${made.replace(/[-:]/g, '').replace(/\..*$/, 'Z')}`)
  if (existsSync(folder)) throw new Fault('CONFLICT', `${folder} is there already`)
  // Under another name until it is whole: what breaks off must not look like a backup.
  const half = `${folder}.half`
  rmSync(half, { recursive: true, force: true })
  mkdirSync(join(half, 'audit'), { recursive: true, mode: 0o700 })
  try {
    // Before the store: a checkpoint of later would say that the copy has lost entries.
    const beside = existsSync(join(data, 'audit')) ? readdirSync(join(data, 'audit')) : []
    const names = [STORE_FILE]
    for (const name of beside.filter((each) => /^[a-z0-9_-]+\.(?:checkpoint|keys)$/.test(each))) {
      copyFileSync(join(data, 'audit', name), join(half, 'audit', name))
      names.push(`audit/${name}`)
    }
    if (existsSync(stops)) {
      copyFileSync(stops, join(half, KILL_SWITCH_FILE))
      names.push(KILL_SWITCH_FILE)
    }
    const { schema, months } = await copyStore(join(data, STORE_FILE), join(half, STORE_FILE))
    const logs = await logsOf(join(half, STORE_FILE))
    const files: BackupManifest['files'] = []
    for (const name of names) files.push({ name, ...(await digestOf(join(half, name))) })
    const { generation, kid } = keys.master
    const manifest: BackupManifest = {
      ...{ v: 1, made, version: codeVersion(projectRoot()), schema },
      ...{ master: { generation, kid }, months: [...months], logs, files },
    }
    writePrivate(join(half, MANIFEST_FILE), manifestText(manifest, keys))
    renameSync(half, folder)
    syncFolder(to)
    return { ...manifest, folder }
  } catch (error) {
    rmSync(half, { recursive: true, force: true })
    throw error
  }
}

/**
 * A month that the folder has lost looks like one that was destroyed in it, and the copy would lose it too.
 * @throws Fault `CONFIG_INVALID` while keys of people are under it.
 */
async function requireUnneeded(
  months: readonly string[] | null,
  { data, keysTo }: { readonly data: string; readonly keysTo: string },
  env: Terminal['env'],
): Promise<void> {
  if (months?.length === 0) return
  const there = openKeyring(data).epochs.list()
  const store = await openInstallation({ data, account: undefined, env, readonly: true })
  try {
    const counted = await store.transact((tx) => tx.keysByEpoch())
    const isLost = (epoch: string) =>
      months === null ? epoch !== '' && !there.includes(epoch) : months.includes(epoch)
    const lost = [
      ...new Set(counted.flatMap(({ epoch, count }) => (count > 0 && isLost(epoch) ? [epoch] : []))),
    ]
    if (lost.length > 0)
      throw new Fault(
        'CONFIG_INVALID',
        `the key of ${lost.join(', ')} is gone from ${join(data, 'keys')}, and keys of people are under it: bring it back from ${keysTo}, which was left as it is (docs/operations/keys.md#a-key-is-lost)`,
      )
  } finally {
    await store.close()
  }
}

async function backUpKeys(
  {
    data,
    keysTo,
    passphrase,
  }: { readonly data: string; readonly keysTo: string; readonly passphrase: string | null },
  env: Terminal['env'],
): Promise<number> {
  requireKeys(data)
  // They open one another: half of them would take the place of a whole copy.
  const installation = openKeyring(data).digest('key-copy')
  await requireUnneeded(monthsOnlyIn(keysTo, passphrase, data), { data, keysTo }, env)
  return copyKeys({ dataDir: data, ...besideOf(data, env), installation }, keysTo, passphrase)
}

/** @returns 0 done. @throws Fault; then no backup was left that is not whole. */
export async function runBackup(args: readonly string[], terminal: Terminal): Promise<number> {
  const { data, to, keysTo, passphrase, json } = readArgs(args, terminal.env)
  requireApart([
    ['the data folder', data],
    ['the backup', to],
    ['the copy of the keys', keysTo],
  ])
  if (to !== null) requireFile(data, terminal.env, DUMPED)
  const { stops } = besideOf(data, terminal.env)
  const backup = to === null ? null : await backUpStore(data, to, stops)
  // Not between two files of a rotation: they would not belong together.
  const keyFiles =
    keysTo === null
      ? null
      : await withKeyLock(data, PATIENCE_MS, () => backUpKeys({ data, keysTo, passphrase }, terminal.env))
  if (json) {
    terminal.out(JSON.stringify({ backup, keyFiles }))
    return 0
  }
  if (backup !== null) {
    terminal.out(`${backup.folder}: schema ${backup.schema}, ${backup.files.length} files, whole`)
    for (const { accountId, entries, root } of backup.logs)
      terminal.out(`${accountId}: ${entries} entries, root ${root}`)
    if (backup.master !== undefined)
      terminal.out(`it needs master key ${backup.master.generation} (${backup.master.kid}), or a later one`)
    if (keyFiles === null)
      terminal.out('the keys are not in it, and nothing in it opens without them: keep them with --keys-to')
  }
  if (keyFiles !== null)
    terminal.out(
      `${keysTo}: ${keyFiles} keys${passphrase === null ? '' : ', sealed'}, and what there is of journal of erasures, stops, connection and checkpoints, as they are now`,
    )
  return 0
}
