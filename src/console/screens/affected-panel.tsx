/** Whom something touched, counted from the log: the figures of Art. 33(3)(a), and a file with every ticket. */
import { useState } from 'preact/hooks'
import type { AffectedQuery, AffectedReport } from '../../domain/incident-api.ts'
import type { AffectedAbout } from '../affected-route.ts'
import { useConsole } from '../context.ts'
import { downloadText } from '../download.ts'
import { useAct } from '../loading.ts'
import { Icon } from '../parts/icon.tsx'
import { EmptyState, SetbackAlert } from '../parts/page.tsx'
import { ScrollTable } from '../parts/scroll-table.tsx'
import { routeHash } from '../routes.ts'
import { fill, formatNumber } from '../words.ts'
import { localMoment, momentOf } from './incidents.tsx'

const DAY_MS = 86_400_000
const NARROWINGS = ['article', 'provider', 'agent', 'scope', 'month'] as const
type Narrowing = (typeof NARROWINGS)[number]
const MEMBER = {
  article: 'articleId',
  provider: 'provider',
  agent: 'agentId',
  scope: 'scopeHash',
  month: 'keyMonth',
} as const satisfies Record<Narrowing, keyof AffectedQuery>

/** A draft from before the suspicion may be the very one. */
const BEFORE_MS = 7 * DAY_MS

export function AffectedPanel({ about }: { readonly about: AffectedAbout | null }) {
  const { client, words, now } = useConsole()
  const say = words.incidents.affected
  const act = useAct()
  const [shown] = useState(() => ({
    from: (about?.about === 'incident' ? Date.parse(about.since) : now()) - BEFORE_MS,
    to: now() + 60_000,
  }))
  const [from, setFrom] = useState(() => localMoment(shown.from))
  const [to, setTo] = useState(() => localMoment(shown.to))
  const [narrow, setNarrow] = useState<Partial<Record<Narrowing, string>>>(
    about?.about === 'article' ? { article: about.articleId } : {},
  )
  const incidentId = about?.about === 'incident' ? about.incidentId : undefined
  const [report, setReport] = useState<AffectedReport | null>(null)

  function query(): AffectedQuery {
    const given = NARROWINGS.flatMap((name) => {
      const value = narrow[name]?.trim() ?? ''
      return value === '' ? [] : [[MEMBER[name], value] as const]
    })
    return {
      from: momentOf(from, shown.from),
      to: momentOf(to, shown.to),
      ...Object.fromEntries(given),
    }
  }
  const count = () => act.run(async () => setReport(await client.affected(query(), incidentId)))
  const file = (kind: 'csv' | 'json') =>
    act.run(async () => {
      const { csv, ...whole } = await client.wholeAffected(query(), incidentId)
      if (kind === 'csv') downloadText('affected.csv', 'text/csv', csv)
      else downloadText('affected.json', 'application/json', JSON.stringify(whole, null, 2))
    })

  return (
    <div class="g-stack" data-gap="5">
      <form
        class="g-card"
        aria-labelledby="affected-title"
        onSubmit={(event) => {
          event.preventDefault()
          void count()
        }}
      >
        <div class="g-card-head">
          <h2 class="g-h2" id="affected-title">
            {say.title}
          </h2>
        </div>
        <div class="g-card-body g-stack">
          <p class="g-muted">{say.hint}</p>
          {incidentId === undefined ? null : (
            <p class="g-alert" data-tone="info">
              <Icon name="info" />
              <span>
                {say.forIncident}{' '}
                <a class="g-link" href={routeHash('incidents', incidentId)}>
                  {say.toIncident}
                </a>
              </span>
            </p>
          )}
          <div class="c-incident-grid">
            <label class="g-field">
              <span class="g-label">{say.from}</span>
              <input
                class="g-input"
                type="datetime-local"
                required
                value={from}
                onInput={(event) => setFrom(event.currentTarget.value)}
              />
            </label>
            <label class="g-field">
              <span class="g-label">{say.to}</span>
              <input
                class="g-input"
                type="datetime-local"
                required
                value={to}
                onInput={(event) => setTo(event.currentTarget.value)}
              />
            </label>
            {NARROWINGS.map((name) => (
              <label class="g-field" key={name}>
                <span class="g-label">{say[name]}</span>
                <input
                  class="g-input"
                  value={narrow[name] ?? ''}
                  onInput={(event) => {
                    const { value } = event.currentTarget
                    setNarrow((before) => ({ ...before, [name]: value }))
                  }}
                />
              </label>
            ))}
          </div>
          {act.setback === null ? null : <SetbackAlert setback={act.setback} />}
          <div class="g-row">
            <button type="submit" class="g-btn g-btn-primary" aria-disabled={act.busy}>
              {act.busy ? say.counting : say.count}
            </button>
          </div>
        </div>
      </form>
      <div aria-live="polite">
        {report === null ? null : report.drafts === 0 ? (
          <EmptyState
            title={say.none}
            hint={fill(say.rest, { entries: report.entries, size: report.logSize })}
          />
        ) : (
          <Figures report={report} busy={act.busy} onFile={(kind) => void file(kind)} />
        )}
      </div>
    </div>
  )
}

function Figures(props: {
  readonly report: AffectedReport
  readonly busy: boolean
  readonly onFile: (kind: 'csv' | 'json') => void
}) {
  const { words, language } = useConsole()
  const say = words.incidents.affected
  const { report } = props
  const n = (value: number) => formatNumber(value, language)
  const listed = (counts: Readonly<Record<string, number>>) =>
    Object.entries(counts)
      .map(([name, count]) => `${name}: ${n(count)}`)
      .join(' · ') || '0'
  return (
    <section class="g-card" aria-labelledby="affected-figures">
      <div class="g-card-head g-row" data-spread>
        <h2 class="g-h2" id="affected-figures">
          {n(report.persons)} {say.persons}
        </h2>
        <div class="g-row">
          <button type="button" class="g-btn" aria-disabled={props.busy} onClick={() => props.onFile('csv')}>
            {say.csv}
          </button>
          <button type="button" class="g-btn" aria-disabled={props.busy} onClick={() => props.onFile('json')}>
            {say.json}
          </button>
        </div>
      </div>
      <div class="g-card-body g-stack">
        <dl class="g-dl">
          <dt>{say.drafts}</dt>
          <dd>{n(report.drafts)}</dd>
          <dt>{say.erased}</dt>
          <dd>{n(report.erasedTickets)}</dd>
          <dt>{say.requests}</dt>
          <dd>{n(report.requests)}</dd>
          <dt>{say.bytes}</dt>
          <dd>{n(report.bytes)}</dd>
          <dt>{say.fields}</dt>
          <dd>{listed(report.fields)}</dd>
          <dt>{say.recipients}</dt>
          <dd class="g-break">{listed(report.recipients)}</dd>
          <dt>{say.countries}</dt>
          <dd>{say.countriesUnknown}</dd>
        </dl>
        <p class="g-small g-muted">
          {fill(say.rest, { entries: n(report.entries), size: n(report.logSize) })}
        </p>
        <details class="g-details">
          <summary>{say.tickets}</summary>
          <ScrollTable label={say.tickets}>
            <table class="g-table">
              <thead>
                <tr>
                  <th scope="col">{say.ticket}</th>
                  <th scope="col">{say.proof}</th>
                </tr>
              </thead>
              <tbody>
                {report.tickets.map(({ ticketId, drafts }) => (
                  <tr key={ticketId}>
                    <td>#{ticketId}</td>
                    <td class="g-mono g-break">
                      {drafts.map(({ draftId, entry }) => `${draftId} (${entry})`).join(', ')}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </ScrollTable>
          {report.more === 0 ? null : <p>{fill(say.more, { count: n(report.more) })}</p>}
        </details>
      </div>
    </section>
  )
}
