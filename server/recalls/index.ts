/** Shows which drafts and sent replies quoted what has left scope. Never shows a word of a draft, nor who wrote it. */
export { recallCsv } from './recall-csv.ts'
export {
  handleRecall,
  listRecalls,
  type RecallRooms,
  type RecallRows,
  readRecall,
  recallDrafts,
} from './recall-desk.ts'
export { readReviews } from './reviews.ts'
