/** The view with all tickets, newest change first. */
import { useEffect, useState } from 'preact/hooks'
import { Avatar } from './avatar.tsx'
import { type Bootstrap, desk, type TicketJson, type UserJson } from './desk-client.ts'
import { Frame } from './frame.tsx'
import { listenToDesk } from './live-events.ts'
import { StatusChip } from './status-chip.tsx'
import { languageName, moment } from './words.ts'

const VIEWS = [
  {
    key: 'unsolved',
    label: 'Unsolved tickets',
    keeps: (status: string) => !['solved', 'closed'].includes(status),
  },
  { key: 'new', label: 'New tickets', keeps: (status: string) => status === 'new' },
  { key: 'pending', label: 'Pending tickets', keeps: (status: string) => status === 'pending' },
  {
    key: 'solved',
    label: 'Solved tickets',
    keeps: (status: string) => ['solved', 'closed'].includes(status),
  },
  { key: 'all', label: 'All tickets', keeps: () => true },
] as const
type View = (typeof VIEWS)[number]

function Row({
  ticket,
  people,
}: {
  readonly ticket: TicketJson
  readonly people: ReadonlyMap<number, UserJson>
}) {
  const requester = people.get(ticket.requester_id)
  const href = `/agent/tickets/${ticket.id}`
  return (
    // The whole row opens the ticket with the mouse; the subject is the link for the keyboard.
    <tr onClick={() => window.location.assign(href)}>
      <td>
        <StatusChip status={ticket.status} />
      </td>
      <td class="cell-id">#{ticket.id}</td>
      <td class="cell-subject">
        <a href={href}>{ticket.subject || '(no subject)'}</a>
      </td>
      <td>
        <span class="cell-person">
          <Avatar name={requester?.name ?? '?'} kind="requester" />
          {requester?.name ?? 'Unknown'}
        </span>
      </td>
      <td>{languageName(requester?.locale ?? 'en')}</td>
      <td class="cell-tags">
        {ticket.tags.slice(0, 2).map((tag) => (
          <span class="tag" key={tag}>
            {tag}
          </span>
        ))}
      </td>
      <td class="cell-time">{moment(ticket.updated_at)}</td>
    </tr>
  )
}

export function TicketList({ boot }: { readonly boot: Bootstrap }) {
  const [tickets, setTickets] = useState<readonly TicketJson[] | null>(null)
  const [people, setPeople] = useState<ReadonlyMap<number, UserJson>>(new Map())
  const [view, setView] = useState<View>(VIEWS[0])

  useEffect(() => {
    async function read() {
      const answer = await desk.tickets()
      setTickets(answer.tickets)
      setPeople(new Map(answer.users.map((user) => [user.id, user])))
    }
    void read()
    return listenToDesk(() => void read())
  }, [])

  const shown = (tickets ?? []).filter(({ status }) => view.keeps(status))
  return (
    <Frame boot={boot} place="list" title={<h1>Views</h1>}>
      <div class="views">
        <ul class="view-names">
          {VIEWS.map((entry) => (
            <li key={entry.key}>
              <button type="button" aria-pressed={entry === view} onClick={() => setView(entry)}>
                {entry.label}
                <span>{(tickets ?? []).filter(({ status }) => entry.keeps(status)).length}</span>
              </button>
            </li>
          ))}
        </ul>
        <section class="view-table">
          <header>
            <h2>{view.label}</h2>
            <p>{tickets === null ? 'Loading…' : `${shown.length} tickets`}</p>
          </header>
          <table>
            <thead>
              <tr>
                <th>Status</th>
                <th>ID</th>
                <th>Subject</th>
                <th>Requester</th>
                <th>Language</th>
                <th>Tags</th>
                <th>Updated</th>
              </tr>
            </thead>
            <tbody>
              {shown.map((ticket) => (
                <Row key={ticket.id} ticket={ticket} people={people} />
              ))}
            </tbody>
          </table>
        </section>
      </div>
    </Frame>
  )
}
