/** Rules that no single table row stands for: by label, by language, or both within a place. */
import { useState } from 'preact/hooks'
import type { ArticleSelector } from '../../domain/scope.ts'
import { selectorReach } from '../allowlist-effect.ts'
import { hasRule, SIDES, type Side } from '../allowlist-rules.ts'
import { useConsole } from '../context.ts'
import { Choice } from '../parts/choice.tsx'
import { describeSelector } from '../rule-words.ts'
import { fill, localeName, plural } from '../words.ts'
import type { RulesProps } from './allowlist-rules-card.tsx'

interface Typed {
  readonly side: Side
  readonly label: string
  readonly locale: string
  /** `brand:<id>`, `category:<id>`, `section:<id>` or nothing. */
  readonly place: string
}

const ANY = ''
const PLURALS = { brand: 'brands', category: 'categories', section: 'sections' } as const
const UNTOUCHED: Typed = { side: 'allow', label: ANY, locale: ANY, place: ANY }

function selectorFrom(typed: Typed): ArticleSelector {
  const colon = typed.place.indexOf(':')
  const id = typed.place.slice(colon + 1)
  return {
    ...(typed.place.startsWith('brand:') ? { brandId: id } : {}),
    ...(typed.place.startsWith('category:') ? { categoryId: id } : {}),
    ...(typed.place.startsWith('section:') ? { sectionId: id } : {}),
    ...(typed.label === '' ? {} : { label: typed.label }),
    ...(typed.locale === '' ? {} : { locale: typed.locale }),
  }
}

export function RuleForm(props: RulesProps) {
  const { words, language } = useConsole()
  const say = words.articles
  const { rows, edit, names } = props
  const [typed, setTyped] = useState(UNTOUCHED)
  const [error, setError] = useState<string | null>(null)
  const selector = selectorFrom(typed)
  const chosen = Object.keys(selector).length > 0
  const reach = selectorReach(rows, selector)
  const labels = [...new Set(rows.flatMap((row) => row.labels))].toSorted((a, b) => a.localeCompare(b))
  const locales = [...new Set(rows.map((row) => row.locale))].toSorted()
  const places = new Map(
    (['brand', 'category', 'section'] as const).flatMap((kind) =>
      [...names[PLURALS[kind]]].map(([id, name]): [string, string] => [
        `${kind}:${id}`,
        fill(words.rule[kind], { name }),
      ]),
    ),
  )
  const change = (part: Partial<Typed>) => {
    setTyped({ ...typed, ...part })
    setError(null)
  }
  const add = (event: Event) => {
    event.preventDefault()
    if (!chosen) return setError(say.formNeedsOne)
    const rule = { side: typed.side, selector }
    if (hasRule(edit.selection, rule)) return setError(say.formExists)
    edit.toggle(rule)
    setTyped({ ...UNTOUCHED, side: typed.side })
  }

  return (
    <form class="g-card c-rule-form" onSubmit={add} noValidate aria-labelledby="rule-form-title">
      <div class="g-card-head">
        <h2 class="g-h3" id="rule-form-title">
          {say.form}
        </h2>
      </div>
      <div class="g-card-body g-stack">
        <fieldset class="g-fieldset">
          <legend class="g-sr">{say.formSide}</legend>
          <div class="c-segments">
            {SIDES.map((side) => (
              <label key={side} class="c-segment">
                <input
                  type="radio"
                  name="rule-side"
                  checked={typed.side === side}
                  onChange={() => change({ side })}
                />
                <span>{side === 'allow' ? say.allow : say.deny}</span>
              </label>
            ))}
          </div>
        </fieldset>
        <Choice
          id="rule-label"
          label={say.formLabel}
          value={typed.label}
          options={[ANY, ...labels]}
          nameOf={(label) => (label === ANY ? say.formAny : label)}
          onChoose={(label) => change({ label })}
          small
        />
        <Choice
          id="rule-locale"
          label={say.formLanguage}
          value={typed.locale}
          options={[ANY, ...locales]}
          nameOf={(locale) => (locale === ANY ? say.formAny : localeName(locale, language))}
          onChoose={(locale) => change({ locale })}
          small
        />
        <Choice
          id="rule-place"
          label={say.formPlace}
          value={typed.place}
          options={[ANY, ...places.keys()]}
          nameOf={(place) => places.get(place) ?? say.formAny}
          onChoose={(place) => change({ place })}
          small
        />
        {chosen ? (
          <p class="g-small c-reads">
            {fill(say.formReads, { rule: describeSelector(selector, names, words, language) })} –{' '}
            {reach === 0 ? say.reachNone : plural(say.reach, reach, language)}
          </p>
        ) : null}
        {error === null ? null : (
          <p class="g-error" role="alert">
            {error}
          </p>
        )}
        <button type="submit" class="g-btn g-btn-small c-start">
          {say.formAdd}
        </button>
      </div>
    </form>
  )
}
