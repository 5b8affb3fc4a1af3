/** A holder over tables of a store: says which rows and columns, and how each column is handed out. */
import type { ErasedClass, ErasureException, KeptClass } from '../../src/domain/erasure.ts'
import type { HeldClass, HeldSpan } from '../../src/domain/held.ts'
import type { Keyring } from '../keys.ts'
import type {
  Condition,
  Erased,
  ErasureTerms,
  GoneTicket,
  HeldPlace,
  HeldRecord,
  HeldRow,
  HeldRows,
  JsonValue,
  PersonalDataHolder,
  Who,
} from './holder.ts'

/**
 * `plain` as it is, `json` parsed, `agent` as the agent's pseudonym, `secret` not at all: a key or a token would
 * tell nobody anything and open a door. A sealed column is opened under the person's own key.
 */
export type Showing =
  | 'plain'
  | 'json'
  | 'agent'
  | 'secret'
  | {
      readonly sealed: (row: HeldRow) => string
      readonly is: 'text' | 'json'
      /** The name it is handed out under. */
      readonly as: string
    }

type Rows = readonly (readonly Condition[])[]

export interface HeldTable {
  readonly table: string
  readonly class: HeldClass
  readonly portable?: boolean
  readonly rows: (who: Who) => readonly (readonly Condition[])[]
  readonly order: HeldPlace['order']
  readonly time: string | null
  /** What becomes of the rows when the person is erased; without a word they are deleted. */
  readonly onErasure?: (terms: ErasureTerms, who: Who) => Becomes | readonly Part[]
  /** What becomes of its rows on a ticket that is deleted for good; without a word it has none. */
  readonly onTicket?: (ticket: GoneTicket) => readonly Part[]
  /** Each column with something about the person, in camel case. */
  readonly columns: Readonly<Record<string, Showing>>
}

export type Becomes = 'delete' | Kept

/** Some of the rows; a later part sees what an earlier one has left. */
export interface Part {
  readonly rows: Rows
  readonly becomes: Becomes
}

/** The rows stay under an exception, these of their columns emptied. */
export interface Kept {
  readonly keep: ErasureException
  readonly empty: readonly string[]
}

const PAGE = 500

const snake = (name: string) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)

/** Rows whose `ticket_ref` is the ticket's. */
export function ofTicket({ ticketRef }: Pick<GoneTicket, 'ticketRef'>): Rows {
  return [[{ column: 'ticketRef', is: [ticketRef] }]]
}

/** Rows whose `requester_ref` is the person's. */
export function ofRequester({ requesterRef }: Who): readonly (readonly Condition[])[] {
  return [[{ column: 'requesterRef', is: [requesterRef] }]]
}

function placeOf({ table, rows, order, time }: HeldTable, who: Who): HeldPlace {
  return { table, any: rows(who), order, time }
}

function shown(
  keys: Keyring,
  { accountId, requesterRef, wrappedKey }: Who,
  row: HeldRow,
  name: string,
  how: Showing,
): readonly (readonly [string, JsonValue])[] {
  const value = row[name] ?? null
  if (how === 'secret') return []
  if (typeof how === 'object') {
    // Without a key the words are gone, whatever still lies there.
    if (value === null || wrappedKey === '') return [[how.as, null]]
    const text = keys.unsealFor(wrappedKey, `${accountId}/${requesterRef}`, String(value), how.sealed(row))
    // Written by the room that sealed it, under a key that nobody else holds: any JSON may be handed out.
    return [[how.as, how.is === 'json' ? (JSON.parse(text) as JsonValue) : text]]
  }
  if (value === null || how === 'plain') return [[name, value]]
  if (how === 'agent') return [[name, keys.digest('agent', accountId, String(value))]]
  return [[name, JSON.parse(String(value)) as JsonValue]]
}

async function* recordsOf(
  keys: Keyring,
  tx: HeldRows,
  who: Who,
  table: HeldTable,
): AsyncGenerator<HeldRecord> {
  const place = placeOf(table, who)
  let after: readonly (string | number)[] | null = null
  for (;;) {
    const page: readonly HeldRow[] = await tx.heldPage(who.accountId, place, after, PAGE)
    for (const row of page) {
      const { time } = table
      yield {
        class: table.class,
        portable: table.portable === true,
        at: time === null || row[time] === null ? null : String(row[time]),
        record: Object.fromEntries(
          Object.entries(table.columns).flatMap(([name, how]) => shown(keys, who, row, name, how)),
        ),
      }
    }
    const last = page.at(-1)
    if (last === undefined || page.length < PAGE) return
    after = place.order.map((column) => last[column] ?? '')
  }
}

function partsOf(table: HeldTable, who: Who, terms: ErasureTerms): readonly Part[] {
  const said = table.onErasure?.(terms, who) ?? 'delete'
  if (said === 'delete' || 'keep' in said) return [{ rows: table.rows(who), becomes: said }]
  return said
}

/** Does to the rows of one part of a table what becomes of them. @returns how many there were. */
type Treat = (place: HeldPlace, becomes: Becomes) => Promise<number>

const erasing =
  (tx: HeldRows, accountId: string): Treat =>
  (place, becomes) =>
    becomes === 'delete' ? tx.deleteHeld(accountId, place) : tx.emptyHeld(accountId, place, becomes.empty)

/** Touches nothing: rows of an earlier part of the same table are not counted once more. */
function counting(tx: HeldRows, accountId: string): Treat {
  let [any, counted]: [Rows, number] = [[], 0]
  return async (place) => {
    any = [...any, ...place.any]
    const { count } = await tx.heldSpan(accountId, { ...place, any })
    const own = count - counted
    counted = count
    return own
  }
}

async function treatTables(
  tables: readonly HeldTable[],
  partsIn: (table: HeldTable) => readonly Part[],
  treatOf: () => Treat,
): Promise<Erased> {
  const [erased, kept]: [ErasedClass[], KeptClass[]] = [[], []]
  // Backwards: what belongs to a row is listed behind it, and found by it.
  for (const table of [...tables].reverse()) {
    const treat = treatOf()
    for (const { rows, becomes } of partsIn(table)) {
      const { class: held, order, time } = table
      const count = await treat({ table: table.table, any: rows, order, time }, becomes)
      if (becomes === 'delete') erased.push({ class: held, count })
      else kept.push({ class: held, count, exception: becomes.keep })
    }
  }
  return { erased, kept }
}

/** Tables of one class are counted together. */
function joined(spans: readonly HeldSpan[]): readonly HeldSpan[] {
  const found = new Map<HeldClass, HeldSpan>()
  for (const span of spans) {
    const { count, oldest, newest } = found.get(span.class) ?? { count: 0, oldest: null, newest: null }
    const times = [oldest, newest, span.oldest, span.newest].filter((at) => at !== null).sort()
    found.set(span.class, {
      class: span.class,
      count: count + span.count,
      oldest: times[0] ?? null,
      newest: times.at(-1) ?? null,
    })
  }
  return [...found.values()]
}

export function holderOfTables(
  keys: Keyring,
  name: string,
  tables: readonly HeldTable[],
): PersonalDataHolder<HeldRows> {
  return {
    name,
    columns: Object.fromEntries(tables.map(({ table, columns }) => [table, Object.keys(columns).map(snake)])),
    classes: [...new Set(tables.map((table) => table.class))],
    async holds(tx, who) {
      const spans: HeldSpan[] = []
      for (const table of tables)
        spans.push({ class: table.class, ...(await tx.heldSpan(who.accountId, placeOf(table, who))) })
      return joined(spans)
    },
    async *exportFor(tx, who, only) {
      for (const table of tables)
        if (only === undefined || only.includes(table.class)) yield* recordsOf(keys, tx, who, table)
    },
    erase: (tx, who, terms) =>
      treatTables(
        tables,
        (table) => partsOf(table, who, terms),
        () => erasing(tx, who.accountId),
      ),
    forecast: (tx, who, terms) =>
      treatTables(
        tables,
        (table) => partsOf(table, who, { ...terms, deadInHelpdesk: false }),
        () => counting(tx, who.accountId),
      ),
    eraseTicket: (tx, ticket) =>
      treatTables(
        tables,
        (table) => table.onTicket?.(ticket) ?? [],
        () => erasing(tx, ticket.accountId),
      ),
  }
}
