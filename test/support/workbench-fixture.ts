/** A workbench with a handful of records, a clock that stands still and ids that count. */
import type { Content, SampleArticle, SampleTicket } from '../../workbench/content/content.ts'
import { createWorkbench, type Workbench, type WorkbenchOptions } from '../../workbench/index.ts'

export const ADMIN_ID = 11
export const AGENT_ID = 12
export const SECOND_AGENT_ID = 13
export const COMPLIANCE_ID = 14
export const REQUESTER_ID = 21
export const OTHER_REQUESTER_ID = 22
export const TICKET_ID = 101
export const CLOSED_TICKET_ID = 102
export const OPEN_ARTICLE_ID = 501
export const SECOND_ARTICLE_ID = 502
export const DRAFT_ARTICLE_ID = 503
export const RESTRICTED_ARTICLE_ID = 504
export const ORGANIZATION_ID = 81
export const FIXTURE_NOW = new Date('2026-03-02T09:00:00.000Z')

const AT = '2026-02-01T08:00:00Z'

function person(id: number, name: string, role: 'end-user' | 'agent' | 'admin') {
  const email = `${name.split(' ')[0]?.toLowerCase()}@example.org`
  return { id, name, email, phone: null, role, locale: role === 'end-user' ? 'de' : 'en-US' }
}

function article(id: number, title: string, change: Partial<SampleArticle> = {}): SampleArticle {
  const text = (locale: 'en-us' | 'de') => ({
    title: locale === 'de' ? `${title} (DE)` : title,
    outdated: false,
    updated_at: AT,
    body_file: `articles/${locale}/a-${id}.html`,
    body: `<p id="top">Body of ${title}</p>`,
  })
  return {
    id,
    slug: `a-${id}`,
    section_id: 401,
    author_id: ADMIN_ID,
    label_names: ['returns'],
    user_segment_id: null,
    draft: false,
    promoted: false,
    position: id,
    created_at: AT,
    updated_at: AT,
    translations: { 'en-us': text('en-us'), de: text('de') },
    ...change,
  }
}

function ticket(id: number, status: SampleTicket['status']): SampleTicket {
  const comment = (commentId: number, author_id: number, isPublic: boolean, body: string) => ({
    id: commentId,
    author_id,
    public: isPublic,
    body,
    html_body: `<p>${body}</p>`,
    created_at: AT,
  })
  return {
    id,
    subject: 'Return of a tent',
    status,
    channel: 'email',
    created_at: AT,
    updated_at: AT,
    requester_id: REQUESTER_ID,
    submitter_id: REQUESTER_ID,
    assignee_id: AGENT_ID,
    brand_id: 31,
    group_id: 32,
    locale: 'de',
    tags: ['returns'],
    ccs: [],
    comments: [
      comment(id * 10, REQUESTER_ID, true, 'May I send it back?'),
      comment(id * 10 + 1, AGENT_ID, false, 'Looks unused to me.'),
    ],
    expect: { outcome: 'covered', article_ids: [OPEN_ARTICLE_ID], note: '' },
  }
}

const shelf = { position: 1, created_at: AT, updated_at: AT }
const names = (name: string) => ({
  'en-us': { name, description: '' },
  de: { name: `${name} (DE)`, description: '' },
})

export const FIXTURE_CONTENT: Content = {
  name: 'Fixture help',
  base_url: 'https://help.example.org',
  source_locale: 'en-us',
  locales: ['en-us', 'de'],
  user_segments: [{ id: 701, name: 'Staff', user_type: 'staff', built_in: true }],
  categories: [{ id: 301, ...shelf, translations: names('Orders') }],
  sections: [{ id: 401, category_id: 301, ...shelf, translations: names('Returns') }],
  articles: [
    article(OPEN_ARTICLE_ID, 'Send something back'),
    article(SECOND_ARTICLE_ID, 'Refunds'),
    article(DRAFT_ARTICLE_ID, 'Not published yet', { draft: true }),
    article(RESTRICTED_ARTICLE_ID, 'For staff', { user_segment_id: 701 }),
  ],
  sample_allowlist: [OPEN_ARTICLE_ID],
  brands: [{ id: 31, name: 'Fixture', subdomain: 'fixture', default: true }],
  groups: [{ id: 32, name: 'Support' }],
  organizations: [{ id: ORGANIZATION_ID, name: 'Fixture Rowers' }],
  users: [
    person(ADMIN_ID, 'Ada Admin', 'admin'),
    person(AGENT_ID, 'Ben Agent', 'agent'),
    person(SECOND_AGENT_ID, 'Cem Agent', 'agent'),
    person(COMPLIANCE_ID, 'Dora Compliance', 'agent'),
    { ...person(REQUESTER_ID, 'Erik Requester', 'end-user'), organization_id: ORGANIZATION_ID },
    person(OTHER_REQUESTER_ID, 'Fay Requester', 'end-user'),
  ],
  staff: { agents: [AGENT_ID, SECOND_AGENT_ID], admin: ADMIN_ID, compliance: COMPLIANCE_ID },
  personal_values: [],
  tickets: [ticket(TICKET_ID, 'open'), ticket(CLOSED_TICKET_ID, 'closed')],
}

/** Nobody listens there: what the workbench sends to it is recorded as not delivered. */
export const NOBODY = 'http://127.0.0.1:9'

export function fixtureWorkbench(change: Partial<WorkbenchOptions> = {}): Workbench {
  let count = 0
  return createWorkbench({
    content: FIXTURE_CONTENT,
    companionOrigin: NOBODY,
    clock: () => FIXTURE_NOW,
    ids: () => `00000000-0000-4000-8000-${String(++count).padStart(12, '0')}`,
    log: { info: () => undefined, warn: () => undefined },
    ...change,
  })
}

export interface RunningWorkbench {
  readonly workbench: Workbench
  readonly origin: string
  /** A request with the workbench's API token, as the admin; `credentials: false` sends none. */
  ask(path: string, options?: AskOptions): Promise<Answer>
}

export interface AskOptions {
  readonly method?: string
  readonly body?: unknown
  readonly credentials?: boolean
  readonly headers?: Readonly<Record<string, string>>
}

export interface Answer {
  readonly status: number
  readonly headers: Headers
  readonly text: string
  // biome-ignore lint/suspicious/noExplicitAny: the tests name the fields that they expect
  readonly json: any
}

export async function startFixtureWorkbench(
  change: Partial<WorkbenchOptions> = {},
): Promise<RunningWorkbench> {
  const workbench = fixtureWorkbench(change)
  const { origin } = await workbench.listen(0)
  return {
    workbench,
    origin,
    async ask(path, { method = 'GET', body, credentials = true, headers = {} } = {}) {
      const answer = await fetch(`${origin}${path}`, {
        method,
        redirect: 'manual',
        headers: {
          ...(credentials ? { Authorization: `Bearer ${workbench.apiToken}` } : {}),
          ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
          ...headers,
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      })
      const text = await answer.text()
      const isJson = answer.headers.get('content-type')?.includes('json') ?? false
      return { status: answer.status, headers: answer.headers, text, json: isJson ? JSON.parse(text) : null }
    },
  }
}
