/** Everything that the rooms together ask of a store. The adapters implement it; `start-companion.ts` hands it out. */
import type { AccessRows, CallAllowanceRows } from './access/index.ts'
import type { ApprovalRows } from './approvals/index.ts'
import type { SyncRows, VectorRows } from './articles/index.ts'
import type { ConsentCheckRows } from './consent/index.ts'
import type { DossierRows } from './dossier/index.ts'
import type { PolicyHistoryRows, SettingsRows } from './drafting/index.ts'
import type { EvidenceRows } from './evidence/index.ts'
import type { EventRows } from './helpdesk-events/index.ts'
import type { AffectedRows, IncidentRows, KillSwitchRows } from './incidents/index.ts'
import type { LeaseRows } from './leases.ts'
import type { FigureRows, OpenRecallRows } from './overview/index.ts'
import type {
  CorrectionRows,
  ErasureRows,
  HeldRows,
  PersonKeyRows,
  RequestRows,
  RetentionRows,
} from './privacy/index.ts'
import type { RecallRows } from './recalls/index.ts'
import type { ReportRows } from './reports/index.ts'
import type { SetUpOwnRows } from './setup/index.ts'
import type { ProviderTrialRows, SimulationRows } from './simulation/index.ts'

export interface StoreRows
  extends SettingsRows,
    PolicyHistoryRows,
    SyncRows,
    AccessRows,
    CallAllowanceRows,
    ApprovalRows,
    RecallRows,
    RequestRows,
    FigureRows,
    OpenRecallRows,
    PersonKeyRows,
    ErasureRows,
    RetentionRows,
    EventRows,
    HeldRows,
    EvidenceRows,
    KillSwitchRows,
    DossierRows,
    IncidentRows,
    AffectedRows,
    ReportRows,
    CorrectionRows,
    ConsentCheckRows,
    SimulationRows,
    ProviderTrialRows,
    VectorRows,
    SetUpOwnRows,
    LeaseRows {}

/**
 * The same transaction in which some questions are answered otherwise. Not by spreading it: what a store asks its
 * engine is made when somebody needs it.
 */
export function answeredOtherwise<Tx extends object>(tx: Tx, change: Partial<Tx>): Tx {
  return Object.create(tx, Object.getOwnPropertyDescriptors(change))
}
