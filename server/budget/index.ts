/** Knows what models cost and how much may be spent. Never asks a model, and never lets two requests share one coin. */
export { budgetAttention } from './attention.ts'
export { accountDay, readPlan, spendingChange, spendingPlanSchema } from './plan.ts'
export {
  markSent,
  noteRefused,
  type RequestEnd,
  reserve,
  type Settled,
  settle,
  type Weighed,
  weighRequest,
} from './reservation.ts'
export type { SpendingRooms, SpendingRows } from './rows.ts'
export { readSpend, readSpending } from './view.ts'
