import { expect } from 'chai'
import { addDays, dueOn, type WorkCalendar } from '../../../src/domain/due-dates.ts'
import {
  END_STATUSES,
  IDENTITY_WAYS,
  REQUEST_KINDS,
  REQUEST_STATUSES,
  type RequestStatus,
  WORK_STATUSES,
} from '../../../src/domain/request-case.ts'
import {
  type CaseEvent,
  type CaseState,
  moveCase,
  newCase,
  nextMoves,
} from '../../../src/domain/request-moves.ts'
import {
  CASE_ACTORS,
  CASE_EVENTS,
  CASE_MOVES,
  CASE_RULES,
  type CaseEventKind,
} from '../../../src/domain/request-table.ts'
import { dice } from '../../support/dice.ts'

const BERLIN: WorkCalendar = { region: 'DE-BE', extraDays: [], timeZone: 'Europe/Berlin' }
const START = newCase('access', '2026-03-05', BERLIN)

/** An event that lacks nothing. */
const event = (kind: CaseEventKind, change: Partial<CaseEvent> = {}): CaseEvent => ({
  ...{ kind, by: 'compliance', on: '2026-03-10', hasReason: true },
  ...{ identityWay: 'helpdesk_verified', twin: true, erased: true },
  letters: [
    { letter: 'answer_access', sentOn: '2026-03-09' },
    { letter: 'extension', sentOn: '2026-03-09' },
    { letter: 'refusal', sentOn: '2026-03-09' },
  ],
  ...change,
})
const moved = (state: CaseState, ...events: readonly CaseEvent[]): CaseState =>
  events.reduce((at, each) => {
    const verdict = moveCase(at, each, BERLIN)
    if (verdict.outcome === 'illegal') throw new Error(`${each.kind}: ${verdict.rule}`)
    return verdict.state
  }, state)
const ruleOf = (state: CaseState, each: CaseEvent) => {
  const verdict = moveCase(state, each, BERLIN)
  return verdict.outcome === 'illegal' ? verdict.rule : null
}
const at = (status: RequestStatus, change: Partial<CaseState> = {}): CaseState => ({
  ...START,
  status,
  ...change,
})

describe('the moves of a request case', () => {
  it('have an answer for every status, event, actor and right, and no answer but the table’s', () => {
    let legalMoves = 0
    for (const status of REQUEST_STATUSES)
      for (const kind of CASE_EVENTS)
        for (const by of CASE_ACTORS)
          for (const right of REQUEST_KINDS) {
            const letters = [
              { letter: `answer_${right}` as const, sentOn: '2026-03-09' },
              ...event(kind).letters,
            ]
            const verdict = moveCase(at(status, { kind: right }), event(kind, { by, letters }), BERLIN)
            const { from, to, who } = CASE_MOVES[kind]
            const legal = from.includes(status) && who.includes(by)
            expect(verdict.outcome, `${status} ${kind} ${by}`).to.equal(legal ? 'moved' : 'illegal')
            if (verdict.outcome === 'moved') {
              legalMoves += 1
              expect(verdict.state.status).to.equal(to === 'same' ? status : to)
            } else expect(CASE_RULES).to.include(verdict.rule)
          }
    expect(legalMoves).to.be.greaterThan(200)
  })

  it('lead from arrival to closing', () => {
    const steps = ['confirm_identity', 'collect', 'submit', 'approve', 'deliver', 'close'] as const
    const seen: string[] = []
    const last = steps.reduce((state, kind) => {
      const next = moved(state, event(kind))
      seen.push(next.status)
      return next
    }, START)
    expect(seen).to.deep.equal(['verified', 'collecting', 'review', 'ready', 'delivered', 'closed'])
    expect(last).to.deep.include({
      deliveredOn: '2026-03-10',
      dueOn: START.dueOn,
      identityWay: 'helpdesk_verified',
    })
  })

  it('are over at an end, whoever asks for what', () => {
    for (const status of END_STATUSES)
      for (const kind of CASE_EVENTS) expect(ruleOf(at(status), event(kind))).to.equal('CASE_ENDED')
  })

  /** What each rule forbids; beside it the same with what was missing. */
  const RULES: readonly (readonly [string, CaseState, CaseEvent, CaseEvent | null])[] = [
    ['NOT_FROM_HERE', at('received'), event('deliver'), null],
    ['ONLY_COMPLIANCE', at('verified'), event('collect', { by: 'requester' }), event('collect')],
    ['REASON_NEEDED', at('received'), event('ask_identity', { hasReason: false }), event('ask_identity')],
    [
      'IDENTITY_WAY_NEEDED',
      at('received'),
      event('confirm_identity', { identityWay: null }),
      event('confirm_identity'),
    ],
    ['ANSWER_NOT_SENT', at('ready'), event('deliver', { letters: [] }), event('deliver')],
    [
      'ANSWER_NOT_SENT',
      at('ready'),
      event('deliver', { letters: [{ letter: 'answer_erasure', sentOn: '2026-03-09' }] }),
      event('deliver', { letters: [{ letter: 'nothing_found', sentOn: '2026-03-09' }] }),
    ],
    [
      'ERASURE_NOT_DONE',
      at('review', { kind: 'erasure' }),
      event('approve', { erased: false }),
      event('approve'),
    ],
    ['EXTENDED_BEFORE', at('verified', { extended: true }), event('extend'), null],
    [
      'EXTENSION_TOO_LATE',
      at('verified'),
      event('extend', { on: '2026-04-08' }),
      event('extend', { on: '2026-04-07' }),
    ],
    ['EXTENSION_NOT_TOLD', at('verified'), event('extend', { letters: [] }), event('extend')],
    [
      'EXTENSION_NOT_TOLD',
      at('verified'),
      event('extend', { letters: [{ letter: 'refusal', sentOn: '2026-03-09' }] }),
      null,
    ],
    [
      'EXTENSION_NOT_TOLD',
      at('verified'),
      event('extend', { on: '2026-04-07', letters: [{ letter: 'extension', sentOn: '2026-04-08' }] }),
      event('extend', { on: '2026-04-07', letters: [{ letter: 'extension', sentOn: '2026-04-07' }] }),
    ],
    ['REFUSAL_NOT_TOLD', at('received'), event('refuse', { letters: [] }), event('refuse')],
    [
      'DUPLICATE_OF_NOTHING',
      at('received'),
      event('mark_duplicate', { twin: false }),
      event('mark_duplicate'),
    ],
  ]
  for (const [rule, state, no, yes] of RULES)
    it(`are held back by ${rule}: ${no.kind} from ${state.status}`, () => {
      expect(ruleOf(state, no)).to.equal(rule)
      if (yes !== null) expect(ruleOf(state, yes)).to.equal(null)
    })

  it('have every rule of the table in this file', () => {
    const tested = new Set(['CASE_ENDED', ...RULES.map(([rule]) => rule)])
    expect(CASE_RULES.filter((rule) => !tested.has(rule))).to.deep.equal([])
  })

  it('stop the clock while the identity is asked for, and add those days', () => {
    const asked = moved(START, event('ask_identity', { on: '2026-03-10' }))
    expect(asked).to.deep.include({
      status: 'identity_pending',
      pausedSince: '2026-03-10',
      dueOn: START.dueOn,
    })
    const clear = moved(asked, event('confirm_identity', { on: '2026-03-17', by: 'requester' }))
    expect(clear).to.deep.include({ status: 'verified', pausedSince: null, dueOn: '2026-04-13' })
    expect(clear.pauses).to.deep.equal([{ from: '2026-03-10', until: '2026-03-17' }])
    const again = moved(clear, event('ask_identity', { on: '2026-03-20' }))
    expect(moved(again, event('confirm_identity', { on: '2026-03-22' })).dueOn).to.equal('2026-04-14')
  })

  it('extend a clock that stands still, which goes on standing still', () => {
    const asked = moved(START, event('ask_identity'))
    const extended = moved(
      asked,
      event('extend', { on: '2026-04-20', letters: [{ letter: 'extension', sentOn: '2026-04-20' }] }),
    )
    expect(extended).to.deep.include({ extended: true, pausedSince: '2026-03-10', dueOn: '2026-06-05' })
  })

  it('extend by two months, once', () => {
    const extended = moved(at('verified'), event('extend'))
    expect(extended).to.deep.include({ status: 'verified', extended: true, dueOn: '2026-06-05' })
    expect(ruleOf(extended, event('extend'))).to.equal('EXTENDED_BEFORE')
  })

  it('never move a last day that a migrated case has had earlier, unless it is extended', () => {
    const old = { ...START, dueOn: '2026-04-05' }
    expect(moved(old, event('confirm_identity')).dueOn).to.equal('2026-04-05')
    expect(moved(old, event('extend')).dueOn).to.equal('2026-06-05')
  })

  it('never move a last day to an earlier one, whatever the calendar is by now', () => {
    const generous = { ...START, dueOn: '2026-07-01', internalDueOn: '2026-07-01' }
    const asked = moved(generous, event('ask_identity'))
    const days = { dueOn: '2026-07-01', internalDueOn: '2026-07-01' }
    expect(moved(asked, event('confirm_identity', { on: '2026-03-12' }))).to.deep.include(days)
    expect(moved(generous, event('extend'))).to.deep.include(days)
  })

  it('move a last day in no story but by an extension or a pause, and never to an earlier one', () => {
    const die = dice(15)
    let [moves, later] = [0, 0]
    for (let round = 0; round < 10_000; round += 1) {
      let on = addDays('2025-01-01', die.below(1_461))
      let state = newCase(REQUEST_KINDS[die.below(REQUEST_KINDS.length)] ?? 'access', on, BERLIN)
      for (let step = 0; step < 8; step += 1) {
        on = addDays(on, die.below(12))
        const kind = CASE_EVENTS[die.below(CASE_EVENTS.length)] ?? 'close'
        const letters =
          die.below(3) === 0
            ? []
            : [
                { letter: 'extension' as const, sentOn: on },
                { letter: 'nothing_found' as const, sentOn: on },
              ]
        const verdict = moveCase(
          state,
          event(kind, { on, letters, identityWay: IDENTITY_WAYS[die.below(5)] ?? null }),
          BERLIN,
        )
        if (verdict.outcome === 'illegal') continue
        moves += 1
        expect(verdict.state.dueOn >= state.dueOn).to.equal(true)
        expect(verdict.state.internalDueOn >= state.internalDueOn).to.equal(true)
        const paused = verdict.state.pauses.length > state.pauses.length
        if (verdict.state.dueOn !== state.dueOn) {
          later += 1
          expect(kind === 'extend' || paused, kind).to.equal(true)
        }
        expect(verdict.state.dueOn).to.equal(dueOn(verdict.state, BERLIN))
        state = verdict.state
      }
    }
    expect(moves).to.be.greaterThan(10_000)
    expect(later).to.be.greaterThan(1_000)
  })

  it('are offered with what each still lacks', () => {
    const offered = nextMoves(at('ready'), event('deliver', { letters: [] }), BERLIN)
    expect(offered.map(({ kind }) => kind)).to.deep.equal([
      ...['send_back', 'deliver', 'extend', 'refuse', 'refuse_partly', 'mark_duplicate', 'withdraw'],
    ])
    expect(offered.find(({ kind }) => kind === 'deliver')?.lacks).to.equal('ANSWER_NOT_SENT')
    expect(offered.find(({ kind }) => kind === 'withdraw')?.lacks).to.equal(null)
    expect(
      WORK_STATUSES.every((status) => nextMoves(at(status), event('close'), BERLIN).length > 3),
    ).to.equal(true)
  })
})
