/** A page's calls about the sessions of the agent who looks at it. */
import { BROWSERS, type EndedSessions, type SessionsView } from '../domain/session-api.ts'
import { type Check, flag, list, number, oneOf, record, text } from './checks.ts'
import type { Line } from './session.ts'

export interface SessionClient {
  sessions(): Promise<SessionsView>
  endSession(sessionId: string): Promise<SessionsView>
  endOtherSessions(): Promise<SessionsView>
  /** Of one person, by an admin. */
  endSessionsOf(agentId: string): Promise<EndedSessions>
}

export const sessionsView: Check<SessionsView> = record({
  sessions: list(
    record({
      sessionId: text,
      place: oneOf(['sidebar', 'console'] as const),
      browser: oneOf(BROWSERS),
      startedAt: text,
      usedAt: text,
      own: flag,
    }),
  ),
})
const endedSessions: Check<EndedSessions> = record({ ended: number })

export function sessionClient(line: Line): SessionClient {
  const one = (id: string) => encodeURIComponent(id)
  return {
    sessions: () => line.ask(sessionsView, 'GET', '/sessions'),
    endSession: (sessionId) => line.ask(sessionsView, 'POST', `/sessions/${one(sessionId)}/endings`),
    endOtherSessions: () => line.ask(sessionsView, 'POST', '/session/other-endings'),
    endSessionsOf: (agentId) =>
      line.ask(endedSessions, 'POST', `/console/agents/${one(agentId)}/session-endings`),
  }
}
