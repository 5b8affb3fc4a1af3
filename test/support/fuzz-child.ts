/** Runs the targets in a process with a small heap: an input that fills it ends the process, and is found. */
import { fuzz } from './fuzz-run.ts'
import { type FuzzGround, fuzzTargets } from './fuzz-targets.ts'

const say = (what: object) =>
  new Promise<void>((resolve) => {
    process.send?.(what, () => resolve())
  })

process.once('message', async (given: { ground: FuzzGround; runs: number; seed: number }) => {
  for (const target of fuzzTargets(given.ground)) {
    await say({ begins: target.name })
    await say({ row: await fuzz(target, given.runs, given.seed) })
  }
  process.disconnect()
})
