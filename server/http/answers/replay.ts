/** Recorded questions and dry runs over them. */
import { z } from 'zod'
import type { RecordedQuestionsView } from '../../../src/domain/recorded-question.ts'
import {
  REPLAY_KINDS,
  type ReplayLine,
  type ReplayResult,
  type ReplayView,
} from '../../../src/domain/replay-api.ts'
import { nearArticle } from './refusal.ts'
import { shape } from './shape.ts'

export const recordedQuestionsView = shape<RecordedQuestionsView>()(
  'RecordedQuestionsView',
  z.strictObject({
    kept: z.boolean(),
    days: z.number(),
    count: z.number(),
  }),
)

export const replayLine = shape<ReplayLine>()(
  'ReplayLine',
  z.strictObject({
    kinds: z.array(z.enum(REPLAY_KINDS)),
    ticketId: z.string(),
    at: z.string(),
    locale: z.string(),
    question: z
      .string()
      .nullable()
      .describe('Minimised, as it was kept; `null` when it has been deleted since.'),
    before: nearArticle.nullable(),
    after: nearArticle.nullable(),
    restricted: nearArticle
      .nullable()
      .describe('The best answer of all that is synced, where it is out after the change.'),
  }),
)

export const replayResult = shape<ReplayResult>()(
  'ReplayResult',
  z.strictObject({
    questions: z.number(),
    answeredBefore: z.number(),
    answeredAfter: z.number(),
    answeredAt: z
      .array(z.number())
      .describe('How many would be answered after the change at a threshold of 0.00, 0.01 … 1.00.'),
    counts: z.record(z.enum(REPLAY_KINDS), z.number()),
    lines: z.array(replayLine).describe('Only the questions that the change touches.'),
  }),
)

export const replayView = shape<ReplayView>()(
  'ReplayView',
  z.strictObject({
    replayId: z.string(),
    status: z.enum(['done', 'failed', 'running', 'cancelled']),
    done: z.number(),
    total: z.number(),
    result: replayResult.nullable(),
  }),
)
