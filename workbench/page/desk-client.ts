/** What the page asks the workbench for: Zendesk's REST paths, and the workbench's own. */
export interface UserJson {
  readonly id: number
  readonly name: string
  readonly email: string
  readonly role: string
  readonly locale: string
  readonly active: boolean
  readonly suspended: boolean
}

export interface AgentJson extends UserJson {
  readonly title: string
}

export interface TicketJson {
  readonly id: number
  readonly subject: string
  readonly description: string
  readonly status: string
  readonly priority: string | null
  readonly type: string | null
  readonly tags: readonly string[]
  readonly requester_id: number
  readonly assignee_id: number | null
  readonly group_id: number | null
  readonly brand_id: number
  readonly ticket_form_id: number | null
  readonly collaborator_ids: readonly number[]
  readonly custom_fields: readonly { readonly id: number; readonly value: string | boolean | null }[]
  readonly via: { readonly channel: string }
  readonly created_at: string
  readonly updated_at: string
}

export interface CommentJson {
  readonly id: number
  readonly author_id: number
  readonly html_body: string
  readonly public: boolean
  readonly created_at: string
  readonly via: { readonly channel: string }
}

export interface NamedJson {
  readonly id: number
  readonly name: string
}

export interface FieldJson {
  readonly id: number
  readonly type: string
  readonly title: string
  readonly options: readonly { readonly name: string; readonly value: string }[]
  /** What a requester is asked on the form; `null`: the field is not on it. */
  readonly portalTitle: string | null
}

export interface Bootstrap {
  readonly account: {
    readonly name: string
    readonly subdomain: string
    readonly appGuid: string
    readonly appId: number
    readonly installationId: number
  }
  readonly origin: string
  readonly companionOrigin: string
  readonly agentId: number
  readonly agents: readonly AgentJson[]
  /** And who was an agent before. */
  readonly staff: readonly AgentJson[]
  readonly brands: readonly (NamedJson & { readonly subdomain: string })[]
  readonly groups: readonly NamedJson[]
  readonly forms: readonly NamedJson[]
  readonly appSettings: Readonly<Record<string, boolean>>
  /** Numbers of the fields that the app asked for, by its own names. */
  readonly requirements: Readonly<Record<string, number>>
  readonly ticketFields: readonly FieldJson[]
}

export interface DeliveryJson {
  readonly eventId: string
  readonly type: string
  readonly subject: string
  readonly status: number | null
  readonly problem: string | null
}

export interface ArticleJson {
  readonly id: number
  readonly locale: string
  readonly section: string
  readonly title: string
  readonly body: string
  readonly published: boolean
  readonly restricted: boolean
  readonly updated_at: string
  readonly path: string
}

/** A refused or failed write; `message` is what the helpdesk said, fit to be shown. */
export class DeskProblem extends Error {
  override readonly name = 'DeskProblem'
}

function problemFrom(status: number, body: unknown): string {
  const { details, description } = (body ?? {}) as {
    details?: Record<string, { description?: string }[]>
    description?: string
  }
  const named = Object.values(details ?? {})[0]?.[0]?.description
  return named ?? description ?? `The helpdesk answered ${status}.`
}

async function ask<T>(method: string, path: string, body?: unknown): Promise<T> {
  const answer = await fetch(path, {
    method,
    headers: {
      Accept: 'application/json',
      ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const text = await answer.text()
  const json: unknown = text === '' ? null : JSON.parse(text)
  if (!answer.ok) throw new DeskProblem(problemFrom(answer.status, json))
  return json as T
}

export const desk = {
  bootstrap: () => ask<Bootstrap>('GET', '/workbench/bootstrap'),
  actAs: (userId: number) => ask<null>('POST', '/workbench/session', { userId }),
  launch: (location: string) =>
    ask<{ readonly action: string; readonly token: string }>('POST', `/workbench/launches/${location}`, {}),
  tickets: () =>
    ask<{ readonly tickets: readonly TicketJson[]; readonly users: readonly UserJson[] }>(
      'GET',
      '/api/v2/tickets.json?include=users&sort_by=updated_at&sort_order=desc',
    ),
  ticket: (id: number) =>
    ask<{ readonly ticket: TicketJson; readonly users: readonly UserJson[] }>(
      'GET',
      `/api/v2/tickets/${id}.json?include=users`,
    ),
  comments: (id: number) =>
    ask<{ readonly comments: readonly CommentJson[]; readonly users: readonly UserJson[] }>(
      'GET',
      `/api/v2/tickets/${id}/comments.json?include=users`,
    ),
  people: () => ask<{ readonly users: readonly UserJson[] }>('GET', '/api/v2/users.json'),
  update: (id: number, ticket: object) =>
    ask<{ readonly ticket: TicketJson }>('PUT', `/api/v2/tickets/${id}.json`, { ticket }),
  deleteUser: (id: number) => ask<null>('DELETE', `/workbench/users/${id}`),
  suspendUser: (id: number, suspended: boolean) =>
    ask<null>(suspended ? 'PUT' : 'DELETE', `/workbench/users/${id}/suspension`),
  changeRole: (id: number, role: string) => ask<null>('PUT', `/workbench/users/${id}/role`, { role }),
  mergeUser: (id: number, targetUserId: number) =>
    ask<null>('POST', `/workbench/users/${id}/merges`, { targetUserId }),
  deleteTicket: (id: number) => ask<null>('DELETE', `/workbench/tickets/${id}`),
  restoreTicket: (id: number) => ask<null>('POST', `/workbench/tickets/${id}/restorations`),
  writeForm: (filled: object) =>
    ask<{ readonly ticketId: number }>('POST', '/workbench/form-tickets', filled),
  setApp: (settings: Readonly<Record<string, boolean>>) =>
    ask<null>('PUT', '/workbench/app-settings', settings),
  replyAsRequester: (id: number, text: string) =>
    ask<null>('POST', `/workbench/tickets/${id}/requester-replies`, { text }),
  merge: (id: number, targetTicketId: number) =>
    ask<null>('POST', `/workbench/tickets/${id}/merges`, { targetTicketId }),
  sendWebhook: (order: object) =>
    ask<{ readonly delivery: DeliveryJson }>('POST', '/workbench/webhooks', order),
  helpCenter: () =>
    ask<{ readonly locales: readonly string[]; readonly articles: readonly ArticleJson[] }>(
      'GET',
      '/workbench/help-center',
    ),
  editArticle: ({ id, locale }: ArticleJson, text: { readonly title: string; readonly body: string }) =>
    ask<null>('PUT', `/workbench/help-center/articles/${id}/${locale}`, text),
  publishArticle: ({ id }: ArticleJson, published: boolean) =>
    ask<null>('PUT', `/workbench/help-center/articles/${id}/publication`, { published }),
  deliveries: () => ask<{ readonly deliveries: readonly DeliveryJson[] }>('GET', '/workbench/webhooks'),
}
