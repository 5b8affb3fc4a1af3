/**
 * The pictures of these pages are screenshots of the test run. After `npm test`:
 * `node docs/pictures/refresh.mjs` takes them over, and draws those of a marketplace listing at its size.
 */
import { copyFileSync, existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { chromium } from 'playwright-core'

/** Picture here ← screenshot of the run. */
const PICTURES = {
  'ticket-with-draft.png': 'ticket-with-draft.png',
  'model-draft.png': 'model-ticket.png',
  'agent-what-leaves.png': 'model-preview.png',
  'console-articles.png': 'scoping-dry-run.png',
  'console-gaps.png': 'console-gaps-light.png',
  'console-request.png': 'console-request-case.png',
  'console-incident.png': 'incident-switch-on.png',
  'console-erasure.png': 'erasure-5-erasure.png',
  'console-audit.png': 'console-audit.png',
  'consent-page.png': 'real-notices-phone.png',
}

/** A listing takes exactly three, 1024 × 768. */
const LISTING = {
  'listing-1-draft.png': 'ticket-with-draft.png',
  'listing-2-articles.png': 'console-articles-1280-light.png',
  'listing-3-audit.png': 'console-audit-1280-light.png',
}

const here = (name) => fileURLToPath(new URL(name, import.meta.url))
const shot = (name) => fileURLToPath(new URL(`../../tmp/screenshots/${name}`, import.meta.url))

const missing = [...Object.values(PICTURES), ...Object.values(LISTING)].filter(
  (name) => !existsSync(shot(name)),
)
if (missing.length > 0)
  throw new Error(`no screenshot of the test run: ${[...new Set(missing)].join(', ')}; run npm test first`)
for (const [picture, name] of Object.entries(PICTURES)) copyFileSync(shot(name), here(picture))

const browser = await chromium.launch({
  executablePath: process.env.VOUCH_CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox'],
})
const page = await browser.newPage({ viewport: { width: 1024, height: 768 } })
for (const [picture, name] of Object.entries(LISTING)) {
  const source = `data:image/png;base64,${readFileSync(shot(name)).toString('base64')}`
  await page.setContent(
    `<body style="margin:0;background:#f8f9f9;display:grid;place-items:center;height:100vh"><img src="${source}" style="max-width:992px;max-height:736px;border-radius:6px;box-shadow:0 8px 30px #0003"></body>`,
  )
  await page.locator('img').evaluate((image) => image.decode())
  await page.screenshot({ path: here(picture) })
}
await browser.close()
