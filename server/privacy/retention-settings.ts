/** How long the account keeps what, as compliance has set it. */
import type { AccountId, Agent } from '../../src/domain/account.ts'
import { Fault } from '../../src/domain/fault.ts'
import {
  defaultRetention,
  RETENTION_CLASSES,
  type RetentionClass,
  type RetentionSettings,
  retentionProblem,
} from '../../src/domain/retention.ts'
import type { AuditRows } from '../audit/index.ts'
import type { PrivacyRooms } from './request-cases.ts'

export interface RetentionSettingRows extends AuditRows {
  /** `null`: nothing was changed yet. */
  retentionSettings(accountId: AccountId): Promise<RetentionSettings | null>
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
  order: RetentionSettings,
): Promise<RetentionSettings> {
  const { accountId, agentId } = agent
  const before = await readRetention(tx, accountId)
  if (before.version !== order.version)
    throw new Fault('CONFLICT', 'these periods were changed by someone else', undefined, {
      version: before.version,
    })
  const invalid = RETENTION_CLASSES.flatMap((name: RetentionClass) => {
    const problem = retentionProblem(name, order.rules[name])
    return problem === null ? [] : [`rules.${name}: ${problem}`]
  })
  if (invalid.length > 0)
    throw new Fault('BAD_REQUEST', 'these periods cannot be kept', undefined, { invalid })
  const after = { ...order, version: before.version + 1 }
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
