/** Everything that the rooms ask of a transaction, over one Kysely transaction. */
import type { Kysely } from 'kysely'
import type { StoreRows } from '../store.ts'
import { accessRows } from './rows/access-rows.ts'
import { affectedRows } from './rows/affected-rows.ts'
import { approvalRows } from './rows/approval-rows.ts'
import { articleRows } from './rows/article-rows.ts'
import { auditRows } from './rows/audit-rows.ts'
import { capabilityRows } from './rows/capability-rows.ts'
import { consentCheckRows } from './rows/consent-check-rows.ts'
import { consentLifeRows } from './rows/consent-life-rows.ts'
import { consentRows } from './rows/consent-rows.ts'
import { correctionRows } from './rows/correction-rows.ts'
import { decisionRows } from './rows/decision-rows.ts'
import { dossierRows } from './rows/dossier-rows.ts'
import { draftRows } from './rows/draft-rows.ts'
import { erasureRows } from './rows/erasure-rows.ts'
import { evidenceRows } from './rows/evidence-rows.ts'
import { exportPermitRows } from './rows/export-permit-rows.ts'
import { factRows } from './rows/fact-rows.ts'
import { figureRows } from './rows/figure-rows.ts'
import { heldRows } from './rows/held-rows.ts'
import { incidentRows } from './rows/incident-rows.ts'
import { killSwitchRows } from './rows/kill-switch-rows.ts'
import { leaseRows } from './rows/lease-rows.ts'
import { noticeRows } from './rows/notice-rows.ts'
import { personKeyRows } from './rows/person-key-rows.ts'
import { policyRows } from './rows/policy-rows.ts'
import { questionRows } from './rows/question-rows.ts'
import { recallRows } from './rows/recall-rows.ts'
import { reportRows } from './rows/report-rows.ts'
import { requestRows } from './rows/request-rows.ts'
import { retentionRows } from './rows/retention-rows.ts'
import { sectionRows } from './rows/section-rows.ts'
import { setUpRows } from './rows/set-up-rows.ts'
import { simulationRows } from './rows/simulation-rows.ts'
import { spendingRows } from './rows/spending-rows.ts'
import { ticketRows } from './rows/ticket-rows.ts'
import { tokenRows } from './rows/token-rows.ts'
import { vectorRows } from './rows/vector-rows.ts'

import type { Tables } from './schema.ts'

export function rowsOver(
  db: Kysely<Tables>,
  erasedNumber?: (accountId: string, ticketId: string) => string,
): StoreRows {
  return {
    ...auditRows(db),
    ...ticketRows(db, erasedNumber),
    ...consentRows(db),
    ...correctionRows(db),
    ...consentCheckRows(db),
    ...noticeRows(db),
    ...consentLifeRows(db),
    ...articleRows(db),
    ...draftRows(db),
    ...recallRows(db),
    ...accessRows(db),
    ...tokenRows(db),
    ...factRows(db),
    ...requestRows(db),
    ...figureRows(db),
    ...capabilityRows(db),
    ...approvalRows(db),
    ...questionRows(db),
    ...policyRows(db),
    ...decisionRows(db),
    ...evidenceRows(db),
    ...personKeyRows(db),
    ...erasureRows(db),
    ...retentionRows(db),
    ...heldRows(db),
    ...killSwitchRows(db),
    ...dossierRows(db),
    ...exportPermitRows(db),
    ...incidentRows(db),
    ...affectedRows(db),
    ...sectionRows(db),
    ...simulationRows(db),
    ...vectorRows(db),
    ...reportRows(db),
    ...spendingRows(db),
    ...setUpRows(db),
    ...leaseRows(db),
  }
}

/** The same over the same connection for another transaction: of the last one it knows nothing. */
export function rowsAnew(held: StoreRows, db: Kysely<Tables>): StoreRows {
  return { ...held, ...auditRows(db) }
}
