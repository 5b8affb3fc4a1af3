/** Help-center records as Zendesk's API spells them. */
import type { LocalArticle, LocalShelf } from './shelf.ts'

export function articleShape(origin: string, { article, locale, translation }: LocalArticle) {
  return {
    id: article.id,
    url: `${origin}/api/v2/help_center/${locale}/articles/${article.id}.json`,
    html_url: `${origin}/hc/${locale}/articles/${article.id}-${article.slug}`,
    author_id: article.authorId,
    comments_disabled: true,
    draft: translation.draft,
    promoted: article.promoted,
    position: article.position,
    vote_sum: 0,
    vote_count: 0,
    section_id: article.sectionId,
    created_at: article.createdAt,
    updated_at: translation.updatedAt,
    edited_at: translation.updatedAt,
    title: translation.title,
    source_locale: article.sourceLocale,
    locale,
    // Deprecated in the real API: always false there, whatever the translation says.
    outdated: false,
    outdated_locales: [...article.translations].flatMap(([name, text]) => (text.outdated ? [name] : [])),
    user_segment_id: article.userSegmentId,
    permission_group_id: 7_000_001,
    content_tag_ids: [],
    label_names: [...article.labels],
    body: translation.body,
  }
}

export function translationShape(origin: string, { article, locale, translation }: LocalArticle) {
  return {
    id: article.id * 10 + locale.length,
    url: `${origin}/api/v2/help_center/articles/${article.id}/translations/${locale}.json`,
    html_url: `${origin}/hc/${locale}/articles/${article.id}-${article.slug}`,
    source_id: article.id,
    source_type: 'Article',
    locale,
    title: translation.title,
    body: translation.body,
    outdated: translation.outdated,
    draft: translation.draft,
    created_at: article.createdAt,
    updated_at: translation.updatedAt,
    updated_by_id: article.authorId,
    created_by_id: article.authorId,
  }
}

function shelfShape(origin: string, kind: 'sections' | 'categories', { shelf, ...local }: LocalShelf) {
  return {
    id: shelf.id,
    url: `${origin}/api/v2/help_center/${local.locale}/${kind}/${shelf.id}.json`,
    html_url: `${origin}/hc/${local.locale}#${kind}-${shelf.id}`,
    position: shelf.position,
    created_at: shelf.createdAt,
    updated_at: shelf.updatedAt,
    name: local.name,
    description: local.description,
    locale: local.locale,
    source_locale: local.locale,
    outdated: false,
  }
}

export function sectionShape(origin: string, section: LocalShelf) {
  return {
    ...shelfShape(origin, 'sections', section),
    category_id: section.shelf.categoryId,
    parent_section_id: null,
    theme_template: 'section_page',
  }
}

export function categoryShape(origin: string, category: LocalShelf) {
  return shelfShape(origin, 'categories', category)
}
