/** Incidents in the store. */
import type { Kysely } from 'kysely'
import { Fault } from '../../../src/domain/fault.ts'
import { INCIDENT_STATUSES } from '../../../src/domain/incident.ts'
import { PROOF_TARGETS } from '../../../src/domain/incident-api.ts'
import type { AuditRows } from '../../audit/index.ts'
import type { IncidentRow, IncidentRows } from '../../incidents/index.ts'
import type { Tables } from '../schema.ts'

type Own = Omit<IncidentRows, keyof AuditRows>

function incidentOf({ accountId: _account, ...row }: Tables['incident']): IncidentRow {
  const status = INCIDENT_STATUSES.find((known) => known === row.status)
  if (status === undefined)
    throw new Fault('STORE_UNAVAILABLE', 'the store holds an incident of an unknown status')
  return { ...row, status, drill: row.drill === 1 }
}

export function incidentRows(db: Kysely<Tables>): Own {
  const of = (accountId: string) => db.selectFrom('incident').selectAll().where('accountId', '=', accountId)
  return {
    async addIncident(accountId, incident) {
      await db
        .insertInto('incident')
        .values({ accountId, ...incident, drill: incident.drill ? 1 : 0 })
        .execute()
    },
    incidentRows: async (accountId) =>
      (await of(accountId).orderBy('incidentId', 'desc').execute()).map(incidentOf),
    async incidentById(accountId, incidentId) {
      const row = await of(accountId).where('incidentId', '=', incidentId).executeTakeFirst()
      return row === undefined ? null : incidentOf(row)
    },
    async setIncident(accountId, { incidentId, drill: _drill, ...incident }, from) {
      const set = await db
        .updateTable('incident')
        .set(incident)
        .where('accountId', '=', accountId)
        .where('incidentId', '=', incidentId)
        .where('version', '=', from)
        .returning('incidentId')
        .executeTakeFirst()
      return set !== undefined
    },
    async addPhase(accountId, incidentId, phase) {
      await db
        .insertInto('incidentPhase')
        .values({ accountId, incidentId, ...phase })
        .execute()
    },
    phasesOf: (accountId, incidentId) =>
      db
        .selectFrom('incidentPhase')
        .select(['version', 'at', 'byAgent', 'sealedFacts'])
        .where('accountId', '=', accountId)
        .where('incidentId', '=', incidentId)
        .orderBy('version', 'desc')
        .execute(),
    async addProof(accountId, incidentId, proof) {
      await db
        .insertInto('incidentProof')
        .values({ accountId, incidentId, ...proof })
        .execute()
    },
    async proofsOf(accountId, incidentId) {
      const rows = await db
        .selectFrom('incidentProof')
        .select(['proofId', 'target', 'at', 'phase', 'sealedReference'])
        .where('accountId', '=', accountId)
        .where('incidentId', '=', incidentId)
        .orderBy('proofId')
        .execute()
      return rows.map((row) => ({
        ...row,
        target: PROOF_TARGETS.find((known) => known === row.target) ?? 'authority',
      }))
    },
    async addLetter(accountId, incidentId, letter) {
      await db
        .insertInto('incidentLetter')
        .values({ accountId, incidentId, ...letter })
        .execute()
    },
    async latestLetter(accountId, incidentId, { target, locale }) {
      const row = await db
        .selectFrom('incidentLetter')
        .select(['target', 'locale', 'version', 'at', 'sealedText'])
        .where('accountId', '=', accountId)
        .where('incidentId', '=', incidentId)
        .where('target', '=', target)
        .where('locale', '=', locale)
        .orderBy('version', 'desc')
        .limit(1)
        .executeTakeFirst()
      return row ?? null
    },
    async addDrillReport(accountId, incidentId, at, report) {
      await db.insertInto('incidentDrill').values({ accountId, incidentId, at, report }).execute()
    },
    async drillReports(accountId) {
      const rows = await db
        .selectFrom('incidentDrill')
        .select('report')
        .where('accountId', '=', accountId)
        .orderBy('at', 'desc')
        .orderBy('incidentId', 'desc')
        .execute()
      return rows.map(({ report }) => report)
    },
    async reportedDrills(accountId) {
      const rows = await db
        .selectFrom('incidentDrill')
        .select('incidentId')
        .where('accountId', '=', accountId)
        .execute()
      return rows.map(({ incidentId }) => incidentId)
    },
  }
}
