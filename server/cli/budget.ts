/** `vouch budget`: prices and budget as a file in git. */
import { readPlan, spendingPlanSchema } from '../budget/index.ts'
import { type BudgetFile, parseBudgetFile, standingBudget, writeBudgetFile } from './budget-file.ts'
import type { Terminal } from './main.ts'
import { runSettingFile, type SettingFile } from './setting-file.ts'

const BUDGET: SettingFile<BudgetFile> = {
  name: 'budget',
  parts: [{ kind: 'spending', member: 'spending' }],
  parse: parseBudgetFile,
  write: writeBudgetFile,
  standing: async ({ appliers }, tx, accountId) =>
    standingBudget(spendingPlanSchema.parse((await appliers.spending.current(tx, accountId)).content)),
  check: async (tx, accountId) => {
    await readPlan(tx, accountId)
  },
}

/** @returns 0 applied or no difference, 3 `diff` found one, or it waits for a second person. */
export function runBudget(args: readonly string[], terminal: Terminal): Promise<number> {
  return runSettingFile(BUDGET, args, terminal)
}
