/**
 * Hands the log's signing key over to a new one. Entry first: until it is in the log the old key signs alone, and a
 * rotation that broke off is finished or forgotten at the next start, as the log has it.
 */
import type { KeyObject } from 'node:crypto'
import { Fault } from '../src/domain/fault.ts'
import type { CheckpointFiles } from './adapters/checkpoint-files.ts'
import { type SigningKeyFiles, signingKeyFiles } from './adapters/signing-key.ts'
import {
  type AuditLog,
  type Checkpoints,
  type EntryActor,
  isKeyOf,
  keyEntryOf,
  logSigner,
  newestKeyIn,
  retirementAct,
  rotationAct,
  verifierOf,
} from './audit/index.ts'
import type { Keyring, Transact } from './keys.ts'
import type { StoreRows } from './store.ts'

export interface LogKeyGiven {
  readonly dataDir: string
  readonly keys: Keyring
  readonly audit: AuditLog
  readonly transact: Transact<StoreRows>
  readonly shelf: CheckpointFiles
}

/** Who is to answer for it in the log of that account. @throws Fault `NOT_PERMITTED`: then nothing happens. */
export type ActorIn = (tx: StoreRows, accountId: string) => Promise<EntryActor>

async function isInLog(given: LogKeyGiven, accountId: string, next: KeyObject): Promise<boolean | null> {
  const last = (await given.shelf.rotations(accountId)).at(-1)
  const named = last === undefined ? null : newestKeyIn(last)
  if (last === undefined || named === null || !isKeyOf(named, next)) return null
  const [entry] = await given.transact((tx) => tx.auditEntries(accountId, last.index, 1))
  const said = entry === undefined ? null : keyEntryOf(entry.header)
  return said?.act === 'rotated' && said.note === last.note
}

/** Ends a rotation that broke off. The log decides: it is one transaction for all accounts. */
export async function settleRotation(given: LogKeyGiven): Promise<'none' | 'finished' | 'forgotten'> {
  const files = signingKeyFiles(given.dataDir)
  const next = files.begun()
  if (next === null) return 'none'
  const accounts = await given.transact((tx) => tx.auditedAccounts())
  const states = await Promise.all(
    accounts.map(async (accountId) => ({ accountId, told: await isInLog(given, accountId, next) })),
  )
  if (states.some(({ told }) => told === true)) {
    files.exchange()
    return 'finished'
  }
  for (const { accountId, told } of states)
    if (told === false)
      await given.shelf.writeRotations(accountId, (await given.shelf.rotations(accountId)).slice(0, -1))
  files.forget()
  return 'forgotten'
}

async function handOver(given: LogKeyGiven, files: SigningKeyFiles, actorIn: ActorIn): Promise<void> {
  const { keys, shelf, audit } = given
  const next = files.next()
  await given.transact(async (tx) => {
    for (const accountId of await tx.auditedAccounts()) {
      const { act, note } = rotationAct(logSigner(keys, accountId), next, await actorIn(tx, accountId))
      const index = await audit.append(tx, accountId, act)
      await shelf.writeRotations(accountId, [...(await shelf.rotations(accountId)), { index, note }])
    }
  })
  files.exchange()
}

/**
 * From here on the new key signs, and the old one beside it until it is retired.
 * @throws Fault `AUDIT_CHAIN_BROKEN` when the key at hand is not the one that signed the log: then nothing changed;
 * `CONFLICT` while an older key is not retired.
 */
export async function rotateLogKey(
  given: LogKeyGiven,
  checkpoints: Checkpoints,
  actorIn: ActorIn,
): Promise<readonly string[]> {
  const { keys } = given
  await settleRotation(given)
  if (keys.retiringKey !== null)
    throw new Fault('CONFLICT', 'the key before this one still signs: vouch audit retire-key')
  const accounts = await given.transact((tx) => tx.auditedAccounts())
  if (accounts.length === 0) throw new Fault('SOURCE_UNREADABLE', 'there is no log to sign for')
  // Reads what is not signed yet, and refuses where the key at hand did not sign what is.
  for (const accountId of accounts) await checkpoints.sign(accountId)
  const files = signingKeyFiles(given.dataDir)
  try {
    await handOver(given, files, actorIn)
  } catch (error) {
    await settleRotation(given)
    throw error
  }
  for (const accountId of accounts) await checkpoints.sign(accountId)
  return accounts
}

/** The old key is destroyed. @throws Fault `CONFLICT` when there is none. */
export async function retireLogKey(
  given: LogKeyGiven,
  checkpoints: Checkpoints,
  actorIn: ActorIn,
): Promise<readonly string[]> {
  const { keys, audit } = given
  await settleRotation(given)
  const { retiringKey } = keys
  if (retiringKey === null) throw new Fault('CONFLICT', 'there is no old key: the log has one key alone')
  const accounts = await given.transact((tx) => tx.auditedAccounts())
  for (const accountId of accounts) await checkpoints.sign(accountId)
  await given.transact(async (tx) => {
    for (const accountId of accounts) {
      const retired = verifierOf({ name: logSigner(keys, accountId).name, privateKey: retiringKey })
      await audit.append(tx, accountId, retirementAct(retired, await actorIn(tx, accountId)))
    }
  })
  signingKeyFiles(given.dataDir).destroyRetiring()
  for (const accountId of accounts) await checkpoints.sign(accountId)
  return accounts
}
