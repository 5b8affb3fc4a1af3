/** Who is asking, and a fresh session for as long as the page is open. */
import { type AccessRooms, renew } from '../access/index.ts'
import { me, renewedSession } from './answers/account.ts'
import { bare, type Route } from './route.ts'

export function sessionRoutes(rooms: AccessRooms, helpCenterLocales: readonly string[]): readonly Route[] {
  return [
    bare(
      {
        method: 'post',
        path: '/session/renewals',
        access: 'session',
        summary: 'Renew the session for as long as the page is open.',
        answers: { 200: renewedSession },
      },
      async (call) => ({
        status: 200,
        body: await renew(rooms, call.request.get('authorization')),
      }),
    ),
    bare(
      {
        method: 'get',
        path: '/me',
        access: 'session',
        summary: 'Say who is asking and which roles they hold.',
        answers: { 200: me },
      },
      async (call) => ({
        status: 200,
        body: { agentId: call.agent.agentId, roles: call.agent.roles, helpCenterLocales },
      }),
    ),
  ]
}
