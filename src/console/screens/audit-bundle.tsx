/** The log as one file for somebody who trusts nobody, and the command with which they check it. */
import { useState } from 'preact/hooks'
import { useConsole } from '../context.ts'
import { downloadBlob } from '../download.ts'
import { useAct } from '../loading.ts'
import { CopyButton } from '../parts/copy.tsx'
import { SetbackAlert } from '../parts/page.tsx'
import { fill } from '../words.ts'
import { BulkExportAsk } from './bulk-export-ask.tsx'

const COMMAND = 'npx vouch verify --bundle FILE --key KEY'

export function BundleCard() {
  const { client, words, me, now } = useConsole()
  const say = words.auditBundle
  const act = useAct()
  const [days, setDays] = useState({ from: '', to: '' })
  const [saved, setSaved] = useState<string | null>(null)
  const may = me.roles.includes('compliance')
  const save = () =>
    act.run(async () => {
      setSaved(null)
      const name = `vouch-audit-${new Date(now()).toISOString().slice(0, 10)}.zip`
      downloadBlob(name, await client.auditBundle(days))
      setSaved(name)
    })
  return (
    <section class="g-card" aria-labelledby="bundle-title">
      <div class="g-card-head">
        <h2 class="g-h2" id="bundle-title">
          {say.title}
        </h2>
      </div>
      <div class="g-card-body g-stack">
        <p>{say.lead}</p>
        {may ? (
          <form
            class="g-row c-days"
            onSubmit={(event) => {
              event.preventDefault()
              void save()
            }}
          >
            {(['from', 'to'] as const).map((end) => (
              <label class="g-field" key={end}>
                <span class="g-label">{say[end]}</span>
                <input
                  class="g-input"
                  type="date"
                  value={days[end]}
                  onInput={(event) => setDays({ ...days, [end]: event.currentTarget.value })}
                />
              </label>
            ))}
            <button type="submit" class="g-btn g-btn-primary" aria-disabled={act.busy}>
              {act.busy ? say.packing : say.save}
            </button>
          </form>
        ) : (
          <p class="g-small g-muted">{say.onlyCompliance}</p>
        )}
        {act.setback === null ? null : <SetbackAlert setback={act.setback} onRetry={save} />}
        <p class="g-small" role="status">
          {saved === null ? '' : fill(say.saved, { name: saved })}
        </p>
        <p class="g-well g-row" data-spread>
          <code class="g-mono">{COMMAND}</code>
          <CopyButton text={COMMAND} label={words.common.copy} visible />
        </p>
        <p class="g-small g-muted">{say.hint}</p>
        {may ? <BulkExportAsk order={{ what: 'log_words', requesterRefs: [] }} /> : null}
      </div>
    </section>
  )
}
