/** Moments of the console that no sample stands in: half-way, several brands, everything wrong, a form open, the keys. */
import type { Page } from 'playwright-core'
import { HEALTH_FINDINGS } from '../../src/domain/health.ts'
import type { SetUpView } from '../../src/domain/set-up-api.ts'
import {
  brandedArticles,
  SAMPLE_CHANGE,
  SAMPLE_RECIPIENT,
  SAMPLE_SYNC,
} from '../../test/support/console-data.ts'
import {
  type ConsoleScript,
  type FakeConsoleCompanion,
  sampleScript,
} from '../../test/support/fake-console-companion.ts'
import { SAMPLE_HEALTH } from '../../test/support/fake-set-up.ts'
import type { Place } from './stage.ts'

interface Moment {
  readonly name: string
  readonly screen: string
  readonly width?: number
  readonly script?: Partial<ConsoleScript>
  readonly before?: (page: Page) => Promise<unknown>
  readonly act?: (page: Page) => Promise<unknown>
}

const AT = '2026-11-20T09:00:00.000Z'
const HALF_WAY: SetUpView = {
  live: false,
  unread: [
    { article: 'zendesk:360001 (de)', reason: 'no title', code: 'no_title' },
    {
      article: 'help.larchandloft.example',
      reason: 'HELP_CENTER_UNREACHABLE: status 403',
      code: 'closed',
    },
    // Kept before there were codes.
    { article: 'Rücksendungen aus der Schweiz und aus Liechtenstein.md', reason: 'not UTF-8' },
  ],
  providerTest: {
    testId: '8a51c9f0-0a6a-4f0f-9a29-0d0a3f6f1c11',
    at: AT,
    outcome: 'PROVIDER_TIMEOUT',
    ms: 10_020,
    provider: 'mistral-eu',
    region: 'EU',
    host: 'api.mistral.ai',
    model: 'mistral-small-2506',
  },
  steps: [
    { step: 'connect', state: 'done', code: 'connected', needed: true, ref: 'https://acme.zendesk.com' },
    { step: 'articles', state: 'done', code: 'synced_partly', needed: true, count: 92, at: AT },
    { step: 'scope', state: 'open', code: 'nothing_allowed', needed: true },
    { step: 'notice', state: 'problem', code: 'notice_outdated', needed: true, count: 1 },
    {
      step: 'provider',
      state: 'problem',
      code: 'test_failed',
      needed: true,
      ref: 'PROVIDER_TIMEOUT',
      at: AT,
    },
    { step: 'webhooks', state: 'open', code: 'no_secret', needed: false },
    { step: 'simulation', state: 'problem', code: 'simulation_failed', needed: true, count: 40, at: AT },
    { step: 'live', state: 'open', code: 'not_ready', needed: false, count: 5 },
  ],
}

const brand = (brandId: string, brandName: string, reason: string | null, lastReadAt: string | null) =>
  ({
    ...{ brandId, brandName, reason, lastReadAt },
    source: `https://help-${brandId}.example/hc`,
    outcome: reason === null ? 'read' : 'failed',
  }) as const

const MOMENTS: readonly Moment[] = [
  { name: 'keys', screen: 'overview', act: (page) => page.keyboard.press('?') },
  {
    name: 'gate',
    screen: 'scope',
    act: (page) =>
      page
        .locator('fieldset.c-fieldset', { has: page.locator('legend') })
        .last()
        .locator('input[type=checkbox]')
        .first()
        .check(),
  },
  { name: 'half-way', screen: 'setup', script: { setUp: HALF_WAY }, act: openAll },
  { name: 'half-way', screen: 'overview', script: { setUp: HALF_WAY } },
  {
    name: 'brands',
    screen: 'sync',
    script: {
      sync: {
        ...SAMPLE_SYNC,
        brands: [
          brand('36001', 'Larch & Loft', null, AT),
          brand('36002', 'Larch & Loft Pro', 'HELP_CENTER_UNAVAILABLE', '2026-11-02T09:00:00.000Z'),
          brand('36003', 'متجر الأخشاب', 'HELP_CENTER_UNAVAILABLE', null),
        ],
      },
    },
  },
  {
    name: 'held',
    screen: 'sync',
    script: { sync: { ...SAMPLE_SYNC, status: 'needs_confirmation', removed: 0, wouldRemove: 61 } },
  },
  { name: 'running', screen: 'sync', script: { sync: { ...SAMPLE_SYNC, status: 'running', endedAt: null } } },
  { name: 'brands', screen: 'articles', script: { articles: brandedArticles() } },
  {
    name: 'everything-wrong',
    screen: 'health',
    before: (page) =>
      page.route('**/console/health', (route) =>
        route.fulfill({
          json: {
            ...SAMPLE_HEALTH,
            live: false,
            findings: HEALTH_FINDINGS,
            provider: {
              ...{ provider: 'mistral-eu', region: 'EU' },
              troubles: [
                { name: 'PROVIDER_TIMEOUT', count: 14 },
                { name: 'PROVIDER_UNAVAILABLE', count: 3 },
              ],
            },
            sync: {
              ...SAMPLE_HEALTH.sync,
              failed: true,
              brands: [{ brandId: '36002', brandName: 'Larch & Loft Pro', failed: true, lastReadAt: null }],
            },
          },
        }),
      ),
  },
  {
    name: 'waits',
    screen: 'approvals',
    script: {
      changes: [
        { ...SAMPLE_CHANGE, status: 'proposed', own: false, mayDecide: true, proposedBy: '9002' },
        {
          ...SAMPLE_CHANGE,
          changeId: 'c2',
          status: 'rejected',
          reason: 'Too wide.',
          decidedBy: '9001',
          decidedAt: AT,
        },
      ],
    },
  },
  {
    name: 'model',
    screen: 'overview',
    script: {
      recipient: SAMPLE_RECIPIENT,
      killSwitch: true,
      attention: [
        { kind: 'request_late', count: 1 },
        { kind: 'approval_waiting', count: 2 },
      ],
    },
  },
  {
    name: 'agent',
    screen: 'scope',
    script: { me: { agentId: '9017', roles: ['agent'], helpCenterLocales: [] } },
  },
  {
    name: 'broken',
    screen: 'scope',
    script: { brokenPolicy: 9 },
  },
  {
    name: 'approve',
    screen: 'approvals',
    script: {
      changes: [{ ...SAMPLE_CHANGE, status: 'proposed', own: false, mayDecide: true, proposedBy: '9002' }],
    },
    act: (page) => page.locator('main .g-btn-primary').click(),
  },
  {
    name: 'remove',
    screen: 'sync',
    script: { sync: { ...SAMPLE_SYNC, status: 'needs_confirmation', removed: 0, wouldRemove: 61 } },
    act: (page) => page.locator('main .g-btn-danger').click(),
  },
  { name: 'change', screen: 'articles', act: changeArticles },
  {
    name: 'which',
    screen: 'articles',
    async act(page) {
      await changeArticles(page)
      await page.locator('.c-bar .g-btn-ghost').click()
    },
  },
  {
    name: 'leave',
    screen: 'articles',
    async act(page) {
      await changeArticles(page)
      await page.evaluate("location.hash = '#/overview'")
      await page.locator('dialog[open]').waitFor()
    },
  },
  {
    name: 'dry-run',
    screen: 'articles',
    async act(page) {
      await changeArticles(page)
      await page.locator('.c-bar .g-btn:not(.g-btn-ghost)').first().click()
      await page.locator('.c-run-kinds').waitFor()
    },
  },
  {
    name: 'secret',
    screen: 'tokens',
    async act(page) {
      await page.locator('main .g-btn-primary').first().click()
      await page.locator('#token-name').fill('Nightly evidence')
      await page.locator('dialog input[type=checkbox]').first().check()
      await page.locator('dialog .g-btn-primary').click()
      await page.locator('dialog code, dialog .g-mono').first().waitFor()
    },
  },
  {
    name: 'editor',
    screen: 'notices',
    async act(page) {
      await page.locator('main .g-btn-primary').first().click()
      await page.locator('main textarea').first().waitFor()
    },
  },
  {
    name: 'menu',
    screen: 'overview',
    width: 600,
    act: (page) => page.locator('.c-nav-menu').click(),
  },
]

async function changeArticles(page: Page): Promise<void> {
  for (const at of [1, 5]) await page.locator('.c-tree-line .c-tick').nth(at).click()
  await page.locator('.c-bar').waitFor()
}

async function openAll(page: Page): Promise<void> {
  await page.evaluate("for (const each of document.querySelectorAll('details')) each.open = true")
}

export function momentPlaces(companion: FakeConsoleCompanion): readonly Place[] {
  return MOMENTS.map(({ name, screen, width = 1280, script, before, act }) => ({
    name: `moment-${screen}-${name}`,
    width,
    async open(page) {
      Object.assign(companion.script, sampleScript())
      companion.script.me = { ...companion.script.me, roles: ['admin', 'compliance'] }
      Object.assign(companion.script, script)
      await before?.(page)
      await page.goto(`${companion.address}/console#/${screen}`)
      await page.locator('h1').waitFor()
      await page.locator('[aria-busy=true]').waitFor({ state: 'detached' })
      await act?.(page)
    },
  }))
}
