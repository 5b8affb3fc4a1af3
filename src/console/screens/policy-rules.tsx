/** The rules of the policy, each as a sentence: add, edit, order, take away and undo. Nothing is saved here. */
import { useState } from 'preact/hooks'
import type { PolicyRule } from '../../domain/scope-policy.ts'
import { useConsole } from '../context.ts'
import { Icon } from '../parts/icon.tsx'
import { emptyRule, moved, ruleSentence } from '../policy-rules.ts'
import type { ArticleNames } from '../rule-words.ts'
import type { ScopeForm, ScopeProblem } from '../scope-form.ts'
import { fill } from '../words.ts'
import { PolicyRuleDialog } from './policy-rule-dialog.tsx'
import { FieldError } from './scope-limits.tsx'

interface Removed {
  readonly rule: PolicyRule
  readonly at: number
}

export function PolicyRules(props: {
  readonly form: ScopeForm
  readonly names: ArticleNames
  readonly problem: ScopeProblem | undefined
  readonly onChange: (part: Partial<ScopeForm>) => void
}) {
  const { words, language } = useConsole()
  const say = words.policyRules
  const { names, onChange } = props
  const { rules, topics } = props.form
  const [edited, setEdited] = useState<PolicyRule | null>(null)
  const [removed, setRemoved] = useState<Removed | null>(null)
  const keep = (rule: PolicyRule) => {
    const known = rules.some(({ id }) => id === rule.id)
    onChange({ rules: known ? rules.map((one) => (one.id === rule.id ? rule : one)) : [...rules, rule] })
    setEdited(null)
  }
  return (
    <section class="g-card c-fieldset g-stack" data-gap="3" aria-labelledby="policy-rules">
      <div class="g-row" data-spread>
        <h2 class="g-h2" id="policy-rules">
          {say.title}
        </h2>
        <button type="button" class="g-btn g-btn-small" onClick={() => setEdited(emptyRule(rules))}>
          {say.add}
        </button>
      </div>
      <p class="g-muted">{say.hint}</p>
      <p class="g-muted">{say.unknownHint}</p>
      {rules.length === 0 ? <p>{say.none}</p> : null}
      <ol class="c-rule-list">
        {rules.map((rule, at) => (
          <li key={rule.id}>
            <div class="g-grow">
              <p class="g-strong">{rule.name}</p>
              <p class="c-rule-words">{ruleSentence(rule, { names, topics, words, language })}</p>
            </div>
            <button
              type="button"
              class="g-btn g-btn-ghost g-btn-icon"
              aria-disabled={at === 0}
              aria-label={fill(say.up, { name: rule.name })}
              onClick={() => onChange({ rules: moved(rules, at, -1) })}
            >
              <span class="c-turned">
                <Icon name="down" />
              </span>
            </button>
            <button
              type="button"
              class="g-btn g-btn-ghost g-btn-icon"
              aria-disabled={at === rules.length - 1}
              aria-label={fill(say.down, { name: rule.name })}
              onClick={() => onChange({ rules: moved(rules, at, 1) })}
            >
              <Icon name="down" />
            </button>
            <button
              type="button"
              class="g-btn g-btn-small"
              aria-label={fill(say.editOne, { name: rule.name })}
              onClick={() => setEdited(rule)}
            >
              {say.edit}
            </button>
            <button
              type="button"
              class="g-btn g-btn-ghost g-btn-icon"
              aria-label={fill(say.removeOne, { name: rule.name })}
              onClick={() => {
                setRemoved({ rule, at })
                onChange({ rules: rules.filter(({ id }) => id !== rule.id) })
              }}
            >
              <Icon name="cross" />
            </button>
          </li>
        ))}
      </ol>
      {removed === null || rules.some(({ id }) => id === removed.rule.id) ? null : (
        <p role="status">
          {fill(say.removed, { name: removed.rule.name })}{' '}
          <button
            type="button"
            class="g-btn g-btn-link"
            onClick={() => {
              onChange({ rules: rules.toSpliced(removed.at, 0, removed.rule) })
              setRemoved(null)
            }}
          >
            {words.common.undo}
          </button>
        </p>
      )}
      <FieldError id="rules-error" problem={props.problem} />
      {edited === null ? null : (
        <PolicyRuleDialog
          rule={edited}
          topics={topics}
          names={names}
          onKeep={keep}
          onClose={() => setEdited(null)}
        />
      )}
    </section>
  )
}
