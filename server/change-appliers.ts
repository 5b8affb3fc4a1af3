/** What becomes of each kind of change: one table for the server and the command line, so that neither knows a way around. */
import type { Appliers } from './approvals/index.ts'
import { fourEyesChange } from './approvals/index.ts'
import { allowlistChange } from './articles/index.ts'
import { spendingChange } from './budget/index.ts'
import { type ConsentRooms, legalBasisChange } from './consent/index.ts'
import { bulkExportChange } from './dossier/index.ts'
import { scopePolicyChange } from './drafting/index.ts'
import type { ErasingRows } from './erasure-rooms.ts'
import { allowlistContent } from './http/console.ts'
import { killSwitchLift } from './incidents/index.ts'
import { type ErasureRooms, erasureChange } from './privacy/index.ts'
import type { StoreRows } from './store.ts'

export { allowlistContent }

export function changeAppliers(
  rooms: ConsentRooms,
  /** Only the server erases: it has the journal outside the store. */
  erasing?: ErasureRooms<ErasingRows>,
) {
  return {
    allowlist: allowlistChange(rooms, allowlistContent),
    scope_policy: scopePolicyChange(rooms),
    four_eyes: fourEyesChange(rooms),
    legal_basis: legalBasisChange(rooms),
    kill_switch_lift: killSwitchLift(rooms),
    bulk_export: bulkExportChange(rooms),
    spending: spendingChange(rooms),
    ...(erasing === undefined ? {} : { erasure: erasureChange(erasing) }),
  } as const satisfies Appliers<StoreRows>
}
