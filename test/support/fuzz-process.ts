import { fork } from 'node:child_process'
import { childProgram } from './child-program.ts'
import { type FuzzRow, testLimitMs } from './fuzz-run.ts'
import type { FuzzGround } from './fuzz-targets.ts'

/** More than any input may need, far less than a machine has. */
const HEAP_MB = 320

/** Each target in turn, in a process that ends where its heap is full. */
export function fuzzApart(given: {
  readonly ground: FuzzGround
  readonly runs: number
  readonly seed: number
}): Promise<readonly FuzzRow[]> {
  return new Promise((resolve, reject) => {
    const rows: FuzzRow[] = []
    let begun = 'nothing'
    const child = fork(childProgram(new URL('./fuzz-child.ts', import.meta.url)), {
      execArgv: [`--max-old-space-size=${HEAP_MB}`],
      serialization: 'advanced',
    })
    let patience: NodeJS.Timeout | undefined
    child.on('message', (said: { begins: string } | { row: FuzzRow }) => {
      clearTimeout(patience)
      // A parser that comes to no end is named by what it began with.
      patience = setTimeout(() => child.kill('SIGKILL'), testLimitMs(given.runs, 6))
      if ('row' in said) rows.push(said.row)
      else begun = said.begins
    })
    child.on('exit', (code, signal) => {
      clearTimeout(patience)
      if (code === 0) resolve(rows)
      else reject(new Error(`ended (${code ?? signal}) in "${begun}", seed ${given.seed}`))
    })
    child.send(given)
  })
}
