/** What the ticket sidebar lets the app read, set and invoke, under the framework's own names. */

import { type CommonPlaceOptions, commonPlace, personValue } from './common-place.ts'
import type { ComposerText } from './composer-text.ts'
import { textToHtml } from './composer-text.ts'
import type { Bootstrap, CommentJson, UserJson } from './desk-client.ts'
import { type AppPlace, NoSuchApi } from './framework-host.ts'
import type { TicketState } from './ticket-state.ts'

export type CommentType = 'publicReply' | 'internalNote'

export interface TicketPlaceOptions extends Omit<CommonPlaceOptions, 'location' | 'ticketId'> {
  readonly state: TicketState
  readonly composer: ComposerText
  readonly commentType: { get(): CommentType; set(type: CommentType): void }
}

const CUSTOM_FIELD = /^ticket\.customField:custom_field_(\d+)$/

function conversationItem(comment: CommentJson, author: UserJson | undefined) {
  return {
    author: { id: comment.author_id, name: author?.name ?? '', role: author?.role ?? 'end-user', avatar: '' },
    channel: { name: comment.via.channel },
    message: { content: comment.html_body, contentType: 'text/html' },
    timestamp: comment.created_at,
    attachments: [],
  }
}

type Reader = () => unknown

function readers(boot: Bootstrap, options: TicketPlaceOptions): Readonly<Record<string, Reader>> {
  const { state, composer, commentType } = options
  const ticket = () => state.view().ticket
  const requester = () => personValue(state.person(ticket().requester_id))
  const brand = () => {
    const found = boot.brands.find(({ id }) => id === ticket().brand_id)
    return { id: ticket().brand_id, name: found?.name ?? '', subdomain: found?.subdomain ?? '' }
  }
  const assignee = () => ({
    user: personValue(state.person(ticket().assignee_id)),
    group: boot.groups.find(({ id }) => id === ticket().group_id) ?? null,
  })
  const comment = () => ({
    text: composer.html(),
    type: commentType.get(),
    useRichText: true,
    attachments: [],
  })
  const conversation = () =>
    state.view().comments.map((item) => conversationItem(item, state.person(item.author_id)))

  const fields: Readonly<Record<string, Reader>> = {
    id: () => ticket().id,
    subject: () => state.subject(),
    description: () => ticket().description,
    status: () => ticket().status,
    priority: () => ticket().priority,
    type: () => ticket().type,
    tags: () => [...state.tags()],
    brand,
    requester,
    assignee,
    via: () => ({ channel: ticket().via.channel }),
    form: () => ({ id: ticket().ticket_form_id }),
    createdAt: () => ticket().created_at,
    updatedAt: () => ticket().updated_at,
    isNew: () => false,
  }
  const whole = () => Object.fromEntries(Object.entries(fields).map(([name, read]) => [name, read()]))
  return {
    ...Object.fromEntries(Object.entries(fields).map(([name, read]) => [`ticket.${name}`, read])),
    ticket: () => ({ ...whole(), comment: comment() }),
    'ticket.requester.id': () => requester()?.id,
    'ticket.requester.name': () => requester()?.name,
    'ticket.requester.email': () => requester()?.email,
    'ticket.requester.locale': () => requester()?.locale,
    'ticket.assignee.user': () => assignee().user,
    'ticket.assignee.group': () => assignee().group,
    'ticket.assignee.group.id': () => assignee().group?.id ?? null,
    'ticket.via.channel': () => ticket().via.channel,
    'ticket.brand.id': () => brand().id,
    'ticket.form.id': () => ticket().ticket_form_id,
    'ticket.conversation': conversation,
    'ticket.comments': conversation,
    comment,
    'comment.text': () => composer.html(),
    'comment.type': () => commentType.get(),
    'ticket.comment': comment,
    'ticket.comment.text': () => composer.html(),
    'ticket.comment.type': () => commentType.get(),
  }
}

function writers(options: TicketPlaceOptions): Readonly<Record<string, (value: unknown) => void>> {
  const { state, composer, commentType } = options
  const setText = (value: unknown) => composer.setHtml(String(value))
  const setType = (value: unknown) => {
    if (value !== 'publicReply' && value !== 'internalNote') throw new Error('is not a comment type')
    commentType.set(value)
  }
  return {
    'comment.text': setText,
    'ticket.comment.text': setText,
    'comment.type': setType,
    'ticket.comment.type': setType,
    'ticket.subject': (value) => state.edit({ subject: String(value) }),
    'ticket.tags': (value) => {
      if (!Array.isArray(value)) throw new Error('expects an array of tags')
      state.edit({ tags: value.map(String) })
    },
  }
}

function invokers(composer: ComposerText): Readonly<Record<string, (args: readonly unknown[]) => void>> {
  const appendText = ([text]: readonly unknown[]) => composer.append(textToHtml(String(text ?? '')))
  const appendHtml = ([html]: readonly unknown[]) => composer.append(String(html ?? ''))
  return {
    'ticket.editor.insert': ([html]) => composer.insertAtCaret(String(html ?? '')),
    'comment.appendText': appendText,
    'comment.appendHtml': appendHtml,
    'ticket.comment.appendText': appendText,
    'ticket.comment.appendHtml': appendHtml,
  }
}

export function ticketPlace(options: TicketPlaceOptions): AppPlace {
  const { boot, state } = options
  const common = commonPlace({ ...options, location: 'ticket_sidebar', ticketId: state.view().ticket.id })
  const [read, write, invoke] = [readers(boot, options), writers(options), invokers(options.composer)]

  function fieldId(path: string): number | null {
    const id = Number(CUSTOM_FIELD.exec(path)?.[1])
    return state.customField(id) === undefined ? null : id
  }

  return {
    ...common,
    read(path) {
      const id = fieldId(path)
      if (id !== null) return state.customField(id)
      const reader = Object.hasOwn(read, path) ? read[path] : undefined
      return reader === undefined ? common.read(path) : reader()
    },
    write(path, value) {
      const id = fieldId(path)
      if (id !== null) return state.editField(id, typeof value === 'boolean' ? value : String(value ?? ''))
      const writer = Object.hasOwn(write, path) ? write[path] : undefined
      if (writer === undefined) throw new NoSuchApi()
      writer(value)
    },
    invoke(name, args) {
      if (/^ticketFields:[^.]+\.(hide|show|disable|enable)$/.test(name)) return undefined
      const invoker = Object.hasOwn(invoke, name) ? invoke[name] : undefined
      return invoker === undefined ? common.invoke(name, args) : invoker(args)
    },
  }
}
