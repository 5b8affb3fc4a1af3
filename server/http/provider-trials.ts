/** Provider trials: two providers asked the same questions of nobody. No ticket can be named here. */
import { z } from 'zod'
import { TRIAL_MOST_CHARS, TRIAL_MOST_QUESTIONS, TRIAL_SOURCES } from '../../src/domain/provider-trial.ts'
import { TRIAL_MOVES } from '../../src/domain/provider-trial-api.ts'
import { type ProviderTrialDesk, providerTrialReport } from '../simulation/index.ts'
import { trialDetail, trialList, trialStart, trialSuggestions, trialView } from './answers/provider-trial.ts'
import { bare, localeSchema, type Route, route } from './route.ts'

const STAFF = ['admin', 'compliance'] as const

const orderSchema = z.strictObject({
  source: z.enum(TRIAL_SOURCES),
  questions: z
    .array(
      z.strictObject({
        text: z.string().min(1).max(TRIAL_MOST_CHARS),
        locale: localeSchema.exactOptional(),
      }),
    )
    .min(1)
    .max(TRIAL_MOST_QUESTIONS),
  sourceDigest: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .exactOptional(),
})
const moveSchema = z.strictObject({ move: z.enum(TRIAL_MOVES) })

export function providerTrialRoutes(trials: ProviderTrialDesk): readonly Route[] {
  const at = '/console/provider-trials'
  return [
    bare(
      {
        ...{ method: 'get', path: at, access: STAFF },
        summary: 'List provider trials, newest first, and which two providers can be asked.',
        answers: { 200: trialList },
        scope: 'reports:read',
      },
      async ({ agent }) => ({ status: 200, body: await trials.list(agent) }),
    ),
    route(
      {
        ...{ method: 'post', path: at, cost: 'dear', access: ['admin'] },
        schema: orderSchema,
        summary: 'Ask two providers the same questions, which must be nobody’s.',
        answers: { 200: trialStart, 201: trialStart },
      },
      async ({ agent, body }) => {
        const started = await trials.start(agent, body)
        return { status: started.outcome === 'started' ? 201 : 200, body: started }
      },
    ),
    bare(
      {
        ...{ method: 'get', path: '/console/provider-trial-questions', access: ['admin'] },
        summary: 'Read questions that the titles and headings of allowlisted articles suggest.',
        answers: { 200: trialSuggestions },
      },
      async ({ agent }) => ({ status: 200, body: await trials.suggest(agent) }),
    ),
    bare(
      {
        ...{ method: 'get', path: `${at}/:trialId`, access: STAFF },
        summary: 'Read how a provider trial stands and what both providers answered.',
        answers: { 200: trialDetail },
        scope: 'reports:read',
      },
      async ({ agent, params }) => ({ status: 200, body: await trials.read(agent, params.trialId ?? '') }),
    ),
    bare(
      {
        ...{ method: 'get', path: `${at}/:trialId/report`, access: STAFF },
        summary: 'Take the report of a provider trial as a page.',
        answers: { 200: z.strictObject({ html: z.string() }) },
        scope: 'reports:read',
      },
      async ({ agent, params }) => ({
        status: 200,
        body: { html: providerTrialReport(await trials.read(agent, params.trialId ?? '')) },
      }),
    ),
    route(
      {
        ...{ method: 'post', path: `${at}/:trialId/moves`, access: ['admin'] },
        schema: moveSchema,
        summary: 'Go on with a provider trial that broke off, or cancel one.',
        answers: { 200: trialView },
      },
      async ({ agent, params, body }) => ({
        status: 200,
        body: await trials.move(agent, params.trialId ?? '', body.move),
      }),
    ),
    bare(
      {
        ...{ method: 'post', path: `${at}/:trialId/deletion`, access: ['admin'] },
        summary: 'Delete a provider trial with its questions and answers.',
        answers: { 204: null },
      },
      async ({ agent, params }) => {
        await trials.remove(agent, params.trialId ?? '')
        return { status: 204 }
      },
    ),
  ]
}
