/** The console's question whether articles are found by meaning. */
import { DENSE_PROBLEMS, DENSE_STATES, type DenseStanding } from '../domain/dense-api.ts'
import { type Check, nullable, number, oneOf, record, text } from './checks.ts'
import type { Line } from './session.ts'

export interface MeaningClient {
  meaning(): Promise<DenseStanding>
}

const standing: Check<DenseStanding> = record({
  state: oneOf(DENSE_STATES),
  done: number,
  total: number,
  model: text,
  problem: nullable(oneOf(DENSE_PROBLEMS)),
})

export function meaningClient(line: Line): MeaningClient {
  return { meaning: () => line.ask(standing, 'GET', '/console/meaning') }
}
