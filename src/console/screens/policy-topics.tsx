/** Topics and what becomes of a ticket about one, with sentences to try them on before anything is saved. */
import { useState } from 'preact/hooks'
import type { Topic } from '../../domain/scope-policy.ts'
import { useConsole } from '../context.ts'
import { Icon } from '../parts/icon.tsx'
import { freshId } from '../policy-rules.ts'
import { choiceOf, choiceWith, linesIn, TOPIC_MODES, type TopicMode, withoutTopic } from '../policy-topics.ts'
import type { ScopeForm, ScopeProblem } from '../scope-form.ts'
import { fill } from '../words.ts'
import { FieldError } from './scope-limits.tsx'
import { TopicTest } from './topic-test.tsx'

const TEMPLATES = ['legal', 'medical', 'takeover'] as const

interface Given {
  readonly form: ScopeForm
  readonly problem: ScopeProblem | undefined
  readonly onChange: (part: Partial<ScopeForm>) => void
}

export function PolicyTopics(props: Given) {
  const { words } = useConsole()
  const say = words.policyTopics
  const { form, onChange } = props
  const { topics } = form
  const add = (topic: Topic) => {
    const topicChoice = choiceWith(form.topicChoice, topic.id, 'deny')
    onChange({ topics: [...topics, topic], topicChoice })
  }
  return (
    <section class="g-card c-fieldset g-stack" data-gap="4" aria-labelledby="policy-topics">
      <h2 class="g-h2" id="policy-topics">
        {say.title}
      </h2>
      <p class="g-muted">{say.hint}</p>
      {topics.map((topic) => (
        <TopicFields key={topic.id} {...props} topic={topic} />
      ))}
      <div class="g-row c-wrap">
        {TEMPLATES.filter((id) => !topics.some((topic) => topic.id === id)).map((id) => (
          <button
            type="button"
            class="g-btn g-btn-small"
            key={id}
            onClick={() =>
              add({
                id,
                name: say.template[id].name,
                phrases: linesIn(say.template[id].phrases),
                samples: linesIn(say.template[id].samples),
              })
            }
          >
            {fill(say.addTemplate, { name: say.template[id].name })}
          </button>
        ))}
        <button
          type="button"
          class="g-btn g-btn-small"
          onClick={() => add({ id: freshId('topic', topics), name: say.newName, phrases: [] })}
        >
          {say.add}
        </button>
      </div>
      <FieldError id="topics-error" problem={props.problem} />
      {topics.length === 0 ? null : <TopicTest form={form} />}
    </section>
  )
}

function TopicFields({ form, onChange, topic }: Given & { readonly topic: Topic }) {
  const { words } = useConsole()
  const say = words.policyTopics
  // As typed, so that a new line does not vanish under the hands.
  const [phrases, setPhrases] = useState(topic.phrases.join('\n'))
  const change = (part: Partial<Topic>) =>
    onChange({ topics: form.topics.map((one) => (one.id === topic.id ? { ...one, ...part } : one)) })
  const mode = choiceOf(form.topicChoice, topic.id)
  const pick = (next: TopicMode) => onChange({ topicChoice: choiceWith(form.topicChoice, topic.id, next) })
  return (
    <fieldset class="g-well g-fieldset g-stack" data-gap="3">
      <legend class="g-sr">{topic.name}</legend>
      <div class="g-row" data-spread>
        <div class="g-field g-grow">
          <label class="g-label" for={`topic-${topic.id}`}>
            {say.name}
          </label>
          <input
            id={`topic-${topic.id}`}
            class="g-input"
            value={topic.name}
            onInput={(event) => change({ name: event.currentTarget.value })}
          />
        </div>
        <button
          type="button"
          class="g-btn g-btn-ghost g-btn-icon"
          aria-label={fill(words.policyRules.removeOne, { name: topic.name })}
          onClick={() => onChange(withoutTopic(form, topic.id))}
        >
          <Icon name="cross" />
        </button>
      </div>
      <div class="g-field">
        <label class="g-label" for={`phrases-${topic.id}`}>
          {say.phrases}
        </label>
        <textarea
          id={`phrases-${topic.id}`}
          class="g-textarea"
          rows={3}
          value={phrases}
          onInput={(event) => {
            setPhrases(event.currentTarget.value)
            change({ phrases: linesIn(event.currentTarget.value) })
          }}
        />
        {topic.phrases.length === 0 ? <p class="g-error">{say.needsPhrase}</p> : null}
      </div>
      <fieldset class="g-fieldset c-segments">
        <legend class="g-sr">{say.mode}</legend>
        {TOPIC_MODES.map((one) => (
          <label key={one} class="c-segment">
            <input type="radio" name={`mode-${topic.id}`} checked={mode === one} onChange={() => pick(one)} />
            <span>{say.modes[one]}</span>
          </label>
        ))}
      </fieldset>
    </fieldset>
  )
}
