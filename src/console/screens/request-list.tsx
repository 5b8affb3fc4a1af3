/** The cases as a table: searched by number, filtered by state, right and last day. */
import { useState } from 'preact/hooks'
import type { RequestCaseView } from '../../domain/request-api.ts'
import {
  daysLeft,
  isOpen,
  PRESSING_DAYS,
  REQUEST_KINDS,
  type RequestKind,
} from '../../domain/request-case.ts'
import { useConsole } from '../context.ts'
import { type Column, DataTable } from '../parts/data-table.tsx'
import { Icon } from '../parts/icon.tsx'
import { StateChip } from '../parts/page.tsx'
import { routeHash } from '../routes.ts'
import { formatDay, localeName, plural } from '../words.ts'

const SHOWS = ['open', 'pressing', 'late', 'ended', 'all'] as const
type Show = (typeof SHOWS)[number]

function isShown(request: RequestCaseView, show: Show, today: string): boolean {
  const open = isOpen(request.status)
  const left = daysLeft(request.dueOn, today)
  const runs = open && request.pausedSince === null
  if (show === 'all') return true
  if (show === 'open') return open || request.status === 'delivered'
  if (show === 'ended') return !open && request.status !== 'delivered'
  return runs && (show === 'late' ? left < 0 : left <= PRESSING_DAYS)
}

export function RequestList(props: { readonly cases: readonly RequestCaseView[]; readonly today: string }) {
  const { me, words, language } = useConsole()
  const say = words.requests
  const { cases, today } = props
  const [search, setSearch] = useState('')
  const [show, setShow] = useState<Show>('open')
  const [kind, setKind] = useState<RequestKind | ''>('')
  const wanted = search.trim().toLowerCase()
  const found = cases.filter(
    (request) =>
      isShown(request, show, today) &&
      (kind === '' || request.kind === kind) &&
      (wanted === '' || `${request.caseNumber} #${request.ticketId ?? ''}`.toLowerCase().includes(wanted)),
  )
  const reads = me.roles.includes('compliance')
  const columns: readonly Column<RequestCaseView>[] = [
    {
      key: 'number',
      title: say.table.number,
      nowrap: true,
      value: ({ caseNumber }) => caseNumber,
      cell: ({ caseId, caseNumber }) =>
        reads ? (
          <a class="g-link g-strong" href={routeHash('requests', caseId)}>
            {caseNumber}
          </a>
        ) : (
          <span class="g-strong">{caseNumber}</span>
        ),
    },
    {
      key: 'due',
      title: say.table.due,
      value: ({ dueOn }) => dueOn,
      cell: (request) => <DueChip request={request} today={today} />,
    },
    {
      key: 'kind',
      title: say.table.what,
      value: (request) => say.kind[request.kind],
      cell: (request) => say.kind[request.kind],
    },
    {
      key: 'status',
      title: say.table.status,
      value: ({ status }) => say.status[status],
      cell: ({ status }) => say.status[status],
    },
    {
      key: 'ticket',
      title: say.table.ticket,
      value: ({ ticketId }) => ticketId,
      cell: (request) => <TicketLink request={request} />,
    },
    {
      key: 'received',
      title: say.table.received,
      nowrap: true,
      value: ({ receivedOn }) => receivedOn,
      cell: ({ receivedOn }) => <time dateTime={receivedOn}>{formatDay(receivedOn, language)}</time>,
    },
    {
      key: 'language',
      title: say.table.language,
      value: ({ locale }) => localeName(locale, language),
      cell: ({ locale }) => localeName(locale, language),
    },
  ]
  return (
    <DataTable
      label={say.table.caption}
      file="requests"
      rows={found}
      rowKey={({ caseId }) => caseId}
      columns={columns}
      sorting={{ key: 'due', descending: false }}
      total={cases.length}
      empty={say.table.none}
      filters={
        <>
          <label class="g-field">
            <span class="g-label">{say.filter.search}</span>
            <input
              class="g-input"
              type="search"
              value={search}
              onInput={(event) => setSearch(event.currentTarget.value)}
            />
          </label>
          <label class="g-field">
            <span class="g-label">{say.filter.show}</span>
            <select
              class="g-select"
              value={show}
              onChange={(event) =>
                setShow(SHOWS.find((each) => each === event.currentTarget.value) ?? 'open')
              }
            >
              {SHOWS.map((each) => (
                <option key={each} value={each}>
                  {say.filter.shows[each]}
                </option>
              ))}
            </select>
          </label>
          <label class="g-field">
            <span class="g-label">{say.filter.kind}</span>
            <select
              class="g-select"
              value={kind}
              onChange={(event) =>
                setKind(REQUEST_KINDS.find((each) => each === event.currentTarget.value) ?? '')
              }
            >
              <option value="">{say.filter.allKinds}</option>
              {REQUEST_KINDS.map((each) => (
                <option key={each} value={each}>
                  {say.kind[each]}
                </option>
              ))}
            </select>
          </label>
        </>
      }
    />
  )
}

export function DueChip(props: { readonly request: RequestCaseView; readonly today: string }) {
  const { words, language } = useConsole()
  const say = words.requests
  const { request, today } = props
  const { dueOn, pausedSince, status } = request
  const day = <span class="g-strong c-nowrap">{formatDay(dueOn, language)}</span>
  if (!isOpen(status)) return day
  if (pausedSince !== null)
    return (
      <span class="g-row c-due">
        {day}
        <StateChip tone="info" icon="pause">
          {say.paused}
        </StateChip>
      </span>
    )
  const left = daysLeft(dueOn, today)
  const tone = left < 0 ? 'danger' : left <= PRESSING_DAYS ? 'warning' : 'neutral'
  const sentence =
    left < 0
      ? plural(say.late, -left, language)
      : left === 0
        ? say.today
        : plural(say.daysLeft, left, language)
  return (
    <span class="g-row c-due">
      {day}
      <StateChip tone={tone} icon={tone === 'neutral' ? 'clock' : 'warning'}>
        {sentence}
      </StateChip>
    </span>
  )
}

export function TicketLink({ request }: { readonly request: RequestCaseView }) {
  const { words } = useConsole()
  if (request.ticketUrl === null) return <span class="g-muted">{words.requests.noTicket}</span>
  return (
    <a class="g-link" href={request.ticketUrl} target="_blank" rel="noreferrer">
      <span class="c-ticket-link">
        #{request.ticketId}
        <Icon name="external" />
      </span>
      <span class="g-sr"> {words.requests.newTab}</span>
    </a>
  )
}
