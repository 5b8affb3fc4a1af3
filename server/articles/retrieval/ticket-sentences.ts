const SENTENCE_CHARS_MAX = 600
const ENDS_ALWAYS = new Set(['?', '!', '？', '！', '؟', '。', '…', '！'])
const ABBREVIATIONS = new Set(
  `approx art bzgl bzw ca co corp dr evtl etc excl ggf inc incl inkl jr ltd max mind mr mrs ms mwst nr no prof sr st std
  str tel usw vgl vs zzgl z`.split(/\s+/),
)

/** One pass over the line, so that no text can make it slow. */
export function sentencesOf(line: string): readonly string[] {
  const found: string[] = []
  let from = 0
  for (let at = 0; at < line.length; at += 1) {
    const char = line[at] as string
    const tooLong = at - from >= SENTENCE_CHARS_MAX && char === ' '
    if (!tooLong && !ENDS_ALWAYS.has(char) && !(char === '.' && endsAtDot(line, at, from))) continue
    if (ENDS_ALWAYS.has(line[at + 1] ?? '')) continue
    push(found, line.slice(from, at + 1))
    from = at + 1
  }
  push(found, line.slice(from))
  return found
}

function push(found: string[], text: string): void {
  const trimmed = text.trim()
  if (/[\p{L}\p{N}]/u.test(trimmed)) found.push(trimmed)
}

/** `14. Mai`, `z. B.`, `Nr. 5`, `example.com` and `3.50` go on; `… today. Where …` ends. */
function endsAtDot(line: string, at: number, from: number): boolean {
  const next = line[at + 1]
  if (next !== undefined && !/\s/u.test(next)) return false
  const word = /[\p{L}\p{N}]{0,12}$/u.exec(line.slice(Math.max(from, at - 12), at))?.[0] ?? ''
  if (/^\d{1,2}$/u.test(word) && /^\s*\p{Lu}/u.test(line.slice(at + 1, at + 4))) return false
  if (ABBREVIATIONS.has(word.toLowerCase())) return false
  if (!/^\p{L}$/u.test(word)) return true
  // `z. B. heute` is one abbreviation; `in M. Can I` ends a sentence.
  return (
    !/\p{L}\.\s?\p{L}$/u.test(line.slice(Math.max(from, at - 4), at)) &&
    !/^\s(?:\p{L}\.|\p{Ll})/u.test(line.slice(at + 1, at + 4))
  )
}
