/** Turns a definition list into `term: definition` lines, so that neither is quoted without the other. */
import type { Block, BlockReader } from './block.ts'

/** Longer ones are questions with answers: they read better as paragraphs of their own. */
const LONGEST_TERM = 80
const LONGEST_DEFINITION = 300

function joinDefinition(terms: readonly Block[], definition: readonly Block[]): readonly Block[] {
  const term = terms.map((block) => block.text).join(', ')
  const said = definition.length === 1 ? (definition[0]?.text ?? '') : ''
  if (term === '' || term.length > LONGEST_TERM || said === '' || said.length > LONGEST_DEFINITION) {
    return [...terms.map((block) => ({ ...block, lead: true })), ...definition]
  }
  return [
    { kind: 'table_row', headings: terms[0]?.headings ?? [], text: `${term.replace(/:$/, '')}: ${said}` },
  ]
}

/** @returns a reader for one `<dl>`. */
export function createDefinitionReader(): BlockReader {
  const done: Block[] = []
  let terms: Block[] = []
  let definition: Block[] = []
  let inTerm = false

  function finish(): void {
    for (const block of joinDefinition(terms, definition)) done.push(block)
    terms = []
    definition = []
  }

  return {
    opened(element) {
      if (element.name === 'dt') {
        if (definition.length > 0) finish()
        inTerm = true
      }
      if (element.name === 'dd') inTerm = false
    },
    closed(element) {
      if (element.name === 'dt') inTerm = false
    },
    add(block) {
      if (inTerm) terms.push(block)
      else definition.push(block)
    },
    blocks() {
      finish()
      return done
    },
  }
}
