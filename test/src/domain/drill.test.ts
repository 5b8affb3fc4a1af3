import { expect } from 'chai'
import { type DrillReport, drillDueOn, hasPassed } from '../../../src/domain/drill.ts'

const at = (day: string, ended: DrillReport['ended'] = 'done') => ({ at: `${day}T10:00:00.000Z`, ended })

describe('a drill', () => {
  const DUE: Readonly<Record<string, [readonly ReturnType<typeof at>[], string | null]>> = {
    'now, when there was none': [[], null],
    'now, when none ran to its end': [[at('2026-09-01', 'interrupted'), at('2026-08-01', 'failed')], null],
    'a quarter after the last': [[at('2026-09-01'), at('2026-01-01')], '2026-12-01'],
    'a quarter after the last that ran to its end': [
      [at('2026-10-01', 'not_seen'), at('2026-09-01')],
      '2026-12-01',
    ],
    'on the last day of a month that is shorter': [[at('2026-11-30')], '2027-02-28'],
  }
  for (const [name, [drills, day]] of Object.entries(DUE))
    it(`is due ${name}`, () => expect(drillDueOn(drills)).to.equal(day))

  const good: DrillReport = {
    ...{ format: 'vouch-incident-drill/v2', incidentId: 'x', at: '2026-11-20T10:00:00.000Z', really: false },
    ...{ steps: [], ended: 'done', lifted: true, drafts: 1, entries: 1 },
    met: { seenWithin1s: true, reportWithin60s: true },
  }
  const OUTCOMES: Readonly<Record<string, [Partial<DrillReport>, boolean]>> = {
    'within all limits': [{}, true],
    'when the stop was seen too late': [{ met: { seenWithin1s: false, reportWithin60s: true } }, false],
    'when the report took too long': [{ met: { seenWithin1s: true, reportWithin60s: false } }, false],
    'when it was ended early': [{ ended: 'interrupted' }, false],
    'when it left something stopped': [{ lifted: false }, false],
  }
  for (const [name, [change, passed]] of Object.entries(OUTCOMES))
    it(`is ${passed ? '' : 'not '}passed ${name}`, () =>
      expect(hasPassed({ ...good, ...change })).to.equal(passed))
})
