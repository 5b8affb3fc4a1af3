/** The rules in plain words, with how far each reaches; removed ones stay in sight until they are saved away. */
import type { ArticleRow } from '../../domain/api.ts'
import { selectorReach } from '../allowlist-effect.ts'
import { hasRule, type Rule, type Side, selectorKey } from '../allowlist-rules.ts'
import { useConsole } from '../context.ts'
import { Icon } from '../parts/icon.tsx'
import { type ArticleNames, describeSelector } from '../rule-words.ts'
import { fill, formatAgo, formatMoment, plural } from '../words.ts'
import type { AllowlistEdit } from './allowlist-edit.ts'
import { RuleForm } from './allowlist-rule-form.tsx'

export interface RulesProps {
  readonly rows: readonly ArticleRow[]
  readonly edit: AllowlistEdit
  readonly names: ArticleNames
}

export function AllowlistRules(props: RulesProps) {
  const { words, language, now, mayChange } = useConsole()
  const say = words.articles
  const { saved } = props.edit
  return (
    <aside class="c-rules" aria-labelledby="rules-title">
      <section class="g-card">
        <div class="g-card-head g-row" data-spread>
          <h2 class="g-h2" id="rules-title">
            {say.rules}
          </h2>
          <p class="g-small g-muted">
            {fill(say.version, { version: saved.version })} ·{' '}
            {saved.changedAt === null ? (
              say.neverChanged
            ) : (
              <time dateTime={saved.changedAt} title={formatMoment(saved.changedAt, language)}>
                {fill(say.changedAt, { when: formatAgo(saved.changedAt, now(), language) })}
              </time>
            )}
          </p>
        </div>
        <div class="g-card-body g-stack" data-gap="4">
          <RuleList {...props} side="allow" title={say.rulesAllow} none={say.noAllow} />
          <RuleList {...props} side="deny" title={say.rulesDeny} none={say.noDeny} />
        </div>
      </section>
      {mayChange ? <RuleForm {...props} /> : null}
    </aside>
  )
}

function RuleList(
  props: RulesProps & { readonly side: Side; readonly title: string; readonly none: string },
) {
  const { edit, side } = props
  const removed = edit.changes.removed.filter((rule) => rule.side === side)
  const rules: readonly Rule[] = edit.selection[side].map((selector) => ({ side, selector }))
  return (
    <div>
      <h3 class="g-h3 c-rule-title" data-side={side}>
        <Icon name={side === 'allow' ? 'check' : 'bar'} />
        {props.title}
      </h3>
      {rules.length + removed.length === 0 ? <p class="g-muted c-no-rule">{props.none}</p> : null}
      <ul class="c-rule-list">
        {rules.map((rule) => (
          <RuleLine key={selectorKey(rule.selector)} {...props} rule={rule} removed={false} />
        ))}
        {removed.map((rule) => (
          <RuleLine key={selectorKey(rule.selector)} {...props} rule={rule} removed />
        ))}
      </ul>
    </div>
  )
}

function RuleLine(props: RulesProps & { readonly rule: Rule; readonly removed: boolean }) {
  const { words, language, mayChange } = useConsole()
  const say = words.articles
  const { rule, removed, edit } = props
  const text = describeSelector(rule.selector, props.names, words, language)
  const reach = selectorReach(props.rows, rule.selector)
  const isNew = !removed && !hasRule(edit.saved.selection, rule)
  return (
    <li data-removed={removed ? 'yes' : undefined} data-new={isNew ? 'yes' : undefined}>
      <div class="g-grow">
        <p class="c-rule-words">{removed ? <s>{text}</s> : text}</p>
        <p class="g-small g-muted">
          {reach === 0 ? say.reachNone : plural(say.reach, reach, language)}{' '}
          {isNew ? <span class="c-tag">{say.new}</span> : null}{' '}
          {removed ? <span class="c-tag">{say.removedTag}</span> : null}
        </p>
      </div>
      {!mayChange ? null : removed ? (
        <button
          type="button"
          class="g-btn g-btn-link"
          aria-label={fill(say.undoRemove, { rule: text })}
          onClick={() => edit.toggle(rule)}
        >
          {words.common.undo}
        </button>
      ) : (
        <button
          type="button"
          class="g-btn g-btn-ghost g-btn-icon"
          aria-label={fill(say.removeRule, { rule: text })}
          title={words.common.remove}
          onClick={() => edit.toggle(rule)}
        >
          <Icon name="cross" />
        </button>
      )}
    </li>
  )
}
