/** Notices: what requesters are told, whether it is still so, and how another version becomes active. */
import type { RequesterLanguage } from '../../domain/notice.ts'
import type { NoticesView } from '../../domain/notice-api.ts'
import { useConsole } from '../context.ts'
import { useLoading } from '../loading.ts'
import { Icon } from '../parts/icon.tsx'
import { PageHead, WhenLoaded } from '../parts/page.tsx'
import { NoticeActive } from './notice-active.tsx'
import { NoticeDraftCard } from './notice-draft.tsx'
import { NoticeEditor } from './notice-editor.tsx'
import { NoticeLanguages } from './notice-languages.tsx'
import { NoticeStandingAlert } from './notice-standing.tsx'
import { NoticeVersions } from './notice-versions.tsx'

/** What every part of the screen is handed: the view, and how a newer one takes its place. */
export interface NoticePart {
  readonly view: NoticesView
  readonly onView: (view: NoticesView) => void
  readonly mayWrite: boolean
}

export function NoticesScreen({ locale }: { readonly locale: string | null }) {
  const { client, me, words } = useConsole()
  const say = words.notices
  const loading = useLoading(() => client.notices(), 'notices')
  const mayWrite = me.roles.includes('compliance')
  return (
    <>
      <PageHead title={say.title} lead={say.lead} />
      {mayWrite ? null : (
        <p class="g-alert c-read-only" data-tone="info">
          <Icon name="lock" />
          <span>{say.readOnly}</span>
        </p>
      )}
      <WhenLoaded loading={loading}>
        {(view) => <Desk view={view} onView={loading.put} mayWrite={mayWrite} locale={locale} />}
      </WhenLoaded>
    </>
  )
}

function Desk(props: NoticePart & { readonly locale: string | null }) {
  const { view, locale } = props
  const wanted: RequesterLanguage | undefined = view.locales.find((known) => known === locale)
  if (view.draft !== null && wanted !== undefined)
    return <NoticeEditor {...props} draft={view.draft} locale={wanted} />
  return (
    <div class="g-stack" data-gap="5">
      <NoticeStandingAlert {...props} />
      {view.draft === null ? null : <NoticeDraftCard {...props} draft={view.draft} />}
      <NoticeActive {...props} />
      <NoticeLanguages {...props} />
      <NoticeVersions view={view} />
    </div>
  )
}
