import { useConsole } from '../context.ts'
import { STEP_SCREEN, type StepState } from '../next-steps.ts'
import { Icon } from '../parts/icon.tsx'
import { routeHash } from '../routes.ts'
import { fill } from '../words.ts'

export function NextSteps({ steps }: { readonly steps: readonly StepState[] }) {
  const { words } = useConsole()
  const say = words.overview
  const done = steps.filter((step) => step.done).length
  const first = steps.find((step) => !step.done)?.step
  return (
    <section class="g-card c-steps" aria-labelledby="steps-title">
      <div class="g-card-head g-row" data-spread>
        <div>
          <h2 class="g-h2" id="steps-title">
            {say.steps}
          </h2>
          <p class="g-muted">{say.stepsLead}</p>
        </div>
        <p class="g-strong">{fill(say.stepsDone, { done, total: steps.length })}</p>
      </div>
      <ol class="c-step-list">
        {steps.map(({ step, done: isDone }, index) => (
          <li key={step} data-done={isDone ? 'yes' : undefined}>
            <span class="c-step-mark" aria-hidden="true">
              {isDone ? <Icon name="check" /> : index + 1}
            </span>
            <div class="g-grow">
              <p class="g-strong">
                {say.step[step].title}
                <span class="g-sr"> – {isDone ? say.stepDone : say.stepOpen}</span>
              </p>
              <p class="g-muted">{say.step[step].body}</p>
            </div>
            {isDone ? null : (
              <a
                class={step === first ? 'g-btn g-btn-small g-btn-primary' : 'g-btn g-btn-small'}
                href={routeHash(STEP_SCREEN[step])}
              >
                {say.step[step].go}
              </a>
            )}
          </li>
        ))}
      </ol>
    </section>
  )
}
