/** How the companion is doing: what stands out first, then the numbers. */
import type { ComponentChildren } from 'preact'
import type { HealthFinding, HealthView } from '../../domain/health.ts'
import { isProbeFailure } from '../../domain/probe-outcome.ts'
import { useConsole } from '../context.ts'
import { useLoading } from '../loading.ts'
import { Icon } from '../parts/icon.tsx'
import { PageHead, WhenLoaded } from '../parts/page.tsx'
import { ScrollTable } from '../parts/scroll-table.tsx'
import { routeHash, type Screen } from '../routes.ts'
import { fill, formatAgo, formatMoment, formatNumber } from '../words.ts'

/** Where it is mended; what has no screen is mended on the server. */
const MENDED_AT: Partial<Record<HealthFinding, Screen>> = {
  not_live: 'setup',
  stopped: 'incidents',
  never_synced: 'sync',
  sync_failed: 'sync',
  sync_old: 'sync',
  brand_unread: 'sync',
}

const MB = 1024 ** 2
const GB = 1024 ** 3

export function HealthScreen() {
  const { client, words } = useConsole()
  const loading = useLoading(() => client.health(), 'health')
  return (
    <>
      <PageHead title={words.health.title} lead={words.health.lead}>
        <button type="button" class="g-btn" onClick={loading.reload}>
          <Icon name="sync" />
          {words.health.again}
        </button>
      </PageHead>
      <WhenLoaded loading={loading}>{(view) => <Health view={view} />}</WhenLoaded>
    </>
  )
}

function Card(props: {
  readonly name: string
  readonly title: string
  readonly children: ComponentChildren
}) {
  const id = `health-${props.name}`
  return (
    <section class="g-card" aria-labelledby={id}>
      <div class="g-card-head">
        <h2 class="g-h2" id={id}>
          {props.title}
        </h2>
      </div>
      <div class="g-card-body">{props.children}</div>
    </section>
  )
}

function Facts({ of }: { readonly of: readonly (readonly [string, string])[] }) {
  return (
    <dl class="g-dl">
      {of.map(([name, value]) => (
        <div key={name} class="c-fact">
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  )
}

function Health({ view }: { readonly view: HealthView }) {
  const { words, language, now } = useConsole()
  const say = words.health
  const number = (value: number) => formatNumber(value, language)
  const megabytes = new Intl.NumberFormat(language, { style: 'unit', unit: 'megabyte' })
  const gigabytes = new Intl.NumberFormat(language, {
    ...{ style: 'unit', unit: 'gigabyte', maximumFractionDigits: 1 },
  })
  const yesNo = (value: boolean) => (value ? say.yes : say.no)
  const size = (bytes: number | null) => {
    if (bytes === null) return '–'
    return bytes < GB ? megabytes.format(Math.round(bytes / MB)) : gigabytes.format(bytes / GB)
  }
  const when = (at: string | null) => (at === null ? say.never : formatAgo(at, now(), language))
  const { sync, provider, checkpoint, storage, versions } = view
  return (
    <div class="g-stack" data-gap="5">
      {view.findings.length === 0 ? (
        <p class="g-alert" data-tone="success">
          <Icon name="check" />
          <span>{say.well}</span>
        </p>
      ) : (
        <ul class="g-card c-attention-list">
          {view.findings.map((finding) => {
            const screen = MENDED_AT[finding]
            return (
              <li key={finding} data-tone="warning">
                <Icon name="warning" />
                <span class="g-grow">{say.finding[finding]}</span>
                {screen === undefined ? null : (
                  <a class="g-btn g-btn-small" href={routeHash(screen)}>
                    {words.nav[screen]}
                  </a>
                )}
              </li>
            )
          })}
        </ul>
      )}
      <div class="c-pair">
        <Card name="sync" title={say.articles}>
          <Facts
            of={[
              [say.lastSync, when(sync.lastDoneAt)],
              [say.unread, number(sync.unread)],
              ...sync.brands.map(({ brandName, lastReadAt }) => [brandName, when(lastReadAt)] as const),
            ]}
          />
        </Card>
        <Card name="provider" title={say.provider}>
          {provider === null ? (
            <p>{say.local}</p>
          ) : provider.troubles.length === 0 ? (
            <p>{say.noErrors}</p>
          ) : (
            <Facts
              of={provider.troubles.map(
                ({ name, count }) =>
                  [isProbeFailure(name) ? words.setup.failure[name] : name, number(count)] as const,
              )}
            />
          )}
        </Card>
        <Card name="work" title={say.work}>
          <Facts
            of={[
              [say.live, yesNo(view.live)],
              [say.runningDrafts, number(view.runningDrafts)],
              [say.runningSync, yesNo(sync.running)],
            ]}
          />
        </Card>
        <Card name="checkpoint" title={say.checkpoint}>
          <Facts
            of={[
              [say.entries, number(checkpoint.entries)],
              [say.signedAt, when(checkpoint.signedAt)],
              [say.unsigned, number(Math.max(0, checkpoint.entries - checkpoint.signed))],
              [say.copies, number(checkpoint.copies)],
              [say.failedCopies, number(checkpoint.behind)],
            ]}
          />
        </Card>
        <Card name="storage" title={say.storage}>
          <Facts
            of={[
              [say.size, size(storage.bytes)],
              [say.free, size(storage.freeBytes)],
            ]}
          />
        </Card>
        <Card name="versions" title={say.versions}>
          <Facts
            of={[
              [say.server, versions.server],
              [say.node, versions.node],
              [say.schema, number(versions.schema)],
            ]}
          />
        </Card>
      </div>
      <details class="g-details">
        <summary>{say.rows}</summary>
        <ScrollTable label={say.rows}>
          <table class="g-table">
            <thead>
              <tr>
                <th scope="col">{say.table}</th>
                <th scope="col" class="g-num">
                  {say.rowCount}
                </th>
              </tr>
            </thead>
            <tbody>
              {storage.tables.map(({ name, count }) => (
                <tr key={name}>
                  <td>{name}</td>
                  <td class="g-num">≤ {number(count)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </ScrollTable>
      </details>
      <p class="g-small g-muted">{fill(say.asOf, { at: formatMoment(view.checkedAt, language) })}</p>
    </div>
  )
}
