/** The synced articles in their categories and sections, each with its state, its reason and its rule buttons. */
import type { ArticleSelector } from '../../domain/scope.ts'
import type { CategoryGroup, Counts, SectionGroup } from '../article-tree.ts'
import { useConsole } from '../context.ts'
import { Icon } from '../parts/icon.tsx'
import { fill, formatNumber } from '../words.ts'
import { ArticleLine } from './article-line.tsx'
import { RuleButtons, type RuleContext } from './rule-buttons.tsx'

const COLUMNS = 6

export function ArticleTable(
  props: RuleContext & {
    readonly categories: readonly CategoryGroup[]
    readonly isOpen: (sectionId: string) => boolean
    readonly onFold: (sectionId: string, open: boolean) => void
  },
) {
  const { words, mayChange } = useConsole()
  const say = words.articles
  const { edit, names } = props
  return (
    <div class="g-card c-article-table">
      <table class="g-table">
        <caption class="g-sr">{say.tableCaption}</caption>
        <thead>
          <tr>
            <th scope="col">{say.colTitle}</th>
            <th scope="col" class="c-wide">
              {say.colLanguage}
            </th>
            <th scope="col" class="c-wide">
              {say.colUpdated}
            </th>
            <th scope="col" class="c-wide g-num">
              {say.colPassages}
            </th>
            <th scope="col">{say.colState}</th>
            <th scope="col" class="c-rule-cell">
              {mayChange ? say.colRule : <span class="g-sr">{say.colRule}</span>}
            </th>
          </tr>
        </thead>
        {props.categories.map((category) => (
          <tbody key={category.id}>
            <GroupRow
              kind="category"
              name={category.name}
              counts={category.counts}
              selector={{ categoryId: category.id }}
              locales={category.locales}
              edit={edit}
              names={names}
            />
            {category.sections.map((section) => (
              <SectionRows
                key={section.id}
                section={section}
                open={props.isOpen(section.id)}
                onFold={props.onFold}
                edit={edit}
                names={names}
              />
            ))}
          </tbody>
        ))}
      </table>
    </div>
  )
}

function SectionRows(
  props: RuleContext & {
    readonly section: SectionGroup
    readonly open: boolean
    readonly onFold: (sectionId: string, open: boolean) => void
  },
) {
  const { section, open, onFold, edit, names } = props
  return (
    <>
      <GroupRow
        kind="section"
        name={section.name}
        counts={section.counts}
        selector={{ sectionId: section.id }}
        locales={section.locales}
        fold={{ open, onToggle: () => onFold(section.id, !open) }}
        edit={edit}
        names={names}
      />
      {section.rows.map((stated) => (
        <ArticleLine
          key={`${stated.row.articleId} ${stated.row.locale}`}
          stated={stated}
          edit={edit}
          names={names}
        />
      ))}
    </>
  )
}

function GroupRow(
  props: RuleContext & {
    readonly kind: 'category' | 'section'
    readonly name: string
    readonly counts: Counts
    readonly selector: ArticleSelector
    readonly locales: readonly string[]
    readonly fold?: { readonly open: boolean; readonly onToggle: () => void }
  },
) {
  const { words, language } = useConsole()
  const { fold, counts } = props
  const number = (value: number) => formatNumber(value, language)
  const label = (
    <>
      <span class="g-sr">
        {props.kind === 'category' ? words.articles.category : words.articles.section}{' '}
      </span>
      <span>{props.name}</span>
    </>
  )
  return (
    <tr class={`c-group c-group-${props.kind}`}>
      <th scope="colgroup" colSpan={COLUMNS}>
        <div class="c-group-line">
          {fold ? (
            <button type="button" class="c-fold" aria-expanded={fold.open} onClick={fold.onToggle}>
              <Icon name="chevron" />
              {label}
            </button>
          ) : (
            <span class="c-fold">{label}</span>
          )}
          <span class="c-group-count g-small">
            {fill(words.articles.count, { allowed: number(counts.allowed), total: number(counts.total) })}
          </span>
          <RuleButtons
            selector={props.selector}
            locales={props.locales}
            edit={props.edit}
            names={props.names}
          />
        </div>
      </th>
    </tr>
  )
}
