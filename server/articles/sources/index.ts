/** Where articles come from. Reads only what it is pointed at; never writes, never signs in. */
export { createArticleFolder, type FolderRules } from './article-folder.ts'
export { createArticleLines, type LinesRules } from './article-lines.ts'
export { BRANDS_SOURCE, createBrandHelpCenters } from './brand-help-centers.ts'
export type { WayOut } from './help-center-pages.ts'
export type { ArticleSource, SourceArticle, SourceItem } from './source.ts'
export { createZendeskHelpCenter, type HelpCenterRules } from './zendesk-help-center.ts'
