/** What needs somebody, and the figures of the last days. Counts only. */
import { z } from 'zod'
import {
  ATTENTION_KINDS,
  type AttentionItem,
  type DayFigures,
  type FiguresView,
  type WeekFigures,
} from '../../../src/domain/attention-api.ts'
import { shape } from './shape.ts'

export const attentionItem = shape<AttentionItem>()(
  'AttentionItem',
  z.strictObject({
    kind: z.enum(ATTENTION_KINDS),
    count: z.number(),
  }),
)

export const dayFigures = shape<DayFigures>()(
  'DayFigures',
  z.strictObject({
    day: z.string(),
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
    days: z.array(dayFigures),
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
