/** What the auditor's pack answers in the console's tests: the product's own words and catalogue over made-up counts. */
import type { ServerResponse } from 'node:http'
import { CRITERIA_WORDS } from '../../server/evidence/control-map.ts'
import { CRITERIA, CRITERION_IDS } from '../../server/evidence/criteria.ts'
import type { DocumentFacts } from '../../server/evidence/documents/facts.ts'
import { documentHtml } from '../../server/evidence/documents/html.ts'
import { composeDocument } from '../../server/evidence/documents/make.ts'
import { typesOf } from '../../server/evidence/entry-catalogue.ts'
import type {
  AccessView,
  ChangeLogView,
  ControlMapView,
  DeliveryView,
  DocumentKind,
  EvidenceLanguage,
  LogSpanView,
} from '../../src/domain/evidence-api.ts'
import { HELD_CLASSES, type HeldClass } from '../../src/domain/held.ts'
import { type StaffLanguage, staffLanguageOf } from '../../src/domain/staff-language.ts'
import { hashLike } from './console-data.ts'

const SPAN: LogSpanView = {
  first: 1_204,
  last: 48_233,
  count: 47_030,
  headSize: 48_234,
  headRoot: hashLike(99),
  checkpoint: 'vouch/acme\n48234\nroot\n\n— vouch/acme signature\n',
}
const REF = (at: number) => hashLike(at).slice(0, 43)

function controlMap(from: string, to: string, language: StaffLanguage): ControlMapView {
  const words = CRITERIA_WORDS[language]
  return {
    from,
    to,
    span: SPAN,
    controls: CRITERION_IDS.map((criterion, at) => {
      const types = typesOf(criterion)
      return {
        criterion,
        level: CRITERIA[criterion],
        ...words[criterion],
        types,
        count: types.length * 37 * (at + 1),
        newest: types.length === 0 ? null : '2026-11-20T08:12:00.000Z',
      }
    }),
    operational: [
      { type: 'ticket.opened', count: 812 },
      { type: 'evidence.exported', count: 3 },
    ],
    unreadable: 0,
  }
}

export const SAMPLE_ACCESS: AccessView = {
  at: '2026-11-20T09:00:00.000Z',
  quarter: { from: '2026-10-01', to: '2026-12-31', months: 3 },
  staleDays: 90,
  rows: [
    {
      agentRef: REF(1),
      agentId: '9001',
      grants: [{ role: 'admin', since: '2026-01-12T08:00:00.000Z', by: 'system:start', index: 0 }],
      lastSessionAt: '2026-11-20T08:00:00.000Z',
      lastActAt: '2026-11-20T08:30:00.000Z',
      stale: false,
      review: { state: 'done', decision: 'kept', at: '2026-10-05T10:00:00.000Z', by: REF(2), own: false },
    },
    {
      agentRef: REF(2),
      agentId: '9002',
      grants: [
        { role: 'agent', since: '2026-01-12T08:10:00.000Z', by: REF(1), index: 3 },
        { role: 'compliance', since: '2026-01-12T08:10:00.000Z', by: REF(1), index: 3 },
      ],
      lastSessionAt: '2026-11-20T08:45:00.000Z',
      lastActAt: null,
      stale: false,
      review: { state: 'due', decision: null, at: null, by: null, own: false },
    },
    {
      agentRef: REF(3),
      agentId: '9044',
      grants: [{ role: 'admin', since: '2026-02-02T08:00:00.000Z', by: REF(1), index: 61 }],
      lastSessionAt: '2026-06-30T08:00:00.000Z',
      lastActAt: '2026-06-30T08:02:00.000Z',
      stale: true,
      review: {
        state: 'removal_open',
        decision: 'removed',
        at: '2026-11-02T10:00:00.000Z',
        by: REF(2),
        own: false,
      },
    },
  ],
}

const CHANGES: Omit<ChangeLogView, 'from' | 'to'> = {
  span: SPAN,
  rows: [
    {
      index: 48_011,
      at: '2026-11-19T15:20:00.000Z',
      what: 'scope_policy',
      type: 'scope_policy.changed',
      version: '7',
      author: REF(1),
      approver: REF(3),
      diff: [
        { sign: '-', path: 'validDays', value: '20' },
        { sign: '+', path: 'validDays', value: '40' },
        { sign: '+', path: 'fields', value: '"subject"' },
      ],
    },
    {
      index: 47_802,
      at: '2026-11-12T07:00:00.000Z',
      what: 'provider',
      type: 'config.started',
      version: '4',
      author: 'system:start',
      approver: null,
      diff: [
        { sign: '-', path: 'region', value: '"US"' },
        { sign: '+', path: 'region', value: '"EEA+CH"' },
        { sign: '-', path: 'host', value: '"us.api.openai.com"' },
        { sign: '+', path: 'host', value: '"eu.api.openai.com"' },
      ],
    },
    {
      index: 47_100,
      at: '2026-11-03T09:15:00.000Z',
      what: 'notice',
      type: 'notice.activated',
      version: '3',
      author: REF(2),
      approver: null,
      diff: Array.from({ length: 12 }, (_line, at) => ({
        sign: at % 2 === 0 ? ('-' as const) : ('+' as const),
        path: `texts.de.sections.${at}`,
        value: JSON.stringify(`Ein Absatz des Hinweises, Nummer ${at}. ${'Er ist lang. '.repeat(at * 4)}`),
      })),
    },
  ],
}

export const SAMPLE_DELIVERY: DeliveryView = {
  origin: 'https://siem.example.com',
  lastSent: 48_102,
  lastSentAt: '2026-11-20T08:40:00.000Z',
  waiting: 131,
  stopped: false,
  failures: 4,
  lastError: 'FAILED',
  lastErrorAt: '2026-11-20T08:58:00.000Z',
  nextTryAt: '2026-11-20T08:58:08.000Z',
}

const FACTS: DocumentFacts = {
  controller: {
    name: 'Larch & Loft GmbH',
    contact: 'privacy@larch.example',
    address: 'Musterweg 1, 10115 Berlin',
    country: 'DE',
    storageCountry: 'DE',
    privacyUrl: null,
    dpo: null,
  },
  helpdesk: 'https://acme.zendesk.com',
  helpCenter: 'https://acme.zendesk.com',
  production: true,
  recipient: {
    provider: 'openai-eu',
    host: 'eu.api.openai.com',
    region: 'EEA+CH',
    retention: 'zdr',
    model: 'gpt-5.1',
  },
  transfer: null,
  events: 'https://siem.example.com',
  fields: ['requester_text', 'subject', 'locale'],
  basis: { basis: 'consent', reference: '', reviewBy: null },
  grantDays: 180,
  notice: {
    version: 3,
    locales: ['en', 'de'],
    activatedAt: '2026-11-03T09:15:00.000Z',
    purpose: '',
    transfers: '',
  },
  scope: { version: 7, actions: ['draft', 'rewrite', 'search'], draftsPerTicket: 10, validDays: 40 },
  fourEyes: 'on',
  backupDays: 35,
  holders: [
    { name: 'tickets', tables: ['requester', 'ticket'] },
    { name: 'consents', tables: ['consent_event', 'consent_standing', 'consent_link'] },
    { name: 'drafts', tables: ['draft', 'draft_citation', 'draft_quote'] },
  ],
  keeping: Object.fromEntries(
    HELD_CLASSES.map((name) => [name, name === 'question' || name === 'draft' ? 30 : null]),
  ) as Record<HeldClass, number | null>,
}

interface EvidenceScript {
  access: AccessView
  delivery: DeliveryView
}

function json(response: ServerResponse, status: number, body: unknown): true {
  response.writeHead(status, { 'content-type': 'application/json' })
  response.end(JSON.stringify(body))
  return true
}

function file(response: ServerResponse, text: string): true {
  response.writeHead(200, { 'content-type': 'text/plain; charset=utf-8' })
  response.end(text)
  return true
}

function reviewed(view: AccessView, agentId: string, decision: 'kept' | 'removed'): AccessView {
  const rows = view.rows.map((row) =>
    row.agentId === agentId
      ? {
          ...row,
          review: {
            state: decision === 'kept' ? ('done' as const) : ('removal_open' as const),
            decision,
            at: view.at,
            by: REF(2),
            own: row.agentRef === REF(2),
          },
        }
      : row,
  )
  return { ...view, rows }
}

/** @returns true when the call was one of the pack's. */
export function answerEvidence(
  call: { readonly method: string; readonly path: string; readonly body: unknown },
  script: EvidenceScript,
  response: ServerResponse,
): boolean {
  const [path = '', search = ''] = call.path.split('?')
  const query = new URLSearchParams(search)
  const [from, to] = [query.get('from') ?? '', query.get('to') ?? '']
  const body = Object(call.body) as { kind?: DocumentKind; language?: EvidenceLanguage; decision?: 'kept' }
  const agentId = /^\/console\/evidence\/access\/(\d+)\/reviews$/.exec(path)?.[1]
  if (call.method === 'POST' && agentId !== undefined) {
    script.access = reviewed(script.access, agentId, body.decision ?? 'kept')
    return json(response, 200, script.access)
  }
  switch (`${call.method} ${path}`) {
    case 'GET /console/evidence/controls':
      return json(response, 200, controlMap(from, to, staffLanguageOf(query.get('language') ?? '')))
    case 'GET /console/evidence/access':
      return json(response, 200, script.access)
    case 'GET /console/evidence/changes': {
      const what = query.get('what')
      const rows = CHANGES.rows.filter((row) => what === null || row.what === what)
      return json(response, 200, { ...CHANGES, from, to, rows })
    }
    case 'GET /console/evidence/delivery':
      return json(response, 200, script.delivery)
    case 'POST /console/evidence/documents': {
      const order = { kind: body.kind ?? 'dpia', language: body.language ?? 'en' }
      const made = { at: '2026-11-20T09:00:00.000Z', productVersion: '1.0.0' }
      const document = composeDocument(order, FACTS, made)
      return json(response, 201, { document, html: documentHtml(document) })
    }
    case 'GET /console/evidence/population':
    case 'GET /console/evidence/events':
    case 'GET /console/evidence/access-export':
    case 'GET /console/evidence/agent-keys':
    case 'GET /console/evidence/changes-export':
      return file(response, `list of ${path}`)
    default:
      return false
  }
}
