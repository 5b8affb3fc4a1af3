/** The table of routes as an OpenAPI 3.1 document: nothing stands in it that the server does not hold itself to. */
import { z } from 'zod'
import { TOKEN_SCOPES } from '../../src/domain/token.ts'
import { problem } from './answers/problem.ts'
import { idSchema, type Route, uuidSchema, type Written } from './route.ts'

/** Raised by hand with what the document says, never with each release: `/api/v1` only ever gains. */
export const API_VERSION = '1.0.0'

export type Json = null | boolean | number | string | readonly Json[] | JsonObject
export interface JsonObject {
  readonly [key: string]: Json
}

const word = z.string()
/** Every name that an address of ours may hold; a test says which is missing. */
export const PATH_PARAMS: Readonly<Record<string, { readonly schema: z.ZodType; readonly is: string }>> = {
  ticketId: { schema: idSchema, is: "The helpdesk's number of the ticket." },
  agentId: { schema: idSchema, is: "The helpdesk's number of the agent." },
  draftId: { schema: uuidSchema, is: 'A draft.' },
  decisionId: { schema: uuidSchema, is: 'A decision of the gate.' },
  caseId: { schema: uuidSchema, is: 'A case: what somebody asks about their own data.' },
  packageId: { schema: uuidSchema, is: "A package of one person's data." },
  erasureId: { schema: uuidSchema, is: 'An erasure.' },
  incidentId: { schema: uuidSchema, is: 'An incident, or a drill.' },
  changeId: { schema: uuidSchema, is: 'A change that waits for a second person, or did.' },
  recallId: { schema: uuidSchema, is: 'A recall.' },
  replayId: { schema: word, is: 'A dry run.' },
  syncId: { schema: word, is: 'A sync of the help center.' },
  runId: { schema: uuidSchema, is: 'A simulation.' },
  trialId: { schema: uuidSchema, is: 'A provider trial.' },
  otherId: { schema: uuidSchema, is: 'The simulation that it is compared with.' },
  tokenId: { schema: uuidSchema, is: 'A token of this API.' },
  sessionId: { schema: uuidSchema, is: 'A session of the asking agent.' },
  version: { schema: z.int().min(0), is: 'A version of the notice.' },
  revision: { schema: z.int().min(0), is: 'A correction of that version; 0 is its first wording.' },
  letter: { schema: word, is: 'A kind of letter.' },
  locale: { schema: word, is: 'A language, e.g. en-us.' },
  index: { schema: word, is: 'The number of an entry in the audit log.' },
}

/** Each shape with a name stands once, under `components`. */
function jsonOf(schema: z.ZodType, io: 'input' | 'output', shapes: Map<string, Json>): Json {
  // What only code can say (`refine`, `transform`) is left out; the rest of the shape stands.
  const made: unknown = z.toJSONSchema(schema, { io, unrepresentable: 'any' })
  const { $defs = {}, $schema: _, ...rest } = moved(made as JsonObject, io) as Readonly<Record<string, Json>>
  for (const [name, each] of Object.entries($defs as JsonObject)) shapes.set(name, each)
  return rest
}

/** `#/$defs/X` of one schema is `#/components/schemas/X` of the document. */
function moved(value: Json, io: 'input' | 'output'): Json {
  if (isList(value)) return value.map((each) => moved(each, io))
  if (typeof value !== 'object' || value === null) return value
  const kept = Object.entries(value).filter(
    ([key, each]) =>
      // An answer may gain a field in the same version: who reads it must not refuse what it does not know.
      !(io === 'output' && key === 'additionalProperties' && each === false) &&
      // A pattern of half a page says less than the name of the format.
      !(key === 'pattern' && typeof value.format === 'string'),
  )
  return Object.fromEntries(
    kept.map(([key, each]) => [
      key,
      key === '$ref' && typeof each === 'string'
        ? each.replace('#/$defs/', '#/components/schemas/')
        : moved(each, io),
    ]),
  )
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value)
}

function isWritten(answer: z.ZodType | Written): answer is Written {
  return 'media' in answer
}

const MEANINGS: Readonly<Record<number, string>> = {
  200: 'Done.',
  201: 'Made.',
  202: 'Taken up; it is not done yet.',
  204: 'Done; there is nothing to say.',
}

function contentOf(answer: z.ZodType | Written, shapes: Map<string, Json>): JsonObject {
  if (!isWritten(answer)) return { 'application/json': { schema: jsonOf(answer, 'output', shapes) } }
  if (answer.event !== null) {
    const schema = jsonOf(answer.event, 'output', shapes)
    // OpenAPI 3.1 has no word for the events of a stream; each `data:` line holds one of these.
    return { [answer.media]: { schema: { type: 'string' }, 'x-event': schema } }
  }
  return Object.fromEntries(answer.media.split(', ').map((media) => [media, { schema: { type: 'string' } }]))
}

/** What can go wrong on any route of its kind; every other problem is the `default`. */
function problemsOf(row: Route): JsonObject {
  const named: Record<string, string> = { '401': 'NotSignedIn' }
  if (row.cost !== 'free') named['429'] = 'TooMany'
  if (row.schema !== null || row.query !== undefined) named['400'] = 'BadRequest'
  if (row.access !== 'session' || row.scope !== undefined) named['403'] = 'NotPermitted'
  if (row.path.includes(':')) named['404'] = 'NotFound'
  return Object.fromEntries(
    Object.entries({ ...named, default: 'Problem' }).map(([status, name]) => [
      status,
      { $ref: `#/components/responses/${name}` },
    ]),
  )
}

function parametersOf(row: Route, shapes: Map<string, Json>): readonly Json[] {
  const inPath = [...row.path.matchAll(/:(\w+)/g)].map(([, name = '']): Json => {
    const known = PATH_PARAMS[name]
    return {
      name,
      in: 'path',
      required: true,
      description: known?.is ?? '',
      schema: jsonOf(known?.schema ?? word, 'input', shapes),
    }
  })
  if (row.query === undefined) return inPath
  const query = jsonOf(row.query, 'input', shapes) as {
    readonly properties?: JsonObject
    readonly required?: readonly string[]
  }
  const inQuery = Object.entries(query.properties ?? {}).map(([name, each]): Json => {
    const { description, ...schema } = each as JsonObject
    return {
      name,
      in: 'query',
      required: query.required?.includes(name) ?? false,
      ...(description === undefined ? {} : { description }),
      schema,
    }
  })
  return [...inPath, ...inQuery]
}

function rolesText(row: Route): string {
  if (row.access === 'session') return 'For every signed-in agent.'
  return `For the roles ${[...row.access].sort().join(', ')}.`
}

/** `post /console/requests/:caseId/moves` → `postConsoleRequestsCaseIdMoves`. */
function operationId({ method, path }: Route): string {
  const words = path.split(/[^A-Za-z]+/).filter((each) => each !== '')
  return method + words.map((each) => each.charAt(0).toUpperCase() + each.slice(1)).join('')
}

function tagOf({ path }: Route): string {
  const [first = '', second = ''] = path.split('/').slice(1)
  return first === 'console' ? second : first
}

function operationOf(row: Route, shapes: Map<string, Json>): JsonObject {
  const answers = Object.entries(row.answers ?? {}).map(([status, answer]): [string, Json] => [
    status,
    {
      description: MEANINGS[Number(status)] ?? 'Done.',
      ...(answer === null ? {} : { content: contentOf(answer, shapes) }),
    },
  ])
  const parameters = parametersOf(row, shapes)
  return {
    operationId: operationId(row),
    tags: [tagOf(row)],
    summary: row.summary ?? '',
    description:
      row.scope === undefined
        ? `${rolesText(row)} Closed to tokens.`
        : `${rolesText(row)} Open to tokens with the scope \`${row.scope}\`.`,
    ...(row.farewell === undefined ? {} : { deprecated: true, 'x-sunset': row.farewell.sunset }),
    security: row.scope === undefined ? [{ session: [] }] : [{ session: [] }, { token: [row.scope] }],
    ...(parameters.length === 0 ? {} : { parameters }),
    ...(row.schema === null
      ? {}
      : {
          requestBody: {
            required: true,
            content: { 'application/json': { schema: jsonOf(row.schema, 'input', shapes) } },
          },
        }),
    responses: { ...Object.fromEntries(answers), ...problemsOf(row) },
  }
}

const RETRY_AFTER: JsonObject = {
  'Retry-After': { description: 'Seconds.', schema: { type: 'integer', minimum: 1 } },
}

const PROBLEMS: Readonly<Record<string, string>> = {
  BadRequest: 'The request does not have the expected form; `invalid` names the fields, never their values.',
  NotSignedIn:
    'No session and no token, or one that has ended. Which of these it was is not said of a token.',
  NotPermitted: 'The role does not permit it, or the token lacks the scope. Nothing has happened.',
  NotFound: 'There is nothing of that name, or nothing that this agent may see.',
  TooMany: 'Too many calls within a minute. Nothing has happened; `Retry-After` says when it goes on.',
  Problem: 'Something else was in the way: `code` says what, from a closed list. Nothing is half done.',
}

/** Built from the table alone, in its order; the same table gives the same bytes. */
export function openApiOf(rows: readonly Route[]): JsonObject {
  const shapes = new Map<string, Json>()
  jsonOf(problem, 'output', shapes)
  const paths: Record<string, Record<string, Json>> = {}
  for (const row of rows) {
    const path = row.path.replace(/:(\w+)/g, '{$1}')
    paths[path] = { ...paths[path], [row.method]: operationOf(row, shapes) }
  }
  const sorted = <T>(entries: Iterable<readonly [string, T]>) =>
    Object.fromEntries([...entries].sort(([a], [b]) => (a < b ? -1 : 1)))
  return {
    openapi: '3.1.0',
    jsonSchemaDialect: 'https://json-schema.org/draft/2020-12/schema',
    info: {
      title: 'Vouch',
      version: API_VERSION,
      summary: 'Drafts replies from allowlisted articles only, and keeps the record of why that was allowed.',
      description:
        'The routes of the companion. The sidebar and the console call them with a session; compliance automation calls those that name a scope with a token. `/api/v1` only ever gains: a field is neither taken away nor given another type. A route on its way out says so with `Deprecation` and `Sunset` for at least six months.',
      license: { name: 'UNLICENSED', identifier: 'LicenseRef-UNLICENSED' },
    },
    servers: [{ url: '/api/v1', description: 'The companion that serves this document.' }],
    security: [{ session: [] }],
    tags: [...new Set(rows.map(tagOf))].sort().map((name) => ({ name })),
    paths: sorted(Object.entries(paths)),
    components: {
      securitySchemes: {
        session: {
          type: 'http',
          scheme: 'bearer',
          bearerFormat: 'JWT',
          description: 'Fifteen minutes, from the page that the helpdesk opens. No cookie.',
        },
        token: {
          type: 'http',
          scheme: 'bearer',
          bearerFormat: 'vouch_pat_…',
          description: `Made in the console, shown once, ends by itself. Scopes: ${TOKEN_SCOPES.join(', ')}.`,
        },
      },
      responses: Object.fromEntries(
        Object.entries(PROBLEMS).map(([name, description]) => [
          name,
          {
            description,
            ...(name === 'TooMany' ? { headers: RETRY_AFTER } : {}),
            content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
          },
        ]),
      ),
      schemas: sorted(shapes),
    },
  }
}

export function openApiText(rows: readonly Route[]): string {
  return `${JSON.stringify(openApiOf(rows), null, 2)}\n`
}
