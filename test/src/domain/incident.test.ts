import { expect } from 'chai'
import {
  barOfMove,
  clockOf,
  dueAt,
  dueFor,
  hoursFrom,
  INCIDENT_MOVES,
  INCIDENT_STATUSES,
  type IncidentFacts,
  type IncidentTimes,
  missingOf,
  moved,
  NO_TEXTS,
  NOTHING_KNOWN,
} from '../../../src/domain/incident.ts'

const T0 = '2026-11-20T09:00:00.000Z'
const times = (change: Partial<IncidentTimes> = {}): IncidentTimes => ({
  status: 'suspected',
  suspectedAt: T0,
  awareAt: null,
  containedAt: null,
  dueAt: null,
  notifiedAt: null,
  ...change,
})
const SAID: IncidentFacts = {
  ...NOTHING_KNOWN,
  tellAuthority: 'yes',
  tellPersons: 'no',
  texts: { ...NO_TEXTS, awareWhy: 'w', lateWhy: 'w', authorityWhy: 'w', personsWhy: 'w' },
}
const WHOLE = { awareAt: T0, containedAt: T0, notifiedAt: T0, dueAt: dueAt(T0) }

describe('the 72 hours', () => {
  /** In Berlin, the clock on the wall moves within each of the first two. */
  const vectors: Readonly<Record<string, string>> = {
    '2026-03-28T22:30:00.000Z': '2026-03-31T22:30:00.000Z',
    '2026-10-24T22:30:00.000Z': '2026-10-27T22:30:00.000Z',
    '2028-02-27T12:00:00.000Z': '2028-03-01T12:00:00.000Z',
    '2026-12-30T23:59:59.999Z': '2027-01-02T23:59:59.999Z',
  }
  for (const [aware, due] of Object.entries(vectors))
    it(`from ${aware} end at ${due}`, () => {
      expect(dueAt(aware)).to.equal(due)
    })

  it('are those of the day of awareness, should the law change', () => {
    const rules = [
      { from: '2027-07-01', hours: 96 },
      { from: '2018-05-25', hours: 72 },
    ]
    expect(
      ['2027-06-30T23:59:00.000Z', '2027-07-01T00:00:00.000Z'].map((at) => hoursFrom(at, rules)),
    ).to.deep.equal([72, 96])
    expect(hoursFrom('2017-01-01T00:00:00.000Z', rules)).to.equal(72)
  })

  const due = dueAt(T0)
  const at = (minutes: number) => Date.parse(due) + minutes * 60_000
  const clocks: Readonly<Record<string, [IncidentTimes, number, unknown]>> = {
    'nobody is aware yet': [times(), at(0), { clock: 'none' }],
    'a day and more is left': [times({ dueAt: due }), at(-1441), { clock: 'running', minutes: 1441 }],
    'less than a day is left': [times({ dueAt: due }), at(-1439), { clock: 'running_out', minutes: 1439 }],
    'the last minute': [times({ dueAt: due }), at(0), { clock: 'running_out', minutes: 0 }],
    'a minute too late': [times({ dueAt: due }), at(1), { clock: 'late', minutes: 1 }],
    'told in time': [times({ dueAt: due, notifiedAt: due }), at(99), { clock: 'stopped', inTime: true }],
    'told late': [times({ dueAt: T0, notifiedAt: due }), at(99), { clock: 'stopped', inTime: false }],
    'a false alarm': [
      times({ dueAt: due, status: 'false_alarm' }),
      at(99),
      { clock: 'stopped', inTime: true },
    ],
  }
  for (const [name, [given, now, expected]] of Object.entries(clocks))
    it(`are told as they are: ${name}`, () => {
      expect(clockOf(given, now)).to.deep.equal(expected)
    })
})

describe('the states of an incident', () => {
  it('lead where the table says, and nowhere else', () => {
    const led = INCIDENT_STATUSES.flatMap((status) =>
      INCIDENT_MOVES.flatMap((move) =>
        barOfMove(move, times({ status, ...WHOLE }), SAID, T0) === null
          ? [`${status} ${move} ${moved(move, times({ status }), T0, SAID, []).status}`]
          : [],
      ),
    )
    expect(led).to.deep.equal([
      'suspected confirm confirmed',
      'suspected dismiss false_alarm',
      'confirmed contain contained',
      'confirmed notify notified',
      'confirmed dismiss false_alarm',
      'contained notify notified',
      'contained close closed',
      'contained dismiss false_alarm',
      'notified contain notified',
      'notified notify notified',
      'notified close closed',
    ])
  })

  const without = (text: keyof typeof NO_TEXTS): IncidentFacts => ({
    ...SAID,
    texts: { ...SAID.texts, [text]: '' },
  })
  const bars: Readonly<Record<string, [Parameters<typeof barOfMove>, string]>> = {
    'awareness without why': [['confirm', times(), without('awareWhy'), T0], 'reason_missing'],
    'a notification that nobody decided on': [
      ['notify', times({ status: 'confirmed' }), { ...SAID, tellAuthority: 'undecided' }, T0],
      'decision_missing',
    ],
    'a late notification without why': [
      ['notify', times({ status: 'confirmed', dueAt: T0 }), without('lateWhy'), '2026-11-20T09:00:00.001Z'],
      'reason_missing',
    ],
    'an end before it is contained': [['close', times({ status: 'notified' }), SAID, T0], 'not_contained'],
    'an end without a decision on the persons': [
      ['close', times({ status: 'notified', ...WHOLE }), { ...SAID, tellPersons: 'undecided' }, T0],
      'decision_missing',
    ],
    'an end although the authority was to be told': [
      ['close', times({ status: 'contained', ...WHOLE, notifiedAt: null }), SAID, T0],
      'decision_missing',
    ],
    'calling off what somebody was aware of, without why': [
      ['dismiss', times({ status: 'confirmed' }), without('authorityWhy'), T0],
      'reason_missing',
    ],
    'an end without the reasons': [
      ['close', times({ status: 'notified', ...WHOLE }), without('personsWhy'), T0],
      'reason_missing',
    ],
  }
  for (const [name, [given, bar]] of Object.entries(bars))
    it(`bar ${name}`, () => {
      expect(barOfMove(...given)).to.equal(bar)
    })

  it('start it from awareness when the role turns out to be a controller’s, and never take it away', () => {
    const rules = [{ from: '2018-05-25', hours: 72 }]
    const due = '2026-11-23T09:00:00.000Z'
    const [controller, processor] = [SAID, { role: 'processor' as const }]
    expect(dueFor({ awareAt: T0, dueAt: null }, controller, rules)).to.equal(due)
    expect(dueFor({ awareAt: T0, dueAt: null }, processor, rules)).to.equal(null)
    expect(dueFor({ awareAt: null, dueAt: null }, controller, rules)).to.equal(null)
    for (const role of [controller, processor])
      expect(dueFor({ awareAt: T0, dueAt: due }, role, [{ from: '2018-05-25', hours: 96 }])).to.equal(due)
  })

  it('start the clock for a controller, and none for a processor, who tells its controllers', () => {
    const rules = [{ from: '2018-05-25', hours: 72 }]
    expect(moved('confirm', times(), T0, SAID, rules).dueAt).to.equal('2026-11-23T09:00:00.000Z')
    expect(moved('confirm', times(), T0, { role: 'processor' }, rules).dueAt).to.equal(null)
  })

  it('never move a time that was set', () => {
    const set = times({ status: 'notified', ...WHOLE })
    expect(moved('contain', set, '2026-11-29T00:00:00.000Z', SAID, [])).to.deep.equal(set)
    expect(moved('notify', set, '2026-11-29T00:00:00.000Z', SAID, [])).to.deep.equal(set)
  })

  it('say what Art. 33(3) still misses', () => {
    expect(missingOf(NOTHING_KNOWN)).to.have.length(7)
    const texts = { ...NO_TEXTS, nature: 'n', contact: 'c', consequences: 'c', measures: 'm' }
    const count = { min: 0, max: 1 }
    const whole: IncidentFacts = {
      ...NOTHING_KNOWN,
      texts,
      persons: count,
      records: count,
      categories: ['names'],
    }
    expect(missingOf(whole)).to.deep.equal([])
    expect(missingOf({ ...whole, persons: null })).to.deep.equal(['persons'])
  })
})
