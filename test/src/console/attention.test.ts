import { expect } from 'chai'
import { ATTENTION_SCREEN, ATTENTION_TONE, attentionItems, badgeOf } from '../../../src/console/attention.ts'
import { SCREENS } from '../../../src/console/routes.ts'
import { ATTENTION_KINDS } from '../../../src/domain/attention-api.ts'
import { addDays } from '../../../src/domain/due-dates.ts'
import { SAMPLE_SYNC } from '../../support/console-data.ts'
import { sampleCases, TODAY } from '../../support/fake-requests.ts'

const FINE = {
  audit: {
    verdict: 'intact',
    entries: 1,
    rootHash: '',
    problem: null,
    checkedAt: '2026-11-20T09:41:00.000Z',
    wholeAt: '2026-11-20T03:00:00.000Z',
  },
  killSwitch: false,
  lastSync: null,
} as const

const NOW = Date.parse('2026-11-30T09:00:00.000Z')
const NONE = { today: TODAY, cases: [] }

describe('what needs attention', () => {
  it('comes once each, the most urgent first, whoever told of it', () => {
    const told = [
      { kind: 'recall_open', count: 2 },
      { kind: 'request_late', count: 1 },
      { kind: 'recall_open', count: 1 },
      { kind: 'request_due', count: 0 },
    ] as const
    const broken = { ...FINE, audit: { ...FINE.audit, verdict: 'broken' as const }, killSwitch: true }
    expect(
      attentionItems(told, broken, NONE, NOW).map(({ kind, count }) => `${kind} ${count}`),
    ).to.deep.equal([...['request_late 1', 'audit_broken 1', 'kill_switch 1', 'recall_open 3']])
    expect(attentionItems([], FINE, NONE, NOW)).to.deep.equal([])
  })

  it('names the requests that are neither late nor pressing, with the nearest last day', () => {
    const cases = sampleCases()
    const [first] = cases.filter(({ dueOn }) => dueOn === addDays(TODAY, 24))
    if (first === undefined) throw new Error('no request has time')
    const further = { ...first, dueOn: addDays(TODAY, 30) }
    const shown = (all: typeof cases) => attentionItems([], FINE, { today: TODAY, cases: all }, NOW)
    expect(shown(cases)).to.deep.equal([{ kind: 'request_open', count: 1, day: first.dueOn }])
    expect(shown([further, ...cases])).to.deep.equal([{ kind: 'request_open', count: 2, day: first.dueOn }])
    // Of those the companion tells, or nothing runs out.
    expect(shown(cases.filter((one) => one !== first))).to.deep.equal([])
    expect(shown([{ ...first, dueOn: addDays(TODAY, 8) }])).to.have.lengthOf(1)
    expect(shown([{ ...first, dueOn: addDays(TODAY, 7) }])).to.deep.equal([])
  })

  it('warns of a sync that is older than a week, as health does', () => {
    const later = (days: number, status: 'done' | 'failed') => {
      const lastSync = { ...SAMPLE_SYNC, status, endedAt: '2026-11-23T06:00:00.000Z' }
      const now = Date.parse(lastSync.endedAt) + days * 86_400_000
      return attentionItems([], { ...FINE, lastSync }, NONE, now).map(({ kind }) => kind)
    }
    expect(later(7.1, 'done')).to.deep.equal(['sync_old'])
    expect(later(7, 'done')).to.deep.equal([])
    // Said once: what failed is to be mended, however old it is.
    expect(later(7.1, 'failed')).to.deep.equal(['sync_failed'])
  })

  it('leads to a screen that there is, in a tone of its own', () => {
    for (const kind of [...ATTENTION_KINDS, 'sync_old', 'request_open'] as const) {
      expect(SCREENS).to.include(ATTENTION_SCREEN[kind])
      expect(ATTENTION_TONE[kind]).to.be.oneOf(['danger', 'warning', 'info'])
    }
  })

  it('is counted beside the screen that mends it, and nowhere else', () => {
    const told = [
      { kind: 'request_late', count: 1 },
      { kind: 'request_due', count: 2 },
      { kind: 'kill_switch', count: 1 },
    ] as const
    expect([badgeOf('requests', told), badgeOf('audit', told), badgeOf('overview', told)]).to.deep.equal([
      3, 0, 0,
    ])
  })
})
