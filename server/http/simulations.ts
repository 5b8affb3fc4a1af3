/** Simulations over past tickets. Texts come in and are let go; numbers and codes are all that is kept. */
import { z } from 'zod'
import { SIMULATION_PURPOSES, SIMULATION_SOURCES } from '../../src/domain/simulation.ts'
import {
  SIMULATION_BATCH,
  SIMULATION_MOST_TICKETS,
  SIMULATION_MOVES,
} from '../../src/domain/simulation-api.ts'
import { comparisonReport, type SimulationDesk, simulationReport } from '../simulation/index.ts'
import { cleanSelection, policyContentSchema, selectionSchema } from '../tickets/index.ts'
import {
  simulationComparisonView,
  simulationDetail,
  simulationList,
  simulationView,
  wantedView,
} from './answers/simulation.ts'
import { bare, idSchema, isWellFormed, localeSchema, type Route, route } from './route.ts'

const STAFF = ['admin', 'compliance'] as const
const MOST_TEXT_CHARS = 50_000

const orderSchema = z.strictObject({
  purpose: z.enum(SIMULATION_PURPOSES),
  source: z.enum(SIMULATION_SOURCES),
  planned: z.int().min(1).max(SIMULATION_MOST_TICKETS),
  sourceDigest: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .exactOptional(),
  policy: policyContentSchema.refine(isWellFormed).exactOptional(),
  selection: selectionSchema.refine(isWellFormed).exactOptional(),
})
const personSchema = z.strictObject({ ticketId: idSchema, requesterId: idSchema })
const wantedSchema = z.strictObject({ tickets: z.array(personSchema).max(200) })
const text = z.string().max(MOST_TEXT_CHARS)
const facet = z.string().min(1).max(120).exactOptional()
const batchSchema = z.strictObject({
  cursor: z.string().max(2_000).nullable(),
  tickets: z
    .array(
      z.strictObject({
        ticketId: idSchema,
        requesterId: idSchema,
        subject: z.string().max(2_000).exactOptional(),
        locale: localeSchema.exactOptional(),
        brandId: facet,
        formId: facet,
        groupId: facet,
        channel: facet,
        tags: z.array(z.string().min(1).max(120)).max(200).exactOptional(),
        texts: z.array(text).max(100),
        reply: text.exactOptional(),
      }),
    )
    .max(SIMULATION_BATCH),
})
const moveSchema = z.strictObject({ move: z.enum(SIMULATION_MOVES) })

export function simulationRoutes(simulations: SimulationDesk): readonly Route[] {
  const at = '/console/simulations'
  return [
    bare(
      {
        method: 'get',
        path: at,
        access: STAFF,
        summary: 'List simulations, newest first, and what the scope policy requires.',
        answers: { 200: simulationList },
        scope: 'reports:read',
      },
      async ({ agent }) => ({
        status: 200,
        body: await simulations.list(agent),
      }),
    ),
    route(
      {
        method: 'post',
        path: at,
        cost: 'dear',
        access: ['admin'],
        schema: orderSchema,
        summary: 'Start a simulation on past tickets, with every effect off.',
        answers: { 201: simulationView },
      },
      async ({ agent, body }) => {
        const { policy, selection, ...order } = body
        return {
          status: 201,
          body: await simulations.start(agent, {
            ...order,
            ...(selection === undefined ? {} : { selection: cleanSelection(selection) }),
            ...(policy === undefined ? {} : { policy: JSON.parse(JSON.stringify(policy)) }),
          }),
        }
      },
    ),
    bare(
      {
        method: 'get',
        path: `${at}/:runId`,
        access: STAFF,
        summary: 'Read how a simulation stands and what it has shown.',
        answers: { 200: simulationDetail },
        scope: 'reports:read',
      },
      async ({ agent, params }) => ({
        status: 200,
        body: await simulations.read(agent, params.runId ?? ''),
      }),
    ),
    bare(
      {
        method: 'get',
        path: `${at}/:runId/report`,
        access: STAFF,
        summary: 'Take the report of a simulation as a page.',
        answers: { 200: z.strictObject({ html: z.string() }) },
        scope: 'reports:read',
      },
      async ({ agent, params }) => ({
        status: 200,
        body: { html: simulationReport(await simulations.read(agent, params.runId ?? '')) },
      }),
    ),
    route(
      {
        method: 'post',
        path: `${at}/:runId/wanted`,
        access: ['admin'],
        schema: wantedSchema,
        summary: 'Ask which of these tickets are to be read at all.',
        answers: { 200: wantedView },
      },
      async ({ agent, params, body }) => ({
        status: 200,
        body: await simulations.want(agent, params.runId ?? '', body),
      }),
    ),
    route(
      {
        method: 'post',
        path: `${at}/:runId/batches`,
        access: ['admin'],
        schema: batchSchema,
        summary: 'Hand over a batch of minimised tickets; their text is let go.',
        answers: { 200: simulationView },
      },
      async ({ agent, params, body }) => ({
        status: 200,
        body: await simulations.take(agent, params.runId ?? '', body),
      }),
    ),
    route(
      {
        method: 'post',
        path: `${at}/:runId/moves`,
        access: ['admin'],
        schema: moveSchema,
        summary: 'Pause, resume, finish or cancel a simulation.',
        answers: { 200: simulationView },
      },
      async ({ agent, params, body }) => ({
        status: 200,
        body: await simulations.move(agent, params.runId ?? '', body.move),
      }),
    ),
    bare(
      {
        method: 'get',
        path: `${at}/:runId/comparisons/:otherId`,
        access: STAFF,
        summary: 'Compare two simulations over the tickets that both have seen.',
        answers: { 200: simulationComparisonView },
        scope: 'reports:read',
      },
      async ({ agent, params }) => ({
        status: 200,
        body: await simulations.compare(agent, params.runId ?? '', params.otherId ?? ''),
      }),
    ),
    bare(
      {
        method: 'get',
        path: `${at}/:runId/comparisons/:otherId/report`,
        access: STAFF,
        summary: 'Take the comparison of two simulations as a page.',
        answers: { 200: z.strictObject({ html: z.string() }) },
        scope: 'reports:read',
      },
      async ({ agent, params }) => ({
        status: 200,
        body: {
          html: comparisonReport(await simulations.compare(agent, params.runId ?? '', params.otherId ?? '')),
        },
      }),
    ),
  ]
}
