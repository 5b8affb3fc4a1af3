/** What is stopped, since when and by whom. */
import { z } from 'zod'
import { STOP_LEVELS, STOP_REASONS } from '../../../src/domain/kill-switch.ts'
import type { KillSwitchView, StopView } from '../../../src/domain/kill-switch-api.ts'
import { shape } from './shape.ts'

export const stopView = shape<StopView>()(
  'StopView',
  z.strictObject({
    via: z.enum(['file', 'console', 'command_line']),
    own: z.boolean().describe('True for whoever asks.'),
    note: z
      .string()
      .nullable()
      .describe('What was written about it; `null`: nothing, or the one who asks does not read it.'),
    liftedAt: z.string().nullable(),
    reason: z.enum(STOP_REASONS),
    ref: z.string().describe('Name or id of what is stopped; empty for `account` and `egress`.'),
    level: z.enum(STOP_LEVELS),
    stopId: z.string(),
    pulledAt: z.string(),
  }),
)

export const killSwitchView = shape<KillSwitchView>()(
  'KillSwitchView',
  z.strictObject({
    blind: z
      .array(z.enum(['environment', 'unreadable_file', 'unreadable_store', 'not_read', 'unsettled']))
      .describe('Everything is stopped for these reasons besides what somebody pulled.'),
    untold: z
      .array(z.enum(['file', 'store']))
      .describe(
        'Places that could not be told of a stop that is in force on this server. They are told again by themselves.',
      ),
    stops: z.array(stopView).describe('In force first, then the lifted ones, newest first.'),
    provider: z.string().nullable().describe('Names that the levels can take here.'),
    mayPull: z.boolean(),
    mayLift: z.boolean(),
  }),
)
