/** The files of a package that list records: everything, what may be taken elsewhere, and a table for each kind. */

import { BYTE_ORDER_MARK, type CsvCell, csvLine } from '../../../src/domain/csv.ts'
import type { HeldClass } from '../../../src/domain/held.ts'
import type { HeldRecord, JsonValue } from '../../privacy/index.ts'
import { piecesOf } from './pieces.ts'
import type { PackageFile } from './zip.ts'

/** One pass over what is held; each call begins again and tells the same. `only`: classes that are wanted. */
export type Records = (only?: readonly HeldClass[]) => AsyncIterable<HeldRecord>

async function* listed(
  head: Readonly<Record<string, string>>,
  records: AsyncIterable<HeldRecord>,
  see: (record: HeldRecord) => void,
): AsyncGenerator<string> {
  yield `${JSON.stringify(head).slice(0, -1)},"records":[`
  let between = '\n'
  for await (const record of records) {
    see(record)
    yield between + JSON.stringify(record)
    between = ',\n'
  }
  yield '\n]}\n'
}

/** Everything, and `see` told of each record as it passes. */
export function dataFile(
  records: Records,
  generatedAt: string,
  see: (record: HeldRecord) => void,
): PackageFile {
  const head = { format: 'vouch-data/v1', generatedAt }
  return { name: 'data.json', content: piecesOf(listed(head, records(), see)) }
}

async function* portable(records: AsyncIterable<HeldRecord>): AsyncGenerator<HeldRecord> {
  for await (const record of records) if (record.portable) yield record
}

/** GDPR Art. 20: what the person provided, processed automatically on consent or contract. */
export function portabilityFile(records: Records, generatedAt: string): PackageFile {
  const head = { format: 'vouch-portability/v1', generatedAt }
  return { name: 'portability.json', content: piecesOf(listed(head, portable(records()), () => {})) }
}

/** A reader that can be asked for the next one without taking it. */
function peeking(records: AsyncIterable<HeldRecord>) {
  const iterator = records[Symbol.asyncIterator]()
  let held: HeldRecord | null = null
  return {
    async peek(): Promise<HeldRecord | null> {
      if (held === null) {
        const next = await iterator.next()
        held = next.done === true ? null : next.value
      }
      return held
    },
    take() {
      held = null
    },
  }
}

/** A new table begins with another class, and where the columns are others. */
function tableOf({ class: name, record }: HeldRecord): string {
  return JSON.stringify([name, Object.keys(record)])
}

/** What is no plain value stands as JSON. */
function cellOf(value: JsonValue): CsvCell {
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : value
}

async function* table(source: ReturnType<typeof peeking>, first: HeldRecord): AsyncGenerator<string> {
  const columns = Object.keys(first.record)
  yield BYTE_ORDER_MARK + csvLine(columns)
  for (let next = await source.peek(); next !== null; next = await source.peek()) {
    if (tableOf(next) !== tableOf(first)) return
    const { record } = next
    yield csvLine(columns.map((column) => cellOf(record[column] ?? null)))
    source.take()
  }
}

/** `csv/<class>.csv`, each read to its end before the next one begins. */
export async function* csvFiles(records: Records): AsyncGenerator<PackageFile> {
  const source = peeking(records())
  const names = new Map<string, number>()
  for (let first = await source.peek(); first !== null; first = await source.peek()) {
    const times = (names.get(first.class) ?? 0) + 1
    names.set(first.class, times)
    const name = `csv/${first.class}${times === 1 ? '' : `-${times}`}.csv`
    yield { name, content: piecesOf(table(source, first)) }
  }
}
