/** One's own sessions as a companion would tell them: this page, a sidebar, and one that was forgotten. */
import type { SessionsView } from '../../src/domain/session-api.ts'

export function sampleSessions(): SessionsView {
  const session = { place: 'sidebar', browser: 'chrome', own: false } as const
  return {
    sessions: [
      {
        ...session,
        ...{ sessionId: 'session-1', place: 'console', own: true },
        ...{ startedAt: '2026-11-20T08:55:00.000Z', usedAt: '2026-11-20T09:00:00.000Z' },
      },
      {
        ...session,
        sessionId: 'session-2',
        ...{ startedAt: '2026-11-20T08:40:00.000Z', usedAt: '2026-11-20T08:59:00.000Z' },
      },
      {
        ...session,
        ...{ sessionId: 'session-3', browser: 'other' },
        ...{ startedAt: '2026-11-20T07:10:00.000Z', usedAt: '2026-11-20T08:50:00.000Z' },
      },
    ],
  }
}

/** `null`: another call. */
export function answerSessions(script: { sessions: SessionsView }, method: string, path: string): unknown {
  const keep = (which: (sessionId: string, own: boolean) => boolean) => {
    const { sessions } = script.sessions
    script.sessions = { sessions: sessions.filter(({ sessionId, own }) => which(sessionId, own)) }
    return script.sessions
  }
  if (`${method} ${path}` === 'GET /sessions') return script.sessions
  if (`${method} ${path}` === 'POST /session/other-endings') return keep((_id, own) => own)
  if (/^POST \/console\/agents\/\d+\/session-endings$/.test(`${method} ${path}`)) return { ended: 2 }
  const [, one] = path.match(/^\/sessions\/([^/]+)\/endings$/) ?? []
  return one === undefined ? null : keep((sessionId) => sessionId !== one)
}
