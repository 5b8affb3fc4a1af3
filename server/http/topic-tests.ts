/** Sentences against topics that need not be saved: read, answered and let go. */
import { z } from 'zod'
import { TOPIC_TEST_MOST } from '../../src/domain/topic-api.ts'
import { type DraftingRooms, tryTopics } from '../drafting/index.ts'
import { policyContentSchema } from '../tickets/index.ts'
import { topicTestLine } from './answers/scope.ts'
import { listOf } from './answers/shape.ts'
import { isWellFormed, type Route, route } from './route.ts'

const { topics, topicChoice } = policyContentSchema.shape
const orderSchema = z
  .strictObject({
    topics: topics.unwrap(),
    topicChoice,
    sentences: z.array(z.string().trim().min(1).max(500)).min(1).max(TOPIC_TEST_MOST),
  })
  .refine(isWellFormed)

export function topicTestRoutes(rooms: Pick<DraftingRooms, 'helpCenterLocales'>): readonly Route[] {
  return [
    route(
      {
        method: 'post',
        path: '/console/topic-tests',
        cost: 'dear',
        access: ['admin', 'compliance'],
        schema: orderSchema,
        summary: 'Try topics against sentences; nothing of it is stored.',
        answers: { 200: listOf(topicTestLine) },
      },
      async ({ body }) => ({ status: 200, body: tryTopics(body, rooms.helpCenterLocales) }),
    ),
  ]
}
