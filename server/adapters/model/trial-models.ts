/**
 * The two models of a provider trial: the configured one and the candidate, each with a door, queue and patience of its
 * own. Their turnstile knows no ticket, and they take a trial's yes alone: no draft can reach them, nor they a ticket.
 */
import type { AccountId } from '../../../src/domain/account.ts'
import type { StopPlace, StopSign } from '../../../src/domain/kill-switch.ts'
import type { AuditLog } from '../../audit/index.ts'
import { markSent } from '../../budget/index.ts'
import { createTurnstile } from '../../capability/index.ts'
import { type DraftRows, guardForTrials, type Model, readTrialStanding } from '../../drafting/index.ts'
import type { Keyring, Transact, World } from '../../keys.ts'
import type { ProviderConfig } from '../../provider/index.ts'
import { type ModelTuning, openModel } from './open-model.ts'

export interface TrialModelRooms {
  readonly world: World
  readonly keys: Keyring
  readonly audit: AuditLog
  readonly transact: Transact<DraftRows>
  readonly killSwitch: (place: StopPlace) => readonly StopSign[]
}

/** @returns `null` without two providers. */
export function openTrialModels(
  {
    provider,
    candidate,
  }: { readonly provider: ProviderConfig | null; readonly candidate: ProviderConfig | null },
  rooms: TrialModelRooms,
  tuning: ModelTuning = {},
): { readonly configured: Model; readonly candidate: Model } | null {
  if (provider === null || candidate === null) return null
  const { world, keys, audit, transact } = rooms
  const open = (config: ProviderConfig) => {
    const turnstile = createTurnstile({
      ...{ world, keys, audit, transact },
      standing: (tx: DraftRows, accountId: AccountId, ticketRef: string) =>
        readTrialStanding(rooms, tx, accountId, ticketRef, config.facts.provider),
      onPassed: (tx: DraftRows, accountId: AccountId, capability: string) =>
        markSent({ world }, tx, accountId, capability),
    })
    return openModel(config, turnstile, tuning, guardForTrials)
  }
  return { configured: open(provider), candidate: open(candidate) }
}
