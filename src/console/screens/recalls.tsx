/** What left scope and which drafts had quoted it; and by when articles must be looked at again. */
import { useState } from 'preact/hooks'
import type { RecallView } from '../../domain/recall-api.ts'
import { useConsole } from '../context.ts'
import { useAct, useLoading } from '../loading.ts'
import { EmptyState, PageHead, SetbackAlert, WhenLoaded } from '../parts/page.tsx'
import { routeHash } from '../routes.ts'
import { plural } from '../words.ts'
import { RecallCard } from './recall-card.tsx'
import { ReviewDates } from './review-dates.tsx'

const REVIEW = 'review'
/** The companion answers as many at once; fewer mean that there are no more. */
const PAGE = 50

export function RecallsScreen({ detail }: { readonly detail: string | null }) {
  const { words } = useConsole()
  const say = words.recalls
  const review = detail === REVIEW
  return (
    <>
      <PageHead title={say.title} lead={say.lead} />
      <nav class="g-tabs" aria-label={say.title}>
        <a class="g-tab c-tab-link" href={routeHash('recalls')} aria-current={review ? undefined : 'page'}>
          {say.tabRecalls}
        </a>
        <a
          class="g-tab c-tab-link"
          href={routeHash('recalls', REVIEW)}
          aria-current={review ? 'page' : undefined}
        >
          {say.tabReview}
        </a>
      </nav>
      {review ? <ReviewDates /> : <Recalls />}
    </>
  )
}

function Recalls() {
  const { client, words } = useConsole()
  const say = words.recalls
  const [quotedOnly, setQuotedOnly] = useState(true)
  const loading = useLoading(
    () => client.recalls({ before: null, quotedOnly }),
    quotedOnly ? 'recalls-quoted' : 'recalls',
  )
  return (
    <div class="g-stack" data-gap="4">
      <div class="g-row" data-spread>
        <label class="g-check">
          <input
            type="checkbox"
            checked={quotedOnly}
            onChange={(event) => setQuotedOnly(event.currentTarget.checked)}
          />
          <span>{say.quotedOnly}</span>
        </label>
        <p class="g-small g-muted">{say.notKnown}</p>
      </div>
      <WhenLoaded loading={loading}>
        {(rows) => <RecallList key={String(quotedOnly)} loaded={rows} quotedOnly={quotedOnly} />}
      </WhenLoaded>
    </div>
  )
}

function RecallList(props: { readonly loaded: readonly RecallView[]; readonly quotedOnly: boolean }) {
  const { client, words, language } = useConsole()
  const say = words.recalls
  const act = useAct()
  const [rows, setRows] = useState(props.loaded)
  const [ended, setEnded] = useState(props.loaded.length < PAGE)
  const last = rows.at(-1)
  if (last === undefined) return <EmptyState title={say.empty} hint={say.emptyHint} />
  const loadOlder = () =>
    act.run(async () => {
      const page = await client.recalls({ before: last.recallId, quotedOnly: props.quotedOnly })
      setRows([...rows, ...page])
      setEnded(page.length < PAGE)
    })
  const put = (changed: RecallView) =>
    setRows((all) => all.map((row) => (row.recallId === changed.recallId ? changed : row)))
  return (
    <div class="g-stack" data-gap="4">
      {rows.map((row) => (
        <RecallCard key={row.recallId} recall={row} onChanged={put} />
      ))}
      {act.setback === null ? null : <SetbackAlert setback={act.setback} onRetry={loadOlder} />}
      <div class="g-row" data-spread>
        <p class="g-muted" role="status">
          {plural(say.shown, rows.length, language)}
        </p>
        {ended ? null : (
          <button type="button" class="g-btn g-btn-small" aria-disabled={act.busy} onClick={loadOlder}>
            {say.older}
          </button>
        )}
      </div>
    </div>
  )
}
