/** Signing out, one's own sessions, and an admin who ends those of a person. What ends a session is never refused for being too many. */
import { Fault } from '../../src/domain/fault.ts'
import {
  type AccessRooms,
  claimsIn,
  endOtherSessions,
  endSession,
  endSessionsOf,
  leavePage,
  readSessions,
  signOut,
} from '../access/index.ts'
import { endedSessions, sessionsView } from './answers/session.ts'
import { bare, type Call, idParam, type Route, uuidSchema } from './route.ts'

/** Signed out of the page that asks. */
function leavingRoutes(rooms: AccessRooms): readonly Route[] {
  const asking = (call: Call<unknown>) => claimsIn(rooms, call.request.get('authorization'))
  return [
    bare(
      {
        method: 'post',
        path: '/session/sign-outs',
        access: 'session',
        cost: 'free',
        summary: 'Sign out: from this moment the session opens nothing.',
        answers: { 204: null },
      },
      async (call) => {
        await rooms.transact((tx) => signOut(rooms, tx, asking(call)))
        return { status: 204 }
      },
    ),
    bare(
      {
        method: 'post',
        path: '/session/departures',
        access: 'session',
        cost: 'free',
        summary: 'Say that the page is being closed: its session ends with it.',
        answers: { 204: null },
      },
      async (call) => {
        await rooms.transact((tx) => leavePage(tx, asking(call)))
        return { status: 204 }
      },
    ),
  ]
}

export function ownSessionRoutes(rooms: AccessRooms): readonly Route[] {
  const asking = (call: Call<unknown>) => claimsIn(rooms, call.request.get('authorization'))
  return [
    ...leavingRoutes(rooms),
    bare(
      {
        method: 'get',
        path: '/sessions',
        access: 'session',
        summary: "List the asking agent's own sessions.",
        answers: { 200: sessionsView },
      },
      async (call) => ({
        status: 200,
        body: await rooms.transact((tx) => readSessions(rooms, tx, asking(call))),
      }),
    ),
    bare(
      {
        method: 'post',
        path: '/sessions/:sessionId/endings',
        access: 'session',
        cost: 'free',
        summary: "End one of the asking agent's own sessions: it opens nothing any more.",
        answers: { 200: sessionsView },
      },
      async (call) => {
        const sessionId = uuidSchema.safeParse(call.params.sessionId)
        if (!sessionId.success) throw new Fault('NOT_FOUND', 'there is no such session of yours')
        return {
          status: 200,
          body: await rooms.transact(async (tx) => {
            await endSession(rooms, tx, asking(call), sessionId.data)
            return readSessions(rooms, tx, asking(call))
          }),
        }
      },
    ),
    bare(
      {
        method: 'post',
        path: '/session/other-endings',
        access: 'session',
        cost: 'free',
        summary: "End all of the asking agent's sessions but the one that asks.",
        answers: { 200: sessionsView },
      },
      async (call) => ({
        status: 200,
        body: await rooms.transact(async (tx) => {
          await endOtherSessions(rooms, tx, asking(call))
          return readSessions(rooms, tx, asking(call))
        }),
      }),
    ),
    bare(
      {
        method: 'post',
        path: '/console/agents/:agentId/session-endings',
        access: ['admin'],
        cost: 'free',
        summary: 'End all sessions of one agent; nobody gets a list of them.',
        answers: { 200: endedSessions },
      },
      async (call) => {
        const { accountId } = call.agent
        const actor = {
          kind: 'agent',
          ref: rooms.keys.digest('agent', accountId, call.agent.agentId),
        } as const
        const whose = { accountId, agentId: idParam(call, 'agentId') }
        const ended = await rooms.transact((tx) => endSessionsOf(rooms, tx, whose, actor, 'ended_by_admin'))
        return { status: 200, body: { ended } }
      },
    ),
  ]
}
