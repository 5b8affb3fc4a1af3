/** The ticket's facts, left of the conversation. */
import type { ComponentChildren } from 'preact'
import { useState } from 'preact/hooks'
import { Avatar } from './avatar.tsx'
import type { Bootstrap, FieldJson } from './desk-client.ts'
import type { TicketState } from './ticket-state.ts'
import { languageName } from './words.ts'

function Property(props: { readonly label: string; readonly children: ComponentChildren }) {
  return (
    <div class="property">
      <span class="property-label">{props.label}</span>
      <div class="property-value">{props.children}</div>
    </div>
  )
}

function Person({ state, id, kind }: { state: TicketState; id: number | null; kind: 'agent' | 'requester' }) {
  const person = state.person(id)
  if (person === undefined) return <span class="muted">–</span>
  return (
    <span class="person">
      <Avatar name={person.name} kind={kind} />
      <span>
        {person.name}
        {!person.active && <small class="person-mark">deleted</small>}
        {person.suspended && <small class="person-mark">suspended</small>}
        {kind === 'requester' && <Address email={person.email} />}
      </span>
    </span>
  )
}

/** Where it has to break, it breaks before its host. */
function Address({ email }: { readonly email: string }) {
  const at = email.lastIndexOf('@')
  return (
    <small>
      {email.slice(0, at)}
      <wbr />
      {email.slice(at)}
    </small>
  )
}

function Tags({ state }: { readonly state: TicketState }) {
  const [typed, setTyped] = useState('')
  const tags = state.tags()
  function add(event: Event) {
    event.preventDefault()
    const tag = typed.trim().toLowerCase().replace(/\s+/g, '_')
    if (tag !== '') state.edit({ tags: [...new Set([...tags, tag])] })
    setTyped('')
  }
  return (
    <form class="tags" onSubmit={add}>
      {tags.map((tag) => (
        <span class="tag" key={tag}>
          {tag}
          <button
            type="button"
            aria-label={`Remove tag ${tag}`}
            onClick={() => state.edit({ tags: tags.filter((other) => other !== tag) })}
          >
            ×
          </button>
        </span>
      ))}
      <input
        value={typed}
        onInput={(event) => setTyped(event.currentTarget.value)}
        placeholder="Add tag"
        aria-label="Add tag"
      />
    </form>
  )
}

function CustomField({ state, field }: { readonly state: TicketState; readonly field: FieldJson }) {
  const value = String(state.customField(field.id) ?? '')
  const set = (next: string) => state.editField(field.id, next === '' ? null : next)
  return field.options.length === 0 ? (
    <input
      type={field.type === 'date' ? 'date' : 'text'}
      aria-label={field.title}
      value={value}
      onInput={(event) => set(event.currentTarget.value)}
    />
  ) : (
    <select aria-label={field.title} value={value} onChange={(event) => set(event.currentTarget.value)}>
      <option value="">–</option>
      {field.options.map((option) => (
        <option key={option.value} value={option.value}>
          {option.name}
        </option>
      ))}
    </select>
  )
}

export function Properties({ boot, state }: { readonly boot: Bootstrap; readonly state: TicketState }) {
  const { ticket } = state.view()
  const brand = boot.brands.find(({ id }) => id === ticket.brand_id)
  const group = boot.groups.find(({ id }) => id === ticket.group_id)
  const form = boot.forms.find(({ id }) => id === ticket.ticket_form_id)
  const requester = state.person(ticket.requester_id)
  return (
    <aside class="properties" aria-label="Ticket properties">
      <Property label="Requester">
        <Person state={state} id={ticket.requester_id} kind="requester" />
      </Property>
      <Property label="Assignee">
        <Person state={state} id={ticket.assignee_id} kind="agent" />
      </Property>
      <Property label="CCs">
        {ticket.collaborator_ids.length === 0 && <span class="muted">–</span>}
        {ticket.collaborator_ids.map((id) => (
          <Person key={id} state={state} id={id} kind="requester" />
        ))}
      </Property>
      <Property label="Tags">
        <Tags state={state} />
      </Property>
      <div class="property-pair">
        <Property label="Type">{ticket.type ?? '–'}</Property>
        <Property label="Priority">{ticket.priority ?? '–'}</Property>
      </div>
      <div class="property-pair">
        <Property label="Brand">{brand?.name ?? '–'}</Property>
        <Property label="Group">{group?.name ?? '–'}</Property>
      </div>
      <div class="property-pair">
        <Property label="Language">{languageName(requester?.locale ?? 'en')}</Property>
        <Property label="Channel">{ticket.via.channel}</Property>
      </div>
      <Property label="Form">{form?.name ?? '–'}</Property>
      {boot.ticketFields.map((field) => (
        <Property key={field.id} label={field.title}>
          <CustomField state={state} field={field} />
        </Property>
      ))}
    </aside>
  )
}
