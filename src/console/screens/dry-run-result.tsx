/** What a change does to real questions: four numbers, and behind each the questions themselves. */
import { useState } from 'preact/hooks'
import type { NearArticle } from '../../domain/refusal.ts'
import { REPLAY_KINDS, type ReplayKind, type ReplayLine, type ReplayResult } from '../../domain/replay-api.ts'
import { useConsole } from '../context.ts'
import { Icon, type IconName } from '../parts/icon.tsx'
import { fill, formatNumber, plural } from '../words.ts'

const LOOK: Readonly<Record<ReplayKind, { readonly icon: IconName; readonly tone: string }>> = {
  lost: { icon: 'minus', tone: 'danger' },
  gained: { icon: 'check', tone: 'success' },
  restricted: { icon: 'bar', tone: 'warning' },
  moved: { icon: 'sync', tone: 'neutral' },
}
const SHOWN = 50

export function DryRunResult({ result }: { readonly result: ReplayResult }) {
  const { words, language } = useConsole()
  const say = words.dryRun
  const [kind, setKind] = useState<ReplayKind>(
    () => REPLAY_KINDS.find((one) => result.counts[one] > 0) ?? 'lost',
  )
  const number = (value: number) => formatNumber(value, language)
  if (result.questions === 0) return <p class="g-well">{say.none}</p>
  const lines = result.lines.filter(({ kinds }) => kinds.includes(kind))
  return (
    <div class="g-stack" data-gap="4">
      <p role="status">
        <strong>
          {plural(say.summary, result.questions, language, {
            before: number(result.answeredBefore),
            after: number(result.answeredAfter),
          })}
        </strong>
      </p>
      <fieldset class="g-fieldset c-run-kinds">
        <legend class="g-sr">{say.kindsLabel}</legend>
        {REPLAY_KINDS.map((one) => (
          <button
            key={one}
            type="button"
            class="c-run-kind"
            data-tone={LOOK[one].tone}
            data-zero={result.counts[one] === 0 ? 'yes' : undefined}
            aria-pressed={kind === one}
            onClick={() => setKind(one)}
          >
            <span class="c-run-number">
              <Icon name={LOOK[one].icon} />
              {number(result.counts[one])}
            </span>
            <span>{say.kind[one]}</span>
          </button>
        ))}
      </fieldset>
      {lines.length === 0 ? (
        <p class="g-muted">{say.noneOfKind[kind]}</p>
      ) : (
        <ul class="c-run-lines">
          {lines.slice(0, SHOWN).map((line) => (
            <QuestionLine key={`${line.ticketId} ${line.at} ${line.question}`} line={line} />
          ))}
        </ul>
      )}
      {lines.length > SHOWN ? (
        <p class="g-muted">{plural(say.more, lines.length - SHOWN, language)}</p>
      ) : null}
    </div>
  )
}

function QuestionLine({ line }: { readonly line: ReplayLine }) {
  const { words } = useConsole()
  const say = words.dryRun
  const title = (article: NearArticle | null) => (article === null ? say.noSource : article.title)
  return (
    <li>
      <p class="c-run-question">{line.question ?? say.deleted}</p>
      <p class="g-small g-muted">
        {fill(say.ticket, { ticket: line.ticketId })} · {fill(say.before, { article: title(line.before) })} ·{' '}
        {fill(say.after, { article: title(line.after) })}
      </p>
      {line.restricted === null ? null : (
        <p class="g-small c-zero">{fill(say.leaves, { article: line.restricted.title })}</p>
      )}
    </li>
  )
}
