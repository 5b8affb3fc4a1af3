/** Every regular expression of the source, and texts that would make each of them look again and again. */
import { parseSync } from 'vite'
import type { SourceFile } from './source-files.ts'

export interface Expression {
  readonly file: string
  readonly source: string
  readonly flags: string
}

interface Node {
  readonly type?: unknown
  readonly regex?: { readonly pattern: string; readonly flags: string }
  readonly callee?: { readonly name?: unknown }
}

/** Literals, and whether some are built there when it runs. */
export function expressionsIn(file: string, text: string): { written: Expression[]; builds: boolean } {
  const { program, errors } = parseSync(file, text)
  if (errors.length > 0) throw new Error(`${file}: ${errors[0]?.message}`)
  const written: Expression[] = []
  let builds = false
  const walk = (value: unknown): void => {
    if (Array.isArray(value)) value.forEach(walk)
    else if (typeof value === 'object' && value !== null) {
      const { type, regex, callee } = value as Node
      if (type === 'Literal' && regex !== undefined)
        written.push({ file, source: regex.pattern, flags: regex.flags })
      if ((type === 'NewExpression' || type === 'CallExpression') && callee?.name === 'RegExp') builds = true
      for (const [key, each] of Object.entries(value)) if (key !== 'regex') walk(each)
    }
  }
  walk(program)
  return { written, builds }
}

export function sourceExpressions(files: readonly SourceFile[]) {
  const found = files.map(({ path, text }) => ({ file: path, ...expressionsIn(path, text) }))
  return {
    written: found.flatMap(({ written }) => written),
    builders: found.filter(({ builds }) => builds).map(({ file }) => file),
  }
}

const MOST_SIGNS = 9
const MOST_WORDS = 6
const SIGNS = [...'a0A \t\n.-@/<>"\'([!=_*:,;⟦#+&{“\\', '\u00e9']
/** What the expression may be fond of: signs that stand in it, or that a class in it takes. */
function signsOf(source: string): readonly string[] {
  const takes: readonly [RegExp, string][] = [
    [/\\s|\[\^/, ' \t\n'],
    [/\\d|0-9|\\p\{N|\[\^/, '0'],
    [/\\w|\\S|a-z|\\p\{L|\[\^|\./, 'a'],
    [/A-Z|\\p\{Lu/, 'A'],
  ]
  const plain = source.replace(/\\[a-z](?:\{[^}]*\})?|\(\?<?[:=!]|\{\d[\d,]*\}/gi, '')
  const standing = SIGNS.filter((sign) => plain.includes(sign))
  // A letter that stands by itself: `(?:x|ext)`.
  const lone = [...plain.matchAll(/(?<![\p{L}\\])\p{L}(?!\p{L})/gu)].map(([sign]) => sign).slice(0, 2)
  const taken = takes.flatMap(([needs, signs]) => (needs.test(source) ? [...signs] : []))
  return [...new Set([...taken, ...lone, ...standing])].slice(0, MOST_SIGNS)
}

function wordsOf(source: string): readonly string[] {
  const plain = source.replace(/\\[a-z](?:\{[^}]*\})?/gi, '\u0000')
  return [...new Set(plain.match(/[\p{L}@:/<=⟦[]{2,20}/gu) ?? [])].slice(0, MOST_WORDS)
}

/** What comes again and again, each with what stands before it, and an end that does not fit. */
export interface Attack {
  readonly parts: readonly (readonly [before: string, pump: string])[]
  readonly tail: string
}

export function attacksOn(source: string): readonly Attack[] {
  const [signs, words] = [signsOf(source), wordsOf(source)]
  const pairs = signs.flatMap((one) => signs.map((other) => (one === other ? one : one + other)))
  const said = words.flatMap((word) => [word, `${word} `, `${word}\n`])
  const spoken = words.slice(0, 3).flatMap((word) => signs.map((sign) => word + sign))
  const pumps = [...pairs, ...said, ...spoken]
  const once = (before: string, pump: string, tail: string): Attack => ({ parts: [[before, pump]], tail })
  return [
    ...pumps.map((pump) => once('', pump, '\u0000')),
    ...words.flatMap((word) => signs.map((pump) => once(word, pump, '\u0000'))),
    ...signs.map((pump) => once('', pump, '\nx\n')),
  ]
}

/** `attack` as a text of about that length. */
export function attackOf({ parts, tail }: Attack, length: number): string {
  const sizeOf = (part: 0 | 1) => parts.reduce((sum, { [part]: text }) => sum + text.length, 0)
  const times = Math.max(1, Math.floor((length - sizeOf(0) - tail.length) / sizeOf(1)))
  return parts.map(([before, pump]) => before + pump.repeat(times)).join('') + tail
}
