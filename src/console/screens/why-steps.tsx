/** The policy's rules in their order: which of them holds for the ticket, and what it took. */
import type { ScopeStep } from '../../domain/scope-resolution.ts'
import type { WhyView } from '../../domain/why-api.ts'
import { useConsole } from '../context.ts'
import { useLoading } from '../loading.ts'
import { Icon } from '../parts/icon.tsx'
import type { ArticleNames } from '../rule-words.ts'
import { tookWords } from '../took-words.ts'
import { fill } from '../words.ts'

const ICON = { matches: 'check', unknown: 'info', differs: 'minus' } as const

export function WhySteps({ view, names }: { readonly view: WhyView; readonly names: ArticleNames }) {
  const { client, words } = useConsole()
  const say = words.why
  // Only for the names of topics: without them their ids are shown.
  const { loaded } = useLoading(() => client.scopePolicy().catch(() => null), 'policy')
  const known = loaded.status === 'ready' ? (loaded.value?.topics ?? []) : []
  const topics = new Map(known.map(({ id, name }) => [id, name]))
  if (view.steps.length === 0) return null
  return (
    <section class="g-card" aria-labelledby="why-steps">
      <div class="g-card-head">
        <h2 class="g-h2" id="why-steps">
          {say.steps}
        </h2>
        <p class="g-small g-muted">{say.stepsHint}</p>
      </div>
      <ol class="c-steps g-card-body">
        {view.steps.map((step) => (
          <Step key={step.rule} step={step} names={names} topics={topics} />
        ))}
      </ol>
    </section>
  )
}

function Step(props: {
  readonly step: ScopeStep
  readonly names: ArticleNames
  readonly topics: ReadonlyMap<string, string>
}) {
  const { step, names, topics } = props
  const { words, language } = useConsole()
  const say = words.why
  const given = { names, words, language, topics }
  const took = [...new Set(step.took.map((line) => tookWords(line, given)))].filter((told) => told !== null)
  const own = step.rule === 'base' || step.rule === 'ticket'
  return (
    <li data-match={step.match}>
      <Icon name={ICON[step.match]} />
      <div>
        <p>
          <span class="g-strong">
            {step.rule === 'base'
              ? say.stepBase
              : step.rule === 'ticket'
                ? say.stepTicket
                : fill(say.stepRule, { name: step.name })}
          </span>
          {own ? null : <span class="g-muted"> – {say.match[step.match]}</span>}
        </p>
        {took.length === 0 ? (
          step.match === 'differs' ? null : (
            <p class="g-small g-muted">{say.stepNothing}</p>
          )
        ) : (
          <ul class="g-list">
            {took.map((told) => (
              <li key={told}>{told}</li>
            ))}
          </ul>
        )}
      </div>
    </li>
  )
}
