/** What needs somebody, and the figures of the last days. Counts only. */
import { z } from 'zod'
import {
  ATTENTION_KINDS,
  type AttentionItem,
  type FiguresView,
  type WeekFigures,
  type WorkFigures,
} from '../../../src/domain/attention-api.ts'
import { shape } from './shape.ts'

export const attentionItem = shape<AttentionItem>()(
  'AttentionItem',
  z.strictObject({
    kind: z.enum(ATTENTION_KINDS),
    count: z.number(),
  }),
)

export const workFigures = shape<WorkFigures>()(
  'WorkFigures',
  z.strictObject({
    first: z.string().describe('A Monday; the first of one or several weeks.'),
    last: z.string(),
    drafts: z.number(),
    refusals: z.number(),
  }),
)

export const weekFigures = shape<WeekFigures>()(
  'WeekFigures',
  z.strictObject({
    week: z.string().describe('The Monday.'),
    count: z.number(),
  }),
)

export const figuresView = shape<FiguresView>()(
  'FiguresView',
  z.strictObject({
    work: z
      .array(workFigures)
      .describe('Weeks that are over, put together until five people drafted in them: as in reports.'),
    reasons: z
      .array(
        z.strictObject({
          reason: z.string(),
          count: z.number(),
        }),
      )
      .describe('The most frequent first.'),
    consent: z.array(
      z.strictObject({
        status: z.string(),
        count: z.number(),
      }),
    ),
    weeks: z.array(weekFigures).describe('How many cases fall due in the week.'),
    late: z.number(),
  }),
)
