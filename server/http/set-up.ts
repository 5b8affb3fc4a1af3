/** The set-up's routes: how far it is, the step to live and back, and how the companion is doing. */
import { z } from 'zod'
import type { LiveOrder } from '../../src/domain/set-up-api.ts'
import {
  type HealthRooms,
  type ProviderDesk,
  type SetUpRooms,
  setLive,
  testProvider,
  viewHealth,
  viewSetUp,
} from '../setup/index.ts'
import type { StoreRows } from '../store.ts'
import { healthView, setUpView } from './answers/set-up.ts'
import { bare, type Route, route } from './route.ts'

export interface SetUpGiven extends SetUpRooms<StoreRows> {
  readonly providers: ProviderDesk
  readonly health: HealthRooms
}

const STAFF = ['admin', 'compliance'] as const
const liveOrder: z.ZodType<LiveOrder> = z.strictObject({ live: z.boolean() })

export function setUpRoutes(given: SetUpGiven): readonly Route[] {
  return [
    bare(
      {
        method: 'get',
        path: '/console/health',
        access: STAFF,
        summary: 'Read how the companion is doing. Counts and codes only.',
        answers: { 200: healthView },
      },
      async ({ agent }) => ({ status: 200, body: await viewHealth(given.health, agent.accountId) }),
    ),
    bare(
      {
        method: 'get',
        path: '/console/set-up',
        access: STAFF,
        summary: 'Read how far the set-up is.',
        answers: { 200: setUpView },
      },
      async ({ agent }) => ({ status: 200, body: await viewSetUp(given, agent.accountId) }),
    ),
    bare(
      {
        method: 'post',
        path: '/console/set-up/provider-tests',
        access: ['admin'],
        summary: 'Ask the provider one real question of fixed words.',
        answers: { 201: setUpView },
      },
      async ({ agent }) => ({ status: 201, body: await testProvider(given, agent) }),
    ),
    route(
      {
        method: 'put',
        path: '/console/set-up/live',
        access: ['admin'],
        schema: liveOrder,
        summary: 'Take the account live, or back.',
        answers: { 200: setUpView },
      },
      async ({ agent, body }) => ({ status: 200, body: await setLive(given, agent, body.live) }),
    ),
  ]
}
