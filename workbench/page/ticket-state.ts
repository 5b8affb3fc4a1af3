/** One open ticket: what the helpdesk stores, what the agent has changed but not submitted, who listens. */
import { type CommentJson, desk, type TicketJson, type UserJson } from './desk-client.ts'

export interface TicketEdits {
  readonly subject?: string
  readonly tags?: readonly string[]
  readonly customFields: Readonly<Record<number, string | boolean | null>>
}

export interface TicketView {
  readonly ticket: TicketJson
  readonly comments: readonly CommentJson[]
  readonly people: ReadonlyMap<number, UserJson>
  readonly edits: TicketEdits
}

export interface FieldChange {
  readonly property: string
  readonly newValue: unknown
  readonly oldValue: unknown
}

export interface TicketState {
  view(): TicketView
  subject(): string
  tags(): readonly string[]
  customField(id: number): string | boolean | null | undefined
  person(id: number | null): UserJson | undefined
  edit(change: Partial<TicketEdits>): void
  editField(id: number, value: string | boolean | null): void
  /** Reads the ticket anew; listeners hear what became different. */
  reload(): Promise<void>
  /** What a submit sends beside the comment. */
  changes(): object
  clearEdits(): void
  onView(listener: () => void): void
  onChange(listener: (change: FieldChange) => void): void
}

const WATCHED = [
  'status',
  'subject',
  'requester_id',
  'assignee_id',
  'priority',
  'brand_id',
  'group_id',
  'ticket_form_id',
] as const
const PROPERTIES: Record<(typeof WATCHED)[number], string> = {
  status: 'ticket.status',
  subject: 'ticket.subject',
  requester_id: 'ticket.requester',
  assignee_id: 'ticket.assignee',
  priority: 'ticket.priority',
  brand_id: 'ticket.brand',
  group_id: 'ticket.assignee.group',
  ticket_form_id: 'ticket.form.id',
}

const NO_EDITS: TicketEdits = { customFields: {} }

async function load(ticketId: number): Promise<Omit<TicketView, 'edits'>> {
  const [one, many] = await Promise.all([desk.ticket(ticketId), desk.comments(ticketId)])
  const people = new Map([...one.users, ...many.users].map((user) => [user.id, user]))
  return { ticket: one.ticket, comments: many.comments, people }
}

export async function openTicketState(ticketId: number): Promise<TicketState> {
  let current: TicketView = { ...(await load(ticketId)), edits: NO_EDITS }
  const viewers: (() => void)[] = []
  const watchers: ((change: FieldChange) => void)[] = []

  function show(next: TicketView): void {
    current = next
    for (const viewer of viewers) viewer()
  }
  function tell(property: string, newValue: unknown, oldValue: unknown): void {
    for (const watcher of watchers) watcher({ property, newValue, oldValue })
  }
  const person = (id: number | null) => (id === null ? undefined : current.people.get(id))

  const state: TicketState = {
    view: () => current,
    subject: () => current.edits.subject ?? current.ticket.subject,
    tags: () => current.edits.tags ?? current.ticket.tags,
    customField: (id) =>
      id in current.edits.customFields
        ? current.edits.customFields[id]
        : current.ticket.custom_fields.find((field) => field.id === id)?.value,
    person,
    edit(change) {
      const [tags, subject] = [state.tags(), state.subject()]
      show({ ...current, edits: { ...current.edits, ...change } })
      if (change.tags !== undefined) tell('ticket.tags', change.tags, tags)
      if (change.subject !== undefined) tell('ticket.subject', change.subject, subject)
    },
    editField(id, value) {
      const before = state.customField(id)
      state.edit({ customFields: { ...current.edits.customFields, [id]: value } })
      tell(`ticket.custom_field_${id}`, value, before)
    },
    async reload() {
      const before = current
      show({ ...(await load(ticketId)), edits: current.edits })
      for (const name of WATCHED) {
        const [newValue, oldValue] = [current.ticket[name], before.ticket[name]]
        if (newValue !== oldValue) tell(PROPERTIES[name], newValue, oldValue)
      }
      const tags = current.ticket.tags
      if (tags.join() !== before.ticket.tags.join()) tell('ticket.tags', tags, before.ticket.tags)
      for (const { id, value } of current.ticket.custom_fields) {
        const was = before.ticket.custom_fields.find((field) => field.id === id)?.value
        if (was !== value) tell(`ticket.custom_field_${id}`, value, was)
      }
      const [now, then] = [current.comments.length, before.comments.length]
      if (now !== then) tell('ticket.conversation', now, then)
    },
    changes() {
      const { subject, tags, customFields } = current.edits
      const fields = Object.entries(customFields).map(([id, value]) => ({ id: Number(id), value }))
      return {
        ...(subject === undefined ? {} : { subject }),
        ...(tags === undefined ? {} : { tags }),
        ...(fields.length === 0 ? {} : { custom_fields: fields }),
      }
    },
    clearEdits: () => show({ ...current, edits: NO_EDITS }),
    onView: (listener) => void viewers.push(listener),
    onChange: (listener) => void watchers.push(listener),
  }
  return state
}
