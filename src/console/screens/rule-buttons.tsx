/** Allow or deny what one table row stands for; the menu beside it narrows the rule to one language. */
import type { ArticleSelector } from '../../domain/scope.ts'
import { hasRule, type Side } from '../allowlist-rules.ts'
import { useConsole } from '../context.ts'
import { CheckMenu } from '../parts/menu.tsx'
import { type ArticleNames, describeSelector } from '../rule-words.ts'
import { fill, localeName } from '../words.ts'
import type { AllowlistEdit } from './allowlist-edit.ts'

export interface RuleContext {
  readonly edit: AllowlistEdit
  readonly names: ArticleNames
}

export function RuleButtons(
  props: RuleContext & { readonly selector: ArticleSelector; readonly locales: readonly string[] },
) {
  const { words, language, mayChange } = useConsole()
  const say = words.articles
  const { edit, selector } = props
  if (!mayChange) return null
  const thing = describeSelector(selector, props.names, words, language)
  const has = (side: Side, wanted: ArticleSelector) => hasRule(edit.selection, { side, selector: wanted })
  const choices = (side: Side) => [
    {
      key: `${side} all`,
      label: side === 'allow' ? say.menuAllowAll : say.menuDenyAll,
      checked: has(side, selector),
      onChoose: () => edit.toggle({ side, selector }),
    },
    ...props.locales.map((locale) => {
      const narrowed = { ...selector, locale }
      return {
        key: `${side} ${locale}`,
        label: fill(side === 'allow' ? say.menuAllowIn : say.menuDenyIn, {
          language: localeName(locale, language),
        }),
        checked: has(side, narrowed),
        onChoose: () => edit.toggle({ side, selector: narrowed }),
      }
    }),
  ]
  const button = (side: Side) => (
    <button
      type="button"
      class="c-rule-button"
      data-side={side}
      aria-pressed={has(side, selector)}
      aria-label={fill(side === 'allow' ? say.allowThing : say.denyThing, { thing })}
      onClick={() => edit.toggle({ side, selector })}
    >
      {side === 'allow' ? say.allow : say.deny}
    </button>
  )
  return (
    <div class="c-rule-buttons">
      {button('allow')}
      {button('deny')}
      <CheckMenu label={fill(say.moreFor, { thing })} groups={[choices('allow'), choices('deny')]} />
    </div>
  )
}
