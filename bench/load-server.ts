/** A companion in a process of its own for `load.ts`: what it measures of itself, and nothing of the load. */
import { statSync } from 'node:fs'
import { join } from 'node:path'
import { constants, PerformanceObserver } from 'node:perf_hooks'
import { z } from 'zod'
import type { DraftStep } from '../server/drafting/index.ts'
import { projectRoot } from '../server/project-root.ts'
import { loadContent } from '../workbench/content/content.ts'
import { openWorkbench } from '../workbench/start.ts'
import { grantTickets, orderFor } from './granted-tickets.ts'
import { fillTo } from './load-fill.ts'
import { freePort, percentile, sessionToken } from './measure.ts'

const [folder = '', worded = '', databaseUrl = ''] = process.argv.slice(2)
/** So many are kept of a step, at most: what is measured must not grow by being measured. */
const LATEST = 20_000
let steps: Record<DraftStep, number[]> = { reply: [], gate: [], retrieve: [], compose: [], store: [] }
const running = await openWorkbench(
  {
    ...{ workbenchPort: 0, companionPort: await freePort(), dataDir: folder, logLevel: 'error' },
    withModel: worded === 'model',
    ...(databaseUrl === '' ? {} : { databaseUrl }),
  },
  false,
  {
    measure: async (step, act) => {
      const startedAt = performance.now()
      try {
        return await act()
      } finally {
        const times = steps[step]
        if (times.length === LATEST) times.splice(0, LATEST / 2)
        times.push(performance.now() - startedAt)
      }
    },
  },
)
running.model?.setDelayMs(0)
const { tickets, session } = await grantTickets(running)

/** Sessions last a quarter of an hour: a new one whenever it is asked for. */
const { staff } = loadContent(new URL('workbench/content/', projectRoot()))
const sessions = async () => ({
  admin: await sessionToken(running.workbench.launch(staff.admin, 'nav_bar')),
  compliance: await sessionToken(running.workbench.launch(staff.compliance, 'nav_bar')),
})

/**
 * Not every question that has an answer in the articles is one that the threshold finds sure enough: each is asked once
 * before, so that the figures are of drafts.
 */
const orders: ReturnType<typeof orderFor>[] = []
for (const ticket of tickets) {
  const answer = await fetch(new URL('/api/v1/drafts', running.companion.origin), {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${session}` },
    body: JSON.stringify(orderFor(ticket)),
  })
  if ((await answer.text()).includes('"event":"ready"')) orders.push(orderFor(ticket))
}

/**
 * What the heap held when garbage was last collected, as the engine came to do it: asked to, it would hold up everybody
 * for as long as all else that is measured takes.
 */
let heap = 0
new PerformanceObserver((list) => {
  const kinds = list.getEntries().map((entry) => kindOf.parse(Reflect.get(entry, 'detail')).kind)
  if (kinds.includes(constants.NODE_PERFORMANCE_GC_MAJOR)) heap = process.memoryUsage().heapUsed
}).observe({ entryTypes: ['gc'] })

process.on('disconnect', () => process.exit(1))

const kindOf = z.object({ kind: z.number() })
const fillSchema = z.object({ fillTo: z.number() })

process.on('message', async (asked) => {
  const fill = fillSchema.safeParse(asked)
  if (fill.success)
    return void process.send?.(
      await fillTo({ folder, databaseUrl }, fill.data.fillTo, () => crypto.randomUUID()),
    )
  if (asked === 'stop') {
    await running.stop()
    process.exit(0)
  }
  if (asked === 'sessions') return void process.send?.(await sessions())
  if (asked === 'begin') {
    steps = { reply: [], gate: [], retrieve: [], compose: [], store: [] }
    global.gc?.()
    heap = process.memoryUsage().heapUsed
  }
  const { user, system } = process.cpuUsage()
  process.send?.({
    cpuMs: (user + system) / 1_000,
    rss: process.memoryUsage().rss,
    heap,
    storeBytes: databaseUrl === '' ? statSync(join(folder, 'vouch.sqlite')).size : 0,
    p99: Object.fromEntries(Object.entries(steps).map(([step, times]) => [step, percentile(times, 0.99)])),
  })
})
process.send?.({ origin: running.companion.origin, orders, refused: tickets.length - orders.length })
