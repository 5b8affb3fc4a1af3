/** What the running product shows: the console's screens that need a story, pages of requesters, API page, workbench. */
import type { Page } from 'playwright-core'
import { z } from 'zod'
import { SCREENS } from '../../src/console/routes.ts'
import { NOTHING_KNOWN } from '../../src/domain/incident.ts'
import { SIMULATION_BATCH } from '../../src/domain/simulation-api.ts'
import { grantByTwo } from '../../test/support/grant-by-two.ts'
import type { RunningProduct } from '../../test/support/running-product.ts'
import { REAL_SCREENS, walkConsole } from './console-places.ts'
import { packageLink } from './requester-places.ts'
import type { Look, Place } from './stage.ts'

export const TICKET = 20_416
const withId = z.looseObject({ incidentId: z.string() })

export interface Story {
  readonly consent: Readonly<Record<Look['language'], string>>
  readonly identity: string
  readonly package: string
  readonly incidentId: string
  readonly caseId: string
}

async function takeEveryRole(product: RunningProduct) {
  const { admin } = product.content.staff
  const api = await product.apiOf(admin)
  await api('PUT', `/console/roles/${admin}`, { roles: ['agent', 'admin', 'compliance'] })
  return api
}

/** A working account, by the same API as everybody: a yes, a draft, an incident, a drill, a simulation, a request. */
export async function tellStory(product: RunningProduct): Promise<Story> {
  const { compliance } = product.content.staff
  const api = await takeEveryRole(product)
  const requesterOf = (id: number) =>
    String(product.content.tickets.find((ticket) => ticket.id === id)?.requester_id)
  // A ticket each: of several links to one ticket only the newest works.
  const [forEnglish = 0, forGerman = 0, forArabic = 0, forJapanese = 0] = product.content.tickets
    .map(({ id }) => id)
    .filter((id) => id !== TICKET)
  for (const id of [TICKET, forEnglish, forGerman, forArabic, forJapanese])
    await api('PUT', `/tickets/${id}`, { requesterId: requesterOf(id) })
  await grantByTwo(api, await product.apiOf(compliance), TICKET)
  const linkIn = async (ticketId: number, locale: string) =>
    z
      .looseObject({ url: z.string() })
      .parse(await api('POST', `/tickets/${ticketId}/consent/requests`, { locale })).url
  // Where the staff reads Arabic, this one is asked in Arabic.
  const consent = {
    en: await linkIn(forEnglish, 'en'),
    de: await linkIn(forGerman, 'de'),
    ar: await linkIn(forArabic, 'ar'),
    ja: await linkIn(forJapanese, 'ja'),
  }
  const now = () => new Date().toISOString()
  const { incidentId } = withId.parse(
    await api('POST', '/console/incidents', { suspectedAt: now(), facts: NOTHING_KNOWN }),
  )
  await api('POST', '/console/incident-drills', { really: false })
  const { runId } = z.looseObject({ runId: z.string() }).parse(
    await api('POST', '/console/simulations', {
      purpose: 'before_go_live',
      source: 'helpdesk',
      planned: 40,
    }),
  )
  const past = product.content.tickets.slice(0, 2 * SIMULATION_BATCH).map((ticket) => ({
    ticketId: String(ticket.id),
    requesterId: String(ticket.requester_id),
    subject: ticket.subject,
    texts: [ticket.comments[0]?.html_body ?? ticket.subject].map((html) => html.replace(/<[^>]+>/g, ' ')),
  }))
  for (let at = 0; at < past.length; at += SIMULATION_BATCH)
    await api('POST', `/console/simulations/${runId}/batches`, {
      cursor: null,
      tickets: past.slice(at, at + SIMULATION_BATCH),
    })
  await api('POST', `/console/simulations/${runId}/moves`, { move: 'finish' })
  const opened = z.looseObject({ request: z.looseObject({ caseId: z.string(), version: z.int() }) }).parse(
    await api('POST', '/console/requests', {
      kind: 'access',
      channel: 'phone',
      who: { userId: requesterOf(TICKET) },
      locale: 'de',
      receivedOn: now().slice(0, 10),
      another: true,
    }),
  )
  const identity = z.looseObject({ url: z.string() }).parse(
    await api('POST', `/console/requests/${opened.request.caseId}/identity-links`, {
      version: opened.request.version,
    }),
  ).url
  return {
    consent,
    identity,
    package: await packageLink(api, TICKET),
    incidentId,
    caseId: opened.request.caseId,
  }
}

/** As the helpdesk opens it: a signed form, posted. */
async function launch(product: RunningProduct, page: Page, hash: string): Promise<void> {
  const { action, token } = product.workbench.launch(product.content.staff.admin, 'nav_bar')
  await page.route('**/launch-page', (route) =>
    route.fulfill({
      contentType: 'text/html',
      body: `<form method="post" action="${action}${hash}"><input name="token" value="${token}"></form>`,
    }),
  )
  // Outside of the helpdesk its script would only wait for an answer that never comes.
  await page.route('**/zaf_sdk.min.js', (route) => route.abort())
  await page.goto(`${product.origin}/launch-page`)
  await page.evaluate("document.querySelector('form').submit()")
  await page.waitForURL(`${product.companion.origin}/**`)
  await page.locator('main h1').waitFor()
}

const DETAILS: Readonly<Record<string, string>> = {
  ticket: `/${TICKET}`,
  consent: `/${TICKET}`,
  requesters: `/${TICKET}`,
}

export function measuredScreens(product: RunningProduct): readonly Place[] {
  return SCREENS.map((screen) => realScreen(product, screen, 1280))
}

/** Before anything happened: what an account sees on its first day. To be shown before a story is told. */
export async function freshScreens(product: RunningProduct): Promise<readonly Place[]> {
  await takeEveryRole(product)
  return SCREENS.map((screen) => {
    const place = realScreen(product, screen, 1280, '')
    return { ...place, name: `fresh-${screen}` }
  })
}

function realScreen(
  product: RunningProduct,
  screen: string,
  width: number,
  detail = DETAILS[screen] ?? '',
): Place {
  return {
    name: `console-${width === 1280 ? '' : `${width}-`}${screen}`,
    width,
    open: (page) => launch(product, page, `#/${screen}${detail}`),
  }
}

export function realScreens(
  product: RunningProduct,
  story: Story,
  width: number,
  deep: boolean,
): readonly Place[] {
  const one = realScreen(product, 'incidents', width, `/${story.incidentId}`)
  const person = realScreen(product, 'requesters', width)
  const request = realScreen(product, 'requests', width, `/${story.caseId}`)
  return [
    ...REAL_SCREENS.map((screen) => realScreen(product, screen, width)),
    { ...one, name: `${one.name}-one` },
    { ...request, name: `${request.name}-one` },
    {
      ...person,
      name: `${person.name}-dossier`,
      async open(page: Page) {
        await launch(product, page, `#/requesters${DETAILS['requesters']}`)
        await page.locator('.c-hits button').first().click()
        await page.locator('.c-timeline').waitFor()
      },
    },
  ].map((place) => ({ ...place, ...(deep ? { walk: walkConsole } : {}) }))
}

export function publicPlaces(product: RunningProduct, story: Story): readonly Place[] {
  const at = (name: string, width: number, address: string, ready: string): Place => ({
    name: `${name}-${width}`,
    width,
    async open(page) {
      await page.goto(address)
      await page.locator(ready).first().waitFor()
    },
  })
  const consent = (width: number): Place => ({
    name: `consent-${width}`,
    width,
    async open(page, look) {
      await page.goto(story.consent[look.language])
      await page.locator('h1').waitFor()
    },
  })
  const languages: Place = {
    ...consent(320),
    name: 'consent-320-languages',
    async open(page, look) {
      await consent(320).open(page, look)
      await page.locator('nav summary').click()
    },
  }
  // The app comes into its frame by a form post, after the page around it.
  const inFrame = (name: string, path: string, ready: string, agentId: number | undefined): Place => ({
    name: `${name}-1440`,
    width: 1440,
    async open(page) {
      await page.goto(`${product.origin}${path}`)
      if (agentId !== undefined) {
        await Promise.all([
          page.waitForEvent('load'),
          page.locator('#acting-agent').selectOption(String(agentId)),
        ])
      }
      await page.frameLocator('#app-frame').locator(ready).first().waitFor()
    },
  })
  const sidebarReady = '.v-panel:not([aria-busy]), .g-empty, .g-alert'
  return [
    consent(320),
    languages,
    consent(900),
    at('identity', 390, story.identity, 'h1'),
    at('api', 1280, `${product.companion.origin}/api`, 'h1'),
    at('api', 600, `${product.companion.origin}/api`, 'h1'),
    inFrame('workbench-ticket', `/agent/tickets/${TICKET}`, sidebarReady, undefined),
    inFrame('workbench-console', '/agent/apps/vouch', 'main h1', product.content.staff.admin),
    at('workbench-help-center', 1440, `${product.origin}/agent/help-center`, 'h1, h2'),
  ]
}
