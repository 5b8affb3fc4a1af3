/** One person: what is held, to whom it went, what happened, who looked, and what can be done. */
import type { DossierView } from '../../domain/dossier-api.ts'
import type { HeldClass } from '../../domain/held.ts'
import { useConsole } from '../context.ts'
import { DataTable } from '../parts/data-table.tsx'
import { Icon } from '../parts/icon.tsx'
import { PageHead, StateChip } from '../parts/page.tsx'
import { ScrollTable } from '../parts/scroll-table.tsx'
import { routeHash } from '../routes.ts'
import { fill, formatDate, formatDay, formatMoment, formatNumber, plural } from '../words.ts'
import { DossierPackages } from './dossier-packages.tsx'
import { DossierTimeline } from './dossier-timeline.tsx'
import { RequesterActs } from './requester-acts.tsx'

export interface DossierProps {
  readonly dossier: DossierView
  /** Opens it again: a look of its own. */
  readonly onReload: () => Promise<boolean>
}

export function Dossier(props: DossierProps & { readonly onBack: () => void }) {
  const { words, language } = useConsole()
  const say = words.requesters
  const { dossier } = props
  const name =
    dossier.helpdeskUserId === null ? say.noUser : fill(say.user, { userId: dossier.helpdeskUserId })
  return (
    <>
      <button type="button" class="g-btn g-btn-link c-back" onClick={props.onBack}>
        {say.back}
      </button>
      <PageHead
        title={name}
        lead={`${plural(say.records, dossier.total, language)} · ${fill(say.since, { date: formatDate(dossier.since, language) })}`}
      >
        {dossier.erased ? (
          <StateChip tone="danger" icon="lock">
            {say.erased}
          </StateChip>
        ) : null}
        {dossier.people > 1 ? (
          <StateChip tone="info" icon="info">
            {plural(say.people, dossier.people, language)}
          </StateChip>
        ) : null}
      </PageHead>
      <div class="g-stack" data-gap="5">
        <RequesterActs {...props} />
        <Cases {...props} />
        <DossierPackages {...props} />
        <Held {...props} />
        <Recipients {...props} />
        <DossierTimeline {...props} />
        <Looks {...props} />
      </div>
    </>
  )
}

/** What the person asked about their data, each with its own page. */
function Cases({ dossier }: DossierProps) {
  const { words, language } = useConsole()
  const say = words.requesters
  return (
    <section class="g-card" aria-labelledby="cases-title">
      <div class="g-card-head">
        <h2 class="g-h2" id="cases-title">
          {say.cases}
        </h2>
      </div>
      <div class="g-card-body">
        {dossier.cases.length === 0 ? (
          <p class="g-muted">{say.casesNone}</p>
        ) : (
          <ul class="g-list">
            {dossier.cases.map(({ caseId, caseNumber, kind, status, dueOn, open }) => (
              <li key={caseId}>
                <a class="g-link g-strong" href={routeHash('requests', caseId)}>
                  {caseNumber}
                </a>{' '}
                {words.requests.kind[kind]} · {words.requests.status[status]}
                {open ? ` · ${fill(say.caseDue, { date: formatDay(dueOn, language) })}` : ''}
              </li>
            ))}
          </ul>
        )}
      </div>
    </section>
  )
}

export function className(names: Readonly<Record<HeldClass, string>>, name: HeldClass): string {
  return names[name]
}

function Held({ dossier }: DossierProps) {
  const { words, language } = useConsole()
  const say = words.requesters
  const rows = dossier.summary.filter(({ count }) => count > 0)
  return (
    <div class="g-card">
      <div class="g-card-head">
        <h2 class="g-h2" id="held-title">
          {say.held}
        </h2>
      </div>
      <ScrollTable label={say.held}>
        <table class="g-table">
          <thead>
            <tr>
              <th scope="col">{say.what}</th>
              <th scope="col" class="g-num">
                {say.count}
              </th>
              <th scope="col">{say.oldest}</th>
              <th scope="col">{say.newest}</th>
              <th scope="col">{say.kept}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ class: name, count, oldest, newest, keptDays }) => (
              <tr key={name}>
                <td>{className(say.class, name)}</td>
                <td class="g-num">{formatNumber(count, language)}</td>
                <td class="c-nowrap">{oldest === null ? '–' : formatDate(oldest, language)}</td>
                <td class="c-nowrap">{newest === null ? '–' : formatDate(newest, language)}</td>
                <td>{keptDays === null ? say.keptOpen : plural(say.keptDays, keptDays, language)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollTable>
    </div>
  )
}

function Recipients({ dossier }: DossierProps) {
  const { words, language } = useConsole()
  const say = words.requesters
  return (
    <section class="g-card" aria-labelledby="recipients-title">
      <div class="g-card-head">
        <h2 class="g-h2" id="recipients-title">
          {say.recipients}
        </h2>
      </div>
      <div class="g-card-body">
        {dossier.recipients.length === 0 ? (
          <p class="g-muted">{say.recipientsNone}</p>
        ) : (
          <ul class="g-stack">
            {dossier.recipients.map((each) => (
              <li key={`${each.provider} ${each.host ?? ''} ${each.region}`}>
                <span class="g-strong">{each.provider}</span> · {each.host} · {each.region} ·{' '}
                {plural(say.requestCount, each.requests, language)},{' '}
                {fill(say.between, {
                  first: formatDate(each.first, language),
                  last: formatDate(each.last, language),
                })}
              </li>
            ))}
          </ul>
        )}
      </div>
    </section>
  )
}

const SHOWN_OF_A_PSEUDONYM = 10

function Looks({ dossier }: DossierProps) {
  const { words, language } = useConsole()
  const say = words.requesters
  const who = (by: string, mine: boolean) =>
    by === 'link' ? say.byLink : mine ? say.you : by.slice(0, SHOWN_OF_A_PSEUDONYM)
  return (
    <div class="g-stack">
      <div>
        <h2 class="g-h2" id="looks-title">
          <Icon name="search" /> {say.looks}
        </h2>
        <p class="g-small g-muted">{say.looksHint}</p>
      </div>
      <DataTable
        label={say.looks}
        file="who-looked"
        empty={say.looksNone}
        rows={dossier.accesses}
        rowKey={({ at, by, kind }) => `${at} ${by} ${kind}`}
        sorting={{ key: 'at', descending: true }}
        columns={[
          {
            key: 'at',
            title: say.lookedAt,
            nowrap: true,
            value: ({ at }) => at,
            cell: ({ at }) => <time dateTime={at}>{formatMoment(at, language)}</time>,
          },
          {
            key: 'by',
            title: say.who,
            value: ({ by }) => by,
            cell: ({ by, mine }) => (
              <span class={by === 'link' || mine ? undefined : 'g-mono'} title={by}>
                {who(by, mine)}
              </span>
            ),
          },
          {
            key: 'kind',
            title: say.what,
            value: ({ kind }) => say.lookKind[kind],
            cell: ({ kind }) => say.lookKind[kind],
          },
          {
            key: 'purpose',
            title: say.purposeLabel,
            value: ({ purpose }) => say.purpose[purpose],
            cell: ({ purpose }) => say.purpose[purpose],
          },
        ]}
      />
    </div>
  )
}
