/** Packs bundles for the console: entry first, then a folder that is gone when its file has been handed out. */
import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Agent } from '../src/domain/account.ts'
import { Fault } from '../src/domain/fault.ts'
import { folderSink } from './adapters/bundle-folder.ts'
import { zipOfFolder } from './adapters/bundle-zip.ts'
import type { AuditLog, CheckpointShelf, Checkpoints, NoteSigner, WitnessKey } from './audit/index.ts'
import { newestNote, writeBundle } from './bundle/index.ts'
import type { PackedBundle } from './http/audit-exports.ts'
import type { Keyring, Transact, World } from './keys.ts'
import type { StoreRows } from './store.ts'

export interface BundleDeskGiven {
  readonly dataDir: string
  readonly world: World
  readonly keys: Keyring
  readonly audit: AuditLog
  readonly transact: Transact<StoreRows>
  /** Only reads, and what is committed. */
  readonly look: Transact<StoreRows>
  readonly checkpoints: Checkpoints
  readonly cosigned: CheckpointShelf
  readonly signer: (accountId: string) => NoteSigner
  readonly witnesses: readonly WitnessKey[]
  readonly pause: () => Promise<void>
}

export function createBundleDesk(given: BundleDeskGiven) {
  const { world, keys, transact } = given
  return async (agent: Agent, range: { from: Date | null; to: Date | null }): Promise<PackedBundle> => {
    const { accountId } = agent
    await transact((tx) =>
      given.audit.append(tx, accountId, {
        type: 'audit.exported',
        actor: { kind: 'agent', ref: keys.digest('agent', accountId, agent.agentId) },
        object: { kind: 'audit', ref: accountId },
        decision: 'exported',
        detail: {
          ...(range.from === null ? {} : { from: range.from.toISOString() }),
          ...(range.to === null ? {} : { to: range.to.toISOString() }),
        },
      }),
    )
    await given.checkpoints.sign(accountId)
    const anchor = await given.checkpoints.anchor(accountId)
    if (anchor === null) throw new Fault('AUDIT_UNAVAILABLE', 'the log has no checkpoint')
    const parent = join(given.dataDir, 'audit', 'bundles')
    await mkdir(parent, { recursive: true, mode: 0o700 })
    const folder = join(parent, world.newId())
    const discard = () => rm(folder, { recursive: true, force: true })
    const made = world.now().toISOString()
    try {
      await writeBundle(
        {
          ...{ transact: given.look, keys, pause: given.pause },
          ...{ signer: given.signer(accountId), witnesses: given.witnesses },
        },
        {
          ...{ accountId, made, ...range, payloads: 'sealed', older: null },
          rotations: anchor.rotations ?? [],
          checkpoint: newestNote(anchor.note, await given.cosigned.read(accountId)),
        },
        await folderSink(folder),
      )
    } catch (error) {
      await discard()
      throw error
    }
    const name = `vouch-audit-${accountId}-${made.slice(0, 10)}.zip`
    return { name, chunks: thenGone(zipOfFolder(folder), discard), discard }
  }
}

/** Whoever has read the last byte may know that nothing of it lies here any more. */
async function* thenGone(
  chunks: AsyncIterable<Buffer>,
  discard: () => Promise<void>,
): AsyncGenerator<Buffer> {
  try {
    yield* chunks
  } finally {
    await discard()
  }
}
