/** Finds the cue words of a text, the longest spelling first. */
import { CUE_WORDS, CUES, type Cue } from './cue-words.ts'
import type { Word } from './reading.ts'

export interface FoundCue {
  readonly cue: Cue
  /** Also has harmless meanings: counts only where its opposite stands in the other text. */
  readonly isWeak: boolean
  /** Positions among the words: first, and behind the last. */
  readonly from: number
  readonly to: number
  readonly clause: number
}

interface Spelling {
  readonly words: readonly string[]
  readonly cues: readonly Cue[]
  readonly isWeak: boolean
}

/** By first word, the longest first. */
type CueTable = ReadonlyMap<string, readonly Spelling[]>

function isCue(name: string): name is Cue {
  return CUES.some((cue) => cue === name)
}

function buildTable(code: string): CueTable | null {
  const rows = Object.hasOwn(CUE_WORDS, code) ? CUE_WORDS[code] : undefined
  if (rows === undefined) return null
  const table = new Map<string, Spelling[]>()
  for (const [names, spellings = ''] of Object.entries(rows))
    for (const spelling of spellings.split('|')) {
      const isWeak = spelling.startsWith('?')
      const words = (isWeak ? spelling.slice(1) : spelling).split(' ')
      const entry = { words, cues: names.split(' ').filter(isCue), isWeak }
      const first = words[0] ?? ''
      table.set(first, [...(table.get(first) ?? []), entry])
    }
  for (const list of table.values()) list.sort((a, b) => b.words.length - a.words.length)
  return table
}

const built = new Map<string, CueTable | null>()

function tableFor(code: string): CueTable | null {
  const known = Object.hasOwn(CUE_WORDS, code) ? code : ''
  const table = built.get(known) ?? buildTable(known)
  built.set(known, table)
  return table
}

/** False: nobody has told this code what `not` and `must` are in that language. */
export function knowsCues(code: string): boolean {
  return Object.hasOwn(CUE_WORDS, code)
}

/** A phrase may stretch over the clause marks inside it, not over another sentence. */
function spellingAt(words: readonly Word[], at: number, table: CueTable): readonly Spelling[] {
  const own = table.get(words[at]?.text ?? '') ?? []
  const fitting = own.filter((spelling) => spelling.words.every((word, i) => words[at + i]?.text === word))
  const longest = fitting[0]?.words.length ?? 0
  return fitting.filter((spelling) => spelling.words.length === longest)
}

/** "2 bis 4 Werktage" is written "2-4 Werktage", too. */
export const RANGE: ReadonlySet<string> = new Set('to until till bis à a tot fino hasta'.split(' '))

export function cuesIn(words: readonly Word[], code: string): readonly FoundCue[] {
  const table = tableFor(code)
  if (table === null) return []
  const found: FoundCue[] = []
  for (let at = 0; at < words.length; ) {
    const spellings = spellingAt(words, at, table)
    const length = spellings[0]?.words.length ?? 1
    const closing = spellings[0]?.words.at(-1) === '#' ? 1 : 0
    const clause = words[at]?.clause ?? 0
    const isRange =
      words[at - 1]?.figure !== null &&
      at > 0 &&
      words[at + length - closing]?.figure != null &&
      RANGE.has(words[at]?.text ?? '')
    for (const { cues, isWeak } of isRange ? [] : spellings)
      for (const cue of cues) found.push({ cue, isWeak, from: at, to: at + length - closing, clause })
    // The figure behind "over" may itself open the next phrase.
    at += Math.max(1, length - closing)
  }
  return found
}
