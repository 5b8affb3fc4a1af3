/** What the overview counts of incidents: open ones, signals, and a drill that is due. Nothing of their words. */
import type { AccountId } from '../../src/domain/account.ts'
import type { AttentionItem } from '../../src/domain/attention-api.ts'
import { drillDueOn } from '../../src/domain/drill.ts'
import { Fault } from '../../src/domain/fault.ts'
import type { World } from '../keys.ts'
import { readableReports } from './drill-report.ts'
import { type IncidentRows, openIncidents } from './incident-desk.ts'
import { findSignals } from './signals.ts'

const DAY_MS = 86_400_000
/** Who has just begun is not told of a drill that is late. */
const FIRST_DRILL_DAYS = 90

export async function incidentAttention(
  rooms: { readonly world: World },
  tx: IncidentRows,
  accountId: AccountId,
): Promise<readonly AttentionItem[]> {
  return [
    { kind: 'incident_open', count: (await openIncidents(tx, accountId)).length },
    // Whether the log verifies is counted elsewhere.
    { kind: 'incident_signal', count: await signalCount(rooms, tx, accountId) },
    { kind: 'drill_due', count: (await isDrillDue(rooms, tx, accountId)) ? 1 : 0 },
  ]
}

async function signalCount(
  rooms: { readonly world: World },
  tx: IncidentRows,
  accountId: AccountId,
): Promise<number> {
  try {
    return (await findSignals(rooms, tx, accountId, 'intact')).length
  } catch (cause) {
    // A log that cannot be read is shown as broken, beside everything else that still can be.
    if (cause instanceof Fault && cause.code === 'AUDIT_CHAIN_BROKEN') return 0
    throw cause
  }
}

async function isDrillDue(
  { world }: { readonly world: World },
  tx: IncidentRows,
  accountId: AccountId,
): Promise<boolean> {
  const due = drillDueOn(readableReports(await tx.drillReports(accountId)))
  if (due !== null) return due <= world.now().toISOString().slice(0, 10)
  const [first] = await tx.auditEntries(accountId, 0, 1)
  const began = /"at":"([^"]+)"/.exec(first?.header ?? '')?.[1]
  return began !== undefined && world.now().getTime() - Date.parse(began) > FIRST_DRILL_DAYS * DAY_MS
}
