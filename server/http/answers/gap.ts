/** What requesters ask and no allowed article answers. */
import { z } from 'zod'
import { type GapKind, type GapsView, type GapTopic, QUESTION_KINDS } from '../../../src/domain/gap-api.ts'
import { nearArticle } from './refusal.ts'
import { shape } from './shape.ts'

export const gapKind = shape<GapKind>()(
  'GapKind',
  z.strictObject({
    kind: z.enum(QUESTION_KINDS),
    questions: z.number(),
    examples: z.array(z.string()),
  }),
)

export const gapTopic = shape<GapTopic>()(
  'GapTopic',
  z.strictObject({
    topicId: z
      .string()
      .describe(
        'Made from what the topic is about: the same topic keeps it while its questions come and go.',
      ),
    language: z.string(),
    words: z
      .array(z.string())
      .describe(
        'Words of the questions that at least `LEAST_REQUESTERS` people used, the most telling first.',
      ),
    questions: z.number(),
    requesters: z.number().nullable().describe('`null`: fewer than `LEAST_REQUESTERS`.'),
    spans: z
      .array(z.number())
      .describe('In each part of the days kept, the oldest first; empty where few ask.'),
    examples: z.array(z.string()),
    kinds: z.array(gapKind),
    nearest: z.array(nearArticle).describe('Allowed articles that come nearest and do not answer.'),
    answeredBy: nearArticle
      .nullable()
      .describe('A synced article that answers most of them and is not allowed.'),
  }),
)

export const gapsView = shape<GapsView>()(
  'GapsView',
  z.strictObject({
    kept: z.boolean(),
    days: z.number(),
    questions: z
      .number()
      .describe('Recorded questions that were looked up, and those that nothing allowed answers.'),
    uncovered: z.number(),
    unnamed: z.number().describe('Of the uncovered ones, those too rare to be named at all.'),
    cut: z.boolean().describe('True when more are recorded than were looked at.'),
    topics: z.array(gapTopic),
  }),
)
