/** Text from outside within a sentence that runs the other way: kept apart, so that neither turns the other round. */

const FROM_THE_RIGHT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/
const LETTER = /\p{L}/u
/** Unicode's own marks, because half of these sentences are attributes, where no element can stand. */
const FIRST_STRONG_ISOLATE = '\u2068'
const POP_ISOLATE = '\u2069'

/** The value as it is, where it runs as the sentence does. */
export function isolated(sentence: string, value: string): string {
  if (!LETTER.test(value) || FROM_THE_RIGHT.test(value) === FROM_THE_RIGHT.test(sentence)) return value
  return `${FIRST_STRONG_ISOLATE}${value}${POP_ISOLATE}`
}
