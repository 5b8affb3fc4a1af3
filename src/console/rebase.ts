/** What was typed over a state, when somebody else has saved a newer one. Pure. */
export const isSame = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b)

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Member by member: theirs where nothing was typed, else what was typed. */
export function rebased<T>(mine: T, base: T, theirs: T): T {
  if (isSame(mine, base)) return theirs
  if (!isRecord(mine) || !isRecord(base) || !isRecord(theirs)) return mine
  const whole = Object.keys({ ...theirs, ...mine }).map((name) => [
    name,
    rebased<unknown>(mine[name], base[name], theirs[name]),
  ])
  // What one of the two has taken away is no member any more. The members are those that both have built.
  return Object.fromEntries(whole.filter(([, value]) => value !== undefined)) as typeof mine
}

/** Where both have written, and not the same: `texts.nature`. */
export function clashes(mine: unknown, base: unknown, theirs: unknown, path = ''): readonly string[] {
  if (isSame(mine, base) || isSame(theirs, base) || isSame(mine, theirs)) return []
  if (!isRecord(mine) || !isRecord(base) || !isRecord(theirs)) return [path]
  return Object.keys({ ...theirs, ...mine }).flatMap((name) =>
    clashes(mine[name], base[name], theirs[name], path === '' ? name : `${path}.${name}`),
  )
}
