/** Links, mail addresses and phone numbers: a reply may only name those that the passages name. */

/** Any scheme, not a list of known ones: `hxxps://` and `javascript:` are meant to be followed, too. */
const SCHEME_LINK =
  /(?<![\p{L}\p{N}])(?:[a-z][a-z0-9+.-]{0,20}:\/\/|www\.|mailto:|tel:|sms:|javascript:|vbscript:|data:)[^\s<>"']{1,2000}/giu
const BARE_LINK =
  /(?<![\p{L}\p{N}@._-])(?:[\p{L}\p{N}][\p{L}\p{N}-]{0,62}\.){1,8}(\p{L}{2,24})(?![\p{L}\p{N}-])(?:[/?#:][^\s<>"']{0,2000})?/gu
/** What turns text into links does not mind the sign before them: "_evil.com", "...evil.com". */
const BARE_LINK_BEHIND_SIGN =
  /(?<![\p{L}\p{N}@])(?:[\p{L}\p{N}][\p{L}\p{N}-]{0,62}\.){1,8}(\p{L}{2,24})(?![\p{L}\p{N}-])(?:[/?#:][^\s<>"']{0,2000})?/gu
/** `#BestShowEver`, `@somebody`: helpdesks and their channels turn them into links. */
const HANDLE = /(?<![\p{L}\p{N}#@])[#@][\p{L}_][\p{L}\p{N}_]{2,60}/gu
const IP_LINK = /(?<![\d.])(?:\d{1,3}\.){3}\d{1,3}(?:[:/][^\s<>"']{0,2000})?(?![\d.])/gu
const MAIL = /(?<![^\s<>"'(:,;])[^\s<>"'@(),;:]{1,64}@[^\s<>"'@(),;]{1,255}/gu
const PHONE = /(?<![\p{L}\p{N}.,])(?:\+|\(?0|\d{1,4}[ -]\d)[\d ()/.-]{5,24}\d(?![\p{L}\p{N}])/gu
const PHONE_DIGITS_MIN = 7
/** A domain ending as a name is typed after a full stop that lacks its space: "Haus.Die". */
const SENTENCE_EDGE = /^\p{Lu}\p{Ll}+$/u
const COMMON_ENDINGS = new Set(
  'com net org info biz io co app dev de at ch eu uk fr es it nl pl ru cn us xyz top'.split(' '),
)
const TRAILING = /[.,;:!?)\]}'"]+$/u

export interface Address {
  readonly kind: 'link' | 'mail' | 'phone'
  readonly value: string
  readonly start: number
  readonly end: number
}

export function trimmedLink(link: string): string {
  const bare = link.trim().replace(TRAILING, '')
  // "(see https://a.de/b_(c))": a bracket that opens inside belongs to the address.
  return bare.includes('(') && link.startsWith(`${bare})`) ? `${bare})` : bare
}

function isDomain(ending: string): boolean {
  return !SENTENCE_EDGE.test(ending) || COMMON_ENDINGS.has(ending.toLowerCase())
}

function overlaps(found: readonly Address[], start: number, end: number): boolean {
  return found.some((other) => start < other.end && end > other.start)
}

function isPhone(written: string): boolean {
  const digits = written.replace(/\D/g, '')
  if (digits.length < PHONE_DIGITS_MIN || digits.length > 17) return false
  // "2010 - 2012", "1 000 000", "01.02.2024", "12.05 - 14.05.": figures, not phones.
  if (/^\d{4} ?- ?\d{4}$|^\d{1,3}(?:[. ]\d{3})+$|^\(?\d{1,2}\.\d{1,2}\.|\d\.\d{2} ?-/.test(written))
    return false
  return /^(?:\+|\(?0)/.test(written) || digits.length >= 10
}

/**
 * @param strict also what is a domain only to a program that turns text into links ("my-bank.Support").
 * @returns every address of a plain text; unusual full stops count as full stops.
 */
export function addressesIn(text: string, strict = false): readonly Address[] {
  if (!/[.@#:。．]|\d[\d ()/-]{5}/u.test(text)) return []
  const read = text.replace(/[。｡．]/gu, '.')
  const found: Address[] = []
  const add = (kind: Address['kind'], value: string, start: number) => {
    if (!overlaps(found, start, start + value.length))
      found.push({ kind, value, start, end: start + value.length })
  }
  for (const { 0: link, index } of read.matchAll(SCHEME_LINK)) add('link', trimmedLink(link), index)
  for (const { 0: mail, index } of read.matchAll(MAIL)) add('mail', mail.replace(TRAILING, ''), index)
  for (const match of read.matchAll(strict ? BARE_LINK_BEHIND_SIGN : BARE_LINK))
    if (strict || isDomain(match[1] ?? '')) add('link', trimmedLink(match[0]), match.index)
  for (const { 0: link, index } of read.matchAll(IP_LINK)) add('link', trimmedLink(link), index)
  if (strict) for (const { 0: handle, index } of read.matchAll(HANDLE)) add('link', handle, index)
  for (const { 0: phone, index } of read.matchAll(PHONE)) if (isPhone(phone)) add('phone', phone, index)
  return found
}

/** What two spellings of one address have in common. A link has one spelling only. */
export function addressKey({ kind, value }: Address): string {
  if (kind === 'phone') return value.replace(/\(0\)/g, '').replace(/\D/g, '').replace(/^0+/, '')
  return kind === 'mail' ? value.toLowerCase() : value
}
