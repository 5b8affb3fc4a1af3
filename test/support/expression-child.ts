/** Tries each expression against its attacks, in a process that can be ended where one never comes back. */
import { type Attack, attackOf, attacksOn, type Expression } from './expressions.ts'

const SHORT = 1_500
export const LONG = 8_000
/** Of what one that takes the square of a text needs on this machine: what is read in one go stays far below. */
const MOST_SHARE = 1 / 3
const SQUARE = /,+$/

export interface Tried {
  readonly expressions: readonly Expression[]
  /** Modules whose expressions are built when they are loaded or used. */
  readonly builders: readonly string[]
  /** Files by attacks that were found in them once. */
  readonly kept: readonly (Attack & { readonly file: string })[]
  /** How long a text is read, by file or by file and expression. */
  readonly bounds: Readonly<Record<string, number>>
}
export interface Slow {
  readonly file: string
  readonly source: string
  readonly length: number
  readonly ms: number
  readonly attack: Attack
}

function processorMs(expression: RegExp, text: string, patience: number): number {
  let least = Number.POSITIVE_INFINITY
  // The least of three: what else runs on the machine is not the expression's fault.
  for (let round = 0; round < 3 && least > patience; round += 1) {
    const before = process.cpuUsage()
    text.replace(expression, '')
    const { user, system } = process.cpuUsage(before)
    least = Math.min(least, (user + system) / 1_000)
  }
  return least
}

function slowestOf({ file, source, flags }: Expression, given: Tried, mostMs: number): Slow | null {
  const expression = new RegExp(source, flags)
  const kept = given.kept.filter((attack) => attack.file === file)
  const first = [...attacksOn(source), ...kept]
    .map((attack) => ({ attack, ms: processorMs(expression, attackOf(attack, SHORT), 0.2) }))
    .sort((one, other) => other.ms - one.ms)
    .slice(0, 3)
  const bound = given.bounds[`${file} /${source}/`] ?? given.bounds[file]
  const [length, most] = bound === undefined ? [LONG, mostMs] : [bound, 1_000]
  for (const { attack } of first) {
    const ms = processorMs(expression, attackOf(attack, length), most)
    if (ms > most) return { file, source, length, ms: Math.round(ms), attack }
  }
  return null
}

const say = (what: object) =>
  new Promise<void>((resolve) => {
    process.send?.(what, () => resolve())
  })

/** What the modules build of words and names, when they are loaded and when they are used. */
async function builtBy(builders: readonly string[]): Promise<readonly Expression[]> {
  const built: Expression[] = []
  const Plain = RegExp
  globalThis.RegExp = new Proxy(Plain, {
    construct(target, given: [string | RegExp, string?]) {
      const made = new target(...given)
      const at = /\/((?:server|src|workbench)\/[^:)]+?\.tsx?):\d/.exec(
        new Error('where').stack
          ?.split('\n')
          .slice(2)
          .find((line) => !line.includes('expression-child')) ?? '',
      )?.[1]
      if (at !== undefined && builders.includes(at))
        built.push({ file: at, source: made.source, flags: made.flags })
      return made
    },
  })
  for (const builder of builders) await import(new URL(`../../${builder}`, import.meta.url).href)
  const { useBuilders } = await import('./expression-uses.ts')
  await useBuilders()
  globalThis.RegExp = Plain
  return built
}

process.once('message', async (given: Tried) => {
  const built = await builtBy(given.builders)
  const mostMs = processorMs(SQUARE, `${','.repeat(LONG - 1)}x`, 0) * MOST_SHARE
  const all = new Map(
    [...given.expressions, ...built].map((one) => [`${one.file} ${one.source} ${one.flags}`, one]),
  )
  const slow: Slow[] = []
  for (const one of all.values()) {
    await say({ begins: `${one.file}: ${one.source}` })
    const found = slowestOf(one, given, mostMs)
    if (found !== null) slow.push(found)
  }
  await say({ tried: all.size, builtIn: [...new Set(built.map(({ file }) => file))], slow })
  process.disconnect()
})
