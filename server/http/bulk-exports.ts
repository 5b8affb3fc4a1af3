/** Taking out more than one person's records, or the log's words in clear: asked for here, decided by somebody else. */
import { z } from 'zod'
import { BULK_EXPORTS, type BulkReply, MOST_PEOPLE, PERMIT_DAYS } from '../../src/domain/bulk-export.ts'
import type { ProposedReply } from '../../src/domain/change-api.ts'
import { proposeChange } from '../approvals/index.ts'
import { plannedBulk } from '../dossier/index.ts'
import { bulkReply, proposedReply } from './answers/change.ts'
import { type ErasuresGiven, refSchema } from './erasures.ts'
import type { RequestersGiven } from './requesters.ts'
import { type Route, route } from './route.ts'

const DAY_MS = 86_400_000
const schema = z
  .strictObject({ what: z.enum(BULK_EXPORTS), requesterRefs: z.array(refSchema).max(MOST_PEOPLE) })
  .refine(({ what, requesterRefs }) => (what === 'people') === requesterRefs.length > 0)

export function bulkExportRoutes(
  requesters: Pick<RequestersGiven, 'exports'>,
  erasures: Pick<ErasuresGiven, 'approvals' | 'transact'>,
): readonly Route[] {
  return [
    route(
      {
        method: 'post',
        path: '/console/bulk-exports',
        cost: 'dear',
        access: ['compliance'],
        schema,
        summary: "Ask to take out more than one person's records, or the log's words in clear.",
        answers: { 200: bulkReply, 202: proposedReply },
        scope: 'exports:create',
      },
      ({ agent, body: order }) =>
        erasures.transact(async (tx) => {
          const { rooms } = requesters.exports
          const body = await plannedBulk(rooms, tx, agent, order)
          const outcome = await proposeChange(erasures.approvals, tx, agent, { kind: 'bulk_export', body })
          if (outcome.outcome === 'proposed') {
            const waits: ProposedReply = outcome
            return { status: 202, body: waits }
          }
          const until = new Date(rooms.world.now().getTime() + PERMIT_DAYS * DAY_MS).toISOString()
          const reply: BulkReply = { outcome: 'permitted', until }
          return { status: 200, body: reply }
        }),
    ),
  ]
}
