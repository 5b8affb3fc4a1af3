import type { ConsentStatus } from '../domain/consent.ts'
import { Fault } from '../domain/fault.ts'
import type { UnfitReason } from '../domain/refusal.ts'
import type { TicketFacets } from '../domain/ticket.ts'
import { idText, isRecord, type PublicComment, readPublicComments } from './comments.ts'
import { type ComposerPiece, composerHtml, composerText, messageHtml } from './composer-text.ts'
import type { Mail } from './forwarded.ts'
import type { ParseHtml } from './hidden-html.ts'
import { createPeopleReader, readAgent, type TicketPeople } from './people.ts'
import { readSavedField, readSavedTicket, type SavedTicket } from './saved-ticket.ts'
import { onReplySent, type SentReply } from './sending.ts'
import { writeStatusTag } from './status-tag.ts'
import type { ZafClient } from './zaf.ts'

type After = (milliseconds: number, act: () => void) => () => void

export interface HelpdeskTicket {
  readonly id: string
  readonly subject: string
  readonly tags: readonly string[]
  readonly requester: {
    readonly id: string
    readonly name: string
    readonly email: string
    readonly locale: string | null
  }
  /** Where the ticket stands; `null`: the helpdesk does not say. */
  readonly facets: Pick<TicketFacets, 'brandId' | 'formId' | 'groupId' | 'channel'>
  /** Why the requester cannot be who wrote it, as far as the helpdesk shows. */
  readonly unfit: readonly UnfitReason[]
}

/** What the requester and others wrote in public, and whose names stand around it. */
export interface PublicComments {
  readonly comments: readonly PublicComment[]
  /** The newest public comment of anyone; `'0'` where there is none. */
  readonly lastCommentId: string
  readonly people: TicketPeople
}

/** Where text went: into what the requester will read, or into what only colleagues do. */
export type Landing = 'reply' | 'note'

/** What the sidebar needs of a helpdesk; another helpdesk would implement the same. */
export interface Helpdesk {
  readonly agentLocale: string
  readTicket(): Promise<HelpdeskTicket>
  /** With the people around the ticket, so that no text is at hand whose names are not looked for. */
  readPublicComments(ticket: HelpdeskTicket): Promise<PublicComments>
  /** At the caret, beside the agent's own words. Never replaces them. */
  insert(pieces: readonly ComposerPiece[]): Promise<Landing>
  /** Plain text; the one address in it becomes a link. */
  insertMessage(text: string, url: string): Promise<Landing>
  goToTicket(ticketId: string): Promise<void>
  /** A field of the ticket as it is saved; `undefined` where it cannot be read. */
  readSavedField(ticketId: string, fieldId: string): Promise<unknown>
  /** To a screen of the console, in the helpdesk's bar. */
  goToConsole(path: string): Promise<void>
  /** As a tag, where the installation asks for it. @returns false where it does not. */
  writeConsentStatus(ticketId: string, status: ConsentStatus): Promise<boolean>
  notify(message: string, kind: 'notice' | 'alert' | 'error'): Promise<void>
  resize(height: number): Promise<void>
  onConversationChanged(handler: () => void): () => void
  onRequesterChanged(handler: () => void): () => void
  /** Brand, form, group or tags are others now. */
  onFacetsChanged(handler: () => void): () => void
  onActivated(handler: () => void): () => void
  /** A public reply was saved. While somebody listens, saving waits a moment for it to be read. */
  onReplySent(after: After, handler: (reply: SentReply) => void): () => void
}

const MOST_TAGS = 200
const TICKET_PATHS = [
  'ticket.id',
  'ticket.subject',
  'ticket.requester',
  'ticket.tags',
  'ticket.via.channel',
  'ticket.brand',
  'ticket.form.id',
  'ticket.assignee.group',
  'ticket.description',
] as const
const FACET_EVENTS = [
  'ticket.brand.changed',
  'ticket.form.id.changed',
  'ticket.assignee.group.changed',
  'ticket.tags.changed',
] as const

/** Without `parseHtml` no comment is looked at for text that the agent does not see. */
export async function openHelpdesk(client: ZafClient, parseHtml: ParseHtml | null = null): Promise<Helpdesk> {
  const agent = await readAgent(client)
  const readPeople = createPeopleReader(client, agent)
  const listen = (handler: () => void, ...events: readonly string[]) => {
    for (const event of events) client.on(event, handler)
    return () => {
      for (const event of events) client.off(event, handler)
    }
  }

  return {
    agentLocale: typeof agent.locale === 'string' && agent.locale !== '' ? agent.locale : 'en',
    readTicket: () => readTicket(client),
    async readPublicComments(ticket) {
      const { writers, ...read } = await readPublicComments(client, ticket, parseHtml)
      return { ...read, people: await readPeople(ticket.id, ticket.requester.id, writers) }
    },
    insert: (pieces) => insertHtml(client, composerHtml(pieces), composerText(pieces)),
    insertMessage: (text, url) => insertHtml(client, messageHtml(text, url), text),
    async goToTicket(ticketId) {
      await client.invoke('routeTo', 'ticket', ticketId)
    },
    async goToConsole(path) {
      await client.invoke('routeTo', 'nav_bar', 'vouch', path)
    },
    async writeConsentStatus(ticketId, status) {
      if (!(await writesStatus(client))) return false
      await writeStatusTag(client, ticketId, status)
      return true
    },
    readSavedField: (ticketId, fieldId) => readSavedField(client, ticketId, fieldId),
    async notify(message, kind) {
      await client.invoke('notify', message, kind)
    },
    async resize(height) {
      await client.invoke('resize', { width: '100%', height: `${Math.ceil(height)}px` })
    },
    onConversationChanged: (handler) => listen(handler, 'ticket.conversation.changed'),
    onRequesterChanged: (handler) =>
      listen(handler, 'ticket.requester.id.changed', 'ticket.requester.changed'),
    onFacetsChanged: (handler) => listen(handler, ...FACET_EVENTS),
    onActivated: (handler) => listen(handler, 'app.activated'),
    onReplySent: (after, handler) =>
      parseHtml === null ? () => {} : onReplySent(client, parseHtml, after, handler),
  }
}

async function readTicket(client: ZafClient): Promise<HelpdeskTicket> {
  const answer = await client.get(TICKET_PATHS)
  if (!isRecord(answer)) throw new Fault('UNEXPECTED', 'the helpdesk answered without a ticket')
  const requester = isRecord(answer['ticket.requester']) ? answer['ticket.requester'] : {}
  const id = idText(answer['ticket.id'])
  const requesterId = idText(requester.id)
  if (id === null || requesterId === null) {
    throw new Fault('UNEXPECTED', 'the ticket has no id or no requester yet')
  }
  const tags = answer['ticket.tags']
  return {
    id,
    subject: textOf(answer['ticket.subject']),
    tags: (Array.isArray(tags) ? tags : [])
      .filter((tag): tag is string => typeof tag === 'string')
      .slice(0, MOST_TAGS),
    requester: {
      id: requesterId,
      name: textOf(requester.name),
      email: textOf(requester.email),
      locale: localeOf(requester.locale),
    },
    facets: facetsIn(answer),
    unfit: await unfitReasons(answer, requester, await readSavedTicket(client, id)),
  }
}

const LONGEST_CHANNEL = 120

/** What a rule of the account may ask about. What cannot be read is not known, and the rule applies. */
function facetsIn(answer: Record<string, unknown>): HelpdeskTicket['facets'] {
  const idOf = (value: unknown) => (isRecord(value) ? idText(value.id) : null)
  const channel = answer['ticket.via.channel']
  return {
    brandId: idOf(answer['ticket.brand']),
    formId: idText(answer['ticket.form.id']),
    groupId: idOf(answer['ticket.assignee.group']),
    channel:
      typeof channel === 'string' && channel !== '' && channel.length <= LONGEST_CHANNEL ? channel : null,
  }
}

/** Without a line that names a sender there is no mail inside another. */
// Within one line: over thousands of empty ones it would look from each of them to the last.
const SENDER = /^(?:[^\S\r\n\u2028\u2029]|[>*_])*(?:from|von|de|da|van|od|expéditeur)\s*:/imu

async function looksForwarded(mail: Mail): Promise<boolean> {
  // Rare, and of some size: not a part of what every opening waits for.
  return SENDER.test(mail.text) && (await import('./forwarded.ts')).isForwarded(mail)
}

async function unfitReasons(
  answer: Record<string, unknown>,
  requester: Record<string, unknown>,
  saved: SavedTicket,
): Promise<readonly UnfitReason[]> {
  const channel = answer['ticket.via.channel']
  const mail = {
    subject: textOf(answer['ticket.subject']),
    text: textOf(answer['ticket.description']),
    requester: { name: textOf(requester.name), email: textOf(requester.email) },
  }

  const staff = requester.role === 'agent' || requester.role === 'admin'
  const nameless = textOf(requester.name).trim() === '' && textOf(requester.email).trim() === ''
  return [
    ...(staff ? (['agent'] as const) : []),
    ...(requester.suspended === true || saved.suspended ? (['suspended'] as const) : []),
    ...(nameless ? (['anonymous'] as const) : []),
    ...(saved.forwardedByAgent || (await looksForwarded(mail)) ? (['forwarded'] as const) : []),
    ...(channel === 'side_conversation' ? (['side_conversation'] as const) : []),
  ]
}

async function writesStatus(client: ZafClient): Promise<boolean> {
  const answer = await client.metadata?.()
  const settings = isRecord(answer) && isRecord(answer.settings) ? answer.settings : {}
  return settings.write_consent_status === true
}

/** A language tag or nothing: what is no language must not choose one. */
const localeOf = (value: unknown): string | null =>
  typeof value === 'string' && /^[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*$/.test(value) ? value : null

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '')

/**
 * The editor first, then the two older ways of adding; `set comment.text` would throw away what the agent wrote.
 * After a time-out, or where the composer is another than before, nothing else is tried: the text may already be
 * there, and would be there twice.
 */
async function insertHtml(client: ZafClient, html: string, text: string): Promise<Landing> {
  const { isClosed, isNote } = await composerKind(client)
  // A closed ticket has no composer, and a host may say yes to what goes nowhere.
  if (isClosed) throw new Fault('UNEXPECTED', 'the ticket is closed: there is no composer')
  const ways: readonly (readonly [string, string])[] = [
    ['ticket.editor.insert', html],
    ['comment.appendHtml', html],
    ['comment.appendText', text],
  ]
  // Asked for before the text is sent, and not waited for: a host that says nothing of it delays no insertion.
  const before = composerNow(client)
  let cause: unknown
  for (const [path, value] of ways) {
    try {
      await client.invoke(path, value)
      return isNote ? 'note' : 'reply'
    } catch (error) {
      cause = error
      if (isTimeout(error) || (await composerNow(client)) !== (await before))
        throw new Fault('UNEXPECTED', 'the composer may have taken the text', cause, { [MAY_BE_THERE]: 1 })
    }
  }
  throw new Fault('UNEXPECTED', 'the composer did not take the text', cause)
}

/** What stands in the composer; the same word for what cannot be read, which then tells of no change. */
const composerNow = (client: ZafClient): Promise<string> =>
  client.get(['comment.text']).then(
    (answer) => textOf(isRecord(answer) ? answer['comment.text'] : null),
    () => '',
  )

/** Of what the helpdesk does not say nothing is told. Never set: a note made public would show what was not meant to be. */
const composerKind = (client: ZafClient): Promise<{ readonly isClosed: boolean; readonly isNote: boolean }> =>
  client.get(['ticket.status', 'comment.type']).then(
    (answer) => ({
      isClosed: isRecord(answer) && answer['ticket.status'] === 'closed',
      isNote: isRecord(answer) && answer['comment.type'] === 'internalNote',
    }),
    () => ({ isClosed: false, isNote: false }),
  )

const MAY_BE_THERE = 'mayBeThere'

const isTimeout = (error: unknown): boolean =>
  (isRecord(error) || error instanceof Error) &&
  (error.name === 'TimeoutError' || error.message === 'Invocation request timeout')

/** Of an insertion that failed: nobody confirmed it, and the text may be in the reply all the same. */
export const mayBeThere = (error: unknown): boolean =>
  error instanceof Fault && error.detail[MAY_BE_THERE] === 1
