/** Tries a change out on questions that requesters have asked, before it is applied. */
import { useState } from 'preact/hooks'
import { REPLAY_MOST } from '../../domain/replay-api.ts'
import type { ArticleSelection } from '../../domain/scope.ts'
import type { PolicyContent } from '../../domain/scope-policy.ts'
import { useConsole } from '../context.ts'
import { Dialog } from '../parts/dialog.tsx'
import { SetbackAlert } from '../parts/page.tsx'
import { fill, formatNumber } from '../words.ts'
import { useDryRun } from './dry-run-following.ts'
import { KeptQuestions } from './dry-run-keeping.tsx'
import { DryRunResult } from './dry-run-result.tsx'

export function DryRun(props: {
  readonly change: { readonly selection: ArticleSelection } | { readonly policy: PolicyContent }
  readonly onClose: () => void
}) {
  const { words, language } = useConsole()
  const say = words.dryRun
  const [order] = useState({ ...props.change, last: REPLAY_MOST })
  const { view, setback, cancel, again } = useDryRun(order)
  const running = view === null || view.status === 'running'
  const close = () => {
    if (running) cancel()
    props.onClose()
  }
  const number = (value: number) => formatNumber(value, language)
  return (
    <Dialog
      title={say.title}
      wide
      onClose={close}
      foot={
        <button type="button" class="g-btn" onClick={close}>
          {running && setback === null ? words.common.cancel : words.common.close}
        </button>
      }
    >
      <p class="g-muted">{'policy' in props.change ? say.policyLead : say.lead}</p>
      {setback === null ? null : (
        <SetbackAlert setback={setback} onRetry={view === null ? again : undefined} />
      )}
      {running && (setback === null || view !== null) ? (
        <div class="g-stack">
          <p role="status">
            {view === null
              ? words.common.loading
              : fill(say.progress, { done: number(view.done), total: number(view.total) })}
          </p>
          <div class="g-progress" aria-hidden="true">
            <span
              style={{
                inlineSize: `${view === null || view.total === 0 ? 0 : (100 * view.done) / view.total}%`,
              }}
            />
          </div>
        </div>
      ) : null}
      {view?.status === 'failed' ? <p role="alert">{say.failed}</p> : null}
      {view?.result ? <DryRunResult result={view.result} /> : null}
      {running ? null : <KeptQuestions />}
    </Dialog>
  )
}
