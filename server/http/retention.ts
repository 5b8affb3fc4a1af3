/** How long the account keeps what, and what tomorrow's run takes away. */
import { z } from 'zod'
import { RETENTION_CLASSES, type RetentionOrder } from '../../src/domain/retention.ts'
import type { RetentionView } from '../../src/domain/retention-api.ts'
import type { Transact } from '../keys.ts'
import { changeRetention, type PrivacyRooms, previewRetention, readRetention } from '../privacy/index.ts'
import type { StoreRows } from '../store.ts'
import { retentionView } from './answers/retention.ts'
import { bare, isWellFormed, type Route, route } from './route.ts'

export interface RetentionGiven {
  readonly rooms: PrivacyRooms
  readonly transact: Transact<StoreRows>
  readonly backupDays: number
}

const rule = z.strictObject({
  days: z.int().min(1).max(100_000),
  reason: z.string().trim().max(500).refine(isWellFormed).nullable(),
})
// A program that was written before a class existed does not name it.
const rules = z.strictObject(
  Object.fromEntries(RETENTION_CLASSES.map((name) => [name, rule.exactOptional()])),
) as z.ZodType<RetentionOrder['rules']>
const settingsSchema = z.strictObject({ version: z.int().min(0), rules, keepsErasedConsent: z.boolean() })

export function retentionRoutes({ rooms, transact, backupDays }: RetentionGiven): readonly Route[] {
  const view = async (tx: StoreRows, accountId: string): Promise<RetentionView> => ({
    settings: await readRetention(tx, accountId),
    preview: await previewRetention(rooms, tx, accountId),
    backupDays,
  })
  return [
    bare(
      {
        method: 'get',
        path: '/console/retention',
        access: ['compliance'],
        summary: "Read how long what is kept, and what tomorrow's run takes away.",
        answers: { 200: retentionView },
        scope: 'evidence:read',
      },
      async ({ agent }) => ({
        status: 200,
        body: await transact((tx) => view(tx, agent.accountId)),
      }),
    ),
    route(
      {
        method: 'put',
        path: '/console/retention',
        access: ['compliance'],
        schema: settingsSchema,
        summary: 'Change how long what is kept.',
        answers: { 200: retentionView },
      },
      ({ agent, body }) =>
        transact(async (tx) => {
          await changeRetention(rooms, tx, agent, body)
          return { status: 200, body: await view(tx, agent.accountId) }
        }),
    ),
  ]
}
