/** What a route is: a row of a table, so that a test can walk them all. */
import type { Request, Response } from 'express'
import { z } from 'zod'
import type { Agent, Role } from '../../src/domain/account.ts'
import { Fault } from '../../src/domain/fault.ts'

export interface Call<Body> {
  readonly agent: Agent
  readonly params: Readonly<Record<string, string>>
  readonly query: Readonly<Record<string, unknown>>
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

/** Which route and which roles; `session` is any verified agent. */
export interface Route {
  readonly method: 'get' | 'post' | 'put'
  readonly path: string
  readonly access: 'session' | readonly Role[]
  /** `null`: the route takes no body. */
  readonly schema: z.ZodType | null
  handle(call: Call<unknown>): Promise<Outcome>
}

/** Ties a schema to its handler, so that a body arrives parsed or not at all. */
export function route<Body>(
  at: { method: Route['method']; path: string; access: Route['access']; schema: z.ZodType<Body> },
  handle: (call: Call<Body>) => Promise<Outcome>,
): Route {
  return { ...at, handle: (call) => handle(call as Call<Body>) }
}

export function bare(
  at: { method: Route['method']; path: string; access: Route['access'] },
  handle: (call: Call<unknown>) => Promise<Outcome>,
): Route {
  return { ...at, schema: null, handle }
}

/** What a route without a body accepts as one. */
const noBody = z.strictObject({}).optional()

/** @throws Fault `BAD_REQUEST` that names the fields, never their values. */
export function parseBody(given: z.ZodType | null, body: unknown): unknown {
  const schema = given ?? noBody
  const parsed = schema.safeParse(body)
  if (parsed.success) return parsed.data
  const invalid = parsed.error.issues.map(
    ({ path, code }) => `${path.map(String).join('.') || 'body'}: ${code}`,
  )
  throw new Fault('BAD_REQUEST', 'the request does not have the expected form', undefined, {
    invalid: [...new Set(invalid)].slice(0, 20),
  })
}

const helpdeskId = /^[1-9][0-9]{0,18}$/

/** @throws Fault `NOT_FOUND`: an id that cannot be one names nothing. */
export function idParam(call: Call<unknown>, name: string): string {
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
