/** Erasing a person with four eyes, what was erased, and the certificate of each. References come in bodies. */
import { z } from 'zod'
import type { Agent } from '../../src/domain/account.ts'
import { type EraseReply, type ErasureView, PERSON_ACTS } from '../../src/domain/erasure-api.ts'
import { Fault } from '../../src/domain/fault.ts'
import { isOpen } from '../../src/domain/request-case.ts'
import { type ApprovalRooms, proposeChange } from '../approvals/index.ts'
import { actOnPerson } from '../consent/index.ts'
import type { ErasingRooms } from '../erasure-rooms.ts'
import type { Transact } from '../keys.ts'
import {
  type Certificates,
  type ErasureRecord,
  finalAt,
  joinedRecords,
  plannedErasure,
} from '../privacy/index.ts'
import type { StoreRows } from '../store.ts'
import { proposedReply } from './answers/change.ts'
import { eraseReply, erasureCertificate, erasureView, personActReply } from './answers/erasure.ts'
import { listOf } from './answers/shape.ts'
import { bare, isoSchema, isWellFormed, type Route, route, uuidSchema } from './route.ts'

export interface ErasuresGiven {
  readonly erasing: ErasingRooms
  readonly approvals: ApprovalRooms<StoreRows>
  readonly certificates: Certificates
  readonly transact: Transact<StoreRows>
}

const SHOWN = 500
export const refSchema = z.string().regex(/^[A-Za-z0-9_-]{1,100}$/)
const actSchema = z.strictObject({
  requesterRef: refSchema,
  act: z.enum(PERSON_ACTS),
  reason: z.string().trim().min(1).max(2_000).refine(isWellFormed),
  toldAt: isoSchema.nullable(),
})
const eraseSchema = z.strictObject({ requesterRef: refSchema, caseId: uuidSchema.nullable() })

async function views(
  tx: StoreRows,
  accountId: string,
  records: readonly ErasureRecord[],
): Promise<readonly ErasureView[]> {
  const epochs = await tx.keyEpochs(accountId)
  return records.map((record) => ({
    erasureId: record.erasureId,
    about: record.about.kind,
    caseId: record.caseId,
    at: record.at,
    source: record.source,
    erased: record.facts.erased,
    kept: record.facts.kept,
    recipients: record.facts.recipients,
    backupsFinalBy: record.backupsFinalBy,
    backupsFinalAt: finalAt(record, epochs),
  }))
}

/** That somebody was looked for and nothing found is an answer too, and must be one that can be shown. */
async function noteNothing(
  { erasing }: ErasuresGiven,
  tx: StoreRows,
  { accountId, agentId }: Agent,
  order: z.infer<typeof eraseSchema>,
): Promise<EraseReply> {
  await erasing.audit.append(tx, accountId, {
    type: 'erasure.nothing_found',
    actor: { kind: 'agent', ref: erasing.keys.digest('agent', accountId, agentId) },
    object: { kind: 'requester', ref: order.requesterRef },
    decision: 'nothing_held',
    detail: { case: order.caseId ?? 'none' },
  })
  return { outcome: 'nothing_held' }
}

/** @throws Fault `CONFLICT`: an erasure answers an open request for one, of the same person. */
async function refuseOtherCase(
  tx: StoreRows,
  accountId: string,
  requesterRef: string,
  caseId: string,
): Promise<void> {
  const request = await tx.requestCaseById(accountId, caseId)
  const refs = await joinedRecords(tx, accountId, requesterRef)
  const fits = request !== null && request.kind === 'erasure' && isOpen(request.status)
  if (!fits || !refs.includes(request.requesterRef))
    throw new Fault('CONFLICT', 'this is no open request of this person to be erased')
}

export function erasureRoutes(given: ErasuresGiven): readonly Route[] {
  const { erasing, approvals, transact, certificates } = given
  return [
    route(
      {
        method: 'post',
        path: '/console/erasures',
        access: ['compliance'],
        schema: eraseSchema,
        summary:
          'Ask for a person to be erased; a second person decides, unless the account has turned that off.',
        answers: { 200: eraseReply, 202: proposedReply },
        scope: 'erasures:request',
      },
      ({ agent, body }) =>
        transact(async (tx) => {
          const { accountId } = agent
          if (body.caseId !== null) await refuseOtherCase(tx, accountId, body.requesterRef, body.caseId)
          const plan = await plannedErasure(erasing, tx, accountId, body)
          if (plan === null) return { status: 200, body: await noteNothing(given, tx, agent, body) }
          const outcome = await proposeChange(approvals, tx, agent, { kind: 'erasure', body: plan })
          if (outcome.outcome === 'proposed') return { status: 202, body: outcome }
          const records: ErasureRecord[] = []
          for (const requesterRef of plan.requesterRefs) {
            const record = await tx.lastErasureOf(accountId, requesterRef)
            if (record !== null) records.push(record)
          }
          const reply: EraseReply = { outcome: 'erased', erasures: await views(tx, accountId, records) }
          return { status: 200, body: reply }
        }),
    ),
    route(
      {
        method: 'post',
        path: '/console/person-acts',
        access: ['compliance'],
        schema: actSchema,
        summary:
          "Restrict a person's processing, lift that, or record their objection, over all their tickets.",
        answers: { 200: personActReply },
      },
      ({ agent, body }) =>
        transact(async (tx) => {
          const refs = await joinedRecords(tx, agent.accountId, body.requesterRef)
          return { status: 200, body: await actOnPerson(erasing, tx, agent, refs, body) }
        }),
    ),
    bare(
      {
        method: 'get',
        path: '/console/erasures',
        access: ['compliance'],
        summary: 'List what was erased, newest first.',
        answers: { 200: listOf(erasureView) },
        scope: 'erasures:read',
      },
      async ({ agent }) => ({
        status: 200,
        body: await transact(async (tx) =>
          views(tx, agent.accountId, await tx.erasures(agent.accountId, SHOWN)),
        ),
      }),
    ),
    bare(
      {
        method: 'get',
        path: '/console/erasures/:erasureId/certificate',
        access: ['compliance'],
        summary: 'Read the signed certificate of one erasure.',
        answers: { 200: erasureCertificate },
        scope: 'erasures:read',
      },
      async ({ agent, params }) => {
        const erasureId = uuidSchema.safeParse(params.erasureId)
        if (!erasureId.success) throw new Fault('NOT_FOUND', 'there is no such erasure')
        return { status: 200, body: await certificates.of(agent.accountId, erasureId.data) }
      },
    ),
  ]
}
