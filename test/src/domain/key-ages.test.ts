import { expect } from 'chai'
import { KEY_DUE_DAYS, type KeyDates, keyDays, keysDue } from '../../../src/domain/key-ages.ts'

const NOW = new Date('2026-11-20T09:00:00.000Z')
const daysAgo = (days: number) => new Date(NOW.getTime() - days * 86_400_000).toISOString()
const FRESH: KeyDates = { master: daysAgo(1), session: daysAgo(1), log: daysAgo(1) }

describe('how old a key may become', () => {
  for (const kind of ['master', 'session', 'log'] as const)
    it(`calls the ${kind} key due on its day, not on the day before, and no other`, () => {
      const due = KEY_DUE_DAYS[kind]
      expect(keysDue({ ...FRESH, [kind]: daysAgo(due - 1) }, NOW)).to.deep.equal([])
      expect(keysDue({ ...FRESH, [kind]: daysAgo(due) }, NOW)).to.deep.equal([kind])
    })

  it('is none of a key that there is not yet', () => {
    expect(keysDue({ ...FRESH, session: null }, NOW)).to.deep.equal([])
  })

  it('is never less than no days, whatever the clock says', () => {
    expect(keyDays(daysAgo(-3), NOW)).to.equal(0)
  })
})
