/** Until which day an article may be quoted before somebody looks at it again. Days are UTC; the last one counts. */
import type { ArticleVersion } from './article.ts'

export const REVIEW_KINDS = ['article', 'section'] as const
export type ReviewKind = (typeof REVIEW_KINDS)[number]

/** The days set in the console, by article id and by section id. */
export interface ReviewDates {
  readonly article: ReadonlyMap<string, string>
  readonly section: ReadonlyMap<string, string>
}

export const NO_REVIEW_DATES: ReviewDates = { article: new Map(), section: new Map() }

/** Before every day: a label that names no day bars its article instead of being ignored. */
export const UNREADABLE_DAY = '0000-00-00'

/** How long before its day an article stands among those that are due soon. */
export const DUE_SOON_DAYS = 30

const LABEL = /^review-by:\s*(.*)$/i
const DAY = /^(\d{4})-(\d{2})-(\d{2})$/
const DAY_MS = 86_400_000

export function dayOf(moment: Date): string {
  return moment.toISOString().slice(0, 10)
}

/** `2027-01-31`; `null` for what is no day of the calendar. */
export function parseDay(text: string): string | null {
  const [, year, month, day] = DAY.exec(text) ?? []
  const at = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)))
  return !Number.isNaN(at.getTime()) && dayOf(at) === text ? text : null
}

export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS)
}

/** The earliest of an article's `review-by:` labels. */
function labelledDay(labels: readonly string[]): string | null {
  const days = labels.flatMap((label) => {
    const named = LABEL.exec(label.trim())?.[1]
    return named === undefined ? [] : [parseDay(named.trim()) ?? UNREADABLE_DAY]
  })
  return days.sort()[0] ?? null
}

export interface ReviewBy {
  readonly day: string
  readonly from: ReviewKind | 'label'
}

/** What was set for the article itself beats its label, and the label beats the default of its section. */
export function reviewByOf(
  article: Pick<ArticleVersion, 'articleId' | 'sectionId' | 'labels'>,
  dates: ReviewDates,
): ReviewBy | null {
  const own = dates.article.get(article.articleId)
  if (own !== undefined) return { day: own, from: 'article' }
  const labelled = labelledDay(article.labels)
  if (labelled !== null) return { day: labelled, from: 'label' }
  const section = dates.section.get(article.sectionId)
  return section === undefined ? null : { day: section, from: 'section' }
}

export const isPastReview = (reviewBy: string | null, today: string): boolean =>
  reviewBy !== null && today > reviewBy
