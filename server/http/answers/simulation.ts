/** Simulations on past tickets: how far they are and what they have shown. No text of a ticket. */
import { z } from 'zod'
import {
  type ArticleTally,
  type ComparedExample,
  SIMULATED_OUTCOMES,
  SIMULATION_CHECKS,
  SIMULATION_PURPOSES,
  SIMULATION_STATUSES,
  type SimulatedArticle,
  type SimulationComparison,
  type SimulationRequirement,
  type SimulationResult,
  TICKET_CHANGES,
} from '../../../src/domain/simulation.ts'
import type {
  SimulationComparisonView,
  SimulationDetail,
  SimulationList,
  SimulationView,
  WantedView,
} from '../../../src/domain/simulation-api.ts'
import { shape } from './shape.ts'

export const simulationRequirement = shape<SimulationRequirement>()(
  'SimulationRequirement',
  z.strictObject({
    minTickets: z.number(),
    minAnsweredShare: z.number().describe('0…1, of the tickets that were looked at.'),
    minKeptShare: z.number().exactOptional().describe('0…1 of the facts of sent replies; absent: not asked.'),
    maxContradictedShare: z
      .number()
      .exactOptional()
      .describe('0…1 of the facts of drafts; absent: not asked.'),
  }),
)

export const simulationView = shape<SimulationView>()(
  'SimulationView',
  z.strictObject({
    runId: z.string(),
    status: z.enum(SIMULATION_STATUSES),
    purpose: z.enum(SIMULATION_PURPOSES),
    source: z.enum(['file', 'helpdesk']),
    planned: z.number(),
    done: z.number(),
    outcomes: z.record(z.enum(SIMULATED_OUTCOMES), z.number()),
    cursor: z.string().nullable(),
    startedAt: z.string(),
    finishedAt: z.string().nullable(),
    policyVersion: z.number(),
    allowlistVersion: z.number(),
    trial: z.boolean().describe('True where another policy or allowlist than the one in force was tried.'),
    threshold: z.number(),
    passed: z
      .boolean()
      .nullable()
      .describe('`null`: not finished, or it does not count for the scope in force.'),
    shortfalls: z
      .array(z.enum(SIMULATION_CHECKS))
      .describe('What it falls short of; empty where it passes or is not finished.'),
  }),
)

export const simulationList = shape<SimulationList>()(
  'SimulationList',
  z.strictObject({
    runs: z.array(simulationView),
    requirement: simulationRequirement
      .nullable()
      .describe('What the scope policy in force requires; `null`: nothing.'),
    policyVersion: z.number(),
  }),
)

export const articleTally = shape<ArticleTally>()(
  'ArticleTally',
  z.strictObject({
    tickets: z.number().describe('Tickets that it carries a draft of.'),
    compared: z.number(),
    keptShare: z
      .number()
      .nullable()
      .describe('0…1 of the sent facts of these tickets; `null` where there was none.'),
    articleId: z.string(),
    locale: z.string(),
  }),
)

export const simulationResult = shape<SimulationResult>()(
  'SimulationResult',
  z.strictObject({
    tickets: z.number(),
    outcomes: z.record(z.enum(SIMULATED_OUTCOMES), z.number()),
    refusals: z
      .array(
        z.strictObject({
          reason: z.string(),
          tickets: z.number(),
        }),
      )
      .describe('Of refused tickets; one may have several. Most frequent first.'),
    skips: z.array(
      z.strictObject({
        reason: z.string(),
        tickets: z.number(),
      }),
    ),
    locales: z.array(
      z.strictObject({
        locale: z.string(),
        tickets: z.number(),
        answered: z.number(),
      }),
    ),
    articles: z.array(articleTally),
    facts: z
      .strictObject({
        sent: z.number().describe('In the reply that was sent.'),
        kept: z.number().describe('Of these, in the draft too.'),
        contradicted: z
          .number()
          .describe('Of these, a number where the sent reply has another one for the same thing.'),
        drafted: z.number(),
        absent: z.number().describe('In the draft and not in the sent reply.'),
      })
      .describe('Sums over the tickets that could be compared.'),
    compared: z.number(),
    overlap: z.number().nullable().describe('Mean of the compared tickets; `null` where there is none.'),
    answeredAt: z
      .array(z.number())
      .describe('How many tickets would be answered at a threshold of 0.00, 0.01 … 1.00.'),
    modelRequests: z.number().describe('Requests that a model would get, and the characters of both ways.'),
    charsIn: z.number(),
    charsOut: z.number(),
    bytesLeft: z
      .literal(0)
      .describe('Bytes of tickets that left for a provider. A simulation sends nothing.'),
  }),
)

export const simulationDetail = shape<SimulationDetail>()(
  'SimulationDetail',
  z.strictObject({
    run: simulationView,
    result: simulationResult,
    titles: z.record(z.string(), z.string()),
  }),
)

export const wantedView = shape<WantedView>()(
  'WantedView',
  z.strictObject({
    wanted: z.array(z.string()),
  }),
)

export const simulatedArticle = shape<SimulatedArticle>()(
  'SimulatedArticle',
  z.strictObject({
    articleId: z.string(),
    locale: z.string(),
  }),
)

export const comparedExample = shape<ComparedExample>()(
  'ComparedExample',
  z.strictObject({
    change: z.enum(['lost', 'gained', 'moved', 'other_reason']),
    locale: z.string().nullable(),
    before: z.strictObject({
      reasons: z.array(z.string()),
      articles: z.array(simulatedArticle),
    }),
    after: z.strictObject({
      reasons: z.array(z.string()),
      articles: z.array(simulatedArticle),
    }),
  }),
)

export const simulationComparison = shape<SimulationComparison>()(
  'SimulationComparison',
  z.strictObject({
    both: z.number().describe('Tickets that both runs looked at; the rest says nothing of a change.'),
    onlyBefore: z.number(),
    onlyAfter: z.number(),
    changes: z.record(z.enum(TICKET_CHANGES), z.number()),
    reasons: z.array(
      z.strictObject({
        reason: z.string(),
        before: z.number(),
        after: z.number(),
      }),
    ),
    articles: z.array(
      z.strictObject({
        articleId: z.string(),
        locale: z.string(),
        before: z.number(),
        after: z.number(),
      }),
    ),
    before: simulationResult,
    after: simulationResult,
    examples: z
      .array(comparedExample)
      .describe('A few of each kind, without anything that points at a ticket.'),
  }),
)

export const simulationComparisonView = shape<SimulationComparisonView>()(
  'SimulationComparisonView',
  z.strictObject({
    before: simulationView,
    after: simulationView,
    comparison: simulationComparison,
    titles: z.record(z.string(), z.string()),
  }),
)
