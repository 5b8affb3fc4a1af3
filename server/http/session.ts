/** Who is asking, and a fresh session for as long as the page is open. */
import { type AccessRooms, renew } from '../access/index.ts'
import { bare, type Route } from './route.ts'

export function sessionRoutes(rooms: AccessRooms, helpCenterLocales: readonly string[]): readonly Route[] {
  return [
    bare({ method: 'post', path: '/session/renewals', access: 'session' }, async (call) => ({
      status: 200,
      body: renew(rooms, call.request.get('authorization')),
    })),
    bare({ method: 'get', path: '/me', access: 'session' }, async (call) => ({
      status: 200,
      body: { agentId: call.agent.agentId, roles: call.agent.roles, helpCenterLocales },
    })),
  ]
}
