import { existsSync, readFileSync } from 'node:fs'
import { expect } from 'chai'
import {
  OPEN_ARTICLE_ID,
  type RunningWorkbench,
  startFixtureWorkbench,
  TICKET_ID,
} from '../../support/workbench-fixture.ts'

const FOLDER = new URL('../../../../shared/data/openapi/', import.meta.url)

interface Schema {
  readonly $ref?: string
  readonly type?: string
  readonly properties?: Readonly<Record<string, Schema>>
  readonly items?: Schema
  readonly allOf?: readonly Schema[]
  readonly oneOf?: readonly Schema[]
  readonly anyOf?: readonly Schema[]
  readonly additionalProperties?: unknown
}
type Document = { readonly components: { readonly schemas: Readonly<Record<string, Schema>> } }

function readDocument(name: string): Document {
  return JSON.parse(readFileSync(new URL(name, FOLDER), 'utf8')) as Document
}

/** The paging fields stand in the documents only as schemas of their own, not in the lists. */
const AROUND_LISTS = [
  'count',
  'next_page',
  'previous_page',
  'page',
  'page_count',
  'per_page',
  'meta',
  'links',
]
/** Sideloads and the second half of a write's answer: documented as parameters, not as fields. */
const BESIDE_RECORDS = ['users', 'audit']

function alternatives(document: Document, schema: Schema): readonly Schema[] {
  if (schema.$ref !== undefined) {
    const named = document.components.schemas[schema.$ref.split('/').at(-1) ?? '']
    return named === undefined ? [] : alternatives(document, named)
  }
  const parts = [...(schema.allOf ?? []), ...(schema.oneOf ?? []), ...(schema.anyOf ?? [])]
  return [schema, ...parts.flatMap((part) => alternatives(document, part))]
}

function typeOf(value: unknown): string {
  if (Array.isArray(value)) return 'array'
  if (Number.isInteger(value)) return 'integer'
  return value === null ? 'null' : typeof value
}

/** Every field of `value` that the document does not know, or knows with another type. */
function strays(document: Document, schema: Schema, value: unknown, path: string): string[] {
  if (value === null) return []
  const shapes = alternatives(document, schema)
  const types = shapes.flatMap(({ type }) => type ?? [])
  const type = typeOf(value)
  if (types.length > 0 && !types.includes(type) && !(type === 'integer' && types.includes('number'))) {
    return [`${path} is ${type}, not ${types.join(' or ')}`]
  }
  if (Array.isArray(value)) {
    const items = shapes.find((shape) => shape.items !== undefined)?.items
    return items === undefined ? [] : value.flatMap((item) => strays(document, items, item, `${path}[]`))
  }
  if (typeof value !== 'object') return []
  const known = Object.assign({}, ...shapes.map(({ properties }) => properties ?? {})) as Record<
    string,
    Schema
  >
  const isOpen =
    shapes.some(({ additionalProperties }) => additionalProperties) || Object.keys(known).length === 0
  return Object.entries(value).flatMap(([name, inner]) => {
    const property = known[name]
    if (property !== undefined) return strays(document, property, inner, `${path}.${name}`)
    return isOpen ? [] : [`${path}.${name} does not exist`]
  })
}

function straysOfAnswer(document: Document, schemaName: string, json: object): string[] {
  const own = Object.entries(json).filter(
    ([name]) => ![...AROUND_LISTS, ...BESIDE_RECORDS].includes(name) || name === schemaName,
  )
  return strays(document, { $ref: schemaName }, Object.fromEntries(own), schemaName)
}

const hasDocuments = existsSync(FOLDER)
const describeAgainst = hasDocuments ? describe : describe.skip
const missing = hasDocuments ? '' : ' (skipped: the folder ../shared/data/openapi is absent)'

describeAgainst(`answers of the workbench against Zendesk's own documents${missing}`, () => {
  let running: RunningWorkbench
  before(async () => {
    running = await startFixtureWorkbench()
  })
  after(() => running?.workbench.close())

  const answers: Record<string, [string, string, string]> = {
    'a ticket': ['ticketing.json', 'TicketResponse', `/api/v2/tickets/${TICKET_ID}.json`],
    tickets: ['ticketing.json', 'TicketsResponse', '/api/v2/tickets.json'],
    comments: ['ticketing.json', 'TicketCommentsResponse', `/api/v2/tickets/${TICKET_ID}/comments.json`],
    'users by their ids': ['ticketing.json', 'UsersResponse', '/api/v2/users/show_many.json?ids=11,21'],
    'a user': ['ticketing.json', 'UserResponse', '/api/v2/users/11.json'],
    'the current user': ['ticketing.json', 'CurrentUserResponse', '/api/v2/users/me.json'],
    'ticket fields': ['ticketing.json', 'TicketFieldsResponse', '/api/v2/ticket_fields.json'],
    articles: ['help-center.json', 'ArticlesResponse', '/api/v2/help_center/de/articles.json'],
    'an article': [
      'help-center.json',
      'ArticleResponse',
      `/api/v2/help_center/en-us/articles/${OPEN_ARTICLE_ID}.json`,
    ],
    translations: [
      'help-center.json',
      'TranslationsResponse',
      `/api/v2/help_center/articles/${OPEN_ARTICLE_ID}/translations.json`,
    ],
    sections: ['help-center.json', 'SectionsResponse', '/api/v2/help_center/de/sections.json'],
    categories: ['help-center.json', 'CategoriesResponse', '/api/v2/help_center/de/categories.json'],
    locales: ['help-center.json', 'LocalesWithDefaultResponse', '/api/v2/help_center/locales.json'],
  }
  for (const [name, [file, schemaName, path]] of Object.entries(answers)) {
    it(`answer ${name} in documented fields and types only`, async () => {
      const document = readDocument(file)
      const { status, json } = await running.ask(path)
      expect(status).to.equal(200)
      expect(straysOfAnswer(document, schemaName, json)).to.deep.equal([])
    })
  }

  it('hold every sideloaded user to the same document', async () => {
    const { json } = await running.ask(`/api/v2/tickets/${TICKET_ID}/comments.json?include=users`)
    const document = readDocument('ticketing.json')
    expect(strays(document, { $ref: 'UsersResponse' }, { users: json.users }, 'users')).to.deep.equal([])
  })

  it('hold everybody and the organization beside a ticket to the same document', async () => {
    const { json } = await running.ask(`/api/v2/tickets/${TICKET_ID}.json?include=users,organizations`)
    const document = readDocument('ticketing.json')
    const { users, organizations } = json
    expect([users.length, organizations.length]).to.deep.equal([2, 1])
    expect(strays(document, { $ref: 'UsersResponse' }, { users }, 'users')).to.deep.equal([])
    const schema = { $ref: 'OrganizationsResponse' }
    expect(strays(document, schema, { organizations }, 'organizations')).to.deep.equal([])
  })

  it('hold every search result to the record that it is', async () => {
    const document = readDocument('ticketing.json')
    const { json } = await running.ask('/api/v2/search.json?query=e')
    expect(json.results).to.have.length.greaterThan(3)
    const stray = json.results.flatMap(({ result_type, ...record }: { result_type: string }) =>
      strays(document, { $ref: result_type === 'user' ? 'UserObject' : 'TicketObject' }, record, result_type),
    )
    expect(stray).to.deep.equal([])
  })

  it('would be found out: an invented field and a wrong type are noticed', () => {
    const document = readDocument('ticketing.json')
    const wrong = { ticket: { id: '1', invented: true, tags: ['a'] } }
    expect(straysOfAnswer(document, 'TicketResponse', wrong)).to.deep.equal([
      'TicketResponse.ticket.id is string, not integer',
      'TicketResponse.ticket.invented does not exist',
    ])
  })
})
