/** `vouch audit export OUT`: packs the log of an installation for somebody who has neither its store nor its keys. */
import { createWriteStream, existsSync, readFileSync } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { resolve } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { parseArgs } from 'node:util'
import { Fault } from '../../src/domain/fault.ts'
import { folderSink } from '../adapters/bundle-folder.ts'
import { zipOfFolder } from '../adapters/bundle-zip.ts'
import { checkpointFiles, cosignedFiles } from '../adapters/checkpoint-files.ts'
import { realWorld } from '../adapters/world.ts'
import { createAuditLog, createCheckpoints, logSigner } from '../audit/index.ts'
import { type Manifest, newestNote, writeBundle } from '../bundle/index.ts'
import { refuseOpenLog } from '../dossier/index.ts'
import type { Keyring } from '../keys.ts'
import { accountIn, runAuditProof } from './audit-proof.ts'
import { dataFolder } from './data-folder.ts'
import { type Installation, openInstallation } from './installation.ts'
import { runLogKey } from './log-key.ts'
import type { Terminal } from './main.ts'

const USAGE =
  'usage: vouch audit export [--data DIR] [--account ID] [--from N|DATE] [--to N|DATE] [--since CHECKPOINT] [--payloads sealed|none | --payloads open --as AGENT_ID] OUT'

function placeIn(text: string | undefined): number | Date | null {
  if (text === undefined) return null
  if (/^(0|[1-9][0-9]{0,14})$/.test(text)) return Number(text)
  const at = new Date(text)
  if (!/^\d{4}-\d{2}-\d{2}/.test(text) || Number.isNaN(at.getTime())) throw new Fault('BAD_REQUEST', USAGE)
  return at
}

function payloadsIn(text: string | undefined): 'sealed' | 'open' | 'none' {
  if (text === undefined || text === 'sealed') return 'sealed'
  if (text === 'open' || text === 'none') return text
  throw new Fault('BAD_REQUEST', USAGE)
}

function orderOf(args: readonly string[], env: Terminal['env']) {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        data: { type: 'string' },
        account: { type: 'string' },
        from: { type: 'string' },
        to: { type: 'string' },
        since: { type: 'string' },
        payloads: { type: 'string' },
        as: { type: 'string' },
      },
    })
    const [act, out, ...more] = positionals
    if (act !== 'export' || out === undefined || more.length > 0) throw new Fault('BAD_REQUEST', USAGE)
    if ((values.payloads === 'open') !== (values.as !== undefined)) throw new Fault('BAD_REQUEST', USAGE)
    return {
      data: dataFolder(values.data, env),
      account: values.account,
      from: placeIn(values.from),
      to: placeIn(values.to),
      older: values.since === undefined ? null : readFileSync(values.since, 'utf8'),
      payloads: payloadsIn(values.payloads),
      as: values.as,
      out: resolve(out),
    }
  } catch (cause) {
    throw cause instanceof Fault ? cause : new Fault('BAD_REQUEST', USAGE, cause)
  }
}

/**
 * Everybody's sealed words in clear: only for compliance, only on two people's word, and on record first.
 * @throws Fault `NOT_PERMITTED` or `SECOND_PERSON_NEEDED`.
 */
async function permitOpenWords(
  store: Installation,
  keys: Keyring,
  accountId: string,
  agentId: string,
): Promise<void> {
  const rooms = { world: realWorld, keys, audit: createAuditLog(realWorld, keys) }
  await store.transact(async (tx) => {
    const roles = await tx.rolesOf(accountId, agentId)
    if (!roles.includes('compliance'))
      throw new Fault('NOT_PERMITTED', 'only the role compliance takes out what was sealed')
    await refuseOpenLog(rooms, tx, { accountId, agentId, roles })
    await rooms.audit.append(tx, accountId, {
      type: 'audit.exported',
      actor: { kind: 'agent', ref: keys.digest('agent', accountId, agentId) },
      object: { kind: 'audit', ref: accountId },
      decision: 'exported',
      detail: { words: 'open' },
    })
  })
}

/** @returns 0 when it is written. @throws Fault `AUDIT_CHAIN_BROKEN` for a log that does not hold: nothing is signed. */
export async function runAudit(args: readonly string[], terminal: Terminal): Promise<number> {
  if (args[0] === 'proof') return runAuditProof(args, terminal)
  if (args[0] === 'rotate-key' || args[0] === 'retire-key') return runLogKey(args, terminal)
  const { data, account, out, as, ...order } = orderOf(args, terminal.env)
  if (existsSync(out)) throw new Fault('CONFLICT', `${out} is there already`)
  const store = await openInstallation({ data, account, env: terminal.env, readonly: as === undefined })
  try {
    const { keys } = store
    const chosen = await store.transact((tx) => accountIn(tx, store.account))
    if (as !== undefined) await permitOpenWords(store, keys, chosen, as)
    const signer = logSigner(keys, chosen)
    const checkpoints = createCheckpoints({
      transact: store.transact,
      shelf: checkpointFiles(data),
      signer: () => signer,
    })
    // Reads every entry that is not signed yet; a log that does not continue what was signed gets no bundle.
    await checkpoints.sign(chosen)
    const anchor = await checkpoints.anchor(chosen)
    if (anchor === null) throw new Fault('AUDIT_UNAVAILABLE', 'the log has no entry yet')
    // Beside its name first: what breaks off must not look like a bundle, nor be in the way of the next try.
    const folder = `${out}.${realWorld.newId()}.new`
    const packed = `${folder}.zip`
    let manifest: Manifest
    try {
      manifest = await writeBundle(
        { transact: store.transact, keys, signer, witnesses: [], pause: async () => undefined },
        {
          ...{ ...order, accountId: chosen, made: realWorld.now().toISOString() },
          rotations: anchor.rotations ?? [],
          checkpoint: newestNote(anchor.note, await cosignedFiles(data).read(chosen)),
        },
        await folderSink(folder),
      )
      if (out.endsWith('.zip')) {
        await pipeline(zipOfFolder(folder), createWriteStream(packed, { flags: 'wx', mode: 0o600 }))
        await rename(packed, out)
        await rm(folder, { recursive: true })
      } else await rename(folder, out)
    } catch (error) {
      await rm(folder, { recursive: true, force: true })
      await rm(packed, { force: true })
      throw error
    }
    const { from, to, size } = manifest.range
    terminal.out(`${chosen}: entries ${from} to ${to - 1} of ${size} are in ${out}`)
    return 0
  } finally {
    await store.close()
  }
}
