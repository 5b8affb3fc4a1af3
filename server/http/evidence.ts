/** The auditor's pack: what the log proves by control and period, who may do what, what changed, and lists to take away. */
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { z } from 'zod'
import { ROLES } from '../../src/domain/account.ts'
import {
  DOCUMENT_KINDS,
  EVIDENCE_LANGUAGES,
  type EvidenceLanguage,
  LOGGED_CHANGES,
  type LoggedChange,
  REVIEW_DECISIONS,
} from '../../src/domain/evidence-api.ts'
import { Fault } from '../../src/domain/fault.ts'
import { STAFF_LANGUAGES, type StaffLanguage } from '../../src/domain/staff-language.ts'
import { begun } from '../begun.ts'
import {
  type AccessReviewRooms,
  accessCsv,
  agentKeysCsv,
  changeLogCsv,
  criterionOf,
  type DocumentFacts,
  documentHtml,
  type EventSender,
  type EvidenceRooms,
  eventLines,
  makeDocument,
  noteExport,
  type Period,
  POPULATION_FORMATS,
  parsePeriod,
  populationText,
  readAccess,
  readAgentKeys,
  readChangeLog,
  readControlMap,
  reviewAccess,
  spanOf,
} from '../evidence/index.ts'
import type { StoreRows } from '../store.ts'
import { accessView, changeLogView, controlMapView, deliveryView, documentView } from './answers/evidence.ts'
import { bare, type Call, fileOf, idParam, type Route, route } from './route.ts'

export interface EvidenceGiven {
  readonly rooms: EvidenceRooms<StoreRows> & Pick<AccessReviewRooms, 'folds' | 'reviewMonths'>
  readonly facts: (tx: StoreRows, language: EvidenceLanguage) => Promise<DocumentFacts>
  readonly events: EventSender
}

const COMPLIANCE = ['compliance'] as const
const STAFF = ['admin', 'compliance'] as const

const reviewSchema = z.strictObject({
  decision: z.enum(REVIEW_DECISIONS),
  roles: z.array(z.enum(ROLES)).max(10),
})

const documentSchema = z.strictObject({
  kind: z.enum(DOCUMENT_KINDS),
  language: z.enum(EVIDENCE_LANGUAGES),
})

const day = z.iso.date()
const periodQuery = z.object({ from: day, to: day })
const controlQuery = periodQuery.extend({ language: z.enum(STAFF_LANGUAGES).default('en') })
const changesQuery = periodQuery.extend({ what: z.enum(LOGGED_CHANGES).optional() })
const populationQuery = periodQuery.extend({
  criterion: z.string().optional().describe('A criterion of the control map, e.g. CC6.2.'),
  format: z.enum(POPULATION_FORMATS).default('jsonl'),
})

function periodIn({ query }: Call<unknown>): Period {
  return parsePeriod(query.from, query.to)
}

export function languageIn({ query }: Call<unknown>): StaffLanguage {
  const found = STAFF_LANGUAGES.find((one) => one === (query.language ?? 'en'))
  if (found === undefined)
    throw new Fault('BAD_REQUEST', `the language is one of ${STAFF_LANGUAGES.join(', ')}`)
  return found
}

function changeIn({ query }: Call<unknown>): LoggedChange | null {
  if (query.what === undefined) return null
  const found = LOGGED_CHANGES.find((one) => one === query.what)
  if (found === undefined) throw new Fault('BAD_REQUEST', 'no such kind of change')
  return found
}

/** Sent as it is made, however long it gets; a list that breaks off has no last line. */
async function sendText(
  call: Call<unknown>,
  file: { readonly name: string; readonly type: string },
  text: AsyncIterable<string> | readonly string[],
): Promise<'handled'> {
  const lines = await begun(Readable.from(text))
  // The name first: by its ending it would set a type of its own.
  call.response.status(200).attachment(file.name).type(`${file.type}; charset=utf-8`)
  await pipeline(Readable.from(lines), call.response)
  return 'handled'
}

const CSV = 'text/csv'
const LINES = 'application/x-ndjson'

function population({ rooms }: EvidenceGiven): Route {
  return bare(
    {
      method: 'get',
      path: '/console/evidence/population',
      access: COMPLIANCE,
      summary: 'Take the list of all acts under a control in a period, for sampling.',
      answers: { 200: fileOf(CSV, LINES) },
      scope: 'evidence:read',
      query: populationQuery,
    },
    async (call) => {
      const period = periodIn(call)
      const { criterion: named, format: wanted = 'jsonl' } = call.query
      const criterion = named === undefined ? null : criterionOf(String(named))
      const format = POPULATION_FORMATS.find((one) => one === wanted)
      if (format === undefined || (named !== undefined && criterion === null))
        throw new Fault('BAD_REQUEST', 'no such criterion or format')
      await noteExport(rooms, call.agent, 'population', { ...period, criterion: criterion ?? 'all', format })
      const name = `population-${criterion ?? 'all'}-${period.from}-${period.to}.${format}`
      return sendText(
        call,
        { name, type: format === 'csv' ? CSV : LINES },
        populationText(rooms, call.agent.accountId, { period, criterion, format }),
      )
    },
  )
}

function eventRoutes({ rooms, events }: EvidenceGiven): readonly Route[] {
  return [
    bare(
      {
        method: 'get',
        path: '/console/evidence/events',
        access: COMPLIANCE,
        summary: "Take the log's entries of a period as OCSF events, one a line.",
        answers: { 200: fileOf(LINES) },
        scope: 'evidence:read',
        query: periodQuery,
      },
      async (call) => {
        const period = periodIn(call)
        const { accountId } = call.agent
        await noteExport(rooms, call.agent, 'events', { ...period })
        const span = await rooms.transact((tx) => spanOf(tx, accountId, period))
        const name = `events-${period.from}-${period.to}.jsonl`
        return sendText(call, { name, type: LINES }, eventLines(rooms, accountId, span))
      },
    ),
    bare(
      {
        method: 'get',
        path: '/console/evidence/delivery',
        access: COMPLIANCE,
        summary: "Read how far events have been sent to the account's own collector.",
        answers: { 200: deliveryView },
        scope: 'evidence:read',
      },
      async () => ({
        status: 200,
        body: await events.view(),
      }),
    ),
  ]
}

function accessRoutes({ rooms }: EvidenceGiven): readonly Route[] {
  return [
    bare(
      {
        method: 'get',
        path: '/console/evidence/access',
        access: STAFF,
        summary: 'Read who may do what, since when, and when that was last reviewed.',
        answers: { 200: accessView },
        scope: 'evidence:read',
      },
      async ({ agent }) => ({
        status: 200,
        body: await readAccess(rooms, agent.accountId),
      }),
    ),
    route(
      {
        method: 'post',
        path: '/console/evidence/access/:agentId/reviews',
        access: COMPLIANCE,
        schema: reviewSchema,
        summary: "Record a review of one agent's roles.",
        answers: { 200: accessView },
      },
      async (call) => ({
        status: 200,
        body: await reviewAccess(rooms, call.agent, { agentId: idParam(call, 'agentId'), ...call.body }),
      }),
    ),
    bare(
      {
        method: 'get',
        path: '/console/evidence/access-export',
        cost: 'dear',
        access: COMPLIANCE,
        summary: 'Take the list of who may do what.',
        answers: { 200: fileOf(CSV) },
        scope: 'evidence:read',
      },
      async (call) => {
        await noteExport(rooms, call.agent, 'access', {})
        const csv = accessCsv(await readAccess(rooms, call.agent.accountId))
        return sendText(call, { name: 'access.csv', type: CSV }, [csv])
      },
    ),
    bare(
      {
        method: 'get',
        path: '/console/evidence/agent-keys',
        access: COMPLIANCE,
        summary: 'Take the list that says which pseudonym of the log is which agent.',
        answers: { 200: fileOf(CSV) },
        scope: 'evidence:read',
      },
      async (call) => {
        const { accountId } = call.agent
        await noteExport(rooms, call.agent, 'agent_keys', {})
        const list = await rooms.transact((tx) => readAgentKeys(rooms.keys, tx, accountId))
        return sendText(call, { name: 'agent-keys.csv', type: CSV }, [agentKeysCsv(list)])
      },
    ),
  ]
}

function changeRoutes({ rooms }: EvidenceGiven): readonly Route[] {
  const read = (call: Call<unknown>) =>
    readChangeLog(rooms, call.agent.accountId, periodIn(call), changeIn(call))
  return [
    bare(
      {
        method: 'get',
        path: '/console/evidence/changes',
        access: COMPLIANCE,
        summary: 'Read what was changed in a period, by whom and on whose word.',
        answers: { 200: changeLogView },
        scope: 'evidence:read',
        query: changesQuery,
      },
      async (call) => ({
        status: 200,
        body: await read(call),
      }),
    ),
    bare(
      {
        method: 'get',
        path: '/console/evidence/changes-export',
        cost: 'dear',
        access: COMPLIANCE,
        summary: 'Take the list of changes in a period.',
        answers: { 200: fileOf(CSV) },
        scope: 'evidence:read',
        query: changesQuery,
      },
      async (call) => {
        const period = periodIn(call)
        await noteExport(rooms, call.agent, 'changes', { ...period, what: changeIn(call) ?? 'all' })
        const name = `changes-${period.from}-${period.to}.csv`
        return sendText(call, { name, type: CSV }, [changeLogCsv(await read(call))])
      },
    ),
  ]
}

export function evidenceRoutes(given: EvidenceGiven): readonly Route[] {
  const { rooms } = given
  return [
    bare(
      {
        method: 'get',
        path: '/console/evidence/controls',
        access: COMPLIANCE,
        summary: 'Read what the log proves, control by control, in a period.',
        answers: { 200: controlMapView },
        scope: 'evidence:read',
        query: controlQuery,
      },
      async (call) => ({
        status: 200,
        body: await readControlMap(rooms, call.agent.accountId, periodIn(call), languageIn(call)),
      }),
    ),
    population(given),
    ...eventRoutes(given),
    ...accessRoutes(given),
    ...changeRoutes(given),
    route(
      {
        method: 'post',
        path: '/console/evidence/documents',
        cost: 'dear',
        access: COMPLIANCE,
        schema: documentSchema,
        summary: 'Make a document for the file: a record of processing, an assessment, a policy.',
        answers: { 201: z.strictObject({ document: documentView, html: z.string() }) },
        scope: 'evidence:read',
      },
      async ({ agent, body }) => {
        const document = await makeDocument(rooms, agent, body, given.facts)
        return { status: 201, body: { document, html: documentHtml(document) } }
      },
    ),
  ]
}
