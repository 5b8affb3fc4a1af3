/** Simulations in the store. */
import type { Kysely } from 'kysely'
import { z } from 'zod'
import {
  SIMULATED_OUTCOMES,
  SIMULATION_PURPOSES,
  SIMULATION_SOURCES,
  SIMULATION_STATUSES,
  type SimulatedTicket,
} from '../../../src/domain/simulation.ts'
import type { PassedRows } from '../../drafting/index.ts'
import type { SimulationRows, SimulationRun } from '../../simulation/index.ts'
import type { Tables } from '../schema.ts'

/** SQLite takes at most so many values in one statement; each ticket has thirteen. */
const AT_ONCE = 500

const outcomeSchema = z.enum(SIMULATED_OUTCOMES)
const runSchema = z.object({
  status: z.enum(SIMULATION_STATUSES),
  purpose: z.enum(SIMULATION_PURPOSES),
  source: z.enum(SIMULATION_SOURCES),
})
const count = z.number()
const storedSchema = z.object({
  outcome: outcomeSchema,
  reasons: z.array(z.string()),
  articles: z.array(z.object({ articleId: z.string(), locale: z.string() })),
  facts: z
    .object({
      sent: count,
      kept: count,
      drafted: count,
      absent: count,
      contradicted: count,
      overlap: count,
    })
    .nullable(),
})

function runOf(row: Tables['simulationRun']): SimulationRun {
  const { accountId: _account, trial, passed, ...rest } = row
  return {
    ...rest,
    ...runSchema.parse(row),
    trial: trial === 1,
    passed: passed === null ? null : passed === 1,
  }
}

function ticketOf(row: Tables['simulatedTicket']): SimulatedTicket {
  const { ticketDigest, outcome, reasons, locale, articles, probability, facts, charsIn, charsOut } = row
  const read = storedSchema.parse({
    outcome,
    reasons: JSON.parse(reasons),
    articles: JSON.parse(articles),
    facts: facts === null ? null : JSON.parse(facts),
  })
  return {
    ticketDigest,
    locale,
    probability,
    charsIn,
    charsOut,
    ...read,
    // A code of an older version is still a code: it is counted and shown as it is.
    reasons: read.reasons as SimulatedTicket['reasons'],
  }
}

export function simulationRows(db: Kysely<Tables>): SimulationRows & PassedRows {
  const runs = (accountId: string) =>
    db.selectFrom('simulationRun').selectAll().where('accountId', '=', accountId)
  const tickets = (accountId: string, runId: string) =>
    db.selectFrom('simulatedTicket').where('accountId', '=', accountId).where('runId', '=', runId)
  return {
    async addSimulation(accountId, run) {
      const { trial, passed, ...rest } = run
      await db
        .insertInto('simulationRun')
        .values({ accountId, ...rest, trial: trial ? 1 : 0, passed: bit(passed) })
        .execute()
    },
    async simulationById(accountId, runId) {
      const row = await runs(accountId).where('runId', '=', runId).executeTakeFirst()
      return row === undefined ? null : runOf(row)
    },
    async simulations(accountId, limit) {
      const rows = await runs(accountId)
        .orderBy('startedAt', 'desc')
        .orderBy('runId', 'desc')
        .limit(limit)
        .execute()
      return rows.map(runOf)
    },
    async changeSimulation(accountId, runId, { passed, ...change }) {
      await db
        .updateTable('simulationRun')
        .set({ ...change, ...(passed === undefined ? {} : { passed: bit(passed) }) })
        .where('accountId', '=', accountId)
        .where('runId', '=', runId)
        .execute()
    },
    async addSimulated(accountId, runId, rows, at) {
      let added = 0
      for (let from = 0; from < rows.length; from += AT_ONCE) {
        const values = rows.slice(from, from + AT_ONCE).map(({ reasons, articles, facts, ...rest }) => ({
          accountId,
          runId,
          ...rest,
          reasons: JSON.stringify(reasons),
          articles: JSON.stringify(articles),
          facts: facts === null ? null : JSON.stringify(facts),
          at,
        }))
        const result = await db
          .insertInto('simulatedTicket')
          .values(values)
          .onConflict((conflict) => conflict.columns(['accountId', 'runId', 'ticketDigest']).doNothing())
          .executeTakeFirst()
        added += Number(result.numInsertedOrUpdatedRows ?? 0)
      }
      return added
    },
    async knownSimulated(accountId, runId, ticketDigests) {
      if (ticketDigests.length === 0) return []
      const rows = await tickets(accountId, runId)
        .select('ticketDigest')
        .where('ticketDigest', 'in', [...ticketDigests])
        .execute()
      return rows.map(({ ticketDigest }) => ticketDigest)
    },
    async simulatedTickets(accountId, runId) {
      const rows = await tickets(accountId, runId).selectAll().orderBy('ticketDigest').execute()
      return rows.map(ticketOf)
    },
    async simulatedCounts(accountId, runId) {
      const rows = await tickets(accountId, runId)
        .select(['outcome', (eb) => eb.fn.countAll().as('tickets')])
        .groupBy('outcome')
        .execute()
      return rows.map((row) => ({ outcome: outcomeSchema.parse(row.outcome), tickets: Number(row.tickets) }))
    },
    async lastSimulation(accountId) {
      const row = await runs(accountId)
        .where('status', '=', 'finished')
        .where('passed', 'is not', null)
        .orderBy('finishedAt', 'desc')
        .limit(1)
        .executeTakeFirst()
      return row === undefined ? null : runOf(row)
    },
    async simulationPassed(accountId, policyVersion) {
      const row = await runs(accountId)
        .where('status', '=', 'finished')
        .where('policyVersion', '=', policyVersion)
        .where('passed', '=', 1)
        .limit(1)
        .executeTakeFirst()
      return row !== undefined
    },
  }
}

const bit = (passed: boolean | null) => (passed === null ? null : passed ? 1 : 0)
