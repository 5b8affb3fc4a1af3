/** Runs one parser over many inputs: what it says no to, what it breaks on, and the longest it computed. */
import fc from 'fast-check'
import { Fault } from '../../src/domain/fault.ts'

export interface FuzzTarget<Input = unknown> {
  readonly name: string
  readonly inputs: fc.Arbitrary<Input>
  readonly take: (input: Input) => unknown
  /** Further errors by which it says no; a `Fault` other than `UNEXPECTED` always is one. */
  readonly refuses?: (error: unknown) => boolean
  /** Now and then, outside of what an input costs. */
  readonly between?: () => Promise<void>
}

export function fuzzTarget<Input>(target: FuzzTarget<Input>): FuzzTarget {
  return {
    ...target,
    take: (input) => target.take(input as Input),
    inputs: target.inputs as fc.Arbitrary<unknown>,
  }
}

export interface FuzzRow {
  readonly name: string
  readonly runs: number
  readonly refused: number
  /** What broke it, and what came of it. */
  readonly broken: readonly { readonly input: string; readonly error: string }[]
  /** Milliseconds of CPU time for the worst input: other work on the machine does not count. */
  readonly mostMs: number
  /** The same of all of them together, without what made them. */
  readonly allMs: number
}

const SHOWN = 400
/** So many are held at once, however many there are in all. */
const HELD = 250
/** An input may take this long, and not longer. */
export const MOST_MS = 1_000

function shown(input: unknown): string {
  const text = Buffer.isBuffer(input) ? input.toString('hex') : fc.stringify(input)
  return text.length > SHOWN ? `${text.slice(0, SHOWN)}… (${text.length})` : text
}

function isNo(target: FuzzTarget, error: unknown): boolean {
  return (error instanceof Fault && error.code !== 'UNEXPECTED') || (target.refuses?.(error) ?? false)
}

export async function fuzz(target: FuzzTarget, runs: number, seed: number): Promise<FuzzRow> {
  let [refused, mostMs, allMs] = [0, 0, 0]
  const broken: { input: string; error: string }[] = []
  const breaks = (input: unknown, error: string) => {
    if (broken.length < 5) broken.push({ input: shown(input), error })
  }
  const take = async (input: unknown) => {
    try {
      await target.take(input)
    } catch (error) {
      if (isNo(target, error)) refused += 1
      else breaks(input, String((error as Error)?.stack ?? error).slice(0, 600))
    }
  }
  for (let done = 0; done < runs; done += HELD) {
    const inputs = fc.sample(target.inputs, { numRuns: Math.min(HELD, runs - done), seed: seed + done })
    let before = process.cpuUsage()
    for (const input of inputs) {
      await take(input)
      const now = process.cpuUsage()
      const ms = (now.user + now.system - before.user - before.system) / 1000
      if (ms > MOST_MS) breaks(input, `took ${ms} ms`)
      mostMs = Math.max(mostMs, ms)
      allMs += ms
      before = now
    }
    await target.between?.()
  }
  return { name: target.name, runs, refused, broken, mostMs, allMs }
}

/** How many inputs each target is given; a long run sets `VOUCH_FUZZ_RUNS`. */
export function fuzzRuns(inShort: number): number {
  const asked = Number(process.env.VOUCH_FUZZ_RUNS)
  return Number.isInteger(asked) && asked > 0 ? asked : inShort
}

/** A busy machine is that much slower; what hangs, hangs for ever. */
const ROOM = 10
/** As any test has: on a busy machine even nothing takes a while. */
const LEAST_LIMIT_MS = 120_000
/** Longer is none to mocha. */
const MOST_LIMIT_MS = 2 ** 31 - 2

/**
 * How long a test of so many runs may take: ten times `onceMs` and what each run takes, as both were measured in a whole
 * `npm test`. Without a limit of its own a test that hangs is ended by whoever runs them all, and named by nobody.
 */
export function testLimitMs(runs: number, eachMs: number, onceMs = 0): number {
  return Math.min(MOST_LIMIT_MS, Math.max(LEAST_LIMIT_MS, ROOM * (onceMs + runs * eachMs)))
}

/** Which of so many are run: all, or the share of a process, `VOUCH_FUZZ_ROUTES=0-39`. */
export function fuzzShare<T>(all: readonly T[]): readonly T[] {
  const [, from, to] = /^(\d+)-(\d+)$/.exec(process.env.VOUCH_FUZZ_ROUTES ?? '') ?? []
  return from === undefined || to === undefined ? all : all.slice(Number(from), Number(to) + 1)
}

/** Zero failures in `n` bound their share by 3/n with 95 % confidence. */
export function boundOf(runs: number): string {
  return `≤ ${Number(Math.min(100, 300 / runs).toPrecision(2))} %`
}

export function fuzzTable(rows: readonly FuzzRow[]): string {
  const cells = rows.map(({ name, runs, refused, broken, mostMs, allMs }) => [
    name,
    String(runs),
    String(refused),
    String(broken.length),
    broken.length === 0 ? boundOf(runs) : 'broken',
    String(Math.round(mostMs)),
    (allMs / runs).toFixed(2),
  ])
  return tableOf(['target', 'inputs', 'refused', 'broken', '95 % bound', 'most CPU ms', 'CPU ms each'], cells)
}

/** Columns in line, for the terminal. */
export function tableOf(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((title, at) => Math.max(title.length, ...rows.map((row) => (row[at] ?? '').length)))
  return [head, ...rows]
    .map((row) =>
      row
        .map((cell, at) => (at === 0 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0)))
        .join('  '),
    )
    .join('\n')
}
