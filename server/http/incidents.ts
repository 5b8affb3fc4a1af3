/** Routes of incidents. Role compliance alone: the record names what went wrong and whom it touched. */
import { z } from 'zod'
import { Fault } from '../../src/domain/fault.ts'
import { hoursFrom, INCIDENT_MOVES } from '../../src/domain/incident.ts'
import { type AffectedQuery, type IncidentsView, PROOF_TARGETS } from '../../src/domain/incident-api.ts'
import { DOCUMENT_LANGUAGES } from '../../src/domain/staff-language.ts'
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
  affectedExport,
  affectedReport,
  drillReport,
  drillsView,
  incidentView,
  letterView,
  signalView,
} from './answers/incident.ts'
import { listOf } from './answers/shape.ts'
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

const csvText = z.strictObject({ csv: z.string() })
const htmlPage = z.strictObject({ html: z.string().describe('A page that stands alone.') })

export interface IncidentsGiven {
  readonly rooms: IncidentRooms
  readonly drills: DrillDesk
  readonly transact: Transact<StoreRows>
  /** Lets everybody else have a turn. */
  readonly pause: () => Promise<void>
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
const pageSchema = z.strictObject({ locale: z.enum(DOCUMENT_LANGUAGES), figures: querySchema.nullable() })
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
  const { rooms, transact, pause, auditDesk } = given
  const affected = { ...rooms, transact, pause }
  const list = async (accountId: string): Promise<Omit<IncidentsView, 'signals'>> => ({
    incidents: await transact((tx) => listIncidents(rooms, tx, accountId)),
    hours: hoursFrom(rooms.world.now().toISOString(), rooms.deadlines),
  })
  return [
    bare(
      {
        method: 'get',
        path: '/console/incidents',
        access: ACCESS,
        summary: 'List incidents with their clocks.',
        answers: { 200: z.strictObject({ incidents: listOf(incidentView), hours: z.number() }) },
        scope: 'incidents:read',
      },
      async ({ agent }) => ({
        status: 200,
        body: await list(agent.accountId),
      }),
    ),
    bare(
      {
        method: 'get',
        path: '/console/incident-signals',
        access: ACCESS,
        summary: 'List what looks like an incident that nobody has opened.',
        answers: { 200: listOf(signalView) },
        scope: 'incidents:read',
      },
      async ({ agent }) => {
        const { verdict } = await auditDesk.check(agent.accountId)
        const log = verdict === 'broken' ? 'broken' : 'intact'
        return { status: 200, body: await transact((tx) => findSignals(rooms, tx, agent.accountId, log)) }
      },
    ),
    bare(
      {
        method: 'get',
        path: '/console/incident-register',
        access: ACCESS,
        summary: 'Take the register of incidents (Art. 33(5) GDPR).',
        answers: { 200: csvText },
        scope: 'incidents:read',
      },
      async ({ agent }) => ({
        status: 200,
        body: { csv: registerCsv((await list(agent.accountId)).incidents) },
      }),
    ),
    route(
      {
        method: 'post',
        path: '/console/incidents',
        access: ACCESS,
        schema: suspectSchema,
        summary: 'Open an incident: the clock starts.',
        answers: { 201: incidentView },
      },
      async ({ agent, body }) => ({
        status: 201,
        body: await transact((tx) => suspectIncident(rooms, tx, agent, body)),
      }),
    ),
    route(
      {
        method: 'post',
        path: '/console/incidents/:incidentId/phases',
        access: ACCESS,
        schema: phaseSchema,
        summary: 'Write down what is now known of an incident.',
        answers: { 201: incidentView },
      },
      async (call) => ({
        status: 201,
        body: await transact((tx) => recordPhase(rooms, tx, call.agent, incidentParam(call), call.body)),
      }),
    ),
    route(
      {
        method: 'post',
        path: '/console/incidents/:incidentId/moves',
        access: ACCESS,
        schema: moveSchema,
        summary: 'Move an incident on: confirmed, no breach, closed.',
        answers: { 200: incidentView },
      },
      async (call) => ({
        status: 200,
        body: await transact((tx) => moveIncident(rooms, tx, call.agent, incidentParam(call), call.body)),
      }),
    ),
    route(
      {
        method: 'post',
        path: '/console/incidents/:incidentId/proofs',
        access: ACCESS,
        schema: proofSchema,
        summary: 'Record that the authority or the persons were told.',
        answers: { 201: incidentView },
      },
      async (call) => ({
        status: 201,
        body: await transact((tx) => recordProof(rooms, tx, call.agent, incidentParam(call), call.body)),
      }),
    ),
    route(
      {
        method: 'post',
        path: '/console/affected',
        cost: 'dear',
        access: ACCESS,
        schema: affectedSchema,
        summary: 'Count from the log whom something has touched.',
        answers: { 200: z.union([affectedReport, affectedExport]) },
      },
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
        summary: 'Read or compose the letter to the authority or to the persons.',
        answers: { 200: letterView },
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
        summary: 'Save a letter of an incident.',
        answers: { 200: letterView },
      },
      async (call) => ({
        status: 200,
        body: await transact((tx) => saveLetter(rooms, tx, call.agent, incidentParam(call), call.body)),
      }),
    ),
    route(
      {
        method: 'post',
        path: '/console/incidents/:incidentId/pages',
        access: ACCESS,
        schema: pageSchema,
        summary: 'Make the page of one incident, to be kept or handed on.',
        answers: { 200: htmlPage },
      },
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
      {
        method: 'post',
        path: '/console/incident-drills',
        access: ACCESS,
        schema: drillSchema,
        summary: 'Run a drill: stop drafting, see that it holds, lift it again.',
        answers: { 201: drillReport },
      },
      async ({ agent, body }) => ({ status: 201, body: await given.drills.run(agent, body.really) }),
    ),
    bare(
      {
        method: 'get',
        path: '/console/incident-drills',
        access: ACCESS,
        summary: 'List the drills that were run.',
        answers: { 200: drillsView },
        scope: 'incidents:read',
      },
      async ({ agent }) => ({
        status: 200,
        body: await transact((tx) => readDrills(tx, agent.accountId)),
      }),
    ),
    bare(
      {
        method: 'get',
        path: '/console/incident-drills/:incidentId',
        access: ACCESS,
        summary: 'Take the page of one drill.',
        answers: { 200: htmlPage },
        scope: 'incidents:read',
      },
      async (call) => ({
        status: 200,
        body: { html: await transact((tx) => readDrillPage(tx, call.agent.accountId, incidentParam(call))) },
      }),
    ),
  ]
}
