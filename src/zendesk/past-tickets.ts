/**
 * Past solved tickets, read with the admin's own session: the search export a page at a time, and each ticket's public
 * comments. Patient with the helpdesk's limit; what is not certainly public is dropped, unread.
 */
import { Fault } from '../domain/fault.ts'
import { idText, isRecord, readPublicComments, recordsIn } from './comments.ts'
import { peopleAround, readAgent, type TicketPeople, ticketWithPeople } from './people.ts'
import type { ZafClient } from './zaf.ts'

export interface SolvedTicket {
  readonly ticketId: string
  readonly requesterId: string
  readonly subject: string
  readonly brandId: string | null
  readonly formId: string | null
  readonly groupId: string | null
  readonly channel: string | null
  readonly tags: readonly string[]
}

export interface SolvedPage {
  readonly tickets: readonly SolvedTicket[]
  /** Where the next page begins; `null`: there is none. */
  readonly next: string | null
}

/** What was asked before the first reply, and that reply; whose words stand around them is only replaced. */
export interface Conversation {
  readonly texts: readonly string[]
  readonly reply: string | null
  readonly locale: string | null
  /** The requester first. */
  readonly people: TicketPeople
}

export interface PastTickets {
  page(cursor: string | null): Promise<SolvedPage>
  /** `null`: the ticket, or somebody who stands around it, cannot be read any more. */
  conversation(ticket: SolvedTicket): Promise<Conversation | null>
}

export interface Patience {
  readonly wait: (milliseconds: number) => Promise<void>
  readonly now: () => number
}

const EXPORT = '/api/v2/search/export.json'
const QUERY = 'status>=solved'
const PAGE_SIZE = 100
/** 400 requests a minute, which most plans have; agents at work need the rest of theirs, so it slows down when told. */
const GAP_MS = 150
const MOST_GAP_MS = 5_000
const TRIES = 8
const USUAL_WAIT_S = 10
const LONGEST_WAIT_S = 120

function statusOf(error: unknown): number {
  return isRecord(error) && typeof error.status === 'number' ? error.status : 0
}

/** Seconds that the helpdesk asks for; it may answer in plain text, and a host may not hand headers on. */
function retryAfter(error: unknown): number {
  const headers = isRecord(error) && isRecord(error.responseHeaders) ? error.responseHeaders : {}
  const named = Object.entries(headers).find(([name]) => name.toLowerCase() === 'retry-after')?.[1]
  const seconds = Number(named ?? USUAL_WAIT_S)
  return Number.isFinite(seconds) && seconds >= 0 ? Math.min(seconds, LONGEST_WAIT_S) : USUAL_WAIT_S
}

/** Never faster than the limit allows, and again after a "too many". */
function patient(client: ZafClient, { wait, now }: Patience): ZafClient {
  let gap = GAP_MS
  let last = Number.NEGATIVE_INFINITY
  return {
    // Named one by one: the framework's client has them from its class, and a spread would lose them.
    get: (paths) => client.get(paths),
    invoke: (path, ...values) => client.invoke(path, ...values),
    on: (event, handler) => client.on(event, handler),
    off: (event, handler) => client.off(event, handler),
    async request(options) {
      for (let tries = 1; ; tries += 1) {
        const due = last + gap - now()
        if (due > 0) await wait(due)
        last = now()
        try {
          return await client.request(options)
        } catch (error) {
          const busy = [429, 503].includes(statusOf(error))
          if (!busy || tries >= TRIES) throw error
          gap = Math.min(MOST_GAP_MS, gap * 2)
          await wait(retryAfter(error) * 1_000)
        }
      }
    },
  }
}

function solvedIn(entry: Record<string, unknown>): SolvedTicket | null {
  const [ticketId, requesterId] = [idText(entry.id), idText(entry.requester_id)]
  if (ticketId === null || requesterId === null) return null
  const via = isRecord(entry.via) ? entry.via.channel : null
  const tags: unknown[] = Array.isArray(entry.tags) ? entry.tags : []
  return {
    ticketId,
    requesterId,
    subject: typeof entry.subject === 'string' ? entry.subject : '',
    brandId: idText(entry.brand_id),
    formId: idText(entry.ticket_form_id),
    groupId: idText(entry.group_id),
    channel: typeof via === 'string' ? via : null,
    tags: tags.filter((tag) => typeof tag === 'string'),
  }
}

export function openPastTickets(zaf: ZafClient, patience: Patience): PastTickets {
  const client = patient(zaf, patience)
  const ask = (url: string) => client.request({ url, type: 'GET', dataType: 'json' })
  let signedIn: Record<string, unknown> | null = null
  const pageUrl = (cursor: string | null) =>
    `${EXPORT}?query=${encodeURIComponent(QUERY)}&filter[type]=ticket&page[size]=${PAGE_SIZE}${
      cursor === null ? '' : `&page[after]=${encodeURIComponent(cursor)}`
    }`

  return {
    async page(cursor) {
      let answer: unknown
      try {
        answer = await ask(pageUrl(cursor))
      } catch (error) {
        // A cursor lives for an hour. From the start again: what was counted is not read twice.
        if (cursor === null || ![400, 410, 422].includes(statusOf(error))) throw error
        answer = await ask(pageUrl(null))
      }
      if (!isRecord(answer) || !Array.isArray(answer.results))
        throw new Fault('UNEXPECTED', 'the helpdesk answered without results')
      const meta = isRecord(answer.meta) ? answer.meta : {}
      const after = typeof meta.after_cursor === 'string' ? meta.after_cursor : null
      return {
        tickets: recordsIn(answer.results).flatMap((entry) => solvedIn(entry) ?? []),
        next: meta.has_more === true && after !== cursor ? after : null,
      }
    },

    async conversation(ticket) {
      const { ticketId, requesterId, subject } = ticket
      try {
        signedIn ??= await readAgent(client)
        const answer = await ticketWithPeople(client, ticketId)
        const requester = recordsIn(answer?.users).find(({ id }) => idText(id) === requesterId)
        const told = (value: unknown) => (typeof value === 'string' ? value : '')
        const person = { id: requesterId, name: told(requester?.name), email: told(requester?.email) }
        const { comments, writers } = await readPublicComments(client, {
          id: ticketId,
          subject,
          requester: person,
        })
        const people = await peopleAround(client, signedIn, answer, writers)
        // No agent looks at this text before it is sent, as they do in the sidebar: what may be incomplete stays.
        if (!people.complete) return null
        const answered = comments.findIndex(({ byRequester, byOther }) => !byRequester && byOther !== true)
        const before = answered === -1 ? comments : comments.slice(0, answered)
        const replies: string[] = []
        for (const comment of answered === -1 ? [] : comments.slice(answered)) {
          if (comment.byRequester || comment.byOther === true) break
          replies.push(comment.text)
        }
        const locale = told(requester?.locale).toLowerCase()
        return {
          texts: before.filter(({ byRequester, text }) => byRequester && text !== '').map(({ text }) => text),
          reply: replies.join('\n\n') || null,
          locale: /^[a-z]{2,3}(-[a-z0-9]{1,8})*$/.test(locale) ? locale : null,
          people: {
            ...people,
            names: [person.name, ...people.names].filter((name) => name.trim() !== ''),
            emails: [person.email, ...people.emails].filter((email) => email.trim() !== ''),
          },
        }
      } catch (error) {
        // Deleted or closed to this admin since the search: the rest goes on without it.
        if ([403, 404].includes(statusOf(error))) return null
        throw error
      }
    },
  }
}
