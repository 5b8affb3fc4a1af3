/** Small response checks: each names what it read or faults. Nothing from the network is cast. */
import { Fault } from '../domain/fault.ts'

export type Check<T> = (value: unknown, at: string) => T

function wrong(at: string, expected: string): never {
  throw new Fault('UNEXPECTED', `the companion answered without ${expected} at ${at}`)
}

export const text: Check<string> = (value, at) => (typeof value === 'string' ? value : wrong(at, 'text'))

export const number: Check<number> = (value, at) =>
  typeof value === 'number' && Number.isFinite(value) ? value : wrong(at, 'a number')

export const exactly =
  <T extends number>(only: T): Check<T> =>
  (value, at) =>
    value === only ? only : wrong(at, String(only))

export const flag: Check<boolean> = (value, at) =>
  typeof value === 'boolean' ? value : wrong(at, 'yes or no')

export const yes: Check<true> = (value, at) => (value === true ? value : wrong(at, 'true'))

export const nullable =
  <T>(check: Check<T>): Check<T | null> =>
  (value, at) =>
    value === null ? null : check(value, at)

export const list =
  <T>(check: Check<T>): Check<readonly T[]> =>
  (value, at) =>
    Array.isArray(value)
      ? value.map((entry: unknown, index) => check(entry, `${at}[${index}]`))
      : wrong(at, 'a list')

/** A list of at least one. */
export const some =
  <T>(check: Check<T>): Check<readonly [T, ...T[]]> =>
  (value, at) => {
    const [first, ...rest] = list(check)(value, at)
    return first === undefined ? wrong(at, 'a list of at least one') : [first, ...rest]
  }

export const no: Check<false> = (value, at) => (value === false ? false : wrong(at, 'false'))

export const oneOf =
  <const T extends string>(words: readonly T[]): Check<T> =>
  (value, at) =>
    words.find((word) => word === value) ?? wrong(at, 'a known word')

export const counts: Check<Readonly<Record<string, number>>> = (value, at) =>
  Object.fromEntries(Object.entries(fields(value, at)).map(([key, count]) => [key, number(count, at)]))

/** Marks a field that may be absent; it is then absent in the result, not `undefined`. */
const OPTIONAL = Symbol('optional')
type OptionalCheck<T> = Check<T> & { readonly [OPTIONAL]: true }
export const optional = <T>(check: Check<T>): OptionalCheck<T> =>
  Object.assign((value: unknown, at: string) => check(value, at), { [OPTIONAL]: true as const })

type Shape = Readonly<Record<string, Check<unknown>>>
type Built<S extends Shape> = {
  readonly [K in keyof S as S[K] extends OptionalCheck<unknown> ? never : K]: S[K] extends Check<infer T>
    ? T
    : never
} & {
  readonly [K in keyof S as S[K] extends OptionalCheck<unknown> ? K : never]?: S[K] extends Check<infer T>
    ? T
    : never
}

/** Builds a new object from the known fields; what else the answer holds stays outside. */
export const record =
  <S extends Shape>(shape: S): Check<Built<S>> =>
  (value, at) => {
    const source = fields(value, at)
    const built: Record<string, unknown> = {}
    for (const [key, check] of Object.entries(shape)) {
      if (source[key] === undefined && OPTIONAL in check) continue
      built[key] = check(source[key], `${at}.${key}`)
    }
    // The loop above has put every key of the shape there; the compiler cannot see it.
    return built as Built<S>
  }

/** One of several records, told apart by the word in `key`. */
export const variant =
  <K extends string, V extends Readonly<Record<string, Check<unknown>>>>(
    key: K,
    variants: V,
  ): Check<
    { [W in keyof V & string]: V[W] extends Check<infer T> ? T & Readonly<Record<K, W>> : never }[keyof V &
      string]
  > =>
  (value, at) => {
    const word = fields(value, at)[key]
    const check = typeof word === 'string' && Object.hasOwn(variants, word) ? variants[word] : undefined
    if (check === undefined) return wrong(`${at}.${key}`, 'a known word')
    return Object.assign(Object(check(value, at)), { [key]: word })
  }

export function fields(value: unknown, at: string): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value))
    : wrong(at, 'an object')
}
