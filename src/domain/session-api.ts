/** JSON between the pages and the companion about the sessions of the agent who asks. */

/** Coarse on purpose: enough to tell one's own pages apart, too little to know anybody by. */
export const BROWSERS = ['chrome', 'edge', 'firefox', 'safari', 'other'] as const
export type Browser = (typeof BROWSERS)[number]

export interface SessionView {
  readonly sessionId: string
  readonly place: 'sidebar' | 'console'
  readonly browser: Browser
  readonly startedAt: string
  /** Not finer than five minutes. */
  readonly usedAt: string
  /** The page that asks. */
  readonly own: boolean
}

/** `GET /api/v1/sessions`: the asking agent's own, that of the page that asks first, then as they were last used. */
export interface SessionsView {
  readonly sessions: readonly SessionView[]
}

/** `POST /api/v1/console/agents/:agentId/session-endings` (role admin). */
export interface EndedSessions {
  readonly ended: number
}
