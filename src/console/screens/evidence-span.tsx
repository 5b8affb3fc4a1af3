/** Which run of the log a list was made from: what an auditor holds against `vouch verify`. */
import type { LogSpanView } from '../../domain/evidence-api.ts'
import { useConsole } from '../context.ts'
import { CopyButton } from '../parts/copy.tsx'
import { fill, formatNumber, plural } from '../words.ts'

export function SpanNote({ span }: { readonly span: LogSpanView }) {
  const { words, language } = useConsole()
  const say = words.evidence
  const number = (value: number) => formatNumber(value, language)
  return (
    <div class="g-well g-stack" data-gap="2">
      <p>
        {span.first === null || span.last === null
          ? say.spanEmpty
          : plural(say.span, span.count, language, { first: number(span.first), last: number(span.last) })}
      </p>
      <p class="g-row g-small g-muted">
        <span class="c-evidence-root">
          {fill(say.head, { size: number(span.headSize) })} <code class="g-mono">{span.headRoot}</code>
        </span>
        {span.checkpoint === null ? null : <CopyButton text={span.checkpoint} label={say.copyCheckpoint} />}
      </p>
    </div>
  )
}
