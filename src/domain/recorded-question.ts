/** Questions that are kept for a while, so that a change of what drafts may use can be tried on them first. */

/** The notice says this number; after it a question is gone. */
export const QUESTION_DAYS = 30

/** `GET`/`PUT /api/v1/console/recorded-questions`. Turning it off deletes what is kept, at once. */
export interface RecordedQuestionsView {
  readonly kept: boolean
  readonly days: number
  readonly count: number
}
