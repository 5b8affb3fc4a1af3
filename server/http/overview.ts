/** The overview's routes: what needs somebody, and the figures of the last thirty days. */
import type { Transact } from '../keys.ts'
import {
  type AttentionRooms,
  type AttentionRows,
  attentionOf,
  type FigureRows,
  readFigures,
} from '../overview/index.ts'
import { bare, type Route } from './route.ts'

type Rows = AttentionRows & FigureRows

export interface OverviewGiven<R extends Rows = Rows> {
  readonly rooms: AttentionRooms<R>
  readonly transact: Transact<R>
}

const STAFF = ['admin', 'compliance'] as const

export function overviewRoutes<R extends Rows>({ rooms, transact }: OverviewGiven<R>): readonly Route[] {
  return [
    bare({ method: 'get', path: '/console/attention', access: STAFF }, async ({ agent }) => ({
      status: 200,
      body: await transact((tx) => attentionOf(rooms, tx, agent.accountId)),
    })),
    bare({ method: 'get', path: '/console/figures', access: STAFF }, async ({ agent }) => ({
      status: 200,
      body: await transact((tx) => readFigures(rooms.privacy, tx, agent.accountId)),
    })),
  ]
}
