/** Every erasure: how much went, what stays and why, by when backups are final, and its certificate. */
import type { ErasureView } from '../../domain/erasure-api.ts'
import { EXCEPTION_ARTICLES } from '../../domain/erasure-api.ts'
import { certificateSheet } from '../certificate-sheet.ts'
import { useConsole } from '../context.ts'
import { downloadText } from '../download.ts'
import { useAct, useLoading } from '../loading.ts'
import { EmptyState, SetbackAlert, StateChip, WhenLoaded } from '../parts/page.tsx'
import { fill, formatDate, formatMoment, formatNumber } from '../words.ts'

export function ErasureList() {
  const { client, words } = useConsole()
  const say = words.retention
  const loading = useLoading(() => client.erasures(), 'erasures')
  return (
    <section class="g-stack" data-gap="4" aria-labelledby="erasures-title">
      <h2 class="g-h2" id="erasures-title">
        {say.erasures}
      </h2>
      <WhenLoaded loading={loading}>
        {(rows: readonly ErasureView[]) =>
          rows.length === 0 ? (
            <EmptyState title={say.noErasures} hint={say.noErasuresHint} />
          ) : (
            <div class="g-stack" data-gap="4">
              {rows.map((row) => (
                <ErasureCard key={row.erasureId} row={row} />
              ))}
            </div>
          )
        }
      </WhenLoaded>
    </section>
  )
}

function ErasureCard({ row }: { readonly row: ErasureView }) {
  const { client, words, language } = useConsole()
  const say = words.retention
  const act = useAct()
  const fetchAs = (how: 'json' | 'html') =>
    act.run(async () => {
      const certificate = await client.certificate(row.erasureId)
      const name = `erasure-${row.erasureId}`
      if (how === 'json')
        downloadText(`${name}.json`, 'application/json', JSON.stringify(certificate, null, 2))
      else downloadText(`${name}.html`, 'text/html', certificateSheet(row, certificate, words, language))
    })
  const line = (held: { readonly class: keyof typeof say.heldClass; readonly count: number }) =>
    `${say.heldClass[held.class]}: ${formatNumber(held.count, language)}`
  const ofTicket = row.about === 'ticket'
  const name = fill(ofTicket ? say.ticketErasureOf : say.erasureOf, { at: formatMoment(row.at, language) })
  return (
    <article class="g-card" aria-label={name}>
      <header class="g-card-head g-row" data-spread>
        <div>
          <h3 class="g-h3">{formatMoment(row.at, language)}</h3>
          <p class="g-small g-muted">{say.source[row.source]}</p>
          {ofTicket ? <p class="g-small g-muted">{say.ofTicket}</p> : null}
        </div>
        {row.backupsFinalAt === null ? (
          <StateChip tone="warning" icon="info">
            {fill(ofTicket ? say.inBackupsUntil : say.finalBy, {
              date: formatDate(row.backupsFinalBy, language),
            })}
          </StateChip>
        ) : (
          <StateChip tone="success" icon="check">
            {fill(say.finalSince, { date: formatDate(row.backupsFinalAt, language) })}
          </StateChip>
        )}
      </header>
      <div class="g-card-body g-stack" data-gap="3">
        <div>
          <p class="g-strong">{say.erased}</p>
          <p>{row.erased.length === 0 ? say.nothing : row.erased.map(line).join(' · ')}</p>
        </div>
        {row.kept.length === 0 ? null : (
          <div>
            <p class="g-strong">{say.kept}</p>
            <ul class="g-list">
              {row.kept.map((kept) => (
                <li key={`${kept.class} ${kept.exception}`}>
                  {line(kept)} ({EXCEPTION_ARTICLES[kept.exception]})
                </li>
              ))}
            </ul>
          </div>
        )}
        {act.setback === null ? null : <SetbackAlert setback={act.setback} />}
        <div class="g-row">
          <button type="button" class="g-btn" aria-disabled={act.busy} onClick={() => void fetchAs('json')}>
            {say.certificate}
          </button>
          <button type="button" class="g-btn" aria-disabled={act.busy} onClick={() => void fetchAs('html')}>
            {say.sheet}
          </button>
        </div>
      </div>
    </article>
  )
}
