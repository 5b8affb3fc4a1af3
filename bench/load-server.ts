/** A companion in a process of its own for `load.ts`: what it measures of itself, and nothing of the load. */
import { statSync } from 'node:fs'
import { join } from 'node:path'
import type { DraftStep } from '../server/drafting/index.ts'
import { loadContent } from '../workbench/content/content.ts'
import { openWorkbench } from '../workbench/start.ts'
import { grantTickets, orderFor } from './granted-tickets.ts'
import { freePort, percentile, sessionToken } from './measure.ts'

const [folder = '', worded = ''] = process.argv.slice(2)
let steps: Record<DraftStep, number[]> = { gate: [], compose: [], store: [] }
const running = await openWorkbench(
  {
    ...{ workbenchPort: 0, companionPort: await freePort(), dataDir: folder, logLevel: 'error' },
    withModel: worded === 'model',
  },
  false,
  {
    measure: async (step, act) => {
      const startedAt = performance.now()
      try {
        return await act()
      } finally {
        steps[step].push(performance.now() - startedAt)
      }
    },
  },
)
running.model?.setDelayMs(0)
const { tickets } = await grantTickets(running)

/** Sessions last a quarter of an hour: a new one whenever it is asked for. */
const { staff } = loadContent()
const sessions = async () => ({
  admin: await sessionToken(running.workbench.launch(staff.admin, 'nav_bar')),
  compliance: await sessionToken(running.workbench.launch(staff.compliance, 'nav_bar')),
})

process.on('message', async (asked) => {
  if (asked === 'stop') {
    await running.stop()
    process.exit(0)
  }
  if (asked === 'sessions') return void process.send?.(await sessions())
  const taken = steps
  steps = { gate: [], compose: [], store: [] }
  // What is garbage is no growth.
  global.gc?.()
  const { user, system } = process.cpuUsage()
  process.send?.({
    cpuMs: (user + system) / 1_000,
    rss: process.memoryUsage().rss,
    heap: process.memoryUsage().heapUsed,
    storeBytes: statSync(join(folder, 'vouch.sqlite')).size,
    p99: Object.fromEntries(Object.entries(taken).map(([step, times]) => [step, percentile(times, 0.99)])),
  })
})
process.send?.({ origin: running.companion.origin, orders: tickets.map((ticket) => orderFor(ticket)) })
