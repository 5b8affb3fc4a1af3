/** Routes of what models cost, what was spent, and the month's budget. */
import { z } from 'zod'
import type { ModelName } from '../../src/domain/spending.ts'
import { type ApprovalRooms, proposeChange } from '../approvals/index.ts'
import { readSpending, type SpendingRooms, spendingPlanSchema } from '../budget/index.ts'
import type { Transact } from '../keys.ts'
import type { StoreRows } from '../store.ts'
import { proposedReply } from './answers/change.ts'
import { spendingView } from './answers/spending.ts'
import { appliedOrWaiting } from './approvals.ts'
import { bare, type Route, route } from './route.ts'

export interface SpendingGiven {
  readonly rooms: Pick<SpendingRooms, 'world' | 'calendar'>
  readonly approvals: ApprovalRooms<StoreRows>
  readonly transact: Transact<StoreRows>
  /** The configured one; `null`: nothing leaves the companion. */
  readonly model: ModelName | null
}

const STAFF = ['admin', 'compliance'] as const
const orderSchema = spendingPlanSchema.extend({ version: z.int().min(0) })

export function spendingRoutes({ rooms, approvals, transact, model }: SpendingGiven): readonly Route[] {
  return [
    bare(
      {
        method: 'get',
        path: '/console/spending',
        access: STAFF,
        summary: "Read what models cost, what was spent on them, and the month's budget.",
        answers: { 200: spendingView },
        scope: 'reports:read',
      },
      async ({ agent }) => ({
        status: 200,
        body: await transact((tx) => readSpending(rooms, tx, agent.accountId, model)),
      }),
    ),
    route(
      {
        method: 'put',
        path: '/console/spending',
        access: ['admin'],
        schema: orderSchema,
        summary: 'State prices and a budget; where more could be spent, a second person decides.',
        answers: { 200: spendingView, 202: proposedReply },
      },
      ({ agent, body: { version, ...content } }) =>
        transact(async (tx) =>
          appliedOrWaiting(
            await proposeChange(approvals, tx, agent, {
              kind: 'spending',
              body: content,
              madeFrom: String(version),
            }),
            () => readSpending(rooms, tx, agent.accountId, model),
          ),
        ),
    ),
  ]
}
