import { expect } from 'chai'
import type { CopyView } from '../../../src/domain/audit-copies-api.ts'
import { uncopiedPlaces } from '../../../src/domain/checkpoint-lag.ts'

const AT = '2026-11-20T09:00:00.000Z'
const COPY: CopyView = { kind: 'folder', size: 9, copiedAt: AT, failingSince: null, problem: null }
const LAGS = { ...COPY, size: 8 }
const FAILS: CopyView = { ...COPY, failingSince: AT, problem: 'UNREACHABLE' }
const NEVER = { ...COPY, size: null, copiedAt: null }

describe('a place that was to have the newest checkpoint', () => {
  const cases: Record<string, [CopyView, number, boolean]> = {
    'has it': [COPY, 60, false],
    'lags, and has had the time': [LAGS, 11, true],
    'lags, and has not had the time': [LAGS, 9, false],
    'fails, though it has just begun to': [FAILS, 0, true],
    'never had one': [NEVER, 11, true],
    'never had one since a start of just now': [NEVER, 1, false],
  }
  for (const [name, [copy, minutes, counts]] of Object.entries(cases))
    it(`${name}: ${counts ? 'somebody has to look' : 'nobody has to look'}`, () => {
      const now = new Date(Date.parse(AT) + minutes * 60_000)
      const found = uncopiedPlaces({ size: 9, signedAt: AT, copies: [copy] }, now)
      expect(found).to.deep.equal(counts ? [copy] : [])
    })

  it('is not asked for before there is a checkpoint', () => {
    const now = new Date(Date.parse(AT) + 3_600_000)
    expect(uncopiedPlaces({ size: null, signedAt: null, copies: [NEVER] }, now)).to.deep.equal([])
  })
})
