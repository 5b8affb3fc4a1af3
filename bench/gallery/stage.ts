/** One browser that opens a place in a look, waits until it rests, shoots it, and lets axe and a ruler over it. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import type { Browser, Frame, Page } from 'playwright-core'
import { projectRoot } from '../../server/project-root.ts'
import { launchBrowser } from '../../test/support/browser.ts'

export const SHOTS = fileURLToPath(new URL('tmp/gallery/', projectRoot()))
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

/** Japanese is shown when it is asked for: of the staff's pages German is the longest and Arabic the other way round. */
const LANGUAGES = { en: 'en-US', de: 'de-DE', ar: 'ar', ja: 'ja-JP' } as const
export interface Look {
  readonly language: keyof typeof LANGUAGES
  readonly scheme: 'light' | 'dark'
}
export const LOOKS: readonly Look[] = (['en', 'de', 'ar', 'ja'] as const).flatMap((language) =>
  (['light', 'dark'] as const).map((scheme) => ({ language, scheme })),
)

export interface Place {
  readonly name: string
  readonly width: number
  /** Leaves the page at the place, with its first content there. */
  open(page: Page, look: Look): Promise<void>
  /** It is meant to wait for something that never comes: shot as it is. */
  readonly unrested?: boolean
  /** Opens everything there that a person opens by a press: tabs, dialogs. Each stop is shot. */
  walk?(page: Page, stop: (part: string) => Promise<void>): Promise<void>
}

export interface Figures {
  readonly place: string
  readonly fcpMs: number
  readonly lcpMs: number
  readonly shift: number
  readonly blockedMs: number
  readonly kilobytes: number
}

/** Before the page's own script. Longer tasks than 50 ms block; what exceeds counts. */
const WATCH = `
  window.seen = { lcp: 0, shift: 0, blocked: 0, shifts: [] }
  const watch = (type, act) => new PerformanceObserver((list) => list.getEntries().forEach(act)).observe({ type, buffered: true })
  watch('largest-contentful-paint', ({ startTime }) => { window.seen.lcp = startTime })
  watch('layout-shift', (entry) => {
    if (entry.hadRecentInput) return
    window.seen.shift += entry.value
    for (const { node } of entry.sources) window.seen.shifts.push((node?.className || node?.nodeName) + ' ' + entry.value.toFixed(3))
  })
  watch('longtask', ({ duration }) => { window.seen.blocked += Math.max(0, duration - 50) })`

/** Nothing loads, nothing is busy, and two frames were drawn. */
const RESTS = `(() => document.fonts.status === 'loaded'
  && document.querySelector('[aria-busy="true"], .g-skeleton') === null)()`

export interface Stage {
  /** Names of looks and what was found there; empty is well. */
  readonly found: string[]
  show(place: Place, look: Look): Promise<void>
  measure(place: Place): Promise<Figures>
  close(): Promise<void>
}

/** @param forced with the few colours of a person who sets their own */
export async function openStage(forced: boolean): Promise<Stage> {
  mkdirSync(SHOTS, { recursive: true })
  const browser = await launchBrowser()
  const found: string[] = []
  return {
    found,
    async show(place, look) {
      const page = await newPage(browser, place.width, look, forced)
      page.on('pageerror', (error) => found.push(`${place.name}: ${error.message}`))
      const stop = async (part: string) => {
        const name = [place.name, part, look.language, look.scheme, forced ? 'forced' : '']
          .filter((each) => each !== '')
          .join('-')
        if (place.unrested !== true) await rests(page)
        await page.screenshot({ path: `${SHOTS}${name}.png`, fullPage: true })
        // What a screen reader has of it, to be read beside the picture.
        writeFileSync(`${SHOTS}${name}.yml`, await page.locator('body').ariaSnapshot())
        for (const line of [...(await violations(page)), ...(await overhangs(page))])
          found.push(`${name}: ${line}`)
      }
      try {
        await place.open(page, look)
        await stop('')
        await place.walk?.(page, stop)
      } catch (cause) {
        found.push(`${place.name} ${look.language} ${look.scheme}: ${String(cause).split('\n')[0]}`)
      }
      await page.context().close()
    },
    async measure(place) {
      const page = await newPage(browser, place.width, { language: 'en', scheme: 'light' })
      const network = await page.context().newCDPSession(page)
      await network.send('Network.enable')
      let bytes = 0
      network.on('Network.loadingFinished', ({ encodedDataLength }) => {
        bytes += encodedDataLength
      })
      await page.addInitScript({ content: WATCH })
      await place.open(page, { language: 'en', scheme: 'light' })
      await rests(page)
      const seen = await page.evaluate<{ lcp: number; shift: number; blocked: number; shifts: string[] }>(
        'window.seen',
      )
      const fcpMs = await page.evaluate<number>(
        "performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0",
      )
      await page.context().close()
      if (seen.shift >= 0.05) found.push(`${place.name} moved: ${seen.shifts.join(', ')}`)
      return {
        place: place.name,
        fcpMs,
        lcpMs: seen.lcp,
        shift: seen.shift,
        blockedMs: seen.blocked,
        kilobytes: bytes / 1024,
      }
    },
    close: () => browser.close(),
  }
}

async function newPage(
  browser: Browser,
  width: number,
  { language, scheme }: Look,
  forced = false,
): Promise<Page> {
  const context = await browser.newContext({
    viewport: { width, height: width < 700 ? 800 : 900 },
    colorScheme: scheme,
    locale: LANGUAGES[language],
    forcedColors: forced ? 'active' : 'none',
    reducedMotion: 'reduce',
    timezoneId: 'UTC',
  })
  context.setDefaultTimeout(12_000)
  return context.newPage()
}

/** A frame in which no script may run never answers a question that waits. */
async function livelyFrames(page: Page): Promise<readonly Frame[]> {
  const lively: Frame[] = []
  for (const frame of page.frames()) {
    if (frame.parentFrame() !== null) {
      const sandbox = await frame.frameElement().then((element) => element.getAttribute('sandbox'))
      if (sandbox !== null && !sandbox.includes('allow-scripts')) continue
    }
    lively.push(frame)
  }
  return lively
}

async function rests(page: Page): Promise<void> {
  const until = performance.now() + 12_000
  // Asked again from here: a page's own policy refuses what waits within it.
  for (const frame of await livelyFrames(page))
    while (!(await frame.evaluate<boolean>(RESTS)) && performance.now() < until) await page.waitForTimeout(50)
  await page.evaluate('new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))')
}

/** Through the protocol, because a page's own policy rightly refuses a foreign script. */
async function violations(page: Page): Promise<readonly string[]> {
  const lines: string[] = []
  for (const frame of await livelyFrames(page)) {
    await frame.evaluate(AXE)
    lines.push(
      ...(await frame.evaluate<string[]>(
        `axe.run({ runOnly: ${JSON.stringify(RULES)} }).then(({ violations }) =>
          violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => id + ': ' + target.join(' '))))`,
      )),
    )
  }
  return lines
}

/** What sticks out of the page, and text that its own box cuts off. */
async function overhangs(page: Page): Promise<readonly string[]> {
  return page.evaluate<string[]>(`(() => {
    const wide = document.documentElement.scrollWidth - document.documentElement.clientWidth
    const name = (each) => each.tagName.toLowerCase() + '.' + each.className + ' "' + each.textContent.slice(0, 40) + '"'
    const cut = [...document.querySelectorAll('button, a, h1, h2, h3, th, td, label, .g-chip, p, dt, dd, summary')]
      .filter((each) => {
        const { overflowX, textOverflow, display } = getComputedStyle(each)
        const box = each.getBoundingClientRect()
        if (box.width < 2 || display === 'inline' || each.closest('.g-sr, [hidden]') !== null) return false
        return each.scrollWidth > each.clientWidth + 1 && (overflowX === 'hidden' || overflowX === 'visible') && textOverflow !== 'ellipsis'
      })
      .map((each) => 'cut or sticking out: ' + name(each))
    // axe leaves a dialog within a coloured box undecided.
    for (const each of document.querySelectorAll('button, a'))
      if (getComputedStyle(each).color === getComputedStyle(each).backgroundColor) cut.push('words in the colour of their ground: ' + name(each))
    if (innerWidth >= 1200)
      for (const each of document.querySelectorAll('.g-table-wrap'))
        if (each.scrollWidth > each.clientWidth) cut.push('a table is ' + (each.scrollWidth - each.clientWidth) + ' px wider than its place: ' + name(each))
    return wide > 0 ? ['the page is ' + wide + ' px too wide', ...cut] : cut
  })()`)
}
