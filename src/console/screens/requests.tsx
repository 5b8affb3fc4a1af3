/** What people ask about their own data: as a list, as a month, and each as a page of its own. */
import { useState } from 'preact/hooks'
import { isWorkingDay } from '../../domain/due-dates.ts'
import type { RequestCaseView, RequestDeskView } from '../../domain/request-api.ts'
import { useConsole } from '../context.ts'
import { useLoading } from '../loading.ts'
import { Icon } from '../parts/icon.tsx'
import { EmptyState, PageHead, WhenLoaded } from '../parts/page.tsx'
import { routeHash } from '../routes.ts'
import { RequestCasePage } from './request-case.tsx'
import { RequestList } from './request-list.tsx'
import { RequestMonth } from './request-month.tsx'
import { OpeningDialog } from './request-opening.tsx'
import { WorkingDaysDialog } from './request-working-days.tsx'

const CALENDAR = 'calendar'

export function RequestsScreen({ detail }: { readonly detail: string | null }) {
  if (detail !== null && detail !== CALENDAR) return <RequestCasePage key={detail} caseId={detail} />
  return <RequestDesk month={detail === CALENDAR} />
}

function RequestDesk({ month }: { readonly month: boolean }) {
  const { client, me, words } = useConsole()
  const say = words.requests
  const loading = useLoading(() => client.requestDesk(), 'requests')
  const [dialog, setDialog] = useState<'opening' | 'days' | null>(null)
  const acts = me.roles.includes('compliance')
  return (
    <>
      <PageHead title={say.title} lead={say.lead}>
        {acts ? (
          <>
            <button type="button" class="g-btn" onClick={() => setDialog('days')}>
              {say.days.title}
            </button>
            <button type="button" class="g-btn g-btn-primary" onClick={() => setDialog('opening')}>
              {say.opening.title}
            </button>
          </>
        ) : null}
      </PageHead>
      {acts ? null : (
        <p class="g-alert c-read-only" data-tone="info">
          <Icon name="lock" />
          <span>{say.readOnly}</span>
        </p>
      )}
      <nav class="g-tabs" aria-label={say.title}>
        <a class="g-tab c-tab-link" href={routeHash('requests')} aria-current={month ? undefined : 'page'}>
          {say.tabList}
        </a>
        <a
          class="g-tab c-tab-link"
          href={routeHash('requests', CALENDAR)}
          aria-current={month ? 'page' : undefined}
        >
          {say.tabCalendar}
        </a>
      </nav>
      <WhenLoaded loading={loading}>
        {(desk) => (
          <div class="c-below-tabs">
            <DeskBody desk={desk} month={month} />
            {dialog === 'opening' ? (
              <OpeningDialog today={desk.today} onClose={() => setDialog(null)} />
            ) : null}
            {dialog === 'days' ? (
              <WorkingDaysDialog
                calendar={desk.calendar}
                onClose={() => setDialog(null)}
                onSaved={() => {
                  setDialog(null)
                  loading.reload()
                }}
              />
            ) : null}
          </div>
        )}
      </WhenLoaded>
    </>
  )
}

function DeskBody({ desk, month }: { readonly desk: RequestDeskView; readonly month: boolean }) {
  const { words } = useConsole()
  const say = words.requests
  if (month)
    return (
      <RequestMonth
        cases={desk.cases}
        today={desk.today}
        isIdle={(day) => !isWorkingDay(day, desk.calendar)}
      />
    )
  if (desk.cases.length === 0) return <EmptyState title={say.empty} hint={say.emptyHint} />
  return <RequestList cases={desk.cases} today={desk.today} />
}

export function caseHref({ caseId }: Pick<RequestCaseView, 'caseId'>): string {
  return routeHash('requests', caseId)
}
