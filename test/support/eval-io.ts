import type { EvalIo } from '../../server/cli/eval.ts'

/** Of a measure that writes no report: whatever it would write is a failure. */
export const WITHOUT_REPORT: Pick<EvalIo, 'writeFile' | 'today' | 'version'> = {
  writeFile: (path) => Promise.reject(new Error(`${path} was written`)),
  today: () => new Date('2026-01-02T03:04:05Z'),
  version: '0.0.0-test',
}
