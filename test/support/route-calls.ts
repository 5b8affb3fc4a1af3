/** Every route under `/api/v1` that the tests know, with a call of it that is in order. */
import { type AppRooms, apiRoutes } from '../../server/app.ts'
import type { Route } from '../../server/http/route.ts'
import { NOTHING_KNOWN } from '../../src/domain/incident.ts'
import { defaultRetention } from '../../src/domain/retention.ts'
import { newDraftId, orderFor, REFUND_QUESTION, REQUESTER } from './drafting-desk.ts'
import { START } from './fake-world.ts'

export interface CallPlace {
  readonly ticketId: string
  /** A ready draft of that ticket. */
  readonly draftId: string
}

export interface RouteCall {
  readonly who: 'agent' | 'staff' | 'admin' | 'compliance'
  readonly path: (at: CallPlace) => string
  /** `null`: the route takes no body. */
  readonly body: ((at: CallPlace) => unknown) | null
}

const ticket = (rest = '') => ({ path: (at: CallPlace) => `/tickets/${at.ticketId}${rest}` })
const draft = (rest = '') => ({ path: (at: CallPlace) => `/drafts/${at.draftId}${rest}` })
const fixed = (path: string) => ({ path: () => path })
const aCase = (rest = '') => fixed(`/console/requests/00000000-0000-7000-8000-000000000009${rest}`)
const INCIDENT = (rest: string) => `/console/incidents/00000000-0000-7000-8000-000000000009${rest}`

export const ROUTE_CALLS: Readonly<Record<string, RouteCall>> = {
  'post /session/renewals': { who: 'agent', ...fixed('/session/renewals'), body: null },
  'post /session/sign-outs': { who: 'agent', ...fixed('/session/sign-outs'), body: null },
  'post /session/departures': { who: 'agent', ...fixed('/session/departures'), body: null },
  'post /session/other-endings': { who: 'agent', ...fixed('/session/other-endings'), body: null },
  'get /sessions': { who: 'agent', ...fixed('/sessions'), body: null },
  'post /sessions/:sessionId/endings': {
    who: 'agent',
    ...fixed('/sessions/00000000-0000-7000-8000-000000000009/endings'),
    body: null,
  },
  'post /console/agents/:agentId/session-endings': {
    who: 'admin',
    ...fixed('/console/agents/99/session-endings'),
    body: null,
  },
  'get /me': { who: 'agent', ...fixed('/me'), body: null },
  'get /age-field': { who: 'agent', ...fixed('/age-field'), body: null },
  'post /tickets/:ticketId/under-age': {
    who: 'agent',
    ...ticket('/under-age'),
    body: () => ({ requesterId: REQUESTER }),
  },
  'post /tickets/:ticketId/own-question': {
    who: 'agent',
    ...ticket('/own-question'),
    body: () => ({ requesterId: REQUESTER }),
  },
  'put /tickets/:ticketId': { who: 'agent', ...ticket(), body: () => ({ requesterId: REQUESTER }) },
  'get /tickets/:ticketId': { who: 'agent', ...ticket(), body: null },
  'post /tickets/:ticketId/consent/requests': {
    who: 'agent',
    ...ticket('/consent/requests'),
    body: () => ({ locale: 'de' }),
  },
  'post /tickets/:ticketId/consent/events': {
    who: 'agent',
    ...ticket('/consent/events'),
    body: () => ({ event: 'withdraw', channel: 'phone', evidence: '' }),
  },
  'get /tickets/:ticketId/consent': { who: 'agent', ...ticket('/consent'), body: null },
  'post /tickets/:ticketId/consent/evidence': { who: 'agent', ...ticket('/consent/evidence'), body: null },
  'post /tickets/:ticketId/consent/second-looks': {
    who: 'agent',
    ...ticket('/consent/second-looks'),
    body: () => ({ look: 'confirm', epoch: 0 }),
  },
  'post /tickets/:ticketId/consent/carry-overs': {
    who: 'agent',
    ...ticket('/consent/carry-overs'),
    body: () => ({ epoch: 0 }),
  },
  'post /tickets/:ticketId/scope/narrowings': {
    who: 'agent',
    ...ticket('/scope/narrowings'),
    body: () => ({ removeActions: ['search'] }),
  },
  'post /tickets/:ticketId/scope/renewals': { who: 'admin', ...ticket('/scope/renewals'), body: null },
  'post /drafts': {
    who: 'agent',
    ...fixed('/drafts'),
    body: ({ ticketId }) => orderFor(ticketId, REFUND_QUESTION, { draftId: newDraftId() }),
  },
  'get /drafts/:draftId': { who: 'agent', ...draft(), body: null },
  'post /drafts/:draftId/insertions': {
    who: 'agent',
    ...draft('/insertions'),
    body: () => ({ sentenceIds: ['s1', 's2'], how: 'insert', lastCommentId: '501' }),
  },
  'post /drafts/:draftId/dismissals': {
    who: 'agent',
    ...draft('/dismissals'),
    body: () => ({ reason: 'not_needed' }),
  },
  'get /drafts/:draftId/standing': { who: 'agent', ...draft('/standing'), body: null },
  'post /drafts/:draftId/sends': {
    who: 'agent',
    ...draft('/sends'),
    body: () => ({ sentences: 2, kept: 2, words: 20, distance: 0 }),
  },
  'post /drafts/:draftId/unused': {
    who: 'agent',
    ...draft('/unused'),
    body: () => ({ why: 'overtaken', usedBefore: false }),
  },
  'post /drafts/:draftId/removals': { who: 'agent', ...draft('/removals'), body: null },
  'get /decisions/:decisionId': {
    who: 'agent',
    ...fixed('/decisions/00000000-0000-7000-8000-00000000abcd'),
    body: null,
  },
  'post /summaries': {
    who: 'agent',
    ...fixed('/summaries'),
    body: ({ ticketId }) => ({
      summaryId: newDraftId(),
      ticketId,
      requesterId: REQUESTER,
      comments: [{ id: '501', text: REFUND_QUESTION, createdAt: '2026-11-20T08:00:00.000Z' }],
      replaced: {},
    }),
  },
  'post /searches': {
    who: 'agent',
    ...fixed('/searches'),
    body: ({ ticketId }) => ({ ticketId, query: 'refund card' }),
  },
  'get /console/evidence/controls': {
    who: 'compliance',
    ...fixed('/console/evidence/controls?from=2026-11-01&to=2026-11-30&language=de'),
    body: null,
  },
  'get /console/evidence/population': {
    who: 'compliance',
    ...fixed('/console/evidence/population?from=2026-11-01&to=2026-11-30&criterion=CC6.2&format=csv'),
    body: null,
  },
  'get /console/evidence/events': {
    who: 'compliance',
    ...fixed('/console/evidence/events?from=2026-11-01&to=2026-11-30'),
    body: null,
  },
  'post /console/requesters/searches': {
    who: 'compliance',
    ...fixed('/console/requesters/searches'),
    body: () => ({ by: 'user', values: [REQUESTER] }),
  },
  'post /console/bulk-exports': {
    who: 'compliance',
    ...fixed('/console/bulk-exports'),
    body: () => ({ what: 'log_words', requesterRefs: [] }),
  },
  'post /console/erasures': {
    who: 'compliance',
    ...fixed('/console/erasures'),
    body: () => ({ requesterRef: 'nobody', caseId: null }),
  },
  'get /console/erasures': { who: 'compliance', ...fixed('/console/erasures'), body: null },
  'get /console/erasures/:erasureId/certificate': {
    who: 'compliance',
    ...fixed('/console/erasures/00000000-0000-7000-8000-000000000009/certificate'),
    body: null,
  },
  'post /console/person-acts': {
    who: 'compliance',
    ...fixed('/console/person-acts'),
    body: () => ({ requesterRef: 'nobody', act: 'restrict', reason: 'asked', toldAt: null }),
  },
  'post /console/corrections': {
    who: 'compliance',
    ...fixed('/console/corrections'),
    body: () => ({ requesterRef: 'nobody', note: 'The name was misspelt.', about: null }),
  },
  'get /console/retention': { who: 'compliance', ...fixed('/console/retention'), body: null },
  'put /console/retention': {
    who: 'compliance',
    ...fixed('/console/retention'),
    body: () => defaultRetention(),
  },
  'post /console/requesters/dossiers': {
    who: 'compliance',
    ...fixed('/console/requesters/dossiers'),
    body: () => ({ requesterRef: 'nobody', purpose: 'person_asks' }),
  },
  'post /console/requesters/packages': {
    who: 'compliance',
    ...fixed('/console/requesters/packages'),
    body: () => ({ requesterRef: 'nobody', locale: 'de', maskOthers: true }),
  },
  'post /console/requesters/packages/:packageId/links': {
    who: 'compliance',
    ...fixed('/console/requesters/packages/00000000-0000-7000-8000-000000000009/links'),
    body: null,
  },
  'post /console/requesters/packages/:packageId/downloads': {
    who: 'compliance',
    ...fixed('/console/requesters/packages/00000000-0000-7000-8000-000000000009/downloads'),
    body: null,
  },
  'post /console/requesters/packages/:packageId/shreddings': {
    who: 'compliance',
    ...fixed('/console/requesters/packages/00000000-0000-7000-8000-000000000009/shreddings'),
    body: null,
  },
  'post /console/evidence/documents': {
    who: 'compliance',
    ...fixed('/console/evidence/documents'),
    body: () => ({ kind: 'record_controller', language: 'de' }),
  },
  'get /console/evidence/delivery': { who: 'compliance', ...fixed('/console/evidence/delivery'), body: null },
  'get /console/evidence/access': { who: 'staff', ...fixed('/console/evidence/access'), body: null },
  'post /console/evidence/access/:agentId/reviews': {
    who: 'compliance',
    ...fixed('/console/evidence/access/11/reviews'),
    body: () => ({ decision: 'kept', roles: ['admin'] }),
  },
  'get /console/evidence/access-export': {
    who: 'compliance',
    ...fixed('/console/evidence/access-export'),
    body: null,
  },
  'get /console/evidence/agent-keys': {
    who: 'compliance',
    ...fixed('/console/evidence/agent-keys'),
    body: null,
  },
  'get /console/evidence/changes': {
    who: 'compliance',
    ...fixed('/console/evidence/changes?from=2026-11-01&to=2026-11-30&what=roles'),
    body: null,
  },
  'get /console/evidence/changes-export': {
    who: 'compliance',
    ...fixed('/console/evidence/changes-export?from=2026-11-01&to=2026-11-30'),
    body: null,
  },
  'get /console/requests': { who: 'staff', ...fixed('/console/requests'), body: null },
  'get /console/health': { who: 'staff', ...fixed('/console/health'), body: null },
  'get /console/set-up': { who: 'staff', ...fixed('/console/set-up'), body: null },
  'post /console/set-up/provider-tests': {
    who: 'admin',
    ...fixed('/console/set-up/provider-tests'),
    body: null,
  },
  'put /console/set-up/live': {
    who: 'admin',
    ...fixed('/console/set-up/live'),
    body: () => ({ live: true }),
  },
  'get /console/attention': { who: 'staff', ...fixed('/console/attention'), body: null },
  'get /console/figures': { who: 'staff', ...fixed('/console/figures'), body: null },
  'post /console/requests': {
    who: 'compliance',
    ...fixed('/console/requests'),
    body: () => ({
      ...{ kind: 'access', channel: 'phone', who: { userId: '990001' }, locale: 'de' },
      ...{ receivedOn: '2026-01-05', another: true },
    }),
  },
  'get /console/requests/:caseId': { who: 'compliance', ...aCase(), body: null },
  'post /console/requests/:caseId/moves': {
    who: 'compliance',
    ...aCase('/moves'),
    body: () => ({ kind: 'withdraw', version: 1, reason: 'By phone' }),
  },
  'post /console/requests/:caseId/notes': {
    who: 'compliance',
    ...aCase('/notes'),
    body: () => ({ version: 1, text: 'By phone' }),
  },
  'post /console/requests/:caseId/packages': {
    who: 'compliance',
    ...aCase('/packages'),
    body: () => ({ packageId: '00000000-0000-7000-8000-000000000009' }),
  },
  'post /console/requests/:caseId/identity-links': {
    who: 'compliance',
    ...aCase('/identity-links'),
    body: () => ({ version: 1 }),
  },
  'get /console/requests/:caseId/letters/:letter/:locale': {
    who: 'compliance',
    ...aCase('/letters/refusal/de'),
    body: null,
  },
  'post /console/requests/:caseId/letters': {
    who: 'compliance',
    ...aCase('/letters'),
    body: () => ({
      ...{ version: 1, letter: 'refusal', locale: 'de', body: 'Nein.', channel: 'email' },
      sentOn: '2026-01-05',
    }),
  },
  'get /console/request-calendar': { who: 'staff', ...fixed('/console/request-calendar'), body: null },
  'put /console/request-calendar': {
    who: 'compliance',
    ...fixed('/console/request-calendar'),
    body: () => ({ region: 'DE', extraDays: ['2026-12-24'], timeZone: 'Europe/Berlin' }),
  },
  'get /console/notices': { who: 'staff', ...fixed('/console/notices'), body: null },
  'get /console/notices/:version/:revision': {
    who: 'staff',
    ...fixed('/console/notices/1/0'),
    body: null,
  },
  'post /console/notices/previews': {
    who: 'staff',
    ...fixed('/console/notices/previews'),
    body: () => ({ locale: 'fr', version: 2, text: { title: 'T', lead: 'L', sections: [] } }),
  },
  'post /console/notices/drafts': {
    who: 'compliance',
    ...fixed('/console/notices/drafts'),
    body: () => ({ from: 'active' }),
  },
  'put /console/notices/drafts': {
    who: 'compliance',
    ...fixed('/console/notices/drafts'),
    body: () => ({ saved: 999, locale: 'de', words: null }),
  },
  'post /console/notices/discards': {
    who: 'compliance',
    ...fixed('/console/notices/discards'),
    body: () => ({ saved: 999 }),
  },
  'post /console/notices/activations': {
    who: 'compliance',
    ...fixed('/console/notices/activations'),
    body: () => ({ saved: 999, factsDigest: '0'.repeat(64), change: 'version' }),
  },
  'put /console/notices/locales': {
    who: 'compliance',
    ...fixed('/console/notices/locales'),
    body: () => ({ locales: ['en', 'de', 'pl'] }),
  },
  'get /console/consents/:ticketId': {
    who: 'staff',
    path: ({ ticketId }) => `/console/consents/${ticketId}`,
    body: null,
  },
  'post /console/consents/:ticketId/acts': {
    who: 'compliance',
    path: ({ ticketId }) => `/console/consents/${ticketId}/acts`,
    body: () => ({ act: 'restrict', reason: '', epoch: 0 }),
  },
  'get /console/consent-rules': { who: 'staff', ...fixed('/console/consent-rules'), body: null },
  'put /console/legal-basis': {
    who: 'compliance',
    ...fixed('/console/legal-basis'),
    body: () => ({
      version: 0,
      basis: { basis: 'consent', reference: '', objectionPath: '', reviewBy: null },
    }),
  },
  'put /console/consent-rules': {
    who: 'compliance',
    ...fixed('/console/consent-rules'),
    body: () => ({ version: 0, cooldownMonths: 6, remembers: false }),
  },
  'get /console/helpdesk-settings': { who: 'staff', ...fixed('/console/helpdesk-settings'), body: null },
  'put /console/helpdesk-settings/minor-tags': {
    who: 'admin',
    ...fixed('/console/helpdesk-settings/minor-tags'),
    body: () => ({ version: 999, minorTags: ['under_age'] }),
  },
  'put /console/helpdesk-settings/form-notice': {
    who: 'compliance',
    ...fixed('/console/helpdesk-settings/form-notice'),
    body: () => ({ version: 999, formNotice: null }),
  },
  'put /console/helpdesk-settings/age-field': {
    who: 'admin',
    ...fixed('/console/helpdesk-settings/age-field'),
    body: () => ({ version: 999, ageField: null }),
  },
  'get /console/overview': { who: 'staff', ...fixed('/console/overview'), body: null },
  'get /console/articles': { who: 'staff', ...fixed('/console/articles'), body: null },
  'get /console/allowlist': { who: 'staff', ...fixed('/console/allowlist'), body: null },
  'put /console/allowlist': {
    who: 'admin',
    ...fixed('/console/allowlist'),
    body: () => ({ version: 999, selection: { allow: [], deny: [] } }),
  },
  'get /console/tickets/:ticketId/why': {
    who: 'staff',
    path: (at) => `/console/tickets/${at.ticketId}/why`,
    body: null,
  },
  'get /console/recorded-questions': { who: 'staff', ...fixed('/console/recorded-questions'), body: null },
  'put /console/recorded-questions': {
    who: 'admin',
    ...fixed('/console/recorded-questions'),
    body: () => ({ kept: true }),
  },
  'get /console/meaning': { who: 'staff', ...fixed('/console/meaning'), body: null },
  'get /console/gaps': { who: 'staff', ...fixed('/console/gaps'), body: null },
  'get /console/reports': { who: 'staff', ...fixed('/console/reports'), body: null },
  'get /console/reports/table': { who: 'staff', ...fixed('/console/reports/table'), body: null },
  'get /console/spending': { who: 'staff', ...fixed('/console/spending'), body: null },
  'put /console/spending': {
    who: 'admin',
    ...fixed('/console/spending'),
    body: () => ({ version: 999, prices: [], budget: null }),
  },
  'post /console/replays': {
    who: 'staff',
    ...fixed('/console/replays'),
    body: () => ({ selection: { allow: [{ sectionId: '1' }], deny: [] }, last: 50 }),
  },
  'get /console/replays/:replayId': {
    who: 'staff',
    ...fixed('/console/replays/00000000-0000-4000-8000-00000000abcd'),
    body: null,
  },
  'post /console/replays/:replayId/cancellations': {
    who: 'staff',
    ...fixed('/console/replays/00000000-0000-4000-8000-00000000abcd/cancellations'),
    body: null,
  },
  'get /console/simulations': { who: 'staff', ...fixed('/console/simulations'), body: null },
  'post /console/simulations': {
    who: 'admin',
    ...fixed('/console/simulations'),
    body: () => ({ purpose: 'before_go_live', source: 'helpdesk', planned: 100 }),
  },
  'get /console/simulations/:runId': {
    who: 'staff',
    ...fixed('/console/simulations/00000000-0000-4000-8000-00000000abcd'),
    body: null,
  },
  'get /console/simulations/:runId/report': {
    who: 'staff',
    ...fixed('/console/simulations/00000000-0000-4000-8000-00000000abcd/report'),
    body: null,
  },
  'get /console/simulations/:runId/comparisons/:otherId/report': {
    who: 'staff',
    ...fixed(
      '/console/simulations/00000000-0000-4000-8000-00000000abcd/comparisons/00000000-0000-4000-8000-00000000abce/report',
    ),
    body: null,
  },
  'post /console/simulations/:runId/wanted': {
    who: 'admin',
    ...fixed('/console/simulations/00000000-0000-4000-8000-00000000abcd/wanted'),
    body: () => ({ tickets: [{ ticketId: '1', requesterId: '2' }] }),
  },
  'post /console/simulations/:runId/batches': {
    who: 'admin',
    ...fixed('/console/simulations/00000000-0000-4000-8000-00000000abcd/batches'),
    body: () => ({ cursor: null, tickets: [{ ticketId: '1', requesterId: '2', texts: ['A refund?'] }] }),
  },
  'post /console/simulations/:runId/moves': {
    who: 'admin',
    ...fixed('/console/simulations/00000000-0000-4000-8000-00000000abcd/moves'),
    body: () => ({ move: 'pause' }),
  },
  'get /console/simulations/:runId/comparisons/:otherId': {
    who: 'staff',
    ...fixed(
      '/console/simulations/00000000-0000-4000-8000-00000000abcd/comparisons/00000000-0000-4000-8000-00000000abce',
    ),
    body: null,
  },
  'get /console/provider-trials': { who: 'staff', ...fixed('/console/provider-trials'), body: null },
  'post /console/provider-trials': {
    who: 'admin',
    ...fixed('/console/provider-trials'),
    body: () => ({ source: 'typed', questions: [{ text: 'When will I get my refund?' }] }),
  },
  'get /console/provider-trial-questions': {
    who: 'admin',
    ...fixed('/console/provider-trial-questions'),
    body: null,
  },
  'get /console/provider-trials/:trialId': {
    who: 'staff',
    ...fixed('/console/provider-trials/00000000-0000-4000-8000-00000000abcd'),
    body: null,
  },
  'get /console/provider-trials/:trialId/report': {
    who: 'staff',
    ...fixed('/console/provider-trials/00000000-0000-4000-8000-00000000abcd/report'),
    body: null,
  },
  'post /console/provider-trials/:trialId/moves': {
    who: 'admin',
    ...fixed('/console/provider-trials/00000000-0000-4000-8000-00000000abcd/moves'),
    body: () => ({ move: 'cancel' }),
  },
  'post /console/provider-trials/:trialId/deletion': {
    who: 'admin',
    ...fixed('/console/provider-trials/00000000-0000-4000-8000-00000000abcd/deletion'),
    body: null,
  },
  'post /console/syncs': { who: 'admin', ...fixed('/console/syncs'), body: null },
  'get /console/syncs/latest': { who: 'staff', ...fixed('/console/syncs/latest'), body: null },
  'post /console/syncs/:syncId/confirmations': {
    who: 'admin',
    ...fixed('/console/syncs/00000000-0000-4000-8000-00000000abcd/confirmations'),
    body: null,
  },
  'get /console/scope-policy': { who: 'staff', ...fixed('/console/scope-policy'), body: null },
  'get /console/scope-policy/readable': {
    who: 'staff',
    ...fixed('/console/scope-policy/readable'),
    body: null,
  },
  'get /console/scope-policy/versions': {
    who: 'staff',
    ...fixed('/console/scope-policy/versions'),
    body: null,
  },
  'put /console/scope-policy': {
    who: 'admin',
    ...fixed('/console/scope-policy'),
    body: () => ({
      version: 999,
      actions: ['draft', 'search'],
      fields: ['requester_text'],
      draftsPerTicket: 5,
      maxChars: 2_000,
      validDays: 10,
    }),
  },
  'post /console/topic-tests': {
    who: 'staff',
    ...fixed('/console/topic-tests'),
    body: () => ({ topics: [{ id: 't', name: 'refunds', phrases: ['refund'] }], sentences: ['A refund?'] }),
  },
  'get /console/changes': { who: 'staff', ...fixed('/console/changes'), body: null },
  'post /console/changes/:changeId/decisions': {
    who: 'staff',
    ...fixed('/console/changes/00000000-0000-4000-8000-00000000abcd/decisions'),
    body: () => ({ decision: 'approve' }),
  },
  'get /console/incidents': { who: 'compliance', ...fixed('/console/incidents'), body: null },
  'get /console/incident-signals': { who: 'compliance', ...fixed('/console/incident-signals'), body: null },
  'get /console/incident-register': { who: 'compliance', ...fixed('/console/incident-register'), body: null },
  'post /console/incidents': {
    who: 'compliance',
    ...fixed('/console/incidents'),
    body: () => ({ suspectedAt: START, facts: NOTHING_KNOWN }),
  },
  'post /console/incidents/:incidentId/phases': {
    who: 'compliance',
    ...fixed(INCIDENT('/phases')),
    body: () => ({ version: 1, facts: NOTHING_KNOWN }),
  },
  'post /console/incidents/:incidentId/moves': {
    who: 'compliance',
    ...fixed(INCIDENT('/moves')),
    body: () => ({ version: 1, move: 'confirm', at: START }),
  },
  'post /console/incidents/:incidentId/proofs': {
    who: 'compliance',
    ...fixed(INCIDENT('/proofs')),
    body: () => ({ target: 'authority', at: START, reference: '4711' }),
  },
  'post /console/incidents/:incidentId/letters': {
    who: 'compliance',
    ...fixed(INCIDENT('/letters')),
    body: () => ({ target: 'authority', locale: 'en', anew: false, figures: null }),
  },
  'put /console/incidents/:incidentId/letters': {
    who: 'compliance',
    ...fixed(INCIDENT('/letters')),
    body: () => ({ target: 'authority', locale: 'en', version: 0, text: 'Dear authority' }),
  },
  'post /console/incidents/:incidentId/pages': {
    who: 'compliance',
    ...fixed(INCIDENT('/pages')),
    body: () => ({ locale: 'en', figures: null }),
  },
  'post /console/affected': {
    who: 'compliance',
    ...fixed('/console/affected'),
    body: () => ({ query: { from: START, to: START }, all: false }),
  },
  'get /console/incident-drills': { who: 'compliance', ...fixed('/console/incident-drills'), body: null },
  'get /console/incident-drills/:incidentId': {
    who: 'compliance',
    ...fixed('/console/incident-drills/00000000-0000-7000-8000-000000000009'),
    body: null,
  },
  'post /console/incident-drills': {
    who: 'compliance',
    ...fixed('/console/incident-drills'),
    body: () => ({ really: false }),
  },
  'get /console/kill-switch': { who: 'staff', ...fixed('/console/kill-switch'), body: null },
  'post /console/kill-switch/pulls': {
    who: 'staff',
    ...fixed('/console/kill-switch/pulls'),
    body: () => ({ level: 'brand', ref: 'drill', reason: 'other' }),
  },
  'post /console/kill-switch/lifts': {
    who: 'compliance',
    ...fixed('/console/kill-switch/lifts'),
    body: () => ({ stopIds: ['00000000-0000-4000-8000-000000000009'] }),
  },
  'get /console/four-eyes': { who: 'staff', ...fixed('/console/four-eyes'), body: null },
  'put /console/four-eyes': {
    who: 'compliance',
    ...fixed('/console/four-eyes'),
    body: () => ({ version: 999, mode: 'on' }),
  },
  'get /console/templates/:locale': { who: 'staff', ...fixed('/console/templates/de'), body: null },
  'put /console/templates/:locale': {
    who: 'admin',
    ...fixed('/console/templates/fr'),
    body: () => ({
      locale: 'fr',
      greetingNamed: 'Bonjour {name},',
      greetingUnnamed: 'Bonjour,',
      closing: 'Cordialement',
      notCoveredBridge: '',
    }),
  },
  'get /console/recalls': { who: 'staff', ...fixed('/console/recalls'), body: null },
  'get /console/recalls/:recallId/drafts': {
    who: 'staff',
    ...fixed('/console/recalls/00000000-0000-4000-8000-00000000abcd/drafts'),
    body: null,
  },
  'get /console/recalls/:recallId/export': {
    who: 'staff',
    ...fixed('/console/recalls/00000000-0000-4000-8000-00000000abcd/export'),
    body: null,
  },
  'put /console/recalls/:recallId/handling': {
    who: 'staff',
    ...fixed('/console/recalls/00000000-0000-4000-8000-00000000abcd/handling'),
    body: () => ({ handled: true }),
  },
  'get /console/reviews': { who: 'staff', ...fixed('/console/reviews'), body: null },
  'put /console/reviews': {
    who: 'admin',
    ...fixed('/console/reviews'),
    body: () => ({ kind: 'article', ref: 'refund', reviewBy: '2099-01-31' }),
  },
  'get /console/audit/entries': { who: 'staff', ...fixed('/console/audit/entries'), body: null },
  'get /console/audit/entries/:index/proof': {
    who: 'staff',
    ...fixed('/console/audit/entries/0/proof'),
    body: null,
  },
  'get /console/audit/copies': { who: 'staff', ...fixed('/console/audit/copies'), body: null },
  'post /console/audit/bundles': {
    who: 'compliance',
    ...fixed('/console/audit/bundles'),
    body: () => ({ from: null, to: null }),
  },
  'get /console/audit/check': { who: 'staff', ...fixed('/console/audit/check'), body: null },
  'get /console/tokens': { who: 'staff', ...fixed('/console/tokens'), body: null },
  'post /console/tokens': {
    who: 'staff',
    ...fixed('/console/tokens'),
    body: () => ({ name: 'Nightly figures', scopes: ['reports:read'], days: 30, addresses: [] }),
  },
  'post /console/tokens/:tokenId/revocations': {
    who: 'staff',
    ...fixed('/console/tokens/00000000-0000-7000-8000-000000000009/revocations'),
    body: null,
  },
  'get /console/roles': { who: 'staff', ...fixed('/console/roles'), body: null },
  'put /console/roles/:agentId': {
    who: 'admin',
    ...fixed('/console/roles/77'),
    body: () => ({ roles: ['agent'] }),
  },
}

export function methodOf(name: string): string {
  return (name.split(' ')[0] ?? '').toUpperCase()
}

/** The table as the product declares it. Nothing of these rooms is used before a request comes. */
export function declaredRoutes(): readonly Route[] {
  const rooms: unknown = {
    access: {},
    tokens: {},
    console: { rooms: { helpCenterLocales: [] } },
    requests: {},
    requesters: {},
    looks: {},
    overview: {},
    reports: {},
    spending: {},
    setUp: {},
    notices: {},
    approvals: {},
    auditExports: {},
    recalls: {},
    consents: {},
    evidence: {},
    incidents: {},
    erasures: {},
    retention: {},
    webhooks: {},
    page: { words: {} },
    running: {},
    publicUrl: '',
  }
  return apiRoutes(rooms as AppRooms)
}

export function nameOf(route: Route): string {
  return `${route.method} ${route.path}`
}
