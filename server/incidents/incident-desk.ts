/** The record of incidents: opened on suspicion, moved by people alone, each phase of what was known kept. */
import { z } from 'zod'
import type { AccountId, Agent } from '../../src/domain/account.ts'
import { Fault } from '../../src/domain/fault.ts'
import {
  BREACH_KINDS,
  barOfMove,
  DATA_CATEGORIES,
  type DeadlineRule,
  dueFor,
  INCIDENT_CAUSES,
  INCIDENT_ROLES,
  INCIDENT_TEXTS,
  type IncidentFacts,
  type IncidentTimes,
  KNOWN,
  moved,
  RISKS,
  TELLING,
} from '../../src/domain/incident.ts'
import type {
  IncidentView,
  MoveOrder,
  PhaseOrder,
  ProofOrder,
  ProofView,
  SuspectOrder,
} from '../../src/domain/incident-api.ts'
import type { Act, AuditRows } from '../audit/index.ts'
import { type Actor, actorOf, type KillSwitchRooms } from './kill-switch-desk.ts'

export interface IncidentRow extends IncidentTimes {
  readonly incidentId: string
  readonly drill: boolean
  readonly awareBy: string | null
  readonly version: number
}
export interface PhaseRow {
  readonly version: number
  readonly at: string
  readonly byAgent: string
  readonly sealedFacts: string
}
export interface ProofRow extends Omit<ProofView, 'reference'> {
  readonly proofId: string
  readonly sealedReference: string
}

export interface IncidentRows extends AuditRows {
  addIncident(accountId: AccountId, incident: IncidentRow): Promise<void>
  /** Newest first. */
  incidentRows(accountId: AccountId): Promise<readonly IncidentRow[]>
  incidentById(accountId: AccountId, incidentId: string): Promise<IncidentRow | null>
  /** @returns false when its version is another by now. */
  setIncident(accountId: AccountId, incident: IncidentRow, from: number): Promise<boolean>
  addPhase(accountId: AccountId, incidentId: string, phase: PhaseRow): Promise<void>
  /** Newest first. */
  phasesOf(accountId: AccountId, incidentId: string): Promise<readonly PhaseRow[]>
  addProof(accountId: AccountId, incidentId: string, proof: ProofRow): Promise<void>
  proofsOf(accountId: AccountId, incidentId: string): Promise<readonly ProofRow[]>
  addLetter(accountId: AccountId, incidentId: string, letter: LetterRow): Promise<void>
  /** The newest of that target and language. */
  latestLetter(
    accountId: AccountId,
    incidentId: string,
    at: Pick<LetterRow, 'target' | 'locale'>,
  ): Promise<LetterRow | null>
  addDrillReport(accountId: AccountId, incidentId: string, at: string, report: string): Promise<void>
  /** Newest first. */
  drillReports(accountId: AccountId): Promise<readonly string[]>
  /** Incident ids of the drills that have a report, whatever is in it. */
  reportedDrills(accountId: AccountId): Promise<readonly string[]>
}
export interface LetterRow {
  readonly target: string
  readonly locale: string
  readonly version: number
  readonly at: string
  readonly sealedText: string
}

export interface IncidentRooms extends KillSwitchRooms {
  readonly deadlines: readonly DeadlineRule[]
}

const text = z
  .string()
  .trim()
  .max(8_000)
  .refine((value) => value.isWellFormed())
const estimate = z
  .strictObject({ min: z.int().min(0).max(1e9), max: z.int().min(0).max(1e9) })
  .refine(({ min, max }) => min <= max)
  .nullable()
export const incidentFactsSchema = z.strictObject({
  role: z.enum(INCIDENT_ROLES),
  kinds: z.array(z.enum(BREACH_KINDS)).max(BREACH_KINDS.length),
  cause: z.enum(INCIDENT_CAUSES),
  categories: z.array(z.enum(DATA_CATEGORIES)).max(DATA_CATEGORIES.length),
  persons: estimate,
  records: estimate,
  countries: z.array(z.string().regex(/^[A-Z]{2}$/)).max(250),
  minors: z.enum(KNOWN),
  special: z.enum(KNOWN),
  likelihood: z.enum(RISKS),
  severity: z.enum(RISKS),
  tellAuthority: z.enum(TELLING),
  tellPersons: z.enum(TELLING),
  texts: z.strictObject(
    Object.fromEntries(INCIDENT_TEXTS.map((name) => [name, text])) as Record<
      (typeof INCIDENT_TEXTS)[number],
      typeof text
    >,
  ),
})

const factsName = (accountId: AccountId, incidentId: string, version: number) =>
  `incident.phase/${accountId}/${incidentId}/${version}`
const proofName = (accountId: AccountId, incidentId: string, proofId: string) =>
  `incident.proof/${accountId}/${incidentId}/${proofId}`

function openFacts(rooms: IncidentRooms, accountId: AccountId, incidentId: string, phase: PhaseRow) {
  const name = factsName(accountId, incidentId, phase.version)
  return incidentFactsSchema.parse(JSON.parse(rooms.keys.unsealForHouse(phase.sealedFacts, name)))
}

async function rowOf(tx: IncidentRows, accountId: AccountId, incidentId: string): Promise<IncidentRow> {
  const row = await tx.incidentById(accountId, incidentId)
  if (row === null) throw new Fault('NOT_FOUND', 'there is no such incident')
  return row
}

async function viewOf(
  rooms: IncidentRooms,
  tx: IncidentRows,
  accountId: AccountId,
  row: IncidentRow,
): Promise<IncidentView> {
  const { awareBy: _by, ...rest } = row
  const phases = (await tx.phasesOf(accountId, row.incidentId)).map((phase) => ({
    version: phase.version,
    at: phase.at,
    facts: openFacts(rooms, accountId, row.incidentId, phase),
  }))
  const [newest, ...earlier] = phases
  if (newest === undefined) throw new Fault('STORE_UNAVAILABLE', 'an incident without its first phase')
  const proofs = (await tx.proofsOf(accountId, row.incidentId)).map(
    ({ proofId, sealedReference, ...proof }): ProofView => ({
      ...proof,
      reference: rooms.keys.unsealForHouse(sealedReference, proofName(accountId, row.incidentId, proofId)),
    }),
  )
  return { ...rest, facts: newest.facts, phases: earlier, proofs }
}

function act(
  rooms: IncidentRooms,
  by: Agent | Actor,
  row: IncidentRow,
  rest: Pick<Act, 'type' | 'decision' | 'detail'>,
): Act {
  return { actor: actorOf(rooms, by), object: { kind: 'incident', ref: row.incidentId }, ...rest }
}

async function addPhase(
  rooms: IncidentRooms,
  tx: IncidentRows,
  by: Agent | Actor,
  row: IncidentRow,
  facts: IncidentFacts,
): Promise<void> {
  const name = factsName(by.accountId, row.incidentId, row.version)
  await tx.addPhase(by.accountId, row.incidentId, {
    version: row.version,
    at: rooms.world.now().toISOString(),
    byAgent: actorOf(rooms, by).ref,
    sealedFacts: rooms.keys.sealForHouse(JSON.stringify(facts), name),
  })
}

/** So far may the clock of whoever presses be from the server's: it keeps nobody from starting the one that counts. */
const APART_MS = 5 * 60_000

/** A moment as it is recorded, never outside of what is possible; `null`: no clock is as wrong as that. */
function within(at: string, earliest: string, latest: string): string | null {
  const possible = at > latest ? latest : at < earliest ? earliest : at
  return Math.abs(Date.parse(at) - Date.parse(possible)) <= APART_MS ? possible : null
}

/** Opens the record. No clock runs yet. */
export async function suspectIncident(
  rooms: IncidentRooms,
  tx: IncidentRows,
  agent: Agent,
  order: SuspectOrder & { readonly drill?: boolean },
): Promise<IncidentView> {
  const now = rooms.world.now().toISOString()
  const suspectedAt = within(order.suspectedAt, order.suspectedAt, now)
  if (suspectedAt === null) throw new Fault('BAD_REQUEST', 'a suspicion cannot lie in the future')
  const row: IncidentRow = {
    incidentId: rooms.world.newId(),
    drill: order.drill === true,
    status: 'suspected',
    suspectedAt,
    awareAt: null,
    awareBy: null,
    containedAt: null,
    dueAt: null,
    notifiedAt: null,
    version: 1,
  }
  const entry = { type: 'incident.suspected', decision: row.drill ? 'drill' : 'suspected' } as const
  await rooms.audit.append(tx, agent.accountId, act(rooms, agent, row, entry))
  await tx.addIncident(agent.accountId, row)
  await addPhase(rooms, tx, agent, row, order.facts)
  return viewOf(rooms, tx, agent.accountId, row)
}

async function change(
  tx: IncidentRows,
  { accountId }: Pick<Agent, 'accountId'>,
  made: { readonly from: number; readonly row: IncidentRow },
): Promise<void> {
  if (!(await tx.setIncident(accountId, made.row, made.from)))
    throw new Fault('CONFLICT', 'somebody else has changed this incident meanwhile')
}

/** Everything that is known now; what was known before stays as it was. */
export async function recordPhase(
  rooms: IncidentRooms,
  tx: IncidentRows,
  agent: Agent,
  incidentId: string,
  { version, facts }: PhaseOrder,
): Promise<IncidentView> {
  const held = await rowOf(tx, agent.accountId, incidentId)
  if (held.status === 'closed' || held.status === 'false_alarm')
    throw new Fault('ILLEGAL_TRANSITION', `this incident is ${held.status}`)
  const due = dueFor(held, facts, rooms.deadlines)
  const row = { ...held, dueAt: due, version: version + 1 }
  const detail = { phase: row.version, ...(due === null || due === held.dueAt ? {} : { due }) }
  await rooms.audit.append(
    tx,
    agent.accountId,
    act(rooms, agent, row, { type: 'incident.phase', decision: 'recorded', detail }),
  )
  await change(tx, agent, { from: version, row })
  await addPhase(rooms, tx, agent, row, facts)
  return viewOf(rooms, tx, agent.accountId, row)
}

/** @throws Fault `ILLEGAL_TRANSITION` that names what bars the move. */
export async function moveIncident(
  rooms: IncidentRooms,
  tx: IncidentRows,
  by: Agent | Actor,
  incidentId: string,
  order: MoveOrder,
): Promise<IncidentView> {
  const { accountId } = by
  const held = await rowOf(tx, accountId, incidentId)
  const { facts } = await viewOf(rooms, tx, accountId, held)
  const now = rooms.world.now().toISOString()
  const at = within(order.at, held.awareAt ?? held.suspectedAt, now)
  if (at === null)
    throw new Fault('BAD_REQUEST', 'the time of a move lies after the one before it and not in the future')
  if (order.version !== held.version)
    throw new Fault('CONFLICT', 'somebody else has changed this incident meanwhile')
  const bar = barOfMove(order.move, held, facts, at)
  if (bar !== null) throw new Fault('ILLEGAL_TRANSITION', `this incident cannot be moved: ${bar}`)
  const times = moved(order.move, held, at, facts, rooms.deadlines)
  const actor = actorOf(rooms, by)
  const row: IncidentRow = {
    ...held,
    ...times,
    awareBy: order.move === 'confirm' ? actor.ref : held.awareBy,
    version: order.version + 1,
  }
  await rooms.audit.append(
    tx,
    accountId,
    act(rooms, by, row, {
      type: 'incident.moved',
      decision: row.status,
      detail: { move: order.move, at, ...(row.dueAt === null ? {} : { due: row.dueAt }) },
    }),
  )
  await change(tx, by, { from: order.version, row })
  // The words stay those of the phase before; the version says that something moved.
  await addPhase(rooms, tx, by, row, facts)
  return viewOf(rooms, tx, accountId, row)
}

export async function recordProof(
  rooms: IncidentRooms,
  tx: IncidentRows,
  agent: Agent,
  incidentId: string,
  order: ProofOrder,
): Promise<IncidentView> {
  const { accountId } = agent
  const row = await rowOf(tx, accountId, incidentId)
  const at = within(order.at, row.suspectedAt, rooms.world.now().toISOString())
  if (at === null) throw new Fault('BAD_REQUEST', 'nobody was told at that time')
  const proofId = rooms.world.newId()
  const detail = { target: order.target, phase: row.version, proof: proofId }
  await rooms.audit.append(
    tx,
    accountId,
    act(rooms, agent, row, { type: 'incident.told', decision: order.target, detail }),
  )
  await tx.addProof(accountId, incidentId, {
    proofId,
    target: order.target,
    at,
    phase: row.version,
    sealedReference: rooms.keys.sealForHouse(order.reference, proofName(accountId, incidentId, proofId)),
  })
  return viewOf(rooms, tx, accountId, row)
}

export async function readIncident(
  rooms: IncidentRooms,
  tx: IncidentRows,
  accountId: AccountId,
  incidentId: string,
): Promise<IncidentView> {
  return viewOf(rooms, tx, accountId, await rowOf(tx, accountId, incidentId))
}

export async function listIncidents(
  rooms: IncidentRooms,
  tx: IncidentRows,
  accountId: AccountId,
): Promise<readonly IncidentView[]> {
  const views: IncidentView[] = []
  for (const row of await tx.incidentRows(accountId)) views.push(await viewOf(rooms, tx, accountId, row))
  return views
}

/** For an overview: open ones that are no drills, the nearest due first. Nothing of their words. */
export async function openIncidents(
  tx: Pick<IncidentRows, 'incidentRows'>,
  accountId: AccountId,
): Promise<readonly IncidentTimes[]> {
  const rows = await tx.incidentRows(accountId)
  return rows
    .filter(({ drill, status }) => !drill && status !== 'closed' && status !== 'false_alarm')
    .toSorted((a, b) => ((a.dueAt ?? '9') < (b.dueAt ?? '9') ? -1 : 1))
}
