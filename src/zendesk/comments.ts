import { Fault } from '../domain/fault.ts'
import type { ownWords } from './forwarded.ts'
import type { hiddenTextsOf, ParseHtml } from './hidden-html.ts'
import type { ZafClient } from './zaf.ts'

/** One public comment of the ticket. `mine` says that the requester wrote it. */
export interface PublicComment {
  readonly id: string
  readonly text: string
  readonly createdAt: string
  readonly byRequester: boolean
  /** By somebody else who is no agent: a person in copy, or the writer of a ticket that was merged into this one. */
  readonly byOther?: true
  /** Words of `text` that the agent does not see in the helpdesk; absent where there are none. */
  readonly hidden?: readonly string[]
}

/** Who wrote in the ticket, notes included. Of a note nothing else is kept. */
export interface Writers {
  readonly ids: readonly string[]
  /** As the helpdesk sent them beside the comments; it may leave some out. */
  readonly users: readonly Record<string, unknown>[]
  /** Of comments and notes; it grows whenever somebody writes. */
  readonly texts: number
}

export interface CommentReading {
  readonly comments: readonly PublicComment[]
  /** The newest public comment of anyone; `'0'` where there is none. */
  readonly lastCommentId: string
  readonly writers: Writers
}

/** Zendesk ends a ticket at 5,000 comments: more pages than this is a loop. */
const MOST_PAGES = 60

/** Of the ticket, what says whose words a comment holds. */
export interface TicketOfComments {
  readonly id: string
  readonly subject: string
  readonly requester: { readonly id: string; readonly name: string; readonly email: string }
}

/** Reads with the agent's own session. What is not certainly public is dropped, unread. */
export async function readPublicComments(
  client: ZafClient,
  ticket: TicketOfComments,
  parseHtml: ParseHtml | null = null,
): Promise<CommentReading> {
  const path = `/api/v2/tickets/${encodeURIComponent(ticket.id)}/comments.json`
  // Nothing of it is needed before the first text is read.
  const [{ ownWords }, { hiddenTextsOf }] = await Promise.all([
    import('./forwarded.ts'),
    import('./hidden-html.ts'),
  ])
  const comments: PublicComment[] = []
  const authors: unknown[] = []
  const users: Record<string, unknown>[] = []
  const wrote = new Map<string, string>()
  const seen = new Set<string>()
  let url: string | null = `${path}?page[size]=100&include=users`
  while (url !== null) {
    // Half a conversation would make a draft look current that is not.
    if (seen.has(url) || seen.size >= MOST_PAGES) throw new Fault('UNEXPECTED', 'comment pages do not end')
    seen.add(url)
    const page = await client.request({ url, type: 'GET', dataType: 'json' })
    if (!isRecord(page) || !Array.isArray(page.comments)) {
      throw new Fault('UNEXPECTED', 'the helpdesk answered without comments')
    }
    for (const entry of page.comments) {
      const comment = publicComment(entry, { ...ticket, ownWords, hiddenTextsOf }, parseHtml)
      if (comment !== null) {
        comments.push(comment)
        const author = isRecord(entry) ? idText(entry.author_id) : null
        if (author !== null) wrote.set(comment.id, author)
      }
      authors.push(isRecord(entry) ? entry.author_id : null)
    }
    users.push(...recordsIn(page.users))
    url = nextPage(page, path)
  }
  const endUsers = users.filter(({ role }) => role === 'end-user')
  const others = new Set(endUsers.flatMap(({ id }) => idText(id) ?? []))
  for (const [at, comment] of comments.entries()) {
    const author = wrote.get(comment.id)
    if (!comment.byRequester && author !== undefined && others.has(author))
      comments[at] = { ...comment, byOther: true }
  }
  comments.sort((a, b) => Date.parse(a.createdAt) - Date.parse(b.createdAt))
  const ids = [...new Set(authors.flatMap((author) => idText(author) ?? []))]
  return {
    comments,
    lastCommentId: comments.at(-1)?.id ?? '0',
    writers: { ids, users, texts: authors.length },
  }
}

interface Readers {
  readonly ownWords: typeof ownWords
  readonly hiddenTextsOf: typeof hiddenTextsOf
}

function publicComment(
  entry: unknown,
  { requester, subject, ownWords: own, hiddenTextsOf: hiddenIn }: TicketOfComments & Readers,
  parseHtml: ParseHtml | null,
): PublicComment | null {
  if (!isRecord(entry) || entry.public !== true) return null
  const id = idText(entry.id)
  const createdAt = entry.created_at
  if (id === null || typeof createdAt !== 'string' || Number.isNaN(Date.parse(createdAt))) {
    throw new Fault('UNEXPECTED', 'a public comment has no id or date')
  }
  const hidden = parseHtml === null ? [] : hiddenIn(entry.html_body, parseHtml)
  const text = typeof entry.plain_body === 'string' ? entry.plain_body : entry.body
  // Zendesk leaves this one entity in its plain text.
  const words = typeof text === 'string' ? text.replace(/&nbsp;/g, ' ').trim() : ''
  const byRequester = idText(entry.author_id) === requester.id
  return {
    id,
    text: byRequester ? own({ subject, text: words, requester }) : words,
    createdAt,
    byRequester,
    ...(hidden.length === 0 ? {} : { hidden }),
  }
}

/** Follows only another page of the same comments, whatever address the answer names. */
function nextPage(page: Record<string, unknown>, path: string): string | null {
  const links = isRecord(page.links) ? page.links.next : null
  const more = isRecord(page.meta) ? page.meta.has_more !== false : true
  const next = more ? (links ?? page.next_page) : null
  if (typeof next !== 'string' || next === '') return null
  const address = new URL(next, 'https://helpdesk.invalid')
  const plain = path.replace(/\.json$/, '')
  if (address.pathname !== path && address.pathname !== plain) {
    throw new Fault('UNEXPECTED', 'the next page of comments lies elsewhere')
  }
  return `${path}${address.search}`
}

/** Ids as text: an integer above 2^53 would already have lost digits. */
export function idText(value: unknown): string | null {
  if (typeof value === 'number') return Number.isSafeInteger(value) && value > 0 ? String(value) : null
  return typeof value === 'string' && /^\d{1,20}$/.test(value) ? value : null
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

export const recordsIn = (value: unknown): Record<string, unknown>[] =>
  Array.isArray(value) ? value.filter(isRecord) : []
