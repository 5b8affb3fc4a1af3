/** What the pages weigh, and how long after its frame's load the sidebar can be used. */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { chromium } from 'playwright-core'
import { projectRoot } from '../server/project-root.ts'
import { CHROMIUM } from '../test/support/browser.ts'
import { openWorkbench } from '../workbench/start.ts'
import { grantTickets } from './granted-tickets.ts'
import { freePort, percentile } from './measure.ts'

const SIDEBAR_LIMIT = 45 * 1024
const INTERACTIVE_LIMIT_MS = 300
const OPENINGS = 20

const folder = new URL('dist/app/', projectRoot())
const bytesOf = (name: string) => gzipSync(readFileSync(new URL(name, folder))).length
const kilobytes = (bytes: number) => `${(bytes / 1024).toFixed(1)} KB gzip`

/** What is imported at once, and the largest language. */
function firstLoad(page: 'sidebar' | 'console', names: readonly string[]): number {
  const main = readFileSync(new URL(`${page}.js`, folder), 'utf8')
  const imported = [...main.matchAll(/from"\.\/([\w-]+\.js)"/g)].map(([, name = '']) => name)
  const language = new RegExp(`^shared-${page}-[a-z]{2}(-[A-Z]{2})?\\.js$`)
  const words = names.filter((name) => language.test(name)).map(bytesOf)
  return [`${page}.js`, ...imported].reduce((sum, name) => sum + bytesOf(name), Math.max(...words))
}

/** In the frame: from its `load` event to the first moment at which the draft button can be pressed. */
const WATCH = `
  window.usable = new Promise((resolve) => {
    const look = () => {
      if (document.querySelector('button[aria-keyshortcuts="Alt+D"]') === null) return
      watch.disconnect()
      const channel = new MessageChannel()
      // Behind what the page still has to do in this turn: only then is a press answered.
      channel.port1.onmessage = () => resolve(performance.now())
      channel.port2.postMessage(0)
    }
    const watch = new MutationObserver(look)
    watch.observe(document, { childList: true, subtree: true })
  })`

async function interactive(): Promise<readonly number[]> {
  const data = mkdtempSync(join(tmpdir(), 'vouch-bench-'))
  const running = await openWorkbench(
    { workbenchPort: 0, companionPort: await freePort(), dataDir: data, logLevel: 'error' },
    false,
  )
  const browser = await chromium.launch({
    executablePath: CHROMIUM,
    args: ['--no-sandbox', '--disable-background-networking', '--disable-sync'],
  })
  try {
    const { tickets } = await grantTickets(running)
    const times: number[] = []
    for (let at = 0; at < OPENINGS; at += 1) {
      // A context of its own: nothing comes from a cache.
      const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'en-US' })
      await context.addInitScript({ content: WATCH })
      const page = await context.newPage()
      await page.goto(`${running.origin}/agent/tickets/${tickets[at % tickets.length]?.id}`)
      const frame = await (await page.waitForSelector('#app-frame')).contentFrame()
      await frame?.waitForURL(`${running.companion.origin}/**`)
      const after = await frame?.evaluate(
        "window.usable.then((at) => at - performance.getEntriesByType('navigation')[0].loadEventEnd)",
      )
      times.push(Number(after))
      await context.close()
    }
    return times
  } finally {
    await browser.close()
    await running.stop()
    rmSync(data, { recursive: true, force: true })
  }
}

export async function run(out: (line: string) => void): Promise<void> {
  out('\nPages')
  const names = readdirSync(folder)
  const own = ['sidebar.js', 'sidebar.css', 'console.js', 'console.css']
  const shared = names.filter((name) => name.startsWith('shared-') && name.endsWith('.js'))
  for (const name of [...own, ...shared.toSorted()]) {
    const when = shared.includes(name) ? '  (a part of its own, fetched when it is needed)' : ''
    out(`  ${name.padEnd(28)} ${kilobytes(bytesOf(name))}${when}`)
  }
  const first = firstLoad('sidebar', names)
  out(`  console, first load          ${kilobytes(firstLoad('console', names))} (its largest language)`)
  out(
    `  sidebar, first load          ${kilobytes(first)} (its largest language), ${(first / SIDEBAR_LIMIT).toFixed(2)} of the limit, 45 KB`,
  )
  if (!existsSync(CHROMIUM))
    return out('  sidebar, interactive         not measured: no Chromium here (VOUCH_CHROMIUM)')
  const times = await interactive()
  const half = percentile(times, 0.5)
  out(
    `  sidebar, interactive         p50 ${half.toFixed(0)} ms, p95 ${percentile(times, 0.95).toFixed(0)} ms after the frame's load, ${(half / INTERACTIVE_LIMIT_MS).toFixed(2)} of the limit, ${INTERACTIVE_LIMIT_MS} ms (${times.length} openings, cold cache)`,
  )
}
