/** What is shown when an export needs a second person: what that means, and the button that asks for one. */
import { useState } from 'preact/hooks'
import type { BulkOrder } from '../../domain/bulk-export.ts'
import { BULK_HOURS, PERMIT_DAYS } from '../../domain/bulk-export.ts'
import { useConsole } from '../context.ts'
import { useAct } from '../loading.ts'
import { SetbackAlert } from '../parts/page.tsx'
import type { Setback } from '../setback.ts'
import { fill, formatNumber } from '../words.ts'

export function BulkExportAsk({ order }: { readonly order: BulkOrder }) {
  const { client, words, language } = useConsole()
  const say = words.bulkExport
  const act = useAct()
  const [outcome, setOutcome] = useState<'proposed' | 'permitted' | null>(null)
  const ask = () => act.run(async () => setOutcome((await client.askForBulkExport(order)).outcome))
  const numbers = {
    hours: formatNumber(BULK_HOURS, language),
    days: formatNumber(PERMIT_DAYS, language),
  }
  return (
    <div class="g-well g-stack" data-gap="2">
      <p>{fill(say[order.what], numbers)}</p>
      {act.setback === null ? null : <SetbackAlert setback={act.setback} />}
      {outcome === null ? (
        <p>
          <button type="button" class="g-btn" aria-disabled={act.busy} onClick={() => void ask()}>
            {say.ask}
          </button>
        </p>
      ) : (
        <p role="status" class="g-strong">
          {fill(say[outcome], numbers)}
        </p>
      )}
    </div>
  )
}

/** Why an export was not made; where a second person is missing, with the way to ask for one. */
export function ExportSetback(props: { readonly setback: Setback | null; readonly requesterRef: string }) {
  if (props.setback === null) return null
  if (props.setback.code !== 'SECOND_PERSON_NEEDED') return <SetbackAlert setback={props.setback} />
  return <BulkExportAsk order={{ what: 'people', requesterRefs: [props.requesterRef] }} />
}
