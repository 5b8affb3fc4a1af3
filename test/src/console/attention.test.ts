import { expect } from 'chai'
import { ATTENTION_SCREEN, ATTENTION_TONE, attentionItems, badgeOf } from '../../../src/console/attention.ts'
import { SCREENS } from '../../../src/console/routes.ts'
import { ATTENTION_KINDS } from '../../../src/domain/attention-api.ts'

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

describe('what needs attention', () => {
  it('comes once each, the most urgent first, whoever told of it', () => {
    const told = [
      { kind: 'recall_open', count: 2 },
      { kind: 'request_late', count: 1 },
      { kind: 'recall_open', count: 1 },
      { kind: 'request_due', count: 0 },
    ] as const
    const broken = { ...FINE, audit: { ...FINE.audit, verdict: 'broken' as const }, killSwitch: true }
    expect(attentionItems(told, broken).map(({ kind, count }) => `${kind} ${count}`)).to.deep.equal([
      ...['request_late 1', 'audit_broken 1', 'kill_switch 1', 'recall_open 3'],
    ])
    expect(attentionItems([], FINE)).to.deep.equal([])
  })

  it('leads to a screen that there is, in a tone of its own', () => {
    for (const kind of ATTENTION_KINDS) {
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
