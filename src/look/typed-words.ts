/** Words that a person has typed into the fields of a page, to be taken along when its time has run out. */
export interface TypedWords {
  /** What stands in them now, each below its label; empty when nothing was typed. */
  read(): string
}

type Field = HTMLTextAreaElement | HTMLInputElement

function isField(target: EventTarget | null): target is Field {
  if (target instanceof HTMLTextAreaElement) return true
  return target instanceof HTMLInputElement && target.type === 'text'
}

export function watchTyped(page: Document): TypedWords {
  // Only which fields: the words stay in them, and go with them.
  const typedIn = new Set<Field>()
  page.addEventListener('input', ({ target }) => {
    for (const field of typedIn) if (!field.isConnected) typedIn.delete(field)
    if (isField(target)) typedIn.add(target)
  })
  return {
    read: () =>
      [...typedIn]
        .filter((field) => field.isConnected && field.value.trim() !== '')
        .map((field) => `${labelOf(field)}\n${field.value.trim()}`.trim())
        .join('\n\n'),
  }
}

/** The label's own words: a field that it wraps, and what is said below the field, are no part of its name. */
function labelOf(field: Field): string {
  const [label] = field.labels ?? []
  const words = label?.querySelector('.g-label') ?? label
  return (field.getAttribute('aria-label') ?? words?.textContent ?? '').trim()
}
