/** One request: where it stands, what comes next, the clock, the letters, the history. */
import { useState } from 'preact/hooks'
import type { RequestCaseDetail } from '../../domain/request-api.ts'
import { ARTICLE_OF, isEnded, type RequestStatus, WORK_STATUSES } from '../../domain/request-case.ts'
import { useConsole } from '../context.ts'
import { useLoading } from '../loading.ts'
import { Filled } from '../parts/filled.tsx'
import { Icon } from '../parts/icon.tsx'
import { StateChip, WhenLoaded } from '../parts/page.tsx'
import { routeHash } from '../routes.ts'
import { fill, formatDay, localeName } from '../words.ts'
import { RequestClock } from './request-clock.tsx'
import { RequestHistory } from './request-history.tsx'
import { LettersCard } from './request-letter.tsx'
import { DueChip, TicketLink } from './request-list.tsx'
import { NextStep } from './request-next.tsx'
import { RequestPackages } from './request-packages.tsx'

export function RequestCasePage({ caseId }: { readonly caseId: string }) {
  const { client, words } = useConsole()
  const loading = useLoading(() => client.requestDetail(caseId), `request-${caseId}`)
  return (
    <>
      <p class="c-back">
        <a class="g-link" href={routeHash('requests')}>
          {words.requests.case.back}
        </a>
      </p>
      {loading.loaded.status === 'ready' ? null : (
        <h1 class="g-h1" tabIndex={-1} id="screen-title">
          {words.requests.title}
        </h1>
      )}
      <WhenLoaded loading={loading}>{(detail) => <Case loaded={detail} />}</WhenLoaded>
    </>
  )
}

export interface CaseProps {
  readonly detail: RequestCaseDetail
  readonly onChanged: (detail: RequestCaseDetail) => void
}

function Case({ loaded }: { readonly loaded: RequestCaseDetail }) {
  const { me, words, language } = useConsole()
  const say = words.requests
  const [detail, setDetail] = useState(loaded)
  const { request, today } = detail
  const parts: CaseProps = { detail, onChanged: setDetail }
  return (
    <>
      <header class="c-page-head">
        <div class="c-page-words">
          <h1 class="g-h1" tabIndex={-1} id="screen-title">
            <Filled
              sentence={say.case.title}
              values={{ number: <bdi dir="ltr">{request.caseNumber}</bdi> }}
            />
          </h1>
          <p class="g-muted">
            {say.kind[request.kind]} · {fill(say.case.article, { article: ARTICLE_OF[request.kind] })} ·{' '}
            {say.channel[request.channel]} · {localeName(request.locale, language)}
          </p>
        </div>
        <div class="g-row">
          {me.roles.includes('compliance') ? (
            <a class="g-link" href={routeHash('requesters', request.caseId)}>
              {say.case.dossier}
            </a>
          ) : null}
          <TicketLink request={request} />
          <DueChip request={request} today={today} />
        </div>
      </header>
      <div class="g-stack" data-gap="4">
        {detail.twins.length === 0 || isEnded(request.status) ? null : (
          <p class="g-alert" data-tone="warning">
            <Icon name="warning" />
            <span>
              {say.case.twins}{' '}
              {detail.twins.map((twin) => (
                <a key={twin.caseId} class="g-link" href={routeHash('requests', twin.caseId)}>
                  {twin.caseNumber}
                </a>
              ))}
            </span>
          </p>
        )}
        <Steps status={request.status} />
        <NextStep {...parts} />
        <div class="c-case-columns">
          <div class="g-stack" data-gap="4">
            <LettersCard {...parts} />
            <RequestHistory {...parts} />
          </div>
          <div class="g-stack" data-gap="4">
            <RequestClock detail={detail} />
            <RequestPackages {...parts} />
            <section class="g-card" aria-labelledby="identity-card">
              <div class="g-card-head">
                <h2 class="g-h2" id="identity-card">
                  {say.case.identity}
                </h2>
              </div>
              <div class="g-card-body g-stack">
                {request.identityWay === null ? (
                  <StateChip tone="warning" icon="warning">
                    {say.case.identityOpen}
                  </StateChip>
                ) : (
                  <StateChip tone="success" icon="check">
                    {say.way[request.identityWay]}
                  </StateChip>
                )}
                <p class="g-small g-muted">{say.case.identityHint}</p>
              </div>
            </section>
            <p class="g-small g-muted">
              {fill(say.case.countedBy, {
                region: request.calendar === 'none' ? say.days.none : request.calendar,
                day: formatDay(request.receivedOn, language),
              })}
            </p>
          </div>
        </div>
      </div>
    </>
  )
}

const LINE = [
  ...WORK_STATUSES.filter((status) => status !== 'identity_pending'),
  'delivered',
  'closed',
] as const

/** The way of a case, with where it is; an end by another way stands after what was reached. */
function Steps({ status }: { readonly status: RequestStatus }) {
  const { words } = useConsole()
  const say = words.requests
  const at = status === 'identity_pending' ? 'received' : status
  const place = (LINE as readonly RequestStatus[]).indexOf(at)
  const elsewhere = place === -1
  return (
    <ol class="c-case-steps" aria-label={say.case.steps}>
      {elsewhere ? (
        <li aria-current="step" data-state="here">
          {say.status[status]}
        </li>
      ) : (
        LINE.map((each, index) => (
          <li
            key={each}
            data-state={index < place ? 'done' : index === place ? 'here' : 'open'}
            aria-current={index === place ? 'step' : undefined}
          >
            {index < place ? <Icon name="check" /> : null}
            {index === place ? say.status[status] : say.status[each]}
            {index < place ? <span class="g-sr"> {say.case.stepDone}</span> : null}
          </li>
        ))
      )}
    </ol>
  )
}
