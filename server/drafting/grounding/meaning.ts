/** What the small words do: negation, modality, conditions, order. Compared with the cited sentences. */

import type { DropRule } from '../../../src/domain/draft.ts'
import { disagreement, relevant, withCues } from './agreement.ts'
import { conditionDropped } from './conditions.ts'
import { knowsCues } from './cues.ts'
import { figureOfAnother } from './figure-owners.ts'
import type { Ground } from './ground.ts'
import { type Comparison, compareWords } from './hunks.ts'
import { nameReplaced } from './names.ts'
import { exchanged, figuresExchanged, rangeDiffers } from './order.ts'
import { passiveTurn } from './pairings.ts'
import type { Reading } from './reading.ts'
import { cueChanged, figureReplaced, wordReplaced } from './replaced-words.ts'

const SHORT_WORD = 5

/**
 * In a language whose small words nobody told this code: nothing new at all, and nothing short left out,
 * since `not`, `must` and `only` are short everywhere.
 */
function strictly({ hunks }: Comparison, ground: Ground): DropRule | null {
  for (const { added, removed } of hunks) {
    if (added.some(({ stem }) => !ground.citedStems.has(stem) && !ground.headStems.has(stem)))
      return 'NOT_SUPPORTED'
    if (removed.length > 0 && removed.every(({ text }) => text.length <= SHORT_WORD))
      return 'NEGATION_DIFFERS'
  }
  return null
}

/** The sentence, word for word: nothing can have been turned round. */
export function isCopy(own: Reading, ground: Ground): boolean {
  const bare = (text: string) => text.toLowerCase().replace(/[.!]$/u, '')
  return ground.verbatim.some(({ text }) => bare(text) === bare(own.text))
}

export function checkMeaning(own: Reading, ground: Ground): DropRule | null {
  if (isCopy(own, ground)) return null
  const comparison = compareWords(own, ground.cited)
  if (!knowsCues(own.language.code))
    return comparison === null ? 'NOT_SUPPORTED' : strictly(comparison, ground)
  const cited = ground.cited.map(withCues)
  const mine = withCues(own)
  const rule = disagreement(mine, cited)
  if (rule !== null) return rule
  if (conditionDropped(mine, cited)) return 'CONDITION_DROPPED'
  const closest = relevant(own, cited).map(({ reading }) => reading)
  const swapped = (one: Reading) => exchanged(own, one) && passiveTurn(own, one) !== 'same'
  if (closest.some((one) => swapped(one) || figuresExchanged(own, one) || figureOfAnother(own, one)))
    return 'ORDER_DIFFERS'
  if (rangeDiffers(own, [...ground.cited, ...ground.heads])) return 'ORDER_DIFFERS'
  if (comparison === null) return null
  if (nameReplaced(own, ground, comparison)) return 'NAME_DIFFERS'
  const changed = cueChanged(own, ground, comparison)
  if (changed !== null) return changed
  const figure = figureReplaced(comparison)
  if (figure !== null) return figure.kind === 'date' ? 'DATE_DIFFERS' : 'NUMBER_DIFFERS'
  const replaced = wordReplaced(own, ground, comparison)
  if (replaced === null) return null
  return /^\p{Lu}/u.test(replaced.written) && !replaced.opens ? 'NAME_DIFFERS' : 'NOT_SUPPORTED'
}
