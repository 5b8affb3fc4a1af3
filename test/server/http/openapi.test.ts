import { readFileSync } from 'node:fs'
import { Validator } from '@seriousme/openapi-schema-validator'
import { expect } from 'chai'
import { z } from 'zod'
import { legalBasisContent } from '../../../server/consent/legal-basis.ts'
import { openApiOf, openApiText, PATH_PARAMS } from '../../../server/http/openapi.ts'
import { fileOf, type Route } from '../../../server/http/route.ts'
import { scopeRolesOf } from '../../../server/http/token-scopes.ts'
import { TOKEN_SCOPES } from '../../../src/domain/token.ts'
import { lostPromises } from '../../support/api-promises.ts'
import { declaredRoutes, nameOf } from '../../support/route-calls.ts'

const rows = declaredRoutes()

describe("the API's document", () => {
  it('is valid OpenAPI 3.1', async () => {
    const validated = await new Validator().validate(JSON.parse(openApiText(rows)))
    expect(validated.errors ?? []).to.deep.equal([])
    expect(validated.valid).to.equal(true)
  })

  it('would not be taken for valid with a part missing', async () => {
    const { info: _, ...rest } = openApiOf(rows)
    expect((await new Validator().validate(JSON.parse(JSON.stringify(rest)))).valid).to.equal(false)
  })

  it('knows every route, and of each what it does and what it answers', () => {
    const silent = rows.filter(({ summary, answers }) => summary === undefined || answers === undefined)
    expect(
      silent.map(nameOf),
      'give the row a `summary` (one plain sentence) and `answers` by status, with shapes of server/http/answers',
    ).to.deep.equal([])
    const unended = rows.filter(({ summary }) => !/^[A-Z].*\.$/.test(summary ?? ''))
    expect(unended.map(nameOf), 'a summary is one sentence with its full stop').to.deep.equal([])
  })

  it('knows every name in an address', () => {
    const names = new Set(
      rows.flatMap(({ path }) => [...path.matchAll(/:(\w+)/g)].map(([, name]) => name ?? '')),
    )
    const unknown = [...names].filter((name) => PATH_PARAMS[name] === undefined)
    expect(unknown, 'say in PATH_PARAMS of server/http/openapi.ts what it is').to.deep.equal([])
  })

  it('refers only to shapes that it holds', () => {
    const text = openApiText(rows)
    const held = Object.keys(JSON.parse(text).components.schemas)
    const named = [...text.matchAll(/"#\/components\/schemas\/(\w+)"/g)].map(([, name]) => name)
    expect(named.length).to.be.greaterThan(200)
    expect(named.filter((name) => !held.includes(name ?? ''))).to.deep.equal([])
  })

  it('is the same bytes for the same table', () => {
    expect(openApiText(declaredRoutes())).to.equal(openApiText(rows))
  })

  it('says of a route on its way out that it is', () => {
    const [first] = rows
    const leaving: Route = {
      ...(first as Route),
      path: '/old',
      answers: { 200: fileOf('text/csv') },
      farewell: { since: '2027-01-01', sunset: '2027-07-01', link: 'https://vouch.example/api' },
    }
    const paths = Object(openApiOf([leaving]).paths)
    expect(paths['/old'].post).to.include({ deprecated: true, 'x-sunset': '2027-07-01' })
  })
})

/** Every shape that a shape is made of, and itself. */
function shapesIn(part: unknown, seen = new Set<unknown>()): readonly z.ZodType[] {
  if (typeof part !== 'object' || part === null || seen.has(part)) return []
  seen.add(part)
  if (part instanceof z.ZodType) {
    const inner = part instanceof z.ZodLazy ? part.unwrap() : part._zod.def
    return [part, ...shapesIn(inner, seen)]
  }
  return Object.values(part).flatMap((each) => shapesIn(each, seen))
}
const objectsIn = (part: unknown) => shapesIn(part).filter((shape) => shape instanceof z.ZodObject)
/** Takes whatever it is given. */
const isAnything = (shape: z.ZodType) => shape instanceof z.ZodUnknown || shape instanceof z.ZodAny
const isClosed = (shape: z.ZodObject) => shape._zod.def.catchall instanceof z.ZodNever

describe('the shapes of answers', () => {
  it('are closed: a field that nobody has declared is found wherever a test gets an answer', () => {
    const shapes = rows.map((row) => [nameOf(row), objectsIn(row.answers)] as const)
    expect(shapes.flatMap(([, all]) => all).length).to.be.greaterThan(100)
    const open = shapes.filter(([, all]) => !all.every(isClosed)).map(([name]) => name)
    expect(open).to.deep.equal([])
  })

  it('would be found open at any depth', () => {
    const within = (shape: z.ZodType) =>
      objectsIn({ 200: z.strictObject({ list: z.array(shape).nullable() }) })
    expect(within(z.strictObject({ id: z.string() })).map(isClosed)).to.deep.equal([true, true])
    for (const open of [z.object({}), z.looseObject({}), z.union([z.string(), z.object({})]).optional()])
      expect(within(open).map(isClosed)).to.deep.equal([true, false])
  })
})

/** What a row leaves open is read where it is used, by a shape of its own. */
const READ_LATER: Readonly<Record<string, z.ZodType>> = { 'put /console/legal-basis': legalBasisContent }

describe('the shapes of bodies', () => {
  it('are closed at any depth: what a route does not take is refused wherever it stands', () => {
    const shapes = rows.map((row) => {
      const name = nameOf(row)
      return { name, first: row.schema, all: shapesIn([row.schema, READ_LATER[name]]) }
    })
    expect(shapes.flatMap(({ all }) => objectsIn(all)).length).to.be.greaterThan(80)
    const open = shapes.filter(({ all }) => !objectsIn(all).every(isClosed)).map(({ name }) => name)
    expect(open).to.deep.equal([])
    const anything = shapes.filter(({ first }) => shapesIn(first).some(isAnything)).map(({ name }) => name)
    expect(anything).to.deep.equal(Object.keys(READ_LATER))
  })
})

describe('the scopes of a token', () => {
  const scoped = (word: string) => rows.filter(({ scope }) => scope === word).map(nameOf)

  it('each open a route, and somebody can hand each of them on', () => {
    const roles = scopeRolesOf(rows)
    expect(TOKEN_SCOPES.filter((word) => scoped(word).length === 0)).to.deep.equal([])
    expect(TOKEN_SCOPES.filter((word) => roles.get(word)?.length === 0)).to.deep.equal([])
    expect(roles.get('articles:sync')).to.deep.equal(['admin'])
    expect(roles.get('erasures:request')).to.deep.equal(['compliance'])
    expect(roles.get('kill_switch:pull')).to.deep.equal(['admin', 'compliance'])
  })

  it('open nothing that gives power: no second word, no role, no token, no looser setting', () => {
    const closed =
      /\/(decisions|roles|tokens|four-eyes|reviews|lifts|allowlist|legal-basis|scope-policy|consent-rules)(\/|$)/
    const open = rows.filter(
      ({ method, path, scope }) => method !== 'get' && closed.test(path) && scope !== undefined,
    )
    expect(open.map(nameOf)).to.deep.equal([])
    const writing = rows.filter(({ method, scope }) => method !== 'get' && scope !== undefined).map(nameOf)
    expect(writing).to.have.members([
      'post /console/requests',
      'post /console/requests/:caseId/moves',
      'post /console/requests/:caseId/notes',
      'post /console/requests/:caseId/packages',
      'post /console/requests/:caseId/identity-links',
      'post /console/requests/:caseId/letters',
      'post /console/requesters/searches',
      'post /console/requesters/dossiers',
      'post /console/requesters/packages',
      'post /console/requesters/packages/:packageId/links',
      'post /console/requesters/packages/:packageId/downloads',
      'post /console/requesters/packages/:packageId/shreddings',
      'post /console/bulk-exports',
      'post /console/erasures',
      'post /console/evidence/documents',
      'post /console/audit/bundles',
      'post /console/kill-switch/pulls',
      'post /console/syncs',
    ])
  })

  it('never open what an agent does with tickets and drafts', () => {
    expect(
      rows.filter(({ access, scope }) => access === 'session' && scope !== undefined).map(nameOf),
    ).to.deep.equal([])
  })
})

describe('the first version of the API', () => {
  const committed = () =>
    JSON.parse(readFileSync(new URL('../../../docs/openapi.json', import.meta.url), 'utf8'))
  const today = () => JSON.parse(openApiText(rows))

  it('has lost nothing since it was written down', () => {
    const why =
      'a v1 shape only gains: give the new form a route or a field of its own, and let the old one say goodbye'
    expect(lostPromises(committed(), today()), why).to.deep.equal([])
  })

  it('is written down as it is', () => {
    expect(committed(), 'run: npx tsx test/support/write-openapi.ts').to.deep.equal(today())
  })

  const path = '/console/erasures'
  const localesOf = (paths: ReturnType<typeof committed>['paths']) =>
    paths['/console/notices/locales'].put.requestBody.content['application/json'].schema.properties.locales
  interface Breach {
    readonly does: (document: ReturnType<typeof committed>) => void
    readonly said: string
  }
  const lost: Readonly<Record<string, Breach>> = {
    'a route is gone': {
      does: ({ paths }) => delete paths[path].post,
      said: `post ${path}: gone`,
    },
    'a field of an answer is gone': {
      does: ({ components }) => delete components.schemas.ErasureView.properties.kept,
      said: 'ErasureView.kept: gone',
    },
    'a field of an answer has another type': {
      does: ({ components }) => {
        components.schemas.ErasureView.properties.at.type = 'number'
      },
      said: 'ErasureView.at: another type',
    },
    'a field is not always there any more': {
      does: ({ components }) => {
        components.schemas.ErasureView.required = []
      },
      said: 'ErasureView.at: no longer always there',
    },
    'a body asks for one field more': {
      does: ({ paths }) => {
        paths[path].post.requestBody.content['application/json'].schema.required.push('reason')
      },
      said: `post ${path} body.reason: asked for now`,
    },
    'a body may hold fewer things than before': {
      does: ({ paths }) => {
        localesOf(paths).maxItems = 2
      },
      said: 'put /console/notices/locales body.locales: another maxItems',
    },
    'an answer has another status': {
      does: ({ paths }) => {
        const { responses } = paths[path].post
        responses['201'] = responses['200']
        delete responses['200']
      },
      said: `post ${path} 200: gone`,
    },
    'tokens may not call it any more': {
      does: ({ paths }) => {
        paths[path].post.security = [{ session: [] }]
      },
      said: `post ${path}: no longer open to {"token":["erasures:request"]}`,
    },
  }
  for (const [name, { does, said }] of Object.entries(lost))
    it(`would notice it: ${name}`, () => {
      const changed = today()
      does(changed)
      expect(lostPromises(today(), changed)).to.include(said)
    })

  it('may gain: a route, a field of an answer, a field of a body that nobody need send, room for more', () => {
    const more = today()
    localesOf(more.paths).maxItems += 1
    more.paths['/console/new'] = more.paths[path]
    more.components.schemas.ErasureView.properties.more = { type: 'string' }
    more.paths[path].post.requestBody.content['application/json'].schema.properties.more = { type: 'string' }
    expect(lostPromises(today(), more)).to.deep.equal([])
  })
})
