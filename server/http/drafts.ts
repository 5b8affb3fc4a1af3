/** Drafts in the sidebar: ask for one (streamed), use it, dismiss it; and the agent's own search. */
import { z } from 'zod'
import { DISMISS_REASONS, LENGTHS, REWRITES, TONES } from '../../src/domain/draft.ts'
import { Fault } from '../../src/domain/fault.ts'
import { PERSONAL_DATA_TYPES } from '../../src/minimise/index.ts'
import type { LookNotes } from '../dossier/index.ts'
import {
  allowInsertion,
  type DraftingRooms,
  dismissDraft,
  draftReply,
  readDraft,
  searchArticles,
  summariseTicket,
} from '../drafting/index.ts'
import { draft, draftEvent, insertReply, searchReply, summaryReply } from './answers/draft.ts'
import { eventStream } from './event-stream.ts'
import { faultOf, retryAfterOf } from './faults.ts'
import {
  bare,
  type Call,
  eventsOf,
  idSchema,
  isoSchema,
  localeSchema,
  type OutcomeOf,
  type Route,
  route,
  uuidSchema,
} from './route.ts'

const commentId = z.string().regex(/^[A-Za-z0-9_-]{0,64}$/)
const commentsSchema = z
  .array(z.strictObject({ id: commentId, text: z.string().max(200_000), createdAt: isoSchema }))
  .max(500)
// A closed list: it goes into the receipt, where no word of a ticket may hide.
const replacedSchema = z.partialRecord(z.enum(PERSONAL_DATA_TYPES), z.int().min(0).max(1_000_000))
const rewriteSchema = z
  .strictObject({
    of: uuidSchema,
    how: z.enum(REWRITES),
    part: z.int().min(1).max(100).exactOptional(),
  })
  .refine(({ how, part }) => (how === 'only_part') === (part !== undefined), 'part goes with only_part')
const orderSchema = z
  .strictObject({
    draftId: uuidSchema,
    ticketId: idSchema,
    requesterId: idSchema,
    subject: z.string().max(2_000).exactOptional(),
    comments: commentsSchema,
    locale: localeSchema.exactOptional(),
    lastCommentId: commentId,
    namePlaceholder: z
      .string()
      .regex(/^⟦NAME_[0-9]{1,3}⟧$/)
      .exactOptional(),
    replaced: replacedSchema,
    tone: z.enum(TONES).exactOptional(),
    length: z.enum(LENGTHS).exactOptional(),
    replyLocale: localeSchema.exactOptional(),
    drafter: z.literal('extractive').exactOptional(),
    rewrite: rewriteSchema.exactOptional(),
  })
  // Words a draft anew without the ticket: text that came along would leave for nothing.
  .refine(
    ({ rewrite, comments, subject, locale }) =>
      rewrite === undefined || (comments.length === 0 && subject === undefined && locale === undefined),
    'a rewrite carries no ticket text',
  )
  .refine(
    ({ rewrite, replyLocale }) => rewrite?.how !== 'translate' || replyLocale !== undefined,
    'a translation names its language',
  )
const summarySchema = z.strictObject({
  summaryId: uuidSchema,
  ticketId: idSchema,
  requesterId: idSchema,
  comments: commentsSchema,
  locale: localeSchema.exactOptional(),
  replaced: replacedSchema,
})
const insertSchema = z.strictObject({
  sentenceIds: z
    .array(z.string().regex(/^s[0-9]{1,4}$/))
    .min(1)
    .max(500),
  how: z.enum(['insert', 'copy']),
  lastCommentId: commentId,
})
const dismissSchema = z.strictObject({ reason: z.enum(DISMISS_REASONS) })
const searchSchema = z.strictObject({
  ticketId: idSchema,
  query: z.string().trim().min(1).max(500),
  locale: localeSchema.exactOptional(),
})

function draftParam(call: Call<unknown>): string {
  const parsed = uuidSchema.safeParse(call.params.draftId)
  if (!parsed.success) throw new Fault('NOT_FOUND', 'no such draft')
  return parsed.data
}

/** What runs now, so that a stopping server can wait for it. */
export interface RunningDrafts {
  add(run: Promise<void>): void
  readonly stopping: boolean
}

/** Until the first event a fault is an ordinary problem response. */
async function stream(
  rooms: DraftingRooms,
  running: RunningDrafts,
  call: Call<z.infer<typeof orderSchema>>,
): Promise<'handled'> {
  if (running.stopping) throw new Fault('SHUTTING_DOWN', 'the server is stopping: draft again in a moment')
  const { response } = call
  const gone = new AbortController()
  response.on('close', () => {
    if (!response.writableEnded) gone.abort()
  })
  const events = eventStream(response)
  const run = draftReply(rooms, call.agent, call.body, events.send, gone.signal)
  running.add(run)
  try {
    await run
  } catch (error) {
    events.flush()
    if (!response.headersSent) throw error
    const fault = faultOf(error)
    const wait = retryAfterOf(fault)
    events.send({
      event: 'fault',
      code: fault.code,
      requestId: call.requestId,
      ...(wait === null ? {} : { retryAfterSeconds: Number(wait) }),
    })
    response.locals.fault = fault
  }
  events.end()
  return 'handled'
}

async function summarise(
  rooms: DraftingRooms,
  running: RunningDrafts,
  { agent, body, response }: Call<z.infer<typeof summarySchema>>,
): Promise<OutcomeOf<{ 200: typeof summaryReply }>> {
  if (running.stopping) throw new Fault('SHUTTING_DOWN', 'the server is stopping: try again in a moment')
  const gone = new AbortController()
  response.on('close', () => gone.abort())
  const run = summariseTicket(rooms, agent, body, gone.signal)
  running.add(run.then(() => {}))
  try {
    return { status: 200, body: await run }
  } catch (error) {
    // Nobody is there to be told.
    if (!gone.signal.aborted) throw error
    response.destroy()
    return 'handled'
  }
}

export function draftRoutes(
  rooms: DraftingRooms,
  running: RunningDrafts,
  looks: Pick<LookNotes, 'draftOpened'>,
): readonly Route[] {
  return [
    route(
      {
        method: 'post',
        path: '/drafts',
        cost: 'dear',
        access: 'session',
        schema: orderSchema,
        summary: 'Ask for a draft; its sentences arrive as each is verified.',
        answers: { 200: eventsOf(draftEvent) },
      },
      (call) => stream(rooms, running, call),
    ),
    bare(
      {
        method: 'get',
        path: '/drafts/:draftId',
        access: 'session',
        summary: "Read a draft of one's own, with its citations and receipt.",
        answers: { 200: draft },
      },
      async (call) => {
        const draft = await readDraft(rooms, call.agent, draftParam(call))
        await looks.draftOpened(call.agent, draft.id)
        return { status: 200, body: draft }
      },
    ),
    route(
      {
        method: 'post',
        path: '/drafts/:draftId/insertions',
        access: 'session',
        schema: insertSchema,
        summary: 'Ask whether sentences of a draft may be put into the reply now.',
        answers: { 200: insertReply },
      },
      async (call) => ({
        status: 200,
        body: await allowInsertion(rooms, call.agent, draftParam(call), call.body),
      }),
    ),
    route(
      {
        method: 'post',
        path: '/drafts/:draftId/dismissals',
        access: 'session',
        schema: dismissSchema,
        summary: 'Dismiss a draft, with the reason.',
        answers: { 204: null },
      },
      async (call) => {
        await dismissDraft(rooms, call.agent, draftParam(call), call.body)
        return { status: 204 }
      },
    ),
    route(
      {
        method: 'post',
        path: '/summaries',
        cost: 'dear',
        access: 'session',
        schema: summarySchema,
        summary: 'Sum a ticket up for the agent; nothing of it is stored.',
        answers: { 200: summaryReply },
      },
      (call) => summarise(rooms, running, call),
    ),
    route(
      {
        method: 'post',
        path: '/searches',
        cost: 'dear',
        access: 'session',
        schema: searchSchema,
        summary: 'Search the allowlisted articles with words that the agent has typed.',
        answers: { 200: searchReply },
      },
      async (call) => ({
        status: 200,
        body: await searchArticles(rooms, call.agent, call.body),
      }),
    ),
  ]
}
