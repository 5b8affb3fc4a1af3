import { useConsole } from '../context.ts'
import { useLoading } from '../loading.ts'
import { EmptyState, PageHead, ReadOnlyNote, WhenLoaded } from '../parts/page.tsx'
import { routeHash } from '../routes.ts'
import { localeName } from '../words.ts'
import { TemplatesDesk } from './templates-desk.tsx'

export function TemplatesScreen({ locale }: { readonly locale: string | null }) {
  const { client, words } = useConsole()
  const say = words.templates
  // Asked anew: a sync may have brought a language since the console was opened.
  const loading = useLoading(() => client.me(), 'locales')
  return (
    <>
      <PageHead title={say.title} lead={say.lead} />
      <ReadOnlyNote />
      <WhenLoaded loading={loading}>
        {({ helpCenterLocales }) => <Languages locales={helpCenterLocales} wanted={locale} />}
      </WhenLoaded>
    </>
  )
}

function Languages(props: { readonly locales: readonly string[]; readonly wanted: string | null }) {
  const { words, language } = useConsole()
  const say = words.templates
  const { locales } = props
  const current = locales.find((known) => known === props.wanted) ?? locales[0]
  return (
    <>
      {current === undefined ? (
        <EmptyState title={say.noLanguages} hint={say.noLanguagesHint}>
          <a class="g-btn g-btn-primary" href={routeHash('sync')}>
            {words.overview.openSync}
          </a>
        </EmptyState>
      ) : (
        <>
          <nav class="g-tabs" aria-label={say.languages}>
            {locales.map((known) => (
              <a
                key={known}
                class="g-tab c-tab-link"
                href={routeHash('templates', known)}
                aria-current={known === current ? 'page' : undefined}
              >
                {localeName(known, language)}
              </a>
            ))}
          </nav>
          <LocaleTemplates key={current} locale={current} />
        </>
      )}
    </>
  )
}

function LocaleTemplates({ locale }: { readonly locale: string }) {
  const { client } = useConsole()
  const loading = useLoading(() => client.templates(locale), locale)
  return <WhenLoaded loading={loading}>{(templates) => <TemplatesDesk loaded={templates} />}</WhenLoaded>
}
