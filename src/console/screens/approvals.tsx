/** Changes that wait for a second person, what became of earlier ones, and whether a second person is needed. */
import { useMemo } from 'preact/hooks'
import type { ChangeView, FourEyesView } from '../../domain/change-api.ts'
import { useConsole } from '../context.ts'
import { useLoading } from '../loading.ts'
import { EmptyState, PageHead, WhenLoaded } from '../parts/page.tsx'
import { articleNames } from '../rule-words.ts'
import { ChangeCard } from './change-card.tsx'
import { ChangeHistory } from './change-history.tsx'
import { FourEyesCard } from './four-eyes-card.tsx'

export function ApprovalsScreen() {
  const { client, words, language } = useConsole()
  const loading = useLoading(() => Promise.all([client.changes(), client.fourEyes()]), 'approvals')
  // Only for the names of sections and articles: without them the numbers are shown.
  const articles = useLoading(() => client.articles().catch(() => []), 'names')
  // Beside the card that was decided on, somebody may be writing a reason: the others stay as they are.
  const look = () =>
    void Promise.all([client.changes(), client.fourEyes()]).then(loading.put, () => loading.reload())
  const rows = articles.loaded.status === 'ready' ? articles.loaded.value : null
  const names = useMemo(() => articleNames(rows ?? [], language), [rows, language])
  return (
    <>
      <PageHead title={words.approvals.title} lead={words.approvals.lead} />
      <WhenLoaded loading={loading}>
        {([changes, setting]: readonly [readonly ChangeView[], FourEyesView]) => {
          const waiting = changes.filter(({ status }) => status === 'proposed')
          const done = changes.filter(({ status }) => status !== 'proposed')
          return (
            <div class="g-stack" data-gap="5">
              {waiting.length === 0 ? (
                <EmptyState title={words.approvals.none} hint={words.approvals.noneHint} />
              ) : (
                <section class="g-stack" data-gap="4" aria-labelledby="waiting-title">
                  <h2 class="g-h2" id="waiting-title">
                    {words.approvals.waiting}
                  </h2>
                  {waiting.map((change) => (
                    <ChangeCard key={change.changeId} change={change} names={names} onDecided={look} />
                  ))}
                </section>
              )}
              <ChangeHistory changes={done} names={names} />
              <FourEyesCard setting={setting} onChanged={look} />
            </div>
          )
        }}
      </WhenLoaded>
    </>
  )
}
