/** Recalls and review dates in the console; what became of a draft, from the sidebar. */
import { z } from 'zod'
import { Fault } from '../../src/domain/fault.ts'
import { UNUSED_WHYS } from '../../src/domain/recall-api.ts'
import { parseDay, REVIEW_KINDS } from '../../src/domain/review.ts'
import { changeReviewDate } from '../articles/index.ts'
import {
  confirmRemoval,
  type DraftingRooms,
  readDraftStanding,
  recordSend,
  recordUnused,
} from '../drafting/index.ts'
import type { Transact } from '../keys.ts'
import {
  handleRecall,
  listRecalls,
  type RecallRooms,
  type RecallRows,
  readRecall,
  readReviews,
  recallCsv,
  recallDrafts,
} from '../recalls/index.ts'
import { draftStanding, recalledDrafts, recallView, reviewsView } from './answers/recall.ts'
import { listOf } from './answers/shape.ts'
import { bare, type Call, fileOf, isoSchema, isWellFormed, type Route, route, uuidSchema } from './route.ts'

export interface RecallGiven {
  readonly rooms: RecallRooms
  readonly transact: Transact<RecallRows>
}

const STAFF = ['admin', 'compliance'] as const
const ADMIN = ['admin'] as const

const count = z.int().min(0).max(100_000)
const sendSchema = z
  .strictObject({
    sentences: count.min(1),
    kept: count,
    words: count,
    distance: count,
    waitedMs: z.int().min(0).max(3_600_000).exactOptional(),
  })
  .refine(({ sentences, kept, words, distance }) => kept <= sentences && distance <= words)
const unusedSchema = z.strictObject({
  why: z.enum(UNUSED_WHYS),
  usedBefore: z.boolean(),
  allowedAt: isoSchema.exactOptional(),
})
const handlingSchema = z.strictObject({ handled: z.boolean() })
const reviewSchema = z.strictObject({
  kind: z.enum(REVIEW_KINDS),
  ref: z.string().min(1).max(500).refine(isWellFormed),
  reviewBy: z
    .string()
    .refine((day) => parseDay(day) !== null)
    .nullable(),
})

const recallsQuery = z.object({
  before: uuidSchema.optional().describe('Where the list goes on; absent: at its newest.'),
  quoted: z.literal('1').optional().describe('Only those that a draft had quoted.'),
})

function uuidParam(call: Call<unknown>, name: string): string {
  const parsed = uuidSchema.safeParse(call.params[name])
  if (!parsed.success) throw new Fault('NOT_FOUND', 'not found')
  return parsed.data
}

/** What the sidebar asks and reports about an agent's own draft. */
export function draftLifeRoutes(rooms: DraftingRooms): readonly Route[] {
  return [
    bare(
      {
        method: 'get',
        path: '/drafts/:draftId/standing',
        access: 'session',
        summary: 'Read whether a draft still stands, or an article that it quotes was taken back.',
        answers: { 200: draftStanding },
      },
      async (call) => ({
        status: 200,
        body: await readDraftStanding(rooms, call.agent, uuidParam(call, 'draftId')),
      }),
    ),
    route(
      {
        method: 'post',
        path: '/drafts/:draftId/sends',
        access: 'session',
        schema: sendSchema,
        summary: 'Report in numbers how much of a draft was sent.',
        answers: { 204: null },
      },
      async (call) => {
        await recordSend(rooms, call.agent, uuidParam(call, 'draftId'), call.body)
        return { status: 204 }
      },
    ),
    route(
      {
        method: 'post',
        path: '/drafts/:draftId/unused',
        access: 'session',
        schema: unusedSchema,
        summary: 'Report that words of a draft were let go and never reached the reply.',
        answers: { 204: null },
      },
      async (call) => {
        await recordUnused(rooms, call.agent, uuidParam(call, 'draftId'), call.body)
        return { status: 204 }
      },
    ),
    bare(
      {
        method: 'post',
        path: '/drafts/:draftId/removals',
        access: 'session',
        summary: 'Confirm that a draft was taken out of the reply again.',
        answers: { 204: null },
      },
      async (call) => {
        await confirmRemoval(rooms, call.agent, uuidParam(call, 'draftId'))
        return { status: 204 }
      },
    ),
  ]
}

function reviewRoutes({ rooms, transact }: RecallGiven): readonly Route[] {
  return [
    bare(
      {
        method: 'get',
        path: '/console/reviews',
        access: STAFF,
        summary: 'List articles and sections with their review dates.',
        answers: { 200: reviewsView },
        scope: 'articles:read',
      },
      async ({ agent }) => ({
        status: 200,
        body: await transact((tx) => readReviews(tx, agent.accountId, rooms.world.now())),
      }),
    ),
    route(
      {
        method: 'put',
        path: '/console/reviews',
        access: ADMIN,
        schema: reviewSchema,
        summary: 'Set the day by which an article or a section must be reviewed.',
        answers: { 200: reviewsView },
      },
      async ({ agent, body }) => ({
        status: 200,
        body: await transact(async (tx) => {
          await changeReviewDate(rooms, tx, agent, body)
          return readReviews(tx, agent.accountId, rooms.world.now())
        }),
      }),
    ),
  ]
}

export function recallRoutes(given: RecallGiven): readonly Route[] {
  const { rooms, transact } = given
  return [
    bare(
      {
        method: 'get',
        path: '/console/recalls',
        access: STAFF,
        summary: 'List articles that were taken back or changed, newest first.',
        answers: { 200: listOf(recallView) },
        scope: 'reports:read',
        query: recallsQuery,
      },
      async ({ agent, query }) => {
        const before = query.before === undefined ? null : uuidSchema.safeParse(query.before).data
        if (before === undefined) throw new Fault('BAD_REQUEST', 'before is no recall')
        const quotedOnly = query.quoted === '1'
        return {
          status: 200,
          body: await transact((tx) => listRecalls(tx, agent.accountId, { before, quotedOnly })),
        }
      },
    ),
    bare(
      {
        method: 'get',
        path: '/console/recalls/:recallId/drafts',
        access: STAFF,
        summary: 'List the drafts that had quoted a recalled article.',
        answers: { 200: recalledDrafts },
      },
      async (call) => ({
        status: 200,
        body: await transact(async (tx) => {
          const recall = await readRecall(tx, call.agent.accountId, uuidParam(call, 'recallId'))
          return recallDrafts(rooms, tx, call.agent.accountId, recall)
        }),
      }),
    ),
    bare(
      {
        method: 'get',
        path: '/console/recalls/:recallId/export',
        cost: 'dear',
        access: STAFF,
        summary: 'Take the list of all drafts that had quoted a recalled article.',
        answers: { 200: fileOf('text/csv') },
      },
      async (call) => {
        const csv = await transact(async (tx) => {
          const recall = await readRecall(tx, call.agent.accountId, uuidParam(call, 'recallId'))
          const { drafts } = await recallDrafts(rooms, tx, call.agent.accountId, recall, null)
          return recallCsv(recall, drafts)
        })
        call.response.status(200).type('text/csv; charset=utf-8').attachment('recall.csv').send(csv)
        return 'handled'
      },
    ),
    route(
      {
        method: 'put',
        path: '/console/recalls/:recallId/handling',
        access: STAFF,
        schema: handlingSchema,
        summary: 'Note that a recall was dealt with, or take that back.',
        answers: { 200: recallView },
      },
      async (call) => ({
        status: 200,
        body: await transact((tx) =>
          handleRecall(rooms, tx, call.agent, uuidParam(call, 'recallId'), call.body.handled),
        ),
      }),
    ),
    ...reviewRoutes(given),
  ]
}
