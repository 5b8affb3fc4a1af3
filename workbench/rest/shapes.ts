/** The records of the stand-in as Zendesk's API spells them. The contract test holds every field here. */

import type {
  TicketField,
  WorkbenchComment,
  WorkbenchOrganization,
  WorkbenchTicket,
  WorkbenchUser,
} from '../model.ts'
import type { Desk } from '../store/desk.ts'

export function ticketShape(desk: Desk, origin: string, ticket: WorkbenchTicket) {
  const fields = [...ticket.customFields].map(([id, value]) => ({ id, value }))
  return {
    url: `${origin}/api/v2/tickets/${ticket.id}.json`,
    id: ticket.id,
    external_id: null,
    via: { channel: ticket.channel, source: { from: {}, to: {}, rel: null } },
    created_at: ticket.createdAt,
    updated_at: ticket.updatedAt,
    type: ticket.type,
    subject: ticket.subject,
    raw_subject: ticket.subject,
    description: ticket.description,
    priority: ticket.priority,
    status: ticket.status,
    recipient: null,
    requester_id: ticket.requesterId,
    submitter_id: ticket.submitterId,
    assignee_id: ticket.assigneeId,
    organization_id: desk.organizationOf(ticket)?.id ?? null,
    group_id: ticket.groupId,
    collaborator_ids: [...ticket.ccIds],
    follower_ids: [],
    email_cc_ids: [...ticket.ccIds],
    problem_id: null,
    has_incidents: false,
    is_public: ticket.comments.some((comment) => comment.isPublic),
    due_at: null,
    tags: [...ticket.tags],
    custom_fields: fields,
    fields,
    followup_ids: [],
    brand_id: ticket.brandId,
    ticket_form_id: ticket.formId,
    allow_channelback: false,
    allow_attachments: true,
    from_messaging_channel: false,
  }
}

export function commentShape(comment: WorkbenchComment) {
  return {
    id: comment.id,
    type: 'Comment',
    author_id: comment.authorId,
    body: comment.plainBody,
    html_body: comment.htmlBody,
    plain_body: comment.plainBody,
    public: comment.isPublic,
    attachments: [],
    audit_id: comment.id + 1_000_000,
    via: { channel: comment.channel, source: { from: {}, to: {}, rel: null } },
    created_at: comment.createdAt,
    metadata: { system: {}, custom: {} },
  }
}

export function userShape(origin: string, user: WorkbenchUser) {
  return {
    id: user.id,
    url: `${origin}/api/v2/users/${user.id}.json`,
    name: user.name,
    email: user.email,
    created_at: user.createdAt,
    updated_at: user.createdAt,
    time_zone: 'Berlin',
    iana_time_zone: 'Europe/Berlin',
    phone: user.phone,
    shared_phone_number: null,
    photo: null,
    locale_id: user.locale.startsWith('de') ? 8 : 1,
    locale: user.locale,
    organization_id: user.organizationId,
    role: user.role,
    verified: true,
    external_id: null,
    tags: [],
    alias: null,
    active: user.active,
    shared: false,
    shared_agent: false,
    last_login_at: null,
    two_factor_auth_enabled: null,
    signature: null,
    details: null,
    notes: null,
    role_type: null,
    custom_role_id: null,
    moderator: user.role !== 'end-user',
    ticket_restriction: user.role === 'end-user' ? 'requested' : null,
    only_private_comments: false,
    restricted_agent: false,
    suspended: user.suspended,
    default_group_id: null,
    report_csv: false,
    user_fields: {},
  }
}

export function organizationShape(origin: string, { id, name }: WorkbenchOrganization) {
  return {
    url: `${origin}/api/v2/organizations/${id}.json`,
    id,
    name,
    shared_tickets: false,
    shared_comments: false,
    external_id: null,
    created_at: '2024-01-08T08:00:00Z',
    updated_at: '2024-01-08T08:00:00Z',
    domain_names: [],
    details: null,
    notes: null,
    group_id: null,
    tags: [],
    organization_fields: {},
  }
}

/** `users/me` answers 200 with this for a caller without credentials: it is no health check. */
export function anonymousUserShape() {
  return {
    id: null,
    url: null,
    name: 'Anonymous user',
    email: 'invalid@example.com',
    role: 'end-user',
    locale: 'en-US',
    locale_id: 1,
    active: true,
    verified: false,
    suspended: false,
  }
}

export function ticketFieldShape(origin: string, field: TicketField, position: number) {
  return {
    url: `${origin}/api/v2/ticket_fields/${field.id}.json`,
    id: field.id,
    type: field.type,
    title: field.title,
    raw_title: field.title,
    description: field.title,
    raw_description: field.title,
    position,
    active: true,
    required: false,
    collapsed_for_agents: false,
    regexp_for_validation: null,
    title_in_portal: field.portalTitle ?? field.title,
    raw_title_in_portal: field.portalTitle ?? field.title,
    visible_in_portal: field.portalTitle !== null,
    editable_in_portal: field.portalTitle !== null,
    required_in_portal: false,
    tag: null,
    created_at: '2024-01-08T08:00:00Z',
    updated_at: '2024-01-08T08:00:00Z',
    removable: field.removable,
    ...(field.options.length === 0
      ? {}
      : { custom_field_options: field.options.map((option) => ({ ...option, raw_name: option.name })) }),
  }
}

/** Users named by these ids, for `include=users`; each once. */
export function usersByIds(desk: Desk, origin: string, ids: readonly (number | null)[]) {
  const named = [...new Set(ids)].flatMap((id) => (id === null ? [] : (desk.user(id) ?? [])))
  return named.map((user) => userShape(origin, user))
}
