/**
 * Statements that are built and printed once for each engine: both cost more than what most of them make the engine do.
 * Afterwards only their values are new.
 */
import type { Compilable, CompiledQuery, Kysely, QueryResult } from 'kysely'
import { TOLD_LATER } from './postgres-connection.ts'
import type { Tables } from './schema.ts'

/** Lists of other lengths make texts of their own; they must not pile up. */
const MOST_SHAPES = 50

/** Stands for a value while a statement is built. */
class Blank {
  readonly place: number

  constructor(place: number) {
    this.place = place
  }

  /** Whatever were computed from it would be printed for good. */
  [Symbol.toPrimitive](): never {
    throw new TypeError('a statement is built before its values are known')
  }
}

const isPlain = (given: unknown): given is Readonly<Record<string, unknown>> =>
  typeof given === 'object' && given !== null && Object.getPrototypeOf(given) === Object.prototype

/**
 * What a statement's text may hang on: what is null or missing, a yes or no, the names of a row, the length of a list.
 * All else is a value.
 */
function shapeOf(given: unknown, values: unknown[]): string {
  if (Array.isArray(given)) return `[${given.map((each) => shapeOf(each, values)).join()}]`
  if (isPlain(given)) {
    let shape = '{'
    for (const name in given) shape += `${name}:${shapeOf(given[name], values)},`
    return `${shape}}`
  }
  if (given === null || given === undefined || typeof given === 'boolean') return String(given)
  values.push(given)
  return '?'
}

/** The same with blanks in place of its values, counted as `shapeOf` comes by them. */
function blanksFor(given: unknown, next: () => Blank): unknown {
  if (Array.isArray(given)) return given.map((each) => blanksFor(each, next))
  if (isPlain(given))
    return Object.fromEntries(Object.entries(given).map(([name, each]) => [name, blanksFor(each, next)]))
  if (given === null || given === undefined || typeof given === 'boolean') return given
  return next()
}

type Build<Given extends readonly unknown[], Row> = (db: Kysely<Tables>, ...given: Given) => Compilable<Row>

function compiled<Given extends readonly unknown[], Row>(
  build: Build<Given, Row>,
  db: Kysely<Tables>,
  given: Given,
): CompiledQuery<Row> {
  let places = 0
  // Of the same form as what is given: what `build` would compute from a blank throws.
  const blanks = blanksFor(given, () => new Blank(places++)) as Given
  return build(db, ...blanks).compile()
}

/**
 * `build` is called once for each shape of what is given, and may ask of a value only whether it is there.
 * `answer: 'later'`: of a write that nothing but the engine itself can keep from being done, as a row can that is
 * there already. It is not waited for (see `TOLD_LATER`).
 */
export function statement<Given extends readonly unknown[], Row>(
  build: Build<Given, Row>,
  { answer = 'now' }: { readonly answer?: 'now' | 'later' } = {},
): (db: Kysely<Tables>, ...given: Given) => Promise<QueryResult<Row>> {
  const engines = new WeakMap<object, Map<string, CompiledQuery<Row>>>()
  return (db, ...given) => {
    const { adapter } = db.getExecutor()
    let known = engines.get(adapter)
    if (known === undefined) {
      known = new Map()
      engines.set(adapter, known)
    }
    const values: unknown[] = []
    const shape = shapeOf(given, values)
    let query = known.get(shape)
    if (query === undefined) {
      const made = compiled(build, db, given)
      query = answer === 'now' ? made : { ...made, sql: `${TOLD_LATER}${made.sql}` }
      if (known.size < MOST_SHAPES) known.set(shape, query)
    }
    const parameters = query.parameters.map((each) => (each instanceof Blank ? values[each.place] : each))
    return db.executeQuery<Row>({ ...query, parameters })
  }
}
