/** The console's questions about an audit: what the log proves, who may do what, what changed, and documents. */
import { ROLES, type Role } from '../domain/account.ts'
import {
  type AccessView,
  type ChangeLogView,
  type ControlMapView,
  DELIVERY_ERRORS,
  type DeliveryView,
  DOCUMENT_KINDS,
  type DocumentKind,
  type DocumentLine,
  type DocumentView,
  EVIDENCE_LANGUAGES,
  EVIDENCE_LEVELS,
  type EvidenceLanguage,
  LOGGED_CHANGES,
  type LoggedChange,
  type LogSpanView,
  REVIEW_DECISIONS,
  REVIEW_STATES,
  type ReviewDecision,
} from '../domain/evidence-api.ts'
import type { StaffLanguage } from '../domain/staff-language.ts'
import { type Check, flag, list, nullable, number, oneOf, record, text, variant } from './checks.ts'
import { textFrom } from './files.ts'
import type { Line } from './session.ts'

export interface EvidencePeriod {
  readonly from: string
  readonly to: string
}

export interface MadeDocument {
  readonly document: DocumentView
  /** One file that prints well. */
  readonly html: string
}

export interface EvidenceClient {
  controlMap(period: EvidencePeriod, language: StaffLanguage): Promise<ControlMapView>
  /** `null`: every entry of the period. */
  population(period: EvidencePeriod, criterion: string | null, format: 'jsonl' | 'csv'): Promise<string>
  accessReview(): Promise<AccessView>
  reviewAccess(agentId: string, decision: ReviewDecision, roles: readonly Role[]): Promise<AccessView>
  accessExport(): Promise<string>
  agentKeys(): Promise<string>
  changeLog(period: EvidencePeriod, what: LoggedChange | null): Promise<ChangeLogView>
  changesExport(period: EvidencePeriod, what: LoggedChange | null): Promise<string>
  events(period: EvidencePeriod): Promise<string>
  delivery(): Promise<DeliveryView>
  makeDocument(kind: DocumentKind, language: EvidenceLanguage): Promise<MadeDocument>
}

const span: Check<LogSpanView> = record({
  first: nullable(number),
  last: nullable(number),
  count: number,
  headSize: number,
  headRoot: text,
  checkpoint: nullable(text),
})

const controlMap: Check<ControlMapView> = record({
  from: text,
  to: text,
  span,
  controls: list(
    record({
      criterion: text,
      level: oneOf(EVIDENCE_LEVELS),
      title: text,
      shows: nullable(text),
      bring: nullable(text),
      types: list(text),
      count: number,
      newest: nullable(text),
    }),
  ),
  operational: list(record({ type: text, count: number })),
  unreadable: number,
})

const accessView: Check<AccessView> = record({
  at: text,
  quarter: record({ from: text, to: text, months: number }),
  staleDays: number,
  rows: list(
    record({
      agentRef: text,
      agentId: text,
      grants: list(
        record({ role: oneOf(ROLES), since: nullable(text), by: nullable(text), index: nullable(number) }),
      ),
      lastSessionAt: nullable(text),
      lastActAt: nullable(text),
      stale: flag,
      review: record({
        state: oneOf(REVIEW_STATES),
        decision: nullable(oneOf(REVIEW_DECISIONS)),
        at: nullable(text),
        by: nullable(text),
        own: flag,
      }),
    }),
  ),
})

const changeLog: Check<ChangeLogView> = record({
  from: text,
  to: text,
  span,
  rows: list(
    record({
      index: number,
      at: text,
      what: oneOf(LOGGED_CHANGES),
      type: text,
      version: text,
      author: text,
      approver: nullable(text),
      diff: list(record({ sign: oneOf(['+', '-'] as const), path: text, value: text })),
    }),
  ),
})

const delivery: Check<DeliveryView> = record({
  origin: nullable(text),
  lastSent: nullable(number),
  lastSentAt: nullable(text),
  waiting: number,
  stopped: flag,
  failures: number,
  lastError: nullable(oneOf(DELIVERY_ERRORS)),
  lastErrorAt: nullable(text),
  nextTryAt: nullable(text),
})

const documentLine: Check<DocumentLine> = variant('kind', {
  fact: record({ label: text, values: list(text) }),
  missing: record({ label: text, hint: text }),
  text: record({ text }),
  table: record({ head: list(text), rows: list(list(text)) }),
})

const madeDocument: Check<MadeDocument> = record({
  document: record({
    kind: oneOf(DOCUMENT_KINDS),
    language: oneOf(EVIDENCE_LANGUAGES),
    title: text,
    lead: text,
    madeAt: text,
    configuration: text,
    productVersion: text,
    missing: number,
    sections: list(record({ heading: text, lines: list(documentLine) })),
  }),
  html: text,
})

export function evidenceCalls(line: Line): EvidenceClient {
  const at = (what: string, query: Readonly<Record<string, string>> = {}) => {
    const search = new URLSearchParams(query).toString()
    return `/console/evidence/${what}${search === '' ? '' : `?${search}`}`
  }
  const words = (path: string) => textFrom(line, path)
  const changes = (period: EvidencePeriod, what: LoggedChange | null) => ({
    ...period,
    ...(what === null ? {} : { what }),
  })
  return {
    controlMap: (period, language) => line.ask(controlMap, 'GET', at('controls', { ...period, language })),
    population: (period, criterion, format) =>
      words(at('population', { ...period, ...(criterion === null ? {} : { criterion }), format })),
    accessReview: () => line.ask(accessView, 'GET', at('access')),
    reviewAccess: (agentId, decision, roles) =>
      line.ask(accessView, 'POST', at(`access/${encodeURIComponent(agentId)}/reviews`), { decision, roles }),
    accessExport: () => words(at('access-export')),
    agentKeys: () => words(at('agent-keys')),
    changeLog: (period, what) => line.ask(changeLog, 'GET', at('changes', changes(period, what))),
    changesExport: (period, what) => words(at('changes-export', changes(period, what))),
    events: (period) => words(at('events', { ...period })),
    delivery: () => line.ask(delivery, 'GET', at('delivery')),
    makeDocument: (kind, language) => line.ask(madeDocument, 'POST', at('documents'), { kind, language }),
  }
}
