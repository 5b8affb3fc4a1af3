/** What is allowed, when it was synced, and how often Vouch said yes and no. */
import type { ComponentChildren } from 'preact'
import type { OverviewView, SyncView } from '../../domain/api.ts'
import { FEWEST_PEOPLE } from '../../domain/report-blocks.ts'
import { useConsole } from '../context.ts'
import { Icon, type IconName } from '../parts/icon.tsx'
import { StateChip } from '../parts/page.tsx'
import { routeHash, type Screen } from '../routes.ts'
import { fill, formatAgo, formatMoment, formatNumber, plural } from '../words.ts'
import { SyncChip } from './sync-result.tsx'

function Figure(props: {
  readonly title: string
  readonly value: string
  readonly unit?: string
  readonly icon: IconName
  readonly link?: { readonly screen: Screen; readonly text: string }
  readonly children?: ComponentChildren
}) {
  return (
    <section class="g-card c-figure">
      <h2 class="c-figure-title">
        <Icon name={props.icon} />
        {props.title}
      </h2>
      <p class="c-figure-value">
        {props.value} {props.unit ? <span class="c-figure-unit">{props.unit}</span> : null}
      </p>
      {props.children}
      {props.link ? (
        <a class="g-link c-figure-link" href={routeHash(props.link.screen)}>
          {props.link.text}
        </a>
      ) : null}
    </section>
  )
}

export function Figures({ overview }: { readonly overview: OverviewView }) {
  const { words, language } = useConsole()
  const say = words.overview
  const number = (value: number) => formatNumber(value, language)
  const { articlesAllowlisted, articlesSynced, drafts, refusals } = overview
  return (
    <div class="c-figures">
      <Figure
        title={say.allowed}
        icon="articles"
        value={number(articlesAllowlisted)}
        unit={fill(say.allowedOf, { total: number(articlesSynced) })}
        link={{ screen: 'articles', text: say.manageAllowlist }}
      >
        <div class="c-share" aria-hidden="true">
          <span data-state="allowed" style={{ flexGrow: String(articlesAllowlisted) }} />
          <span
            data-state="not_allowed"
            style={{
              flexGrow: String(Math.max(articlesSynced - articlesAllowlisted, articlesSynced ? 0 : 1)),
            }}
          />
        </div>
        {articlesAllowlisted === 0 ? <p class="g-small">{say.allowedNone}</p> : null}
      </Figure>
      <SyncFigure sync={overview.lastSync} />
      <Figure
        title={say.work}
        icon="templates"
        value={drafts === null ? '–' : number(drafts)}
        {...(drafts === null ? {} : { unit: plural(say.drafts, drafts, language) })}
      >
        {refusals === null ? (
          <p class="g-small g-muted">{fill(words.chart.untold, { people: FEWEST_PEOPLE })}</p>
        ) : (
          <>
            <p class="c-figure-value">
              {number(refusals)} <span class="c-figure-unit">{plural(say.refusals, refusals, language)}</span>
            </p>
            <p class="g-small g-muted">{fill(words.chart.workHint, { people: FEWEST_PEOPLE })}</p>
          </>
        )}
        <p class="g-small g-muted">{say.refusalsHint}</p>
      </Figure>
    </div>
  )
}

function SyncFigure({ sync }: { readonly sync: SyncView | null }) {
  const { words, language, now } = useConsole()
  const say = words.overview
  const link = { screen: 'sync', text: say.openSync } as const
  if (sync === null) {
    return (
      <Figure title={say.lastSync} icon="sync" value={say.noSync} link={link}>
        <p class="g-small g-muted">{say.noSyncHint}</p>
      </Figure>
    )
  }
  const at = sync.endedAt ?? sync.startedAt
  const problems = sync.problems.length
  return (
    <Figure title={say.lastSync} icon="sync" value={formatAgo(at, now(), language)} link={link}>
      <p class="g-small g-muted">
        <time dateTime={at}>{formatMoment(at, language)}</time>
      </p>
      <p class="g-row">
        <SyncChip status={sync.status} />
        {problems > 0 ? (
          <StateChip tone="warning" icon="warning">
            {plural(say.syncProblems, problems, language)}
          </StateChip>
        ) : sync.status === 'done' ? (
          <span class="g-small g-muted">{say.syncClean}</span>
        ) : null}
      </p>
    </Figure>
  )
}
