/** What an evaluation asks of the machine: its files and its clock. */
import { readFile, writeFile } from 'node:fs/promises'
import { monotonicMs, realWorld } from '../adapters/world.ts'
import { codeVersion, projectRoot } from '../project-root.ts'
import { runEval } from './eval.ts'

export function evaluate(args: readonly string[], out: (line: string) => void): Promise<number> {
  return runEval(args, {
    out,
    readFile: (path: string) => readFile(path, 'utf8'),
    writeFile: (path: string, text: string) => writeFile(path, text, { mode: 0o600 }),
    now: monotonicMs,
    today: () => realWorld.now(),
    version: codeVersion(projectRoot()),
  })
}
