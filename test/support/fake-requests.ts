/** Requests as the fake companion keeps them: the product's own machine over a list in memory. */
import { readFileSync } from 'node:fs'
import { addDays, extendableUntil, NO_CALENDAR, type WorkCalendar } from '../../src/domain/due-dates.ts'
import type {
  CaseLineView,
  MoveCase,
  OpenCase,
  RecordLetter,
  RequestCaseDetail,
  RequestCaseView,
} from '../../src/domain/request-api.ts'
import type { LetterKind, RequestKind } from '../../src/domain/request-case.ts'
import type { LetterFrame } from '../../src/domain/request-letter.ts'
import { type CaseEvent, moveCase, newCase, nextMoves } from '../../src/domain/request-moves.ts'

export const TODAY = new Date().toISOString().slice(0, 10)
export const BERLIN: WorkCalendar = { region: 'DE-BE', extraDays: [], timeZone: 'Europe/Berlin' }

export interface FakeRequests {
  cases: readonly RequestCaseView[]
  calendar: WorkCalendar
  history: Map<string, CaseLineView[]>
  links: number
  packages: RequestCaseDetail['packages']
}

/** A case as it is listed, received so many days ago. */
export function sampleCase(caseId: string, change: Partial<RequestCaseView> = {}): RequestCaseView {
  const receivedOn = change.receivedOn ?? addDays(TODAY, -7)
  const kind: RequestKind = change.kind ?? 'access'
  return {
    caseId,
    caseNumber: '2026-00001',
    ...newCase(kind, receivedOn, NO_CALENDAR),
    channel: 'page',
    ticketId: '20416',
    ticketUrl: 'https://acme.zendesk.com/agent/tickets/20416',
    locale: 'de',
    receivedAt: `${receivedOn}T09:00:00.000Z`,
    endedAt: null,
    calendar: 'DE-BE',
    version: 1,
    ...change,
  }
}

/** One late, one due today, one pressing, one with time, one whose clock stands still, one that is closed. */
export function sampleCases(): readonly RequestCaseView[] {
  return [
    sampleCase('late', { caseNumber: '2026-00011', ticketId: '20401', dueOn: addDays(TODAY, -2) }),
    sampleCase('today', {
      caseNumber: '2026-00012',
      ticketId: '20402',
      dueOn: TODAY,
      kind: 'erasure',
      locale: 'pt',
    }),
    sampleCase('soon', {
      ...{ caseNumber: '2026-00013', ticketId: null, ticketUrl: null, channel: 'letter', kind: 'objection' },
      ...{ dueOn: addDays(TODAY, 5), internalDueOn: addDays(TODAY, 1), status: 'collecting', locale: 'fr' },
    }),
    sampleCase('open', {
      caseNumber: '2026-00014',
      dueOn: addDays(TODAY, 24),
      internalDueOn: addDays(TODAY, 14),
    }),
    sampleCase('asked', {
      ...{ caseNumber: '2026-00015', ticketId: '20430', status: 'identity_pending' },
      ...{ pausedSince: addDays(TODAY, -1), dueOn: addDays(TODAY, 20) },
    }),
    sampleCase('done', {
      ...{ caseNumber: '2026-00009', ticketId: '20388', status: 'closed', deliveredOn: addDays(TODAY, -3) },
      ...{ endedAt: `${addDays(TODAY, -2)}T15:00:00.000Z`, identityWay: 'own_link' },
    }),
  ]
}

export function sampleRequests(cases: readonly RequestCaseView[] = []): FakeRequests {
  return { cases, calendar: BERLIN, history: new Map(), links: 0, packages: [] }
}

function linesOf(requests: FakeRequests, request: RequestCaseView): CaseLineView[] {
  const known = requests.history.get(request.caseId)
  if (known !== undefined) return known
  const opened: CaseLineView = {
    ...{ seq: 0, kind: 'opened', at: request.receivedAt, actor: 'requester', actorRef: 'link', text: null },
    detail: { channel: request.channel, due: request.dueOn },
  }
  requests.history.set(request.caseId, [opened])
  return linesOf(requests, request)
}

function factsOf(requests: FakeRequests, request: RequestCaseView): Omit<CaseEvent, 'kind'> {
  const letters = linesOf(requests, request).flatMap(({ detail }) =>
    detail.letter === undefined
      ? []
      : [{ letter: detail.letter as LetterKind, sentOn: detail.sent_on ?? '' }],
  )
  const given = { by: 'compliance', on: TODAY, hasReason: true, identityWay: 'helpdesk_verified' } as const
  return { ...given, letters, twin: false, erased: false }
}

function detailOf(requests: FakeRequests, request: RequestCaseView): RequestCaseDetail {
  const facts = factsOf(requests, request)
  return {
    today: TODAY,
    request,
    history: linesOf(requests, request),
    steps: nextMoves(request, facts, requests.calendar),
    lettersSent: facts.letters.map(({ letter }) => letter),
    extendableUntil: extendableUntil(request, requests.calendar),
    erasure: null,
    packages: requests.packages,
    twins: [],
  }
}

function write(
  requests: FakeRequests,
  request: RequestCaseView,
  line: Pick<CaseLineView, 'kind' | 'detail' | 'text'>,
): RequestCaseView {
  const changed = { ...request, version: request.version + 1 }
  const at = new Date().toISOString()
  linesOf(requests, request).push({
    ...{ seq: request.version, at, actor: 'compliance', actorRef: 'pseudonym' },
    ...line,
  })
  requests.cases = requests.cases.map((each) => (each.caseId === request.caseId ? changed : each))
  return changed
}

/** The English letters, as the companion has them. */
function frameOf(request: RequestCaseView, letter: LetterKind, language: string): LetterFrame {
  const words = JSON.parse(
    readFileSync(new URL(`../../server/letters/${language}.json`, import.meta.url), 'utf8'),
  )
  return {
    ...{ letter, language, ...words.letters[letter] },
    reference: `${request.caseNumber} · ${request.receivedOn}`,
    greeting: words.frame.greeting,
    mandatory: [words.frame.byPeople, words.frame.court],
    closing: words.frame.closing,
    sender: ['Larch & Loft', 'privacy@larch.example'],
  }
}

export interface FakeReply {
  readonly status: number
  readonly body: unknown
}

/** `null`: the call is about something else. */
export function answerRequests(
  requests: FakeRequests,
  method: string,
  path: string,
  body: Readonly<Record<string, unknown>>,
): FakeReply | null {
  if (path === '/console/requests' && method === 'GET')
    return { status: 200, body: { today: TODAY, calendar: requests.calendar, cases: requests.cases } }
  if (path === '/console/request-calendar') {
    requests.calendar = body as unknown as WorkCalendar
    return { status: 200, body: requests.calendar }
  }
  if (path === '/console/requests' && method === 'POST') {
    const { kind, channel, locale, receivedOn } = body as unknown as OpenCase
    const opened = sampleCase('opened', { kind, channel, locale, receivedOn, caseNumber: '2026-00016' })
    requests.cases = [...requests.cases, opened]
    return { status: 201, body: detailOf(requests, opened) }
  }
  const [, caseId, part, letter, language = 'en'] =
    path.match(/^\/console\/requests\/([^/]+)(?:\/([^/]+)(?:\/([^/]+)\/([^/]+))?)?$/) ?? []
  const request = requests.cases.find((each) => each.caseId === caseId)
  if (request === undefined) return null
  if (method === 'GET' && part === undefined) return { status: 200, body: detailOf(requests, request) }
  if (method === 'GET') return { status: 200, body: frameOf(request, letter as LetterKind, language) }
  return change(requests, request, part ?? '', body)
}

function change(
  requests: FakeRequests,
  request: RequestCaseView,
  part: string,
  body: Readonly<Record<string, unknown>>,
): FakeReply | null {
  if (part === 'notes') {
    const changed = write(requests, request, { kind: 'note_added', detail: {}, text: String(body.text) })
    return { status: 200, body: detailOf(requests, changed) }
  }
  if (part === 'letters') {
    const order = body as unknown as RecordLetter
    const detail = { letter: order.letter, channel: order.channel, sent_on: order.sentOn }
    const changed = write(requests, request, { kind: 'letter_sent', detail, text: order.body })
    return { status: 200, body: detailOf(requests, changed) }
  }
  if (part === 'identity-links') {
    requests.links += 1
    const changed = write(requests, request, { kind: 'link_issued', detail: {}, text: null })
    const url = `https://vouch.example/r/token-${requests.links}`
    const expiresAt = `${addDays(TODAY, 14)}T00:00:00.000Z`
    return { status: 201, body: { url, expiresAt, detail: detailOf(requests, changed) } }
  }
  if (part === 'packages') {
    requests.packages = requests.packages.map((each) => ({
      ...each,
      linked: each.packageId === body.packageId,
    }))
    const detail = { product: 'export', ref: String(body.packageId) }
    return {
      status: 200,
      body: detailOf(requests, write(requests, request, { kind: 'linked', detail, text: null })),
    }
  }
  const order = body as unknown as MoveCase
  const verdict = moveCase(
    request,
    { ...factsOf(requests, request), kind: order.kind, identityWay: order.identityWay ?? null },
    requests.calendar,
  )
  if (verdict.outcome === 'illegal') return null
  const moved = { ...request, ...verdict.state }
  const changed = write(requests, moved, { kind: order.kind, detail: {}, text: order.reason ?? null })
  return { status: 200, body: detailOf(requests, changed) }
}
