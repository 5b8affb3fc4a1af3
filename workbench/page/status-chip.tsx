/** A ticket's status as the coloured chip that agents know. */
import { statusWord } from './words.ts'

export function StatusChip({ status }: { readonly status: string }) {
  return <span class={`chip chip-${status}`}>{statusWord(status)}</span>
}
