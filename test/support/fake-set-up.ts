/** How a set-up and a companion look to the console: everything in order; a test changes what it is about. */
import type { HealthView } from '../../src/domain/health.ts'
import type { SetUpView } from '../../src/domain/set-up-api.ts'

const AT = '2026-11-20T09:00:00.000Z'

export const SAMPLE_SET_UP: SetUpView = {
  live: true,
  unread: [],
  providerTest: null,
  steps: [
    { step: 'connect', state: 'done', code: 'connected', needed: true, ref: 'https://acme.zendesk.com' },
    { step: 'articles', state: 'done', code: 'synced', needed: true, count: 92, at: AT },
    { step: 'scope', state: 'done', code: 'allowed', needed: true, count: 61 },
    { step: 'notice', state: 'done', code: 'notice_generated', needed: true, count: 1 },
    { step: 'provider', state: 'done', code: 'nothing_leaves', needed: false },
    { step: 'webhooks', state: 'open', code: 'none_seen', needed: false },
    { step: 'simulation', state: 'open', code: 'no_simulation', needed: false },
    { step: 'live', state: 'done', code: 'live', needed: false, at: AT },
  ],
}

export const SAMPLE_HEALTH: HealthView = {
  checkedAt: AT,
  live: true,
  findings: ['sync_old'],
  versions: { server: '0.1.0', node: 'v22.0.0', schema: 34 },
  sync: { lastDoneAt: AT, failed: false, unread: 2, running: false, brands: [] },
  provider: null,
  runningDrafts: 0,
  checkpoint: { entries: 128, signed: 128, signedAt: AT, copies: 1, behind: 0 },
  storage: {
    ...{ bytes: 5_242_880, freeBytes: 53_687_091_200, totalBytes: 107_374_182_400 },
    tables: [
      { name: 'article', count: 92 },
      { name: 'audit_entry', count: 128 },
    ],
  },
}
