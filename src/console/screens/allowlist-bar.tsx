/** What saving would do, in numbers and by name, before anything is saved. */
import { useState } from 'preact/hooks'
import type { ArticleRow } from '../../domain/api.ts'
import { useConsole } from '../context.ts'
import { Dialog } from '../parts/dialog.tsx'
import { Icon } from '../parts/icon.tsx'
import { SetbackAlert } from '../parts/page.tsx'
import { type ConsoleWords, fill, formatNumber, localeName, plural } from '../words.ts'
import type { AllowlistEdit } from './allowlist-edit.ts'
import { DryRun } from './dry-run.tsx'

const NAMED = 50

export function AllowlistBar({ edit }: { readonly edit: AllowlistEdit }) {
  const { words, language } = useConsole()
  const say = words.articles
  const [naming, setNaming] = useState(false)
  const [trying, setTrying] = useState(false)
  if (!edit.changed && edit.conflict === null) return null
  const { allowed, total, gained, lost } = edit.effect
  const number = (value: number) => formatNumber(value, language)
  const moves = gained.length + lost.length > 0
  return (
    <section class="c-bar" aria-label={say.previewLabel}>
      {edit.act.setback === null ? null : <SetbackAlert setback={edit.act.setback} onRetry={edit.save} />}
      {edit.conflict === null ? null : <ConflictAlert edit={edit} version={edit.conflict.version} />}
      <div class="c-bar-line">
        <div class="c-bar-words" role="status">
          <strong>{moves ? moveWords(edit, words, language) : say.previewSame}</strong>
          <span class="g-muted">{fill(say.preview, { allowed: number(allowed), total: number(total) })}</span>
          {allowed === 0 ? <span class="c-zero">{say.zeroWarning}</span> : null}
        </div>
        <div class="g-row">
          {moves ? (
            <button type="button" class="g-btn g-btn-ghost" onClick={() => setNaming(true)}>
              {say.which}
            </button>
          ) : null}
          <button type="button" class="g-btn" onClick={() => setTrying(true)} aria-disabled={!edit.changed}>
            {words.dryRun.open}
          </button>
          <button type="button" class="g-btn" onClick={edit.discard} aria-disabled={edit.act.busy}>
            {words.common.discard}
          </button>
          <button
            type="button"
            class="g-btn g-btn-primary"
            onClick={edit.save}
            aria-disabled={edit.act.busy || edit.conflict !== null}
          >
            {edit.act.busy ? words.common.saving : say.saveRules}
          </button>
        </div>
      </div>
      {trying ? <DryRun change={{ selection: edit.selection }} onClose={() => setTrying(false)} /> : null}
      {naming ? (
        <Dialog
          title={say.whichTitle}
          onClose={() => setNaming(false)}
          foot={
            <button type="button" class="g-btn" onClick={() => setNaming(false)}>
              {words.common.close}
            </button>
          }
        >
          <NamedRows title={say.whichGained} rows={gained} />
          <NamedRows title={say.whichLost} rows={lost} />
        </Dialog>
      ) : null}
    </section>
  )
}

/** "You are about to allow 6 more and 2 fewer …", with only the parts that are so. */
function moveWords({ effect }: AllowlistEdit, words: ConsoleWords, language: string): string {
  const say = words.articles
  const gained = effect.gained.length
  const lost = effect.lost.length
  if (lost === 0) return plural(say.gainedWords, gained, language)
  if (gained === 0) return plural(say.lostWords, lost, language)
  return plural(say.movedWords, lost, language, {
    gained: formatNumber(gained, language),
    lost: formatNumber(lost, language),
  })
}

function NamedRows(props: { readonly title: string; readonly rows: readonly ArticleRow[] }) {
  const { words, language } = useConsole()
  if (props.rows.length === 0) return null
  return (
    <div>
      <h3 class="g-h3">
        {props.title} ({formatNumber(props.rows.length, language)})
      </h3>
      <ul class="g-list">
        {props.rows.slice(0, NAMED).map((row) => (
          <li key={`${row.articleId} ${row.locale}`}>
            {row.title} <span class="g-muted">– {localeName(row.locale, language)}</span>
          </li>
        ))}
      </ul>
      {props.rows.length > NAMED ? (
        <p class="g-muted">{plural(words.articles.whichMore, props.rows.length - NAMED, language)}</p>
      ) : null}
    </div>
  )
}

function ConflictAlert(props: { readonly edit: AllowlistEdit; readonly version: number }) {
  const { words } = useConsole()
  const say = words.articles
  const { edit, version } = props
  return (
    <div class="g-alert" data-tone="warning" role="alert">
      <Icon name="warning" />
      <div class="g-stack">
        <div>
          <p class="g-alert-title">{fill(say.conflictTitle, { version })}</p>
          <p>{say.conflictBody}</p>
        </div>
        <div class="g-row">
          <button type="button" class="g-btn g-btn-primary g-btn-small" onClick={edit.mergeConflict}>
            {fill(say.conflictMerge, { version })}
          </button>
          <button type="button" class="g-btn g-btn-small" onClick={edit.dropForConflict}>
            {say.conflictDrop}
          </button>
        </div>
      </div>
    </div>
  )
}
