/** Routes of changes that wait for a second person, and of the setting that asks for one. */
import { z } from 'zod'
import { FOUR_EYES_MODES } from '../../src/domain/change.ts'
import type { ProposedReply } from '../../src/domain/change-api.ts'
import { Fault } from '../../src/domain/fault.ts'
import {
  type ApprovalRooms,
  decideChange,
  listChanges,
  proposeChange,
  readFourEyes,
} from '../approvals/index.ts'
import type { Transact } from '../keys.ts'
import type { StoreRows } from '../store.ts'
import { changeView, fourEyesView, proposedReply } from './answers/change.ts'
import { listOf } from './answers/shape.ts'
import { bare, isWellFormed, type Route, route, uuidSchema } from './route.ts'

export interface ApprovalGiven {
  readonly approvals: ApprovalRooms<StoreRows>
  readonly transact: Transact<StoreRows>
}

const STAFF = ['admin', 'compliance'] as const

const decisionSchema = z.strictObject({
  decision: z.enum(['approve', 'reject']),
  reason: z.string().trim().max(500).refine(isWellFormed).exactOptional(),
})
const fourEyesSchema = z.strictObject({ version: z.int().min(0), mode: z.enum(FOUR_EYES_MODES) })

/** 202 with the change that waits, or 200 with what holds now. */
export async function appliedOrWaiting<Holding>(
  outcome: Awaited<ReturnType<typeof proposeChange>>,
  holding: () => Promise<Holding>,
): Promise<{ readonly status: number; readonly body: Holding | ProposedReply }> {
  if (outcome.outcome === 'applied') return { status: 200, body: await holding() }
  return { status: 202, body: outcome }
}

export function approvalRoutes({ approvals, transact }: ApprovalGiven): readonly Route[] {
  return [
    bare(
      {
        method: 'get',
        path: '/console/changes',
        access: STAFF,
        summary: 'List the changes that wait for a second person, and those decided lately.',
        answers: { 200: listOf(changeView) },
        scope: 'changes:read',
      },
      async ({ agent }) => ({
        status: 200,
        body: await transact((tx) => listChanges(approvals, tx, agent)),
      }),
    ),
    route(
      {
        method: 'post',
        path: '/console/changes/:changeId/decisions',
        access: STAFF,
        schema: decisionSchema,
        summary: 'Approve or reject a change that somebody else has asked for.',
        answers: { 200: changeView },
      },
      async ({ agent, params, body }) => {
        const changeId = uuidSchema.safeParse(params.changeId)
        if (!changeId.success) throw new Fault('NOT_FOUND', 'there is no such change')
        return {
          status: 200,
          body: await transact((tx) => decideChange(approvals, tx, agent, changeId.data, body)),
        }
      },
    ),
    bare(
      {
        method: 'get',
        path: '/console/four-eyes',
        access: STAFF,
        summary: 'Read which changes need a second person.',
        answers: { 200: fourEyesView },
        scope: 'settings:read',
      },
      async ({ agent }) => ({
        status: 200,
        body: await transact((tx) => readFourEyes(tx, agent.accountId)),
      }),
    ),
    route(
      {
        method: 'put',
        path: '/console/four-eyes',
        access: ['compliance'],
        schema: fourEyesSchema,
        summary: 'Change which changes need a second person.',
        answers: { 200: fourEyesView, 202: proposedReply },
      },
      ({ agent, body }) =>
        transact(async (tx) =>
          appliedOrWaiting(
            await proposeChange(approvals, tx, agent, {
              kind: 'four_eyes',
              body: { mode: body.mode },
              madeFrom: String(body.version),
            }),
            () => readFourEyes(tx, agent.accountId),
          ),
        ),
    ),
  ]
}
