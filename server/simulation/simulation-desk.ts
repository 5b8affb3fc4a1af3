/**
 * Starts runs over past tickets, takes their tickets in batches, says how far they are, ends them. Everything that a
 * run is stands in the store, so whoever reads the tickets may break off and go on; a ticket counts once.
 */
import { z } from 'zod'
import type { AccountId, Agent } from '../../src/domain/account.ts'
import { Fault } from '../../src/domain/fault.ts'
import { thresholdOf } from '../../src/domain/refusal-threshold.ts'
import { dayOf } from '../../src/domain/review.ts'
import {
  compareSimulations,
  passes,
  SIMULATED_OUTCOMES,
  type SimulatedOutcome,
  type SimulationRequirement,
  type SimulationResult,
  shortfalls,
  simulationResult,
} from '../../src/domain/simulation.ts'
import type {
  PastTicket,
  SimulationBatch,
  SimulationComparisonView,
  SimulationDetail,
  SimulationList,
  SimulationMove,
  SimulationOrder,
  SimulationView,
  WantedOrder,
  WantedView,
} from '../../src/domain/simulation-api.ts'
import { openShelf, readSectionPrior } from '../articles/index.ts'
import { canonicalJson } from '../audit/index.ts'
import { readScopePolicyView, type TrialGround } from '../drafting/index.ts'
import { cleanSelection, policyContentSchema, selectionSchema, withTagDigests } from '../tickets/index.ts'
import { leftOut } from './left-out.ts'
import type { SimulatedRow, SimulatingRows, SimulationRooms, SimulationRun } from './rooms.ts'
import { simulateTicket } from './simulate.ts'

export interface SimulationDesk {
  /** @throws Fault `CONFLICT` while another run of the account is open. */
  start(agent: Agent, order: SimulationOrder): Promise<SimulationView>
  /** Says which tickets to read; those that must not be looked at are counted and never read. */
  want(agent: Agent, runId: string, order: WantedOrder): Promise<WantedView>
  /** @throws Fault `CONFLICT` unless the run is running. */
  take(agent: Agent, runId: string, batch: SimulationBatch): Promise<SimulationView>
  move(agent: Agent, runId: string, move: SimulationMove): Promise<SimulationView>
  read(agent: Agent, runId: string): Promise<SimulationDetail>
  list(agent: Agent): Promise<SimulationList>
  compare(agent: Agent, before: string, after: string): Promise<SimulationComparisonView>
  /** The open run over this file, to go on with; `null`: there is none. */
  openOver(accountId: AccountId, sourceDigest: string): Promise<SimulationView | null>
}

const MOST_LISTED = 50
const basisSchema = z.object({
  policy: policyContentSchema,
  selection: selectionSchema,
})

const MOVES: Readonly<Record<SimulationMove, readonly SimulationRun['status'][]>> = {
  pause: ['running'],
  resume: ['paused', 'running'],
  finish: ['running'],
  cancel: ['running', 'paused'],
}
const BECOMES = { pause: 'paused', resume: 'running', finish: 'finished', cancel: 'cancelled' } as const

/** A member that is absent, not one that is `undefined`: no digest can be made of that. */
const plain = <T>(value: T): T => JSON.parse(JSON.stringify(value))

export function ticketDigestOf(
  { keys }: Pick<SimulationRooms, 'keys'>,
  accountId: AccountId,
  ticketId: string,
): string {
  return keys.digest('simulated-ticket', accountId, ticketId)
}

export function createSimulationDesk(rooms: SimulationRooms): SimulationDesk {
  const { world, keys, audit, transact } = rooms
  /** The newest run's ground alone: an index is large. */
  let held: { readonly key: string; readonly ground: TrialGround } | null = null

  async function runOf(tx: SimulatingRows, accountId: AccountId, runId: string): Promise<SimulationRun> {
    const run = await tx.simulationById(accountId, runId)
    if (run === null) throw new Fault('NOT_FOUND', 'this simulation is not kept')
    return run
  }

  function ownRunning(run: SimulationRun): void {
    if (run.status !== 'running') throw new Fault('CONFLICT', `this simulation is ${run.status}`)
  }

  async function groundOf(
    tx: SimulatingRows,
    accountId: AccountId,
    run: SimulationRun,
  ): Promise<TrialGround> {
    const revision = await tx.articlesRevision(accountId)
    const now = world.now()
    const key = [run.runId, revision, dayOf(now)].join(' ')
    if (held?.key !== key) {
      const { policy, selection } = basisOf(run)
      const shelf = openShelf(
        await tx.articleVersions(accountId),
        {
          selection,
          allowlistVersion: run.allowlistVersion,
          revision,
          prior: await readSectionPrior(tx, accountId, now),
        },
        dayOf(now),
      )
      const digested = withTagDigests(keys, accountId, {
        ...policy,
        version: run.policyVersion,
        drafter: rooms.drafterChoice,
      })
      held = { key, ground: { accountId, policy: digested, selection, shelf, now } }
    }
    return { ...held.ground, now }
  }

  async function viewOf(
    tx: SimulatingRows,
    accountId: AccountId,
    run: SimulationRun,
    result?: SimulationResult,
  ): Promise<SimulationView> {
    const found = await tx.simulatedCounts(accountId, run.runId)
    const of = (outcome: SimulatedOutcome) => found.find((one) => one.outcome === outcome)?.tickets ?? 0
    const { policy } = basisOf(run)
    const needs = requirementOf(policy)
    const { basis: _basis, sourceDigest: _source, startedBy: _by, changedAt: _changed, ...told } = run
    return {
      ...told,
      done: SIMULATED_OUTCOMES.reduce((sum, outcome) => sum + of(outcome), 0),
      outcomes: {
        answered: of('answered'),
        partly: of('partly'),
        refused: of('refused'),
        skipped: of('skipped'),
      },
      threshold: thresholdOf(policy),
      shortfalls: result === undefined || run.status !== 'finished' ? [] : shortfalls(result, needs),
    }
  }

  async function note(
    tx: SimulatingRows,
    agent: Agent,
    run: SimulationRun,
    type: 'simulation.started' | 'simulation.finished' | 'simulation.cancelled',
    detail: Readonly<Record<string, string | number | boolean>>,
  ): Promise<void> {
    const { accountId } = agent
    await audit.append(tx, accountId, {
      type,
      actor: { kind: 'agent', ref: keys.digest('agent', accountId, agent.agentId) },
      object: { kind: 'simulation', ref: run.runId },
      decision: type.slice('simulation.'.length),
      detail,
    })
  }

  /** The run counts for what is in force when that is what it ran over, to its end. */
  async function verdictOn(
    tx: SimulatingRows,
    accountId: AccountId,
    run: SimulationRun,
    result: SimulationResult,
  ): Promise<boolean | null> {
    if (run.trial) return null
    const now = await readScopePolicyView(tx, accountId)
    const allowlist = await tx.currentAllowlist(accountId)
    const same = now.version === run.policyVersion && allowlist.version === run.allowlistVersion
    return same ? passes(result, now.requiresSimulation) : null
  }

  async function titlesOf(
    tx: SimulatingRows,
    accountId: AccountId,
    articles: readonly { readonly articleId: string; readonly locale: string }[],
  ): Promise<Readonly<Record<string, string>>> {
    const wanted = new Set(articles.map(({ articleId, locale }) => `${articleId} ${locale}`))
    if (wanted.size === 0) return {}
    const versions = await tx.articleVersions(accountId)
    return Object.fromEntries(
      versions.flatMap(({ articleId, locale, title }) => {
        const key = `${articleId} ${locale}`
        return wanted.has(key) ? [[key, title]] : []
      }),
    )
  }

  function rowFor(
    accountId: AccountId,
    ticket: Pick<PastTicket, 'ticketId' | 'requesterId'>,
    found: Omit<SimulatedRow, 'ticketDigest' | 'requesterDigest'>,
  ): SimulatedRow {
    return {
      ticketDigest: ticketDigestOf(rooms, accountId, ticket.ticketId),
      // Of whom nothing is held any more nothing is noted either: nobody could find it to erase it.
      requesterDigest: found.reasons.includes('erased')
        ? ''
        : keys.digest('requester', accountId, ticket.requesterId),
      ...found,
    }
  }

  return {
    async start(agent, order) {
      const { accountId } = agent
      return transact(async (tx) => {
        const [newest] = await tx.simulations(accountId, 1)
        if (newest?.status === 'running' || newest?.status === 'paused')
          throw new Fault(
            'CONFLICT',
            'another simulation is open: go on with it or cancel it first',
            undefined,
            {
              runId: newest.runId,
            },
          )
        const { version, ...policy } = await readScopePolicyView(tx, accountId)
        const allowlist = await tx.currentAllowlist(accountId)
        const basis = canonicalJson(
          plain({
            policy: order.policy ?? policy,
            selection: order.selection ?? allowlist.selection,
          }),
        )
        const inForce = canonicalJson(plain({ policy, selection: allowlist.selection }))
        const at = world.now().toISOString()
        const run: SimulationRun = {
          runId: world.newId(),
          status: 'running',
          purpose: order.purpose,
          source: order.source,
          sourceDigest: order.sourceDigest ?? null,
          planned: order.planned,
          cursor: null,
          startedBy: agent.agentId,
          startedAt: at,
          changedAt: at,
          finishedAt: null,
          policyVersion: version,
          allowlistVersion: allowlist.version,
          trial: basis !== inForce,
          basis,
          passed: null,
        }
        await note(tx, agent, run, 'simulation.started', {
          purpose: run.purpose,
          source: run.source,
          planned: run.planned,
          policy: version,
          allowlist: allowlist.version,
          trial: run.trial,
        })
        await tx.addSimulation(accountId, run)
        return viewOf(tx, accountId, run)
      })
    },

    async want(agent, runId, { tickets }) {
      const { accountId } = agent
      return transact(async (tx) => {
        ownRunning(await runOf(tx, accountId, runId))
        const digests = tickets.map(({ ticketId }) => ticketDigestOf(rooms, accountId, ticketId))
        const known = new Set(await tx.knownSimulated(accountId, runId, digests))
        const wanted: string[] = []
        const skipped: SimulatedRow[] = []
        for (const [at, ticket] of tickets.entries()) {
          if (known.has(digests[at] ?? '')) continue
          const reason = await leftOut(rooms, tx, accountId, ticket)
          if (reason === null) wanted.push(ticket.ticketId)
          else skipped.push(rowFor(accountId, ticket, { ...NOT_LOOKED_AT, reasons: [reason] }))
        }
        await tx.addSimulated(accountId, runId, skipped, world.now().toISOString())
        return { wanted }
      })
    },

    async take(agent, runId, { cursor, tickets }) {
      const { accountId } = agent
      const { ground, known } = await transact(async (tx) => {
        const run = await runOf(tx, accountId, runId)
        ownRunning(run)
        const digests = tickets.map(({ ticketId }) => ticketDigestOf(rooms, accountId, ticketId))
        return {
          ground: await groundOf(tx, accountId, run),
          known: new Set(await tx.knownSimulated(accountId, runId, digests)),
        }
      })
      const found: { ticket: PastTicket; outcome: ReturnType<typeof simulateTicket> }[] = []
      for (const ticket of tickets) {
        if (known.has(ticketDigestOf(rooms, accountId, ticket.ticketId))) continue
        await rooms.pause()
        found.push({ ticket, outcome: simulateTicket(rooms, ground, ticket) })
      }
      return transact(async (tx) => {
        const run = await runOf(tx, accountId, runId)
        ownRunning(run)
        const at = world.now().toISOString()
        const rows: SimulatedRow[] = []
        for (const { ticket, outcome } of found) {
          // Asked again: somebody may have said no since.
          const reason = await leftOut(rooms, tx, accountId, ticket)
          rows.push(
            rowFor(accountId, ticket, reason === null ? outcome : { ...NOT_LOOKED_AT, reasons: [reason] }),
          )
        }
        await tx.addSimulated(accountId, runId, rows, at)
        await tx.changeSimulation(accountId, runId, { cursor, changedAt: at })
        return viewOf(tx, accountId, { ...run, cursor, changedAt: at })
      })
    },

    async move(agent, runId, move) {
      const { accountId } = agent
      return transact(async (tx) => {
        const run = await runOf(tx, accountId, runId)
        if (!MOVES[move].includes(run.status)) throw new Fault('CONFLICT', `this simulation is ${run.status}`)
        const at = world.now().toISOString()
        const status = BECOMES[move]
        if (move === 'pause' || move === 'resume') {
          await tx.changeSimulation(accountId, runId, { status, changedAt: at })
          return viewOf(tx, accountId, { ...run, status, changedAt: at })
        }
        const result = simulationResult(await tx.simulatedTickets(accountId, runId))
        const { answered, partly, refused, skipped } = result.outcomes
        const passed = move === 'finish' ? await verdictOn(tx, accountId, run, result) : null
        await note(tx, agent, run, `simulation.${status === 'finished' ? 'finished' : 'cancelled'}`, {
          tickets: result.tickets,
          answered: answered + partly,
          refused,
          skipped,
          policy: run.policyVersion,
          ...(passed === null ? {} : { passed }),
        })
        const change = { status, changedAt: at, finishedAt: at, passed, cursor: null }
        await tx.changeSimulation(accountId, runId, change)
        return viewOf(tx, accountId, { ...run, ...change }, result)
      })
    },

    async read(agent, runId) {
      const { accountId } = agent
      return transact(async (tx) => {
        const run = await runOf(tx, accountId, runId)
        const result = simulationResult(await tx.simulatedTickets(accountId, runId))
        return {
          run: await viewOf(tx, accountId, run, result),
          result,
          titles: await titlesOf(tx, accountId, result.articles),
        }
      })
    },

    async list(agent) {
      const { accountId } = agent
      return transact(async (tx) => {
        const policy = await readScopePolicyView(tx, accountId)
        const runs: SimulationView[] = []
        for (const run of await tx.simulations(accountId, MOST_LISTED))
          runs.push(await viewOf(tx, accountId, run))
        return { runs, requirement: policy.requiresSimulation ?? null, policyVersion: policy.version }
      })
    },

    async compare(agent, before, after) {
      const { accountId } = agent
      return transact(async (tx) => {
        const runs = [await runOf(tx, accountId, before), await runOf(tx, accountId, after)] as const
        const comparison = compareSimulations(
          await tx.simulatedTickets(accountId, before),
          await tx.simulatedTickets(accountId, after),
        )
        return {
          before: await viewOf(tx, accountId, runs[0]),
          after: await viewOf(tx, accountId, runs[1]),
          comparison,
          titles: await titlesOf(tx, accountId, comparison.articles),
        }
      })
    },

    openOver: (accountId, sourceDigest) =>
      transact(async (tx) => {
        const [newest] = await tx.simulations(accountId, 1)
        if (newest === undefined || newest.sourceDigest !== sourceDigest) return null
        return newest.status === 'running' || newest.status === 'paused'
          ? viewOf(tx, accountId, newest)
          : null
      }),
  }
}

const NOT_LOOKED_AT = {
  outcome: 'skipped',
  locale: null,
  articles: [],
  probability: null,
  facts: null,
  charsIn: 0,
  charsOut: 0,
} as const

function requirementOf({ requiresSimulation }: { requiresSimulation?: SimulationRequirement | undefined }) {
  return requiresSimulation ?? { minTickets: 1, minAnsweredShare: 0 }
}

/** It was written by this room, and yet it is read like everything that lies in a store. */
function basisOf(run: SimulationRun) {
  const parsed = basisSchema.safeParse(JSON.parse(run.basis))
  if (!parsed.success) throw new Fault('SCOPE_INVALID', 'the scope of this simulation cannot be read')
  return { policy: parsed.data.policy, selection: cleanSelection(parsed.data.selection) }
}
