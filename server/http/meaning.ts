/** Whether articles are also found by what they mean. */
import type { DenseStanding } from '../../src/domain/dense-api.ts'
import type { DenseDesk } from '../articles/index.ts'
import { denseStanding } from './answers/dense.ts'
import { bare, type Route } from './route.ts'

const OFF: DenseStanding = { state: 'off', done: 0, total: 0, model: '', problem: null }

/** `null`: no embedding model is configured. */
export type MeaningGiven = Pick<DenseDesk, 'standing'> | null

export function meaningRoutes(dense: MeaningGiven): readonly Route[] {
  return [
    bare(
      {
        method: 'get',
        path: '/console/meaning',
        access: ['admin', 'compliance'],
        summary: 'Read whether articles are also found by what they mean, and if not, why.',
        answers: { 200: denseStanding },
      },
      async () => ({
        status: 200,
        body: dense === null ? OFF : await dense.standing(),
      }),
    ),
  ]
}
