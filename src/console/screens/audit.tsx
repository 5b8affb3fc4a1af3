/** The audit log, newest first, its verdict on demand, and how to check it without this server. */
import { useState } from 'preact/hooks'
import type { AuditCheckView } from '../../domain/api.ts'
import { useConsole } from '../context.ts'
import { useAct, useLoading } from '../loading.ts'
import { PageHead, SetbackAlert, WhenLoaded } from '../parts/page.tsx'
import { BundleCard } from './audit-bundle.tsx'
import { CopiesCard } from './audit-copies.tsx'
import { Entries } from './audit-entries.tsx'
import { EntryFilters, NO_FILTER } from './audit-filters.tsx'
import { AuditVerdict } from './audit-verdict.tsx'

export function AuditScreen() {
  const { client, words } = useConsole()
  const [filter, setFilter] = useState(NO_FILTER)
  const key = JSON.stringify(filter)
  const loading = useLoading(() => client.auditEntries(null, filter), `audit ${key}`)
  return (
    <>
      <PageHead title={words.audit.title} lead={words.audit.lead} />
      <div class="g-stack" data-gap="5">
        <div class="c-pair">
          <CheckCard onChecked={loading.reload} />
          <CopiesCard />
        </div>
        <BundleCard />
        <EntryFilters filter={filter} onChange={setFilter} />
        <WhenLoaded loading={loading}>
          {(entries) => <Entries key={key} newest={entries} filter={filter} />}
        </WhenLoaded>
      </div>
    </>
  )
}

function CheckCard({ onChecked }: { readonly onChecked: () => void }) {
  const { client, words } = useConsole()
  const say = words.audit
  const act = useAct()
  const first = useLoading(() => client.checkAudit(), 'check')
  const [again, setAgain] = useState<AuditCheckView | null>(null)
  const checkNow = () =>
    act.run(async () => {
      setAgain(await client.checkAudit(true))
      onChecked()
    })
  return (
    <section class="g-card" aria-labelledby="check-title">
      <div class="g-card-head g-row" data-spread>
        <h2 class="g-h2" id="check-title">
          {words.overview.audit}
        </h2>
        <button type="button" class="g-btn g-btn-small" onClick={checkNow} aria-disabled={act.busy}>
          {act.busy ? say.checking : say.check}
        </button>
      </div>
      <div class="g-card-body g-stack" aria-live="polite">
        {act.setback === null ? null : <SetbackAlert setback={act.setback} onRetry={checkNow} />}
        <WhenLoaded loading={first}>{(loaded) => <AuditVerdict check={again ?? loaded} />}</WhenLoaded>
      </div>
    </section>
  )
}
