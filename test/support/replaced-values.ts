/** What minimising takes out of a text, for tables of texts. */
import { type KnownPeople, minimise, phoneFinder } from '../../src/minimise/index.ts'

/** `TYPE value`, in the order of the placeholders in the text. */
export function replacedIn(text: string, known: KnownPeople = {}): readonly string[] {
  const { text: out, table } = minimise(text, known, { phones: phoneFinder })
  return [...out.matchAll(/⟦([A-Z]+)_\d+⟧/g)].map(
    ([placeholder, type]) => `${type} ${table.get(placeholder)}`,
  )
}
