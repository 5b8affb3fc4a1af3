import { expect } from 'chai'
import fc from 'fast-check'
import {
  CONSENT_OVERLAYS,
  CONSENT_STATUSES,
  type ConsentOverlay,
  type ConsentState,
  type ConsentStatus,
} from '../../../src/domain/consent.ts'
import {
  CONSENT_EVENTS,
  type ConsentEvent,
  type ConsentEventKind,
  moveConsent,
  UNKNOWN_CONSENT,
} from '../../../src/domain/consent-moves.ts'
import { decide } from '../../../src/domain/decide.ts'
import { GRANTED, goodEvent, question, RECIPIENT, SCOPE } from '../../support/gate-cases.ts'

/** What a well-formed event leads to, per status: the new status, or the id of the rule that it breaks. */
const MOVES: Record<ConsentEventKind, Record<ConsentStatus, string>> = {
  request: {
    unknown: 'requested',
    requested: 'requested',
    granted: 'REQUEST_WHILE_DRAFTABLE',
    denied: 'REQUEST_AFTER_NO',
    withdrawn: 'REQUEST_AFTER_NO',
    expired: 'requested',
    invalidated: 'requested',
    not_required: 'REQUEST_WHILE_DRAFTABLE',
  },
  grant: everywhere('granted'),
  deny: everywhere('denied'),
  withdraw: everywhere('withdrawn'),
  expire: {
    unknown: 'NOTHING_TO_EXPIRE',
    requested: 'expired',
    granted: 'expired',
    denied: 'NOTHING_TO_EXPIRE',
    withdrawn: 'NOTHING_TO_EXPIRE',
    expired: 'NOTHING_TO_EXPIRE',
    invalidated: 'NOTHING_TO_EXPIRE',
    not_required: 'expired',
  },
  set_basis: {
    unknown: 'not_required',
    requested: 'not_required',
    granted: 'not_required',
    denied: 'BASIS_AFTER_NO',
    withdrawn: 'BASIS_AFTER_NO',
    expired: 'not_required',
    invalidated: 'not_required',
    not_required: 'not_required',
  },
  object: unchanged(),
  restrict: unchanged(),
  lift_restriction: everywhere('NOTHING_TO_LIFT'),
  hold_minor: unchanged(),
  invalidate: everywhere('invalidated'),
  requester_changed: everywhere('unknown'),
  erase: unchanged(),
}

function everywhere(result: string): Record<ConsentStatus, string> {
  return Object.fromEntries(CONSENT_STATUSES.map((status) => [status, result])) as Record<
    ConsentStatus,
    string
  >
}
function unchanged(): Record<ConsentStatus, string> {
  return Object.fromEntries(CONSENT_STATUSES.map((status) => [status, status])) as Record<
    ConsentStatus,
    string
  >
}

function stateIn(status: ConsentStatus, overlays: readonly ConsentOverlay[] = []): ConsentState {
  return { ...GRANTED, status, overlays, saidNo: status === 'denied' || status === 'withdrawn' }
}

function resultOf(state: ConsentState, event: ConsentEvent): string {
  const verdict = moveConsent(state, event)
  return verdict.outcome === 'moved' ? verdict.state.status : verdict.rule
}

/** Who may not, and what is missing: the same event with one thing wrong. */
const BROKEN_RULES: Record<string, { event: ConsentEvent; status: ConsentStatus; rule: string }> = {
  'a grant by an agent without evidence': {
    event: goodEvent('grant', { by: 'agent' }),
    status: 'requested',
    rule: 'GRANT_NEEDS_REQUESTER_OR_EVIDENCE',
  },
  'a grant by compliance': {
    event: goodEvent('grant', { by: 'compliance', hasEvidence: true }),
    status: 'requested',
    rule: 'GRANT_NEEDS_REQUESTER_OR_EVIDENCE',
  },
  'a grant by the system': {
    event: goodEvent('grant', { by: 'system', hasEvidence: true }),
    status: 'requested',
    rule: 'GRANT_NEEDS_REQUESTER_OR_EVIDENCE',
  },
  'a grant without a notice': {
    event: goodEvent('grant', { noticeVersion: null }),
    status: 'requested',
    rule: 'GRANT_NEEDS_NOTICE',
  },
  'a grant without the language of its notice': {
    event: goodEvent('grant', { noticeLocale: null }),
    status: 'requested',
    rule: 'GRANT_NEEDS_NOTICE',
  },
  'a grant without an end': {
    event: goodEvent('grant', { validUntil: null }),
    status: 'requested',
    rule: 'GRANT_NEEDS_END',
  },
  "an agent's grant after a denial": {
    event: goodEvent('grant', { by: 'agent', hasEvidence: true }),
    status: 'denied',
    rule: 'GRANT_AFTER_NO_NEEDS_REQUESTER',
  },
  "an agent's grant after a withdrawal": {
    event: goodEvent('grant', { by: 'agent', hasEvidence: true }),
    status: 'withdrawn',
    rule: 'GRANT_AFTER_NO_NEEDS_REQUESTER',
  },
  'a legal basis set by an agent': {
    event: goodEvent('set_basis', { by: 'agent' }),
    status: 'unknown',
    rule: 'BASIS_NEEDS_COMPLIANCE',
  },
  'a legal basis without an end': {
    event: goodEvent('set_basis', { validUntil: null }),
    status: 'unknown',
    rule: 'GRANT_NEEDS_END',
  },
  'a restriction by an agent': {
    event: goodEvent('restrict', { by: 'agent' }),
    status: 'granted',
    rule: 'ONLY_COMPLIANCE',
  },
  'a restriction lifted by an agent': {
    event: goodEvent('lift_restriction', { by: 'agent' }),
    status: 'granted',
    rule: 'ONLY_COMPLIANCE',
  },
  'an invalidation by an agent': {
    event: goodEvent('invalidate', { by: 'agent' }),
    status: 'granted',
    rule: 'ONLY_COMPLIANCE',
  },
}

const anyEvent: fc.Arbitrary<ConsentEvent> = fc.record({
  kind: fc.constantFrom(...CONSENT_EVENTS),
  at: fc.constantFrom('2026-11-02T00:00:00.000Z', '2026-11-10T00:00:00.000Z', '2026-11-20T09:00:00.000Z'),
  by: fc.constantFrom('requester', 'agent', 'compliance', 'system'),
  channel: fc.constantFrom('link', 'phone', null),
  noticeVersion: fc.constantFrom(2, 3, null),
  noticeLocale: fc.constantFrom('de', null),
  validUntil: fc.constantFrom('2026-11-05T00:00:00.000Z', '2027-05-19T09:00:00.000Z', null),
  recipients: fc.constantFrom([RECIPIENT], []),
  hasEvidence: fc.boolean(),
  legalBasis: fc.constantFrom('contract', 'legitimate_interest', null),
})

function stateAfter(events: readonly ConsentEvent[], start: ConsentState = UNKNOWN_CONSENT): ConsentState {
  return events.reduce((state, event) => {
    const verdict = moveConsent(state, event)
    return verdict.outcome === 'moved' ? verdict.state : state
  }, start)
}

const RUNS = { numRuns: 2_000 }

describe('consent moves', () => {
  for (const kind of CONSENT_EVENTS)
    it(`answer ${kind} in every status`, () => {
      const found = Object.fromEntries(
        CONSENT_STATUSES.map((status) => [status, resultOf(stateIn(status), goodEvent(kind))]),
      )
      expect(found).to.deep.equal(MOVES[kind])
    })

  for (const [name, { event, status, rule }] of Object.entries(BROKEN_RULES))
    it(`do not take ${name}`, () => {
      expect(moveConsent(stateIn(status), event)).to.deep.equal({ outcome: 'illegal', rule })
      expect(moveConsent(stateIn(status, ['restricted']), event).outcome).to.equal('illegal')
    })

  it('take the same acts when nothing is missing', () => {
    const relayed = { by: 'agent', hasEvidence: true } as const
    expect(resultOf(stateIn('requested'), goodEvent('grant', relayed))).to.equal('granted')
    expect(resultOf(stateIn('requested'), goodEvent('deny', relayed))).to.equal('denied')
    expect(resultOf(stateIn('withdrawn'), goodEvent('grant'))).to.equal('granted')
    expect(resultOf(stateIn('granted'), goodEvent('withdraw', { by: 'agent' }))).to.equal('withdrawn')
    expect(resultOf(stateIn('granted', ['restricted']), goodEvent('lift_restriction'))).to.equal('granted')
  })

  it('take a no without evidence: it must be as easy as can be', () => {
    expect(resultOf(stateIn('requested'), goodEvent('deny', { by: 'agent' }))).to.equal('denied')
  })

  const RELAYED = goodEvent('grant', { by: 'agent', hasEvidence: true })
  for (const no of ['deny', 'withdraw'] as const)
    it(`let nobody but the requester undo a ${no}, not even by asking again or declaring it invalid`, () => {
      const said = stateAfter([goodEvent(no)])
      expect(resultOf(said, goodEvent('request'))).to.equal('REQUEST_AFTER_NO')
      expect(resultOf(said, RELAYED)).to.equal('GRANT_AFTER_NO_NEEDS_REQUESTER')
      expect(resultOf(said, goodEvent('set_basis'))).to.equal('BASIS_AFTER_NO')
      const invalid = stateAfter([goodEvent('invalidate')], said)
      expect(resultOf(invalid, goodEvent('request'))).to.equal('REQUEST_AFTER_NO')
      expect(resultOf(invalid, RELAYED)).to.equal('GRANT_AFTER_NO_NEEDS_REQUESTER')
      const theirs = stateAfter([goodEvent('grant')], said)
      expect([theirs.status, theirs.saidNo]).to.deep.equal(['granted', false])
    })

  it('bring back what a person had said when the ticket is theirs again: a no, never a yes', () => {
    const back = (earlier: ConsentEvent['earlier']) =>
      stateAfter(
        [goodEvent('requester_changed', earlier === undefined ? {} : { earlier })],
        stateIn('granted'),
      )
    const no = back({ status: 'withdrawn', saidNo: true, overlays: ['objected'] })
    expect([no.status, no.saidNo, no.overlays]).to.deep.equal(['withdrawn', true, ['objected']])
    const yes = back({ status: 'granted', saidNo: false, overlays: [] })
    expect([yes.status, yes.saidNo]).to.deep.equal(['unknown', false])
  })

  it('let a grant under another notice be asked anew, because it permits nothing any more', () => {
    const event = goodEvent('request', { noticeVersion: 4 })
    expect(resultOf(stateIn('granted'), event)).to.equal('requested')
    expect(resultOf(stateIn('granted'), goodEvent('request'))).to.equal('REQUEST_WHILE_DRAFTABLE')
  })

  for (const overlay of CONSENT_OVERLAYS)
    it(`ask for no consent while the ticket is ${overlay}`, () => {
      const expected = overlay === 'erased' ? 'TICKET_ERASED' : 'REQUEST_WHILE_OVERLAID'
      expect(resultOf(stateIn('unknown', [overlay]), goodEvent('request'))).to.equal(expected)
    })

  it('set each overlay once, keep the others, and lift the restriction alone', () => {
    const overlaid = stateAfter([
      goodEvent('object'),
      goodEvent('restrict'),
      goodEvent('hold_minor'),
      goodEvent('object'),
    ])
    expect(overlaid.overlays).to.deep.equal(['objected', 'restricted', 'minor_hold'])
    expect(stateAfter([goodEvent('lift_restriction')], overlaid).overlays).to.deep.equal([
      'objected',
      'minor_hold',
    ])
  })

  it('permit nothing at all once the ticket is erased', () => {
    const rules = CONSENT_EVENTS.map((kind) => resultOf(stateIn('granted', ['erased']), goodEvent(kind)))
    expect(new Set(rules)).to.deep.equal(new Set(['TICKET_ERASED']))
  })

  it('leave nothing of the former requester when the ticket changes hands', () => {
    const state = stateIn('granted', ['objected', 'restricted', 'minor_hold'])
    expect(stateAfter([goodEvent('requester_changed')], state)).to.deep.equal({
      ...UNKNOWN_CONSENT,
      epoch: state.epoch + 1,
      changedAt: goodEvent('requester_changed').at,
    })
  })

  it('keep on record what the notice of a grant disclosed, and nothing more', () => {
    const state = stateAfter([goodEvent('request', { recipients: [] }), goodEvent('grant')])
    expect(state).to.deep.equal({ ...GRANTED, epoch: 2, changedAt: goodEvent('grant').at })
  })

  it('never lead to a draft without a grant or a legal basis, whatever happens in whatever order', () => {
    const noYes = anyEvent.filter(({ kind }) => kind !== 'grant' && kind !== 'set_basis')
    fc.assert(
      fc.property(fc.array(noYes, { maxLength: 20 }), (events) => {
        expect(decide(question({ consent: stateAfter(events) })).outcome).to.equal('refused')
      }),
      RUNS,
    )
  })

  it('do lead to a draft with one', () => {
    expect(decide(question({ consent: stateAfter([goodEvent('grant')]) })).outcome).to.equal('allow')
    expect(decide(question({ consent: stateAfter([goodEvent('set_basis')]) })).outcome).to.equal('allow')
  })

  it('raise the epoch by one with every move, and change nothing at all without one', () => {
    fc.assert(
      fc.property(fc.array(anyEvent, { maxLength: 12 }), anyEvent, (events, last) => {
        const state = stateAfter(events)
        const before = structuredClone(state)
        const verdict = moveConsent(state, last)
        expect(state).to.deep.equal(before)
        if (verdict.outcome === 'moved') expect(verdict.state.epoch).to.equal(before.epoch + 1)
      }),
      RUNS,
    )
  })

  it('never refuse a withdrawal, by whomever and however it comes, and it always ends drafting', () => {
    fc.assert(
      fc.property(fc.array(anyEvent, { maxLength: 12 }), anyEvent, (events, last) => {
        const state = stateAfter(events)
        fc.pre(!state.overlays.includes('erased'))
        const verdict = moveConsent(state, { ...last, kind: 'withdraw' })
        expect(verdict.outcome).to.equal('moved')
        const consent = verdict.outcome === 'moved' ? verdict.state : state
        expect(consent.status).to.equal('withdrawn')
        for (const action of ['draft', 'rewrite'] as const)
          expect(decide(question({ consent, action, scope: SCOPE })).outcome).to.equal('refused')
      }),
      RUNS,
    )
  })

  it('never turn a no into a yes but by the requester, a new request, or a new requester', () => {
    const openers: readonly ConsentEventKind[] = ['request', 'invalidate', 'requester_changed']
    const others = anyEvent.filter(
      ({ kind, by }) => !openers.includes(kind) && !(kind === 'grant' && by === 'requester'),
    )
    fc.assert(
      fc.property(
        fc.constantFrom('deny' as const, 'withdraw' as const),
        fc.array(others, { maxLength: 12 }),
        (no, events) => {
          const state = stateAfter([goodEvent('grant'), goodEvent(no), ...events])
          expect(['granted', 'not_required']).not.to.include(state.status)
        },
      ),
      RUNS,
    )
  })
})
