/** What one sync found: its status, its counts, and every article that it could not read whole. */
import type { SyncView } from '../../domain/api.ts'
import { useConsole } from '../context.ts'
import type { IconName } from '../parts/icon.tsx'
import { StateChip } from '../parts/page.tsx'
import { ScrollTable } from '../parts/scroll-table.tsx'
import { UnreadReason } from '../parts/unread-reason.tsx'
import { fill, formatAgo, formatMoment, formatNumber, plural } from '../words.ts'

const CHIP: Readonly<
  Record<SyncView['status'], { tone: 'success' | 'info' | 'danger' | 'warning'; icon: IconName }>
> = {
  running: { tone: 'info', icon: 'sync' },
  done: { tone: 'success', icon: 'check' },
  failed: { tone: 'danger', icon: 'cross' },
  needs_confirmation: { tone: 'warning', icon: 'warning' },
}

export function SyncChip({ status }: { readonly status: SyncView['status'] }) {
  const { words } = useConsole()
  return (
    <StateChip tone={CHIP[status].tone} icon={CHIP[status].icon}>
      {words.sync.status[status]}
    </StateChip>
  )
}

const COUNTS = ['added', 'changed', 'unchanged', 'removed'] as const

export function SyncResult({ sync }: { readonly sync: SyncView }) {
  const { words, language } = useConsole()
  const say = words.sync
  const seconds =
    sync.endedAt === null ? null : (Date.parse(sync.endedAt) - Date.parse(sync.startedAt)) / 1_000
  return (
    <section class="g-card" aria-labelledby="sync-result">
      <div class="g-card-head g-row" data-spread>
        <h2 class="g-h2" id="sync-result">
          {words.overview.lastSync}
        </h2>
        <SyncChip status={sync.status} />
      </div>
      {sync.status === 'running' ? <div class="c-running" role="presentation" /> : null}
      <div class="g-card-body g-stack" data-gap="4">
        <dl class="c-counts">
          {COUNTS.map((count) => (
            <div key={count}>
              <dt>{say[count]}</dt>
              <dd>{formatNumber(sync[count], language)}</dd>
            </div>
          ))}
        </dl>
        <dl class="g-dl">
          <dt>{say.source}</dt>
          <dd>{sync.source}</dd>
          <dt>{say.started}</dt>
          <dd>{formatMoment(sync.startedAt, language)}</dd>
          {sync.endedAt === null || seconds === null ? null : (
            <>
              <dt>{say.ended}</dt>
              <dd>
                {formatMoment(sync.endedAt, language)} ·{' '}
                {fill(say.duration, { seconds: formatNumber(Math.round(seconds * 10) / 10, language) })}
              </dd>
            </>
          )}
        </dl>
        {sync.status === 'failed' ? <p>{say.failedBody}</p> : null}
      </div>
    </section>
  )
}

/** Of an account with a help center for each brand: which of them was read, and how old the others are. */
export function SyncBrands({ sync }: { readonly sync: SyncView }) {
  const { words, language, now } = useConsole()
  const say = words.sync
  if (sync.brands === undefined) return null
  return (
    <section class="g-card" aria-labelledby="sync-brands">
      <div class="g-card-head">
        <h2 class="g-h2" id="sync-brands">
          {say.brands}
        </h2>
      </div>
      <ScrollTable label={say.brand}>
        <table class="g-table">
          <thead>
            <tr>
              <th scope="col">{say.brand}</th>
              <th scope="col">{words.overview.lastSync}</th>
              <th scope="col">{say.brandRead}</th>
            </tr>
          </thead>
          <tbody>
            {sync.brands.map(({ brandId, brandName, source, outcome, lastReadAt }) => (
              <tr key={brandId}>
                <td class="g-break">
                  <bdi>{brandName}</bdi>
                  <div class="g-small g-muted">
                    <bdi>{source}</bdi>
                  </div>
                </td>
                <td>
                  <StateChip
                    tone={outcome === 'read' ? 'success' : 'warning'}
                    icon={outcome === 'read' ? 'check' : 'warning'}
                  >
                    {say.brandOutcome[outcome]}
                  </StateChip>
                </td>
                <td>{lastReadAt === null ? say.brandNever : formatAgo(lastReadAt, now(), language)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollTable>
    </section>
  )
}

export function SyncProblems({ sync }: { readonly sync: SyncView }) {
  const { words, language } = useConsole()
  const say = words.sync
  if (sync.problems.length === 0) {
    return sync.status === 'done' ? <p class="g-muted">{say.noProblems}</p> : null
  }
  return (
    <div class="g-card">
      <div class="g-card-head">
        <h2 class="g-h2">{plural(say.problems, sync.problems.length, language)}</h2>
      </div>
      <ScrollTable label={plural(say.problems, sync.problems.length, language)}>
        <table class="g-table">
          <thead>
            <tr>
              <th scope="col">{say.problemArticle}</th>
              <th scope="col">{say.problemReason}</th>
            </tr>
          </thead>
          <tbody>
            {sync.problems.map((problem, index) => (
              // The same article may fail in several languages for the same reason.
              <tr key={index}>
                <td class="g-break">
                  <bdi>{problem.article}</bdi>
                </td>
                <td class="g-break">
                  <UnreadReason problem={problem} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollTable>
    </div>
  )
}
