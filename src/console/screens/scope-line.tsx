/** One line of the tree: what it is, whether it is ticked, and why an article is in or out. */
import type { ArticleRow } from '../../domain/api.ts'
import { decidingRule } from '../allowlist-effect.ts'
import { type TickState, type TreeLine, tickOf } from '../article-tree.ts'
import { useConsole } from '../context.ts'
import { Icon, type IconName } from '../parts/icon.tsx'
import { describeSelector } from '../rule-words.ts'
import { type ConsoleWords, fill, formatNumber, localeName } from '../words.ts'
import type { TreeGiven } from './scope-tree.tsx'

const ARIA: Readonly<Record<TickState, 'true' | 'false' | 'mixed'>> = {
  all: 'true',
  some: 'mixed',
  none: 'false',
}
const TICK_ICON: Readonly<Record<TickState, IconName | null>> = { all: 'check', some: 'minus', none: null }

interface LineGiven extends TreeGiven {
  readonly line: TreeLine
  readonly top: number
  readonly focused: boolean
  readonly onFocus: () => void
}

export function ScopeLine(props: LineGiven) {
  const { words, language, mayChange } = useConsole()
  const say = words.articles
  const { line, states, saved, focused } = props
  const { node } = line
  const counts = states.countsOf(node.rows)
  const tick = tickOf(counts)
  const barred = counts.barred === counts.total
  const changes = node.rows.some((row) => states.stateOf(row) !== saved.stateOf(row))
  const icon = TICK_ICON[tick]
  const [row] = node.rows
  const single = node.kind === 'version' || (node.kind === 'article' && node.rows.length === 1)
  const name = node.kind === 'version' ? localeName(node.locale ?? '', language) : node.name
  const why = single && row !== undefined ? reasonOf(row, props, words, language) : null
  const press = () => {
    props.onFocus()
    if (line.open !== null) props.onOpen(node, !line.open)
    else props.onTick(node)
  }
  return (
    <div
      class="c-tree-line"
      role="treeitem"
      aria-level={line.level}
      aria-posinset={line.position}
      aria-setsize={line.siblings}
      aria-expanded={line.open ?? undefined}
      aria-checked={ARIA[tick]}
      aria-disabled={!mayChange || barred}
      tabIndex={focused ? 0 : -1}
      data-kind={node.kind}
      data-changes={changes ? 'yes' : undefined}
      style={{ insetBlockStart: `${props.top}px` }}
      onFocus={props.onFocus}
      onClick={press}
      onKeyDown={() => {}}
    >
      <span class="c-tree-fold" data-open={line.open ?? undefined} aria-hidden="true">
        {line.open === null ? null : <Icon name="chevron" />}
      </span>
      <span
        class="c-tick"
        data-tick={barred ? 'barred' : tick}
        aria-hidden="true"
        onClick={(event) => {
          event.stopPropagation()
          props.onFocus()
          props.onTick(node)
        }}
        onKeyDown={() => {}}
      >
        {barred ? <Icon name="bar" /> : icon === null ? null : <Icon name={icon} />}
      </span>
      <span class="c-tree-name">
        <span class="c-tree-title">{node.kind === 'version' ? name : node.name}</span>
        {node.kind === 'version' ? <span class="g-muted"> {node.name}</span> : null}
        {node.kind === 'article' && row !== undefined
          ? row.labels.map((label) => (
              <span key={label} class="c-tree-label">
                {label}
              </span>
            ))
          : null}
      </span>{' '}
      <span class="c-tree-why g-small" title={why ?? undefined}>
        {why ?? countWords(props, words, language)}
      </span>
      {row !== undefined && row.url !== null && (node.kind === 'article' || node.kind === 'version') ? (
        <a
          class="c-tree-link"
          href={row.url}
          target="_blank"
          rel="noreferrer"
          tabIndex={focused ? 0 : -1}
          aria-label={fill(say.openArticle, { title: node.name })}
          onClick={(event) => event.stopPropagation()}
        >
          <Icon name="external" />
        </a>
      ) : null}
    </div>
  )
}

function countWords({ line, states }: LineGiven, words: ConsoleWords, language: string): string {
  const say = words.articles
  const { allowed, total, barred } = states.countsOf(line.node.rows)
  const number = (value: number) => formatNumber(value, language)
  const form = line.node.kind === 'article' ? say.countLanguages : say.count
  const text = fill(form, { allowed: number(allowed), total: number(total) })
  return barred === 0 ? text : `${text} · ${fill(say.legendBarred, { count: number(barred) })}`
}

/** The one rule or bar that settles an article, in words. */
function reasonOf(row: ArticleRow, given: TreeGiven, words: ConsoleWords, language: string): string {
  const say = words.articles
  if (row.barred !== null) return say.barredWhy[row.barred]
  const rule = decidingRule(row, given.edit.selection)
  if (rule === null) return say.noRule
  const text = describeSelector(rule.selector, given.names, words, language)
  return fill(rule.side === 'allow' ? say.allowedBy : say.deniedBy, { rule: text })
}
