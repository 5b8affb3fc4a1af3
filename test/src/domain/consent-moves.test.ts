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
  consentAt,
  mayHappen,
  moveConsent,
  UNKNOWN_CONSENT,
} from '../../../src/domain/consent-moves.ts'
import { decide } from '../../../src/domain/decide.ts'
import { hear, later, lets, NOTHING_SAID } from '../../support/consent-oracle.ts'
import { consentStory } from '../../support/consent-stories.ts'
import {
  FACTS,
  GRANTED,
  goodEvent,
  LATER,
  NOW,
  ofFirstVersion,
  question,
  RECIPIENT,
  SCOPE,
} from '../../support/gate-cases.ts'

/** What a well-formed event leads to, per status: the new status, or the id of the rule that it breaks. */
const MOVES: Record<ConsentEventKind, Record<ConsentStatus, string>> = {
  request: {
    ...everywhere('requested'),
    granted: 'REQUEST_WHILE_DRAFTABLE',
    denied: 'REQUEST_AFTER_NO',
    withdrawn: 'REQUEST_AFTER_NO',
    not_required: 'REQUEST_WHILE_DRAFTABLE',
  },
  defer: { ...everywhere('NOTHING_TO_DEFER'), requested: 'requested' },
  grant: { ...everywhere('granted'), invalidated: 'GRANT_AFTER_INVALID' },
  relay_grant: {
    ...unchanged(),
    denied: 'GRANT_AFTER_NO_NEEDS_REQUESTER',
    withdrawn: 'GRANT_AFTER_NO_NEEDS_REQUESTER',
    invalidated: 'GRANT_AFTER_INVALID',
    not_required: 'ALREADY_GRANTED',
  },
  confirm_grant: everywhere('NOTHING_TO_CONFIRM'),
  reject_grant: everywhere('NOTHING_TO_CONFIRM'),
  carry_over: {
    ...everywhere('granted'),
    granted: 'ALREADY_GRANTED',
    denied: 'GRANT_AFTER_NO_NEEDS_REQUESTER',
    withdrawn: 'GRANT_AFTER_NO_NEEDS_REQUESTER',
    invalidated: 'GRANT_AFTER_INVALID',
    not_required: 'ALREADY_GRANTED',
  },
  deny: everywhere('denied'),
  withdraw: everywhere('withdrawn'),
  expire: {
    ...everywhere('NOTHING_TO_EXPIRE'),
    requested: 'expired',
    granted: 'expired',
    not_required: 'expired',
  },
  set_basis: {
    ...everywhere('not_required'),
    requested: 'BASIS_OVER_CONSENT',
    granted: 'BASIS_OVER_CONSENT',
    denied: 'BASIS_AFTER_NO',
    withdrawn: 'BASIS_AFTER_NO',
  },
  object: unchanged(),
  uphold_objection: everywhere('NOTHING_TO_DECIDE'),
  overrule_objection: everywhere('NOTHING_TO_DECIDE'),
  restrict: unchanged(),
  lift_restriction: everywhere('NOTHING_TO_LIFT'),
  hold_minor: unchanged(),
  lift_minor_hold: everywhere('NOTHING_TO_LIFT'),
  invalidate: everywhere('invalidated'),
  requester_changed: everywhere('unknown'),
  merge: unchanged(),
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
  const saidNo = status === 'denied' || status === 'withdrawn'
  const requestedAt = status === 'requested' ? GRANTED.changedAt : null
  const [noAt, noBasis] = saidNo ? [GRANTED.changedAt, 'consent' as const] : [null, null]
  return { ...GRANTED, status, overlays, saidNo, noAt, noBasis, requestedAt }
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
    event: ofFirstVersion(goodEvent('grant', { by: 'agent', hasEvidence: true })),
    status: 'denied',
    rule: 'GRANT_AFTER_NO_NEEDS_REQUESTER',
  },
  "an agent's grant after a withdrawal": {
    event: ofFirstVersion(goodEvent('grant', { by: 'agent', hasEvidence: true })),
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
  "an agent's grant, whatever the evidence": {
    event: goodEvent('grant', { by: 'agent', hasEvidence: true }),
    status: 'requested',
    rule: 'GRANT_NEEDS_SECOND_LOOK',
  },
  'a grant by somebody who is not the requester': {
    event: goodEvent('grant', { facts: { ...FACTS, speaker: 'other' } }),
    status: 'requested',
    rule: 'GRANT_OF_ANOTHER',
  },
  'a grant under a notice that is no longer in force': {
    event: goodEvent('grant', { facts: { ...FACTS, noticeNow: 4 } }),
    status: 'requested',
    rule: 'NOTICE_CHANGED',
  },
  'a grant under another notice than the question was put with': {
    event: goodEvent('grant', { noticeVersion: 4 }),
    status: 'requested',
    rule: 'NOTICE_CHANGED',
  },
  'a grant in words that were said before the question': {
    event: goodEvent('grant', { facts: { ...FACTS, saidAt: '2026-11-01T08:59:59.000Z' } }),
    status: 'requested',
    rule: 'EVIDENCE_BEFORE_REQUEST',
  },
  'a grant in words that are yet to be said': {
    event: goodEvent('grant', { facts: { ...FACTS, saidAt: '2026-11-20T09:00:01.000Z' } }),
    status: 'unknown',
    rule: 'EVIDENCE_BEFORE_REQUEST',
  },
  'a grant after a no that did not come by the link': {
    event: goodEvent('grant', { channel: 'web_form' }),
    status: 'denied',
    rule: 'GRANT_AFTER_NO_NEEDS_REQUESTER',
  },
  'a relayed yes without evidence': {
    event: goodEvent('relay_grant', { hasEvidence: false }),
    status: 'requested',
    rule: 'GRANT_NEEDS_REQUESTER_OR_EVIDENCE',
  },
  'a yes relayed by the system': {
    event: goodEvent('relay_grant', { by: 'system' }),
    status: 'requested',
    rule: 'ONLY_AGENTS',
  },
  'a carried yes that the account does not remember': {
    event: goodEvent('carry_over', { facts: { ...FACTS, remembers: false, from: 'ticket-1' } }),
    status: 'unknown',
    rule: 'NOT_REMEMBERED',
  },
  'a carried yes of another person': {
    event: goodEvent('carry_over', {
      facts: { ...FACTS, remembers: true, from: 'ticket-1', speaker: 'other' },
    }),
    status: 'unknown',
    rule: 'GRANT_OF_ANOTHER',
  },
  'a carried yes that has ended': {
    event: goodEvent('carry_over', {
      validUntil: NOW,
      facts: { ...FACTS, remembers: true, from: 'ticket-1' },
    }),
    status: 'unknown',
    rule: 'CARRY_ENDED',
  },
  'a yes that is carried to a ticket whose requester only an agent’s session names': {
    event: goodEvent('carry_over', {
      facts: { ...FACTS, remembers: true, from: 'ticket-1', identity: 'agent_session' },
    }),
    status: 'unknown',
    rule: 'CARRY_NEEDS_WEBHOOK',
  },
  'the end of what a carried yes came from, where it came from elsewhere': {
    event: goodEvent('expire', { facts: { ...FACTS, endReason: 'source_ended', from: 'ticket-1' } }),
    status: 'granted',
    rule: 'NOT_YET_EXPIRED',
  },
  'a relayed yes to a notice in another language than the ticket’s, without a reason': {
    event: goodEvent('relay_grant', { facts: { ...FACTS, ticketLocales: ['en-US', 'fr'] } }),
    status: 'requested',
    rule: 'NOTICE_IN_ANOTHER_LANGUAGE',
  },
  'a ticked form under a notice in another language than the ticket’s': {
    event: goodEvent('grant', { channel: 'web_form', facts: { ...FACTS, ticketLocales: ['en'] } }),
    status: 'unknown',
    rule: 'NOTICE_IN_ANOTHER_LANGUAGE',
  },
  'a legal basis over an objection on another of their tickets': {
    event: goodEvent('set_basis', {
      facts: {
        ...FACTS,
        basisRef: 'terms-7',
        elsewhere: { objected: true, saidNo: false, noAt: null, noBasis: null },
      },
    }),
    status: 'unknown',
    rule: 'BASIS_AFTER_OBJECTION',
  },
  'a legal basis over a restriction on another of their tickets': {
    event: goodEvent('set_basis', {
      facts: {
        ...FACTS,
        basisRef: 'terms-7',
        elsewhere: { objected: false, held: true, saidNo: false, noAt: null, noBasis: null },
      },
    }),
    status: 'unknown',
    rule: 'BASIS_WHILE_HELD',
  },
  'a legal basis over a no to one on another of their tickets': {
    event: goodEvent('set_basis', {
      facts: {
        ...FACTS,
        basisRef: 'terms-7',
        elsewhere: { objected: false, saidNo: true, noAt: '2020-01-01T00:00:00.000Z', noBasis: 'contract' },
      },
    }),
    status: 'unknown',
    rule: 'BASIS_AFTER_NO',
  },
  'an end before its time': {
    event: goodEvent('expire', { facts: { ...FACTS, endReason: 'time' } }),
    status: 'granted',
    rule: 'NOT_YET_EXPIRED',
  },
  'an end that somebody declares': {
    event: goodEvent('expire', { by: 'compliance' }),
    status: 'granted',
    rule: 'ONLY_SYSTEM',
  },
  'a legal basis without its reference': {
    event: goodEvent('set_basis', { facts: { ...FACTS, basisRef: ' ' } }),
    status: 'unknown',
    rule: 'BASIS_NEEDS_REFERENCE',
  },
  'consent as a basis that is not consent': {
    event: goodEvent('set_basis', { legalBasis: 'consent' }),
    status: 'unknown',
    rule: 'BASIS_NEEDS_REFERENCE',
  },
  'an invalidation without a reason': {
    event: goodEvent('invalidate', { hasEvidence: false }),
    status: 'granted',
    rule: 'REASON_NEEDED',
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

const ENDLESS = { ...SCOPE, expiresAt: '2099-01-01T00:00:00.000Z' }
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
    const asFirst = ofFirstVersion(goodEvent('grant', relayed))
    expect(resultOf(stateIn('requested'), asFirst)).to.equal('granted')
    expect(resultOf(stateIn('requested'), goodEvent('deny', relayed))).to.equal('denied')
    expect(resultOf(stateIn('withdrawn'), goodEvent('grant'))).to.equal('granted')
    expect(resultOf(stateIn('granted'), goodEvent('withdraw', { by: 'agent' }))).to.equal('withdrawn')
    expect(resultOf(stateIn('granted', ['restricted']), goodEvent('lift_restriction'))).to.equal('granted')
  })

  it('take a no without evidence: it must be as easy as can be', () => {
    expect(resultOf(stateIn('requested'), goodEvent('deny', { by: 'agent' }))).to.equal('denied')
  })

  const RELAYED = goodEvent('relay_grant')
  for (const no of ['deny', 'withdraw'] as const)
    it(`let nobody but the requester undo a ${no}, not even by asking again or declaring it invalid`, () => {
      const said = stateAfter([goodEvent(no)])
      expect(resultOf(said, goodEvent('request'))).to.equal('REQUEST_AFTER_NO')
      expect(resultOf(said, RELAYED)).to.equal('GRANT_AFTER_NO_NEEDS_REQUESTER')
      expect(resultOf(said, goodEvent('set_basis'))).to.equal('BASIS_AFTER_NO')
      const invalid = stateAfter([goodEvent('invalidate')], said)
      expect(resultOf(invalid, goodEvent('request'))).to.equal('REQUEST_AFTER_NO')
      expect(resultOf(invalid, RELAYED)).to.equal('GRANT_AFTER_INVALID')
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

  it('permit nothing once the ticket is erased, but that it passes to another person', () => {
    const erased = stateIn('granted', ['erased'])
    const rules = CONSENT_EVENTS.filter((kind) => kind !== 'requester_changed').map((kind) =>
      resultOf(erased, goodEvent(kind)),
    )
    expect(new Set(rules)).to.deep.equal(new Set(['TICKET_ERASED']))
    expect(resultOf(erased, goodEvent('requester_changed'))).to.equal('unknown')
    expect(resultOf(erased, { ...goodEvent('requester_changed'), by: 'agent' })).to.equal('ONLY_SYSTEM')
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
    expect(state).to.deep.equal({ ...GRANTED, epoch: 2, changedAt: NOW, requestedAt: NOW })
  })

  it('never lead to a draft without a grant or a legal basis, whatever happens in whatever order', () => {
    const noYes = anyEvent.filter(
      ({ kind }) => !['grant', 'confirm_grant', 'carry_over', 'set_basis'].includes(kind),
    )
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

  const asked = stateAfter([goodEvent('request')])
  const heard = stateAfter([goodEvent('relay_grant')], asked)

  it('leave the status as it was when an agent relays a yes: it waits', () => {
    expect(heard.status).to.equal('requested')
    expect(heard.awaiting).to.deep.equal({ byRef: 'agent-1', at: NOW, noticeVersion: 3 })
    expect(decide(question({ consent: heard })).outcome).to.equal('refused')
  })

  it('grant what somebody else has looked at, and what nobody else has', () => {
    const granted = stateAfter([goodEvent('confirm_grant')], heard)
    expect([granted.status, granted.awaiting]).to.deep.equal(['granted', null])
    const alone = goodEvent('confirm_grant', { facts: FACTS })
    expect(resultOf(heard, alone)).to.equal('SECOND_LOOK_BY_SAME_AGENT')
    expect(resultOf(heard, ofFirstVersion(goodEvent('confirm_grant')))).to.equal('SECOND_LOOK_BY_SAME_AGENT')
    const rejected = stateAfter([goodEvent('reject_grant')], heard)
    expect([rejected.status, rejected.awaiting]).to.deep.equal(['requested', null])
  })

  it('take no second look of somebody who has not opened the evidence', () => {
    const unread = goodEvent('confirm_grant', {
      facts: { ...FACTS, actorRef: 'agent-2', evidenceRead: false },
    })
    expect(resultOf(heard, unread)).to.equal('EVIDENCE_NOT_READ')
    // An event from before it was noted who has read: judged by the rules of its time.
    const earlier = goodEvent('confirm_grant', { facts: { ...FACTS, actorRef: 'agent-2' } })
    const { evidenceRead: _read, ...facts } = earlier.facts ?? FACTS
    expect(resultOf(heard, { ...earlier, facts })).to.equal('granted')
  })

  it('take a yes to a notice in another language with a reason, on their own page, and in a dialect', () => {
    const relayed = (facts: object) => goodEvent('relay_grant', { facts: { ...FACTS, ...facts } })
    for (const event of [
      relayed({ ticketLocales: ['en'], localeReason: 'translated' }),
      relayed({ ticketLocales: ['en', 'DE-at'] }),
      relayed({ ticketLocales: [] }),
    ])
      expect(resultOf(asked, event)).to.equal('requested')
    const own = goodEvent('grant', { facts: { ...FACTS, ticketLocales: ['en'] } })
    expect(resultOf(asked, own)).to.equal('granted')
  })

  it('end a carried yes with what it was carried from', () => {
    const carried = stateAfter([goodEvent('carry_over')])
    const end = (from: string) =>
      goodEvent('expire', { facts: { ...FACTS, endReason: 'source_ended', from } })
    expect(resultOf(carried, end('ticket-2'))).to.equal('NOT_YET_EXPIRED')
    expect(stateAfter([end('ticket-1')], carried)).to.include({ status: 'expired', endedBy: 'source_ended' })
  })

  it('keep to which basis a no was said, and let no later one make it weaker', () => {
    const interest = stateAfter([goodEvent('set_basis', { legalBasis: 'legitimate_interest' })])
    const no = stateAfter([goodEvent('deny')], interest)
    expect([no.noBasis, stateAfter([goodEvent('deny')]).noBasis]).to.deep.equal([
      'legitimate_interest',
      'consent',
    ])
    const years = { at: '2031-11-20T09:00:00.000Z', validUntil: '2031-12-20T09:00:00.000Z' }
    const askedAgain = stateAfter([goodEvent('request', years)], no)
    expect(askedAgain).to.include({
      status: 'requested',
      legalBasis: 'consent',
      noBasis: 'legitimate_interest',
    })
    const again = stateAfter([goodEvent('deny', years)], askedAgain)
    expect(again).to.include({ status: 'denied', noBasis: 'legitimate_interest' })
    expect(stateAfter([goodEvent('grant', years)], again)).to.include({ saidNo: false, noBasis: null })
    const merged = {
      status: 'denied',
      saidNo: true,
      noBasis: 'contract',
      overlays: [],
      samePerson: true,
    } as const
    expect(stateAfter([goodEvent('merge', { merged })]).noBasis).to.equal('contract')
    const { noBasis: _basis, ...older } = merged
    expect(stateAfter([goodEvent('merge', { merged: older })]).noBasis).to.equal('consent')
    expect(stateAfter([goodEvent('requester_changed', { earlier: merged })]).noBasis).to.equal('contract')
    expect(stateAfter([goodEvent('requester_changed', { earlier: older })]).noBasis).to.equal('consent')
  })

  it('set a basis again where the no was to consent, and long ago', () => {
    const years = { at: '2031-11-20T09:00:00.000Z', validUntil: '2031-12-20T09:00:00.000Z' }
    const set = stateAfter([goodEvent('set_basis', years)], stateAfter([goodEvent('deny')]))
    const ended = stateAfter([goodEvent('expire', years)], set)
    expect([set.status, ended.status]).to.deep.equal(['not_required', 'expired'])
    expect(resultOf(ended, goodEvent('set_basis', years))).to.equal('not_required')
  })

  it('count the telling from the restriction that stands, to the minute', () => {
    const shut = stateAfter([goodEvent('restrict', { at: '2026-11-20T08:59:30.000Z' })])
    expect(shut.restrictedAt).to.equal('2026-11-20T08:59:30.000Z')
    const told = (toldAt: string) => goodEvent('lift_restriction', { facts: { ...FACTS, toldAt } })
    expect(resultOf(shut, told('2026-11-20T08:58:59.999Z'))).to.equal('LIFT_NEEDS_TELLING')
    expect(resultOf(shut, told('2026-11-20T08:59:00.000Z'))).to.equal('unknown')
    const open = stateAfter([told('2026-11-20T08:59:00.000Z')], shut)
    expect([open.overlays, open.restrictedAt]).to.deep.equal([[], null])
    const anew = stateAfter([goodEvent('restrict')], shut)
    expect([anew.restrictedAt, stateAfter([goodEvent('object')], shut).restrictedAt]).to.deep.equal([
      NOW,
      '2026-11-20T08:59:30.000Z',
    ])
    const earlier = { status: 'unknown', saidNo: false, overlays: ['restricted'] } as const
    expect(stateAfter([goodEvent('requester_changed', { earlier })], shut).restrictedAt).to.equal(NOW)
  })

  it('take a second look at the notice that the yes was said to, and for two weeks', () => {
    const moved = goodEvent('confirm_grant', { noticeVersion: 4 })
    expect(resultOf(heard, moved)).to.equal('LOOK_UNDER_ANOTHER_NOTICE')
    const late = goodEvent('confirm_grant', { at: '2026-12-04T09:00:00.000Z' })
    expect(resultOf(heard, late)).to.equal('NOTHING_TO_CONFIRM')
    const inTime = goodEvent('confirm_grant', { at: '2026-12-04T08:59:59.999Z' })
    expect(resultOf(heard, inTime)).to.equal('granted')
    expect(consentAt(heard, new Date('2026-12-04T09:00:00.000Z')).awaiting).to.equal(null)
  })

  for (const kind of ['deny', 'withdraw', 'object', 'request', 'defer', 'invalidate', 'merge'] as const)
    it(`let ${kind} overtake a yes that waits`, () => {
      expect(stateAfter([goodEvent(kind)], heard).awaiting).to.equal(null)
    })

  const NO_AT = '2026-01-31T09:00:00.000Z'
  const refused = stateAfter([goodEvent('deny', { at: NO_AT })])

  it('ask again half a year after a no, counted in months, and once', () => {
    const ask = (at: string) => goodEvent('request', { at })
    expect(resultOf(refused, ask('2026-07-31T08:59:59.999Z'))).to.equal('REQUEST_AFTER_NO')
    expect(resultOf(refused, ask('2026-07-31T09:00:00.000Z'))).to.equal('requested')
    const again = stateAfter([ask('2026-07-31T09:00:00.000Z')], refused)
    expect([again.saidNo, again.noAt]).to.deep.equal([true, NO_AT])
    expect(resultOf(again, ask('2027-01-31T08:59:59.999Z'))).to.equal('REQUEST_AFTER_NO')
    expect(resultOf(again, ask('2027-01-31T09:00:00.000Z'))).to.equal('requested')
    expect(resultOf(again, goodEvent('relay_grant', { at: '2026-08-01T09:00:00.000Z' }))).to.equal(
      'GRANT_AFTER_NO_NEEDS_REQUESTER',
    )
    const theirs = goodEvent('grant', { at: '2026-08-01T09:00:00.000Z' })
    expect(stateAfter([theirs], again)).to.deep.include({ status: 'granted', saidNo: false, noAt: null })
  })

  it('never ask again where the event of the first version names no cooldown', () => {
    const old = ofFirstVersion(goodEvent('request', { at: '2036-01-31T09:00:00.000Z' }))
    expect(resultOf(refused, old)).to.equal('REQUEST_AFTER_NO')
  })

  it('set a basis after a no only when the cooldown is over', () => {
    expect(resultOf(refused, goodEvent('set_basis', { at: '2026-07-31T08:59:59.999Z' }))).to.equal(
      'BASIS_AFTER_NO',
    )
    const later = stateAfter([goodEvent('set_basis', { at: '2026-07-31T09:00:00.000Z' })], refused)
    expect(later).to.deep.include({ status: 'not_required', basisRef: 'terms-7', validUntil: LATER })
  })

  const objected = stateAfter([
    goodEvent('set_basis', { legalBasis: 'legitimate_interest' }),
    goodEvent('object'),
  ])

  it('stop at an objection, and go on only when it is overruled with a reason', () => {
    expect(decide(question({ consent: objected })).outcome).to.equal('refused')
    expect(resultOf(objected, goodEvent('overrule_objection', { hasEvidence: false }))).to.equal(
      'REASON_NEEDED',
    )
    const overruled = stateAfter([goodEvent('overrule_objection')], objected)
    expect([overruled.status, overruled.overlays]).to.deep.equal(['not_required', []])
    expect(decide(question({ consent: overruled })).outcome).to.equal('allow')
  })

  it('make a lasting no of an objection that is upheld', () => {
    const upheld = stateAfter([goodEvent('uphold_objection')], objected)
    expect([upheld.status, upheld.overlays, upheld.saidNo]).to.deep.equal(['denied', [], true])
    expect(resultOf(upheld, goodEvent('set_basis'))).to.equal('BASIS_AFTER_NO')
  })

  for (const no of ['uphold_objection', 'deny', 'withdraw'] as const)
    it(`never bring a basis back over a ${no} that was said to one, however long ago`, () => {
      const years = '2036-11-20T09:00:00.000Z'
      const later = (state: ConsentState) =>
        resultOf(state, goodEvent('set_basis', { at: years, validUntil: '2037-01-01T00:00:00.000Z' }))
      const interest = stateAfter([goodEvent('set_basis', { legalBasis: 'legitimate_interest' })])
      expect(later(stateAfter([goodEvent('object'), goodEvent(no)], interest))).to.equal('BASIS_AFTER_NO')
      expect(later(stateAfter([goodEvent('deny')]))).to.equal('not_required')
    })

  it('overrule no objection to a consent or a contract, and none after a no', () => {
    for (const start of [goodEvent('grant'), goodEvent('set_basis')]) {
      const state = stateAfter([start, goodEvent('object')])
      expect(resultOf(state, goodEvent('overrule_objection'))).to.equal('OVERRULE_NEEDS_INTEREST')
    }
    const no = stateAfter([goodEvent('deny')], objected)
    expect(resultOf(no, goodEvent('overrule_objection'))).to.equal('OVERRULE_NEEDS_INTEREST')
  })

  it('lift a restriction only after the requester was told, and a hold only with evidence', () => {
    const held = stateIn('granted', ['restricted', 'minor_hold'])
    const { toldAt: _toldAt, ...untold } = goodEvent('lift_restriction').facts ?? FACTS
    expect(resultOf(held, goodEvent('lift_restriction', { facts: FACTS }))).to.equal('granted')
    expect(resultOf(held, { ...goodEvent('lift_restriction'), facts: untold })).to.equal('LIFT_NEEDS_TELLING')
    const tomorrow = { ...FACTS, toldAt: '2026-11-21T09:00:00.000Z' }
    expect(resultOf(held, goodEvent('lift_restriction', { facts: tomorrow }))).to.equal('LIFT_NEEDS_TELLING')
    const bare = goodEvent('lift_minor_hold', { hasEvidence: false })
    expect(resultOf(held, bare)).to.equal('LIFT_NEEDS_GUARDIAN')
    expect(stateAfter([goodEvent('lift_minor_hold')], held).overlays).to.deep.equal(['restricted'])
  })

  it('take a no and the overlays over from a ticket of the same person that was merged in, never a yes', () => {
    const word = {
      status: 'withdrawn',
      saidNo: true,
      noAt: NO_AT,
      overlays: ['restricted', 'erased'],
    } as const
    const merge = (samePerson: boolean) => goodEvent('merge', { merged: { ...word, samePerson } })
    const same = stateAfter([merge(true)], stateIn('granted'))
    expect(same).to.deep.include({ status: 'withdrawn', saidNo: true, noAt: NO_AT, overlays: ['restricted'] })
    const other = stateAfter([merge(false)], stateIn('granted'))
    expect(other).to.deep.include({
      status: 'granted',
      saidNo: false,
      overlays: [],
      epoch: GRANTED.epoch + 1,
    })
    const yes = { status: 'granted', saidNo: false, overlays: [], samePerson: true } as const
    expect(stateAfter([goodEvent('merge', { merged: yes })]).status).to.equal('unknown')
  })

  it('carry a yes over with its end and where it was given, and forget both with the next word', () => {
    const carried = stateAfter([goodEvent('carry_over')])
    expect(carried).to.deep.include({
      status: 'granted',
      carriedFrom: 'ticket-1',
      wide: true,
      validUntil: LATER,
    })
    expect(stateAfter([goodEvent('withdraw')], carried)).to.deep.include({ carriedFrom: null, wide: false })
  })

  const RESERVED: readonly (readonly [ConsentEventKind, ConsentEvent['by'], string])[] = [
    ['confirm_grant', 'requester', 'ONLY_AGENTS'],
    ['reject_grant', 'requester', 'ONLY_AGENTS'],
    ['carry_over', 'requester', 'ONLY_AGENTS'],
    ['erase', 'agent', 'ONLY_COMPLIANCE'],
    ['set_basis', 'requester', 'BASIS_NEEDS_COMPLIANCE'],
    ['merge', 'compliance', 'ONLY_SYSTEM'],
  ]
  for (const [kind, by, rule] of RESERVED)
    it(`say that ${kind} by ${by} is ${rule}`, () => {
      expect(resultOf(heard, goodEvent(kind, { by }))).to.equal(rule)
    })

  it('confirm no relayed yes where consent is not required', () => {
    const event = goodEvent('confirm_grant')
    expect(resultOf({ ...heard, status: 'not_required' }, event)).to.equal('NOTHING_TO_CONFIRM')
  })

  it('tell a screen what would be heard now: what the status allows, and nothing after erasure', () => {
    const heardIn = (state: ConsentState) => CONSENT_EVENTS.filter((kind) => mayHappen(state, kind))
    expect(mayHappen(stateIn('invalidated'), 'grant')).to.equal(false)
    expect(mayHappen(stateIn('invalidated'), 'request')).to.equal(true)
    expect(mayHappen(stateIn('requested'), 'defer')).to.equal(true)
    expect(mayHappen(stateIn('granted'), 'defer')).to.equal(false)
    expect(mayHappen(stateIn('granted', ['objected']), 'withdraw')).to.equal(true)
    expect(heardIn(stateIn('granted', ['erased']))).to.deep.equal([])
  })

  for (const kind of ['restrict', 'lift_restriction', 'hold_minor', 'lift_minor_hold', 'expire'] as const)
    it(`leave a relayed yes waiting over ${kind}`, () => {
      const waits = { ...heard, overlays: ['restricted', 'minor_hold'] as const }
      expect(moveConsent(waits, goodEvent(kind)).outcome).to.equal('moved')
      expect(stateAfter([goodEvent(kind)], waits).awaiting).to.deep.equal(heard.awaiting)
    })

  it('rest a confirmed yes on what was shown, and on nothing of before', () => {
    const before = {
      ...heard,
      disclosedRecipients: [],
      validUntil: NOW,
      legalBasis: 'contract',
      basisRef: 'x',
    }
    expect(stateAfter([goodEvent('confirm_grant')], before as ConsentState)).to.deep.include({
      ...{ legalBasis: 'consent', basisRef: null, disclosedRecipients: [RECIPIENT], validUntil: LATER },
      ...{ noticeVersion: 3, noticeLocale: 'de', saidNo: false, noAt: null },
    })
  })

  it('read an event of the first version as what it was', () => {
    const relayed = stateAfter([ofFirstVersion(goodEvent('relay_grant'))], asked)
    expect(relayed.awaiting).to.deep.equal({ byRef: '', at: NOW, noticeVersion: 3 })
    const based = stateAfter([ofFirstVersion(goodEvent('set_basis', { legalBasis: null }))])
    expect(based).to.deep.include({ legalBasis: 'legitimate_interest', basisRef: null })
    expect(stateAfter([ofFirstVersion(goodEvent('expire'))], asked).endedBy).to.equal('time')
    expect(stateAfter([ofFirstVersion(goodEvent('grant'))], asked)).to.include({ wide: false })
  })

  it('keep "later" until the next word, or the next question', () => {
    const deferred = stateAfter([goodEvent('defer')], asked)
    expect([asked.deferred, deferred.deferred]).to.deep.equal([false, true])
    expect(stateAfter([goodEvent('restrict')], deferred).deferred).to.equal(true)
    expect(stateAfter([goodEvent('restrict')], asked).deferred).to.equal(false)
    for (const kind of ['request', 'grant', 'deny'] as const)
      expect(stateAfter([goodEvent(kind)], deferred).deferred, kind).to.equal(false)
    const merged = { status: 'denied', saidNo: true, overlays: [], samePerson: true } as const
    expect(stateAfter([goodEvent('merge', { merged })], deferred)).to.include({
      ...{ status: 'denied', deferred: false, saidNo: true, noAt: NOW },
    })
  })

  it('keep what ended a consent, and where a yes came from, until the status is another', () => {
    const ended = stateAfter([goodEvent('expire')], asked)
    expect(stateAfter([goodEvent('restrict')], ended).endedBy).to.equal('superseded_notice')
    expect(stateAfter([goodEvent('request')], ended).endedBy).to.equal(null)
    const carried = stateAfter([goodEvent('carry_over')])
    expect(stateAfter([goodEvent('restrict')], carried)).to.include({ carriedFrom: 'ticket-1', wide: true })
    expect(stateAfter([goodEvent('grant')], carried)).to.include({ carriedFrom: null, wide: false })
  })

  it('hold a yes for all tickets of a person only where the account remembers', () => {
    const wide = stateAfter([goodEvent('grant', { facts: { ...FACTS, remembers: true } })])
    expect(wide.wide).to.equal(true)
    expect(stateAfter([goodEvent('grant')]).wide).to.equal(false)
    expect(stateAfter([goodEvent('restrict')]).wide).to.equal(false)
    expect(stateAfter([goodEvent('restrict')], wide).wide).to.equal(true)
    const confirmed = goodEvent('confirm_grant', {
      facts: { ...FACTS, actorRef: 'agent-2', remembers: true },
    })
    expect(stateAfter([confirmed], heard).wide).to.equal(true)
  })

  it('forget when the former requester was asked', () => {
    expect(asked.requestedAt).to.equal(NOW)
    expect(stateAfter([goodEvent('restrict')], asked).requestedAt).to.equal(NOW)
    expect(stateAfter([goodEvent('requester_changed')], asked).requestedAt).to.equal(null)
  })

  it('ask nobody whose no has no date', () => {
    const earlier = { status: 'denied', saidNo: true, overlays: [] } as const
    const back = stateAfter([goodEvent('requester_changed', { earlier })])
    expect(back).to.include({ status: 'denied', saidNo: true, noAt: null })
    expect(resultOf(back, goodEvent('request'))).to.equal('REQUEST_AFTER_NO')
  })

  it('end by themselves only what has an end: a yes, a basis, a question', () => {
    const end = new Date(LATER)
    for (const status of CONSENT_STATUSES) {
      const ends = ['granted', 'not_required', 'requested'].includes(status)
      expect(consentAt(stateIn(status), end).status, status).to.equal(ends ? 'expired' : status)
      expect(consentAt(stateIn(status), new Date(end.getTime() - 1)).status).to.equal(status)
      expect(consentAt({ ...stateIn(status), validUntil: null }, end).status).to.equal(status)
    }
    expect(consentAt(stateIn('not_required'), end).endedBy).to.equal('time')
    expect(consentAt(heard, new Date(NOW))).to.deep.equal(heard)
  })

  it('name what ended a consent', () => {
    const ended = (state: ConsentState, now: string) => consentAt(state, new Date(now)).endedBy
    expect(ended(stateIn('granted'), LATER)).to.equal('time')
    expect(ended(asked, LATER)).to.equal('unanswered')
    expect(ended(asked, NOW)).to.equal(null)
    expect(stateAfter([goodEvent('expire')], asked).endedBy).to.equal('superseded_notice')
  })

  it('answer every status, event, overlay and actor as an oracle does that was written from the law', () => {
    let pairs = 0
    let moved = 0
    const differing: string[] = []
    for (const status of CONSENT_STATUSES)
      for (const overlay of [null, ...CONSENT_OVERLAYS])
        for (const kind of CONSENT_EVENTS)
          for (const by of ['requester', 'agent', 'compliance', 'system'] as const) {
            const overlays = overlay === null ? [] : [overlay]
            const state = stateIn(status, overlays)
            const event = goodEvent(kind, { by })
            const word = {
              ...{ is: status, over: overlays, basis: 'consent', no: state.noAt, asked: state.requestedAt },
              ...{ notice: 3, until: LATER, heard: null, to: state.noBasis, shut: null },
            }
            const verdict = moveConsent(state, event)
            const expected = hear(word, event)
            pairs += 1
            if (verdict.outcome === 'moved') moved += 1
            const found =
              verdict.outcome === 'moved' ? `${verdict.state.status} ${verdict.state.overlays}` : 'no'
            const wanted = expected === null ? 'no' : `${expected.is} ${expected.over}`
            if (found !== wanted)
              differing.push(`${status} ${overlay} ${kind} by ${by}: ${found}, not ${wanted}`)
          }
    expect(differing).to.deep.equal([])
    expect(pairs).to.equal(8 * 5 * 22 * 4)
    expect(moved).to.be.within(500, pairs - 500)
  })

  it('agree with the oracle over ten thousand random stories, act by act', function () {
    this.timeout(240_000)
    const counts = { stories: 0, acts: 0, taken: 0, refused: 0, draftable: 0 }
    const seen = new Set<string>()
    fc.assert(
      fc.property(consentStory, (story) => {
        counts.stories += 1
        let state = UNKNOWN_CONSENT
        let word = NOTHING_SAID
        for (const event of story) {
          state = consentAt(state, new Date(event.at))
          word = later(word, event.at)
          const verdict = moveConsent(state, event)
          const next = hear(word, event)
          counts.acts += 1
          expect(verdict.outcome, event.kind).to.equal(next === null ? 'illegal' : 'moved')
          if (verdict.outcome === 'illegal') seen.add(verdict.rule)
          else {
            seen.add(event.kind)
            counts.taken += 1
            state = verdict.state
          }
          word = next ?? word
          const { status, overlays, noAt, noBasis, saidNo, awaiting } = state
          expect([status, [...overlays].sort(), saidNo ? noAt : null, noBasis, awaiting?.at]).to.deep.equal([
            word.is,
            [...word.over].sort(),
            word.no,
            word.to,
            word.heard?.at,
          ])
          const may = decide(question({ consent: state, now: event.at, scope: ENDLESS })).outcome === 'allow'
          expect(may).to.equal(lets(word, event.at, 3))
          if (may) counts.draftable += 1
        }
      }),
      { numRuns: 10_000, seed: 4 },
    )
    counts.refused = counts.acts - counts.taken
    process.stdout.write(`      ${JSON.stringify(counts)}\n`)
    expect(CONSENT_EVENTS.filter((kind) => !seen.has(kind))).to.deep.equal([])
    expect(counts.draftable).to.be.greaterThan(1_000)
    expect(counts.refused).to.be.greaterThan(10_000)
  })
})
