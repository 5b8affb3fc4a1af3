/** Holds the help center of the stand-in. Articles can be edited and unpublished while it runs. */
import type { ArticleTranslation, Clock, HelpCenterSeed, WorkbenchArticle, WorkbenchShelf } from '../model.ts'

export interface HelpCenter {
  readonly name: string
  readonly defaultLocale: string
  readonly locales: readonly string[]
  /** `reader` decides what exists: an anonymous one sees neither drafts nor restricted articles. */
  articles(locale: string, reader: Reader): readonly LocalArticle[]
  article(id: number, locale: string, reader: Reader): LocalArticle | undefined
  translations(id: number, reader: Reader): readonly LocalArticle[]
  sections(locale: string): readonly LocalShelf[]
  categories(locale: string): readonly LocalShelf[]
  unpublish(articleId: number): void
  publish(articleId: number): void
  edit(articleId: number, locale: string, change: { readonly title?: string; readonly body?: string }): void
}

export type Reader = 'anonymous' | 'agent'

export interface LocalArticle {
  readonly article: WorkbenchArticle
  readonly locale: string
  readonly translation: ArticleTranslation
}

export interface LocalShelf {
  readonly shelf: WorkbenchShelf
  readonly locale: string
  readonly name: string
  readonly description: string
}

export function openHelpCenter(seed: HelpCenterSeed, clock: Clock): HelpCenter {
  const articles = new Map(
    seed.articles.map((article) => [
      article.id,
      {
        ...article,
        translations: new Map(
          [...article.translations].map(([locale, text]) => [locale.toLowerCase(), { ...text }] as const),
        ),
      },
    ]),
  )
  const now = () =>
    clock()
      .toISOString()
      .replace(/\.\d+Z$/, 'Z')

  function local(article: WorkbenchArticle, locale: string, reader: Reader): LocalArticle[] {
    const translation = article.translations.get(locale)
    if (translation === undefined) return []
    const isOpen = !translation.draft && article.userSegmentId === null
    return reader === 'agent' || isOpen ? [{ article, locale, translation }] : []
  }

  function shelves(list: readonly WorkbenchShelf[], locale: string): readonly LocalShelf[] {
    return list
      .flatMap((shelf) => {
        const names = shelf.names.get(locale)
        return names === undefined ? [] : [{ shelf, locale, ...names }]
      })
      .sort((a, b) => a.shelf.position - b.shelf.position || a.shelf.id - b.shelf.id)
  }

  function setDraft(articleId: number, draft: boolean): void {
    for (const translation of articles.get(articleId)?.translations.values() ?? []) {
      Object.assign(translation, { draft, updatedAt: now() })
    }
  }

  return {
    name: seed.name,
    defaultLocale: seed.defaultLocale.toLowerCase(),
    locales: seed.locales.map((locale) => locale.toLowerCase()),
    articles: (locale, reader) =>
      [...articles.values()]
        .sort((a, b) => a.position - b.position || a.id - b.id)
        .flatMap((article) => local(article, locale, reader)),
    article(id, locale, reader) {
      const article = articles.get(id)
      return article === undefined ? undefined : local(article, locale, reader)[0]
    },
    translations(id, reader) {
      const article = articles.get(id)
      return article === undefined
        ? []
        : [...article.translations.keys()].flatMap((locale) => local(article, locale, reader))
    },
    sections: (locale) => shelves(seed.sections, locale),
    categories: (locale) => shelves(seed.categories, locale),
    unpublish: (articleId) => setDraft(articleId, true),
    publish: (articleId) => setDraft(articleId, false),
    edit(articleId, locale, change) {
      const translation = articles.get(articleId)?.translations.get(locale.toLowerCase())
      if (translation !== undefined) Object.assign(translation, change, { updatedAt: now() })
    },
  }
}
