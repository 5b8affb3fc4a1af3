/** How long the account keeps what, as compliance has set it. */
import type { AccountId, Agent } from '../../src/domain/account.ts'
import { Fault } from '../../src/domain/fault.ts'
import {
  defaultRetention,
  RETENTION_CLASSES,
  type RetentionClass,
  type RetentionOrder,
  type RetentionSettings,
  retentionProblem,
} from '../../src/domain/retention.ts'
import type { AuditRows } from '../audit/index.ts'
import type { PrivacyRooms } from './request-cases.ts'

export interface RetentionSettingRows extends AuditRows {
  /** `null`: nothing was changed yet. */
  retentionSettings(accountId: AccountId): Promise<RetentionSettings | null>
  /** Whatever was in force at that moment and after it; of what nobody had changed by then there is nothing. */
  retentionSettingsSince(
    accountId: AccountId,
    since: string,
  ): Promise<readonly { readonly settings: RetentionSettings; readonly changedAt: string }[]>
  /** @throws Fault `CONFLICT` when the version is taken. */
  addRetentionSettings(
    accountId: AccountId,
    settings: RetentionSettings,
    by: { readonly at: string; readonly agentId: string },
  ): Promise<void>
}

export async function readRetention(
  tx: Pick<RetentionSettingRows, 'retentionSettings'>,
  accountId: AccountId,
): Promise<RetentionSettings> {
  const [stored, usual] = [await tx.retentionSettings(accountId), defaultRetention()]
  // What was saved before a class existed has no word on it.
  return stored === null ? usual : { ...stored, rules: { ...usual.rules, ...stored.rules } }
}

const DAY_MS = 86_400_000

/**
 * Days of each class that a run goes by: the most that held within the last day. What is taken cannot be given back,
 * and whoever has made a period shorter by mistake has a day to see it.
 */
export async function daysOfRun(
  tx: Pick<RetentionSettingRows, 'retentionSettingsSince'>,
  accountId: AccountId,
  now: Date,
): Promise<Readonly<Record<RetentionClass, number>>> {
  const since = new Date(now.getTime() - DAY_MS).toISOString()
  const stored = await tx.retentionSettingsSince(accountId, since)
  const usual = defaultRetention().rules
  const held = stored.map(({ settings }) => ({ ...usual, ...settings.rules }))
  const rules = stored.some(({ changedAt }) => changedAt <= since) ? held : [usual, ...held]
  return Object.fromEntries(
    RETENTION_CLASSES.map((name) => [name, Math.max(...rules.map((each) => each[name].days))]),
  ) as Record<RetentionClass, number>
}

/** Names of what differs, with the new days: reasons are words and stay out of the log. */
function changes(before: RetentionSettings, after: RetentionSettings): readonly string[] {
  const days = RETENTION_CLASSES.filter((name) => before.rules[name].days !== after.rules[name].days)
  return days.map((name) => `${name}:${after.rules[name].days}`)
}

/**
 * @throws Fault `CONFLICT` when somebody else has changed them meanwhile, `BAD_REQUEST` for a rule that is too
 *   short, or longer than the default without a reason.
 */
export async function changeRetention(
  rooms: PrivacyRooms,
  tx: RetentionSettingRows,
  agent: Agent,
  order: RetentionOrder,
): Promise<RetentionSettings> {
  const { accountId, agentId } = agent
  const before = await readRetention(tx, accountId)
  if (before.version !== order.version)
    throw new Fault('CONFLICT', 'these periods were changed by someone else', undefined, {
      version: before.version,
    })
  const rules = { ...before.rules, ...order.rules }
  const invalid = RETENTION_CLASSES.flatMap((name) => {
    const problem = retentionProblem(name, rules[name])
    return problem === null ? [] : [`rules.${name}: ${problem}`]
  })
  if (invalid.length > 0)
    throw new Fault('BAD_REQUEST', 'these periods cannot be kept', undefined, { invalid })
  const after = { ...order, rules, version: before.version + 1 }
  await rooms.audit.append(tx, accountId, {
    type: 'retention.changed',
    actor: { kind: 'agent', ref: rooms.keys.digest('agent', accountId, agentId) },
    object: { kind: 'retention', ref: String(after.version) },
    decision: 'changed',
    detail: { days: changes(before, after), keepsErasedConsent: after.keepsErasedConsent },
  })
  await tx.addRetentionSettings(accountId, after, { at: rooms.world.now().toISOString(), agentId })
  return after
}
