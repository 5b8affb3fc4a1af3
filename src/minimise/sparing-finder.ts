import type { PhoneFinder } from './phone-finder.ts'

/** More questions than this to the numbering plans in one ticket: what is left has the form, and that is enough. */
const MOST_QUESTIONS = 600

/**
 * Asks once for each number, and not without end: the plans are the slowest part of all, and a ticket that holds
 * thousands of grouped numbers would keep a server busy for seconds. Beyond the bound a number is taken for one
 * that is dialled: one placeholder too many does no harm.
 */
export function sparing(finder: PhoneFinder): PhoneFinder {
  const answers = new Map<string, boolean>()
  return {
    isNumber(run) {
      const known = answers.get(run)
      if (known !== undefined) return known
      if (answers.size >= MOST_QUESTIONS) return true
      const answer = finder.isNumber(run)
      answers.set(run, answer)
      return answer
    },
  }
}
