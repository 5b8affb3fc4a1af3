/** A rule of the allowlist as one plain sentence, with the names that the synced articles give it. */
import type { ArticleRow } from '../domain/api.ts'
import type { ArticleSelector } from '../domain/scope.ts'
import { type ConsoleWords, fill, localeName } from './words.ts'

/** What ids are called; `preferred` decides between the languages of one section. */
export interface ArticleNames {
  readonly articles: ReadonlyMap<string, string>
  readonly sections: ReadonlyMap<string, string>
  readonly categories: ReadonlyMap<string, string>
  readonly brands: ReadonlyMap<string, string>
  /** Languages in which articles are synced. */
  readonly locales: readonly string[]
}

type Named = Pick<
  ArticleRow,
  | 'articleId'
  | 'locale'
  | 'title'
  | 'sectionId'
  | 'sectionName'
  | 'categoryId'
  | 'categoryName'
  | 'brandId'
  | 'brandName'
>

/** Most people who miss their own language read English rather than any other. */
export function readability(locale: string, preferred: string): number {
  if (locale.startsWith(preferred)) return 2
  return locale.startsWith('en') ? 1 : 0
}

export function articleNames(rows: readonly Named[], preferred: string): ArticleNames {
  const articles = new Map<string, string>()
  const sections = new Map<string, string>()
  const categories = new Map<string, string>()
  const brands = new Map<string, string>()
  const rank = ({ locale }: Named) => readability(locale, preferred)
  // The last one stays.
  for (const row of rows.toSorted((a, b) => rank(a) - rank(b))) {
    articles.set(row.articleId, row.title)
    sections.set(row.sectionId, row.sectionName)
    categories.set(row.categoryId, row.categoryName)
    if (row.brandId !== undefined) brands.set(row.brandId, row.brandName || row.brandId)
  }
  return {
    articles,
    sections,
    categories,
    brands,
    locales: [...new Set(rows.map(({ locale }) => locale))].toSorted(),
  }
}

export function describeSelector(
  selector: ArticleSelector,
  names: ArticleNames,
  words: ConsoleWords,
  language: string,
): string {
  const say = words.rule
  const known = (map: ReadonlyMap<string, string>, id: string) => map.get(id) ?? fill(say.unknown, { id })
  const parts: string[] = []
  const { articleId, sectionId, categoryId, brandId, label, locale } = selector
  if (articleId !== undefined) parts.push(fill(say.article, { name: known(names.articles, articleId) }))
  if (sectionId !== undefined) {
    parts.push(fill(parts.length ? say.inSection : say.section, { name: known(names.sections, sectionId) }))
  }
  if (categoryId !== undefined) {
    const form = parts.length ? say.inCategory : say.category
    parts.push(fill(form, { name: known(names.categories, categoryId) }))
  }
  if (brandId !== undefined) {
    const form = parts.length ? say.inBrand : say.brand
    parts.push(fill(form, { name: known(names.brands, brandId) }))
  }
  if (label !== undefined) parts.push(fill(parts.length ? say.labelled : say.label, { name: label }))
  if (parts.length === 0 && locale === undefined) return say.nothing
  if (parts.length === 0) return fill(say.everythingIn, { language: localeName(locale ?? '', language) })
  parts.push(locale === undefined ? say.inAll : fill(say.onlyIn, { language: localeName(locale, language) }))
  return parts.join(' ')
}
