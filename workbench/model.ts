/** What the stand-in helpdesk holds. Its own words: nothing here is imported by the product. */

export const TICKET_STATUSES = ['new', 'open', 'pending', 'hold', 'solved', 'closed'] as const
export type TicketStatus = (typeof TICKET_STATUSES)[number]

export const USER_ROLES = ['end-user', 'agent', 'admin'] as const
export type UserRole = (typeof USER_ROLES)[number]

export interface WorkbenchUser {
  readonly id: number
  readonly name: string
  readonly email: string
  readonly phone: string | null
  role: UserRole
  /** Shown in the switch of the acting agent, e.g. "Compliance"; empty for requesters. */
  title: string
  readonly locale: string
  /** Of requesters only. */
  readonly organizationId: number | null
  readonly createdAt: string
  active: boolean
  suspended: boolean
}

export interface WorkbenchComment {
  readonly id: number
  readonly authorId: number
  readonly isPublic: boolean
  readonly htmlBody: string
  readonly plainBody: string
  readonly createdAt: string
  readonly channel: string
}

export interface WorkbenchTicket {
  readonly id: number
  readonly createdAt: string
  readonly channel: string
  readonly submitterId: number
  brandId: number
  groupId: number | null
  formId: number | null
  /** In the bin: no list shows it, until it is restored or gone for good. */
  isDeleted: boolean
  subject: string
  description: string
  requesterId: number
  assigneeId: number | null
  status: TicketStatus
  priority: 'low' | 'normal' | 'high' | 'urgent' | null
  type: 'question' | 'problem' | 'incident' | 'task' | null
  tags: readonly string[]
  ccIds: readonly number[]
  customFields: ReadonlyMap<number, string | boolean | null>
  updatedAt: string
  readonly comments: WorkbenchComment[]
}

export interface WorkbenchBrand {
  readonly id: number
  readonly name: string
  readonly subdomain: string
}

export interface WorkbenchOrganization {
  readonly id: number
  readonly name: string
}

export interface WorkbenchGroup {
  readonly id: number
  readonly name: string
}

/** A ticket form: which fields a requester sees where they write. */
export interface WorkbenchForm {
  readonly id: number
  readonly name: string
}

export interface TicketField {
  readonly id: number
  readonly type: string
  readonly title: string
  readonly options: readonly { readonly id: number; readonly name: string; readonly value: string }[]
  /** What a requester is asked on the form; `null`: the field is not on it. */
  readonly portalTitle: string | null
  readonly removable: boolean
}

export interface ArticleTranslation {
  title: string
  body: string
  draft: boolean
  outdated: boolean
  updatedAt: string
}

export interface WorkbenchArticle {
  readonly id: number
  readonly slug: string
  readonly authorId: number
  readonly sectionId: number
  readonly labels: readonly string[]
  /** `null` means everyone may read it. */
  readonly userSegmentId: number | null
  readonly promoted: boolean
  readonly position: number
  readonly createdAt: string
  readonly sourceLocale: string
  readonly translations: Map<string, ArticleTranslation>
}

/** A section or a category: a name for each locale. */
export interface WorkbenchShelf {
  readonly id: number
  /** Sections only. */
  readonly categoryId: number | null
  readonly position: number
  readonly createdAt: string
  readonly updatedAt: string
  readonly names: ReadonlyMap<string, { readonly name: string; readonly description: string }>
}

export interface HelpCenterSeed {
  readonly name: string
  readonly defaultLocale: string
  readonly locales: readonly string[]
  readonly categories: readonly WorkbenchShelf[]
  readonly sections: readonly WorkbenchShelf[]
  readonly articles: readonly WorkbenchArticle[]
}

/** Everything that a workbench starts with. */
export interface WorkbenchSeed {
  readonly brands: readonly WorkbenchBrand[]
  readonly groups: readonly WorkbenchGroup[]
  readonly forms: readonly WorkbenchForm[]
  readonly organizations: readonly WorkbenchOrganization[]
  readonly users: readonly WorkbenchUser[]
  readonly tickets: readonly WorkbenchTicket[]
  readonly ticketFields: readonly TicketField[]
  readonly helpCenter: HelpCenterSeed
}

/** Time and identifiers come from outside, so that a test can name them. */
export type Clock = () => Date
export type Ids = () => string

export interface WorkbenchLog {
  info(message: string, fields?: Record<string, unknown>): unknown
  warn(message: string, fields?: Record<string, unknown>): unknown
}
