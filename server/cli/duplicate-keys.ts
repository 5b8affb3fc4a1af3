/** Keys that stand twice in one object of a JSON text, as paths. `JSON.parse` would silently keep the last. */
export function duplicateKeys(json: string): readonly string[] {
  const found: string[] = []
  const open: { readonly keys: Set<string> | null; at: string }[] = []
  // Strings are matched whole, so that braces and commas inside them are never seen.
  const tokens = json.matchAll(/"(?:[^"\\]|\\.)*"(\s*:)?|[{}[\]]/g)
  for (const [token, colon] of tokens) {
    const top = open.at(-1)
    if (token === '{' || token === '[') open.push({ keys: token === '{' ? new Set() : null, at: '' })
    else if (token === '}' || token === ']') open.pop()
    else if (colon !== undefined && top?.keys) {
      // Parsed, because "a" and "\u0061" are the same key.
      const key = String(JSON.parse(token.slice(0, -colon.length)))
      top.at = key
      if (top.keys.has(key)) found.push(open.map((level) => level.at).join('.'))
      top.keys.add(key)
    }
  }
  return found
}
