import type { Language } from './language.ts'
import { SUPPORT_WORDS } from './support-words.ts'

/** stem → the stems that may stand for it. */
export function synonymsOf(language: Language): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>()
  const { code } = language
  for (const group of Object.hasOwn(SUPPORT_WORDS, code) ? (SUPPORT_WORDS[code] ?? []) : []) {
    const stems = [...new Set(group.split(' ').map((word) => language.stem(word)))]
    for (const stem of stems) {
      const others = stems.filter((other) => other !== stem)
      found.set(stem, [...(found.get(stem) ?? []), ...others])
    }
  }
  return found
}
