/** Routes of incidents. Role compliance alone: the record names what went wrong and whom it touched. */
import { z } from 'zod'
import { Fault } from '../../src/domain/fault.ts'
import { hoursFrom, INCIDENT_MOVES } from '../../src/domain/incident.ts'
import { type AffectedQuery, type IncidentsView, PROOF_TARGETS } from '../../src/domain/incident-api.ts'
import { STAFF_LANGUAGES } from '../../src/domain/staff-language.ts'
import type { AuditDesk } from '../audit/index.ts'
import {
  affectedBy,
  affectedCsv,
  type DrillDesk,
  findSignals,
  type IncidentRooms,
  incidentFactsSchema,
  incidentHtml,
  listIncidents,
  moveIncident,
  readDrillPage,
  readDrills,
  readIncident,
  readLetter,
  recordPhase,
  recordProof,
  registerCsv,
  saveLetter,
  suspectIncident,
} from '../incidents/index.ts'
import type { Transact } from '../keys.ts'
import type { StoreRows } from '../store.ts'
import {
  bare,
  type Call,
  isoSchema,
  isWellFormed,
  localeSchema,
  type Route,
  route,
  uuidSchema,
} from './route.ts'

export interface IncidentsGiven {
  readonly rooms: IncidentRooms
  readonly drills: DrillDesk
  readonly transact: Transact<StoreRows>
  readonly auditDesk: AuditDesk
}

const ACCESS = ['compliance'] as const
const version = z.int().min(1)
const name = z.string().min(1).max(200).refine(isWellFormed)
const suspectSchema = z.strictObject({ suspectedAt: isoSchema, facts: incidentFactsSchema })
const phaseSchema = z.strictObject({ version, facts: incidentFactsSchema })
const moveSchema = z.strictObject({ version, move: z.enum(INCIDENT_MOVES), at: isoSchema })
const proofSchema = z.strictObject({
  target: z.enum(PROOF_TARGETS),
  at: isoSchema,
  reference: z.string().trim().min(1).max(500).refine(isWellFormed),
})
const querySchema: z.ZodType<AffectedQuery> = z.strictObject({
  from: isoSchema,
  to: isoSchema,
  articleId: name.exactOptional(),
  versionHash: name.exactOptional(),
  provider: name.exactOptional(),
  agentId: z
    .string()
    .regex(/^[1-9]\d{0,18}$/)
    .exactOptional(),
  scopeHash: name.exactOptional(),
  keyMonth: z
    .string()
    .regex(/^\d{4}-\d{2}$/)
    .exactOptional(),
})
const affectedSchema = z.strictObject({
  query: querySchema,
  all: z.boolean(),
  /** The incident that it is asked for; the entry names it. */
  incidentId: uuidSchema.exactOptional(),
})
const pageSchema = z.strictObject({ locale: z.enum(STAFF_LANGUAGES), figures: querySchema.nullable() })
const letterSchema = z.strictObject({
  target: z.enum(['authority', 'persons']),
  locale: localeSchema,
  anew: z.boolean(),
  figures: querySchema.nullable(),
})
const savedLetterSchema = z.strictObject({
  target: z.enum(['authority', 'persons']),
  locale: localeSchema,
  version: z.int().min(0),
  text: z.string().min(1).max(20_000).refine(isWellFormed),
})
const drillSchema = z.strictObject({ really: z.boolean() })

function incidentParam({ params }: Call<unknown>): string {
  const parsed = uuidSchema.safeParse(params.incidentId)
  if (!parsed.success) throw new Fault('NOT_FOUND', 'there is no such incident')
  return parsed.data
}

export function incidentRoutes(given: IncidentsGiven): readonly Route[] {
  const { rooms, transact, auditDesk } = given
  const affected = { ...rooms, transact }
  const list = async (accountId: string): Promise<Omit<IncidentsView, 'signals'>> => ({
    incidents: await transact((tx) => listIncidents(rooms, tx, accountId)),
    hours: hoursFrom(rooms.world.now().toISOString(), rooms.deadlines),
  })
  return [
    bare({ method: 'get', path: '/console/incidents', access: ACCESS }, async ({ agent }) => ({
      status: 200,
      body: await list(agent.accountId),
    })),
    bare({ method: 'get', path: '/console/incident-signals', access: ACCESS }, async ({ agent }) => {
      const { verdict } = await auditDesk.check(agent.accountId)
      const log = verdict === 'broken' ? 'broken' : 'intact'
      return { status: 200, body: await transact((tx) => findSignals(rooms, tx, agent.accountId, log)) }
    }),
    bare({ method: 'get', path: '/console/incident-register', access: ACCESS }, async ({ agent }) => ({
      status: 200,
      body: { csv: registerCsv((await list(agent.accountId)).incidents) },
    })),
    route(
      { method: 'post', path: '/console/incidents', access: ACCESS, schema: suspectSchema },
      async ({ agent, body }) => ({
        status: 201,
        body: await transact((tx) => suspectIncident(rooms, tx, agent, body)),
      }),
    ),
    route(
      { method: 'post', path: '/console/incidents/:incidentId/phases', access: ACCESS, schema: phaseSchema },
      async (call) => ({
        status: 201,
        body: await transact((tx) => recordPhase(rooms, tx, call.agent, incidentParam(call), call.body)),
      }),
    ),
    route(
      { method: 'post', path: '/console/incidents/:incidentId/moves', access: ACCESS, schema: moveSchema },
      async (call) => ({
        status: 200,
        body: await transact((tx) => moveIncident(rooms, tx, call.agent, incidentParam(call), call.body)),
      }),
    ),
    route(
      { method: 'post', path: '/console/incidents/:incidentId/proofs', access: ACCESS, schema: proofSchema },
      async (call) => ({
        status: 201,
        body: await transact((tx) => recordProof(rooms, tx, call.agent, incidentParam(call), call.body)),
      }),
    ),
    route(
      { method: 'post', path: '/console/affected', access: ACCESS, schema: affectedSchema },
      async ({ agent, body }) => {
        const { query, incidentId } = body
        if (incidentId !== undefined)
          await transact((tx) => readIncident(rooms, tx, agent.accountId, incidentId))
        const report = await affectedBy(affected, agent.accountId, query, body.all)
        await transact((tx) =>
          rooms.audit.append(tx, agent.accountId, {
            type: 'incident.affected_read',
            actor: { kind: 'agent', ref: rooms.keys.digest('agent', agent.accountId, agent.agentId) },
            object:
              incidentId === undefined
                ? { kind: 'account', ref: agent.accountId }
                : { kind: 'incident', ref: incidentId },
            decision: body.all ? 'exported' : 'read',
            detail: { from: query.from, to: query.to, drafts: report.drafts, persons: report.persons },
          }),
        )
        return { status: 200, body: body.all ? { ...report, csv: affectedCsv(report) } : report }
      },
    ),
    route(
      {
        method: 'post',
        path: '/console/incidents/:incidentId/letters',
        access: ACCESS,
        schema: letterSchema,
      },
      async (call) => {
        const { accountId } = call.agent
        const { figures, ...at } = call.body
        const report = figures === null ? null : await affectedBy(affected, accountId, figures)
        return {
          status: 200,
          body: await transact((tx) => readLetter(rooms, tx, accountId, incidentParam(call), at, report)),
        }
      },
    ),
    route(
      {
        method: 'put',
        path: '/console/incidents/:incidentId/letters',
        access: ACCESS,
        schema: savedLetterSchema,
      },
      async (call) => ({
        status: 200,
        body: await transact((tx) => saveLetter(rooms, tx, call.agent, incidentParam(call), call.body)),
      }),
    ),
    route(
      { method: 'post', path: '/console/incidents/:incidentId/pages', access: ACCESS, schema: pageSchema },
      async (call) => {
        const { accountId, agentId } = call.agent
        const { figures, locale } = call.body
        const incident = await transact((tx) => readIncident(rooms, tx, accountId, incidentParam(call)))
        const report = figures === null ? null : await affectedBy(affected, accountId, figures)
        await transact((tx) =>
          rooms.audit.append(tx, accountId, {
            type: 'incident.exported',
            actor: { kind: 'agent', ref: rooms.keys.digest('agent', accountId, agentId) },
            object: { kind: 'incident', ref: incident.incidentId },
            decision: 'exported',
            detail: { locale, phase: incident.version },
          }),
        )
        const at = rooms.world.now().toISOString()
        return { status: 200, body: { html: incidentHtml(incident, report, { locale, at }) } }
      },
    ),
    route(
      { method: 'post', path: '/console/incident-drills', access: ACCESS, schema: drillSchema },
      async ({ agent, body }) => ({ status: 201, body: await given.drills.run(agent, body.really) }),
    ),
    bare({ method: 'get', path: '/console/incident-drills', access: ACCESS }, async ({ agent }) => ({
      status: 200,
      body: await transact((tx) => readDrills(tx, agent.accountId)),
    })),
    bare({ method: 'get', path: '/console/incident-drills/:incidentId', access: ACCESS }, async (call) => ({
      status: 200,
      body: { html: await transact((tx) => readDrillPage(tx, call.agent.accountId, incidentParam(call))) },
    })),
  ]
}
