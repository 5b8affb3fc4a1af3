/** Access reviews: who holds which role since when, whether it is still used, and what the reviewer found. */
import { useState } from 'preact/hooks'
import type { AccessRow, AccessView, ReviewDecision } from '../../domain/evidence-api.ts'
import { useConsole } from '../context.ts'
import { downloadText } from '../download.ts'
import { useAct, useLoading } from '../loading.ts'
import { Icon } from '../parts/icon.tsx'
import { EmptyState, SetbackAlert, StateChip, WhenLoaded } from '../parts/page.tsx'
import { ScrollTable } from '../parts/scroll-table.tsx'
import { routeHash } from '../routes.ts'
import { fill, formatDate, formatMoment, plural } from '../words.ts'

export function EvidenceAccess() {
  const { client } = useConsole()
  const loading = useLoading(() => client.accessReview(), 'access')
  return <WhenLoaded loading={loading}>{(view) => <AccessDesk loaded={view} />}</WhenLoaded>
}

/** The name of whoever acted, where a role holder goes by that pseudonym. */
function who(view: AccessView, ref: string | null, system: string): string {
  if (ref === null) return '–'
  if (ref.startsWith('system:')) return system
  return view.rows.find(({ agentRef }) => agentRef === ref)?.agentId ?? `${ref.slice(0, 10)}…`
}

function AccessDesk({ loaded }: { readonly loaded: AccessView }) {
  const { client, words, me, language, tell } = useConsole()
  const say = words.evidence
  const [view, setView] = useState(loaded)
  const act = useAct()
  const reviews = me.roles.includes('compliance')
  const due = view.rows.filter(({ review }) => review.state === 'due').length
  const decide = (row: AccessRow, decision: ReviewDecision) =>
    act.run(async () => {
      const roles = row.grants.map(({ role }) => role)
      setView(await client.reviewAccess(row.agentId, decision, roles))
      tell(fill(say.reviewedToast, { agentId: row.agentId }), 'success')
    })
  const save = (name: string, load: () => Promise<string>) =>
    act.run(async () => downloadText(name, 'text/csv', await load()))
  const quarter = {
    from: formatDate(view.quarter.from, language),
    to: formatDate(view.quarter.to, language),
  }
  return (
    <div class="g-stack" data-gap="4">
      <div class="g-alert" data-tone={due === 0 ? 'success' : 'warning'}>
        <Icon name={due === 0 ? 'check' : 'clock'} />
        <p>{due === 0 ? fill(say.allReviewed, quarter) : plural(say.reviewsDue, due, language, quarter)}</p>
      </div>
      {act.setback === null ? null : <SetbackAlert setback={act.setback} />}
      {reviews ? (
        <div class="g-row">
          <button
            type="button"
            class="g-btn g-btn-small"
            aria-disabled={act.busy}
            onClick={() => save('access.csv', client.accessExport)}
          >
            <Icon name="save" />
            {say.accessExport}
          </button>
          <button
            type="button"
            class="g-btn g-btn-small"
            aria-disabled={act.busy}
            onClick={() => save('agent-keys.csv', client.agentKeys)}
          >
            <Icon name="lock" />
            {say.agentKeys}
          </button>
          <p class="g-small g-muted">{say.pseudonyms}</p>
        </div>
      ) : (
        <p class="g-small g-muted">{say.adminReads}</p>
      )}
      {view.rows.length === 0 ? (
        <EmptyState title={say.nobody} hint={say.nobodyHint} />
      ) : (
        <AccessTable view={view} reviews={reviews} busy={act.busy} onDecide={decide} />
      )}
    </div>
  )
}

function AccessTable(props: {
  readonly view: AccessView
  readonly reviews: boolean
  readonly busy: boolean
  readonly onDecide: (row: AccessRow, decision: ReviewDecision) => void
}) {
  const { words, language } = useConsole()
  const say = words.evidence
  const { view, reviews } = props
  return (
    <div class="g-card">
      <ScrollTable label={say.accessTitle}>
        <table class="g-table c-access">
          <caption class="g-sr">{say.accessTitle}</caption>
          <thead>
            <tr>
              <th scope="col">{say.person}</th>
              <th scope="col">{say.rolesSince}</th>
              <th scope="col">{say.lastUse}</th>
              <th scope="col">{say.review}</th>
              {reviews ? <th scope="col">{say.decide}</th> : null}
            </tr>
          </thead>
          <tbody>
            {view.rows.map((row) => (
              <tr key={row.agentRef}>
                <th scope="row" class="c-nowrap">
                  {row.agentId}
                </th>
                <td>
                  <ul class="c-evidence-list">
                    {row.grants.map(({ role, since, by }) => (
                      <li key={role}>
                        <strong>{words.roles.role[role]}</strong>{' '}
                        <span class="g-small g-muted">
                          {since === null
                            ? say.sinceUnknown
                            : fill(say.sinceBy, {
                                since: formatDate(since, language),
                                by: who(view, by, say.atStart),
                              })}
                        </span>
                      </li>
                    ))}
                  </ul>
                </td>
                <td>
                  <LastUse row={row} days={view.staleDays} />
                </td>
                <td>
                  <ReviewState row={row} by={who(view, row.review.by, say.atStart)} />
                </td>
                {reviews ? (
                  <td class="c-nowrap">
                    <Decide row={row} busy={props.busy} onDecide={props.onDecide} />
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

function LastUse({ row, days }: { readonly row: AccessRow; readonly days: number }) {
  const { words, language } = useConsole()
  const say = words.evidence
  const newest = [row.lastActAt, row.lastSessionAt]
    .filter((at) => at !== null)
    .sort()
    .at(-1)
  return (
    <div class="g-stack" data-gap="1">
      <span>{newest === undefined ? say.never : formatMoment(newest, language)}</span>
      {row.stale ? (
        <StateChip tone="warning" icon="clock">
          {fill(say.stale, { days })}
        </StateChip>
      ) : null}
    </div>
  )
}

const STATES = {
  due: { tone: 'warning', icon: 'clock' },
  done: { tone: 'success', icon: 'check' },
  removal_open: { tone: 'danger', icon: 'warning' },
} as const

function ReviewState({ row, by }: { readonly row: AccessRow; readonly by: string }) {
  const { words, language, mayChange } = useConsole()
  const say = words.evidence
  const { state, decision, at, own } = row.review
  return (
    <div class="g-stack" data-gap="1">
      <span>
        <StateChip {...STATES[state]}>{say.reviewState[state]}</StateChip>
      </span>
      {at === null || decision === null ? null : (
        <span class="g-small g-muted">
          {fill(own ? say.reviewedOwn : say.reviewedBy, {
            decision: say.decision[decision],
            by,
            at: formatDate(at, language),
          })}
        </span>
      )}
      {state === 'removal_open' ? (
        mayChange ? (
          <a class="g-link" href={routeHash('roles')}>
            {say.toRoles}
          </a>
        ) : (
          <span class="g-small">{say.askAdmin}</span>
        )
      ) : null}
    </div>
  )
}

function Decide(props: {
  readonly row: AccessRow
  readonly busy: boolean
  readonly onDecide: (row: AccessRow, decision: ReviewDecision) => void
}) {
  const { words } = useConsole()
  const say = words.evidence
  const { row, busy, onDecide } = props
  if (row.review.state !== 'due') return null
  return (
    <span class="g-row">
      <button
        type="button"
        class="g-btn g-btn-small"
        aria-disabled={busy}
        aria-label={fill(say.keepOne, { agentId: row.agentId })}
        onClick={() => onDecide(row, 'kept')}
      >
        {say.keep}
      </button>
      <button
        type="button"
        class="g-btn g-btn-small g-btn-danger"
        aria-disabled={busy}
        aria-label={fill(say.removeOne, { agentId: row.agentId })}
        onClick={() => onDecide(row, 'removed')}
      >
        {say.remove}
      </button>
    </span>
  )
}
