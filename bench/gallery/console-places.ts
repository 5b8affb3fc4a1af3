/** Every screen of the console with data on it, its tabs, and each dialog that a button there opens. */
import type { Page, Route } from 'playwright-core'
import { SCREENS } from '../../src/console/routes.ts'
import {
  emptyScript,
  type FakeConsoleCompanion,
  sampleScript,
} from '../../test/support/fake-console-companion.ts'
import type { Place } from './stage.ts'

const DETAILS: Readonly<Record<string, string>> = { ticket: '/4711', consent: '/4711' }
/** Shown by the running product, which alone has something on them. */
export const REAL_SCREENS = [
  'incidents',
  'requesters',
  'requests',
  'retention',
  'simulation',
  'consent',
] as const
/** Screens behind a screen. */
const INNER = { trial: 'simulation/providers' } as const

export function consolePlaces(
  companion: FakeConsoleCompanion,
  width: number,
  deep: boolean,
): readonly Place[] {
  const shown = SCREENS.filter((screen) => !REAL_SCREENS.some((real) => real === screen)).map(
    (screen) => [screen, `${screen}${DETAILS[screen] ?? ''}`] as const,
  )
  return [...shown, ...Object.entries(INNER)].map(([name, address]) => ({
    name: `console-${width === 1280 ? '' : `${width}-`}${name}`,
    width,
    async open(page) {
      Object.assign(companion.script, sampleScript())
      companion.script.me = { ...companion.script.me, roles: ['admin', 'compliance'] }
      await page.goto(`${companion.address}/console#/${address}`)
      await page.locator('main h1').waitFor()
    },
    ...(deep ? { walk: walkConsole } : {}),
  }))
}

const LONG_TEXT =
  'Rücksendeadressenänderungsantrag für Großbestellungen und Sonderanfertigungen mit Zusatzversicherung'
const LONG_KEYS = ['title', 'name', 'section', 'category', 'sectionTitle', 'provider', 'model', 'note']
const MANY_KEYS = [
  'drafts',
  'refusals',
  'count',
  'entries',
  'calls',
  'people',
  'asked',
  'granted',
  'answered',
]
const MANY = 98_765

/** The same answer with names as long, and counts as high, as somebody somewhere has them. */
function stretched(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(stretched)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => {
      // A code of a closed list has no capital and no space; a name has.
      if (typeof inner === 'string' && LONG_KEYS.includes(key) && /[A-Z ]/.test(inner))
        return [key, LONG_TEXT]
      if (typeof inner === 'number' && inner > 0 && MANY_KEYS.includes(key)) return [key, MANY]
      return [key, stretched(inner)]
    }),
  )
}

async function lengthened(route: Route): Promise<void> {
  const answer = await route.fetch()
  await route.fulfill({ response: answer, json: stretched(await answer.json()) })
}

const nothingYet = () => ({ ...emptyScript(), recalls: [], recallDrafts: [], changes: [] })

/** Nothing there yet, not to be had, still on its way, and more than anybody planned for. */
const STATES = {
  empty: null,
  failed: (route: Route) =>
    route.fulfill({
      status: 503,
      contentType: 'application/problem+json',
      body: JSON.stringify({ status: 503, code: 'AUDIT_UNAVAILABLE', requestId: 'req-41c7' }),
    }),
  loading: () => undefined,
  // A page that was closed meanwhile waits for nothing.
  long: (route: Route) => lengthened(route).catch(() => undefined),
} as const satisfies Record<string, null | ((route: Route) => unknown)>

/** Not answered by the stand-in: empty and full they are shown by the running product. */
const UNANSWERED: readonly string[] = ['incidents', 'retention']

/** Every screen of the console in the states that a sample never has. */
export function statePlaces(companion: FakeConsoleCompanion): readonly Place[] {
  const shown = (screen: string, state: string) =>
    !UNANSWERED.includes(screen) || state === 'failed' || state === 'loading'
  return SCREENS.flatMap((screen) =>
    Object.entries(STATES)
      .filter(([state]) => shown(screen, state))
      .map(([state, answer]) => ({
        name: `state-${state}-${screen}`,
        width: 1280,
        ...(state === 'loading' ? { unrested: true } : {}),
        async open(page: Page) {
          Object.assign(companion.script, state === 'empty' ? nothingYet() : sampleScript())
          companion.script.me = { ...companion.script.me, roles: ['admin', 'compliance'] }
          if (answer !== null)
            await page.route(
              ({ pathname }) => pathname.startsWith('/api/') && !/\/(?:me|attention)$/.test(pathname),
              answer,
            )
          await page.goto(`${companion.address}/console#/${screen}${DETAILS[screen] ?? ''}`)
          await page.locator('main h1').waitFor()
        },
      })),
  )
}

export async function walkConsole(page: Page, stop: (part: string) => Promise<void>): Promise<void> {
  const home = page.url()
  const tabs = await page
    .locator('main nav.g-tabs a')
    .evaluateAll((links) => links.map((link) => link.getAttribute('href') ?? ''))
  for (const [at, tab] of tabs.entries()) {
    await page.evaluate(`location.hash = ${JSON.stringify(tab)}`)
    await page.locator('main h1').waitFor()
    if (at > 0) await stop(`tab${at}`)
    await walkDialogs(page, stop, `tab${at}`)
  }
  if (tabs.length > 0) await page.goto(home)
  else await walkDialogs(page, stop, '')
}

const MOST_PRESSES = 40
const SOON = 700

/** Presses each button once, also those that only a press before brought; whatever opens a dialog is shot and closed. */
async function walkDialogs(page: Page, stop: (part: string) => Promise<void>, tab: string): Promise<void> {
  const pressed = new Set<string>()
  for (let at = 0; at < MOST_PRESSES; at += 1) {
    const buttons = await page.locator('main button:enabled:not([role])').filter({ visible: true }).all()
    const said = await Promise.all(
      buttons.map((button) => button.textContent({ timeout: SOON }).catch(() => null)),
    )
    const next = said.findIndex((words) => words !== null && !pressed.has(words))
    if (next < 0) return
    pressed.add(String(said[next]))
    await buttons[next]?.click({ timeout: SOON }).catch(() => undefined)
    await page
      .locator('main [aria-busy=true]')
      .waitFor({ state: 'detached' })
      .catch(() => undefined)
    if ((await page.locator('dialog[open]').count()) === 0) continue
    await stop(`${tab}dialog${at}`)
    await page.keyboard.press('Escape')
    await page
      .locator('dialog[open]')
      .waitFor({ state: 'detached', timeout: SOON })
      .catch(() => undefined)
  }
}
