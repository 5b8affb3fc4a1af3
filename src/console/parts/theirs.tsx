import { useConsole } from '../context.ts'
import { fill } from '../words.ts'

/** Below a field that two people wrote in at once: the other's words, which saving would take the place of. */
export function Theirs({ text }: { readonly text: string }) {
  const { words } = useConsole()
  return (
    <span class="g-hint g-break" role="status">
      {fill(words.problem.theirs, { text: text === '' ? '–' : text })}
    </span>
  )
}
