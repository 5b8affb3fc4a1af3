/** Turns the sample content, spelled as Zendesk spells it, into what the stand-in holds. */
import type { Content, SampleArticle, SampleTicket, SampleUser } from './content/content.ts'
import type {
  TicketField,
  WorkbenchArticle,
  WorkbenchSeed,
  WorkbenchShelf,
  WorkbenchTicket,
  WorkbenchUser,
} from './model.ts'

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
  removable: false,
}))

/** The two custom fields of every workbench: one with options, one free text. */
export const CONTACT_REASON_FIELD_ID = 360000000101
export const ORDER_NUMBER_FIELD_ID = 360000000102

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
    removable: true,
  },
  { id: ORDER_NUMBER_FIELD_ID, type: 'text', title: 'Order number', options: [], removable: true },
]

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
  }
}

function ticketFrom(ticket: SampleTicket): WorkbenchTicket {
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
    customFields: new Map<number, string | null>([
      [CONTACT_REASON_FIELD_ID, null],
      [ORDER_NUMBER_FIELD_ID, null],
    ]),
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

export function seedFrom(content: Content): WorkbenchSeed {
  return {
    brands: content.brands,
    groups: content.groups,
    organizations: content.organizations,
    users: peopleFrom(content),
    tickets: content.tickets.map(ticketFrom),
    ticketFields: [...SYSTEM_FIELDS, ...CUSTOM_FIELDS],
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
