import { foldText } from '../articles/intake/index.ts'
import type { EvidenceSentence } from '../articles/retrieval/index.ts'
import type { Page } from './eval-files.ts'

/**
 * Which lines of the page a sentence lies in. Passages hold the page's non-empty lines in order, so both are
 * walked side by side; a line that is too long for one passage is met in pieces.
 */
export function linesOfEvidence(page: Page, sentences: readonly EvidenceSentence[]): ReadonlySet<number> {
  const lineAt = new Map<string, number>()
  let line = 0
  let rest = ''
  for (const passage of page.article.passages) {
    let start = 0
    for (const block of passage.text.split('\n')) {
      while (rest === '' && line < page.lines.length) {
        rest = foldText(page.lines[line] ?? '')
        line += 1
      }
      lineAt.set(`${passage.id}:${start}`, line - 1)
      const found = rest.indexOf(block)
      rest = found < 0 ? '' : rest.slice(found + block.length).trim()
      start += block.length + 1
    }
  }
  const chosen = new Set<number>()
  for (const { passageId, start } of sentences) {
    const text = page.article.passages.find(({ id }) => id === passageId)?.text ?? ''
    const at = lineAt.get(`${passageId}:${text.lastIndexOf('\n', start - 1) + 1}`)
    if (at !== undefined) chosen.add(at)
  }
  return chosen
}
