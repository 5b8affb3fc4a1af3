/** The overview's routes: what needs somebody, and the figures of the last thirty days. */
import type { Transact } from '../keys.ts'
import {
  type AttentionRooms,
  type AttentionRows,
  attentionOf,
  type FigureRows,
  readFigures,
} from '../overview/index.ts'
import { attentionItem, figuresView } from './answers/overview.ts'
import { listOf } from './answers/shape.ts'
import { bare, type Route } from './route.ts'

type Rows = AttentionRows & FigureRows

export interface OverviewGiven<R extends Rows = Rows> {
  readonly rooms: AttentionRooms<R>
  readonly transact: Transact<R>
}

const STAFF = ['admin', 'compliance'] as const

export function overviewRoutes<R extends Rows>({ rooms, transact }: OverviewGiven<R>): readonly Route[] {
  return [
    bare(
      {
        method: 'get',
        path: '/console/attention',
        access: STAFF,
        summary: 'List what needs somebody. Counts only.',
        answers: { 200: listOf(attentionItem) },
        scope: 'reports:read',
      },
      async ({ agent }) => ({
        status: 200,
        body: await transact((tx) => attentionOf(rooms, tx, agent.accountId)),
      }),
    ),
    bare(
      {
        method: 'get',
        path: '/console/figures',
        access: STAFF,
        summary: 'Read the figures of the last thirty days. Counts only.',
        answers: { 200: figuresView },
        scope: 'reports:read',
      },
      async ({ agent }) => ({
        status: 200,
        body: await transact((tx) => readFigures(rooms.privacy, tx, agent.accountId)),
      }),
    ),
  ]
}
