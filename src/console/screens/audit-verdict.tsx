/** Intact or broken, what that means, and what to do. */
import type { AuditCheckView } from '../../domain/api.ts'
import { useConsole } from '../context.ts'
import { ShortHash } from '../parts/copy.tsx'
import { Icon } from '../parts/icon.tsx'
import { StateChip } from '../parts/page.tsx'
import type { ConsoleWords } from '../words.ts'
import { fill, formatMoment, formatNumber, plural } from '../words.ts'

type ProblemCode = keyof ConsoleWords['verdict']['problems']

export function AuditVerdict({ check }: { readonly check: AuditCheckView }) {
  const { words } = useConsole()
  switch (check.verdict) {
    case 'intact':
      return <Intact check={check} />
    case 'broken':
      return <Broken check={check} />
    default:
      return <p>{words.problem.unexpected}</p>
  }
}

function Intact({ check }: { readonly check: AuditCheckView }) {
  const { words, language } = useConsole()
  const say = words.verdict
  return (
    <div class="g-stack">
      <p class="g-row">
        <StateChip tone="success" icon="check">
          {say.intact}
        </StateChip>
        <span>{check.entries === 0 ? say.empty : plural(say.intactBody, check.entries, language)}</span>
      </p>
      <RootHash hash={check.rootHash} />
      {check.entries === 0 ? null : (
        <p class="g-small g-muted">
          {fill(words.audit.checkedUpTo, {
            index: formatNumber(check.entries - 1, language),
            when: formatMoment(check.checkedAt, language),
            whole: formatMoment(check.wholeAt, language),
          })}
        </p>
      )}
    </div>
  )
}

function Broken({ check }: { readonly check: AuditCheckView }) {
  const { words } = useConsole()
  const say = words.verdict
  const known = (Object.keys(say.problems) as ProblemCode[]).find((code) => check.problem?.includes(code))
  return (
    <div class="g-alert" data-tone="danger">
      <Icon name="warning" />
      <div class="g-stack">
        <p>
          <strong>{say.broken}.</strong> {say.brokenBody}
        </p>
        {check.problem === null ? null : (
          <p>
            <strong>{say.brokenWhat}:</strong> {known === undefined ? null : say.problems[known]}{' '}
            <code class="g-mono">{check.problem}</code>
          </p>
        )}
        <div>
          <p class="g-strong">{say.brokenTodo}</p>
          <ol class="g-list">
            <li>{say.brokenStep1}</li>
            <li>{say.brokenStep2}</li>
            <li>{say.brokenStep3}</li>
            <li>{say.brokenStep4}</li>
          </ol>
        </div>
        <RootHash hash={check.rootHash} />
      </div>
    </div>
  )
}

function RootHash({ hash }: { readonly hash: string }) {
  const { words } = useConsole()
  return (
    <p class="g-row g-small">
      <span class="g-muted">{words.verdict.root}</span>
      <ShortHash hash={hash} label={words.audit.copyRoot} />
    </p>
  )
}
