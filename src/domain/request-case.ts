/** What a person asks about their own data, and how far the answer is. GDPR Art. 12 to 22. */
import { daysBetween } from './due-dates.ts'

export const REQUEST_KINDS = [
  'access',
  'portability',
  'rectification',
  'erasure',
  'restriction',
  'objection',
  'complaint',
] as const
export type RequestKind = (typeof REQUEST_KINDS)[number]

/** Which right it is; a complaint is about how one was treated, and has no article of its own. */
export const ARTICLE_OF: Readonly<Record<RequestKind, string>> = {
  access: 'Art. 15',
  portability: 'Art. 20',
  rectification: 'Art. 16',
  erasure: 'Art. 17',
  restriction: 'Art. 18',
  objection: 'Art. 21',
  complaint: 'Art. 12',
}

/** In the order in which a case goes through them. */
export const WORK_STATUSES = [
  'received',
  'identity_pending',
  'verified',
  'collecting',
  'review',
  'ready',
] as const
/** Nothing is owed any more. */
export const END_STATUSES = ['closed', 'refused', 'partially_refused', 'duplicate', 'withdrawn'] as const
export const REQUEST_STATUSES = [...WORK_STATUSES, 'delivered', ...END_STATUSES] as const
export type RequestStatus = (typeof REQUEST_STATUSES)[number]

/** From here on a request is pressing. */
export const PRESSING_DAYS = 7

/** The requester still waits for an answer. */
export function isOpen(status: RequestStatus): boolean {
  return (WORK_STATUSES as readonly RequestStatus[]).includes(status)
}
export function isEnded(status: RequestStatus): boolean {
  return (END_STATUSES as readonly RequestStatus[]).includes(status)
}

/** By which way it reached the account. */
export const REQUEST_CHANNELS = ['page', 'ticket', 'email', 'phone', 'letter', 'in_person', 'cli'] as const
export type RequestChannel = (typeof REQUEST_CHANNELS)[number]

/** How it was made sure that the requester is who they say (Art. 12(6)). A copy of an ID is not among them. */
export const IDENTITY_WAYS = ['helpdesk_verified', 'own_link', 'address_on_file', 'representative'] as const
export type IdentityWay = (typeof IDENTITY_WAYS)[number]

export const LETTER_KINDS = [
  'acknowledgement',
  'identity',
  'extension',
  'answer_access',
  'answer_portability',
  'answer_rectification',
  'answer_erasure',
  'answer_restriction',
  'answer_objection',
  'answer_complaint',
  'nothing_found',
  'refusal',
] as const
export type LetterKind = (typeof LETTER_KINDS)[number]

export function answerLetterOf(kind: RequestKind): LetterKind {
  return `answer_${kind}`
}

/** Whole days until the last day ends: 0 on that day itself, negative when it has passed. */
export function daysLeft(dueOn: string, today: string): number {
  return daysBetween(today, dueOn)
}
