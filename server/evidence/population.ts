/**
 * All entries of a control in a period, for an auditor who samples. The first line says the run of the log that was
 * read, from which place to which; each entry carries its header as it is hashed.
 */
import type { AccountId } from '../../src/domain/account.ts'
import { BYTE_ORDER_MARK, csvLine } from '../../src/domain/csv.ts'
import type { AuditRows } from '../audit/index.ts'
import { spanView } from './control-map.ts'
import type { CriterionId } from './criteria.ts'
import { typesOf } from './entry-catalogue.ts'
import type { LoggedEntry } from './logged-entry.ts'
import { entriesOf, type Period, spanOf } from './period.ts'
import type { EvidenceRooms } from './rooms.ts'

export const POPULATION_FORMATS = ['jsonl', 'csv'] as const
export type PopulationFormat = (typeof POPULATION_FORMATS)[number]

export interface PopulationOrder {
  readonly period: Period
  /** `null`: every entry of the period. */
  readonly criterion: CriterionId | null
  readonly format: PopulationFormat
}

const HEAD = [
  'index',
  'at',
  'type',
  'decision',
  'actor',
  'object_kind',
  'object',
  'entry_id',
  'leaf_hash',
  'header',
]

function csvRow({ index, header, leafHash, entry }: LoggedEntry): string {
  return csvLine([
    index,
    entry?.at ?? '',
    entry?.type ?? 'unreadable',
    entry?.decision ?? '',
    entry === null ? '' : `${entry.actor.kind}:${entry.actor.ref}`,
    entry?.object.kind ?? '',
    entry?.object.ref ?? '',
    entry?.id ?? '',
    leafHash,
    header,
  ])
}

/** What stands first: without it a list could not be told from one that was cut. */
async function headOf(rooms: EvidenceRooms<AuditRows>, accountId: AccountId, order: PopulationOrder) {
  const span = await rooms.transact((tx) => spanOf(tx, accountId, order.period))
  const types = order.criterion === null ? null : typesOf(order.criterion)
  const head = {
    kind: 'vouch-population/v1',
    account: accountId,
    ...order.period,
    criterion: order.criterion,
    types,
    log: spanView(span, await rooms.anchor(accountId)),
  }
  return { span, types, head }
}

/** Piece by piece; the last line says how many entries there were. */
export async function* populationText(
  rooms: EvidenceRooms<AuditRows>,
  accountId: AccountId,
  order: PopulationOrder,
): AsyncGenerator<string> {
  const { span, types, head } = await headOf(rooms, accountId, order)
  const csv = order.format === 'csv'
  if (csv) {
    yield BYTE_ORDER_MARK
    yield csvLine(['vouch-population/v1', JSON.stringify(head)])
    yield csvLine(HEAD)
  } else yield `${JSON.stringify(head)}\n`
  let entries = 0
  for await (const logged of entriesOf(rooms.transact, accountId, span)) {
    // An unreadable one may be of any type: it belongs to every population.
    const wanted =
      types === null || logged.entry === null || types.some((type) => type === logged.entry?.type)
    if (!wanted) continue
    entries += 1
    const { index, header, leafHash } = logged
    yield csv ? csvRow(logged) : `${JSON.stringify({ index, leafHash, header })}\n`
  }
  const read = span.end - span.start
  yield csv ? csvLine(['end', entries, read]) : `${JSON.stringify({ kind: 'end', entries, read })}\n`
}
