import { expect } from 'chai'
import { type ChangeTimes, changeStatus, diffLines } from '../../../src/domain/change.ts'

const NOW = new Date('2026-11-20T09:00:00.000Z')
const WAITING: ChangeTimes = { status: 'proposed', base: '4', expiresAt: '2026-11-20T09:00:00.001Z' }

describe('the status of a change', () => {
  const cases: Readonly<Record<string, readonly [Partial<ChangeTimes>, string | null, string]>> = {
    'waits while what it was made from stands': [{}, '4', 'proposed'],
    'is stale once something else stands': [{}, '5', 'stale'],
    'is stale when it cannot be decided on any more': [{}, null, 'stale'],
    'has expired at its very end': [{ expiresAt: NOW.toISOString() }, '4', 'expired'],
    'has expired when its end is no moment at all': [{ expiresAt: 'never' }, '4', 'expired'],
    'stays approved whatever stands now': [{ status: 'approved' }, '9', 'approved'],
    'stays rejected after its time': [{ status: 'rejected', expiresAt: '2020-01-01' }, '4', 'rejected'],
  }
  for (const [name, [change, base, status]] of Object.entries(cases))
    it(name, () => {
      expect(changeStatus({ ...WAITING, ...change }, base, NOW)).to.equal(status)
    })
})

describe('the lines of a difference', () => {
  it('name what comes and what goes, each at its path', () => {
    const before = {
      allow: [{ sectionId: '1' }, { label: 'a', locale: 'de' }],
      limits: { drafts: 3 },
      old: true,
    }
    const after = { allow: [{ locale: 'de', label: 'a' }, { sectionId: '2' }], limits: { drafts: 4 } }
    expect(diffLines(before, after)).to.deep.equal([
      { sign: '-', path: 'allow', value: '{"sectionId":"1"}' },
      { sign: '+', path: 'allow', value: '{"sectionId":"2"}' },
      { sign: '-', path: 'limits.drafts', value: '3' },
      { sign: '+', path: 'limits.drafts', value: '4' },
      { sign: '-', path: 'old', value: 'true' },
    ])
  })

  it('tells an empty list from one that is absent', () => {
    expect(diffLines({}, { recipients: [] })).to.deep.equal([{ sign: '+', path: 'recipients', value: '[]' }])
    expect(diffLines({ recipients: [] }, {})).to.deep.equal([{ sign: '-', path: 'recipients', value: '[]' }])
    expect(diffLines({ recipients: [] }, { recipients: [] })).to.deep.equal([])
  })

  it('are none for the same rules in another order', () => {
    expect(diffLines({ deny: [{ a: 1, b: 2 }, 'x'] }, { deny: ['x', { b: 2, a: 1 }] })).to.deep.equal([])
  })
})
