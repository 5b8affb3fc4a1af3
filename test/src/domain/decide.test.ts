import { expect } from 'chai'
import fc from 'fast-check'
import { CONSENT_OVERLAYS, CONSENT_STATUSES, type ConsentState } from '../../../src/domain/consent.ts'
import { decide, type GateQuestion, isAllow, recipientOf, refuse } from '../../../src/domain/decide.ts'
import type { StopSign } from '../../../src/domain/kill-switch.ts'
import { NEXT_STEPS, type Refusal } from '../../../src/domain/refusal.ts'
import type { Scope } from '../../../src/domain/scope.ts'
import { GRANTED, NOW, question, RECIPIENT, SCOPE } from '../../support/gate-cases.ts'

const STOP: StopSign = { why: 'pulled', level: 'brand' }

const EU = 'openai-eu@EEA+CH'
const WELL = { mergedInto: null, deleted: false, unfit: [] }
const LIMITED = { draftsPerAgentHour: 2, draftsPerAgentDay: 3, draftsPerAccountDay: 4 }
const used = (agentHour: number, agentDay: number, accountDay: number): Partial<GateQuestion> => ({
  scope: { ...SCOPE, limits: { ...SCOPE.limits, ...LIMITED } },
  usage: {
    agentHour: { count: agentHour, resetsAt: '2026-11-20T09:30:00.000Z' },
    agentDay: { count: agentDay, resetsAt: '2026-11-20T20:00:00.000Z' },
    accountDay: { count: accountDay, resetsAt: '2026-11-21T08:00:00.000Z' },
  },
})
const LAW = { id: 'law', name: 'Legal threats' }
const MONEY = { id: 'money', name: 'Refunds' }
const about = (topics: GateQuestion['topics'], choice: Scope['topics']): Partial<GateQuestion> => ({
  scope: { ...SCOPE, ...(choice === undefined ? {} : { topics: choice }) },
  ...(topics === undefined ? {} : { topics }),
})
/** All in order for a model at one provider in one region. */
const WORDED: Partial<GateQuestion> = {
  scope: { ...SCOPE, drafter: { drafter: 'openai-compatible', provider: 'openai-eu', region: 'EEA+CH' } },
  consent: { ...GRANTED, disclosedRecipients: [EU, RECIPIENT] },
  configuredRecipients: [RECIPIENT, EU],
}

function consent(change: Partial<ConsentState>): ConsentState {
  return { ...GRANTED, ...change }
}

function reasons(q: GateQuestion): readonly Refusal[] {
  const answer = decide(q)
  return answer.outcome === 'refused' ? answer.refusals.map(({ refusal }) => refusal) : []
}

/** One thing wrong, and nearly the same with nothing wrong. */
const ALONE: Record<string, { no: Partial<GateQuestion>; refusal: Refusal; yes: Partial<GateQuestion> }> = {
  'the account is not live': {
    no: { live: false },
    refusal: { reason: 'NOT_LIVE' },
    yes: { live: true },
  },
  'the consent ends at this very moment': {
    no: { consent: consent({ validUntil: NOW }) },
    refusal: { reason: 'CONSENT_EXPIRED' },
    yes: { consent: consent({ validUntil: '2026-11-20T09:00:00.001Z' }) },
  },
  'the consent has no end': {
    no: { consent: consent({ validUntil: null }) },
    refusal: { reason: 'CONSENT_EXPIRED' },
    yes: {},
  },
  'the end of the consent is no time': {
    no: { consent: consent({ validUntil: 'never' }) },
    refusal: { reason: 'CONSENT_EXPIRED' },
    yes: {},
  },
  'the consent was given to an older notice': {
    no: { currentNoticeVersion: 4 },
    refusal: { reason: 'NOTICE_SUPERSEDED' },
    yes: { currentNoticeVersion: 4, consent: consent({ noticeVersion: 4 }) },
  },
  'the consent names no notice': {
    no: { consent: consent({ noticeVersion: null }) },
    refusal: { reason: 'NOTICE_SUPERSEDED' },
    yes: { consent: consent({ noticeVersion: null, status: 'not_required', legalBasis: 'contract' }) },
  },
  'the notice named nobody': {
    no: { consent: consent({ disclosedRecipients: [] }) },
    refusal: { reason: 'RECIPIENT_NOT_DISCLOSED', recipient: RECIPIENT },
    yes: {},
  },
  'the notice named the same provider in another region': {
    no: { consent: consent({ disclosedRecipients: ['extractive@eu'] }) },
    refusal: { reason: 'RECIPIENT_NOT_DISCLOSED', recipient: RECIPIENT },
    yes: { consent: consent({ disclosedRecipients: ['extractive@eu', RECIPIENT] }) },
  },
  'a legal basis covers other recipients only': {
    no: { consent: consent({ status: 'not_required', disclosedRecipients: [] }) },
    refusal: { reason: 'RECIPIENT_NOT_DISCLOSED', recipient: RECIPIENT },
    yes: { consent: consent({ status: 'not_required' }) },
  },
  'the scope ends at this very moment': {
    no: { scope: { ...SCOPE, expiresAt: NOW } },
    refusal: { reason: 'SCOPE_EXPIRED' },
    yes: { scope: { ...SCOPE, expiresAt: '2026-11-20T09:00:00.001Z' } },
  },
  'the end of the scope is no time': {
    no: { scope: { ...SCOPE, expiresAt: 'tomorrow-ish' } },
    refusal: { reason: 'SCOPE_EXPIRED' },
    yes: {},
  },
  'nobody can read the scope': { no: { scope: null }, refusal: { reason: 'SCOPE_INVALID' }, yes: {} },
  'the scope permits no drafting': {
    no: { scope: { ...SCOPE, actions: ['rewrite', 'search'] } },
    refusal: { reason: 'ACTION_NOT_IN_SCOPE', action: 'draft' },
    yes: { scope: { ...SCOPE, actions: ['draft'] } },
  },
  'the request carries a field that the scope does not name': {
    no: { scope: { ...SCOPE, fields: ['requester_text', 'locale'] } },
    refusal: { reason: 'FIELD_NOT_IN_SCOPE', field: 'subject' },
    yes: { scope: { ...SCOPE, fields: ['requester_text', 'locale'] }, fields: ['requester_text'] },
  },
  'the request carries a field that does not exist': {
    no: { fields: ['internal_note'] },
    refusal: { reason: 'FIELD_NOT_IN_SCOPE', field: 'internal_note' },
    yes: { fields: [] },
  },
  'the request carries a field named like a part of every object': {
    no: { fields: ['constructor'] },
    refusal: { reason: 'FIELD_NOT_IN_SCOPE', field: 'constructor' },
    yes: { fields: [] },
  },
  'the last permitted draft was made': {
    no: { draftsMade: 10 },
    refusal: { reason: 'DRAFT_LIMIT_REACHED', limit: 10 },
    yes: { draftsMade: 9 },
  },
  'the brand is stopped': {
    no: { stops: [STOP] },
    refusal: { reason: 'KILL_SWITCH_ON', ...STOP },
    yes: { stops: [] },
  },
  'the ticket belongs to somebody else': {
    no: { requesterAgrees: false },
    refusal: { reason: 'REQUESTER_MISMATCH' },
    yes: {},
  },
  'the scope names a provider, and nobody was configured': {
    no: { scope: WORDED.scope ?? null, consent: consent({ disclosedRecipients: [EU] }) },
    refusal: { reason: 'DRAFTER_NOT_CONFIGURED', recipient: EU },
    yes: WORDED,
  },
  'the scope names a provider, and only this machine is configured': {
    no: { ...WORDED, configuredRecipients: [RECIPIENT] },
    refusal: { reason: 'DRAFTER_NOT_CONFIGURED', recipient: EU },
    yes: { ...WORDED, configuredRecipients: [EU] },
  },
  'the provider of the scope is configured in another region': {
    no: { ...WORDED, configuredRecipients: [RECIPIENT, 'openai-eu@US'] },
    refusal: { reason: 'DRAFTER_NOT_CONFIGURED', recipient: EU },
    yes: WORDED,
  },
  'another provider is configured in the region of the scope': {
    no: { ...WORDED, configuredRecipients: [RECIPIENT, 'mistral-eu@EEA+CH'] },
    refusal: { reason: 'DRAFTER_NOT_CONFIGURED', recipient: EU },
    yes: WORDED,
  },
  'the scope names this machine, and only a provider is configured': {
    no: { configuredRecipients: [EU] },
    refusal: { reason: 'DRAFTER_NOT_CONFIGURED', recipient: RECIPIENT },
    yes: { configuredRecipients: [EU, RECIPIENT] },
  },
  'nobody at all is configured': {
    no: { configuredRecipients: [] },
    refusal: { reason: 'DRAFTER_NOT_CONFIGURED', recipient: RECIPIENT },
    yes: {},
  },
  'the ticket was merged into another': {
    no: { standing: { ...WELL, mergedInto: '77' } },
    refusal: { reason: 'TICKET_MERGED', into: '77' },
    yes: { standing: WELL },
  },
  'the ticket was deleted': {
    no: { standing: { ...WELL, deleted: true } },
    refusal: { reason: 'TICKET_DELETED' },
    yes: { standing: WELL },
  },
  'a draft has to come out of the reply first': {
    no: { toRemove: 1 },
    refusal: { reason: 'DRAFT_TO_REMOVE' },
    yes: { toRemove: 0 },
  },
  'the requester is not who wrote': {
    no: { standing: { ...WELL, unfit: ['suspended'] } },
    refusal: { reason: 'REQUESTER_UNFIT', why: 'suspended' },
    yes: { standing: WELL },
  },
  'the agent has made the last draft of the hour': {
    no: used(2, 2, 3),
    refusal: {
      reason: 'DRAFT_LIMIT_REACHED',
      limit: 2,
      of: 'agent_hour',
      resetsAt: '2026-11-20T09:30:00.000Z',
    },
    yes: used(1, 2, 3),
  },
  'the agent has made more than the last draft of the day': {
    no: used(1, 4, 3),
    refusal: {
      reason: 'DRAFT_LIMIT_REACHED',
      limit: 3,
      of: 'agent_day',
      resetsAt: '2026-11-20T20:00:00.000Z',
    },
    yes: { ...used(99, 99, 99), scope: SCOPE },
  },
  'the account has made the last draft of the day': {
    no: used(1, 2, 4),
    refusal: {
      reason: 'DRAFT_LIMIT_REACHED',
      limit: 4,
      of: 'account_day',
      resetsAt: '2026-11-21T08:00:00.000Z',
    },
    yes: { scope: { ...SCOPE, limits: { ...SCOPE.limits, ...LIMITED } } },
  },
  'a denied topic is found beside another': {
    no: about([MONEY, LAW], { deny: ['law'] }),
    refusal: { reason: 'TOPIC_NOT_IN_SCOPE', topic: 'Legal threats' },
    yes: about([MONEY], { deny: ['law'] }),
  },
  'a denied topic is allowed as well': {
    no: about([LAW], { allow: ['law'], deny: ['law'] }),
    refusal: { reason: 'TOPIC_NOT_IN_SCOPE', topic: 'Legal threats' },
    yes: about([LAW], { allow: ['law'], deny: [] }),
  },
  'only other topics than the allowed are found': {
    no: about([LAW], { allow: ['money'], deny: [] }),
    refusal: { reason: 'TOPIC_NOT_IN_SCOPE', topic: null },
    yes: about([LAW, MONEY], { allow: ['money'], deny: [] }),
  },
  'no topic is found where some are allowed': {
    no: about([], { allow: ['money'], deny: [] }),
    refusal: { reason: 'TOPIC_NOT_IN_SCOPE', topic: null },
    yes: about([], { deny: ['money'] }),
  },
  'the text was not looked at for its topics': {
    no: about(undefined, { deny: ['law'] }),
    refusal: { reason: 'TOPIC_NOT_IN_SCOPE', topic: null },
    yes: { ...about(undefined, { allow: ['money'], deny: ['law'] }), fields: [] },
  },
  'a topic is found without any text being sent': {
    no: { ...about([LAW], { deny: ['law'] }), fields: [] },
    refusal: { reason: 'TOPIC_NOT_IN_SCOPE', topic: 'Legal threats' },
    yes: about([LAW], undefined),
  },
  'no article is in scope': {
    no: { articlesInScope: 0 },
    refusal: { reason: 'ALLOWLIST_EMPTY' },
    yes: { articlesInScope: 1 },
  },
}

describe('the gate', () => {
  it('says yes with the scope and the consent epoch that it looked at', () => {
    expect(decide(question())).to.deep.equal({
      outcome: 'allow',
      action: 'draft',
      scope: SCOPE,
      scopeHash: 'c0ffee',
      consentEpoch: 2,
    })
  })

  for (const [name, { no, refusal, yes }] of Object.entries(ALONE))
    it(`refuses, for this reason alone, when ${name}`, () => {
      expect(decide(question(no))).to.deep.equal({
        outcome: 'refused',
        refusals: [{ refusal, nextStep: NEXT_STEPS[refusal.reason] }],
      })
      expect(decide(question(yes)).outcome).to.equal('allow')
    })

  for (const status of CONSENT_STATUSES)
    it(`${status === 'granted' || status === 'not_required' ? 'opens' : 'stays shut'} when the consent is ${status}`, () => {
      const expected = ['granted', 'not_required'].includes(status)
        ? []
        : [{ reason: 'CONSENT_NOT_GRANTED', status }]
      expect(reasons(question({ consent: consent({ status }) }))).to.deep.equal(expected)
    })

  for (const overlay of CONSENT_OVERLAYS)
    it(`stays shut for a granted ticket that is ${overlay}`, () => {
      const overlaid = question({ consent: consent({ overlays: [overlay] }) })
      expect(reasons(overlaid)).to.deep.equal([{ reason: 'CONSENT_OVERLAY', overlay }])
    })

  it('gives all reasons at once', () => {
    const everything = question({
      consent: consent({
        overlays: ['objected', 'restricted'],
        validUntil: NOW,
        noticeVersion: 1,
        disclosedRecipients: [],
      }),
      scope: { ...SCOPE, actions: [], fields: [], expiresAt: NOW },
      stops: [STOP, { why: 'unreadable_file', level: 'account' }],
      draftsMade: 99,
      articlesInScope: 0,
      fields: ['requester_text', 'subject'],
      requesterAgrees: false,
    })
    expect(reasons(everything)).to.have.deep.members([
      { reason: 'KILL_SWITCH_ON', ...STOP },
      { reason: 'KILL_SWITCH_ON', why: 'unreadable_file', level: 'account' },
      { reason: 'CONSENT_OVERLAY', overlay: 'objected' },
      { reason: 'CONSENT_OVERLAY', overlay: 'restricted' },
      { reason: 'CONSENT_EXPIRED' },
      { reason: 'NOTICE_SUPERSEDED' },
      { reason: 'RECIPIENT_NOT_DISCLOSED', recipient: RECIPIENT },
      { reason: 'REQUESTER_MISMATCH' },
      { reason: 'DRAFT_LIMIT_REACHED', limit: 10 },
      { reason: 'SCOPE_EXPIRED' },
      { reason: 'ACTION_NOT_IN_SCOPE', action: 'draft' },
      { reason: 'FIELD_NOT_IN_SCOPE', field: 'requester_text' },
      { reason: 'FIELD_NOT_IN_SCOPE', field: 'subject' },
      { reason: 'ALLOWLIST_EMPTY' },
    ])
  })

  it('names every limit that is reached, and every denied topic', () => {
    const all = { ...used(2, 3, 4), draftsMade: 10, topics: [LAW, MONEY] }
    const scope = { ...SCOPE, limits: { ...SCOPE.limits, ...LIMITED }, topics: { deny: ['money', 'law'] } }
    expect(reasons(question({ ...all, scope })).map((refusal) => Object.values(refusal)[1])).to.deep.equal([
      ...[10, 2, 3, 4],
      ...['Legal threats', 'Refunds'],
    ])
    expect(reasons(question({ ...all, scope, action: 'search', fields: [] }))).to.deep.equal([])
  })

  it('names the reasons of the consent also when the scope cannot be read', () => {
    const unread = question({
      scope: null,
      requesterAgrees: false,
      consent: consent({ status: 'denied', overlays: ['objected'] }),
    })
    expect(reasons(unread)).to.have.deep.members([
      { reason: 'SCOPE_INVALID' },
      { reason: 'CONSENT_OVERLAY', overlay: 'objected' },
      { reason: 'CONSENT_NOT_GRANTED', status: 'denied' },
      { reason: 'REQUESTER_MISMATCH' },
    ])
  })

  it('asks no consent for a search of the agent, but the scope', () => {
    const search = {
      action: 'search',
      fields: [],
      consent: consent({ status: 'denied', overlays: ['objected'] }),
      stops: [STOP],
      requesterAgrees: false,
      draftsMade: 99,
    } as const
    expect(decide(question(search)).outcome).to.equal('allow')
    expect(reasons(question({ ...search, scope: null }))).to.deep.equal([{ reason: 'SCOPE_INVALID' }])
    expect(reasons(question({ ...search, scope: { ...SCOPE, actions: ['draft'] } }))).to.deep.equal([
      { reason: 'ACTION_NOT_IN_SCOPE', action: 'search' },
    ])
    expect(reasons(question({ ...search, scope: { ...SCOPE, expiresAt: NOW } }))).to.deep.equal([
      { reason: 'SCOPE_EXPIRED' },
    ])
    expect(
      reasons(question({ ...search, fields: ['subject'], scope: { ...SCOPE, fields: [] } })),
    ).to.deep.equal([{ reason: 'FIELD_NOT_IN_SCOPE', field: 'subject' }])
  })

  for (const action of ['draft', 'rewrite', 'summarise'] as const)
    it(`refuses to ${action} with a provider that is not configured, and with no other in its place`, () => {
      const scope = { ...SCOPE, ...WORDED.scope, actions: [action] }
      const configured = { ...WORDED, scope, action }
      expect(decide(question(configured)).outcome).to.equal('allow')
      expect(reasons(question({ ...configured, configuredRecipients: [RECIPIENT] }))).to.deep.equal([
        { reason: 'DRAFTER_NOT_CONFIGURED', recipient: EU },
      ])
    })

  it('says also of a provider that is not configured that the notice did not name it', () => {
    const unnamed = question({ ...WORDED, consent: GRANTED, configuredRecipients: [RECIPIENT] })
    expect(reasons(unnamed)).to.have.deep.members([
      { reason: 'RECIPIENT_NOT_DISCLOSED', recipient: EU },
      { reason: 'DRAFTER_NOT_CONFIGURED', recipient: EU },
    ])
  })

  for (const configuredRecipients of [[], [RECIPIENT], [EU]])
    it(`lets the agent search, whoever is configured (${configuredRecipients.join() || 'nobody'})`, () => {
      const search = { ...WORDED, action: 'search', fields: [], configuredRecipients } as const
      expect(decide(question(search)).outcome).to.equal('allow')
    })

  it('knows its own yes, and takes nothing else for one', () => {
    const allow = decide(question())
    const lookAlikes: Record<string, unknown> = {
      'a copy': { ...allow },
      'a JSON clone': JSON.parse(JSON.stringify(allow)),
      'a structured clone': structuredClone(allow),
      'an object made from it': Object.create(allow),
      'a proxy around it': new Proxy(allow, {}),
      'a refusal': refuse([]),
      'a word': 'allow',
      nothing: null,
      'an invented one': { outcome: 'allow', action: 'draft', scope: SCOPE, scopeHash: '', consentEpoch: 2 },
    }
    expect(isAllow(allow)).to.equal(true)
    for (const [name, value] of Object.entries(lookAlikes)) expect(isAllow(value), name).to.equal(false)
  })

  it('gives a yes that cannot be bent to another action', () => {
    const allow = decide(question({ action: 'search', fields: [] }))
    expect(() => Object.assign(allow, { action: 'draft' })).to.throw(TypeError)
    expect(allow).to.include({ action: 'search' })
  })

  it('never opens without a lawful status, whatever else is asked', () => {
    const states = fc.record({
      status: fc.constantFrom(...CONSENT_STATUSES),
      overlays: fc.subarray([...CONSENT_OVERLAYS]),
      validUntil: fc.constantFrom(NOW, '2027-01-01T00:00:00.000Z', '2020-01-01T00:00:00.000Z', null, 'x'),
      noticeVersion: fc.constantFrom(2, 3, null),
    })
    const given = fc.record({
      action: fc.constantFrom('draft' as const, 'rewrite' as const),
      currentNoticeVersion: fc.constantFrom(2, 3),
      stops: fc.constantFrom([], [STOP]),
      requesterAgrees: fc.boolean(),
    })
    fc.assert(
      fc.property(states, given, (state, rest) => {
        const lawful =
          ['granted', 'not_required'].includes(state.status) &&
          state.overlays.length === 0 &&
          state.validUntil === '2027-01-01T00:00:00.000Z' &&
          (state.status === 'not_required' || state.noticeVersion === rest.currentNoticeVersion) &&
          rest.stops.length === 0 &&
          rest.requesterAgrees
        const answer = decide(question({ ...rest, consent: consent(state) }))
        expect(answer.outcome).to.equal(lawful ? 'allow' : 'refused')
        if (answer.outcome === 'refused') expect(answer.refusals).not.to.have.length(0)
      }),
      { numRuns: 2_000 },
    )
  })

  it('names a recipient as a notice does', () => {
    expect(recipientOf(SCOPE)).to.equal('extractive@local')
  })

  it('lets nothing through by a limit whose drafts nobody counted', () => {
    const { agentDay: _, ...forgotten } = used(0, 0, 0).usage ?? {}
    expect(() => decide({ ...question(used(0, 0, 0)), usage: forgotten })).to.throw('agent_day')
    expect(isAllow(decide(question(used(0, 0, 0))))).to.equal(true)
  })
})
