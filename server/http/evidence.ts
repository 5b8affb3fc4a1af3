/** The auditor's pack: what the log proves, by control and period, and the lists to take away. */
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { EVIDENCE_LANGUAGES, type EvidenceLanguage } from '../../src/domain/evidence-api.ts'
import { Fault } from '../../src/domain/fault.ts'
import {
  criterionOf,
  type EvidenceRooms,
  eventLines,
  noteExport,
  type Period,
  POPULATION_FORMATS,
  parsePeriod,
  populationText,
  readControlMap,
  spanOf,
} from '../evidence/index.ts'
import type { StoreRows } from '../store.ts'
import { bare, type Call, type Outcome, type Route } from './route.ts'

export interface EvidenceGiven {
  readonly rooms: EvidenceRooms<StoreRows>
}

const COMPLIANCE = ['compliance'] as const

function periodIn({ query }: Call<unknown>): Period {
  return parsePeriod(query.from, query.to)
}

export function languageIn({ query }: Call<unknown>): EvidenceLanguage {
  const found = EVIDENCE_LANGUAGES.find((one) => one === (query.language ?? 'en'))
  if (found === undefined) throw new Fault('BAD_REQUEST', 'the language is en or de')
  return found
}

/** Sent as it is made, however long it gets; a list that breaks off has no last line. */
export async function sendText(
  call: Call<unknown>,
  file: { readonly name: string; readonly type: string },
  text: AsyncIterable<string>,
): Promise<Outcome> {
  call.response.status(200).type(`${file.type}; charset=utf-8`).attachment(file.name)
  await pipeline(Readable.from(text), call.response)
  return 'handled'
}

function population({ rooms }: EvidenceGiven): Route {
  return bare({ method: 'get', path: '/console/evidence/population', access: COMPLIANCE }, async (call) => {
    const period = periodIn(call)
    const { criterion: named, format: wanted = 'jsonl' } = call.query
    const criterion = named === undefined ? null : criterionOf(String(named))
    const format = POPULATION_FORMATS.find((one) => one === wanted)
    if (format === undefined || (named !== undefined && criterion === null))
      throw new Fault('BAD_REQUEST', 'no such criterion or format')
    await noteExport(rooms, call.agent, 'population', {
      ...period,
      criterion: criterion ?? 'all',
      format,
    })
    const name = `population-${criterion ?? 'all'}-${period.from}-${period.to}.${format}`
    const type = format === 'csv' ? 'text/csv' : 'application/x-ndjson'
    return sendText(
      call,
      { name, type },
      populationText(rooms, call.agent.accountId, { period, criterion, format }),
    )
  })
}

function events({ rooms }: EvidenceGiven): Route {
  return bare({ method: 'get', path: '/console/evidence/events', access: COMPLIANCE }, async (call) => {
    const period = periodIn(call)
    const { accountId } = call.agent
    await noteExport(rooms, call.agent, 'events', { ...period })
    const span = await rooms.transact((tx) => spanOf(tx, accountId, period))
    const name = `events-${period.from}-${period.to}.jsonl`
    return sendText(call, { name, type: 'application/x-ndjson' }, eventLines(rooms, accountId, span))
  })
}

export function evidenceRoutes(given: EvidenceGiven): readonly Route[] {
  const { rooms } = given
  return [
    bare({ method: 'get', path: '/console/evidence/controls', access: COMPLIANCE }, async (call) => ({
      status: 200,
      body: await readControlMap(rooms, call.agent.accountId, periodIn(call), languageIn(call)),
    })),
    population(given),
    events(given),
  ]
}
