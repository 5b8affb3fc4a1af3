/** What waits for a second person, and what an account has decided about that. */
import { z } from 'zod'
import type { BulkReply } from '../../../src/domain/bulk-export.ts'
import { CHANGE_KINDS, CHANGE_STATUSES } from '../../../src/domain/change.ts'
import type { ChangeView, FourEyesView, ProposedReply } from '../../../src/domain/change-api.ts'
import { diffLine, widening } from './scope.ts'
import { shape } from './shape.ts'

export const changeView = shape<ChangeView>()(
  'ChangeView',
  z.strictObject({
    changeId: z.string(),
    kind: z.enum(CHANGE_KINDS),
    status: z.enum(CHANGE_STATUSES),
    proposedBy: z.string().describe('Helpdesk number of the agent.'),
    proposedAt: z.string(),
    expiresAt: z.string(),
    decidedBy: z.string().nullable(),
    decidedAt: z.string().nullable(),
    reason: z.string().nullable().describe('What was written when it was rejected.'),
    own: z.boolean().describe('True for the one who asks: then somebody else must decide.'),
    mayDecide: z.boolean().describe('True when the one who asks may approve or reject it now.'),
    widens: z.array(widening),
    diff: z.array(diffLine),
  }),
)

export const fourEyesView = shape<FourEyesView>()(
  'FourEyesView',
  z.strictObject({
    version: z.number(),
    mode: z.enum(['on', 'off']),
    changedAt: z.string().nullable(),
  }),
)

export const proposedReply = shape<ProposedReply>()(
  'ProposedReply',
  z.strictObject({
    outcome: z.literal('proposed'),
    change: changeView,
  }),
)

export const bulkReply = shape<BulkReply>()(
  'BulkReply',
  z.strictObject({
    outcome: z.literal('permitted'),
    until: z.string(),
  }),
)
