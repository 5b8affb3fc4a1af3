/** One word in the place of another, in a sentence that is otherwise the cited one: `open` for `closed`. */

import type { DropRule } from '../../../src/domain/draft.ts'
import { CUES, type Cue } from './cue-words.ts'
import { cuesIn } from './cues.ts'
import type { Figure } from './figures.ts'
import type { Ground } from './ground.ts'
import type { Comparison, Hunk } from './hunks.ts'
import { nearIn } from './near-words.ts'
import type { Reading, Word } from './reading.ts'

const COPY_FROM = 0.55
/** So close to the cited words that even a vague word was changed on purpose. */
const EXACT_COPY_FROM = 0.8
const CHANGED_CUE: Readonly<Partial<Record<Cue, DropRule>>> = {
  NOT: 'NEGATION_DIFFERS',
  WITHOUT: 'NEGATION_DIFFERS',
  MUST: 'MODALITY_DIFFERS',
  SHOULD: 'MODALITY_DIFFERS',
  MAY: 'MODALITY_DIFFERS',
  ONLY: 'MODALITY_DIFFERS',
  AT_LEAST: 'MODALITY_DIFFERS',
  AT_MOST: 'MODALITY_DIFFERS',
  ALWAYS: 'MODALITY_DIFFERS',
  ALL: 'MODALITY_DIFFERS',
  SOME: 'MODALITY_DIFFERS',
  UNLESS: 'CONDITION_DROPPED',
  EXCEPT: 'CONDITION_DROPPED',
  MORE: 'ORDER_DIFFERS',
  LESS: 'ORDER_DIFFERS',
  BEFORE: 'ORDER_DIFFERS',
  AFTER: 'ORDER_DIFFERS',
  EARLY: 'ORDER_DIFFERS',
  LATE: 'ORDER_DIFFERS',
  UP: 'ORDER_DIFFERS',
  DOWN: 'ORDER_DIFFERS',
  FIRST: 'ORDER_DIFFERS',
  LAST: 'ORDER_DIFFERS',
  UNTIL: 'ORDER_DIFFERS',
  FROM: 'ORDER_DIFFERS',
}

/** Leaving one of these out says no more than before; bringing it in does. */
const MAY_GO: ReadonlySet<Cue> = new Set([
  'ALL',
  'ALWAYS',
  'EARLY',
  'LATE',
  'UP',
  'DOWN',
  'FIRST',
  'LAST',
  'UNTIL',
  'FROM',
])

function stemsOf(words: readonly Word[]): ReadonlySet<string> {
  return new Set(words.map(({ stem }) => stem))
}

/** What really went, and what really came: a word in both only changed its place. */
function settled(hunks: readonly Hunk[]): readonly Hunk[] {
  const gone = stemsOf(hunks.flatMap(({ removed }) => removed))
  const come = stemsOf(hunks.flatMap(({ added }) => added))
  return hunks.map(({ removed, added }) => ({
    removed: removed.filter(({ stem }) => !come.has(stem)),
    added: added.filter(({ stem }) => !gone.has(stem)),
  }))
}

/** "3 May" for "3 May 2024", "2010" for "May 2010". */
function isPartOf(own: Figure, whole: Figure): boolean {
  const rest = own.value.replace(/^(?:\?-)+/, '')
  return whole.kind === 'date' && (whole.value.endsWith(rest) || whole.value.startsWith(`${rest}-`))
}

/** One figure in the place of another. That it stands elsewhere in the passage makes it no better. */
export function figureReplaced({ hunks, kept }: Comparison): Figure | null {
  if (kept < COPY_FROM) return null
  for (const { removed, added } of settled(hunks)) {
    const gone = removed.flatMap(({ figure }) => figure ?? [])
    for (const { figure } of added)
      if (figure !== null && gone.some((other) => other.kind === figure.kind && !isPartOf(figure, other)))
        return figure
  }
  return null
}

function isReplaced(word: Word, hunk: Hunk, own: Reading, ground: Ground, least: number): boolean {
  if (word.weight < least || word.figure !== null) return false
  if (ground.citedStems.has(word.stem) || ground.headStems.has(word.stem)) return false
  const gone = hunk.removed.filter((other) => other.weight > 0).map(({ stem }) => stem)
  return gone.length > 0 && !nearIn(word.stem, gone, own.language)
}

export function wordReplaced(own: Reading, ground: Ground, { hunks, kept }: Comparison): Word | null {
  if (kept < COPY_FROM) return null
  const least = kept >= EXACT_COPY_FROM ? 0.1 : 1
  for (const hunk of settled(hunks))
    for (const word of hunk.added) if (isReplaced(word, hunk, own, ground, least)) return word
  return null
}

/** Cues count where they stand in the whole text: "over" is one before a figure only. */
function cuesAmong(words: readonly Word[], text: readonly Word[], code: string): ReadonlySet<Cue> {
  const among = new Set(words)
  const found = cuesIn(text, code).filter(
    ({ isWeak, from, to }) => !isWeak && text.slice(from, to).some((word) => among.has(word)),
  )
  return new Set(found.map(({ cue }) => cue))
}

/** What a hunk removes together with its topic is an omission; a cue removed alone turns what is left. */
function removedAlone(hunk: Hunk, code: string): boolean {
  const cues = cuesIn(hunk.removed, code)
  const covered = new Set(cues.flatMap(({ from, to }) => hunk.removed.slice(from, to)))
  return hunk.removed.every((word) => word.weight === 0 || covered.has(word))
}

/** In a near copy, a small word that came, went or changed without its topic. */
export function cueChanged(own: Reading, ground: Ground, { hunks, kept }: Comparison): DropRule | null {
  if (kept < EXACT_COPY_FROM) return null
  const { code } = own.language
  const cited = ground.cited.flatMap(({ words }) => words)
  const removedBy = (list: readonly Hunk[]) =>
    cuesAmong(
      list.flatMap(({ removed }) => removed),
      cited,
      code,
    )
  const removed = removedBy(hunks)
  const alone = removedBy(hunks.filter((hunk) => removedAlone(hunk, code)))
  const added = cuesAmong(
    hunks.flatMap((hunk) => hunk.added),
    own.words,
    code,
  )
  for (const cue of CUES) {
    const rule = CHANGED_CUE[cue]
    if (rule === undefined) continue
    if (added.has(cue) && !removed.has(cue)) return rule
    if (alone.has(cue) && !added.has(cue) && !MAY_GO.has(cue)) return rule
  }
  return null
}
