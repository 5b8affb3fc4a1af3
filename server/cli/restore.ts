/**
 * `vouch restore`: an operator says that the store was brought back from a backup. The log then goes on from where
 * the backup ends, and says so itself: what it had been, how much of it is gone, and whose word that was.
 */
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { Fault } from '../../src/domain/fault.ts'
import { checkpointFiles } from '../adapters/checkpoint-files.ts'
import { erasureJournal } from '../adapters/erasure-journal.ts'
import { readPassphrase } from '../adapters/key-copy.ts'
import { realWorld } from '../adapters/world.ts'
import {
  type Checkpoint,
  checkpointText,
  createAuditLog,
  logSigner,
  openCheckpoint,
  rootHash,
  signNote,
  verifierOf,
  verifyAudit,
} from '../audit/index.ts'
import { dataDirIn } from '../config.ts'
import { replayNoes } from '../consent/index.ts'
import { dataFolder } from './data-folder.ts'
import { besideOf, journalOf, openInstallation, placeIn, requireFile } from './installation.ts'
import type { Terminal } from './main.ts'
import { type RestoreFromOrder, type RestoreKeysOrder, restoreFrom, restoreKeys } from './restore-from.ts'

const USAGE =
  'usage: vouch restore [--data DIR] [--account ID] [--acknowledge --as AGENT_ID], or: vouch restore --from BACKUP --keys FOLDER [--passphrase-file FILE] [--data DIR], or: vouch restore --keys FOLDER [--passphrase-file FILE] [--data DIR]'

const RESTORED =
  'bring it back with pg_restore and the keys with --keys alone, then vouch verify and vouch restore (docs/postgresql.md)'

interface RestoreOrder {
  readonly data: string
  readonly account: string | undefined
  readonly acknowledge: boolean
  readonly agent: string | undefined
  /** A backup to put into an empty data folder first. */
  readonly backup: RestoreFromOrder | null
  /** The keys alone, into an empty data folder: for a database, or to take a lost one from. */
  readonly keys: RestoreKeysOrder | null
}

function readArgs(args: readonly string[], env: Terminal['env']): RestoreOrder {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        data: { type: 'string' },
        account: { type: 'string' },
        acknowledge: { type: 'boolean', default: false },
        as: { type: 'string' },
        from: { type: 'string' },
        keys: { type: 'string' },
        'passphrase-file': { type: 'string' },
      },
    })
    const passphrase = values['passphrase-file']
    const { from } = values
    if (values.keys === undefined && [from, passphrase].some((each) => each !== undefined))
      throw new Error('--from needs --keys')
    if (values.keys !== undefined && values.acknowledge) throw new Error('--acknowledge comes after --keys')
    if (values.acknowledge && values.as === undefined) throw new Error('--acknowledge needs --as')
    const { account, acknowledge, as: agent } = values
    const data = dataFolder(values.data, env)
    const keys =
      values.keys === undefined
        ? null
        : {
            ...{ data, keys: resolve(values.keys) },
            passphrase: passphrase === undefined ? null : readPassphrase(passphrase),
            // Of a rehearsal elsewhere nothing may come to the server's own.
            ...(data === dataDirIn(env) ? { beside: besideOf(data, env) } : {}),
          }
    const backup = keys === null || from === undefined ? null : { ...keys, from: resolve(from) }
    return { data, account, acknowledge, agent, backup, keys }
  } catch (cause) {
    if (cause instanceof Fault) throw cause
    throw new Fault('BAD_REQUEST', USAGE, cause)
  }
}

/** @returns 0 nothing to do or done, 2 the log is broken and no backup explains it, 3 it waits for a word. */
export async function runRestore(args: readonly string[], terminal: Terminal): Promise<number> {
  const order = readArgs(args, terminal.env)
  if (order.backup !== null) {
    requireFile(order.data, terminal.env, RESTORED)
    return restoreFrom(order.backup, terminal)
  }
  if (order.keys !== null) {
    return restoreKeys(order.keys, placeIn(order.data, terminal.env).kind, terminal)
  }
  const store = await openInstallation({ data: order.data, account: order.account, env: terminal.env })
  const { keys } = store
  const shelf = checkpointFiles(order.data)
  try {
    const accounts = await store.transact((tx) => tx.auditedAccounts())
    const accountId = store.account ?? (accounts.length === 1 ? accounts[0] : undefined)
    if (accountId === undefined)
      throw new Fault('BAD_REQUEST', `name one of the accounts: ${accounts.join(', ')}`)
    const signer = logSigner(keys, accountId)
    const note = await shelf.read(accountId)
    const signed = note === null ? null : openCheckpoint({ note, verifier: verifierOf(signer) })
    if (note === null || signed === null)
      throw new Fault('SOURCE_UNREADABLE', 'there is no checkpoint of this installation to go back from')
    const alone = await store.transact((tx) => verifyAudit(tx, accountId, null))
    const whole = alone.verdict === 'intact' || alone.problem === 'CHECKPOINT_MISSING'
    if (!whole) {
      terminal.err(
        `${accountId}: the log of this store is broken in itself (${alone.problem}): no backup explains that`,
      )
      return 2
    }
    const held = await store.transact((tx) =>
      verifyAudit(tx, accountId, { note, verifier: verifierOf(signer) }),
    )
    if (held.verdict === 'intact') return upToDate(terminal, accountId, signed, alone.entries)
    const gap = { entries: alone.entries, root: alone.rootHash }
    terminal.out(sentence(accountId, gap, signed))
    if (!order.acknowledge || order.agent === undefined) {
      terminal.out(
        `if the store was restored on purpose, say so: vouch restore --data ${order.data} --acknowledge --as AGENT_ID`,
      )
      return 3
    }
    const agentId = order.agent
    const audit = createAuditLog(realWorld, keys)
    const noes = erasureJournal(journalOf(order.data, terminal.env), keys, () =>
      terminal.err(
        `${accountId}: the journal cannot be written: what is told again stands in the store alone`,
      ),
    )
    await store.transact(async (tx) => {
      const roles = await tx.rolesOf(accountId, agentId)
      if (!roles.includes('admin') && !roles.includes('compliance'))
        throw new Fault('NOT_PERMITTED', `${agentId} is neither admin nor compliance in this store`)
      await audit.append(tx, accountId, {
        type: 'store.restored',
        actor: { kind: 'agent', ref: keys.digest('agent', accountId, agentId) },
        object: { kind: 'store', ref: accountId },
        decision: 'acknowledged',
        detail: {
          ...{ restored_size: gap.entries, restored_root: gap.root },
          ...{ signed_size: signed.size, signed_root: signed.rootHash },
        },
      })
    })
    const { told, left } = await replayNoes(
      { world: realWorld, keys, audit, noes },
      store.transact,
      accountId,
    )
    // The old checkpoint stays as the proof of what the log had been.
    const kept = await shelf.setAside(accountId, signed.size)
    await store.transact(async (tx) => {
      const head = await tx.auditHead(accountId)
      if (head === null) throw new Fault('AUDIT_CHAIN_BROKEN', 'the log has no head')
      const text = checkpointText({ origin: signer.name, size: head.tree.size, rootHash: rootHash(head) })
      await shelf.write(accountId, signNote(text, signer))
    })
    terminal.out(`${accountId}: written down; the checkpoint of before is kept as ${kept}`)
    if (told > 0) terminal.out(`${accountId}: ${told} of what people had refused since was told to it again`)
    if (left > 0)
      terminal.err(
        `${accountId}: ${left} could not be: the month’s key of who refused is gone, and nothing is drafted for them without it`,
      )
    terminal.out('start the server: it carries out again what this store does not know of erasures')
    return 0
  } finally {
    await store.close()
  }
}

function upToDate(terminal: Terminal, accountId: string, signed: Checkpoint, entries: number): number {
  terminal.out(`${accountId}: ${entries} entries, signed up to ${signed.size}: this store is not behind`)
  return 0
}

function sentence(
  accountId: string,
  gap: { readonly entries: number; readonly root: string },
  signed: Checkpoint,
): string {
  const isBehind = gap.entries < signed.size
  return [
    isBehind
      ? `${accountId}: this store is behind what was signed`
      : `${accountId}: this store was behind what was signed, and has gone on since`,
    `  store:      ${gap.entries} entries, root ${gap.root}`,
    `  checkpoint: ${signed.size} entries, root ${signed.rootHash}`,
    isBehind
      ? `  gone:       entries ${gap.entries} to ${signed.size - 1}`
      : `  gone:       some of entries 0 to ${signed.size - 1}, others stand in their place. Where no standby has taken over and no backup was brought back, entries were changed on purpose: an incident (docs/operations/audit-log.md)`,
  ].join('\n')
}
