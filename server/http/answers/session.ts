/** One's own sessions, and how many of somebody else's were ended. */
import { z } from 'zod'
import { BROWSERS, type EndedSessions, type SessionsView } from '../../../src/domain/session-api.ts'
import { shape } from './shape.ts'

export const sessionsView = shape<SessionsView>()(
  'SessionsView',
  z.strictObject({
    sessions: z
      .array(
        z.strictObject({
          sessionId: z.string(),
          place: z.enum(['sidebar', 'console']),
          browser: z.enum(BROWSERS),
          startedAt: z.string(),
          usedAt: z.string().describe('Not finer than five minutes.'),
          own: z.boolean().describe('The page that asks.'),
        }),
      )
      .describe('That of the page that asks first, then as they were last used.'),
  }),
)

export const endedSessions = shape<EndedSessions>()(
  'EndedSessions',
  z.strictObject({ ended: z.number().describe('How many there were.') }),
)
