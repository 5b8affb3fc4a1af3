/** Who calls: the agent of the page's session cookie, or the workbench's own throw-away API token. */
import { timingSafeEqual } from 'node:crypto'
import type { Request } from 'express'
import type { Ids, WorkbenchUser } from '../model.ts'
import type { Desk } from '../store/desk.ts'

const COOKIE = 'workbench_session'

export interface Credentials {
  /** `undefined`: nobody. `null`: credentials that are wrong, which Zendesk answers with 401 everywhere. */
  callerOf(req: Request): WorkbenchUser | null | undefined
  /** Opens a session for an agent and gives the `Set-Cookie` value. */
  openSession(agent: WorkbenchUser): string
}

function same(left: string, right: string): boolean {
  const [a, b] = [Buffer.from(left), Buffer.from(right)]
  return a.length === b.length && timingSafeEqual(a, b)
}

function cookieOf(req: Request): string | undefined {
  const pairs = (req.headers.cookie ?? '').split(';').map((pair) => pair.trim().split('='))
  return pairs.find(([name]) => name === COOKIE)?.[1]
}

/** A cookie counts only for the workbench's own pages: the app's frame is another origin. */
function isOwnPage(req: Request): boolean {
  const { origin } = req.headers
  return origin === undefined || origin === `http://${req.headers.host}`
}

export function openCredentials(desk: Desk, apiToken: string, ids: Ids): Credentials {
  const sessions = new Map<string, number>()
  // A token stays whose it is, whoever is made an admin later.
  const holderId = desk.agents().find((agent) => agent.role === 'admin')?.id

  function byBasic(encoded: string): WorkbenchUser | null {
    const [name = '', secret = ''] = Buffer.from(encoded, 'base64').toString('utf8').split(':')
    const [email, kind] = name.split('/')
    const user = desk.agents().find((agent) => agent.email === email)
    return kind === 'token' && user !== undefined && same(secret, apiToken) ? user : null
  }

  function byBearer(token: string): WorkbenchUser | null {
    const holder = desk.agents().find(({ id }) => id === holderId)
    return same(token, apiToken) ? (holder ?? null) : null
  }

  return {
    callerOf(req) {
      const [scheme, value = ''] = (req.headers.authorization ?? '').split(' ')
      if (scheme === 'Basic') return byBasic(value)
      if (scheme === 'Bearer') return byBearer(value)
      const session = cookieOf(req)
      if (session === undefined || !isOwnPage(req)) return undefined
      const agentId = sessions.get(session)
      const agent = agentId === undefined ? undefined : desk.user(agentId)
      return agent?.active === true ? agent : undefined
    },
    openSession(agent) {
      const session = ids()
      sessions.set(session, agent.id)
      return `${COOKIE}=${session}; Path=/; HttpOnly; SameSite=Strict`
    },
  }
}
