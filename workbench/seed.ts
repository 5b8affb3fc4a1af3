/** Turns the sample content, spelled as Zendesk spells it, into what the stand-in holds. */

import { z } from 'zod'
import type { Content, SampleArticle, SampleTicket, SampleUser } from './content/content.ts'
import type {
  TicketField,
  WorkbenchArticle,
  WorkbenchForm,
  WorkbenchSeed,
  WorkbenchShelf,
  WorkbenchTicket,
  WorkbenchUser,
} from './model.ts'
import { inStep } from './store/desk-events.ts'

const SYSTEM_FIELDS: readonly TicketField[] = [
  ['subject', 'Subject'],
  ['description', 'Description'],
  ['status', 'Status'],
  ['tickettype', 'Type'],
  ['priority', 'Priority'],
  ['group', 'Group'],
  ['assignee', 'Assignee'],
].map(([type = '', title = ''], index) => ({
  id: 360000000001 + index,
  type,
  title,
  options: [],
  portalTitle: null,
  removable: false,
}))

/** The custom fields of every workbench: one with options, one free text, one that requesters fill in. */
export const CONTACT_REASON_FIELD_ID = 360000000101
export const ORDER_NUMBER_FIELD_ID = 360000000102
export const BIRTH_DATE_FIELD_ID = 360000000103

const CUSTOM_FIELDS: readonly TicketField[] = [
  {
    id: CONTACT_REASON_FIELD_ID,
    type: 'tagger',
    title: 'Contact reason',
    options: [
      { id: 360000000201, name: 'Delivery', value: 'reason_delivery' },
      { id: 360000000202, name: 'Payment', value: 'reason_payment' },
      { id: 360000000203, name: 'Other', value: 'reason_other' },
    ],
    portalTitle: null,
    removable: true,
  },
  {
    id: ORDER_NUMBER_FIELD_ID,
    type: 'text',
    title: 'Order number',
    options: [],
    portalTitle: null,
    removable: true,
  },
  {
    id: BIRTH_DATE_FIELD_ID,
    type: 'date',
    title: 'Date of birth',
    options: [],
    portalTitle: 'Your date of birth',
    removable: true,
  },
]

const FORMS: readonly WorkbenchForm[] = [
  { id: 360000000301, name: 'General question' },
  { id: 360000000302, name: 'Returns and refunds' },
]

const requirementsFile = z.object({
  ticket_fields: z.record(
    z.string(),
    z.object({
      type: z.string(),
      title: z.string(),
      title_in_portal: z.string().nullable().default(null),
      custom_field_options: z.array(z.object({ name: z.string(), value: z.string() })).default([]),
    }),
  ),
})

/** What the helpdesk makes of an app's `requirements.json` when it is installed; `key` finds the field again. */
export function requiredFields(requirements: unknown): readonly (TicketField & { readonly key: string })[] {
  return Object.entries(requirementsFile.parse(requirements).ticket_fields).map(([key, field], index) => ({
    key,
    id: 360000000401 + index,
    type: field.type,
    title: field.title,
    portalTitle: field.title_in_portal,
    options: field.custom_field_options.map((option, at) => ({ ...option, id: 360000000501 + at })),
    removable: true,
  }))
}

const USERS_SINCE = '2024-01-08T08:00:00Z'

function staffTitle(staff: Content['staff'], user: SampleUser): string {
  if (user.role === 'end-user') return ''
  if (user.id === staff.admin) return 'Admin'
  if (user.id === staff.compliance) return 'Compliance'
  return 'Agent'
}

function userFrom(content: Content, user: SampleUser): WorkbenchUser {
  const { organization_id = null, ...own } = user
  return {
    ...own,
    organizationId: organization_id,
    title: staffTitle(content.staff, user),
    createdAt: USERS_SINCE,
    active: true,
    suspended: false,
  }
}

function ticketFrom(ticket: SampleTicket, fields: readonly TicketField[]): WorkbenchTicket {
  const nothing = {
    tags: [],
    customFields: new Map(fields.filter(({ removable }) => removable).map(({ id }) => [id, null])),
  }
  const comments = ticket.comments.map((comment) => ({
    id: comment.id,
    authorId: comment.author_id,
    isPublic: comment.public,
    htmlBody: comment.html_body,
    plainBody: comment.body,
    createdAt: comment.created_at,
    channel: ticket.channel,
  }))
  return {
    id: ticket.id,
    createdAt: ticket.created_at,
    updatedAt: ticket.updated_at,
    channel: ticket.channel,
    brandId: ticket.brand_id,
    groupId: ticket.group_id,
    submitterId: ticket.submitter_id,
    subject: ticket.subject,
    description: ticket.comments[0]?.body ?? '',
    requesterId: ticket.requester_id,
    assigneeId: ticket.assignee_id,
    status: ticket.status,
    priority: 'normal',
    type: 'question',
    tags: ticket.tags,
    ccIds: ticket.ccs,
    formId: FORMS[0]?.id ?? null,
    isDeleted: false,
    customFields: inStep(fields, nothing, { tags: ticket.tags, customFields: nothing.customFields })
      .customFields,
    comments,
  }
}

function shelfFrom(shelf: Content['categories'][number] & { readonly category_id?: number }): WorkbenchShelf {
  return {
    id: shelf.id,
    categoryId: shelf.category_id ?? null,
    position: shelf.position,
    createdAt: shelf.created_at,
    updatedAt: shelf.updated_at,
    names: new Map(Object.entries(shelf.translations)),
  }
}

function articleFrom(content: Content, article: SampleArticle): WorkbenchArticle {
  const translations = Object.entries(article.translations).map(
    ([locale, { title, body, outdated, updated_at }]) =>
      [locale, { title, body, outdated, draft: article.draft, updatedAt: updated_at }] as const,
  )
  return {
    id: article.id,
    slug: article.slug,
    authorId: article.author_id,
    sectionId: article.section_id,
    labels: article.label_names,
    userSegmentId: article.user_segment_id,
    promoted: article.promoted,
    position: article.position,
    createdAt: article.created_at,
    sourceLocale: content.source_locale,
    translations: new Map(translations),
  }
}

/** Agents first: whoever opens a page without a session acts as the first one, who has no special rights. */
function peopleFrom(content: Content): readonly WorkbenchUser[] {
  const { agents, compliance, admin } = content.staff
  const order = [...agents, compliance, admin]
  const rank = (user: WorkbenchUser) => order.indexOf(user.id) + 1 || order.length + 1
  return content.users.map((user) => userFrom(content, user)).sort((a, b) => rank(a) - rank(b))
}

export function seedFrom(content: Content, required: readonly TicketField[] = []): WorkbenchSeed {
  const ticketFields = [...SYSTEM_FIELDS, ...CUSTOM_FIELDS, ...required]
  return {
    brands: content.brands,
    groups: content.groups,
    forms: FORMS,
    organizations: content.organizations,
    users: peopleFrom(content),
    tickets: content.tickets.map((ticket) => ticketFrom(ticket, ticketFields)),
    ticketFields,
    helpCenter: {
      name: content.name,
      defaultLocale: content.source_locale,
      locales: content.locales,
      categories: content.categories.map(shelfFrom),
      sections: content.sections.map(shelfFrom),
      articles: content.articles.map((article) => articleFrom(content, article)),
    },
  }
}
