/** What a route is: a row of a table, so that a test can walk them all. */
import type { Request, Response } from 'express'
import { z } from 'zod'
import type { Agent, Role } from '../../src/domain/account.ts'
import { Fault } from '../../src/domain/fault.ts'
import type { TokenScope } from '../../src/domain/token.ts'

type RawQuery = Readonly<Record<string, unknown>>

export interface Call<Body, Query = RawQuery> {
  readonly agent: Agent
  readonly params: Readonly<Record<string, string>>
  readonly query: Query
  readonly body: Body
  readonly request: Request
  readonly response: Response
  readonly requestId: string
}

export interface Reply {
  readonly status: number
  readonly body?: unknown
}

/** `handled`: the route wrote the response itself (a stream). */
export type Outcome = Reply | 'handled'

/** An answer that the route writes itself: a file, or one event a line. */
export interface Written {
  readonly media: string
  /** Of one event, where it is a stream of them. */
  readonly event: z.ZodType | null
}

export function fileOf(...media: readonly string[]): Written {
  return { media: media.join(', '), event: null }
}

export function eventsOf(event: z.ZodType): Written {
  return { media: 'text/event-stream', event }
}

/** By status: the shape of the body, `null` for none, or what is written. */
export type Answers = Readonly<Record<number, z.ZodType | Written | null>>

type BodyOf<Answer> = Answer extends z.ZodType<infer Body> ? Body : never
type ReplyOf<Answer> =
  | { readonly status: number; readonly body: BodyOf<Answer> }
  | (null extends Answer ? { readonly status: number; readonly body?: never } : never)

/**
 * What a handler may return: a body that none of its declared shapes knows does not compile. That the status
 * is the shape's own is held by the tests, which hold every answer they get against what is declared.
 */
export type OutcomeOf<A extends Answers> = 'handled' | (number extends keyof A ? Reply : ReplyOf<A[keyof A]>)

/** From when a route is on its way out (RFC 9745), and the day from which it may be gone (RFC 8594). */
export interface Farewell {
  readonly since: string
  readonly sunset: string
  /** Where it is written what to call instead. */
  readonly link: string
}

interface RouteFacts {
  readonly method: 'get' | 'post' | 'put'
  readonly path: string
  /** Which roles; `session` is any verified agent. */
  readonly access: 'session' | readonly Role[]
  /** What it does, as one sentence for who reads the API's document. */
  readonly summary?: string
  /** Tokens that hold this may call it; a route without one is closed to every token. */
  readonly scope?: TokenScope
  readonly farewell?: Farewell
  /**
   * `dear`: it computes for long, or takes much out; an agent may call all of these together less often. `free`: it
   * is never refused for being called too often. Without it, what reads and what writes have a limit each.
   */
  readonly cost?: 'dear' | 'free'
}

/** One row of the table. */
export interface Route extends RouteFacts {
  /** `null`: the route takes no body. */
  readonly schema: z.ZodType | null
  readonly query?: z.ZodType
  readonly answers?: Answers
  handle(call: Call<unknown, unknown>): Promise<Outcome>
}

interface Facts<A extends Answers, Query> extends RouteFacts {
  readonly answers?: A
  /** Parsed before the handler is asked; a route without one reads what it finds. */
  readonly query?: z.ZodType<Query>
}

/** Ties a schema to its handler, so that a body arrives parsed or not at all. */
export function route<Body, const A extends Answers = Answers, Query = RawQuery>(
  at: Facts<A, Query> & { readonly schema: z.ZodType<Body> },
  handle: (call: Call<Body, Query>) => Promise<OutcomeOf<A>>,
): Route {
  return { ...at, handle: (call) => handle(call as Call<Body, Query>) }
}

export function bare<const A extends Answers = Answers, Query = RawQuery>(
  at: Facts<A, Query>,
  handle: (call: Call<unknown, Query>) => Promise<OutcomeOf<A>>,
): Route {
  return { ...at, schema: null, handle: (call) => handle(call as Call<unknown, Query>) }
}

/** What a route without a body accepts as one. */
const noBody = z.strictObject({}).optional()

/** @throws Fault `BAD_REQUEST` that names the fields, never their values. */
export function parseBody(given: z.ZodType | null, body: unknown): unknown {
  return parsedBy(given ?? noBody, body, 'body')
}

/** @throws Fault `BAD_REQUEST` that names the fields, never their values. */
export function parseQuery(schema: z.ZodType | undefined, query: unknown): unknown {
  return schema === undefined ? query : parsedBy(schema, query, 'query')
}

function parsedBy(schema: z.ZodType, given: unknown, whole: 'body' | 'query'): unknown {
  const parsed = schema.safeParse(given)
  if (parsed.success) return parsed.data
  const invalid = parsed.error.issues.map(
    ({ path, code }) => `${path.map(String).join('.') || whole}: ${code}`,
  )
  throw new Fault('BAD_REQUEST', 'the request does not have the expected form', undefined, {
    invalid: [...new Set(invalid)].slice(0, 20),
  })
}

/** RFC 9745, RFC 8594 and RFC 8288: what a route on its way out says of itself with every answer. */
export function farewellHeaders({ since, sunset, link }: Farewell): Readonly<Record<string, string>> {
  return {
    Deprecation: `@${Math.floor(Date.parse(since) / 1000)}`,
    Sunset: new Date(sunset).toUTCString(),
    Link: `<${link}>; rel="deprecation"; type="text/html"`,
  }
}

const helpdeskId = /^[1-9][0-9]{0,18}$/

/** @throws Fault `NOT_FOUND`: an id that cannot be one names nothing. */
export function idParam(call: Pick<Call<unknown>, 'params'>, name: string): string {
  const value = call.params[name] ?? ''
  if (!helpdeskId.test(value)) throw new Fault('NOT_FOUND', 'not found')
  return value
}

export const idSchema = z.string().regex(helpdeskId)
/** RFC 9562 UUID, as the browser makes it. */
export const uuidSchema = z.uuid()
export const localeSchema = z
  .string()
  .max(35)
  .regex(/^[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*$/)
  .transform((locale) => locale.toLowerCase())
/** In UTC, as everything is stored; a scope with another spelling could not be read again. */
export const isoSchema = z.iso
  .datetime({ offset: true })
  .transform((at) => new Date(at).toISOString())
  .pipe(z.iso.datetime())

/** False for text with half a character: no digest can be made of it (RFC 8785). */
export function isWellFormed(value: unknown): boolean {
  if (typeof value === 'string') return value.isWellFormed()
  return typeof value !== 'object' || value === null || Object.values(value).every(isWellFormed)
}
