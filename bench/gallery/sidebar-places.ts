/** The sidebar in the states that an agent meets, at three widths. */
import type { Page } from 'playwright-core'
import { UNKNOWN_CONSENT } from '../../src/domain/consent.ts'
import {
  CONSENT_DESK,
  type FakeCompanion,
  modelEvents,
  modelView,
  refusalView,
  ticketView,
  withoutConsent,
} from '../../test/support/fake-companion.ts'
import type { Look, Place } from './stage.ts'

type Prepare = (companion: FakeCompanion) => void
interface State {
  readonly name: string
  readonly prepare: Prepare
  readonly act?: (page: Page) => Promise<void>
}

const draft = async (page: Page) => {
  await page.locator('button[aria-keyshortcuts="Alt+D"]').click()
  await page.locator('.v-panel .g-btn-primary:enabled').first().waitFor()
}
const openAll = async (page: Page) => {
  // By script: a summary within a closed one cannot be pressed yet.
  await page.evaluate("for (const each of document.querySelectorAll('details')) each.open = true")
}

const STATES: readonly State[] = [
  { name: 'granted', prepare: () => undefined, act: openAll },
  {
    name: 'no-consent',
    prepare: ({ script }) => {
      script.view = withoutConsent()
      script.consentDesk = CONSENT_DESK
    },
    act: openAll,
  },
  { name: 'draft', prepare: () => undefined, act: draft },
  {
    name: 'model-draft',
    prepare: ({ script }) => {
      script.view = modelView()
      script.drafter = ({ draftId, how }) => modelEvents(draftId, how)
    },
    act: async (page) => {
      await draft(page)
      await openAll(page)
    },
  },
  {
    name: 'refused',
    prepare: ({ script }) => {
      script.view = ticketView({
        consent: { ...UNKNOWN_CONSENT, status: 'withdrawn', epoch: 3 },
        draftsMade: 5,
        history: [
          {
            ...{ at: '2026-11-24T09:15:00Z', event: 'withdraw', status: 'withdrawn' },
            ...{ channel: 'link', by: 'requester', noticeVersion: 3 },
          },
          ...ticketView().history,
        ],
        refusals: [
          refusalView({ reason: 'CONSENT_NOT_GRANTED', status: 'withdrawn' }),
          refusalView({ reason: 'DRAFT_LIMIT_REACHED', limit: 5 } as never),
        ],
      })
    },
    act: openAll,
  },
  {
    name: 'unreachable',
    prepare: ({ script }) => {
      script.problem = { path: '/tickets', status: 503, code: 'AUDIT_UNAVAILABLE' }
    },
  },
]

export function sidebarPlaces(companion: FakeCompanion, widths: readonly number[]): readonly Place[] {
  return widths.flatMap((width) =>
    STATES.map(({ name, prepare, act }) => ({
      name: `sidebar-${width}-${name}`,
      width,
      async open(page: Page, look: Look) {
        companion.reset()
        prepare(companion)
        await page.goto(
          `${companion.url}&locale=${{ en: 'en-US', de: 'de', ar: 'ar', ja: 'ja' }[look.language]}`,
        )
        await page.locator('.v-panel:not([aria-busy]), .g-empty, .g-alert').first().waitFor()
        await act?.(page)
      },
    })),
  )
}
