/** Signs that would be more than words where a reply is shown: tags, links in disguise, invisible letters. */
import { hasHiddenCharacters } from '../sentence-verifier.ts'

const TAG =
  /<[/!?]?[a-z][^<>]{0,300}>|<(?:script|img|svg|iframe|style|a|meta|link|object|embed|form)\b|<!--|&(?:#x?[0-9a-f]{1,8}|[a-z]{2,12});/iu
const MARKDOWN_LINK = /!?\[[^\]\n]{0,300}\]\s?[([]|^\s{0,3}\[[^\]\n]{1,100}\]:|<(?:https?|mailto):/imu
const FENCE = /`{3}|~{3}/u
/** Invisible letters that are no controls: fillers, selectors, soft hyphens, private and lone halves. */
const INVISIBLE =
  /\u00AD|\u034F|\u17B4|\u17B5|\u180B|\u180C|\u180D|\u180E|\u180F|[\u061C\u115F\u1160\u2800\u3164\uFFA0\uFFF9-\uFFFB]|[\u{E0100}-\u{E01EF}]|\p{Surrogate}|\p{Private_Use}/u
const STRAY_JOINER =
  /(?<![\p{M}\p{Extended_Pictographic}\p{Script=Arabic}\p{Script=Devanagari}\p{Script=Bengali}\p{Script=Sinhala}\p{Script=Malayalam}]|\p{Emoji_Modifier}|\uFE0F)[\u200C\u200D]/u
const STRAY_SELECTOR = /(?<![\p{Emoji}\u200D])[\uFE00-\uFE0F]/u

export function hasMarkup(text: string): boolean {
  const read = text.normalize('NFKC')
  return TAG.test(read) || MARKDOWN_LINK.test(read) || FENCE.test(read)
}

export function hidesText(text: string): boolean {
  return (
    hasHiddenCharacters(text) || INVISIBLE.test(text) || STRAY_JOINER.test(text) || STRAY_SELECTOR.test(text)
  )
}

/** Of the six languages, with and without accents. Any other letter or sign stands in the passages or not at all. */
const PLAIN_SIGN = /[\s\x21-\x7Ea-zA-ZÀ-ÖØ-öø-ÿŒœŸẞ‐-―‘-‟…•·′″€£¥°§«»‹›½¼¾²³×¿¡ªº→⟦⟧]/u

/** Letters that only look like others, marks on any letter, emoji: a sign that no passage has may turn a sentence round. */
export function hasForeignSigns(text: string, sources: readonly string[]): boolean {
  const strange = new Set([...text.normalize('NFC')].filter((sign) => !PLAIN_SIGN.test(sign)))
  if (strange.size === 0) return false
  const known = new Set(sources.flatMap((source) => [...source.normalize('NFC')]))
  return [...strange].some((sign) => !known.has(sign))
}

const PLACEHOLDER = /⟦[^⟦⟧]{0,80}⟧|[⟦⟧]/gu

/** Placeholders that the ticket does not have: nobody could put a value in their place. */
export function unknownPlaceholders(sentence: string, ticket: string): readonly string[] {
  const known = new Set(ticket.match(PLACEHOLDER) ?? [])
  return (sentence.match(PLACEHOLDER) ?? []).filter((found) => found.length < 3 || !known.has(found))
}

export function withoutPlaceholders(text: string): string {
  return text.replace(PLACEHOLDER, ' ')
}

const POLITE_OPENING =
  /^(?:please (?:make sure|note|be aware)(?: that|:)|(?:bitte )?(?:achten sie (?:bitte )?darauf|beachten sie(?: bitte)?)(?:, dass|:)) (?=\p{L})/iu

/** "Please note that": says nothing of its own. */
export function withoutPoliteOpening(sentence: string): string {
  return sentence.trimStart().replace(POLITE_OPENING, '')
}

/** "2. Open the lid": the number of a step is the article's, and is not part of what the sentence says. */
export function withoutNumbering(sentence: string): string {
  return withoutPlaceholders(sentence).replace(/^\s*(?:\d{1,2}[.)]|[-*•])\s+/u, '')
}
