/** Takes away what is past its days, in small batches, each with its entry; and says what tomorrow's run would take. */
import type { AccountId } from '../../src/domain/account.ts'
import { classCutoff, RETENTION_CLASSES, type RetentionClass } from '../../src/domain/retention.ts'
import type { RetentionPreview } from '../../src/domain/retention-api.ts'
import type { Transact } from '../keys.ts'
import type { PrivacyRooms } from './request-cases.ts'
import { daysOfRun, type RetentionSettingRows, readRetention } from './retention-settings.ts'

export interface RetentionRows extends RetentionSettingRows {
  /** Ids of records that are past it, oldest first. */
  pastRetention(
    accountId: AccountId,
    name: RetentionClass,
    before: string,
    limit: number,
  ): Promise<readonly string[]>
  /** Of the class in all, and of those past it. */
  retentionSpan(
    accountId: AccountId,
    name: RetentionClass,
    before: string,
  ): Promise<{ readonly held: number; readonly due: number; readonly oldest: string | null }>
  removeRetained(accountId: AccountId, name: RetentionClass, ids: readonly string[]): Promise<void>
}

const AT_ONCE = 200
const DAY_MS = 86_400_000

export interface RetentionRooms<Tx extends RetentionRows> extends Pick<PrivacyRooms, 'world' | 'audit'> {
  /** What still refuses something outlives the records of consent on these tickets. */
  readonly keepRefusals: (tx: Tx, accountId: AccountId, ticketRefs: readonly string[]) => Promise<void>
}

/** @returns how many records went, by class. */
export async function runRetention<Tx extends RetentionRows>(
  rooms: RetentionRooms<Tx>,
  transact: Transact<Tx>,
  accountId: AccountId,
): Promise<Readonly<Partial<Record<RetentionClass, number>>>> {
  const gone: Partial<Record<RetentionClass, number>> = {}
  const days = await transact((tx) => daysOfRun(tx, accountId, rooms.world.now()))
  for (const name of RETENTION_CLASSES) {
    const before = classCutoff(name, days[name], rooms.world.now())
    for (let last = AT_ONCE; last === AT_ONCE; ) {
      last = await transact((tx) => removeBatch(rooms, tx, accountId, name, before))
      if (last > 0) gone[name] = (gone[name] ?? 0) + last
    }
  }
  return gone
}

async function kidsOf(
  tx: RetentionRows,
  accountId: AccountId,
  requesterRefs: readonly string[],
): Promise<readonly string[]> {
  const kids = new Set<string>()
  for (const requesterRef of requesterRefs)
    for (const kid of await tx.auditPayloadKids(accountId, requesterRef)) kids.add(kid)
  return [...kids]
}

async function removeBatch<Tx extends RetentionRows>(
  rooms: RetentionRooms<Tx>,
  tx: Tx,
  accountId: AccountId,
  name: RetentionClass,
  before: string,
): Promise<number> {
  const ids = await tx.pastRetention(accountId, name, before, AT_ONCE)
  if (ids.length === 0) return 0
  await rooms.audit.append(tx, accountId, {
    type: 'retention.executed',
    actor: { kind: 'system', ref: 'retention' },
    object: { kind: 'retention', ref: name },
    decision: 'deleted',
    // Of people the names of their keys: what was sealed beside the log for them is gone with them, and nothing else.
    // Of receipts the places of their entries: whoever checks the log misses these, and no others.
    detail: {
      class: name,
      count: ids.length,
      before,
      kids: name === 'person' ? await kidsOf(tx, accountId, ids) : [],
      ...(name === 'receipt' ? { receipts: ids } : {}),
    },
  })
  if (name === 'consent') await rooms.keepRefusals(tx, accountId, ids)
  await tx.removeRetained(accountId, name, ids)
  return ids.length
}

export async function previewRetention(
  rooms: Pick<PrivacyRooms, 'world'>,
  tx: RetentionRows,
  accountId: AccountId,
): Promise<readonly RetentionPreview[]> {
  const { rules } = await readRetention(tx, accountId)
  const tomorrow = new Date(rooms.world.now().getTime() + DAY_MS)
  const previews: RetentionPreview[] = []
  for (const name of RETENTION_CLASSES) {
    const before = classCutoff(name, rules[name].days, tomorrow)
    previews.push({ class: name, before, ...(await tx.retentionSpan(accountId, name, before)) })
  }
  return previews
}
