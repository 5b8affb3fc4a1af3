/**
 * What staff typed freely may name other people (GDPR Art. 15(4)): what looks like a name, an address or a number is
 * replaced by a placeholder and counted. Whose it is no rule can tell, so the person's own goes with it; the screen
 * shows the text whole to whoever decides that.
 */

import type { HeldClass } from '../../../src/domain/held.ts'
import { openMinimiser, phoneFinder } from '../../../src/minimise/index.ts'
import type { HeldRecord, JsonValue } from '../../privacy/index.ts'

/** Free text of staff, by class. What came from the person, or was drafted, was minimised on its way in. */
const FREE_TEXT: Partial<Record<HeldClass, readonly string[]>> = {
  consent: ['evidence'],
  request: ['note', 'text'],
  audit_payload: ['words'],
}

export interface Mask {
  readonly apply: (record: HeldRecord) => HeldRecord
  readonly count: () => number
}

export function openMask(): Mask {
  let count = 0
  const masked = (text: string): string => {
    const minimiser = openMinimiser({}, { phones: phoneFinder })
    const result = minimiser.minimise(text)
    count += Object.values(minimiser.replaced).reduce((sum, each) => sum + each, 0)
    return result
  }
  const within = (value: JsonValue): JsonValue => {
    if (typeof value === 'string') return masked(value)
    if (value === null || typeof value !== 'object') return value
    if (Array.isArray(value)) return value.map(within)
    return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, within(each)]))
  }
  return {
    count: () => count,
    apply(whole) {
      const { corrections, ...rest } = whole
      const record: HeldRecord =
        corrections === undefined
          ? rest
          : { ...rest, corrections: corrections.map(({ at, words }) => ({ at, words: masked(words) })) }
      const fields = FREE_TEXT[record.class]
      if (fields === undefined) return record
      const changed = fields.flatMap((field) => {
        const value = record.record[field]
        return value === undefined ? [] : [[field, within(value)] as const]
      })
      return { ...record, record: { ...record.record, ...Object.fromEntries(changed) } }
    },
  }
}

/** Hands everything out as it is. */
export const NO_MASK: Mask = { apply: (record) => record, count: () => 0 }
