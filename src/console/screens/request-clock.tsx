/** The days that matter for one request: received, own last day, last day by law, and when the clock stood still. */
import type { RequestCaseDetail } from '../../domain/request-api.ts'
import { isOpen } from '../../domain/request-case.ts'
import { useConsole } from '../context.ts'
import { fill, formatDay } from '../words.ts'

export function RequestClock({ detail }: { readonly detail: RequestCaseDetail }) {
  const { words, language } = useConsole()
  const say = words.requests.case
  const { request } = detail
  const day = (of: string) => <time dateTime={of}>{formatDay(of, language)}</time>
  const between = ({ from, until }: { readonly from: string; readonly until: string }) =>
    fill(say.pauseFrom, { from: formatDay(from, language), until: formatDay(until, language) })
  return (
    <section class="g-card" aria-labelledby="clock-card">
      <div class="g-card-head">
        <h2 class="g-h2" id="clock-card">
          {say.clock}
        </h2>
      </div>
      <div class="g-card-body">
        <dl class="g-dl">
          <dt>{say.received}</dt>
          <dd>{day(request.receivedOn)}</dd>
          <dt>{say.internal}</dt>
          <dd>{day(request.internalDueOn)}</dd>
          <dt>{say.due}</dt>
          <dd class="g-strong">{day(request.dueOn)}</dd>
          {isOpen(request.status) ? (
            <>
              <dt>{say.extension}</dt>
              <dd>
                {request.extended
                  ? say.extended
                  : fill(say.extendable, { day: formatDay(detail.extendableUntil, language) })}
              </dd>
            </>
          ) : null}
          {request.pausedSince === null && request.pauses.length === 0 ? null : (
            <>
              <dt>{say.pauses}</dt>
              <dd>
                {request.pauses.map((pause) => (
                  <div key={pause.from}>{between(pause)}</div>
                ))}
                {request.pausedSince === null ? null : (
                  <div>{fill(say.pausedSince, { day: formatDay(request.pausedSince, language) })}</div>
                )}
              </dd>
            </>
          )}
          {request.deliveredOn === null ? null : (
            <>
              <dt>{say.delivered}</dt>
              <dd>{day(request.deliveredOn)}</dd>
            </>
          )}
        </dl>
      </div>
    </section>
  )
}
