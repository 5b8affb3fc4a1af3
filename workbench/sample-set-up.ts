/**
 * What an admin does in the console, done once for the sample: sync, allowlist, one compliance role.
 * Goes in by the same door as everyone: a signed page load, its session, the public API.
 */
import { z } from 'zod'
import { Fault } from '../src/domain/fault.ts'
import type { Content } from './content/content.ts'
import type { Workbench } from './index.ts'

const SYNC_POLL_MS = 50
const SYNC_LIMIT_MS = 30_000

export type Api = (method: string, path: string, body?: unknown) => Promise<unknown>

/** Loads the console as that agent and returns its API with the page's own session. */
export async function signInAs(workbench: Workbench, agentId: number): Promise<Api> {
  const launch = workbench.launch(agentId, 'nav_bar')
  const page = await fetch(launch.action, {
    method: 'POST',
    body: new URLSearchParams({ token: launch.token }),
  })
  const html = await page.text()
  const boot = /<script type="application\/json" id="vouch-session">(.*?)<\/script>/s.exec(html)?.[1]
  if (!page.ok || boot === undefined) throw new Fault('NOT_SIGNED_IN', `the console answered ${page.status}`)
  const session = z.object({ token: z.string(), apiBase: z.string() }).parse(JSON.parse(boot))
  const base = new URL(session.apiBase, launch.action)
  return async (method, path, body) => {
    const answer = await fetch(`${base.href}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${session.token}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    if (!answer.ok) throw new Fault('UNEXPECTED', `${method} ${path} answered ${answer.status}`)
    if (answer.status === 204) return null
    // A draft comes as a stream of events.
    return answer.headers.get('content-type')?.includes('json') === true ? answer.json() : answer.text()
  }
}

async function syncToEnd(api: Api): Promise<void> {
  await api('POST', '/console/syncs')
  const endAt = performance.now() + SYNC_LIMIT_MS
  for (;;) {
    const { status } = z.object({ status: z.string() }).parse(await api('GET', '/console/syncs/latest'))
    if (status === 'done') return
    if (status !== 'running' || performance.now() > endAt)
      throw new Fault('UNEXPECTED', `the sample help center was not synced (${status})`)
    await new Promise((resolve) => setTimeout(resolve, SYNC_POLL_MS))
  }
}

/** As the sample admin presses *Sync now*. */
export async function syncAgain(workbench: Workbench, content: Content): Promise<void> {
  await syncToEnd(await signInAs(workbench, content.staff.admin))
}

/** What a new account has before anybody has opened the console: nothing but a second person who may approve. */
export async function leaveFresh(workbench: Workbench, content: Content): Promise<void> {
  const api = await signInAs(workbench, content.staff.admin)
  await api('PUT', `/console/roles/${content.staff.compliance}`, { roles: ['agent', 'admin', 'compliance'] })
}

/** Does nothing where an allowlist exists already: what a person set is theirs. */
export async function prepareSample(workbench: Workbench, content: Content): Promise<void> {
  const api = await signInAs(workbench, content.staff.admin)
  const allowlist = z.object({ version: z.int() }).parse(await api('GET', '/console/allowlist'))
  if (allowlist.version > 0) return
  await syncToEnd(api)
  await api('PUT', '/console/allowlist', {
    version: 0,
    selection: {
      allow: content.sample_allowlist.map((sectionId) => ({ sectionId: String(sectionId) })),
      deny: [],
    },
  })
  // Only where there is a provider: without one nothing leaves, and there is nothing to test.
  const { steps } = z
    .object({ steps: z.array(z.object({ step: z.string(), code: z.string() })) })
    .parse(await api('GET', '/console/set-up'))
  if (steps.some(({ code }) => code === 'untested')) await api('POST', '/console/set-up/provider-tests')
  await api('PUT', '/console/set-up/live', { live: true })
  // Admin as well: a second person to approve what the sample admin widens.
  await api('PUT', `/console/roles/${content.staff.compliance}`, {
    roles: ['agent', 'admin', 'compliance'],
  })
}
