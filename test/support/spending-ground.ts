/** Prices and budgets for tests, and what the store holds of them. */
import type { SpendingPlan } from '../../src/domain/spending.ts'
import { ADMIN, type Harness } from './companion-harness.ts'
import { MODEL_FACTS, USUAL_TOKENS } from './scripted-model.ts'

export const PRICE = {
  provider: MODEL_FACTS.provider,
  model: MODEL_FACTS.model,
  currency: 'EUR',
  inputPerMillion: 2_000_000,
  outputPerMillion: 8_000_000,
  since: '2026-01-01',
} as const

/** What the scripted model's usual answer costs at that price. */
export const USUAL_COST = (USUAL_TOKENS.input * 2_000_000 + USUAL_TOKENS.output * 8_000_000) / 1_000_000

export const budgetOf = (perMonth: number) => ({ currency: 'EUR', perMonth, providers: [] })

export async function setPlan(desk: Harness, plan: SpendingPlan, as: string = ADMIN): Promise<number> {
  const { body } = await desk.api(as, 'GET', '/console/spending')
  return (await desk.api(as, 'PUT', '/console/spending', { version: body.version, ...plan })).status
}

export const reserved = (desk: Harness) => desk.rows('select amount, sent_at from spend_reserved')
export const spent = (desk: Harness) =>
  desk.rows('select month, currency, calls, input_tokens, output_tokens, amount from spend_total')
export const typesOf = (desk: Harness, ...types: readonly string[]) =>
  desk.audit().filter(({ type }) => types.includes(type))
