import { expect } from 'chai'
import { nextSteps } from '../../../src/console/next-steps.ts'
import type { OverviewView } from '../../../src/domain/api.ts'

const FRESH: OverviewView = {
  articlesSynced: 0,
  articlesAllowlisted: 0,
  allowlistVersion: 0,
  lastSync: null,
  audit: {
    verdict: 'intact',
    entries: 0,
    rootHash: '',
    problem: null,
    checkedAt: '2026-11-20T09:41:00.000Z',
    wholeAt: '2026-11-20T03:00:00.000Z',
  },
  drafts: 0,
  refusals: 0,
  killSwitch: false,
}
const done = (...args: Parameters<typeof nextSteps>) => nextSteps(...args).map((step) => step.done)

describe('the first steps', () => {
  it('are all open before anything was done', () => {
    expect(done(FRESH, { version: 0 }, [])).to.deep.equal([false, false, false, false])
  })

  it('tick themselves from what the companion knows', () => {
    const synced = { ...FRESH, articlesSynced: 92, articlesAllowlisted: 3 }
    expect(done(synced, { version: 1 }, [])).to.deep.equal([true, true, true, false])
  })

  it('count the policy as checked once it was looked at, and stay open when it cannot be read', () => {
    expect(done(FRESH, { version: 0 }, ['scope', 'templates'])).to.deep.equal([false, false, true, true])
    expect(done(FRESH, null, [])).to.deep.equal([false, false, false, false])
  })
})
