/** Keeps the help center's articles and the allowlist. Never lets a draft reach an article outside it. */
export {
  type ArticleHeader,
  type ArticleRows,
  allowlistChange,
  changeAllowlist,
  isDraftable,
  type StoredVersion,
} from './article-register.ts'
export {
  type ArticleShelves,
  createArticleShelves,
  openShelf,
  type PassageAddress,
  type Shelf,
} from './article-shelf.ts'
export {
  createDenseDesk,
  type DenseDesk,
  type VectorRows,
} from './dense/dense-desk.ts'
export { type Embedder, EmbeddingFailed } from './dense/embedder.ts'
export { type ArticleVectors, nearness, packVectors } from './dense/vectors.ts'
export { splitSentences } from './intake/index.ts'
export {
  type LeavingRooms,
  type LeavingRows,
  type RecallRow,
  sweepReviews,
  watchLeaving,
} from './leaving.ts'
export {
  analysedWords,
  buildRetrievalIndex,
  detectLocale,
  type Evidence,
  type EvidenceSentence,
  folded,
  type Language,
  languageFor,
  languageOf,
  type Meaning,
  type Question,
  type RetrievalIndex,
  splitQuestions,
  synonymsOf,
  type TicketReader,
} from './retrieval/index.ts'
export { changeReviewDate } from './review-dates.ts'
export {
  type CountedSections,
  countAccepted,
  readSectionPrior,
  type SectionRows,
  uncountAccepted,
} from './section-priors.ts'
export {
  type ArticleSource,
  BRANDS_SOURCE,
  createArticleFolder,
  createArticleLines,
  createBrandHelpCenters,
  createZendeskHelpCenter,
} from './sources/index.ts'
export { confirmSync, type StagedArticle, type SyncCounts, syncArticles } from './sync.ts'
export { createSyncDesk, type SyncDesk } from './sync-desk.ts'
export type { SyncRows, SyncRunRow } from './sync-rows.ts'
export { createSyncStore } from './sync-store.ts'
