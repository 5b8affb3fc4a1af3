/** One rule: for which tickets it holds, and what it takes away there. */
import { useState } from 'preact/hooks'
import { ACTIONS, type ArticleSelector, TICKET_FIELDS } from '../../domain/scope.ts'
import { CONDITION_KEYS, type PolicyRule, type Topic } from '../../domain/scope-policy.ts'
import { useConsole } from '../context.ts'
import { CancelOrAct } from '../parts/cancel-or-act.tsx'
import { Dialog } from '../parts/dialog.tsx'
import { Icon } from '../parts/icon.tsx'
import {
  builtRule,
  type RuleProblem,
  ruleProblem,
  ruleSentence,
  type TypedRule,
  typedRule,
} from '../policy-rules.ts'
import { type ArticleNames, describeSelector } from '../rule-words.ts'
import { LIMIT_NAMES } from '../scope-form.ts'
import { fill, localeName } from '../words.ts'

type Change = (part: Partial<TypedRule>) => void

const toggled = <T extends string>(list: readonly T[], one: T): readonly T[] =>
  list.includes(one) ? list.filter((held) => held !== one) : [...list, one]

/** The dialog stands inside the form of the policy: Enter must not save all of it. */
const stay = (event: KeyboardEvent) => {
  if (event.key === 'Enter') event.preventDefault()
}

export function PolicyRuleDialog(props: {
  readonly rule: PolicyRule
  readonly topics: readonly Topic[]
  readonly names: ArticleNames
  readonly onKeep: (rule: PolicyRule) => void
  readonly onClose: () => void
}) {
  const { words, language } = useConsole()
  const say = words.policyRules
  const { topics, names } = props
  const [typed, setTyped] = useState(() => typedRule(props.rule))
  const [problem, setProblem] = useState<RuleProblem | null>(null)
  const change: Change = (part) => {
    setTyped({ ...typed, ...part })
    setProblem(null)
  }
  const keep = () => {
    const wrong = ruleProblem(typed)
    setProblem(wrong)
    if (wrong === null) props.onKeep(builtRule(typed))
  }
  return (
    <Dialog
      title={props.rule.name === '' ? say.newTitle : fill(say.editOne, { name: props.rule.name })}
      wide
      onClose={props.onClose}
      foot={
        <CancelOrAct onCancel={props.onClose} onAct={keep}>
          {say.keep}
        </CancelOrAct>
      }
    >
      <Line id="rule-name" label={say.name} value={typed.name} onType={(name) => change({ name })} />
      <h3 class="g-h3">{say.when}</h3>
      <p class="g-hint">{say.whenHint}</p>
      <div class="c-rule-grid">
        {CONDITION_KEYS.map((key) => (
          <Line
            key={key}
            id={`rule-${key}`}
            label={say.condition[key]}
            value={typed.when[key]}
            onType={(text) => change({ when: { ...typed.when, [key]: text } })}
          />
        ))}
      </div>
      <h3 class="g-h3">{say.takes}</h3>
      <Selectors
        id="rule-denied"
        label={say.denied}
        held={typed.denied}
        names={names}
        onChange={(denied) => change({ denied })}
      />
      <Selectors
        id="rule-only"
        label={say.only}
        held={typed.only}
        names={names}
        onChange={(only) => change({ only })}
      />
      <Ticks
        legend={say.actions}
        all={ACTIONS.map((id) => ({ id, name: words.scope.action[id].title }))}
        held={typed.takenActions}
        onToggle={(one) => change({ takenActions: toggled(typed.takenActions, one) })}
      />
      <Ticks
        legend={say.fields}
        all={TICKET_FIELDS.map((id) => ({ id, name: words.scope.field[id].title }))}
        held={typed.takenFields}
        onToggle={(one) => change({ takenFields: toggled(typed.takenFields, one) })}
      />
      {topics.length === 0 ? null : (
        <Ticks
          legend={say.topics}
          all={topics}
          held={typed.deniedTopics}
          onToggle={(one) => change({ deniedTopics: toggled(typed.deniedTopics, one) })}
        />
      )}
      {topics.length === 0 ? null : (
        <Ticks
          legend={say.onlyTopics}
          all={topics}
          held={typed.onlyTopics}
          onToggle={(one) => change({ onlyTopics: toggled(typed.onlyTopics, one) })}
        />
      )}
      <Ticks
        legend={say.drafter}
        all={[{ id: 'local', name: say.local }]}
        held={typed.local ? ['local'] : []}
        onToggle={() => change({ local: !typed.local })}
      />
      {typed.local ? null : (
        <Line
          id="rule-recipients"
          label={say.recipientsLabel}
          value={typed.recipients}
          onType={(recipients) => change({ recipients })}
        />
      )}
      <h3 class="g-h3">{say.limits}</h3>
      <p class="g-hint">{say.limitsHint}</p>
      <div class="c-rule-grid">
        {LIMIT_NAMES.map((name) => (
          <Line
            key={name}
            id={`rule-${name}`}
            label={words.scope[name].title}
            value={typed.limits[name]}
            onType={(text) => change({ limits: { ...typed.limits, [name]: text } })}
          />
        ))}
      </div>
      <p class="g-well">{ruleSentence(builtRule(typed), { names, topics, words, language })}</p>
      {problem === null ? null : (
        <p class="g-error" role="alert">
          {say.problem[problem]}
        </p>
      )}
    </Dialog>
  )
}

function Line(props: {
  readonly id: string
  readonly label: string
  readonly value: string
  readonly onType: (text: string) => void
}) {
  return (
    <div class="g-field">
      <label class="g-label" for={props.id}>
        {props.label}
      </label>
      <input
        id={props.id}
        class="g-input"
        autocomplete="off"
        value={props.value}
        onKeyDown={stay}
        onInput={(event) => props.onType(event.currentTarget.value)}
      />
    </div>
  )
}

function Ticks<T extends string>(props: {
  readonly legend: string
  readonly all: readonly { readonly id: T; readonly name: string }[]
  readonly held: readonly T[]
  readonly onToggle: (one: T) => void
}) {
  return (
    <fieldset class="g-fieldset">
      <legend class="g-label">{props.legend}</legend>
      <div class="c-rule-grid">
        {props.all.map(({ id, name }) => (
          <label class="g-check" key={id}>
            <input type="checkbox" checked={props.held.includes(id)} onChange={() => props.onToggle(id)} />
            <span>{name}</span>
          </label>
        ))}
      </div>
    </fieldset>
  )
}

function Selectors(props: {
  readonly id: string
  readonly label: string
  readonly held: readonly ArticleSelector[]
  readonly names: ArticleNames
  readonly onChange: (held: readonly ArticleSelector[]) => void
}) {
  const { words, language } = useConsole()
  const { held, names } = props
  const [label, setLabel] = useState('')
  const tell = (one: ArticleSelector) => describeSelector(one, names, words, language)
  const add = (one: ArticleSelector) => {
    if (!held.some((known) => JSON.stringify(known) === JSON.stringify(one))) props.onChange([...held, one])
  }
  return (
    <fieldset class="g-fieldset g-stack" data-gap="2">
      <legend class="g-label">{props.label}</legend>
      {held.length === 0 ? null : (
        <ul class="c-rule-list">
          {held.map((one) => (
            <li key={JSON.stringify(one)}>
              <span class="g-grow">{tell(one)}</span>
              <button
                type="button"
                class="g-btn g-btn-ghost g-btn-icon"
                aria-label={fill(words.policyRules.removeOne, { name: tell(one) })}
                onClick={() => props.onChange(held.filter((known) => known !== one))}
              >
                <Icon name="cross" />
              </button>
            </li>
          ))}
        </ul>
      )}
      <div class="c-rule-grid">
        <select
          class="g-select"
          aria-label={`${props.label}: ${words.policyRules.addArticles}`}
          value=""
          onChange={(event) => {
            const [kind, id = ''] = event.currentTarget.value.split(/:(.*)/s)
            if (kind === 'b') add({ brandId: id })
            if (kind === 'c') add({ categoryId: id })
            if (kind === 's') add({ sectionId: id })
            if (kind === 'a') add({ articleId: id })
            if (kind === 'l') add({ locale: id })
            event.currentTarget.value = ''
          }}
        >
          <option value="">{words.policyRules.addArticles}</option>
          <Choices kind="b" of={names.brands} sentence={words.rule.brand} />
          <Choices kind="c" of={names.categories} sentence={words.rule.category} />
          <Choices kind="s" of={names.sections} sentence={words.rule.section} />
          <Choices kind="a" of={names.articles} sentence={words.rule.article} />
          {names.locales.map((locale) => (
            <option key={locale} value={`l:${locale}`}>
              {fill(words.rule.everythingIn, { language: localeName(locale, language) })}
            </option>
          ))}
        </select>
        <div class="g-row c-rule-add">
          <input
            class="g-input g-grow"
            aria-label={`${props.label}: ${words.articles.formLabel}`}
            placeholder={words.articles.formLabel}
            value={label}
            onKeyDown={stay}
            onInput={(event) => setLabel(event.currentTarget.value)}
          />
          <button
            type="button"
            class="g-btn"
            aria-disabled={label.trim() === ''}
            onClick={() => {
              add({ label: label.trim() })
              setLabel('')
            }}
          >
            {words.policyRules.addLabel}
          </button>
        </div>
      </div>
    </fieldset>
  )
}

function Choices(props: {
  readonly kind: string
  readonly of: ReadonlyMap<string, string>
  readonly sentence: string
}) {
  return (
    <>
      {[...props.of].map(([id, name]) => (
        <option key={id} value={`${props.kind}:${id}`}>
          {fill(props.sentence, { name })}
        </option>
      ))}
    </>
  )
}
