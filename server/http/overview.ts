/** The overview's routes: what needs somebody, and how things went. */
import type { AccountId } from '../../src/domain/account.ts'
import type { ReportBlock } from '../../src/domain/report-blocks.ts'
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
  /** What the reports tell of people's work. */
  readonly blocks: (accountId: AccountId) => Promise<readonly ReportBlock[]>
}

const STAFF = ['admin', 'compliance'] as const

export function overviewRoutes<R extends Rows>({
  rooms,
  transact,
  blocks,
}: OverviewGiven<R>): readonly Route[] {
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
        summary: 'Read how things went. Counts only; of work, those of weeks that are told in reports.',
        answers: { 200: figuresView },
        scope: 'reports:read',
      },
      async ({ agent: { accountId } }) => {
        const told = await blocks(accountId)
        return {
          status: 200,
          body: await transact((tx) => readFigures(rooms.privacy, tx, accountId, told)),
        }
      },
    ),
  ]
}
