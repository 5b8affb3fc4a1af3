/** "What could a draft in this ticket use, and why?" */
import { type DraftingRooms, explainTicket } from '../drafting/index.ts'
import { whyView } from './answers/why.ts'
import { bare, idParam, type Route } from './route.ts'

export function ticketWhyRoutes(rooms: DraftingRooms): readonly Route[] {
  return [
    bare(
      {
        method: 'get',
        path: '/console/tickets/:ticketId/why',
        access: ['admin', 'compliance'],
        summary: 'Explain what a draft of one ticket could use now, and what decides it.',
        answers: { 200: whyView },
      },
      async (call) => ({
        status: 200,
        body: await rooms.transact((tx) => explainTicket(rooms, tx, call.agent, idParam(call, 'ticketId'))),
      }),
    ),
  ]
}
