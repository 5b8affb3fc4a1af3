/** What people ask about their own data, the nearest last day first. Only compliance marks one as answered. */
import { useState } from 'preact/hooks'
import type { RequestCaseView } from '../../domain/request-api.ts'
import { daysLeft } from '../../domain/request-case.ts'
import { useConsole } from '../context.ts'
import { useAct, useLoading } from '../loading.ts'
import { Icon } from '../parts/icon.tsx'
import { EmptyState, PageHead, StateChip, WhenLoaded } from '../parts/page.tsx'
import { ScrollTable } from '../parts/scroll-table.tsx'
import { fill, formatDate, localeName, plural } from '../words.ts'
import { AnswerDialog } from './requests-answer.tsx'

/** From here on a request is shown as pressing. */
const PRESSING_DAYS = 7

export function RequestsScreen() {
  const { client, me, words } = useConsole()
  const loading = useLoading(() => client.requestCases(), 'requests')
  return (
    <>
      <PageHead title={words.requests.title} lead={words.requests.lead} />
      {me.roles.includes('compliance') ? null : (
        <p class="g-alert c-read-only" data-tone="info">
          <Icon name="lock" />
          <span>{words.requests.readOnly}</span>
        </p>
      )}
      <WhenLoaded loading={loading}>{(cases) => <RequestsDesk loaded={cases} />}</WhenLoaded>
    </>
  )
}

function RequestsDesk({ loaded }: { readonly loaded: readonly RequestCaseView[] }) {
  const { client, words, tell } = useConsole()
  const say = words.requests
  const act = useAct()
  const [cases, setCases] = useState(loaded)
  const [answering, setAnswering] = useState<RequestCaseView | null>(null)
  const open = cases.filter(({ status }) => status === 'received')
  const answered = cases.filter(({ status }) => status === 'answered')

  async function save(request: RequestCaseView, note: string) {
    const done = await act.run(async () => {
      setCases(await client.answerRequestCase(request.caseId, note))
    })
    if (!done) return
    setAnswering(null)
    tell(fill(say.answeredToast, { ticketId: request.ticketId }), 'success')
  }

  if (cases.length === 0) return <EmptyState title={say.empty} hint={say.emptyHint} />
  return (
    <div class="g-stack" data-gap="5">
      {open.length === 0 ? (
        <EmptyState title={say.noneOpen} hint={say.emptyHint} />
      ) : (
        <OpenRequests requests={open} onAnswer={setAnswering} />
      )}
      {answered.length === 0 ? null : <AnsweredRequests requests={answered} />}
      {answering === null ? null : (
        <AnswerDialog
          request={answering}
          act={act}
          onSave={(note) => void save(answering, note)}
          onClose={() => {
            act.clear()
            setAnswering(null)
          }}
        />
      )}
    </div>
  )
}

function OpenRequests(props: {
  readonly requests: readonly RequestCaseView[]
  readonly onAnswer: (request: RequestCaseView) => void
}) {
  const { me, words, language } = useConsole()
  const say = words.requests
  const mayAnswer = me.roles.includes('compliance')
  return (
    <div class="g-card">
      <div class="g-card-head">
        <h2 class="g-h2">{say.open}</h2>
      </div>
      <ScrollTable label={say.open}>
        <table class="g-table">
          <thead>
            <tr>
              <th scope="col">{say.due}</th>
              <th scope="col">{say.what}</th>
              <th scope="col">{say.ticket}</th>
              <th scope="col">{say.received}</th>
              <th scope="col">{say.language}</th>
              {mayAnswer ? (
                <th scope="col">
                  <span class="g-sr">{say.answer}</span>
                </th>
              ) : null}
            </tr>
          </thead>
          <tbody>
            {props.requests.map((request) => (
              <tr key={request.caseId}>
                <td>
                  <DueChip dueOn={request.dueOn} />
                </td>
                <td>{say.kind[request.kind]}</td>
                <td>
                  <TicketLink request={request} />
                </td>
                <td class="c-nowrap">
                  <time dateTime={request.receivedAt}>{formatDate(request.receivedAt, language)}</time>
                </td>
                <td>{localeName(request.locale, language)}</td>
                {mayAnswer ? (
                  <td>
                    <button
                      type="button"
                      class="g-btn g-btn-small c-nowrap"
                      onClick={() => props.onAnswer(request)}
                    >
                      {say.answer}
                      <span class="g-sr"> {fill(say.answerTicket, { ticketId: request.ticketId })}</span>
                    </button>
                  </td>
                ) : null}
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollTable>
    </div>
  )
}

function DueChip({ dueOn }: { readonly dueOn: string }) {
  const { now, words, language } = useConsole()
  const say = words.requests
  const left = daysLeft(dueOn, now())
  const tone = left < 0 ? 'danger' : left <= PRESSING_DAYS ? 'warning' : 'neutral'
  const sentence =
    left < 0
      ? plural(say.late, -left, language)
      : left === 0
        ? say.today
        : plural(say.daysLeft, left, language)
  return (
    <span class="g-row c-due">
      <span class="g-strong">{formatDate(dueOn, language)}</span>
      <StateChip tone={tone} icon={tone === 'neutral' ? 'info' : 'warning'}>
        {sentence}
      </StateChip>
    </span>
  )
}

function TicketLink({ request }: { readonly request: RequestCaseView }) {
  const { words } = useConsole()
  return (
    <a class="g-link" href={request.ticketUrl} target="_blank" rel="noreferrer">
      <span class="c-nowrap">
        #{request.ticketId} <Icon name="external" />
      </span>
      <span class="g-sr">{words.requests.newTab}</span>
    </a>
  )
}

function AnsweredRequests({ requests }: { readonly requests: readonly RequestCaseView[] }) {
  const { me, words, language } = useConsole()
  const say = words.requests
  const reads = me.roles.includes('compliance')
  return (
    <div class="g-card">
      <div class="g-card-head">
        <h2 class="g-h2">{say.answered}</h2>
      </div>
      <ScrollTable label={say.answered}>
        <table class="g-table">
          <thead>
            <tr>
              <th scope="col">{say.answeredAt}</th>
              <th scope="col">{say.what}</th>
              <th scope="col">{say.ticket}</th>
              <th scope="col">{say.due}</th>
              {reads ? <th scope="col">{say.note}</th> : null}
            </tr>
          </thead>
          <tbody>
            {requests.map((request) => (
              <tr key={request.caseId}>
                <td class="c-nowrap">{formatDate(request.answeredAt ?? '', language)}</td>
                <td>{say.kind[request.kind]}</td>
                <td>
                  <TicketLink request={request} />
                </td>
                <td>{formatDate(request.dueOn, language)}</td>
                {reads ? <td class="g-break">{request.note}</td> : null}
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollTable>
    </div>
  )
}
