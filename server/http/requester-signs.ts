/** What an agent's session finds of a requester: that the form says "under age", that the question is their own. */
import { z } from 'zod'
import type { RequesterReport } from '../../src/domain/requester-api.ts'
import { viewStored } from '../drafting/index.ts'
import { holdUnderAge, readAgeField } from '../helpdesk-events/index.ts'
import { vouchForQuestion } from '../tickets/index.ts'
import { ageFieldView } from './answers/helpdesk-settings.ts'
import { ticketView } from './answers/ticket.ts'
import { bare, idParam, idSchema, type Route, route } from './route.ts'
import type { TicketsGiven } from './tickets.ts'

const aboutRequester: z.ZodType<RequesterReport> = z.strictObject({ requesterId: idSchema })

export function requesterSignRoutes({ rooms, transact }: TicketsGiven): readonly Route[] {
  return [
    bare(
      {
        method: 'get',
        path: '/age-field',
        access: 'session',
        summary: 'Read which field of a requester says how old they are.',
        answers: { 200: ageFieldView },
      },
      async ({ agent }) => ({
        status: 200,
        body: await transact((tx) => readAgeField(rooms, tx, agent.accountId)),
      }),
    ),
    route(
      {
        method: 'post',
        path: '/tickets/:ticketId/under-age',
        access: 'session',
        schema: aboutRequester,
        summary: "Hold a ticket because its requester's saved field says that they are under age.",
        answers: { 201: ticketView },
      },
      async (call) => ({
        status: 201,
        body: await transact(async (tx) => {
          const ticketId = idParam(call, 'ticketId')
          await holdUnderAge(rooms, tx, call.agent, { ticketId, ...call.body })
          return viewStored(rooms, tx, call.agent, ticketId)
        }),
      }),
    ),
    route(
      {
        method: 'post',
        path: '/tickets/:ticketId/own-question',
        access: 'session',
        schema: aboutRequester,
        summary: "Vouch that a question which looks passed on is the requester's own.",
        answers: { 201: ticketView },
      },
      async (call) => ({
        status: 201,
        body: await transact(async (tx) => {
          const ticketId = idParam(call, 'ticketId')
          await vouchForQuestion(rooms, tx, call.agent, { ticketId, ...call.body })
          return viewStored(rooms, tx, call.agent, ticketId)
        }),
      }),
    ),
  ]
}
