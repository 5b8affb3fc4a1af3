/** A person as initials on a colour that stays theirs. */
const COLOURS = 6

function initialsOf(name: string): string {
  const words = name.split(/\s+/).filter((word) => word !== '')
  return [words[0], words.length > 1 ? words.at(-1) : undefined].map((word) => word?.[0] ?? '').join('')
}

export function Avatar({ name, kind }: { readonly name: string; readonly kind: 'agent' | 'requester' }) {
  const colour = [...name].reduce((sum, letter) => sum + (letter.codePointAt(0) ?? 0), 0) % COLOURS
  return (
    <span class={`avatar avatar-${kind} avatar-colour-${colour}`} aria-hidden="true">
      {initialsOf(name).toUpperCase()}
    </span>
  )
}
