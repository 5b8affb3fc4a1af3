/** Recorded questions and dry runs over them. */
import { z } from 'zod'
import { REPLAY_MOST } from '../../src/domain/replay-api.ts'
import { type DraftingRooms, keepQuestions, readRecordedQuestions } from '../drafting/index.ts'
import type { ReplayDesk } from '../replay/index.ts'
import { cleanSelection, policyContentSchema, selectionSchema } from '../tickets/index.ts'
import { recordedQuestionsView, replayView } from './answers/replay.ts'
import { bare, isWellFormed, type Route, route } from './route.ts'

const STAFF = ['admin', 'compliance'] as const

const settingSchema = z.strictObject({ kept: z.boolean() })
const orderSchema = z
  .strictObject({
    selection: selectionSchema.refine(isWellFormed).exactOptional(),
    policy: policyContentSchema.refine(isWellFormed).exactOptional(),
    last: z.int().min(1).max(REPLAY_MOST),
  })
  .refine(({ selection, policy }) => selection !== undefined || policy !== undefined, {
    path: ['selection'],
    message: 'a dry run needs another allowlist or another policy',
  })

export function replayRoutes(rooms: DraftingRooms, replays: ReplayDesk): readonly Route[] {
  return [
    bare(
      {
        method: 'get',
        path: '/console/recorded-questions',
        access: STAFF,
        summary: 'Read whether asked questions are kept, and how many there are.',
        answers: { 200: recordedQuestionsView },
      },
      async ({ agent }) => ({
        status: 200,
        body: await rooms.transact((tx) => readRecordedQuestions(rooms, tx, agent.accountId)),
      }),
    ),
    route(
      {
        method: 'put',
        path: '/console/recorded-questions',
        access: ['admin'],
        schema: settingSchema,
        summary: 'Turn the keeping of asked questions on or off.',
        answers: { 200: recordedQuestionsView },
      },
      async ({ agent, body }) => ({
        status: 200,
        body: await rooms.transact((tx) => keepQuestions(rooms, tx, agent, body.kept)),
      }),
    ),
    route(
      {
        method: 'post',
        path: '/console/replays',
        cost: 'dear',
        access: STAFF,
        schema: orderSchema,
        summary: 'Look recorded questions up once more, as if a change were made.',
        answers: { 202: replayView },
      },
      async ({ agent, body }) => ({
        status: 202,
        body: await replays.start(agent, {
          last: body.last,
          ...(body.selection === undefined ? {} : { selection: cleanSelection(body.selection) }),
          ...(body.policy === undefined ? {} : { policy: JSON.parse(JSON.stringify(body.policy)) }),
        }),
      }),
    ),
    bare(
      {
        method: 'get',
        path: '/console/replays/:replayId',
        access: STAFF,
        summary: 'Read how a dry run stands, or what it found.',
        answers: { 200: replayView },
      },
      async ({ agent, params }) => ({
        status: 200,
        body: await replays.read(agent, params.replayId ?? ''),
      }),
    ),
    bare(
      {
        method: 'post',
        path: '/console/replays/:replayId/cancellations',
        access: STAFF,
        summary: 'Cancel a dry run.',
        answers: { 200: replayView },
      },
      async ({ agent, params }) => ({
        status: 200,
        body: await replays.cancel(agent, params.replayId ?? ''),
      }),
    ),
  ]
}
