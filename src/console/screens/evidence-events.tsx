/** Events for a SIEM: as a file for the period, and how sending them by itself goes. */
import type { EvidencePeriod } from '../../companion/evidence-client.ts'
import type { DeliveryView } from '../../domain/evidence-api.ts'
import { useConsole } from '../context.ts'
import { downloadText } from '../download.ts'
import { useAct, useLoading } from '../loading.ts'
import { Icon } from '../parts/icon.tsx'
import { SetbackAlert, StateChip, WhenLoaded } from '../parts/page.tsx'
import { fill, formatMoment, formatNumber } from '../words.ts'

export function EvidenceEvents({ period }: { readonly period: EvidencePeriod }) {
  const { client, words } = useConsole()
  const say = words.evidence
  const act = useAct()
  const loading = useLoading(() => client.delivery(), 'delivery')
  const save = () =>
    act.run(async () =>
      downloadText(
        `events-${period.from}-${period.to}.jsonl`,
        'application/x-ndjson',
        await client.events(period),
      ),
    )
  return (
    <div class="c-pair">
      <section class="g-card" aria-labelledby="events-file">
        <div class="g-card-head">
          <h2 class="g-h2" id="events-file">
            {say.eventsFile}
          </h2>
        </div>
        <div class="g-card-body g-stack">
          <p>{say.eventsFileLead}</p>
          <p class="g-small g-muted">{say.eventsPrivacy}</p>
          {act.setback === null ? null : <SetbackAlert setback={act.setback} />}
          <button type="button" class="g-btn c-start" aria-disabled={act.busy} onClick={save}>
            <Icon name="save" />
            {say.eventsSave}
          </button>
        </div>
      </section>
      <section class="g-card" aria-labelledby="events-sent">
        <div class="g-card-head g-row" data-spread>
          <h2 class="g-h2" id="events-sent">
            {say.delivery}
          </h2>
          <button type="button" class="g-btn g-btn-small" onClick={loading.reload}>
            <Icon name="sync" />
            {say.lookAgain}
          </button>
        </div>
        <div class="g-card-body" aria-live="polite">
          <WhenLoaded loading={loading}>{(view) => <Delivery view={view} />}</WhenLoaded>
        </div>
      </section>
    </div>
  )
}

type Health = 'off' | 'stopped' | 'failing' | 'waiting' | 'current'
const HEALTH = {
  off: { tone: 'neutral', icon: 'minus' },
  stopped: { tone: 'danger', icon: 'power' },
  failing: { tone: 'danger', icon: 'warning' },
  waiting: { tone: 'info', icon: 'clock' },
  current: { tone: 'success', icon: 'check' },
} as const

function healthOf({ origin, stopped, failures, waiting }: DeliveryView): Health {
  if (origin === null) return 'off'
  if (stopped) return 'stopped'
  if (failures > 0) return 'failing'
  return waiting > 0 ? 'waiting' : 'current'
}

function Delivery({ view }: { readonly view: DeliveryView }) {
  const { words, language } = useConsole()
  const say = words.evidence
  const health = healthOf(view)
  const moment = (at: string | null) => (at === null ? '–' : formatMoment(at, language))
  return (
    <div class="g-stack">
      <p>
        <StateChip {...HEALTH[health]}>{say.health[health]}</StateChip>
      </p>
      {view.origin === null ? (
        <p>{say.deliveryOff}</p>
      ) : (
        <dl class="c-evidence-facts">
          <dt>{say.destination}</dt>
          <dd>{view.origin}</dd>
          <dt>{say.lastSent}</dt>
          <dd>
            {view.lastSent === null
              ? say.nothingSent
              : fill(say.lastSentIs, {
                  index: formatNumber(view.lastSent, language),
                  at: moment(view.lastSentAt),
                })}
          </dd>
          <dt>{say.waiting}</dt>
          <dd>{formatNumber(view.waiting, language)}</dd>
          <dt>{say.lastError}</dt>
          <dd>
            {view.lastError === null
              ? say.noError
              : fill(say.lastErrorIs, { error: say.error[view.lastError], at: moment(view.lastErrorAt) })}
          </dd>
          {view.failures === 0 ? null : (
            <>
              <dt>{say.nextTry}</dt>
              <dd>
                {fill(say.nextTryIs, {
                  at: moment(view.nextTryAt),
                  count: formatNumber(view.failures, language),
                })}
              </dd>
            </>
          )}
        </dl>
      )}
      <p class="g-small g-muted">{say.deliveryHint}</p>
    </div>
  )
}
