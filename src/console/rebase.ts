/** What was typed over a state, when somebody else has saved a newer one. Pure. */
export const isSame = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b)

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Member by member: theirs where nothing was typed, else what was typed. */
export function rebased<T>(mine: T, base: T, theirs: T): T {
  if (isSame(mine, base)) return theirs
  if (!isRecord(mine) || !isRecord(base) || !isRecord(theirs)) return mine
  const whole = { ...theirs }
  for (const name of Object.keys({ ...theirs, ...mine }))
    Object.assign(whole, { [name]: rebased(mine[name], base[name], theirs[name]) })
  return whole
}

/** Where both have written, and not the same: `texts.nature`. */
export function clashes(mine: unknown, base: unknown, theirs: unknown, path = ''): readonly string[] {
  if (isSame(mine, base) || isSame(theirs, base) || isSame(mine, theirs)) return []
  if (!isRecord(mine) || !isRecord(base) || !isRecord(theirs)) return [path]
  return Object.keys({ ...theirs, ...mine }).flatMap((name) =>
    clashes(mine[name], base[name], theirs[name], path === '' ? name : `${path}.${name}`),
  )
}
