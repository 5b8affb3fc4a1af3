/** The console's list of what people ask about their own data, and marking one as answered. */
import { z } from 'zod'
import { Fault } from '../../src/domain/fault.ts'
import type { RequestCaseView } from '../../src/domain/request-api.ts'
import type { Transact } from '../keys.ts'
import { answerRequestCase, type PrivacyRooms, type RequestRows, requestCases } from '../privacy/index.ts'
import { bare, type Call, isWellFormed, type Route, route, uuidSchema } from './route.ts'

export interface RequestsGiven {
  readonly rooms: PrivacyRooms
  readonly transact: Transact<RequestRows>
  /** Where the helpdesk shows a ticket. */
  readonly ticketUrl: (ticketId: string) => string
}

const answer = z.strictObject({
  note: z.string().trim().min(1).max(4_000).refine(isWellFormed),
})

export function requestRoutes(given: RequestsGiven): readonly Route[] {
  const list = async ({ agent }: Call<unknown>): Promise<readonly RequestCaseView[]> => {
    const found = await given.transact((tx) => requestCases(given.rooms, tx, agent))
    return found.map(({ request, ticket, note }) => ({
      caseId: request.caseId,
      kind: request.kind,
      status: request.status,
      ticketId: ticket.ticketId,
      ticketUrl: given.ticketUrl(ticket.ticketId),
      locale: request.locale,
      receivedAt: request.receivedAt,
      dueOn: request.dueOn,
      answeredAt: request.answeredAt,
      note,
    }))
  }
  return [
    bare({ method: 'get', path: '/console/requests', access: ['compliance', 'admin'] }, async (call) => ({
      status: 200,
      body: await list(call),
    })),
    route(
      {
        method: 'post',
        path: '/console/requests/:caseId/answers',
        access: ['compliance'],
        schema: answer,
      },
      async (call) => {
        const caseId = uuidSchema.safeParse(call.params.caseId)
        if (!caseId.success) throw new Fault('NOT_FOUND', 'there is no such request')
        await given.transact((tx) =>
          answerRequestCase(given.rooms, tx, call.agent, caseId.data, call.body.note),
        )
        return { status: 200, body: await list(call) }
      },
    ),
  ]
}
