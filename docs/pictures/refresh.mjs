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
  'console-erasure.png': 'erasure-6-english.png',
  'console-audit.png': 'console-audit.png',
}

/** A page of a phone, longer than anybody scrolls through a picture: cut into columns that are read side by side. */
const PHONE = { 'consent-page.png': 'real-notices-phone.png' }
const COLUMNS = 3
/** A line that a column ends in stands whole at the head of the next. */
const OVERLAP = 40

/** A listing takes exactly three, 1024 × 768. */
const LISTING = {
  'listing-1-draft.png': 'ticket-with-draft.png',
  'listing-2-articles.png': 'console-articles-1280-light.png',
  'listing-3-audit.png': 'console-audit-1280-light.png',
}

const here = (name) => fileURLToPath(new URL(name, import.meta.url))
const shot = (name) => fileURLToPath(new URL(`../../tmp/screenshots/${name}`, import.meta.url))

const missing = [PICTURES, PHONE, LISTING]
  .flatMap((names) => Object.values(names))
  .filter((name) => !existsSync(shot(name)))
if (missing.length > 0)
  throw new Error(`no screenshot of the test run: ${[...new Set(missing)].join(', ')}; run npm test first`)
for (const [picture, name] of Object.entries(PICTURES)) copyFileSync(shot(name), here(picture))

const PLACES = ['/usr/bin/chromium-headless-shell', '/usr/bin/chromium']
const browser = await chromium.launch({
  executablePath: process.env.VOUCH_CHROMIUM ?? PLACES.find((path) => existsSync(path)),
  args: ['--no-sandbox'],
})
const page = await browser.newPage({ viewport: { width: 1024, height: 768 } })
const inline = (name) => `data:image/png;base64,${readFileSync(shot(name)).toString('base64')}`
for (const [picture, name] of Object.entries(PHONE)) {
  await page.setContent(`<body style="margin:0;background:#e9ebed"><img src="${inline(name)}"></body>`)
  const { width, height } = await page.locator('img').evaluate(async (image) => {
    await image.decode()
    return { width: image.naturalWidth, height: image.naturalHeight }
  })
  const [part, gap] = [Math.ceil((height + (COLUMNS - 1) * OVERLAP) / COLUMNS), 16]
  await page.setViewportSize({ width: COLUMNS * width + (COLUMNS - 1) * gap, height: part })
  await page.locator('body').evaluate(
    (body, { source, columns, part, step, gap, width }) => {
      body.style.cssText += `display:flex;gap:${gap}px`
      const cut = (at) =>
        `<i style="width:${width}px;height:${part}px;background:url(${source}) 0 -${at * step}px no-repeat"></i>`
      body.innerHTML = Array.from({ length: columns }, (_, at) => cut(at)).join('')
    },
    { source: inline(name), columns: COLUMNS, part, step: part - OVERLAP, gap, width },
  )
  await page.screenshot({ path: here(picture) })
}
await page.setViewportSize({ width: 1024, height: 768 })
for (const [picture, name] of Object.entries(LISTING)) {
  const source = inline(name)
  await page.setContent(
    `<body style="margin:0;background:#f8f9f9;display:grid;place-items:center;height:100vh"><img src="${source}" style="max-width:992px;max-height:736px;border-radius:6px;box-shadow:0 8px 30px #0003"></body>`,
  )
  await page.locator('img').evaluate((image) => image.decode())
  await page.screenshot({ path: here(picture) })
}
await browser.close()
