import { decidingRule } from '../allowlist-effect.ts'
import type { StatedRow } from '../article-tree.ts'
import { stateOf } from '../article-tree.ts'
import { useConsole } from '../context.ts'
import type { IconName } from '../parts/icon.tsx'
import { StateChip } from '../parts/page.tsx'
import { describeSelector } from '../rule-words.ts'
import { fill, formatDate, formatNumber, localeName, plural } from '../words.ts'
import { RuleButtons, type RuleContext } from './rule-buttons.tsx'

const CHIP: Readonly<
  Record<StatedRow['state'], { tone: 'success' | 'neutral' | 'warning'; icon: IconName }>
> = {
  allowed: { tone: 'success', icon: 'check' },
  not_allowed: { tone: 'neutral', icon: 'minus' },
  barred: { tone: 'warning', icon: 'bar' },
}

export function ArticleLine(props: RuleContext & { readonly stated: StatedRow }) {
  const { words, language } = useConsole()
  const say = words.articles
  const { edit, names } = props
  const { row, state } = props.stated
  const updated = formatDate(row.updatedAt, language)
  const passages = plural(say.passagesShort, row.passages, language)
  const changes = stateOf(row, edit.saved.selection) !== state
  return (
    <tr class="c-article" data-changes={changes ? 'yes' : undefined}>
      <td class="c-article-title">
        {row.url === null ? (
          <span>{row.title}</span>
        ) : (
          <a
            class="g-link"
            href={row.url}
            target="_blank"
            rel="noreferrer"
            aria-label={fill(say.openArticle, { title: row.title })}
          >
            {row.title}
          </a>
        )}
        <p class="c-narrow g-small g-muted">
          <span>{localeName(row.locale, language)}</span> · <span>{updated}</span> · <span>{passages}</span>
        </p>
        {row.labels.length > 0 ? (
          <ul class="c-labels">
            {row.labels.map((label) => (
              <li key={label}>{label}</li>
            ))}
          </ul>
        ) : null}
      </td>
      <td class="c-wide">{localeName(row.locale, language)}</td>
      <td class="c-wide c-nowrap">{updated}</td>
      <td class="c-wide g-num">{formatNumber(row.passages, language)}</td>
      <td class="c-state">
        <StateChip tone={CHIP[state].tone} icon={CHIP[state].icon}>
          {say.stateWords[state]}
        </StateChip>
        <p class="g-small g-muted">
          {changes ? <span class="c-becomes">{say.becomes}: </span> : null}
          <Reason {...props} />
        </p>
      </td>
      <td class="c-rule-cell">
        {state === 'barred' ? null : (
          <RuleButtons
            selector={{ articleId: row.articleId }}
            locales={[row.locale]}
            edit={edit}
            names={names}
          />
        )}
      </td>
    </tr>
  )
}

function Reason(props: RuleContext & { readonly stated: StatedRow }) {
  const { words, language } = useConsole()
  const say = words.articles
  const { row } = props.stated
  if (row.barred !== null) return <>{say.barredWhy[row.barred]}</>
  const rule = decidingRule(row, props.edit.selection)
  if (rule === null) return <>{say.noRule}</>
  const text = describeSelector(rule.selector, props.names, words, language)
  return <>{fill(rule.side === 'allow' ? say.allowedBy : say.deniedBy, { rule: text })}</>
}
